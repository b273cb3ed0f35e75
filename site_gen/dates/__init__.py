"""Dates as forums show them: absolute in many forms and languages, or relative to the moment a page was saved.

A date that a page states stays the local time it states, with its offset where one is stated;
nothing is converted between zones. A relative date ("3 天前", "hier à 10:20") is resolved against
the page's own clock or the time a saving tool recorded; against a file's time alone the result is
marked as a guess; without any clock it is unknown. A day without a year is relative too.
"""

from __future__ import annotations

import re
from datetime import datetime

from site_gen.dates.clock import Clock, offset
from site_gen.dates.odd import odd_date
from site_gen.dates.relative import find_relative
from site_gen.dates.stated import (
    ABSOLUTE,
    UNSEEN,
    Found,
    find_stated,
    month_alone,
    readable,
    year_first,
    yearless,
)

__all__ = ["ABSOLUTE", "Clock", "editor_in", "offset", "parse_absolute", "read_date", "shown_date"]

EDITOR = re.compile(r"(?:由|by)\s+(?P<who>\S(?:.{0,60}?\S)?)\s+(?:于|於|on)\s")
NOWHEN = Clock(None, guess=True)
SOME_TIME = datetime(2000, 1, 1)  # for finding out where a relative date stands
LONGEST = 400  # characters of a line in which a date is looked for by its words


def read_date(text: str | None, clock: Clock) -> tuple[str | None, bool]:
    """A shown date as ISO local time, to the precision shown, and whether it is a guess.

    Else ``(None, False)``.
    """
    if not text:
        return None, False
    text = readable(text)
    if found := year_first(text):
        return found.iso, False
    text = text[:LONGEST]
    language, now = clock.language, clock.now
    if found := find_stated(text, language, clock.order):
        return found.iso, False
    if found := find_relative(text, language, now or SOME_TIME) or yearless(
        text, language, now or SOME_TIME
    ):
        return (found.iso, clock.guess) if now and found.iso else (None, False)
    if iso := month_alone(text, language):
        return iso, False
    iso, relative = odd_date(" ".join(text.split()), language, now)
    return iso, relative and clock.guess


def parse_absolute(text: str) -> str | None:
    """The first full date in a text as ISO: ``2022-3-4 07:08`` → ``2022-03-04T07:08``.

    Impossible is ``None``.
    """
    found = find_stated(readable(text)[:LONGEST], None, NOWHEN.order)
    return found.iso if found else None


def shown_date(text: str) -> str | None:
    """The part of a line that is its date, as shown ("发表于 昨天 21:03" → "昨天 21:03"), or ``None``."""
    plain = readable(text)
    found = year_first(plain)
    if found is None:
        plain = plain[:LONGEST]
        found = (
            find_stated(plain, None, _any_order)
            or find_relative(plain, None, SOME_TIME)
            or _alone(plain)
        )
    if found is None:
        return None
    seen = text if text.isascii() or not UNSEEN.search(text) else plain
    return seen[found.start : found.end].strip(" \t\n\xa0,;|·-–—")


def editor_in(mark: str) -> str | None:
    """Who edited, from an edit mark: "本帖最后由 甲 于 2022-3-4 10:20 编辑"."""
    match = EDITOR.search(mark)
    return match["who"] if match else None


def _alone(text: str) -> Found | None:
    """A day without a year, if nothing else stands in the line: among other words "may 20" is no date."""
    found = yearless(text, None, SOME_TIME)
    return (
        found
        if found and not (text[: found.start] + text[found.end :]).strip(" .,|()·«»")
        else None
    )


def _any_order(*_: object) -> str:
    return "dmy"
