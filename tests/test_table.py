"""The table of an engine: what one of its fields can say."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from site_gen.engines import Field, where
from site_gen.engines.core.table import read_fields

LINE = '<p class=by>by <a href="/u/7">Anna <b>K</b></a> on <i>May 1</i> (7)</p>'


@pytest.fixture
def line() -> LexborNode:
    root = LexborHTMLParser(LINE).root
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (where(".by"), "by Anna K on May 1 (7)"),
        (where(".by a", "href", r"(\d+)"), "7"),
        (where(".by", without="a"), "by on May 1 (7)"),
        (where(".by", without="a, i"), "by on (7)"),
        (where(".by", without="*"), "by on (7)"),
        (where(".by", match=r"^by (\w+)", without="a"), "on"),
        (where("b", without="b"), "K"),
        (where(".none", without="a"), None),
    ],
)
def test_a_field_says_where_a_value_stands(line: LexborNode, place: Field, value: str) -> None:
    assert place.read(line) == value


def test_the_first_place_that_yields_something_is_the_field(line: LexborNode) -> None:
    table = {"author": (where(".none"), where("a")), "floor": (where("p", match=r"\((\d+)\)"),)}
    assert read_fields(table, line) == {"author": "Anna K", "floor": 7}
    assert read_fields(table, None) == {}


def test_a_page_that_is_too_deep_for_recursion_is_read() -> None:
    deep = LexborHTMLParser("<div>" * 1_500 + "word<a>link</a>").root
    assert deep is not None
    assert where("div", without="a").read(deep) == "word"
