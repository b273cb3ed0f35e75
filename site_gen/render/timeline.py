"""The mini timeline of a long thread.

It shows how many posts each span of time has, and leads to the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from site_gen.models import Post
from site_gen.render.views.threads import Bar, Timeline

BARS = 20
"""At most so many spans; each costs about a hundred bytes of every page of the thread."""

FEWEST = 25
"""Posts with dates that a thread needs to have a timeline."""

FEWEST_BARS = 4
HEIGHT = 24

Step = Callable[[datetime], datetime]


def timeline(
    posts: Sequence[Post], place: Callable[[Post], str], here: set[int]
) -> Timeline | None:
    """Return the timeline of a thread.

    It is in the finest span of the calendar that gives at most :data:`BARS` of them.

    ``place`` gives the place of a post in the site; ``here`` holds the numbers of the posts of the
    page it is for. ``None`` for short threads, for threads of one day, and where few posts have
    dates.
    """
    dated = [(moment, post) for post in posts if (moment := _moment(post.date))]
    if len(dated) < FEWEST:
        return None
    dated.sort(key=lambda entry: entry[0])
    first, last = dated[0][0], dated[-1][0]
    if last - first < timedelta(days=2):
        return None
    starts = _starts(first, last)
    spans = _sorted_in(dated, starts)
    if sum(map(bool, spans)) < FEWEST_BARS:
        return None
    most = max(map(len, spans))
    bars = [
        Bar(
            x=number,
            height=max(2, round(HEIGHT * len(span) / most)),
            count=len(span),
            first=span[0].date or "",
            href=place(min(span, key=lambda post: post.n)),
            here=any(post.n in here for post in span),
        )
        for number, span in enumerate(spans)
        if span
    ]
    return Timeline(spans=len(spans), height=HEIGHT, bars=bars)


def _sorted_in(
    dated: Sequence[tuple[datetime, Post]], starts: Sequence[datetime]
) -> list[list[Post]]:
    spans: list[list[Post]] = [[] for _ in starts]
    number = 0
    for moment, post in dated:
        while number + 1 < len(starts) and moment >= starts[number + 1]:
            number += 1
        spans[number].append(post)
    return spans


def _starts(first: datetime, last: datetime) -> list[datetime]:
    """Return the beginnings of the spans from the first to the last post."""
    for begin, step in _steps():
        starts = [begin(first)]
        while len(starts) <= BARS and step(starts[-1]) <= last:
            starts.append(step(starts[-1]))
        if len(starts) <= BARS:
            return starts
    return []


def _steps() -> Iterator[tuple[Step, Step]]:
    """Yield spans of the calendar, finest first.

    They are days, weeks, months, quarters, years, and tens of them.
    """
    yield _day, lambda day: day + timedelta(days=1)
    yield lambda day: _day(day) - timedelta(days=day.weekday()), lambda day: day + timedelta(days=7)
    for months in (1, 3, 12, 120, 1_200, 12_000):
        yield _begin(months), _after(months)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0)


def _begin(months: int) -> Step:
    def begin(moment: datetime) -> datetime:
        number = (moment.year * 12 + moment.month - 1) // months * months
        return datetime(max(number // 12, 1), number % 12 + 1, 1)

    return begin


def _after(months: int) -> Step:
    def after(moment: datetime) -> datetime:
        number = moment.year * 12 + moment.month - 1 + months
        if number // 12 > 9999:
            return datetime.max
        return datetime(number // 12, number % 12 + 1, 1)

    return after


def _moment(iso: str | None) -> datetime | None:
    """Return a date of day precision or finer, its zone left aside."""
    if not iso or len(iso) < 10:
        return None
    try:
        return datetime.fromisoformat(iso[:16])
    except ValueError:
        return None
