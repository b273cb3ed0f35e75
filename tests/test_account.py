"""The account of a page: every string a browser shows is published or dropped by a named rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from discuz_pages import (
    FOOT,
    TITLE,
    archived,
    archived_post,
    desktop,
    post,
    printed,
    printed_post,
    touch,
)
from discuz_pages import touch_post as on_touch
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from site_gen.engines.account import (
    INSIDE,
    OUTSIDE,
    UNSEEN,
    Published,
    chrome_rules,
    dropped_strings,
    letters,
    published_words,
)
from site_gen.engines.choice import chosen
from site_gen.engines.core.driver import read
from site_gen.engines.registry import ENGINES
from site_gen.load import Page, load_page
from site_gen.models import Comment, Fact, Poll, PollOption, Post, Rating, Reading, Special

quick = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def page_of(source: str, name: str = "page.html") -> Page:
    return load_page(source.encode(), name)


def account(source: str, name: str = "page.html") -> dict[str, str]:
    """Every dropped string of a page with its rule."""
    engine, reading = read(page_of(source, name), chosen().for_page(page_of(source, name)))
    return {
        drop.text: drop.rule for drop in dropped_strings(page_of(source, name), engine, reading)
    }


# ── Nothing is lost ───────────────────────────────────────────────────────────────────────────────

VIEWS = {
    "desktop": desktop(post(900), post(901, "第二层放蜜。", floor="沙发")),
    "touch": touch(on_touch(900, "第一层垫草。", "楼主", "2022-3-29 07:48")),
    "print": printed(printed_post("蜂农", "第一层垫草。")),
    "archiver": archived(archived_post("蜂农", "第一层垫草。", TITLE)),
}


def shown(source: str) -> list[str]:
    """The strings that a browser shows of a page, found without the code that is tested."""
    tree = LexborHTMLParser(source)
    for node in tree.css(", ".join(UNSEEN - {"head"})):
        if node.parent is not None:
            node.decompose()
    body = tree.body
    assert body is not None
    return [letters(piece) for piece in body.text(separator="\x1f").split("\x1f") if letters(piece)]


def plain(text: str) -> str:
    """The words of a text alone."""
    return re.sub(r"[^\w\n]", "", text)


@pytest.mark.parametrize("view", VIEWS)
def test_every_visible_string_is_published_or_dropped_by_name(view: str) -> None:
    source = VIEWS[view]
    engine, reading = read(page_of(source), ENGINES)
    dropped = dropped_strings(page_of(source), engine, reading)
    known = plain("\n".join([published_words(reading), *(letters(drop.text) for drop in dropped)]))
    assert [text for text in shown(source) if plain(text) not in known] == []
    assert all(drop.rule and drop.text for drop in dropped)


@quick
@given(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12),
    st.sampled_from(["in", "out"]),
)
def test_a_string_that_no_rule_names_is_told_with_its_place(word: str, place: str) -> None:
    stray = "\u4e00\u9fa0" + word  # so that the string is not by chance part of another
    markup = "<p>" + stray.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    if place == "in":
        source = desktop(post(900)).replace('<div class="pcb">', f'<div class="pcb">{markup}')
    else:
        source = desktop(post(900)).replace('<div id="postlist"', f'{markup}<div id="postlist"')
    found = {letters(text): rule for text, rule in account(source).items()}
    assert found[letters(stray)] == (INSIDE if place == "in" else OUTSIDE)


def test_the_posts_of_a_plain_page_hide_nothing_from_the_account() -> None:
    assert INSIDE not in account(VIEWS["desktop"]).values()


@pytest.mark.parametrize(
    "name", ["script", "style", "noscript", "template", "select", "textarea", "iframe"]
)
def test_what_no_browser_shows_as_text_is_no_string_of_the_page(name: str) -> None:
    assert "unseen" not in account(
        VIEWS["desktop"].replace("</body>", f"<{name}>unseen</{name}></body>")
    )


@pytest.mark.parametrize(
    ("markup", "text", "rule"),
    [
        ('<div id="toptb">设为首页</div>', "设为首页", "login-form"),
        ('<div id="nv"><a href="#">快捷导航</a></div>', "快捷导航", "site-header"),
        ('<div id="nv"><div class="pg">内页</div></div>', "内页", "page-links"),
        ('<div class="a_pb">好蜜出售</div>', "好蜜出售", "advert"),
        ('<div id="f_pst"><p>本版积分规则</p></div>', "本版积分规则", "quick-reply"),
        ("<div>归谁管</div>", "归谁管", OUTSIDE),
    ],
)
def test_furniture_is_dropped_by_the_nearest_rule_above_it(
    markup: str, text: str, rule: str
) -> None:
    assert account(desktop(post(900), markup))[text] == rule


def test_what_the_rules_of_a_body_dropped_is_told_once_under_their_name() -> None:
    source = desktop(post(900, '第一层<font class="jammer">x# K: t8</font>垫草。'))
    engine, reading = read(page_of(source), ENGINES)
    dropped = dropped_strings(page_of(source), engine, reading)
    assert [drop.rule for drop in dropped if "K: t8" in drop.text] == ["jammer"]


def test_a_text_copy_is_accounted_for_by_its_reading_alone() -> None:
    head = f"查看: 4|回复: 0\n\n{TITLE}\n\n发表于 2022-3-29 07:48:39\n"
    copy = head + "马上注册，结交更多好友\n第一层垫草。\n使用道具 举报\n"
    assert account(copy, "bees.txt") == {"马上注册，结交更多好友": "register-advert"}


@pytest.mark.parametrize("depth", [900, 1_900, 10_000])
def test_absurd_nesting_does_not_stop_the_account(depth: int) -> None:
    try:
        found = account(desktop(post(900), "<div>" * depth + "深处" + "</div>" * depth))
    except RecursionError:  # told in a line: the traceback takes pytest minutes
        found = {}
    assert found.get("深处") == OUTSIDE


# ── What is published ─────────────────────────────────────────────────────────────────────────────


def test_every_word_of_a_reading_counts_as_published() -> None:
    one = Post(
        text="text", author="author", author_title="rank", date_text="3 天前", client="phone", location="town",
        subject="subject", signature="sign", gates=["gate"], code=["code"], marks=["mark"],
        comments=[Comment(author="noter", text="note")], ratings=[Rating(author="rater", reason="reason")],
    )  # fmt: skip
    reading = Reading(
        engine="x", view="desktop", thread_id="5", title="title", board=["board"], tags=["tag"], site_name="forum",
        views=431, replies=0, poll=Poll(options=[PollOption(text="straw")]), posts=[one],
        special=Special(kind="reward", facts=[Fact(name="price", value="9 coins")]),
    )  # fmt: skip
    words = (
        "text author rank 3天前 phone town subject sign gate code mark noter note rater reason "
        "title board tag forum 431 0 straw price9coins"
    )
    assert set(published_words(reading).split("\n")) == set(words.split())


def test_white_space_does_not_tell_strings_apart() -> None:
    assert letters(" a\n b\t c ") == "abc"
    assert letters(None) == ""


def test_of_two_rules_for_one_element_the_first_of_the_table_names_it() -> None:
    engine = next(
        engine for engine in ENGINES if engine.name == "discuz" and engine.view == "desktop"
    )
    page = page_of(f'<html><body><div id="toptb" class="ad">x</div>{FOOT}')
    node = page.tree.css_first("#toptb")
    assert node is not None
    assert chrome_rules(page, engine)[node.mem_id] == "login-form"


MAIL = Post(
    author="Marit Oss",
    text="Ansel Roo wrote: How long a tail do you use? As long as the line allows, and no longer.",
    signature="Marit",
)


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        (
            "Ansel Roo wrote:\n> How long a\n> tail do you use?\n\nAs long as the\nline allows, and no longer.\n",
            [],
        ),
        ("\n> How long a\n>\n> tail do you use?\n-- \nMarit", []),
        ("> > How long a tail do you use? [1]", ["> > How long a tail do you use? [1]"]),
        (
            "How long a tail do you use?\nUnsubscribe at any time\nor never",
            ["Unsubscribe at any time or never"],
        ),
        ("How long a tail does anybody use?", ["How long a tail does anybody use?"]),
        ("use do tail long", ["use do tail long"]),
        ("no longer. Marit Oss", ["no longer. Marit Oss"]),
        ("How #1 tail", ["How #1 tail"]),
        ("#long", ["#long"]),
        (">>", [">>"]),
    ],
)
def test_a_text_is_published_whose_words_are_in_their_order_and_else_dropped(
    shown: str, missing: list[str]
) -> None:
    assert (
        Published(Reading(engine="x", view="desktop", thread_id="5", posts=[MAIL])).missing(shown)
        == missing
    )


@pytest.mark.parametrize(
    "path", ["desktop/thread-12-1-1.html", "desktop/thread-36-1-1.html", "print/print-21.html"]
)
def test_every_string_of_the_samples_posts_has_a_rule(sample: Path, path: str) -> None:
    assert INSIDE not in account((sample / path).read_text(encoding="utf-8")).values()
