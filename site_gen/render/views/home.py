"""The front page."""

from __future__ import annotations

from msgspec import Struct

from site_gen.models import Summary
from site_gen.render.views.boards import BoardRow
from site_gen.render.views.charts import Chart


class HomeView(Struct, frozen=True, kw_only=True):
    """The front page: boards, the newest, the largest and the most viewed threads, and counts.

    The counts are those of the whole site.

    ``boards`` are the outer ones where there are many; ``all_boards`` counts them all.
    ``on_this_day`` leads to the threads by the day of the year, ``calendar`` to those by date.
    """

    boards: list[BoardRow]
    newest: list[Summary]
    largest: list[Summary]
    threads: int
    posts: int
    authors: int
    gaps: int
    viewed: list[Summary] = []
    all_boards: int = 0
    chart: Chart | None = None
    calendar: str | None = None
    on_this_day: str | None = None
    first: str | None = None
    last: str | None = None
    intro: str | None = None
