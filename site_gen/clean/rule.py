"""What the rules of cleaning are, and what they work on.

A :class:`Rule` changes the tree of a body; a :class:`TagRule` changes the attributes of one kind of
tag and needs no tree, so that a body of words, smilies and links is never walked.

Bodies are edited in the tree that Lexbor has already made of the page. BeautifulSoup, which reads
nicer, took four times as long as all of the rest of reading a page (measured on 106 KB Discuz!
pages of 14 posts: 2.2 ms of 6.2 ms, parse 0.9 ms).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from site_gen.models import Attachment, Dropped, Image, Link, Quote

Attributes = dict[str, str]


@dataclass
class Findings:
    """What the rules have found in one body or taken out of it, besides its HTML."""

    absolute: Callable[[str], str] = str
    dropped: list[Dropped] = field(default_factory=list)
    edit_mark: str | None = None
    gates: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


@dataclass
class Body:
    """One body as a tree, on its way through the rules.

    Rules change the tree in place and take things out with :meth:`drop`, so that every string of a
    page is either published or dropped under a name.
    """

    root: LexborNode
    found: Findings

    def absolute(self, address: str) -> str:
        """An address of the page, made absolute where the page tells enough."""
        return self.found.absolute(address)

    def each(self, css: str) -> list[LexborNode]:
        """The elements that a selector finds, innermost first: what a rule frees never holds one that is still to come.

        Lexbor gives an element once for every part of a selector list that it matches; here each
        comes once.
        """
        return list({node.mem_id: node for node in self.root.css(css)[::-1]}.values())

    def drop(self, node: LexborNode, rule: str) -> None:
        """Take ``node`` out of the body, recording its text under ``rule``.

        The node must not be used again.
        """
        if text := words(node):
            self.found.dropped.append(Dropped(rule=rule, text=text))
        node.decompose()

    def gate(self, node: LexborNode, text: str) -> None:
        """Put a quiet note where ``node`` stood in place of content.

        The note is no part of the post's text.
        """
        self.found.gates.insert(0, text)
        self.replace(node, self.new("aside", text, class_="gate"))

    def prompt(self, node: LexborNode, text: str) -> None:
        """Take out what asks every guest to log in and hides nothing by itself.

        The record keeps its words.
        """
        self.found.gates.insert(0, text)
        self.drop(node, "login-prompt")

    def replace(self, node: LexborNode, other: LexborNode) -> None:
        """Put ``other`` where ``node`` stood. The node must not be used again."""
        node.insert_before(other)
        node.decompose()

    def new(self, name: str, text: str = "", **attributes: str) -> LexborNode:
        """A new element of this body's tree; ``class_`` and the like lose their underscore."""
        node = self.root.parser.create_node(name)
        for key, value in attributes.items():
            node.attrs[key.rstrip("_")] = value
        if text:
            node.insert_child(text)
        return node


@dataclass(frozen=True)
class Rule:
    """A step that changes the tree.

    ``needles`` are substrings of the raw HTML: where none stands, it has no work.
    """

    name: str
    needles: tuple[str, ...]
    apply: Callable[[Body], None]

    def is_due(self, raw: str) -> bool:
        """Whether the rule may have work in a body."""
        for needle in self.needles:  # noqa: SIM110 (asked for every body and rule; a generator takes four times as long)
            if needle in raw:
                return True
        return False


@dataclass(frozen=True)
class TagRule:
    """A step on every tag of one kind: its attributes in, the new ones out, ``None`` to take the tag away."""

    name: str
    tag: Literal["img"]
    apply: Callable[[Attributes, Findings], Attributes | None]


def words(node: LexborNode) -> str:
    """The text of an element, white space collapsed, words of different elements kept apart."""
    return " ".join(node.text(separator=" ").split())
