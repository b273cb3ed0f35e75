"""Queries: the forum's own addresses of threads and posts, and what is found under each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from site_gen.store.store import Store

OldPath = Callable[[str | None, str, str], str | None]
"""Gives the path of a thread's own address, by (address, number, engine), where it is a key."""

ShardOf = Callable[[str, int], int]
"""Gives the shard of a key, by (key, number of shards)."""

KEYS = """
SELECT 't' || number AS key, engine || ':' || id AS place, id != number AS later FROM threads
UNION ALL
SELECT 'u' || old_path(url, number, engine) AS key, id, 0
FROM threads WHERE old_path(url, number, engine) IS NOT NULL
UNION ALL
SELECT
    'p' || p.post_id,
    CASE WHEN p.n > ?1 THEN t.id || '-' || ((p.n - 1) / ?1 + 1) ELSE t.id END,
    t.id != t.number
FROM posts p JOIN threads t ON t.id = p.thread
WHERE p.post_id IS NOT NULL AND p.post_id NOT GLOB '*[^0-9A-Za-z]*'
AND (p.n > ?1 OR t.engine IN ({engines}))
"""


class Place(NamedTuple):
    """A key of an old address, its shard, and a place that it may lead to."""

    shard: int
    key: str
    place: str


class Addressed(NamedTuple):
    """A thread with its own address on the forum, and its number there."""

    id: str
    number: str
    site: str
    engine: str
    url: str | None


class Seen(NamedTuple):
    """An address that leads to a thread, and the thread's number."""

    url: str
    number: str


def places(
    store: Store,
    page_cap: int,
    engines: Collection[str],
    shards: int,
    shard_of: ShardOf,
    old_path: OldPath,
) -> Iterator[Place]:
    """Return what each key leads to, shard by shard and key by key, the best place first.

    The keys are described in :mod:`site_gen.exports.redirects`. All posts have one of the
    ``engines``, whose addresses of posts name no thread; of others only those of later pages.
    """
    store.db.create_function("old_path", 3, old_path, deterministic=True)
    store.db.create_function("shard", 2, shard_of, deterministic=True)
    keys = KEYS.format(engines=", ".join(f"'{name}'" for name in sorted(engines)))
    query = (
        f"SELECT shard(key, ?2) AS part, key, place FROM ({keys}) ORDER BY part, key, later, place"
    )
    return store.named(Place, query, page_cap, shards)


def count_threads_and_posts(store: Store) -> int:
    """Count the threads and the posts of the site together."""
    query = "SELECT (SELECT COUNT(*) FROM threads) + (SELECT COUNT(*) FROM posts)"
    return int(store.value(query))


def engines(store: Store) -> list[str]:
    """Return the engines of the threads, most threads first."""
    query = "SELECT engine FROM threads GROUP BY engine ORDER BY COUNT(*) DESC, engine"
    return [engine for (engine,) in store.rows(query)]


def sites(store: Store) -> list[str]:
    """Return the forums that the threads are from."""
    return [site for (site,) in store.rows("SELECT DISTINCT site FROM threads")]


def threads_by_id(store: Store) -> Iterator[Addressed]:
    """Return every thread by id, those first whose id is their number."""
    return _addressed(store, "id != number, id")


def threads_by_number(store: Store) -> Iterator[Addressed]:
    """Return every thread by number, those first whose id is their number."""
    return _addressed(store, "id != number, CAST(number AS INTEGER), id")


def _addressed(store: Store, order: str) -> Iterator[Addressed]:
    query = f"SELECT id, number, site, engine, url FROM threads ORDER BY {order}"
    return store.named(Addressed, query)


def seen_addresses(store: Store, site: str) -> Iterator[Seen]:
    """Yield the addresses of a forum's threads: their own, then those that links lead to."""
    own = "SELECT url, number FROM threads WHERE site = ? AND url IS NOT NULL"
    yield from store.named(Seen, own, site)
    linked = (
        "SELECT DISTINCT href, number FROM refs WHERE site = ? AND post_id IS NULL AND number != ''"
    )
    yield from store.named(Seen, linked, site)
