"""Queries: the saved pictures that posts show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_gen.store.store import Store

SMALL = 48
"""Pixels: what is no wider and no higher is an icon."""

BIG = (
    f"m.n IS NOT NULL AND (m.width IS NULL OR m.height IS NULL OR MAX(m.width, m.height) > {SMALL})"
)


class Shown(NamedTuple):
    """A picture of the site by its name, and the post that showed it first.

    ``order`` is the date of that post with its thread; ``title`` is that of the thread.
    """

    name: str
    width: int | None
    height: int | None
    alt: str | None
    thread: str
    n: int
    post_id: str | None
    author: str | None
    order: str
    date: str | None
    title: str | None


def has_pictures(store: Store) -> bool:
    """Tell whether any post shows a saved picture that is no icon."""
    return store.one(f"SELECT 1 FROM media m WHERE {BIG}") is not None


def count_pictures(store: Store) -> int:
    """Count the pictures that posts show, icons left out."""
    return int(store.value(f"SELECT COUNT(DISTINCT m.name) FROM media m WHERE {BIG}"))


def count_pictures_and_icons(store: Store) -> int:
    """Count the pictures that posts show, icons too."""
    return int(store.value("SELECT COUNT(DISTINCT m.name) FROM media m WHERE m.n IS NOT NULL"))


def pictures(store: Store) -> Iterator[Shown]:
    """Return each picture once, icons left out, those of the newest posts first."""
    return store.named(
        Shown,
        "SELECT m.name, m.width, m.height, m.alt, m.thread, m.n, p.post_id, p.author, "
        "MIN(coalesce(p.date, '9') || m.thread), p.date, t.title "
        "FROM media m JOIN posts p ON p.thread = m.thread AND p.n = m.n "
        "JOIN threads t ON t.id = m.thread "
        f"WHERE {BIG} GROUP BY m.name ORDER BY p.date DESC, m.thread, m.n, m.name",
    )
