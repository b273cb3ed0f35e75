"""What a profile may say: every key stands here, and its description is its documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from msgspec import Meta, Struct, structs
from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash

NO_FIELDS = ("each", "body", "run", "signature")  # of a post's table


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a field stands: a selector, perhaps an attribute, perhaps a pattern.

    The first group of the pattern is the value.
    """

    css: str
    attr: str | None = None
    match: str | None = None

    def read(self, node: LexborNode) -> tuple[str, LexborNode] | None:
        """Return the first value that the place has below ``node``, and its element."""
        return next(self.all(node), None)

    def all(self, node: LexborNode) -> Iterator[tuple[str, LexborNode]]:
        """Return every value of the place below ``node``, in the page's order, with its element."""
        for found in distinct(node.css(self.css)):
            if value := self._value(found):
                yield value, found

    def values(self, node: LexborNode) -> list[str]:
        """Return every value of the place below ``node``, in the page's order."""
        return [value for value, _ in self.all(node)]

    def _value(self, found: LexborNode) -> str:
        if self.attr:
            value = squash(found.attributes.get(self.attr))
        else:
            value = squash(found.text(separator=" "))
        if self.match is None:
            return value
        match = re.search(self.match, value)
        if match is None:
            return ""
        return squash(match[min(1, match.re.groups)])


Places = str | Place | list[str | Place]


class ThreadTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[thread]`` table."""

    title: Annotated[Places, Meta(description="The thread's title.")] = []
    board: Annotated[
        Places,
        Meta(description="The path to the thread, outermost board first: every match is one."),
    ] = []
    thread_id: Annotated[
        Places,
        Meta(
            description="The forum's own id of the thread. "
            "Default: by its address, or else its title."
        ),
    ] = []
    url: Annotated[Places, Meta(description="The thread's address. Default: the page's own.")] = []
    site_name: Annotated[Places, Meta(description="The forum's name.")] = []
    views: Annotated[
        Places, Meta(description="How often the thread was read, as the page claims.")
    ] = []
    replies: Annotated[
        Places, Meta(description="How many replies the thread has, as the page claims.")
    ] = []
    tags: Annotated[Places, Meta(description="The thread's tags: every match is one.")] = []
    page: Annotated[Places, Meta(description="The number of this page of the thread.")] = []
    pages_claimed: Annotated[
        Places, Meta(description="How many pages the thread has, as the page claims.")
    ] = []


class PostTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[post]`` table."""

    each: Annotated[str, Meta(min_length=1, description="Selector of the posts. Required.")]
    body: Annotated[
        str,
        Meta(min_length=1, description="Selector of a post's words, within the post. Required."),
    ]
    run: Annotated[
        bool,
        Meta(
            description="`true` where `each` selects only a post's first element, "
            "and what follows it belongs to it."
        ),
    ] = False
    author: Annotated[Places, Meta(description="Who wrote it.")] = []
    date: Annotated[
        Places,
        Meta(
            description="When, as shown. "
            "A `datetime`, `title` or `data-time` of the element is used as well."
        ),
    ] = []
    id: Annotated[Places, Meta(description="The forum's own id of the post.")] = []
    floor: Annotated[Places, Meta(description="The post's number in the thread.")] = []
    author_id: Annotated[Places, Meta(description="The forum's own id of the author.")] = []
    author_title: Annotated[Places, Meta(description="The author's rank or title.")] = []
    location: Annotated[Places, Meta(description="Where the author says to be.")] = []
    subject: Annotated[Places, Meta(description="The post's own subject.")] = []
    parent: Annotated[Places, Meta(description="The id of the post that this one answers.")] = []
    up: Annotated[Places, Meta(description="Votes for it.")] = []
    down: Annotated[Places, Meta(description="Votes against it.")] = []
    signature: Annotated[str | None, Meta(description="Selector of the author's signature.")] = None


class BodyTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[body]`` table: what stands in the words of a post."""

    quote: Annotated[str, Meta(description="Selector of quotes.")] = "blockquote"
    quote_author: Annotated[
        str, Meta(description="Selector of the line that names who is quoted, within a quote.")
    ] = "cite"
    code: Annotated[str, Meta(description="Selector of code.")] = "pre"
    edited: Annotated[
        str | None, Meta(description="Selector of the mark that says when a post was edited.")
    ] = None
    gate: Annotated[
        str | None,
        Meta(description="Selector of what stands in place of words that guests may not read."),
    ] = None
    drop: Annotated[
        dict[str, str],
        Meta(description="Chrome to take out of bodies: a name of your own = selector."),
    ] = {}
    drop_text: Annotated[
        list[str],
        Meta(
            description="Texts of the template to take out of bodies, "
            "each all that stands between two tags."
        ),
    ] = []


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole profile."""

    name: Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9][a-z0-9._-]*$",
            description="Name of the engine, in the record: "
            "small letters, digits, `.`, `_`, `-`. Required.",
        ),
    ]
    post: Annotated[PostTable, Meta(description="Where posts and their fields stand. Required.")]
    view: Annotated[
        str,
        Meta(pattern=r"^[a-z]+$", description="The kind of page (`desktop`, `touch`, `print`)."),
    ] = "desktop"
    fingerprints: Annotated[
        list[str],
        Meta(
            description="Strings of the source that tell the forum. "
            "Without any: all pages that no engine knows."
        ),
    ] = []
    needed: Annotated[
        int, Meta(ge=1, description="How many of the fingerprints a page must show.")
    ] = 1
    thread: Annotated[ThreadTable, Meta(description="Where the fields of the thread stand.")] = (
        ThreadTable()
    )
    body: Annotated[BodyTable, Meta(description="What stands in bodies.")] = BodyTable()
    chrome: Annotated[
        dict[str, str],
        Meta(
            description="Furniture outside bodies, for the account: a name of your own = selector."
        ),
    ] = {}


def places(stated: Places) -> list[Place]:
    """Return what a key holds as a list of places."""
    if isinstance(stated, list):
        return list(map(_place, stated))
    return [_place(stated)]


def _place(stated: str | Place) -> Place:
    if isinstance(stated, str):
        return Place(stated)
    return stated


def stated_places(table: ThreadTable | PostTable) -> dict[str, list[Place]]:
    """Return the fields of a table that are stated, each with its places."""
    return {
        field.name: places(stated)
        for field in structs.fields(type(table))
        if field.name not in NO_FIELDS and (stated := getattr(table, field.name))
    }


def distinct(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Return elements, each once.

    Lexbor gives one once for every part of a selector list that it matches.
    """
    return list({node.mem_id: node for node in nodes}.values())
