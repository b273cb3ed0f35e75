"""Find the elements of a page that may be posts by a profile, and what each holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash
from site_gen.engines.profiles.field_values import field_value
from site_gen.engines.profiles.post_dates import read_post_date
from site_gen.engines.profiles.schema import Place, Profile, distinct, stated_places
from site_gen.load.page import Page

SHOWN = "img, iframe, video, audio, embed, object, a[href]"
RECORDED = {"date": "date_text"}
"""The fields of the record that are called otherwise than the keys that give them."""


@dataclass(frozen=True)
class Scope:
    """The elements of one post.

    ``parts`` are the element that ``post.each`` selects and, if posts run on, what follows it;
    ``boxes`` are the ids of the elements of all posts.
    """

    parts: Sequence[LexborNode]
    boxes: Set[int]

    def owns(self, node: LexborNode) -> bool:
        """Tell whether an element belongs to this post.

        One may belong to a post that stands inside it (replies in replies).
        """
        above: LexborNode | None = node
        while above is not None:
            if above.mem_id in self.boxes:
                return above.mem_id == self.parts[0].mem_id
            above = above.parent
        return True

    def elements(self, css: str) -> Iterator[LexborNode]:
        """Return the elements of a selector that belong to the post."""
        for part in self.parts:
            yield from filter(self.owns, part.css(css))

    def value(self, places: Sequence[Place]) -> str | None:
        """Return the first value that the places have in the post."""
        for place in places:
            for part in self.parts:
                for value, node in place.all(part):
                    if self.owns(node):
                        return value
        return None


@dataclass(frozen=True)
class Candidate:
    """An element that ``post.each`` selects, and what it holds."""

    scope: Scope
    body: LexborNode | None
    signature: str | None
    fields: dict[str, Any]

    @property
    def fault(self) -> str | None:
        """Why it is no post, or ``None`` where it is one."""
        if self.body is None:
            return "`post.body` matches nothing in it"
        if not ("author" in self.fields or "date_text" in self.fields):
            return "neither `post.author` nor `post.date` matches in it"
        if _is_empty(self.body):
            return "its body is empty"
        return None

    def read(self, name: str, place: Place) -> str | None:
        """Return what one place gives for one field, as the record has it."""
        read = _fields({name: [place]}, self.scope)
        value = read.get(RECORDED.get(name, name))
        if value is None:
            return None
        return str(value)


def find_candidates(profile: Profile, page: Page) -> Iterator[Candidate]:
    """Return every element that may be a post, in the page's order."""
    boxes = distinct(page.tree.css(profile.post.each))
    ids = {box.mem_id for box in boxes}
    table = stated_places(profile.post)
    for box in boxes:
        parts = [box]
        if profile.post.run:
            parts += _followers(box, ids)
        scope = Scope(parts, ids)
        yield Candidate(
            scope=scope,
            body=next(scope.elements(profile.post.body), None),
            signature=_signature(profile.post.signature, parts),
            fields=_fields(table, scope),
        )


def _followers(box: LexborNode, boxes: Set[int]) -> Iterator[LexborNode]:
    """Return what follows the first element of a post, up to the next post."""
    after = box.next
    while after is not None and after.mem_id not in boxes:
        if after.is_element_node:
            yield after
        after = after.next


def _fields(table: Mapping[str, Sequence[Place]], scope: Scope) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, places in table.items():
        if name == "date":
            fields.update(_date_fields(places, scope))
        elif (text := scope.value(places)) is not None:
            fields[name] = field_value(name, text)
    return fields


def _date_fields(places: Sequence[Place], scope: Scope) -> dict[str, str | None]:
    """Return the date as shown, and the exact one beside it."""
    for place in places:
        for node in scope.elements(place.css):
            if (date := read_post_date(place, node)) is not None:
                return {"date_text": date.text, "date_stated": date.stated}
    return {}


def _signature(css: str | None, parts: Sequence[LexborNode]) -> str | None:
    if css is None:
        return None
    for part in parts:
        found = part.css_first(css)
        if found is not None and (text := squash(found.text(separator=" "))):
            return text
    return None


def _is_empty(body: LexborNode) -> bool:
    """Tell whether a body has neither words nor anything to look at: the frame of an advert."""
    return not squash(body.text()) and body.css_first(SHOWN) is None
