"""The façade of an element: what is not there answers too, with nothing."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from site_gen.engines.tools.node import NOTHING, Node

PAGE = """
<table id="list"><tr><td class="author side"><a href="/u/7"> Anna \n K </a></td>
<td id="post_12" data-n="12">Hello <b>world</b> <i></i><i>again</i></td></tr></table>
"""


@pytest.fixture
def page() -> Node:
    return Node(LexborHTMLParser(PAGE).root)


def test_a_chain_over_what_is_missing_ends_in_nothing(page: Node) -> None:
    missing = page.at("div.none").at("a").parent.up("td").next
    assert not missing
    assert missing == NOTHING
    assert (missing.text, missing.attr("href"), missing.tag, missing.html) == ("", "", "", "")
    assert (missing.all("a"), list(missing.children()), list(missing.around())) == ([], [], [])


def test_an_element_tells_its_words_and_attributes(page: Node) -> None:
    link = page.at("div.none", ".author a")
    assert (link.text, link.attr("href"), link.attr("title")) == ("Anna K", "/u/7", "")
    assert page.at("#post_12").own_text == "Hello"
    assert page.said("i", "b") == "again"
    assert page.value("td", "data-n") == "12"


def test_up_finds_the_nearest_element_around(page: Node) -> None:
    word = page.at("b")
    assert word.up("td").id == "post_12"
    assert word.up("div, [id^=li]").tag == "table"
    assert not word.up("b")


@pytest.mark.parametrize(
    ("css", "holds"),
    [
        ("td", True),
        ("*", True),
        ("td.author", True),
        (".side.author", True),
        (".auth", False),
        ("th.author, td.side", True),
        ("[class~=side]", True),
        ("[class*='hor s']", True),
        ("[class$=side]", True),
        ("[class=side]", False),
        ("[id]", False),
        ("#list", False),
    ],
)
def test_an_element_is_held_against_a_selector(page: Node, css: str, holds: bool) -> None:
    cell = page.at("td.author")
    assert cell.matches(css) is holds
    same = [found for found in page.all(css) if found == cell]
    assert bool(same) is holds


def test_a_selector_of_several_elements_is_refused(page: Node) -> None:
    with pytest.raises(ValueError, match="tr > td"):
        page.at("td").matches("tr > td")


def test_an_element_of_the_sites_own_is_named_by_its_tag() -> None:
    root = Node(LexborHTMLParser('<x-post hidden n="1"><x-note><i>a</i></x-note></x-post>').root)
    note = root.at("i")
    assert note.up("x-post, x-thread").attributes == {"hidden": None, "n": "1"}
    assert note.parent.outer_html == "<x-note><i>a</i></x-note>"
    assert (NOTHING.attributes, NOTHING.outer_html) == ({}, "")
