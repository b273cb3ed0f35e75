"""The page that searches."""

from __future__ import annotations

from msgspec import Struct


class SearchBoard(Struct, frozen=True, kw_only=True):
    """A board to choose for a search: its name, and its depth in the tree.

    ``page`` is its page's name without folder and suffix.
    """

    name: str
    page: str
    depth: int = 0


class SearchView(Struct, frozen=True, kw_only=True):
    """The search page: the version of the index, and the boards.

    ``first`` and ``last`` are years of the posts, if known.
    """

    version: str
    boards: list[SearchBoard]
    first: str | None = None
    last: str | None = None
