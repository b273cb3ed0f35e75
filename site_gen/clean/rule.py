"""What a rule of cleaning is, and what it works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bs4 import BeautifulSoup, Tag

from site_gen.models import Attachment, Dropped, Image, Link, Quote


@dataclass
class Body:
    """One body on its way through the rules: its tree, and what the rules have found in it or taken out of it so far.

    ``absolute`` makes an address of the page absolute. Rules change ``soup`` in place and record what they remove with
    :meth:`drop`, so that every string of a page is either published or dropped under a name.
    """

    soup: BeautifulSoup
    absolute: Callable[[str], str]
    dropped: list[Dropped] = field(default_factory=list)
    edit_mark: str | None = None
    gates: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def drop(self, tag: Tag, rule: str) -> None:
        """Take ``tag`` out of the body; its text, if any, is recorded under ``rule``."""
        if text := words(tag):
            self.dropped.append(Dropped(rule=rule, text=text))
        tag.decompose()

    def gate(self, tag: Tag, text: str, kind: Literal["gate", "prompt"] = "gate") -> None:
        """Put a quiet note where ``tag`` stood in place of content. The note is no part of the post's text.

        A ``gate`` hides something that exists; a ``prompt`` asks every guest to log in and hides nothing by itself.
        """
        self.gates.append(text)
        tag.replace_with(self.new("aside", text, class_=kind))

    def new(self, name: str, text: str | None = None, **attributes: str) -> Tag:
        """A new element of this body's tree; ``class_`` and the like lose their underscore."""
        tag = self.soup.new_tag(name, attrs={key.rstrip("_"): value for key, value in attributes.items()})
        if text is not None:
            tag.string = text
        return tag


@dataclass(frozen=True)
class Rule:
    """One step of cleaning. ``needles`` are substrings of the raw HTML: where none of them stands, the rule has no work."""

    name: str
    needles: tuple[str, ...]
    apply: Callable[[Body], None]


def words(tag: Tag) -> str:
    """The text of an element, white space collapsed, words of different elements kept apart."""
    return " ".join(tag.get_text(" ").split())
