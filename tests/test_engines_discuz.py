"""Discuz!: which pages are its threads, what they say to the letter, and what must not fail.

What a page says stands with the page in ``tests/engines/discuz-*``, as ``reading`` of its truth.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from discuz_pages import (
    FOOT,
    SITE,
    TITLE,
    archived,
    archived_post,
    desktop,
    head,
    post,
    printed,
    printed_post,
    touch,
    touch_post,
)
from scoring import cases

from site_gen.engines.choice import chosen, read_file
from site_gen.engines.core.recognition import recognise
from site_gen.engines.discuz.common import floor_number, user_id
from site_gen.engines.registry import ENGINES, TEXT_ENGINES
from site_gen.errors import Skipped
from site_gen.load import load_page
from site_gen.models import Evidence, Reading


def reading(source: str, name: str = "page.html") -> Reading:
    return read_file(source.encode(), name)


# ── What a page says ──────────────────────────────────────────────────────────────────────────────

PAGES = {
    f"{name}/{page}": (folder / page, want)
    for name, folder, truth in cases(Path(__file__).parent / "engines", "discuz-*")
    for page, want in truth.get("reading", {}).items()
}


def stated(found: Any, want: Any) -> Any:
    """What was found, without what the truth does not speak of."""
    if isinstance(found, dict) and isinstance(want, dict):
        return {key: stated(found[key], value) for key, value in want.items()}
    if isinstance(found, list) and isinstance(want, list) and len(found) == len(want):
        return [stated(one, other) for one, other in zip(found, want, strict=True)]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_to_the_letter_what_its_truth_states(name: str) -> None:
    path, want = PAGES[name]
    found = msgspec.to_builtins(read_file(path.read_bytes(), path.name))
    assert stated(found, want) == want


# ── Which engine made the page ────────────────────────────────────────────────────────────────────

VIEWS = {
    "desktop": desktop(post(900)),
    "touch": touch(touch_post(900, "第一层垫草。", "楼主", "2022-3-29 07:48")),
    "print": printed(printed_post("蜂农", "第一层垫草。")),
    "archiver": archived(archived_post("蜂农", "第一层垫草。", TITLE)),
}


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_recognised_as_itself_and_read(view: str) -> None:
    found = reading(VIEWS[view])
    assert (found.engine, found.view, found.thread_id, found.title) == ("discuz", view, "56", TITLE)
    assert [post.text for post in found.posts] == ["第一层垫草。"]
    assert found.posts[0].date == ("2022-03-29T07:48" if view == "touch" else "2022-03-29T07:48:39")


@pytest.mark.parametrize("view", VIEWS)
def test_the_marks_of_an_engine_are_told_as_evidence(view: str) -> None:
    page = load_page(VIEWS[view].encode(), "page.html")
    engine, marks = recognise(page, ENGINES)[0]
    assert engine.view == view
    assert sum(mark.weight for mark in marks) >= engine.threshold


OTHERS = {
    "a blog": (
        "<!DOCTYPE html><html><body><article><h1>Bees</h1><p>Straw first.</p></article></body>"
        "</html>"
    ),
    "bare words": "Straw first.",
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_a_page_that_is_no_forums_is_refused_and_not_half_read(source: str) -> None:
    with pytest.raises(Skipped, match="no known forum software"):
        reading(source)


NO_THREADS = {
    "a notice": (
        '<div id="messagetext" class="alert_error"><p>抱歉，指定的主题不存在</p></div>',
        "抱歉，指定的主题不存在",
    ),
    "a board": (
        '<div id="threadlist" class="tl bm bmw"><table id="threadlisttableid"></table></div>',
        "list of threads",
    ),
    "a login": (
        '<div id="main_messaqge"><form method="post" name="login" id="loginform_x"></form></div>',
        "login page",
    ),
    "something else": ("<div>访问统计</div>", "without posts"),
}


@pytest.mark.parametrize(("body", "reason"), NO_THREADS.values(), ids=NO_THREADS)
def test_a_page_of_the_forum_that_is_no_thread_says_what_it_is(body: str, reason: str) -> None:
    with pytest.raises(Skipped, match=reason):
        reading(head() + body + FOOT)


def test_a_page_that_breaks_off_before_its_posts_is_skipped_as_such() -> None:
    with pytest.raises(Skipped, match="breaks off"):
        reading(desktop(post(900)).partition('<div id="post_900"')[0])


def test_a_page_that_breaks_off_among_its_posts_keeps_those_it_has() -> None:
    whole = desktop(post(900), post(901, "第二层放蜜。", floor="沙发"), post(902, floor="板凳"))
    found = reading(whole[: whole.index('<div id="post_902"')])
    assert found.cut
    assert [p.text for p in found.posts] == ["第一层垫草。", "第二层放蜜。"]


@pytest.mark.parametrize("label", ["gb2312", "gbk", "utf-8"])
def test_a_gbk_page_is_read_whatever_it_says_it_is(label: str) -> None:
    source = desktop(post(body="草垫要厚，蜂箱背风，巢门留一指宽。"), title="蜜蜂過冬").replace(
        "charset=utf-8", f"charset={label}"
    )
    found = read_file(source.encode("gb18030"), "thread-56-1-1.html")
    assert (found.title, found.posts[0].text) == ("蜜蜂過冬", "草垫要厚，蜂箱背风，巢门留一指宽。")


# ── Moments, numbers, floors ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "mark",
    [
        (
            "<!--\n Page saved with SingleFile \n url: {}thread-56-1-1.html \n saved date: "
            "Sun Apr 03 2022 14:15:00 GMT+0100 (British Summer Time)\n-->"
        ),
        (
            "<!-- Mirrored from bbs.reedbank.example/thread-56-1-1.html by HTTrack Website "
            "Copier/3.x [XR&CO'2014], Sun, 03 Apr 2022 13:15:00 GMT -->"
        ),
    ],
    ids=["SingleFile", "HTTrack"],
)
def test_a_saving_tools_zone_is_not_the_forums(mark: str) -> None:
    silent = mark.format(SITE) + desktop(post(900), foot="")
    assert reading(silent).zone is None
    assert reading(mark.format(SITE) + desktop(post(900))).zone == "+08:00"


def test_a_number_beyond_all_counting_does_not_stop_the_store() -> None:
    number = "9" * 30
    found = reading(
        desktop(
            post(floor=f"<em>{number}</em><sup>#</sup>"),
            counts=f'<span class="xi1">{number}</span><span class="xi1">2</span>',
        )
    )
    msgspec.msgpack.encode(found)


def test_a_relative_date_without_a_clock_is_unknown_and_by_the_files_time_a_guess() -> None:
    source = desktop(post(date="发表于 昨天 22:41"), foot="</body></html>").encode()
    assert (
        found := read_file(source, "a.html").posts[0]
    ).date is None and found.date_text == "昨天 22:41"
    dated = read_file(source, "a.html", Evidence(file_time=1648962900.0))  # 2022-04-03T05:15 UTC
    assert (dated.posts[0].date, dated.posts[0].date_guess, dated.uses_file_time) == (
        "2022-04-02T22:41",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        ("楼主", 1),
        ("樓主", 1),
        ("沙发#", 2),
        ("板凳", 3),
        ("地板", 4),
        ("5#", 5),
        ("12 楼", 12),
        ("来自 2#", 2),
        ("推荐", None),
        ("", None),
        (None, None),
    ],
)
def test_floor_words_and_numbers_are_floors(label: str | None, floor: int | None) -> None:
    assert floor_number(label) == floor


@pytest.mark.parametrize(
    ("href", "uid"),
    [
        ("home.php?mod=space&uid=12", "12"),
        ("space-uid-12.html", "12"),
        ("space-uid-0.html", None),
        ("x", None),
        (None, None),
    ],
)
def test_a_members_number_stands_in_the_link(href: str | None, uid: str | None) -> None:
    assert user_id(href) == uid


# ── Reading as a whole ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", VIEWS)
def test_half_a_page_is_read_or_skipped_but_never_fails(view: str) -> None:
    source = VIEWS[view]
    for end in range(0, len(source), max(1, len(source) // 40)):
        try:
            found = reading(source[:end])
        except Skipped as reason:
            assert "an engine failed" not in str(reason)
        else:
            assert all("<script" not in post.html for post in found.posts)


def test_nul_bytes_and_absurd_nesting_do_not_lose_the_words() -> None:
    source = desktop(post(body="垫\0草" + "<div>" * 10_000 + "深处" + "</div>" * 10_000))
    (found,) = reading(source).posts
    assert found.text.replace("\ufffd", "") == "垫草 深处"


def test_an_engine_that_fails_is_a_reason_to_skip_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("site_gen.engines.core.driver.read_with", broken)
    with pytest.raises(
        Skipped, match=r"discuz \(desktop\) engine failed \(ZeroDivisionError: oops.*please report"
    ):
        reading(VIEWS["desktop"])


def test_a_reading_depends_on_the_bytes_and_not_on_name_or_time() -> None:
    data = VIEWS["desktop"].encode()
    assert read_file(data, "a.html", Evidence(file_time=5.0)) == read_file(
        data, "thread-7-2-1.html", Evidence(file_time=7.0)
    )


@pytest.mark.parametrize(("name", "engines"), [("a.html", ENGINES), ("a.txt", TEXT_ENGINES)])
def test_pages_and_copies_are_asked_about_by_their_own_engines(
    name: str, engines: tuple[Any, ...]
) -> None:
    assert chosen().for_page(load_page(b"<p>words", name)) == engines


COPY = (Path(__file__).parent / "engines/discuz-text/votes/pages/bees.txt").read_text("utf-8")


def test_the_same_copy_has_the_same_number_and_another_has_another() -> None:
    numbers = [
        reading(text, "a.txt").thread_id
        for text in (COPY, COPY + "\n\n", COPY.replace(TITLE, "别的事"))
    ]
    assert numbers[0] == numbers[1] != numbers[2]
