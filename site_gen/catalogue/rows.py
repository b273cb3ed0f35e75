"""Rows of the store as lists want them: summaries of threads, pages of rows, runs of several queries side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from site_gen.models import Summary
from site_gen.render.views.site import Pager

SUMMARY = "id, title, board, author, author_page, first, last, posts, views, replies, locked, gaps, images"
DATED = "GLOB '[0-9][0-9][0-9][0-9]*'"
"""What SQLite asks of a date that says a year at least."""


def summary(row: Sequence[Any], names: Mapping[str, str] | None = None) -> Summary:
    """A row of the threads table, in the order of :data:`SUMMARY`.

    ``names`` are the curator's names of boards.
    """
    board = json.loads(row[2])
    return Summary(
        id=row[0],
        title=row[1],
        board=[names.get(name, name) for name in board] if names else board,
        author=row[3],
        author_page=row[4],
        first=row[5],
        last=row[6],
        posts=row[7],
        views=row[8],
        replies=row[9],
        locked=None if row[10] is None else bool(row[10]),
        gaps=row[11],
        images=row[12],
    )


def paged(paths: list[str], size: int, rows: Iterator[Any]) -> Iterator[tuple[Pager, list[Any]]]:
    """Rows in pages of ``size``, each with its pager; ``paths`` are those of all pages."""
    for number in range(1, len(paths) + 1):
        yield Pager(number=number, paths=paths), list(islice(rows, size))


def pages_for(count: int, size: int) -> range:
    """The numbers of the pages that a list of ``count`` rows has: one at least."""
    return range(1, max(1, -(-count // size)) + 1)


class Runs:
    """Rows in the order of their first column, handed out by its value: several of these are read side by side."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._groups = groupby(rows, key=lambda row: row[0])
        self._head: tuple[Any, Iterator[Any]] | None = next(self._groups, None)

    def of(self, key: Any) -> Iterator[Any]:
        """The rows whose first column is ``key``. Keys are asked for in the order of the rows."""
        while self._head is not None and self._head[0] < key:
            self._head = next(self._groups, None)
        return self._head[1] if self._head is not None and self._head[0] == key else iter(())
