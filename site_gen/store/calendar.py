"""Queries: the posts of the site by days, months and years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_gen.store.store import Store
from site_gen.store.summaries import DATED


class Day(NamedTuple):
    """A day with posts ("2012-03-02", or less where less is known), and how many threads have any.

    A date that is less than a day stands for itself: "2012-03".
    """

    day: str
    posts: int
    threads: int


class ThreadThen(NamedTuple):
    """A thread in a span of time, with the first post it has then.

    ``span`` is the month or the year, ``day`` the day of a month; ``began`` is the beginning of the
    thread, cut to the same length.
    """

    span: str
    day: str
    thread: str
    posts: int
    n: int
    post_id: str | None
    title: str | None
    author: str | None
    began: str | None


def has_dates(store: Store) -> bool:
    """Tell whether the year of any post is known."""
    return store.one(f"SELECT 1 FROM posts WHERE date {DATED}") is not None


def count_posts(store: Store) -> int:
    """Count the posts of the site."""
    return int(store.value("SELECT COUNT(*) FROM posts"))


def days(store: Store) -> list[Day]:
    """Return every day with posts, in order."""
    query = (
        "SELECT substr(date, 1, 10), COUNT(*), COUNT(DISTINCT thread) FROM posts "
        f"WHERE date {DATED} GROUP BY 1 ORDER BY 1"
    )
    return list(store.named(Day, query))


def threads_begun_by_month(store: Store) -> dict[str, int]:
    """Count the threads that began in each month."""
    query = f"SELECT substr(first, 1, 7), COUNT(*) FROM threads WHERE first {DATED} GROUP BY 1"
    return dict(store.rows(query))


def threads_by_day(store: Store) -> Iterator[ThreadThen]:
    """Return the threads of each day by months and days, those with the most posts then first."""
    return store.named(
        ThreadThen,
        "SELECT substr(p.date, 1, 7), substr(p.date, 1, 10), p.thread, COUNT(*), MIN(p.n), "
        "p.post_id, t.title, t.author, substr(t.first, 1, 10) "
        f"FROM posts p JOIN threads t ON t.id = p.thread WHERE p.date {DATED} "
        "GROUP BY substr(p.date, 1, 10), p.thread ORDER BY 1, 2, 4 DESC, 3",
    )


def threads_by_year(store: Store) -> Iterator[ThreadThen]:
    """Return the threads of each year by years, those with the most posts then first."""
    return store.named(
        ThreadThen,
        "SELECT substr(p.date, 1, 4), '', p.thread, COUNT(*) AS held, MIN(p.n), "
        "p.post_id, t.title, t.author, substr(t.first, 1, 4) "
        f"FROM posts p JOIN threads t ON t.id = p.thread WHERE p.date {DATED} "
        "GROUP BY 1, p.thread ORDER BY 1, held DESC, 3",
    )
