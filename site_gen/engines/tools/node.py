"""An element of a page, or nothing: what is not there may be asked too, and answers with nothing.

The idea is parsel's: a chain of questions (``post.at("a.author").attr("href")``) needs no check at
every step. Nothing is false, its texts are empty, and no element stands below or around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash

COMPOUND = re.compile(
    r"(?P<tag>[a-z][a-z0-9-]*|\*)?(?P<marks>(?:[.#][\w-]+|\[[\w-]+(?:[~^$*]?=[^\]]*)?\])*)"
)
MARK = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:([~^$*]?)=[\"']?([^\]\"']*)[\"']?)?\]")
COMPARED: dict[str, Callable[[str, str], bool]] = {
    "": str.__eq__,
    "~": lambda value, word: word in value.split(),
    "^": str.startswith,
    "$": str.endswith,
    "*": str.__contains__,
}


class Node:
    """One element (or text) of a page, or nothing.

    ``raw`` is Lexbor's node, to change the tree with.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: LexborNode | None) -> None:
        self.raw = raw

    def __bool__(self) -> bool:
        return self.raw is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> int | None:
        """What tells an element from all others of its page."""
        return self.raw.mem_id if self.raw is not None else None

    # ── What it is ──

    @property
    def tag(self) -> str:
        """The name of the element in lower case, ``-text`` for a text, "" for nothing."""
        if self.raw is None:
            return ""
        return self.raw.tag or ""

    @property
    def text(self) -> str:
        """All words in it, white space collapsed."""
        if self.raw is None:
            return ""
        return squash(self.raw.text())

    @property
    def own_text(self) -> str:
        """The words that stand directly in it, white space collapsed."""
        if self.raw is None:
            return ""
        return squash(self.raw.text(deep=False))

    @property
    def lines(self) -> str:
        """All words in it as they stand in the source, line breaks too."""
        if self.raw is None:
            return ""
        return self.raw.text()

    @property
    def html(self) -> str:
        """The markup inside it."""
        if self.raw is None:
            return ""
        return self.raw.inner_html or ""

    @property
    def outer_html(self) -> str:
        """The markup of it, its own tag too."""
        if self.raw is None:
            return ""
        return self.raw.html or ""

    @property
    def is_text(self) -> bool:
        """Whether it is a run of text and no element."""
        return self.raw is not None and bool(self.raw.is_text_node)

    @property
    def attributes(self) -> dict[str, str | None]:
        """All its attributes by their names; ``None`` is the value of one without."""
        if self.raw is None:
            return {}
        return self.raw.attributes

    def attr(self, name: str) -> str:
        """Return an attribute as it stands; "" where it is absent or empty."""
        if self.raw is None:
            return ""
        return self.raw.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        """Tell whether the attribute is there, be it empty."""
        return self.raw is not None and name in self.raw.attributes

    @property
    def id(self) -> str:
        """Its ``id``, "" without one."""
        return self.attr("id")

    @property
    def classes(self) -> list[str]:
        """The names of its classes, in order."""
        return self.attr("class").split()

    # ── What stands in it ──

    def at(self, *places: str) -> Node:
        """Return the first element of the first selector that finds one, itself included."""
        raw = self.raw
        if raw is not None:
            for css in places:
                found = raw.css_first(css)
                if found is not None:
                    return Node(found)
        return NOTHING

    def all(self, css: str) -> list[Node]:
        """Return every element that a selector finds, in the page's order, itself included."""
        if self.raw is None:
            return []
        return [Node(found) for found in self.raw.css(css)]

    def children(self, *, texts: bool = False) -> Iterator[Node]:
        """Yield the elements directly in it, with the runs of text between them if ``texts``."""
        if self.raw is not None:
            for child in self.raw.iter(include_text=texts):
                yield Node(child)

    def said(self, *places: str) -> str:
        """Return the text of the first element that has some, the selectors in order of trust."""
        for css in places:
            for found in self.all(css):
                if text := found.text:
                    return text
        return ""

    def value(self, css: str, name: str) -> str:
        """Return an attribute of the first element of a selector that has it.

        Its white space is collapsed.
        """
        for found in self.all(css):
            if value := squash(found.attr(name)):
                return value
        return ""

    # ── What stands around it ──

    @property
    def parent(self) -> Node:
        """The element that it stands in."""
        return Node(self.raw.parent) if self.raw is not None else NOTHING

    @property
    def next(self) -> Node:
        """What follows it in its parent, be it text."""
        return Node(self.raw.next) if self.raw is not None else NOTHING

    @property
    def prev(self) -> Node:
        """What goes before it in its parent, be it text."""
        return Node(self.raw.prev) if self.raw is not None else NOTHING

    def around(self) -> Iterator[Node]:
        """Yield the elements that it stands in, the nearest first, up to the document."""
        raw = self.raw.parent if self.raw is not None else None
        while raw is not None:
            yield Node(raw)
            raw = raw.parent

    def up(self, css: str) -> Node:
        """Return the nearest element around it that a selector names (see :meth:`matches`)."""
        compounds = _compounds(css)
        for node in self.around():
            if node._is_any(compounds):
                return node
        return NOTHING

    def matches(self, css: str) -> bool:
        """Tell whether a selector names it: tags, classes, ids and attributes, commas between.

        For example ``td.author, [id^=post_]``. Raises :class:`ValueError` for other selectors.
        """
        return self._is_any(_compounds(css))

    def _is_any(self, compounds: list[Compound]) -> bool:
        tag = self.tag
        for wanted, checks in compounds:
            if wanted in ("", "*", tag) and all(check(self) for check in checks):
                return True
        return False


NOTHING = Node(None)
Compound = tuple[str, list[Callable[[Node], bool]]]
"""A selector without combinators: a tag's name, "" for any, and what else must hold."""


@lru_cache(maxsize=256)
def _compounds(css: str) -> list[Compound]:
    found = []
    for part in css.split(","):
        match = COMPOUND.fullmatch(part.strip())
        if match is None or not match[0]:
            raise ValueError(f"not a selector that an element alone can be held against: {css!r}")
        found.append(
            (match["tag"] or "", [_check(*mark.groups()) for mark in MARK.finditer(match["marks"])])
        )
    return found


def _check(
    sign: str | None, name: str | None, attr: str | None, how: str | None, value: str | None
) -> Callable[[Node], bool]:
    if sign == ".":
        return lambda node: name in node.classes
    if sign == "#":
        return lambda node: node.id == name
    assert attr is not None
    if value is None:
        return lambda node: node.has(attr)
    compared = COMPARED[how or ""]
    return lambda node: node.has(attr) and compared(node.attr(attr), value)
