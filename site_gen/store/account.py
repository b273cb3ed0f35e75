"""Queries: what was read, and what is missing, unknown and dropped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from site_gen.models import GapKind
from site_gen.store.schema import columns
from site_gen.store.store import Store


class Counts(NamedTuple):
    """How much a site holds."""

    threads: int
    posts: int
    authors: int
    gaps: int


class Outcomes(NamedTuple):
    """Saved files by what became of them."""

    published: int
    merged: int
    skipped: int


class Span(NamedTuple):
    """The first and the last of some dates; both are ``None`` where none is known."""

    first: str | None
    last: str | None


class GapThread(Struct, frozen=True, kw_only=True):
    """A thread with gaps, each as (kind, detail)."""

    id: str
    title: str | None
    gap_details: list[tuple[GapKind, str]]


def counts(store: Store) -> Counts:
    """Count the threads, posts, people and gaps of the site."""
    query = (
        "SELECT COUNT(*), CAST(TOTAL(posts) AS INTEGER), "
        "(SELECT COUNT(DISTINCT author_page) FROM posts), CAST(TOTAL(gaps) AS INTEGER) FROM threads"
    )
    return next(store.named(Counts, query))


def outcomes(store: Store) -> Outcomes:
    """Count saved pages by what became of them.

    A page all of whose posts are published from others is *merged*.
    """
    pages = store.value("SELECT COUNT(*) FROM files WHERE key IS NOT NULL")
    published = store.value("SELECT COUNT(DISTINCT source) FROM posts")
    skipped = store.value("SELECT COUNT(*) FROM files WHERE reason IS NOT NULL")
    return Outcomes(published, pages - published, skipped)


def span_of_threads(store: Store) -> Span:
    """Return the dates of the first and the last post of the site."""
    return next(store.named(Span, "SELECT MIN(first), MAX(last) FROM threads"))


def span_of_captures(store: Store) -> tuple[str, str] | None:
    """Return when the first and the last page was saved, of those that state it."""
    first, last = store.one("SELECT MIN(captured), MAX(captured) FROM readings")
    return (first, last) if first else None


def engines(store: Store) -> dict[str, int]:
    """Count the pages by engine and view, for example ``{"discuz (desktop)": 12}``."""
    query = "SELECT engine || ' (' || view || ')', COUNT(*) FROM readings GROUP BY 1 ORDER BY 1"
    return dict(store.rows(query))


def unknown(store: Store) -> dict[str, int]:
    """Count the posts that do not state a field, by its name."""
    return {
        name: store.value(f"SELECT COUNT(*) FROM posts WHERE {name} IS NULL")
        for name in ("author", "date")
    }


def dropped(store: Store) -> Counter[str]:
    """Count the strings of the pages that were left out, by rule."""
    found: Counter[str] = Counter()
    for (by_rule,) in store.rows("SELECT dropped FROM readings"):
        found.update(json.loads(by_rule))
    return found


def gap_threads(store: Store) -> Iterator[GapThread]:
    """Return the threads with gaps, by id."""
    query = f"SELECT {columns(GapThread)} FROM threads WHERE gaps > 0 ORDER BY id"
    return store.structs(GapThread, query)
