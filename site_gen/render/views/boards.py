"""The boards, and the threads of each."""

from __future__ import annotations

from msgspec import Struct

from site_gen.models import Summary
from site_gen.render.views.site import Crumb, Order, Pager


class BoardRow(Struct, frozen=True, kw_only=True):
    """A board in a list: its name, its page, the depth in the tree (0 outermost), its counts.

    ``first`` and ``last`` are ISO dates of its posts. ``incomplete`` counts threads with gaps.
    """

    title: str
    path: str
    depth: int = 0
    threads: int = 0
    posts: int = 0
    first: str | None = None
    last: str | None = None
    incomplete: int = 0


class BoardView(Struct, frozen=True, kw_only=True):
    """One page of one board's threads, in one of its ``orders``.

    These are "last" (post), "replies", "views", "started".

    ``title`` is ``None`` for threads whose board is unknown. Counts and dates are those of the
    boards inside, too.
    """

    title: str | None
    path: str
    crumbs: list[Crumb]
    pager: Pager
    rows: list[Summary]
    children: list[BoardRow] = []
    threads: int = 0
    posts: int = 0
    first: str | None = None
    last: str | None = None
    incomplete: int = 0
    order: str = "last"
    orders: list[Order] = []
