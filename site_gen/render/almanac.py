"""Names of months and days, and the weeks of a month, as a language has them.

They are those of CLDR, through Babel.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

from site_gen.render.i18n import FORMATS
from site_gen.text.cldr import Locale

LEAP_YEAR = 2000
"""A year that has every day of the year."""


class Almanac:
    """Writes the calendar in the language of a catalog."""

    def __init__(self, catalog: str) -> None:
        self._locale = Locale.parse(FORMATS.get(catalog, catalog))
        self._months = get_month_names("abbreviated", "format", self._locale)
        self.full_day = lru_cache(maxsize=4_000)(self._full_day)
        self.year_day = lru_cache(maxsize=400)(self._year_day)

    def month(self, iso: str) -> str:
        """Return the short name of an ISO month: "2012-03" gives "Mar"."""
        return str(self._months[int(iso[5:7])])

    def month_alone(self, number: int) -> str:
        """Return the whole name of a month (1 to 12)."""
        return str(get_month_names("wide", "stand-alone", self._locale)[number])

    def weekdays(self) -> list[tuple[str, str]]:
        """Return the days of a week in their order, as (short name, whole name)."""
        order = [(self._locale.first_week_day + day) % 7 for day in range(7)]
        brief, short, whole = (
            get_day_names(width, "format", self._locale)
            for width in ("abbreviated", "short", "wide")
        )
        if max(map(len, brief.values())) <= max(map(len, short.values())):
            short = brief  # many languages have no names of their own that are shorter
        return [(short[day], whole[day]) for day in order]

    def weeks(self, iso: str) -> list[list[int]]:
        """Return the weeks of an ISO month as the numbers of their days.

        0 stands for the days of other months.
        """
        year, month = int(iso[:4]), int(iso[5:7])
        return calendar.Calendar(self._locale.first_week_day).monthdayscalendar(max(year, 1), month)

    def _full_day(self, iso: str) -> str:
        """Write a day with its weekday: "Friday, 2 March 2012"; what is no day stays as it is."""
        try:
            return format_date(date.fromisoformat(iso), "full", locale=self._locale)
        except ValueError:
            return iso

    def _year_day(self, day: str) -> str:
        """Write a day of any year: "02-29" gives "29 February"."""
        month, number = map(int, day.split("-"))
        return format_skeleton(
            "MMMMd", date(LEAP_YEAR, month, 1) + timedelta(days=number - 1), locale=self._locale
        )
