"""What an engine is: data first.

An engine is a table: fingerprints that recognise its pages, CSS selectors for the fields of a
thread and of a post, the selectors of its chrome, and the rules its bodies need. Functions stand
only where a selector cannot say it. The driver in :mod:`site_gen.engines.core.driver` reads any page
with any table.
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


def squash(text: str | None) -> str:
    """Text with its white space collapsed, as a reader sees it."""
    return " ".join((text or "").replace("\u200b", " ").replace("\ufeff", " ").split())


def number(text: str | None) -> int | None:
    """A count or a floor; ``None`` for what is none, or is beyond all counting."""
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


def signed(text: str | None) -> int | None:
    """Points, which may be below zero: "+3", "-2", "− 2".

    ``None`` for what is none, or is beyond all counting.
    """
    plain = (text or "").replace("−", "-").replace(" ", "")
    value = number(plain.lstrip("+-"))
    return -value if value is not None and plain.startswith("-") else value


@dataclass(frozen=True)
class Field:
    """Where one field stands: the first node of ``css`` that yields something, its text or an attribute of it.

    ``match`` is a regular expression that the value must satisfy; its first group, if it has one,
    is the value.
    """

    css: str
    attr: str | None = None
    match: re.Pattern[str] | None = None

    def read(self, node: LexborNode) -> str | None:
        """The field's value below ``node``, white space collapsed, or ``None``."""
        for found in node.css(self.css):
            value = squash(found.attributes.get(self.attr) if self.attr else found.text())
            if self.match is not None:
                match = self.match.search(value)
                value = match[min(1, self.match.groups)] if match else ""
            if value:
                return value
        return None


def where(css: str, attr: str | None = None, match: str | None = None) -> Field:
    """Shorthand for a :class:`Field` in an engine's table."""
    return Field(css, attr, re.compile(match) if match else None)


@dataclass(frozen=True)
class Fingerprint:
    """A mark of an engine: what it is, the substrings of the source that show it (any of them), and its weight."""

    name: str
    marks: tuple[str, ...]
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class RawPost:
    """A post as an engine found it: the element that holds its body, and its other fields, ready for a ``Post``.

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
