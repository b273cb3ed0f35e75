"""Queries: the pages that make a thread, and the threads of the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from site_gen.store.schema import MediaRow, PostRow, RefRow, ThreadRow
from site_gen.store.store import Store

LED = (
    "SELECT r.thread, r.href, t.id, p.n, p.post_id, o.title, r.quoter, q.post_id FROM refs r "
    "JOIN threads o ON o.id = r.thread "
    "LEFT JOIN posts q ON q.thread = r.thread AND q.n = r.quoter "
)
LINKS = (
    f"{LED} JOIN threads t ON t.number = r.number AND t.site = r.site "
    "LEFT JOIN posts p ON p.thread = t.id AND p.post_id = r.post_id "
    f"UNION ALL {LED} JOIN posts p ON p.post_id = r.post_id "
    "JOIN threads t ON t.id = p.thread AND t.site = r.site "
    "WHERE r.number = '' GROUP BY r.thread, r.href HAVING COUNT(*) = 1 ORDER BY 1, 2"
)
"""Of two posts of the site that an address may lead to, neither is led to."""


class SavedPage(NamedTuple):
    """A page that holds a part of a thread; ``thread`` is the one that it joined last."""

    thread_id: str
    engine: str
    site: str
    title: str | None
    path: str
    sha256: str
    key: str
    board_id: str | None
    thread: str | None


class Link(NamedTuple):
    """A link of a thread that leads to a thread of the site, and to which post of it.

    ``quoter`` is the number of the post that quotes what it leads to, ``quoter_id`` the forum's id
    of that post.
    """

    thread: str
    href: str
    target: str
    n: int | None
    post_id: str | None
    title: str | None
    quoter: int | None
    quoter_id: str | None


class Digest(NamedTuple):
    """A thread and a hash: of the pages it was joined from, or of all it holds."""

    id: str
    digest: str


class Record(NamedTuple):
    """A thread as MessagePack, and the forum it is from."""

    record: bytes
    site: str


def saved_pages(store: Store) -> Iterator[SavedPage]:
    """Return every page that was read, thread by thread."""
    return store.named(
        SavedPage,
        "SELECT r.thread_id, r.engine, r.site, r.title, f.path, f.sha256, r.key, r.board_id, "
        "f.thread FROM files f JOIN readings r ON r.key = f.key "
        "ORDER BY r.thread_id, r.engine, r.site, f.path",
    )


def fullest_boards(store: Store) -> dict[tuple[str, str | None], list[str]]:
    """Return the fullest path to each board by forum and number: a phone's page names one board."""
    found: dict[tuple[str, str | None], list[str]] = {}
    rows = store.rows(
        "SELECT DISTINCT site, board_id, board FROM readings WHERE board_id IS NOT NULL "
        "ORDER BY 1, 2, 3"
    )
    for site, number, board in rows:
        found[site, number] = max(found.get((site, number), []), json.loads(board), key=len)
    return found


def inputs(store: Store) -> dict[str, str]:
    """Return for each thread a hash of the pages it was joined from."""
    found = store.named(Digest, "SELECT id, inputs FROM threads")
    return {thread.id: thread.digest for thread in found}


def forget_inputs(store: Store) -> None:
    """Have every thread joined anew."""
    store.db.execute("UPDATE threads SET inputs = ''")


def forget_thread(store: Store, thread: str) -> None:
    """Forget everything known of a thread of the site."""
    store.db.execute("DELETE FROM threads WHERE id = ?", (thread,))
    for table in ("posts", "refs", "media"):
        store.db.execute(f"DELETE FROM {table} WHERE thread = ?", (thread,))


def keep_thread(
    store: Store,
    thread: ThreadRow,
    posts: Sequence[PostRow],
    refs: Sequence[RefRow],
    media: Sequence[MediaRow],
) -> None:
    """Keep a thread with its posts, links and pictures in place of what was known of it."""
    forget_thread(store, thread.id)
    store.insert(ThreadRow, [thread])
    store.insert(PostRow, posts)
    store.insert(RefRow, refs)
    store.insert(MediaRow, media)


def count_threads(store: Store) -> int:
    """Count the threads of the site."""
    return int(store.value("SELECT COUNT(*) FROM threads"))


def digests(store: Store) -> list[Digest]:
    """Return every thread with a hash of all it holds, by id."""
    return list(store.named(Digest, "SELECT id, digest FROM threads ORDER BY id"))


def record(store: Store, thread: str) -> Record:
    """Return one thread."""
    query = "SELECT record, site FROM threads WHERE id = ?"
    return next(store.named(Record, query, thread))


def records(store: Store) -> Iterator[bytes]:
    """Return every thread as MessagePack, by the forum's numbers, one after the other."""
    ids = store.rows(
        "SELECT id FROM threads "
        "ORDER BY number GLOB '*[^0-9]*', CASE WHEN number GLOB '*[^0-9]*' THEN 0 "
        "ELSE length(ltrim(number, '0')) END, ltrim(number, '0'), number, id"
    )
    for (thread,) in list(ids):
        yield record(store, thread).record


def links(store: Store) -> Iterator[Link]:
    """Return every link that leads to a thread of the site."""
    return store.named(Link, LINKS)


def media_of(store: Store, thread: str) -> list[MediaRow]:
    """Return the saved pictures of a thread."""
    return list(store.select(MediaRow, "WHERE thread = ?", thread))


class Asset(NamedTuple):
    """A picture of the site by its name, and the file of the archive that it is read from."""

    name: str
    path: str


def assets(store: Store) -> list[Asset]:
    """Return every picture that posts show, each once, by name."""
    query = "SELECT name, MIN(asset) FROM media GROUP BY name ORDER BY 1"
    return list(store.named(Asset, query))


def opening_words(store: Store, threads: int, posts: int) -> Iterator[str]:
    """Return the titles and first words of some threads, of so many posts each."""
    rows = store.rows(
        "SELECT title, (SELECT group_concat(excerpt, ' ') FROM posts WHERE thread = id AND n <= ?) "
        "FROM threads ORDER BY id LIMIT ?",
        posts,
        threads,
    )
    return (" ".join(filter(None, row)) for row in rows)


def newest(store: Store, most: int) -> Iterator[ThreadRow]:
    """Return the threads that began last, of those whose first day is known, newest first."""
    return store.select(
        ThreadRow, "WHERE length(first) >= 10 ORDER BY first DESC, id LIMIT ?", most
    )


def board_names(store: Store) -> list[str]:
    """Return the names of all boards that threads stand in, in order."""
    rows = store.rows("SELECT DISTINCT board FROM threads")
    return sorted({name for (board,) in rows for name in json.loads(board)})
