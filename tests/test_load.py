"""Load: which files are found, what their bytes say as text, and what a saving tool left in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.errors import Skipped
from site_gen.load import Page, load_page
from site_gen.load.decode import declared, decode, looks_like_text
from site_gen.load.page import MAX_DEPTH, flatten
from site_gen.models import Capture, Evidence

LABEL = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
WORDS = "老座钟又停了，谁会修？"
PROSE = "堤上那棵柳树还能活几年？树洞里能站一个大人，今年只发了一边的芽。有人说砍，有人说留。"
quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def html_page(body: str, head: str = "") -> Page:
    return load_page(
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html"
    )


# ── Decoding ──────────────────────────────────────────────────────────────────────────────────────


def characters_of(charset: str) -> st.SearchStrategy[str]:
    """Text that a charset can write, without what is markup to the search for a label."""

    def fits(text: str) -> bool:
        try:
            return text.encode(charset).decode(charset) == text
        except UnicodeError:
            return False

    one_way = "¢£¬‖−〜"  # cp932 writes these and reads others back
    characters = st.characters(
        codec=charset, exclude_characters="<>" + one_way, exclude_categories=("Cc", "Cs")
    )
    return st.text(characters).filter(fits)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb18030", "gb18030"),
        ("big5", "big5hkscs"),
        ("shift_jis", "cp932"),
        ("euc-kr", "cp949"),
        ("utf-8", "utf-8"),
        ("windows-1251", "cp1251"),
    ],
)
@quick
@given(data=st.data())
def test_a_labelled_page_is_read_back_as_it_was_written(
    label: str, codec: str, data: st.DataObject
) -> None:
    body = data.draw(characters_of(codec))
    source = (LABEL.format(label) + body).encode(codec)
    found = decode(source)
    if codec != "utf-8" and is_utf8(source) and not source.isascii():
        assert found.charset in (codec, "utf-8")  # the bytes are both: either is a fair reading
    else:
        assert found.text == LABEL.format(label) + body


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
@quick
@given(text=st.text(st.characters(exclude_categories=("Cs",))))
def test_a_byte_order_mark_wins_over_every_label(mark: bytes, codec: str, text: str) -> None:
    source = LABEL.format("gbk") + text
    assert decode(mark + source.encode(codec)) == (source, codec, "byte order mark")


@quick
@given(st.binary())
def test_no_bytes_make_decoding_fail(data: bytes) -> None:
    text, charset, why = decode(data)
    text.encode(
        "utf-8"
    )  # no lone surrogate leaves this stage: the store and the output could not hold it
    assert charset and why


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<meta charset=gb2312>", "gb18030"),
        (b"<META CHARSET='GBK'>", "gb18030"),
        (b'<?xml version="1.0" encoding="Big5"?>', "big5hkscs"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset = x-sjis">', "cp932"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=latin1>", "cp1252"),
        (b"<meta charset=klingon>", None),
        (b"<meta charset=x-user-defined>", "cp1252"),
        (b"<meta charset=ISO-2022-KR>", "iso2022_kr"),
        (b"<meta charset=hz-gb-2312>", "hz"),
        (b"<meta charset=iso-2022-cn>", None),
        (b"<p>charset=gbk</p>", None),
        (b" " * 9_000 + b"<meta charset=gbk>", None),
    ],
)
def test_a_label_means_what_the_encoding_standard_says(head: bytes, codec: str | None) -> None:
    assert declared(head) == codec


def test_a_label_behind_a_saving_tools_comment_is_found() -> None:
    source = ("<!-- " + "x" * 4_000 + " -->" + LABEL.format("gbk") + WORDS).encode("gbk")
    assert WORDS in decode(source).text


@pytest.mark.parametrize("words", [WORDS, "中文字符", "你好", "论坛"])
@pytest.mark.parametrize("label", ["gbk", "big5", "shift_jis", "euc-kr"])
def test_utf8_bytes_under_another_label_are_read_as_utf8(label: str, words: str) -> None:
    assert words in decode(f"{LABEL.format(label)}<p>{words}</p>".encode()).text


def test_gbk_bytes_labelled_utf8_are_read_as_gbk() -> None:
    found = decode((LABEL.format("utf-8") + f"<p>{PROSE}</p>").encode("gbk"))
    assert PROSE in found.text
    assert (found.charset, found.why) == ("gb18030", "guess")


def test_one_gbk_character_on_a_gb2312_page_is_not_lost() -> None:
    assert "镕" in decode((LABEL.format("gb2312") + "朱镕基路").encode("gbk")).text


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    source = (LABEL.format("gbk") + WORDS * 40).encode("gbk") + b"\xff\xff" + b"</p>"
    found = decode(source)
    assert found.charset == "gb18030"
    assert found.text.startswith(LABEL.format("gbk") + WORDS * 40)


@pytest.mark.parametrize(
    "charset", ["gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "euc_jp"]
)
@pytest.mark.corpus
def test_whole_texts_of_each_charset_are_read_as_their_utf8_twins(
    shared: Path, charset: str
) -> None:
    folder = shared / "vectors" / "encoding" / "cpython"
    label = {"euc_jp": "euc-jp", "big5hkscs": "big5"}.get(charset, charset)
    text = (folder / f"{charset}-utf8.txt").read_text(encoding="utf-8")
    source = LABEL.format(label).encode() + (folder / f"{charset}.txt").read_bytes()
    assert decode(source).text.splitlines() == (LABEL.format(label) + text).splitlines()


# ── What is a page ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "a PNG picture"),
        (b"\xff\xd8\xff\xe0 JFIF", "a JPEG picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (bytes(range(1, 32)) * 40, "not text"),
    ],
)
def test_bytes_that_are_no_page_are_refused_with_what_they_are(data: bytes, reason: str) -> None:
    with pytest.raises(Skipped, match=reason):
        load_page(data, "saved.html")


def test_a_stray_nul_byte_loses_no_other_character() -> None:
    page = load_page(
        b"<html><body><p>before\0after" + b" and much more text" * 20 + b"</p><p>end", "a.html"
    )
    body = page.tree.body
    assert body is not None
    text = body.text().replace("\ufffd", "")
    assert text.startswith("beforeafter") and text.endswith("end")


@pytest.mark.parametrize(
    ("text", "expected"), [("words\n\twords", True), ("", True), ("\x00\x01\x02 a" * 9, False)]
)
def test_text_is_told_from_a_programs_format(text: str, expected: bool) -> None:
    assert looks_like_text(text) is expected


@pytest.mark.parametrize(
    ("name", "text", "is_html"),
    [
        ("a.html", "<p>words", True),
        ("viewthread.php?tid=5", "<div>words</div>", True),
        ("a.html", "only words", False),
        ("a.txt", "<a> is how a link begins", False),
        ("a.txt", "<!DOCTYPE html><html><body>words", True),
        ("A.TXT", "<p>", False),
    ],
)
def test_the_bytes_tell_a_page_from_a_text_copy(name: str, text: str, is_html: bool) -> None:
    assert load_page(text.encode(), name).is_html is is_html


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("<html><body><p>words</p></body></html>", False),
        ("<HTML><BODY>words</BODY></HTML>", False),
        ("<html><body><p>wor", True),
        ("<div>a fragment never was a document</div>", False),
        (
            "<html><!--\n Page saved with SingleFile \n url: http://a.example/ \n saved date: x --><body>words",
            False,
        ),
    ],
)
def test_half_a_page_is_known_as_such(source: str, cut: bool) -> None:
    assert load_page(source.encode(), "page.html").is_cut is cut


@pytest.mark.parametrize(
    "beginning",
    [
        "<rss version='2.0'>",
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">',
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>\n<!-- made by -- hand -->\n<feed xmlns="http://www.w3.org/2005/Atom">',
        '\ufeff<?xml version="1.0"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/">',
        '<!DOCTYPE rss SYSTEM "rss-0.91.dtd">\n<rss>',
    ],
)
def test_a_feed_is_no_page_whatever_it_is_called(beginning: str) -> None:
    item = "<item><title>Clock</title><description>&lt;p&gt;words&lt;/p&gt;</description></item>"
    with pytest.raises(Skipped, match="a feed"):
        load_page(f"{beginning}{item * 9}".encode(), "latest.rss")


@pytest.mark.parametrize("head", ["<html>", "<p>", "<!-- <rss> -->", "<feedback>", "<!-- " * 5_000])
def test_a_page_that_speaks_of_feeds_is_one(head: str) -> None:
    load_page(f"{head}<link type='application/rss+xml'><p>&lt;rss&gt; <rss>".encode(), "a.html")


# ── Depth ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("closed", [True, False])
def test_ten_thousand_nested_boxes_keep_their_words(closed: bool) -> None:
    page = html_page("<div>" * 10_000 + "deep" + "</div>" * 10_000 * closed + " and after")
    body = page.tree.body
    assert body is not None
    assert body.text() == "deep and after"
    assert deepest(page.text, flatten(page.text)) <= MAX_DEPTH + 1


def deepest(source: str, flat: str) -> int:
    assert flat != source
    return flat.count("<div>")


@quick
@given(
    st.lists(st.sampled_from(["<div>", "</div>", "<p>", "<br>", "words", "<b title='>'>", "</b>"]))
)
def test_ordinary_pages_are_not_flattened(parts: list[str]) -> None:
    source = "".join(parts)
    assert flatten(source) == source


@pytest.mark.parametrize("empty", ["iframe", "script", "textarea", "style", "noscript", "title"])
def test_an_empty_element_of_a_page_written_as_xml_swallows_nothing(empty: str) -> None:
    page = load_page(
        f"<html><body><br/><{empty} class='a' /><div class='b'/><p>Words</p><br/></body></html>".encode(),
        "a.html",
    )
    body = page.tree.body
    assert body is not None and [child.tag for child in body.iter()] == [
        "br",
        empty,
        "div",
        "p",
        "br",
    ]
    assert body.text().strip() == "Words"


def test_a_page_written_as_html_is_read_as_browsers_do() -> None:
    page = load_page(
        b"<html><body><br><div class='a'/><p>In <textarea/>the field</p><br></body></html>",
        "a.html",
    )
    field = page.tree.css_first("div > p > textarea")
    assert field is not None and field.text() == "the field</p><br></body></html>"


def test_many_tags_side_by_side_are_not_flattened() -> None:
    source = "<html><body>" + "<div><i>a</i></div>" * 9_000 + "<p>b" * 9_000
    assert flatten(source) == source


# ── Addresses ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("forum.php?tid=5#pid7", "http://bbs.example/x/forum.php?tid=5#pid7"),
        (" ../a.png ", "http://bbs.example/a.png"),
        ("//cdn.example/a.png", "http://cdn.example/a.png"),
        ("https://other.example/", "https://other.example/"),
        ("mailto:anna@a.example", "mailto:anna@a.example"),
        ("", ""),
        ("http://[", "http://["),
    ],
)
def test_addresses_are_meant_against_the_pages_base(address: str, absolute: str) -> None:
    assert html_page("", '<base href="http://bbs.example/x/">').absolute(address) == absolute


@pytest.mark.parametrize("head", ["", "<base href='/'>", '<base href="javascript:alert(1)//">'])
def test_without_a_known_base_an_address_stays_as_it_is(head: str) -> None:
    assert html_page("", head).absolute("forum.php?tid=5") == "forum.php?tid=5"


# ── Capture ───────────────────────────────────────────────────────────────────────────────────────

HTTRACK = (
    "<!-- Mirrored from bbs.example/t-5.html by HTTrack Website Copier/3.x [XR&CO'2014], {} -->"
)
SINGLEFILE = "<!--\n Page saved with SingleFile \n url: https://bbs.example/t?tid=5&a=b \n saved date: {} \n-->"
CANONICAL = "<link rel='canonical' href='http://bbs.example/t?tid=5&amp;page=2'>"


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (
            HTTRACK.format("Thu, 09 May 2024 07:39:00 GMT"),
            {
                "url": "http://bbs.example/t-5.html",
                "time": "2024-05-09T07:39:00",
                "guess": False,
                "tool": "HTTrack",
            },
        ),
        (HTTRACK.format("on a Thursday"), {"time": None, "guess": True, "tool": "HTTrack"}),
        (
            SINGLEFILE.format("Thu May 09 2024 15:39:00 GMT+0800 (China Standard Time)"),
            {
                "url": "https://bbs.example/t?tid=5&a=b",
                "time": "2024-05-09T15:39:00",
                "guess": False,
            },
        ),
        (
            "<!-- saved from url=(0031)http://bbs.example/t?tid=5&p=1 -->",
            {"url": "http://bbs.example/t?tid=5&p=1", "time": None, "tool": "browser"},
        ),
        (CANONICAL, {"url": "http://bbs.example/t?tid=5&page=2", "time": None, "tool": None}),
        (
            CANONICAL.replace("http://bbs", "https://web.archive.org/web/20240509153900/http://bbs")
            + "<!-- FILE ARCHIVED ON 15:39:00 May 09, 2024 AND RETRIEVED -->",
            {
                "url": "http://bbs.example/t?tid=5&page=2",
                "time": "2024-05-09T15:39:00",
                "tool": "Wayback Machine",
            },
        ),
        (
            "<p>Mirrored from nowhere by HTTrack, they say</p>",
            {"url": None, "time": None, "tool": None},
        ),
    ],
)
def test_a_saving_tools_mark_tells_where_and_when(mark: str, expected: dict[str, Any]) -> None:
    capture = html_page("", mark).capture
    assert {name: getattr(capture, name) for name in expected} == expected


def test_a_files_own_time_is_only_a_guess_and_only_the_last_resort() -> None:
    plain = load_page(b"<p>words", "a.html", evidence=Evidence(file_time=0.0))
    assert plain.capture == Capture(time="1970-01-01T00:00:00", guess=True)
    marked = SINGLEFILE.format("Thu May 09 2024 15:39:00 GMT+0800")
    saved = load_page(marked.encode() + b"<p>words", "a.html", evidence=Evidence(file_time=0.0))
    assert (saved.capture.time, saved.capture.guess) == ("2024-05-09T15:39:00", False)


def test_what_a_container_states_beats_what_the_page_shows() -> None:
    stated = Evidence(
        url="http://a.example/t/1", time="2014-05-03T10:00:00Z", tool="wget", file_time=0.0
    )
    marked = SINGLEFILE.format("Thu May 09 2024 15:39:00 GMT+0800")
    page = load_page(marked.encode() + b"<p>words", "a.html", stated)
    assert page.capture == Capture(
        url="http://a.example/t/1",
        time="2014-05-03T10:00:00",
        guess=False,
        tool="wget",
        zone="+00:00",
    )


def test_the_charset_that_the_server_named_is_believed_before_the_pages_own() -> None:
    data = '<meta charset="big5"><p>老座钟的钟摆停了'.encode("gb18030")
    assert "老座钟" not in load_page(data, "a.html").text
    assert "老座钟" in load_page(data, "a.html", Evidence(charset="GBK")).text
