"""Queries: the files of the published site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from site_gen.store.schema import Output
from site_gen.store.store import Store


class Total(NamedTuple):
    """How many files a site has, and their bytes together."""

    files: int
    size: float


def outputs(store: Store, below: str = "") -> dict[str, Output]:
    """Return the files of the site by path, those below a folder ("media/") or all."""
    found = store.select(Output, "WHERE path >= ? AND path < ?", below, below + "\U0010ffff")
    return {output.path: output for output in found}


def keep_outputs(store: Store, made: Iterable[Output]) -> None:
    """Remember the files of the site that was published, and no others."""
    store.db.execute("DELETE FROM outputs")
    store.insert(Output, made)


def total(store: Store) -> Total:
    """Count the files of the site and their bytes."""
    return next(store.named(Total, "SELECT COUNT(*), TOTAL(size) FROM outputs"))


def big_files(store: Store, size: int) -> list[tuple[str, int]]:
    """Return the files of at least so many bytes, the biggest first, as (path, bytes)."""
    query = "SELECT path, size FROM outputs WHERE size >= ? ORDER BY size DESC"
    return [(path, bytes_) for path, bytes_ in store.rows(query, size)]
