"""Queries: the tags that threads bear."""

from __future__ import annotations

from typing import NamedTuple

from site_gen.store.store import Store


class Tag(NamedTuple):
    """A tag, and how many threads bear it."""

    name: str
    threads: int


def has_tags(store: Store) -> bool:
    """Tell whether any thread bears a tag."""
    return store.one("SELECT 1 FROM threads WHERE tags != '[]'") is not None


def tags(store: Store) -> list[Tag]:
    """Return every tag, by its name."""
    query = "SELECT j.value, COUNT(*) FROM threads t, json_each(t.tags) j GROUP BY 1 ORDER BY 1"
    return list(store.named(Tag, query))
