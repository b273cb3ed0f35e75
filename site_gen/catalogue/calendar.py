"""The calendar: years and months with their posts, each month day by day, and the days of any year.

A *span* is a day, a month or a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby, islice
from operator import attrgetter

from site_gen.catalogue.rows import Runs, paged, pages_for, renamed
from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.charts import activity, level, months_of
from site_gen.render.places import anniversary_path, dates_path, later_page, post_place
from site_gen.render.views.calendar import (
    Anniversary,
    CalendarView,
    DayCell,
    DayRow,
    MonthRow,
    MonthView,
    OnThisDayView,
    ThreadDay,
    YearRow,
    YearView,
)
from site_gen.render.views.charts import Chart
from site_gen.store import calendar, summaries
from site_gen.store.calendar import Day, ThreadThen
from site_gen.store.store import Store
from site_gen.store.summaries import Begun

MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
DAY = re.compile(r"\d{4}-\d\d-(?:0[1-9]|[12]\d|3[01])")
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days of each month in a leap year."""

BUSIEST = 12
"""Threads that a year's page names."""

NAMED = 8
"""Threads that are named for one day of the year: the longest."""


class Calendar:
    """The posts of one site by their dates.

    ``days`` are those of each month that have posts, ``months`` the months with their posts;
    ``begun`` counts the threads that began in each month.
    """

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        by_month = groupby(calendar.days(store), key=lambda day: day.day[:7])
        self.days = {month: list(held) for month, held in by_month}
        self.months = {month: _posts(held) for month, held in self.days.items()}
        self.begun = calendar.threads_begun_by_month(store)
        self.years = self._years()

    @cached_property
    def on_this_day(self) -> str | None:
        """The first page of the days of any year; ``None`` where no thread's first day is known."""
        return anniversary_path(1) if summaries.has_first_days(self.store) else None

    def chart(self) -> Chart | None:
        """Return the posts by month, each year leading to its page."""
        return activity(list(self.months.items()), dates_path)

    def undated(self) -> int:
        """Count the posts whose year is unknown."""
        return calendar.count_posts(self.store) - sum(self.months.values())

    def index(self) -> CalendarView:
        """Return all years."""
        return CalendarView(
            years=self.years[::-1],
            undated=self.undated(),
            chart=self.chart(),
            on_this_day=self.on_this_day,
        )

    def _years(self) -> list[YearRow]:
        placed = [posts for month, posts in self.months.items() if MONTH.fullmatch(month)]
        most = max(placed, default=0)
        years = sorted({month[:4] for month in self.months})
        return [self._year(year, most) for year in years]

    def _year(self, year: str, most: int) -> YearRow:
        months = [self._month(month, most) for month in months_of(year)]
        posts = _of_year(self.months, year)
        return YearRow(
            year=year,
            path=dates_path(year),
            posts=posts,
            threads=_of_year(self.begun, year),
            months=months,
            unplaced=posts - sum(month.posts for month in months),
        )

    def _month(self, month: str, most: int) -> MonthRow:
        posts = self.months.get(month, 0)
        return MonthRow(
            month=month,
            path=dates_path(month) if posts else None,
            posts=posts,
            threads=self.begun.get(month, 0),
            level=level(posts, most),
        )

    # ── Years and months ──

    def year_views(self) -> Iterator[YearView]:
        """Yield the page of every year."""
        threads = Runs(calendar.threads_by_year(self.store), "span")
        beside = [(year.year, year.path) for year in self.years]
        for number, year in enumerate(self.years):
            busiest = islice(threads.of(year.year), BUSIEST)
            yield YearView(
                year=year,
                busiest=[self._thread_day(thread) for thread in busiest],
                before=_beside(beside, number - 1),
                after=_beside(beside, number + 1),
            )

    def month_views(self) -> Iterator[MonthView]:
        """Yield every page of every month, day by day, the threads with the most posts first."""
        threads = Runs(calendar.threads_by_day(self.store), "span")
        months = [month for year in self.years for month in year.months if month.path]
        beside = [(month.month, month.path or "") for month in months]
        for number, month in enumerate(months):
            before, after = _beside(beside, number - 1), _beside(beside, number + 1)
            yield from self._month_pages(month, threads.of(month.month), before, after)

    def _month_pages(
        self,
        month: MonthRow,
        threads: Iterator[ThreadThen],
        before: tuple[str, str] | None,
        after: tuple[str, str] | None,
    ) -> Iterator[MonthView]:
        cap = self.config.list_cap
        days = self.days[month.month]
        first = dates_path(month.month)
        numbers = pages_for(sum(day.threads for day in days), cap)
        paths = [later_page(first, number) for number in numbers]
        cells = _cells(days, paths, cap)
        for pager, here in paged(paths, cap, threads):
            yield MonthView(
                month=month.month,
                path=paths[pager.number - 1],
                year=dates_path(month.month[:4]),
                pager=pager,
                days=self._day_rows(here),
                cells=cells,
                posts=month.posts,
                threads=month.threads,
                before=before,
                after=after,
            )

    def _day_rows(self, threads: Sequence[ThreadThen]) -> list[DayRow]:
        return [
            DayRow(day=day, threads=[self._thread_day(thread) for thread in held])
            for day, held in groupby(threads, key=attrgetter("day"))
        ]

    def _thread_day(self, then: ThreadThen) -> ThreadDay:
        return ThreadDay(
            title=then.title,
            href=post_place(then.thread, then.n, then.post_id, self.config.page_cap),
            posts=then.posts,
            author=then.author,
            begun=then.began == (then.day or then.span),
        )

    # ── The days of the year ──

    def anniversaries(self) -> Iterator[OnThisDayView]:
        """Yield the page of each month of any year with what began on its days."""
        if not self.on_this_day:
            return
        paths = [anniversary_path(month) for month in range(1, 13)]
        threads = Runs(summaries.by_day_of_year(self.store), "day")
        for month, path in enumerate(paths, 1):
            days = [f"{month:02d}-{day:02d}" for day in range(1, LENGTHS[month - 1] + 1)]
            yield OnThisDayView(
                month=month,
                path=path,
                paths=paths,
                days=[self._anniversary(day, threads.of(day)) for day in days],
            )

    def _anniversary(self, day: str, begun: Iterator[Begun]) -> Anniversary:
        names = self.config.boards.names
        named = [renamed(found.thread, names) for found in islice(begun, NAMED)]
        return Anniversary(day=day, threads=sorted(named, key=_begin), more=sum(1 for _ in begun))


def _begin(thread: Summary) -> tuple[str, str]:
    return thread.first or "", thread.id


def _posts(days: Sequence[Day]) -> int:
    return sum(day.posts for day in days)


def _of_year(months: Mapping[str, int], year: str) -> int:
    return sum(count for month, count in months.items() if month[:4] == year)


def _beside(spans: Sequence[tuple[str, str]], number: int) -> tuple[str, str] | None:
    if not 0 <= number < len(spans):
        return None
    return spans[number]


def _cells(days: Sequence[Day], paths: Sequence[str], cap: int) -> dict[int, DayCell]:
    """Return the days of a month that have posts, each with the page on which it begins."""
    most = max((day.posts for day in days), default=0)
    before = accumulate((day.threads for day in days), initial=0)
    return {
        int(day.day[8:]): DayCell(
            posts=day.posts,
            href=f"{paths[start // cap]}#d{day.day[8:]}",
            level=level(day.posts, most),
        )
        for day, start in zip(days, before, strict=False)
        if DAY.fullmatch(day.day)
    }
