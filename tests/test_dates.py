"""Dates as forums show them: what is stated is kept, what is relative is resolved, what is guessed is marked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.dates import Clock, editor_in, offset, parse_absolute, read_date, shown_date
from site_gen.load import load_page
from site_gen.models import Capture, Evidence

NOW = datetime(2024, 5, 9, 15, 39)
CLOCK = Clock(NOW, guess=False)
NO_CLOCK = Clock(None, guess=True)
quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2079, 12, 31))
FORMS = {
    "2022-3-9 7:08:05": "{0.year}-{0.month}-{0.day} {0.hour}:{0:%M}:{0:%S}",
    "2022-03-09 07:08:05": "{0:%Y}-{0:%m}-{0:%d} {0:%H}:{0:%M}:{0:%S}",
    "2022/3/9 07:08:05": "{0.year}/{0.month}/{0.day} {0:%H}:{0:%M}:{0:%S}",
    "2022.03.09, 07:08:05": "{0:%Y}.{0:%m}.{0:%d}, {0:%H}:{0:%M}:{0:%S}",
    "2022年3月9日 07:08:05": "{0.year}年{0.month}月{0.day}日 {0:%H}:{0:%M}:{0:%S}",
    "2022-03-09T07:08:05": "{0:%Y}-{0:%m}-{0:%d}T{0:%H}:{0:%M}:{0:%S}",
    "2022-3-9 07:08:05 AM": "{0.year}-{0.month}-{0.day} {0:%I}:{0:%M}:{0:%S} {0:%p}",
}


def page_with(body: str, head: str = "", file_time: float | None = None) -> Clock:
    return Clock.of(
        load_page(
            f"<html><head>{head}</head><body>{body}</body></html>".encode(),
            "a.html",
            Evidence(file_time=file_time),
        )
    )


# ── Stated dates ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@quick
@given(moment=moments)
def test_every_shown_form_is_read_back_to_the_second(form: str, moment: datetime) -> None:
    shown = form.format(moment)
    wanted = moment.replace(microsecond=0).isoformat()
    assert read_date(f"发表于 {shown} | 只看该作者", NO_CLOCK) == (wanted, False)
    assert parse_absolute(wanted) == wanted


@quick
@given(moments)
def test_a_date_is_read_to_the_precision_shown_and_no_further(moment: datetime) -> None:
    assert parse_absolute(f"{moment.year}-{moment.month}-{moment.day}") == f"{moment:%Y-%m-%d}"
    assert (
        parse_absolute(f"{moment.year}-{moment.month}-{moment.day} {moment:%H:%M}")
        == f"{moment:%Y-%m-%dT%H:%M}"
    )


@pytest.mark.parametrize(
    ("shown", "iso"),
    [
        ("2012-4-1 12:05 AM", "2012-04-01T00:05"),
        ("2012-4-1 12:05 PM", "2012-04-01T12:05"),
        ("2012-4-1 01:43:58 p.m.", "2012-04-01T13:43:58"),
        ("2024-2-29", "2024-02-29"),
        ("週一 6月 14, 2010 6:05 pm", "2010-06-14T18:05"),
        ("14. červen 2010, 18:05", "2010-06-14T18:05"),
        ("14. července 2010, 18:05", "2010-07-14T18:05"),
        ("2023-2-29", None),
        ("2023-2-30 and then 2023-3-1", "2023-03-01"),
        ("2023-13-1 10:00", None),
        ("2023-1-1 24:00", None),
        ("23-1-1", None),
        ("", None),
    ],
)
def test_impossible_and_unclear_dates_are_unknown(shown: str, iso: str | None) -> None:
    assert parse_absolute(shown) == iso


PIECES = st.one_of(
    st.sampled_from(
        [
            "昨天",
            "前天",
            "今天",
            "刚刚",
            "半",
            "天前",
            "小时",
            "前",
            "分钟前",
            "秒前",
            "年",
            "月",
            "日",
            "PM",
            "AM",
        ]
    ),
    st.sampled_from(
        ["-", "/", ":", ".", " ", "T", "发表于 ", "2022-3-9", "1999-", ":00", "\u0663"]
    ),
    st.integers(0, 10**12).map(str),
    st.builds(
        "{} {}前".format, st.integers(0, 10**24), st.sampled_from(["天", "小时", "分钟", "秒"])
    ),
    st.builds(
        "{} {}:{:02d}".format,
        st.sampled_from(["今天", "昨天", "前天"]),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
)


@quick
@given(st.lists(PIECES, max_size=4).map("".join))
def test_no_text_makes_reading_a_date_fail(text: str) -> None:
    date, guess = read_date(text, CLOCK)
    assert date is None or datetime.fromisoformat(date)
    assert guess is False


# ── Relative dates ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shown", "iso"),
    [
        ("刚刚", "2024-05-09T15:39"),
        ("剛剛", "2024-05-09T15:39"),
        ("40 秒前", "2024-05-09T15:38"),
        ("5 分钟前", "2024-05-09T15:34"),
        ("5 分鐘前", "2024-05-09T15:34"),
        ("半小时前", "2024-05-09T15:09"),
        ("16 小时前", "2024-05-08T23:39"),
        ("今天 08:01", "2024-05-09T08:01"),
        ("昨天\u00a023:59", "2024-05-08T23:59"),
        ("昨天 01:46:07", "2024-05-08T01:46:07"),
        ("昨天, 06:05 PM", "2024-05-08T18:05"),
        ("前天 00:00", "2024-05-07T00:00"),
        ("昨天", "2024-05-08"),
        ("6 天前", "2024-05-03"),
        ("发表于 3 天前", "2024-05-06"),
        ("long ago", None),
    ],
)
def test_a_relative_date_is_counted_back_from_the_pages_clock(shown: str, iso: str | None) -> None:
    assert read_date(shown, CLOCK) == (iso, False)


@pytest.mark.parametrize(("unit", "step"), [("分钟", "minutes"), ("小时", "hours")])
@quick
@given(now=moments, count=st.integers(1, 99))
def test_counted_units_round_trip_with_the_clock(
    unit: str, step: str, now: datetime, count: int
) -> None:
    date, _ = read_date(f"{count} {unit}前", Clock(now, guess=False))
    assert date == (now - timedelta(**{step: count})).isoformat(timespec="minutes")


@quick
@given(now=moments, days=st.integers(0, 2), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_named_days_round_trip_with_the_clock(
    now: datetime, days: int, hour: int, minute: int
) -> None:
    shown = f"{('今天', '昨天', '前天')[days]} {hour:02d}:{minute:02d}"
    date, _ = read_date(shown, Clock(now, guess=False))
    assert date == f"{(now - timedelta(days=days)):%Y-%m-%d}T{hour:02d}:{minute:02d}"


@pytest.mark.parametrize("shown", ["3 天前", "昨天 21:03", "刚刚", "半小时前"])
def test_a_relative_date_is_marked_as_a_guess_or_unknown_without_a_sure_clock(shown: str) -> None:
    sure, _ = read_date(shown, CLOCK)
    assert read_date(shown, Clock(NOW, guess=True)) == (sure, True)
    assert read_date(shown, NO_CLOCK) == (None, False)


def test_a_stated_date_is_no_guess_even_by_a_guessed_clock() -> None:
    assert read_date("2022-3-29 07:48", Clock(NOW, guess=True)) == ("2022-03-29T07:48", False)


@pytest.mark.parametrize(
    "shown", ["昨天 25:00", "今天 12:75", "9999999 天前", "99999999999999999999 小时前"]
)
def test_an_impossible_relative_date_is_unknown_and_stops_nothing(shown: str) -> None:
    assert read_date(shown, CLOCK) == (None, False)


@pytest.mark.parametrize("shown", [None, "", "  "])
def test_no_date_is_unknown(shown: str | None) -> None:
    assert read_date(shown, CLOCK) == (None, False)


# ── The clock of a page ───────────────────────────────────────────────────────────────────────────

FOOTER = "<p>GMT+8, 2024-5-9 15:39 , Processed in 0.03 second(s)</p>"
MIRRORED = "<!-- Mirrored from bbs.example/ by HTTrack Website Copier/3.x [XR&CO'2014], Thu, 09 May 2024 07:50:00 GMT -->"
SINGLEFILE = (
    "<!--\n Page saved with SingleFile \n url: http://bbs.example/ \n saved date: Thu May 09 2024 "
    "15:50:00 GMT+0800 \n-->"
)


@pytest.mark.parametrize(
    ("footer", "now", "zone"),
    [
        ("GMT+8, 2024-5-9 15:39 , Processed", NOW, "+08:00"),
        ("GMT-3.5, 2024-5-9 15:39:07", NOW.replace(second=7), "-03:30"),
        ("GMT+8, 2024-5-9 03:39 PM", NOW, "+08:00"),
        ("GMT, 2024-5-9 15:39", NOW, None),
    ],
)
def test_the_footer_is_the_pages_own_clock(footer: str, now: datetime, zone: str | None) -> None:
    assert page_with(f"<p>{footer}</p>") == Clock(now, guess=False, zone=zone)


@pytest.mark.parametrize(
    "behind",
    ["", "<script>document.cookie = 'a=1; expires=' + d.toGMTString();</script>", MIRRORED],
)
def test_the_footer_wins_whatever_stands_behind_it(behind: str) -> None:
    assert page_with(FOOTER + behind, SINGLEFILE, file_time=0.0) == Clock(
        NOW, guess=False, zone="+08:00"
    )


def test_a_saving_tools_time_comes_next_and_then_the_files_own_as_a_guess() -> None:
    assert page_with("", SINGLEFILE, file_time=0.0) == Clock(NOW.replace(minute=50), guess=False)
    assert page_with("", file_time=0.0) == Clock(datetime(1970, 1, 1), guess=True)
    assert page_with("") == Clock(None, guess=True)


def test_a_tools_time_in_another_zone_gives_no_sure_local_date() -> None:
    """07:50 GMT may be the 8th, the 9th or the 10th of May on the forum: "昨天" is not known for sure."""
    clock = page_with("", MIRRORED)
    assert read_date("昨天 21:03", clock)[1] is True


def test_the_capture_learns_time_and_zone_from_the_footer_but_not_from_a_guess() -> None:
    file_only = Capture(url="http://bbs.example/", time="1970-01-01T00:00:00", guess=True)
    known = Clock(NOW, guess=False, zone="+08:00").captured(file_only)
    assert known == Capture(
        url="http://bbs.example/", time="2024-05-09T15:39:00", guess=False, zone="+08:00"
    )
    assert Clock(NOW, guess=True).captured(file_only) == file_only
    sure = Capture(time="2024-05-09T15:50:00", guess=False, tool="SingleFile")
    assert Clock(NOW, guess=False).captured(sure) == sure


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("+8", "+08:00"),
        ("-9", "-09:00"),
        ("+5.5", "+05:30"),
        ("-3.5", "-03:30"),
        ("+5:45", "+05:45"),
        ("+5.75", "+05:45"),
        ("+05:30", "+05:30"),
        (None, None),
        ("", None),
    ],
)
def test_offsets_are_hours_with_a_fraction_or_minutes(stated: str | None, iso: str | None) -> None:
    assert offset(stated) == iso


# ── Lines about dates ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("发表于 昨天 21:03 | 只看该作者", "昨天 21:03"),
        ("发表于 2022-3-29 07:48:39 手机客户端", "2022-3-29 07:48:39"),
        ("3 天前", "3 天前"),
        ("只看该作者", None),
    ],
)
def test_the_date_is_cut_out_of_its_line_as_it_is_shown(line: str, shown: str | None) -> None:
    assert shown_date(line) == shown


@pytest.mark.parametrize(
    ("mark", "editor"),
    [
        ("本帖最后由 碾坊后生 于 2022-3-4 10:20 编辑", "碾坊后生"),
        ("本帖最後由 Anna Lee 於 2022-3-4 10:20 編輯", "Anna Lee"),
        ("Last edited by anna on 2022-3-4 10:20", "anna"),
        ("编辑于 2022-3-4", None),
    ],
)
def test_an_edit_mark_names_the_editor(mark: str, editor: str | None) -> None:
    assert editor_in(mark) == editor
