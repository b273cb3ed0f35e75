"""Queries: the threads as lists show them, in the orders that lists have.

Each selects the columns of :class:`Summary`, whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from site_gen.models import Summary
from site_gen.store.schema import columns, decoder, dumped
from site_gen.store.store import Store

DATED = "GLOB '[0-9][0-9][0-9][0-9]*'"
"""What SQLite asks of a date that says a year at least."""

WITH_DAY = f"first {DATED} AND length(first) >= 10"
"""What it asks of a thread whose first day is known."""

ORDERS: Mapping[str, str] = {
    "last": "last DESC",
    "replies": "posts DESC",
    "views": "views DESC",
    "started": "first DESC",
}
"""The orders of a board's threads by their names, and how SQLite says each."""


class Tagged(NamedTuple):
    """A thread under one of its tags."""

    tag: str
    thread: Summary


class Begun(NamedTuple):
    """A thread under the day of the year on which it began ("02-29")."""

    day: str
    thread: Summary


def newest(store: Store, most: int) -> Iterator[Summary]:
    """Return the threads that began last, of those whose beginning is known."""
    return _best(store, "first", "first IS NOT NULL", most)


def longest(store: Store, most: int) -> Iterator[Summary]:
    """Return the threads with the most posts, of those with more than one."""
    return _best(store, "posts", "posts > 1", most)


def most_viewed(store: Store, most: int) -> Iterator[Summary]:
    """Return the threads that were viewed most often, as their pages claim."""
    return _best(store, "views", "views > 0", most)


def _best(store: Store, column: str, where: str, most: int) -> Iterator[Summary]:
    query = f"FROM threads WHERE {where} ORDER BY {column} DESC, id LIMIT ?"
    return store.structs(Summary, f"SELECT {columns(Summary)} {query}", most)


def of_board(store: Store, board: Sequence[str], order: str) -> Iterator[Summary]:
    """Return the threads of a board, without those of the boards inside, in one of the orders."""
    query = f"FROM threads WHERE board = ? ORDER BY {ORDERS[order]}, id"
    return store.structs(Summary, f"SELECT {columns(Summary)} {query}", dumped(board))


def by_starter(store: Store) -> Iterator[Summary]:
    """Return every thread by the page of the author who began it, the newest first."""
    query = (
        f"SELECT {columns(Summary)} FROM threads WHERE author_page IS NOT NULL "
        "ORDER BY author_page, first DESC, id"
    )
    return store.structs(Summary, query)


def by_tag(store: Store) -> Iterator[Tagged]:
    """Yield every thread under each of its tags, those with the newest posts first."""
    query = (
        f"SELECT j.value, {columns(Summary, 't')} FROM threads t, json_each(t.tags) j "
        "ORDER BY 1, t.last DESC, t.id"
    )
    summary = decoder(Summary)
    for tag, *values in store.rows(query):
        yield Tagged(tag, summary(values))


def by_day_of_year(store: Store) -> Iterator[Begun]:
    """Yield the threads whose first day is known under the day of the year, longest first."""
    query = (
        f"SELECT substr(first, 6, 5), {columns(Summary)} FROM threads WHERE {WITH_DAY} "
        "ORDER BY 1, posts DESC, id"
    )
    summary = decoder(Summary)
    for day, *values in store.rows(query):
        yield Begun(day, summary(values))


def has_first_days(store: Store) -> bool:
    """Tell whether the day is known on which any thread began."""
    return store.one(f"SELECT 1 FROM threads WHERE {WITH_DAY}") is not None
