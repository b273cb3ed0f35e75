"""The calendar: years and months with their posts, each month day by day, and the days of the year in any year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, groupby, islice
from typing import Any, NamedTuple

from site_gen.catalogue.rows import DATED, SUMMARY, Runs, paged, pages_for, summary
from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.charts import activity, level
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
from site_gen.store.store import Store

MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
DAY = re.compile(r"\d{4}-\d\d-(?:0[1-9]|[12]\d|3[01])")
BUSIEST = 12
"""Threads that a year's page names."""

NAMED = 8
"""Threads that are named for one day of the year: the longest."""

DAYS = f"SELECT substr(date, 1, 10), COUNT(*), COUNT(DISTINCT thread) FROM posts WHERE date {DATED} GROUP BY 1 ORDER BY 1"
BEGUN = f"SELECT substr(first, 1, 7), COUNT(*) FROM threads WHERE first {DATED} GROUP BY 1"
OF_DAYS = (
    "SELECT substr(p.date, 1, 7), substr(p.date, 1, 10), p.thread, COUNT(*), MIN(p.n), p.post_id, t.title, t.author, "
    f"substr(t.first, 1, 10) FROM posts p JOIN threads t ON t.id = p.thread WHERE p.date {DATED} "
    "GROUP BY substr(p.date, 1, 10), p.thread ORDER BY 1, 2, 4 DESC, 3"
)
OF_YEARS = (
    "SELECT substr(p.date, 1, 4), '', p.thread, COUNT(*) AS held, MIN(p.n), p.post_id, t.title, t.author, "
    f"substr(t.first, 1, 4) FROM posts p JOIN threads t ON t.id = p.thread WHERE p.date {DATED} "
    "GROUP BY 1, p.thread ORDER BY 1, held DESC, 3"
)
ANNIVERSARIES = (
    f"SELECT substr(first, 6, 5), {SUMMARY} FROM threads WHERE first {DATED} AND length(first) >= 10 "
    "ORDER BY 1, posts DESC, id"
)


class Span(NamedTuple):
    """What one day, month or year holds: its posts, and how many threads have any."""

    posts: int
    threads: int


class Calendar:
    """The posts of one site by their dates."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        rows = list(store.rows(DAYS))
        self.days = {day: Span(posts, threads) for day, posts, threads in rows}
        self.months: list[tuple[str, int]] = [
            (month, sum(row[1] for row in held))
            for month, held in groupby(rows, lambda row: row[0][:7])
        ]
        self.begun: dict[str, int] = dict(store.rows(BEGUN))
        self.years = self._years()

    def chart(self) -> Chart | None:
        """Posts by month, each year leading to its page."""
        return activity(self.months, dates_path)

    def has_anniversaries(self) -> bool:
        """Whether the day is known on which any thread began."""
        return (
            self.store.one(f"SELECT 1 FROM threads WHERE first {DATED} AND length(first) >= 10")
            is not None
        )

    def undated(self) -> int:
        """Posts whose year is unknown."""
        every: int = self.store.one("SELECT COUNT(*) FROM posts")[0]
        return every - sum(count for _, count in self.months)

    def index(self) -> CalendarView:
        """All years."""
        return CalendarView(
            years=self.years[::-1],
            undated=self.undated(),
            chart=self.chart(),
            on_this_day=anniversary_path(1) if self.has_anniversaries() else None,
        )

    def _years(self) -> list[YearRow]:
        posts = dict(self.months)
        most = max((count for month, count in self.months if MONTH.fullmatch(month)), default=0)
        years = sorted({month[:4] for month in posts})
        return [self._year(year, posts, most) for year in years]

    def _year(self, year: str, posts: dict[str, int], most: int) -> YearRow:
        names = [f"{year}-{number:02d}" for number in range(1, 13)]
        months = [
            MonthRow(
                month=month,
                path=dates_path(month) if month in posts else None,
                posts=posts.get(month, 0),
                threads=self.begun.get(month, 0),
                level=level(posts.get(month, 0), most),
            )
            for month in names
        ]
        total = sum(count for month, count in posts.items() if month[:4] == year)
        return YearRow(
            year=year,
            path=dates_path(year),
            posts=total,
            threads=sum(count for month, count in self.begun.items() if month[:4] == year),
            months=months,
            unplaced=total - sum(month.posts for month in months),
        )

    # ── Years and months ──

    def year_views(self) -> Iterator[YearView]:
        """The page of every year."""
        threads = Runs(self.store.rows(OF_YEARS))
        for number, year in enumerate(self.years):
            yield YearView(
                year=year,
                busiest=[self._thread_day(row) for row in islice(threads.of(year.year), BUSIEST)],
                before=_beside([(y.year, y.path) for y in self.years], number - 1),
                after=_beside([(y.year, y.path) for y in self.years], number + 1),
            )

    def month_views(self) -> Iterator[MonthView]:
        """Every page of every month, day by day, the threads with the most posts first."""
        threads = Runs(self.store.rows(OF_DAYS))
        months = [month for year in self.years for month in year.months if month.path]
        beside = [(month.month, month.path or "") for month in months]
        for number, month in enumerate(months):
            days = {day: span for day, span in self.days.items() if day.startswith(month.month)}
            first = dates_path(month.month)
            cap = self.config.list_cap
            paths = [
                later_page(first, n)
                for n in pages_for(sum(span.threads for span in days.values()), cap)
            ]
            for pager, rows in paged(paths, cap, threads.of(month.month)):
                yield MonthView(
                    month=month.month,
                    path=paths[pager.number - 1],
                    year=dates_path(month.month[:4]),
                    pager=pager,
                    days=[
                        DayRow(day=day, threads=[self._thread_day(row) for row in held])
                        for day, held in groupby(rows, lambda row: row[1])
                    ],
                    cells=_cells(days, paths, cap),
                    posts=month.posts,
                    threads=month.threads,
                    before=_beside(beside, number - 1),
                    after=_beside(beside, number + 1),
                )

    def _thread_day(self, row: Any) -> ThreadDay:
        span, day, thread, posts, n, post_id, title, author, first = row
        return ThreadDay(
            title=title,
            href=post_place(thread, n, post_id, self.config.page_cap),
            posts=posts,
            author=author,
            begun=first == (day or span),
        )

    # ── The days of the year ──

    def anniversaries(self) -> Iterator[OnThisDayView]:
        """The page of each month of any year with what began on its days."""
        if not self.has_anniversaries():
            return
        paths = [anniversary_path(month) for month in range(1, 13)]
        threads = Runs(self.store.rows(ANNIVERSARIES))
        for month, path in enumerate(paths, 1):
            days = [f"{month:02d}-{day:02d}" for day in range(1, LENGTHS[month - 1] + 1)]
            yield OnThisDayView(
                month=month,
                path=path,
                paths=paths,
                days=[self._anniversary(day, threads.of(day)) for day in days],
            )

    def _anniversary(self, day: str, rows: Iterator[Any]) -> Anniversary:
        named = [summary(row[1:], self.config.boards.names) for row in islice(rows, NAMED)]
        return Anniversary(day=day, threads=sorted(named, key=_begin), more=sum(1 for _ in rows))


LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _begin(thread: Summary) -> tuple[str, str]:
    return thread.first or "", thread.id


def _beside(spans: list[tuple[str, str]], number: int) -> tuple[str, str] | None:
    return spans[number] if 0 <= number < len(spans) else None


def _cells(days: dict[str, Span], paths: list[str], cap: int) -> dict[int, DayCell]:
    """The days of a month that have posts, each with the page on which it begins."""
    most = max((span.posts for span in days.values()), default=0)
    before = accumulate((span.threads for span in days.values()), initial=0)
    return {
        int(day[8:]): DayCell(
            posts=span.posts,
            href=f"{paths[start // cap]}#d{day[8:]}",
            level=level(span.posts, most),
        )
        for (day, span), start in zip(days.items(), before, strict=False)
        if DAY.fullmatch(day)
    }
