"""The page that searches."""

from __future__ import annotations

from msgspec import Struct


class SearchBoard(Struct, frozen=True, kw_only=True):
    """A board to choose for a search: its name, its page's name without folder and suffix, its depth in the tree."""

    name: str
    page: str
    depth: int = 0


class SearchView(Struct, frozen=True, kw_only=True):
    """The search page: the version of the index, the boards, the first and last year of the posts if known."""

    version: str
    boards: list[SearchBoard]
    first: str | None = None
    last: str | None = None
