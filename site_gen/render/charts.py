"""Charts of activity as the numbers of an inline SVG: a bar for each month, in groups of years."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from site_gen.render.views.charts import Chart, ChartYear

MONTH = 2
"""Units of a chart's width that a month has: its bar stands in the middle."""

HEIGHT = 48
FEWEST = 20
"""Posts with dates that a chart needs."""

EMPTY_YEARS = 5
"""A longer run of years without posts is shown as one year: a single wrong date leaves the others readable."""

LEVELS = 4


def activity(
    months: Sequence[tuple[str, int]], href: Callable[[str], str] | None = None
) -> Chart | None:
    """The chart of posts by month.

    ``months`` are ISO months in order ("2012-03", or "2012" where no month is known).

    ``href`` leads from a year ("2012") to its page. ``None`` where there are too few posts or
    months to compare.
    """
    bars = {month: count for month, count in months if len(month) == 7 and month[5:7].isdigit()}
    if len(bars) < 3 or sum(bars.values()) < FEWEST:
        return None
    most = max(bars, key=lambda month: (bars[month], month))
    years = [
        _year(index, year, months, bars, bars[most], href)
        for index, year in enumerate(_years(bars))
    ]
    return Chart(
        width=12 * MONTH * len(years), height=HEIGHT, years=years, most=most, count=bars[most]
    )


def level(count: int, most: int) -> int:
    """How strongly a count is shown beside the greatest: 0 for none, 1 to :data:`LEVELS`."""
    return math.ceil(LEVELS * math.sqrt(count / most)) if count else 0


def _years(bars: dict[str, int]) -> list[str]:
    """Every year from the first to the last, a long run without posts as one."""
    found = sorted({int(month[:4]) for month in bars})
    years: list[int] = []
    for year in found:
        between = list(range(years[-1] + 1, year)) if years else []
        years += between if len(between) <= EMPTY_YEARS else between[:1]
        years.append(year)
    return [f"{year:04d}" for year in years]


def _year(
    index: int,
    year: str,
    months: Sequence[tuple[str, int]],
    bars: dict[str, int],
    most: int,
    href: Callable[[str], str] | None,
) -> ChartYear:
    count = sum(count for month, count in months if month[:4] == year)
    heights = [(number, bars.get(f"{year}-{number:02d}", 0)) for number in range(1, 13)]
    left = 12 * MONTH * index
    return ChartYear(
        year=year,
        x=left,
        count=count,
        bars="".join(
            f"M{left + MONTH * number - MONTH // 2} {HEIGHT}v-{max(1, round(HEIGHT * held / most))}"
            for number, held in heights
            if held
        ),
        href=href(year) if href and count else None,
    )
