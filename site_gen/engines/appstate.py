"""What forums that are applications keep beside their markup: their state as JSON, and emoji that are pictures.

Discourse, Flarum and NodeBB send a page for readers without scripts and, in the same file, what their scripts draw
from. Each says things that the other does not, and either may be missing from a saved page.
"""

from __future__ import annotations

import json
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule
from site_gen.dates import Clock, read_date
from site_gen.engines.base import squash
from site_gen.load.page import Page

State = dict[str, Any]


def state(text: str | None) -> State:
    """A JSON object, or an empty one for what is none."""
    try:
        value = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def part(holder: State, key: str) -> State:
    """The object under a key; Discourse keeps objects as strings of JSON."""
    value = holder.get(key)
    if isinstance(value, str):
        return state(value)
    return value if isinstance(value, dict) else {}


def parts(holder: State, key: str) -> list[State]:
    """The objects in the list under a key."""
    value = holder.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def said(holder: State, key: str) -> str | None:
    """The words or the number under a key as text; empty is unknown."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return squash(str(value)) or None


def counted(holder: State, key: str) -> int | None:
    """The whole number under a key."""
    value = holder.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def html_of(holder: State, key: str) -> str | None:
    """The markup under a key as it stands."""
    value = holder.get(key)
    return value if isinstance(value, str) else None


def written(page: Page, stated: str | None) -> str | None:
    """A moment that a page states for machines, in the form of the record."""
    return (read_date(stated, Clock.of(page))[0] or stated) if stated else None


def stated(**fields: Any) -> dict[str, Any]:
    """The fields that are known."""
    return {name: value for name, value in fields.items() if value is not None}


def first_node(node: LexborNode, *places: str) -> LexborNode | None:
    """The first element of the first selector that finds one; a list of selectors goes by the page's order."""
    return next((found for css in places if (found := node.css_first(css)) is not None), None)


def first_text(node: LexborNode, *places: str) -> str | None:
    """The text of the first element that has some, the places in order of trust."""
    return next((text for css in places for found in node.css(css) if (text := squash(found.text()))), None)


def first_value(node: LexborNode, css: str, name: str) -> str | None:
    """An attribute of the first element of a selector that has it."""
    return next((value for found in node.css(css) if (value := squash(found.attributes.get(name)))), None)


def write_emoji(body: Body) -> None:
    """``img.emoji`` whose alternative text is the character: the character."""
    for image in body.each("img.emoji"):
        alt = squash(image.attributes.get("alt"))
        if alt and not alt.isascii():
            image.replace_with(alt)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.emoji`` whose alternative text is a code (":wave:"): a smiley. Other classes of a page mean nothing."""
    del found
    classes = image.get("class", "").split()
    kept = {key: value for key, value in image.items() if key != "class" or value == "attached"}
    return {**kept, "class": "smiley"} if "emoji" in classes else kept


EMOJI = Rule("emoji", ("emoji",), write_emoji)
SMILIES = TagRule("smilies", "img", name_smiley)
