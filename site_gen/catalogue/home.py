"""The front page: the boards, the best threads by several measures, the whole in numbers."""

from __future__ import annotations

from collections.abc import Iterable

from site_gen.catalogue.boards import Boards
from site_gen.catalogue.calendar import Calendar
from site_gen.catalogue.rows import renamed
from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.places import dates_path
from site_gen.render.views.home import HomeView
from site_gen.store import account, summaries
from site_gen.store.store import Store

ROWS = 8
BOARDS = 24
"""Boards that the front page shows.

Where there are more, it shows the outer ones, or the fullest of those.
"""


def home(
    store: Store, config: Config, boards: Boards, calendar: Calendar, intro: str | None
) -> HomeView:
    """Return the front page; ``intro`` is the curator's."""

    def named(threads: Iterable[Summary]) -> list[Summary]:
        return [renamed(thread, config.boards.names) for thread in threads]

    span = account.span_of_threads(store)
    counts = account.counts(store)
    return HomeView(
        boards=boards.outer(BOARDS),
        all_boards=len(boards.tree),
        newest=named(summaries.newest(store, ROWS)),
        largest=named(summaries.longest(store, ROWS)),
        viewed=named(summaries.most_viewed(store, ROWS)),
        chart=calendar.chart(),
        calendar=dates_path() if calendar.years else None,
        on_this_day=calendar.on_this_day,
        first=span.first,
        last=span.last,
        intro=intro,
        threads=counts.threads,
        posts=counts.posts,
        authors=counts.authors,
        gaps=counts.gaps,
    )
