"""The tags, and the threads of each."""

from __future__ import annotations

from msgspec import Struct

from site_gen.models import Summary
from site_gen.render.views.site import Pager


class TagRow(Struct, frozen=True, kw_only=True):
    """A tag, its page, and how many threads bear it."""

    name: str
    path: str
    threads: int


class TagsView(Struct, frozen=True, kw_only=True):
    """One page of the list of all tags, by name."""

    path: str
    pager: Pager
    rows: list[TagRow]
    tags: int


class TagView(Struct, frozen=True, kw_only=True):
    """One page of the threads with one tag, newest post first."""

    name: str
    path: str
    pager: Pager
    rows: list[Summary]
    threads: int
