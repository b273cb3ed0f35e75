"""Queries: the files of the archive, and what each was read as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from site_gen.store.schema import FileRow, ReadingRow
from site_gen.store.store import Store


class Known(NamedTuple):
    """A file as it was when it was last looked at."""

    path: str
    kind: str
    stamp: str


class Due(NamedTuple):
    """A file to read, with its evidence as MessagePack."""

    path: str
    evidence: bytes


class Outcome(NamedTuple):
    """A saved file and what became of it; ``is_used`` where the site shows something of it."""

    path: str
    kind: str
    reason: str | None
    is_used: int
    thread: str | None
    engine: str | None
    view: str | None
    charset: str | None
    sha256: str | None
    url: str | None
    captured: str | None


class Assets(NamedTuple):
    """How many files lie beside the saved pages, and how many of them the site shows."""

    all: int
    shown: int


class State(NamedTuple):
    """What a site depends on of one file: what it was read as, or its stamp if nobody reads it."""

    path: str
    kind: str
    key: str | None
    reason: str | None
    stamp: str | None


def known_files(store: Store) -> dict[str, Known]:
    """Return every file by its path."""
    found = store.named(Known, "SELECT path, kind, stamp FROM files")
    return {known.path: known for known in found}


def keep_files(store: Store, rows: Iterable[FileRow], gone: Iterable[str]) -> None:
    """Keep files that are new or changed, and forget those that are gone."""
    store.db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
    store.insert(FileRow, rows)
    store.commit()


def has_pages(store: Store) -> bool:
    """Tell whether any file may be a saved page."""
    return store.one("SELECT 1 FROM files WHERE kind IN ('page', 'text')") is not None


def due_files(store: Store) -> list[Due]:
    """Return the files that are to be read, by path."""
    query = "SELECT path, evidence FROM files WHERE NOT seen ORDER BY path"
    return list(store.named(Due, query))


def keep_reading(
    store: Store, path: str, sha256: str, row: ReadingRow | None, reason: str | None
) -> None:
    """Keep what came of a file: its reading, or the reason why there is none."""
    if row is not None:
        store.insert(ReadingRow, [row])
    store.db.execute(
        "UPDATE files SET seen = 1, sha256 = ?, key = ?, reason = ? WHERE path = ?",
        (sha256, row.key if row else None, reason, path),
    )


def forget_unused_readings(store: Store) -> None:
    """Forget the readings that no file has."""
    store.db.execute(
        "DELETE FROM readings WHERE key NOT IN (SELECT key FROM files WHERE key IS NOT NULL)"
    )
    store.commit()


def reading(store: Store, key: str) -> bytes:
    """Return a reading as MessagePack."""
    record: bytes = store.value("SELECT record FROM readings WHERE key = ?", key)
    return record


def curated_files(store: Store) -> list[str]:
    """Return the paths of the curator's own files, in order."""
    return [
        path
        for (path,) in store.rows("SELECT path FROM files WHERE kind = 'curated' ORDER BY path")
    ]


def states(store: Store) -> Iterator[State]:
    """Return what a site depends on of every file, by path."""
    return store.named(
        State,
        "SELECT path, kind, key, reason, CASE WHEN kind = 'asset' THEN stamp END "
        "FROM files ORDER BY path",
    )


def outcomes(store: Store) -> Iterator[Outcome]:
    """Return every file of the archive, by path."""
    return store.named(
        Outcome,
        "WITH used AS (SELECT source AS path FROM posts UNION SELECT asset FROM media) "
        "SELECT f.path, f.kind, f.reason, u.path IS NOT NULL, f.thread, r.engine, r.view, "
        "r.charset, f.sha256, r.url, r.captured FROM files f "
        "LEFT JOIN readings r ON r.key = f.key LEFT JOIN used u ON u.path = f.path "
        "ORDER BY f.path",
    )


def count_assets(store: Store) -> Assets:
    """Count the files beside the saved pages, and those that the site shows."""
    query = (
        "SELECT COUNT(*), (SELECT COUNT(DISTINCT asset) FROM media) FROM files WHERE kind = 'asset'"
    )
    return next(store.named(Assets, query))


def keep_thread_of(store: Store, pages: Iterable[tuple[str, str]]) -> None:
    """Keep which thread files are pages of, given as (thread, path)."""
    store.db.executemany("UPDATE files SET thread = ? WHERE path = ?", pages)


def skipped_files(store: Store, most: int = -1) -> list[tuple[str, str]]:
    """Return the files that were skipped, as (path, reason), by path; ``most`` of them."""
    query = "SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path LIMIT ?"
    return [(path, reason) for path, reason in store.rows(query, most)]


# ── What the pages say of the whole ───────────────────────────────────────────────────────────────


def main_site(store: Store) -> str:
    """Return the forum that most pages are from, "" if none says."""
    found = store.value(
        "SELECT site FROM readings WHERE site != '' GROUP BY site "
        "ORDER BY COUNT(*) DESC, site LIMIT 1"
    )
    return found or ""


def forum_name(store: Store) -> str | None:
    """Return the name that most pages give the forum."""
    found: str | None = store.value(
        "SELECT site_name FROM readings WHERE site_name IS NOT NULL GROUP BY site_name "
        "ORDER BY COUNT(*) DESC, site_name LIMIT 1"
    )
    return found
