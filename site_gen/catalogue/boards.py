"""The boards: the tree of all, and each board's threads in every order a reader may want."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_gen.catalogue.rows import SUMMARY, paged, pages_for, summary
from site_gen.config import Config
from site_gen.render.places import board_crumbs, board_path
from site_gen.render.views.boards import BoardRow, BoardView
from site_gen.render.views.site import Order
from site_gen.store.store import Store

ORDERS: Mapping[str, str] = {
    "last": "last DESC",
    "replies": "posts DESC",
    "views": "views DESC",
    "started": "first DESC",
}
"""Each order's name, and how SQLite says it."""

SORTED_FROM = 8
"""Threads that a board needs to have other orders than the usual one."""


class Boards:
    """The boards of one site.

    ``tree`` holds every board, parents before children, threads of no board last.
    """

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.names: Mapping[str, str] = config.boards.names
        self.found = self._read()
        self.tree = list(self.found.values())

    def _read(self) -> dict[tuple[str, ...], BoardRow]:
        totals: dict[tuple[str, ...], list[Any]] = {}
        for text, *held in self.store.rows(
            "SELECT board, COUNT(*), SUM(posts), MIN(first), MAX(last), SUM(gaps > 0) FROM threads GROUP BY board "
            "ORDER BY board"
        ):
            board = tuple(json.loads(text))
            for depth in range(1, len(board) + 1) or [0]:
                before = totals.get(board[:depth], [0, 0, None, None, 0])
                totals[board[:depth]] = _together(before, held)
        return {
            board: BoardRow(
                title=self.name(board[-1]) if board else "",
                path=board_path(board),
                depth=max(0, len(board) - 1),
                threads=threads,
                posts=posts,
                first=first,
                last=last,
                incomplete=incomplete,
            )
            for board, (threads, posts, first, last, incomplete) in sorted(
                totals.items(), key=lambda entry: self._rank(entry[0])
            )
        }

    def name(self, board: str) -> str:
        """A board's name, as the curator wants it."""
        return self.names.get(board, board)

    def _rank(self, board: tuple[str, ...]) -> tuple[Any, ...]:
        order = self.config.boards.order
        ranks = [(order.index(name) if name in order else len(order), name) for name in board]
        return (not board, *(part for pair in ranks for part in pair))

    def views(self) -> Iterator[BoardView]:
        """Every page of every board, in the usual order of threads (last post) and in the others."""
        held = "SELECT board, COUNT(*), COUNT(views) FROM threads GROUP BY board"
        counts = {tuple(json.loads(text)): (text, *count) for text, *count in self.store.rows(held)}
        for board, row in self.found.items():
            text, count, viewed = counts.get(board, ("", 0, 0))
            orders = (
                [name for name in ORDERS if name != "views" or viewed]
                if count >= SORTED_FROM
                else ["last"]
            )
            for order in orders:
                yield from self._pages(board, row, text, count, order, orders)

    def _pages(
        self,
        board: tuple[str, ...],
        row: BoardRow,
        text: str,
        count: int,
        order: str,
        orders: list[str],
    ) -> Iterator[BoardView]:
        cap = self.config.list_cap
        paths = [board_path(board, number, _suffix(order)) for number in pages_for(count, cap)]
        query = f"SELECT {SUMMARY} FROM threads WHERE board = ? ORDER BY {ORDERS[order]}, id"
        for pager, rows in paged(paths, cap, self.store.rows(query, text)):
            yield BoardView(
                title=self.name(board[-1]) if board else None,
                path=paths[pager.number - 1],
                crumbs=board_crumbs(board[:-1], self.names),
                pager=pager,
                rows=[summary(found) for found in rows],
                children=children_of(row, self.tree),
                threads=row.threads,
                posts=row.posts,
                first=row.first,
                last=row.last,
                incomplete=row.incomplete,
                order=order,
                orders=[
                    Order(name=name, href=board_path(board, 1, _suffix(name))) for name in orders
                ],
            )


def _suffix(order: str) -> str:
    return "" if order == "last" else f"-by-{order}"


def _together(one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """Threads, posts, first and last date and incomplete threads of two boards."""
    firsts, lasts = (one[2], other[2]), (one[3], other[3])
    return [
        one[0] + other[0],
        one[1] + other[1],
        min(filter(None, firsts), default=None),
        max(filter(None, lasts), default=None),
        one[4] + other[4],
    ]


def children_of(row: BoardRow, tree: Sequence[BoardRow]) -> list[BoardRow]:
    """The boards directly below one, out of the tree in its order."""
    start = next((i for i, other in enumerate(tree) if other.path == row.path), len(tree))
    found: list[BoardRow] = []
    for other in tree[start + 1 :]:
        if other.depth <= row.depth:
            break
        if other.depth == row.depth + 1:
            found.append(other)
    return found
