"""Queries: the posts of the site, in the order of their dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_gen.store.store import Store

SORTED = """
DROP TABLE IF EXISTS temp.ordered;
CREATE TEMP TABLE ordered AS
SELECT
    CASE WHEN p.date GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(p.date, 1, 4) ELSE '' END AS year,
    coalesce(p.date, '') AS date, p.thread, p.n, t.digest
FROM posts p JOIN threads t ON t.id = p.thread
ORDER BY year = '', p.date, p.thread, p.n;
"""


class OrderedPost(NamedTuple):
    """A post in the order of the index; ``year`` and ``date`` are "" if unknown.

    ``digest`` is that of its thread.
    """

    year: str
    date: str
    thread: str
    n: int
    digest: str


def sort_posts(store: Store) -> None:
    """Sort the posts by date, once for all who ask for :func:`ordered_posts`."""
    store.db.executescript(SORTED)


def ordered_posts(store: Store) -> Iterator[OrderedPost]:
    """Yield every post by date, those without a year last."""
    query = "SELECT year, date, thread, n, digest FROM temp.ordered ORDER BY rowid"
    return store.named(OrderedPost, query)


def posts_by_year(store: Store) -> dict[str, int]:
    """Count the dated posts by the first four letters of their dates."""
    query = "SELECT substr(date, 1, 4), COUNT(*) FROM posts WHERE date IS NOT NULL GROUP BY 1"
    return dict(store.rows(query))
