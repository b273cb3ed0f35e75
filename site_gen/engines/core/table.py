"""What an engine is: data first.

An engine is a table: fingerprints that recognise its pages, CSS selectors for the fields of a
thread and of a post, the selectors of its chrome, and the rules its bodies need. Functions stand
only where a selector cannot say it. The driver in :mod:`site_gen.engines.core.driver` reads any
page with any table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Rule, TagRule
from site_gen.load.page import Page
from site_gen.models import Dropped

NUMBERS = frozenset("floor up down views replies page pages_claimed".split())
"""The fields that are numbers."""


def squash(text: str | None) -> str:
    """Return a text with its white space collapsed, as a reader sees it."""
    return " ".join((text or "").replace("\u200b", " ").replace("\ufeff", " ").split())


def number(text: str | None) -> int | None:
    """Return a count or a floor; ``None`` for what is none, or is beyond all counting."""
    if text and text.isdecimal() and len(text) < 16:
        return int(text)
    return None


def signed(text: str | None) -> int | None:
    """Return points, which may be below zero: "+3", "-2", "− 2".

    ``None`` for what is none, or is beyond all counting.
    """
    plain = (text or "").replace("−", "-").replace(" ", "")
    value = number(plain.lstrip("+-"))
    if value is not None and plain.startswith("-"):
        return -value
    return value


@dataclass(frozen=True)
class Field:
    """The place of one field: the first node of ``css`` that yields something.

    What it yields is its text, or its attribute ``attr``. ``match`` is a regular expression that
    the value must satisfy; its first group, if it has one, is the value. ``without`` selects what
    of the node's text is left out: its links (``"a"``), or all but its own words (``"*"``).
    """

    css: str
    attr: str | None = None
    match: re.Pattern[str] | None = None
    without: str | None = None

    def read(self, node: LexborNode) -> str | None:
        """Return the field's value below ``node``, white space collapsed, or ``None``."""
        for found in node.css(self.css):
            value = squash(self._stated(found))
            if self.match is not None:
                match = self.match.search(value)
                value = match[min(1, self.match.groups)] if match else ""
            if value:
                return value
        return None

    def _stated(self, node: LexborNode) -> str | None:
        if self.attr:
            return node.attributes.get(self.attr)
        if self.without:
            return text_without(node, self.without)
        return node.text()


def text_without(node: LexborNode, css: str) -> str:
    """Return the words of an element without those of the elements in it that a selector names."""
    if css == "*":
        return node.text(deep=False)
    left_out = {part.mem_id for part in node.css(css)}
    said: list[str] = []
    open_nodes = [node.iter(include_text=True)]  # a page may be too deep for recursion
    while open_nodes:
        child = next(open_nodes[-1], None)
        if child is None:
            open_nodes.pop()
        elif child.is_text_node:
            said.append(child.text_content or "")
        elif child.mem_id not in left_out:
            open_nodes.append(child.iter(include_text=True))
    return "".join(said)


def where(
    css: str, attr: str | None = None, match: str | None = None, *, without: str | None = None
) -> Field:
    """Make a :class:`Field`; ``match`` is the source of its regular expression."""
    return Field(css, attr, re.compile(match) if match else None, without)


def read_fields(table: Mapping[str, Sequence[Field]], node: LexborNode | None) -> dict[str, Any]:
    """Return the value of each field of a table that the node states."""
    values: dict[str, Any] = {}
    if node is None:
        return values
    for name, places in table.items():
        for place in places:
            value = place.read(node)
            if value is not None:
                values[name] = number(value) if name in NUMBERS else value
                break
    return values


@dataclass(frozen=True)
class Fingerprint:
    """A mark of an engine: what it is, what shows it, and its weight.

    Any of the substrings ``marks`` of a page's source shows it.
    """

    name: str
    marks: tuple[str, ...]
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class RawPost:
    """A post as an engine found it: the element that holds its body, and its other fields.

    ``fields`` are keyword arguments of ``Post``; ``date_text`` is the date as shown and
    ``date_stated`` a better one that the markup holds beside it (a ``title``, a ``datetime``).
    ``gates`` are shown as notes after the body; ``prompts`` ask every guest to log in, and only the
    record keeps them.
    """

    body: LexborNode | None
    fields: dict[str, Any]
    date_stated: str | None = None
    signature: str | None = None
    dropped: list[Dropped] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Engine:
    """One kind of page of one forum software.

    ``posts`` selects the posts in reading order; ``thread`` and ``post`` are the fields, each with
    its places in order of trust; ``body`` selects a post's body and ``signature`` its signature.
    ``more_thread`` and ``more_post`` give, as keyword arguments for a ``Reading`` and a ``Post``,
    what selectors cannot say; what they give wins, and ``None`` says that an element only looks
    like a post. ``split`` is for pages whose posts are not elements: it cuts the page into raw
    posts. ``chrome`` names the furniture, rule by rule. ``post_boxes`` selects the posts' elements
    for the account of a page, where ``split`` finds them. ``refuse`` says why a page of this engine
    holds no thread. ``addresses`` are how the engine writes the addresses of threads and posts,
    matched against "path?query" of a link (with the "?", also where no query is) and "#fragment"
    where it has one: each names a group ``thread``, ``post``, or both.
    """

    name: str
    view: str
    fingerprints: Sequence[Fingerprint]
    threshold: int
    posts: str = ""
    post_boxes: str = ""
    body: str = ""
    signature: str = ""
    thread: Mapping[str, Sequence[Field]] = field(default_factory=dict)
    post: Mapping[str, Sequence[Field]] = field(default_factory=dict)
    rules: Sequence[Rule | TagRule] = ()
    chrome: Mapping[str, str] = field(default_factory=dict)
    more_thread: Callable[[Page], dict[str, Any]] | None = None
    more_post: Callable[[LexborNode, Page], dict[str, Any] | None] | None = None
    split: Callable[[Page], Iterable[RawPost]] | None = None
    refuse: Callable[[Page], str | None] | None = None
    addresses: Sequence[re.Pattern[str]] = ()

    @property
    def title(self) -> str:
        """Name for people: engine and view."""
        return f"{self.name} ({self.view})"
