"""The posts by years, months and days, and what began on each day of any year."""

from __future__ import annotations

from msgspec import Struct

from site_gen.models import Summary
from site_gen.render.views.charts import Chart
from site_gen.render.views.site import Pager


class MonthRow(Struct, frozen=True, kw_only=True):
    """A month of the calendar: its ISO name ("2012-03"), its page, its posts, the threads begun.

    ``level`` says how full it is (0 to 4).
    """

    month: str
    path: str | None = None
    posts: int = 0
    threads: int = 0
    level: int = 0


class YearRow(Struct, frozen=True, kw_only=True):
    """A year of the calendar with its twelve months.

    ``unplaced`` counts posts whose month no page states.
    """

    year: str
    path: str
    posts: int
    threads: int
    months: list[MonthRow]
    unplaced: int = 0


class CalendarView(Struct, frozen=True, kw_only=True):
    """All years, newest first.

    ``undated`` posts have no known year; ``on_this_day`` leads to the days of any year.
    """

    years: list[YearRow]
    undated: int = 0
    chart: Chart | None = None
    on_this_day: str | None = None


class ThreadDay(Struct, frozen=True, kw_only=True):
    """A thread in a span of time: its title, the place of its first post then, its posts then.

    ``begun`` tells that it began then.
    """

    title: str | None
    href: str
    posts: int
    author: str | None = None
    begun: bool = False


class YearView(Struct, frozen=True, kw_only=True):
    """One year: its months, and the threads with the most posts in it.

    ``before`` and ``after`` are the years beside it as (ISO year, path).
    """

    year: YearRow
    busiest: list[ThreadDay] = []
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


class DayRow(Struct, frozen=True, kw_only=True):
    """The threads of one day, or of what has no day within its month ("2012-03")."""

    day: str
    threads: list[ThreadDay]


class DayCell(Struct, frozen=True, kw_only=True):
    """A day in the calendar of a month: its posts and its place.

    ``level`` says how full it is beside the others (1 to 4).
    """

    posts: int
    href: str
    level: int


class MonthView(Struct, frozen=True, kw_only=True):
    """One page of one month, day by day.

    ``cells`` hold the days of the month (1 to 31) that have posts.

    ``year`` is the path of the year's page, ``before`` and ``after`` the months beside it as (ISO
    month, path).
    """

    month: str
    path: str
    year: str
    pager: Pager
    days: list[DayRow]
    cells: dict[int, DayCell]
    posts: int
    threads: int
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


class Anniversary(Struct, frozen=True, kw_only=True):
    """A day of any year ("02-29") and the threads that began on it, oldest first.

    ``more`` are not named.
    """

    day: str
    threads: list[Summary]
    more: int = 0


class OnThisDayView(Struct, frozen=True, kw_only=True):
    """What began on each day of one month (1 to 12) in any year.

    ``paths`` are the pages of all twelve months.
    """

    month: int
    path: str
    paths: list[str]
    days: list[Anniversary]
