"""Charts of activity as the numbers of an inline SVG: a bar for each month, in groups of years."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from site_gen.render.views.charts import Chart, ChartYear

MONTH = 2
"""Units of a chart's width that a month has: its bar stands in the middle."""

HEIGHT = 48
FEWEST = 20
"""Posts with dates that a chart needs."""

EMPTY_YEARS = 5
"""A longer run of years without posts is shown as one year.

So a single wrong date leaves the others readable.
"""

LEVELS = 4


def activity(
    months: Sequence[tuple[str, int]], href: Callable[[str], str] | None = None
) -> Chart | None:
    """Return the chart of posts by month.

    ``months`` are ISO months in order ("2012-03", or "2012" where no month is known).

    ``href`` leads from a year ("2012") to its page. ``None`` where there are too few posts or
    months to compare.
    """
    bars = {month: count for month, count in months if _is_month(month)}
    if len(bars) < 3 or sum(bars.values()) < FEWEST:
        return None
    most = max(bars, key=lambda month: (bars[month], month))
    totals: Counter[str] = Counter()
    for month, count in months:
        totals[month[:4]] += count
    years = []
    for index, year in enumerate(_years(bars)):
        left = 12 * MONTH * index
        path = href(year) if href and totals[year] else None
        drawn = _bars(left, [bars.get(month, 0) for month in months_of(year)], bars[most])
        years.append(ChartYear(year=year, x=left, count=totals[year], bars=drawn, href=path))
    width = 12 * MONTH * len(years)
    return Chart(width=width, height=HEIGHT, years=years, most=most, count=bars[most])


def _is_month(date: str) -> bool:
    return len(date) == 7 and date[5:7].isdigit()


def months_of(year: str) -> list[str]:
    """Return the ISO months of a year."""
    return [f"{year}-{number:02d}" for number in range(1, 13)]


def level(count: int, most: int) -> int:
    """Return how strongly a count is shown beside the greatest: 0 for none, 1 to :data:`LEVELS`."""
    if not count:
        return 0
    return math.ceil(LEVELS * math.sqrt(count / most))


def _years(bars: dict[str, int]) -> list[str]:
    """Return every year from the first to the last, a long run without posts as one."""
    first, *later = sorted({int(month[:4]) for month in bars})
    years = [first]
    for year in later:
        between = list(range(years[-1] + 1, year))
        if len(between) > EMPTY_YEARS:
            between = between[:1]
        years += [*between, year]
    return [f"{year:04d}" for year in years]


def _bars(left: int, counts: Sequence[int], most: int) -> str:
    """Return the outline of the bars of a year's months, ``left`` units from the left."""
    return "".join(
        f"M{left + MONTH * number - MONTH // 2} {HEIGHT}v-{max(1, round(HEIGHT * count / most))}"
        for number, count in enumerate(counts, 1)
        if count
    )
