"""The store: what each saved page said, and what the site holds, in one SQLite file.

It is a memory, not a source: delete it and the next build reads everything again. What code of
another version wrote is forgotten, so that no page is ever a mixture of two readers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from site_gen.store.schema import Row, columns, decoder, encoded, name_of, schema

Named = TypeVar("Named", bound=tuple[Any, ...])


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
        store.db.executescript(schema())
        store.set_meta("version", version)
        store.commit()
        return store

    def meta(self, name: str) -> str | None:
        """Return the value kept under a name, or ``None``."""
        try:
            row = self.one("SELECT value FROM meta WHERE name = ?", name)
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

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ── For the queries beside this module ──

    def insert(self, table: type[Struct], rows: Iterable[Struct]) -> None:
        """Insert or replace rows of one table."""
        marks = ", ".join("?" * len(table.__struct_fields__))
        self.db.executemany(
            f"INSERT OR REPLACE INTO {name_of(table)} ({columns(table)}) VALUES ({marks})",
            map(encoded, rows),
        )

    def select(self, table: type[Row], rest: str = "", *values: Any) -> Iterator[Row]:
        """Return the rows of one table. ``rest`` is what follows its name in the query."""
        query = f"SELECT {columns(table)} FROM {name_of(table)} {rest}"
        return self.structs(table, query, *values)

    def structs(self, kind: type[Row], sql: str, *values: Any) -> Iterator[Row]:
        """Return the rows of a query as structs, whose fields are its columns in order."""
        return map(decoder(kind), self.db.execute(sql, values))

    def named(self, kind: type[Named], sql: str, *values: Any) -> Iterator[Named]:
        """Return the rows of a query as named tuples, whose fields are its columns in order."""
        make = kind._make  # type: ignore[attr-defined]
        return map(make, self.db.execute(sql, values))

    def rows(self, sql: str, *values: Any) -> Iterator[Any]:
        """Return the rows of a query, one after the other."""
        return iter(self.db.execute(sql, values))

    def one(self, sql: str, *values: Any) -> Any:
        """Return the first row of a query, or ``None``."""
        return self.db.execute(sql, values).fetchone()

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row of a query, or ``None``."""
        row = self.one(sql, *values)
        return row[0] if row else None
