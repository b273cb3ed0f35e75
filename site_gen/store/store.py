"""The store: what each saved page said, and what the site holds, in one SQLite file beside the site.

It is a memory, not a source: delete it and the next build reads everything again. What code of
another version wrote is forgotten, so that no page is ever a mixture of two readers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, kind TEXT, size INTEGER, mtime_ns INTEGER, seen INTEGER, sha256 TEXT, key TEXT, reason TEXT
) WITHOUT ROWID;
CREATE TABLE readings (
    key TEXT PRIMARY KEY, sha256 TEXT, engine TEXT, view TEXT, site TEXT, site_name TEXT, thread_id TEXT, title TEXT,
    board_id TEXT, board TEXT, captured TEXT, dropped TEXT, record BLOB
);
CREATE TABLE threads (
    id TEXT PRIMARY KEY, inputs TEXT, digest TEXT, site TEXT, number TEXT, title TEXT, board TEXT, author TEXT,
    author_page TEXT, first TEXT, last TEXT, posts INTEGER, views INTEGER, replies INTEGER, locked INTEGER,
    gaps INTEGER, images INTEGER, gap_details TEXT, engine TEXT, url TEXT, tags TEXT, record BLOB
);
CREATE INDEX threads_by_number ON threads (number, site);
CREATE INDEX threads_by_board ON threads (board, last);
CREATE TABLE posts (
    thread TEXT, n INTEGER, post_id TEXT, author_page TEXT, author TEXT, author_title TEXT, date TEXT, source TEXT,
    excerpt TEXT, images INTEGER, PRIMARY KEY (thread, n)
) WITHOUT ROWID;
CREATE INDEX posts_by_id ON posts (post_id, thread);
CREATE INDEX posts_by_author ON posts (author_page, date DESC);
CREATE INDEX posts_by_date ON posts (date);
CREATE TABLE refs (
    thread TEXT, href TEXT, site TEXT, number TEXT, post_id TEXT, quoter INTEGER, PRIMARY KEY (thread, href)
) WITHOUT ROWID;
CREATE TABLE media (
    thread TEXT, path TEXT, asset TEXT, sha256 TEXT, width INTEGER, height INTEGER, n INTEGER, alt TEXT,
    PRIMARY KEY (thread, path)
) WITHOUT ROWID;
CREATE TABLE outputs (
    path TEXT PRIMARY KEY, key TEXT, size INTEGER, mtime_ns INTEGER
) WITHOUT ROWID;
"""


class Output(NamedTuple):
    """One file of the published site: what it was made from (``key``), its size and time."""

    path: str
    key: str
    size: int
    mtime_ns: int


class Store:
    """One open store. The build's own process writes; workers open the same file read-only."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path = path
        if readonly:
            self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        else:
            self.db = sqlite3.connect(path)
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-2000")

    @classmethod
    def open(cls, path: Path, version: str) -> Store:
        """Open the store of a site, or begin a new one in its place.

        A new one is begun where there is none, where it is damaged, and where another ``version``
        of the code (any text) wrote it.
        """
        try:
            store = cls(path)
            if store.meta("version") == version:
                return store
            store.db.close()
        except sqlite3.DatabaseError:
            pass
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        store = cls(path)
        store.db.executescript(SCHEMA)
        store.set_meta("version", version)
        store.commit()
        return store

    def meta(self, name: str) -> str | None:
        """A value kept under a name, or ``None``."""
        try:
            row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        except sqlite3.OperationalError:  # a store without tables yet
            return None
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Make what was written so far last."""
        self.db.commit()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def rows(self, sql: str, *values: Any) -> Iterator[Any]:
        """The rows of a query, one after the other."""
        return iter(self.db.execute(sql, values))

    def one(self, sql: str, *values: Any) -> Any:
        """The first row of a query, or ``None``."""
        return self.db.execute(sql, values).fetchone()

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert or replace whole rows."""
        rows = list(rows)
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)

    def forget_thread(self, thread: str) -> None:
        """Remove everything known of a thread of the site."""
        self.db.execute("DELETE FROM threads WHERE id = ?", (thread,))
        for table in ("posts", "refs", "media"):
            self.db.execute(f"DELETE FROM {table} WHERE thread = ?", (thread,))

    def grouped(self, sql: str, *values: Any) -> Iterator[tuple[Any, list[Any]]]:
        """The rows of a query in runs of equal first column."""
        for key, rows in groupby(self.rows(sql, *values), key=lambda row: row[0]):
            yield key, list(rows)
