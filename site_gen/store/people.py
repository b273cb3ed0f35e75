"""Queries: the people who wrote the posts. Each is known by the path of their page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_gen.store.store import Store
from site_gen.store.summaries import DATED

GATHERED = """
DROP TABLE IF EXISTS temp.people;
CREATE TEMP TABLE people AS
SELECT
    author_page, substr(most, 13) AS name, COUNT(*) AS posts,
    MIN(date) AS first, MAX(date) AS last, COUNT(DISTINCT thread) AS wrote_in
FROM posts JOIN (
    SELECT author_page, MAX(printf('%012d', times) || author) AS most FROM (
        SELECT author_page, author, COUNT(*) AS times
        FROM posts WHERE author_page IS NOT NULL GROUP BY 1, 2
    ) GROUP BY 1
) USING (author_page)
GROUP BY author_page;
"""
"""Everyone, by the name that most of their posts were saved with."""

PEOPLE = "SELECT author_page, name, posts, first, last, wrote_in FROM temp.people"


class Person(NamedTuple):
    """Someone who wrote posts: their page, how many posts in how many threads, from when to when.

    ``name`` is the one that most of the posts were saved with; ``first`` and ``last`` are dates.
    """

    author_page: str
    name: str
    posts: int
    first: str | None
    last: str | None
    wrote_in: int


class PersonsPost(NamedTuple):
    """A post under the page of its author; ``title`` is that of its thread."""

    author_page: str
    thread: str
    n: int
    post_id: str | None
    date: str | None
    excerpt: str
    images: int
    author_title: str | None
    title: str | None


class PersonsMonth(NamedTuple):
    """How many posts someone wrote in a month ("2012-03", "2012" where no month is known)."""

    author_page: str
    month: str
    posts: int


def gather_people(store: Store) -> None:
    """Gather everyone, once for all who ask for people."""
    store.db.executescript(GATHERED)


def people(store: Store) -> Iterator[Person]:
    """Return everyone, by their pages."""
    return store.named(Person, f"{PEOPLE} ORDER BY author_page")


def people_by_posts(store: Store) -> Iterator[Person]:
    """Return everyone, those with the most posts first."""
    return store.named(Person, f"{PEOPLE} ORDER BY posts DESC, author_page")


def count_people(store: Store) -> int:
    """Count the people who wrote posts."""
    return int(store.value("SELECT COUNT(DISTINCT author_page) FROM posts"))


def count_authorless(store: Store) -> int:
    """Count the posts that are nobody's."""
    return int(store.value("SELECT COUNT(*) FROM posts WHERE author_page IS NULL"))


def threads_begun(store: Store) -> dict[str, int]:
    """Count the threads that everyone began, by the page of their author."""
    query = "SELECT author_page, COUNT(*) FROM threads WHERE author_page IS NOT NULL GROUP BY 1"
    return dict(store.rows(query))


def posts_by_author(store: Store) -> Iterator[PersonsPost]:
    """Return every post by the pages of the authors, the newest of each first."""
    return store.named(
        PersonsPost,
        "SELECT p.author_page, p.thread, p.n, p.post_id, p.date, p.excerpt, p.images, "
        "p.author_title, t.title FROM posts p JOIN threads t ON t.id = p.thread "
        "WHERE p.author_page IS NOT NULL "
        "ORDER BY p.author_page, p.date DESC, p.thread, p.n DESC",
    )


def months_by_author(store: Store) -> Iterator[PersonsMonth]:
    """Return everyone's months with posts, by the pages of the authors and in order."""
    return store.named(
        PersonsMonth,
        "SELECT author_page, substr(date, 1, 7), COUNT(*) FROM posts "
        f"WHERE author_page IS NOT NULL AND date {DATED} GROUP BY 1, 2 ORDER BY 1, 2",
    )
