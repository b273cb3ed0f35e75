"""SQLite: threads and posts as tables, with a full-text index; opens in Datasette.

The columns are those of the record (docs/record.md). Lists of a thread or post that hold more than
plain words are tables of their own, each row with its thread and the number of its post.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from site_gen.exports import Format
from site_gen.models import (
    Attachment,
    Comment,
    Gap,
    Image,
    Link,
    Post,
    Quote,
    Rating,
    Source,
    Thread,
    Version,
)
from site_gen.search.words import SOLID, fold
from site_gen.store import threads
from site_gen.store.store import Store

THREAD = msgspec.msgpack.Decoder(Thread)
CHUNK = 1 << 20  # bytes
OF_POSTS: dict[str, type[Struct]] = {
    "quotes": Quote,
    "links": Link,
    "images": Image,
    "attachments": Attachment,
    "comments": Comment,
    "ratings": Rating,
    "versions": Version,
}
OF_THREADS: dict[str, type[Struct]] = {"sources": Source, "gaps": Gap}
THREAD_COLUMN = "thread TEXT REFERENCES threads (id)"
SEARCH = """
CREATE VIRTUAL TABLE posts_fts USING fts5(
    author, subject, text, content='posts', content_rowid='rowid', tokenize='trigram'
);
INSERT INTO posts_fts (posts_fts) VALUES ('rebuild');
"""
PAIRS = """
CREATE VIRTUAL TABLE posts_pairs USING fts5(pairs, content='', detail='none', columnsize=0);
"""
"""FTS5's trigrams find nothing shorter than three characters; most Chinese words have two."""

RUN = re.compile(f"[{SOLID}]{{2,}}")
INDEXES = """
CREATE INDEX posts_by_author ON posts (author);
CREATE INDEX posts_by_date ON posts (date);
CREATE INDEX posts_by_id ON posts (id);
"""


def chunks(store: Store) -> Iterator[bytes]:
    """Yield the bytes of the database."""
    with tempfile.TemporaryDirectory(prefix="sitegen-") as folder:
        path = Path(folder) / "export.sqlite"
        write(store, path)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def write(store: Store, path: Path) -> None:
    """Write the database to a file that is not there yet."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        db.executescript(_schema() + PAIRS)
        db.execute("BEGIN")
        for record in threads.records(store):
            _insert_thread(db, THREAD.decode(record))
        db.execute("COMMIT")
        db.executescript(INDEXES + SEARCH)
    finally:
        db.close()


def _schema() -> str:
    """Return the SQL that makes the tables."""
    tables = [
        f"CREATE TABLE threads ({_columns(Thread)}, PRIMARY KEY (id));",
        f"CREATE TABLE posts ({THREAD_COLUMN}, {_columns(Post)}, PRIMARY KEY (thread, n));",
    ]
    for name, kind in OF_THREADS.items():
        tables.append(f"CREATE TABLE {name} ({THREAD_COLUMN}, {_columns(kind)});")
    for name, kind in OF_POSTS.items():
        tables.append(
            f"CREATE TABLE {name} (thread TEXT, n INTEGER, {_columns(kind)}, "
            "FOREIGN KEY (thread, n) REFERENCES posts (thread, n));"
        )
        tables.append(f"CREATE INDEX {name}_by_post ON {name} (thread, n);")
    return "\n".join(tables)


def _columns(kind: type[Struct]) -> str:
    hints = get_type_hints(kind)
    return ", ".join(f'"{name}" {_affinity(hints[name])}' for name in _plain(kind))


def _plain(kind: type[Struct]) -> list[str]:
    """Return the fields of a struct that are columns of its own table."""
    others = {"posts", *OF_POSTS, *OF_THREADS}
    return [name for name in kind.__struct_fields__ if name not in others]


def _affinity(hint: Any) -> str:
    kinds = set(get_args(hint)) or {hint}
    if get_origin(hint) is list:
        return "TEXT"
    return "INTEGER" if kinds & {int, bool} else "TEXT"


def _insert_thread(db: sqlite3.Connection, thread: Thread) -> None:
    _insert(db, "threads", (), [thread])
    for name in OF_THREADS:
        _insert(db, name, (thread.id,), getattr(thread, name))
    _insert(db, "posts", (thread.id,), thread.posts)
    _insert_pairs(db, thread)
    for post in thread.posts:
        for name in OF_POSTS:
            _insert(db, name, (thread.id, post.n), getattr(post, name))


def _insert_pairs(db: sqlite3.Connection, thread: Thread) -> None:
    """Index the pairs of characters in the texts of scripts that write no spaces."""
    ids = db.execute("SELECT rowid FROM posts WHERE thread = ? ORDER BY n", (thread.id,)).fetchall()
    held = [pairs(f"{post.subject or ''} {post.text}") for post in thread.posts]
    rows = [(rowid, text) for (rowid,), text in zip(ids, held, strict=True) if text]
    db.executemany("INSERT INTO posts_pairs (rowid, pairs) VALUES (?, ?)", rows)


def pairs(text: str) -> str:
    """Return every pair of neighbouring characters of solid scripts: "水库大" gives "水库 库大"."""
    runs = RUN.findall(fold(text))
    return " ".join(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def _insert(db: sqlite3.Connection, table: str, before: tuple[Any, ...], rows: list[Any]) -> None:
    """Insert structs into a table, behind the columns that say whose they are."""
    if not rows:
        return
    names = _plain(type(rows[0]))
    marks = ", ".join("?" * (len(before) + len(names)))
    values = ([*before, *(_value(getattr(row, name)) for name in names)] for row in rows)
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", values)


def _value(value: Any) -> Any:
    """Return a value as SQLite keeps it: lists and structs as JSON."""
    if value is None or isinstance(value, str | int):
        return value
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)


SQLITE = Format("sqlite", ".sqlite", "SQLite: tables with a full-text index, for Datasette", chunks)
