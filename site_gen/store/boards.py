"""Queries: the boards of the site."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from site_gen.store.store import Store


class BoardTotal(Struct, frozen=True, kw_only=True):
    """What the threads of a board are together.

    ``board`` is the path to it, outermost first; ``viewed`` counts threads whose views are known,
    ``incomplete`` those with gaps.
    """

    board: list[str]
    threads: int = 0
    posts: int = 0
    first: str | None = None
    last: str | None = None
    incomplete: int = 0
    viewed: int = 0


def board_totals(store: Store) -> Iterator[BoardTotal]:
    """Return every board that has threads of its own, without those of the boards inside."""
    return store.structs(
        BoardTotal,
        "SELECT board, COUNT(*), SUM(posts), MIN(first), MAX(last), SUM(gaps > 0), COUNT(views) "
        "FROM threads GROUP BY board ORDER BY board",
    )
