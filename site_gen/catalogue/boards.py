"""The boards: the tree of all, and each board's threads in every order a reader may want."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_gen.catalogue.rows import paged, pages_for
from site_gen.config import Config
from site_gen.render.places import board_crumbs, board_path
from site_gen.render.views.boards import BoardRow, BoardView
from site_gen.render.views.site import Order
from site_gen.store import summaries
from site_gen.store.boards import BoardTotal, board_totals
from site_gen.store.store import Store

USUAL = "last"
"""The order of the threads that a board's first pages have."""

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
        self.own = {tuple(total.board): total for total in board_totals(store)}
        self.found = self._read()
        self.tree = list(self.found.values())

    def _read(self) -> dict[tuple[str, ...], BoardRow]:
        totals: dict[tuple[str, ...], BoardTotal] = {}
        for board, own in self.own.items():
            for depth in range(1, len(board) + 1) or [0]:
                before = totals.get(board[:depth])
                totals[board[:depth]] = _together(before, own) if before else own
        return {board: self._row(board, totals[board]) for board in sorted(totals, key=self._rank)}

    def _row(self, board: tuple[str, ...], total: BoardTotal) -> BoardRow:
        return BoardRow(
            title=self.title(board) or "",
            path=board_path(board),
            depth=max(0, len(board) - 1),
            threads=total.threads,
            posts=total.posts,
            first=total.first,
            last=total.last,
            incomplete=total.incomplete,
        )

    def title(self, board: Sequence[str]) -> str | None:
        """Return a board's name, as the curator wants it; ``None`` for threads of no board."""
        if not board:
            return None
        return self.names.get(board[-1], board[-1])

    def _rank(self, board: tuple[str, ...]) -> tuple[Any, ...]:
        wanted = dict.fromkeys(self.config.boards.order)
        places = {name: place for place, name in enumerate(wanted)}
        ranks = [(places.get(name, len(wanted)), name) for name in board]
        return (not board, *(part for pair in ranks for part in pair))

    def outer(self, most: int) -> list[BoardRow]:
        """Return the tree, or as many levels of it as have at most so many boards.

        Of too many outer ones the fullest.
        """
        depth = max((row.depth for row in self.tree), default=0)
        outer = self.tree
        while depth and len(outer) > most:
            depth -= 1
            outer = [row for row in self.tree if row.depth <= depth]
        fullest = heapq.nlargest(most, outer, key=lambda row: row.posts)
        paths = {row.path for row in fullest}
        return [row for row in outer if row.path in paths]

    # ── Each of them ──

    def views(self) -> Iterator[BoardView]:
        """Yield every page of every board, in the usual order of its threads and in the others."""
        for board, row in self.found.items():
            own = self.own.get(board) or BoardTotal(board=list(board))
            for order in _orders(own):
                yield from self._pages(row, own, order)

    def _pages(self, row: BoardRow, own: BoardTotal, order: str) -> Iterator[BoardView]:
        board = own.board
        cap = self.config.list_cap
        numbers = pages_for(own.threads, cap)
        paths = [board_path(board, number, _suffix(order)) for number in numbers]
        orders = [
            Order(name=name, href=board_path(board, 1, _suffix(name))) for name in _orders(own)
        ]
        threads = summaries.of_board(self.store, board, order)
        for pager, here in paged(paths, cap, threads):
            yield BoardView(
                title=self.title(board),
                path=paths[pager.number - 1],
                crumbs=board_crumbs(board[:-1], self.names),
                pager=pager,
                rows=here,
                children=children_of(row, self.tree),
                threads=row.threads,
                posts=row.posts,
                first=row.first,
                last=row.last,
                incomplete=row.incomplete,
                order=order,
                orders=orders,
            )


def _orders(own: BoardTotal) -> list[str]:
    if own.threads < SORTED_FROM:
        return [USUAL]
    return [order for order in summaries.ORDERS if order != "views" or own.viewed]


def _suffix(order: str) -> str:
    return "" if order == USUAL else f"-by-{order}"


def _together(one: BoardTotal, other: BoardTotal) -> BoardTotal:
    """Return the total of a board and of another inside."""
    return BoardTotal(
        board=one.board,
        threads=one.threads + other.threads,
        posts=one.posts + other.posts,
        first=min(filter(None, (one.first, other.first)), default=None),
        last=max(filter(None, (one.last, other.last)), default=None),
        incomplete=one.incomplete + other.incomplete,
        viewed=one.viewed + other.viewed,
    )


def children_of(row: BoardRow, tree: Sequence[BoardRow]) -> list[BoardRow]:
    """Return the boards directly below one, out of the tree in its order."""
    start = next((i for i, other in enumerate(tree) if other.path == row.path), len(tree))
    found: list[BoardRow] = []
    for other in tree[start + 1 :]:
        if other.depth <= row.depth:
            break
        if other.depth == row.depth + 1:
            found.append(other)
    return found
