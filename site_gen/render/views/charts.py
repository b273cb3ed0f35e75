"""A chart of posts by month."""

from __future__ import annotations

from msgspec import Struct


class ChartYear(Struct, frozen=True, kw_only=True):
    """A year of a chart: its place from the left, its posts, its page.

    ``bars`` is the outline of its months' bars (an SVG path).
    """

    year: str
    x: int
    count: int
    bars: str
    href: str | None = None


class Chart(Struct, frozen=True, kw_only=True):
    """Posts by month, in units of its own.

    ``most`` is the ISO month with the most posts, which has ``count``.
    """

    width: int
    height: int
    years: list[ChartYear]
    most: str
    count: int
