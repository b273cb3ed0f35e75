"""Rows of the store as lists want them: in pages, and several queries side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from site_gen.models import Summary
from site_gen.render.views.site import Pager

Held = TypeVar("Held")


def renamed(thread: Summary, names: Mapping[str, str]) -> Summary:
    """Return a thread whose boards bear the curator's names."""
    if not names:
        return thread
    return replace(thread, board=[names.get(name, name) for name in thread.board])


def paged(paths: list[str], size: int, rows: Iterable[Held]) -> Iterator[tuple[Pager, list[Held]]]:
    """Yield rows in pages of ``size``, each with its pager; ``paths`` are those of all pages."""
    left = iter(rows)
    for number in range(1, len(paths) + 1):
        yield Pager(number=number, paths=paths), list(islice(left, size))


def pages_for(count: int, size: int) -> range:
    """Return the numbers of the pages that a list of ``count`` rows has: one at least."""
    return range(1, max(1, -(-count // size)) + 1)


class Runs(Generic[Held]):
    """Rows in the order of one field, handed out by its value.

    Several of these are read side by side: posts by author, threads by author.
    """

    def __init__(self, rows: Iterable[Held], field: str) -> None:
        self._groups = groupby(rows, key=attrgetter(field))
        self._head: tuple[Any, Iterator[Held]] | None = next(self._groups, None)

    def of(self, value: Any) -> Iterator[Held]:
        """Return the rows whose field has a value.

        Values are asked for in the order of the rows.
        """
        while self._head is not None and self._head[0] < value:
            self._head = next(self._groups, None)
        if self._head is None or self._head[0] != value:
            return iter(())
        return self._head[1]
