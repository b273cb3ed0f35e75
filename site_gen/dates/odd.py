"""Odd dates: the forms that only the library *dateparser* reads ("9 Tháng 5 2024", "3 dias atrás").

Its answers depend on the text and the language alone: fixed settings keep out the machine's zone,
its locale and today's date, and a relative date is asked for against a fixed moment and then
counted back from the page's clock.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from site_gen.dates.names import LANGUAGES

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LONGEST = 48  # characters: a longer text is a sentence
CLOCK_TIME = re.compile(r"\d{1,2}[:.h]\d\d(?P<seconds>[:.]\d\d)?(?!\d)")
BASE = datetime(2001, 6, 15, 12)


def odd_date(text: str, language: str | None, now: datetime | None) -> tuple[str | None, bool]:
    """A date as ISO, and whether it is relative to ``now``.

    ``None`` where the library finds no day in the text.
    """
    if (
        len(text) > LONGEST
        or not any(c.isalpha() for c in text)
        or not any(c.isdigit() for c in text)
    ):
        return None, False
    time = CLOCK_TIME.search(text)
    precision = "seconds" if time and time["seconds"] else "minutes"
    if stated := _asked(text, language, "absolute-time"):
        return stated[0].isoformat(timespec=precision)[: None if time else 10], False
    if now is None or not (told := _asked(text, language, "relative-time")):
        return None, False
    moment, period = told
    try:
        # yesterday at 15:39: the day is counted back, the time stands
        day = now - (BASE.date() - moment.date())
        then = datetime.combine(day, moment.time()) if time else now - (BASE - moment)
    except OverflowError:
        return None, False
    return then.isoformat(timespec=precision)[: None if time or period == "time" else 10], True


@lru_cache(2048)
def _asked(text: str, language: str | None, parser: str) -> tuple[datetime, str] | None:
    """The moment that the library finds, and the length of time that the text names.

    A day must be among its parts.
    """
    try:
        found = _parser(language, parser).get_date_data(text)
    except Exception:  # whatever the library makes of it, a saved page's text must not stop a build
        return None
    moment = found.date_obj
    if (
        moment is None
        or found.period not in ("day", "time")
        or (parser == "relative-time" and moment > BASE)
    ):
        return None
    year = (
        moment.year - 543 if 2400 <= moment.year < 2600 else moment.year
    )  # Thai pages count from Buddha's death
    return (moment.replace(year=year, tzinfo=None), found.period) if 1970 <= year < 2100 else None


@lru_cache(8)
def _parser(language: str | None, parser: str) -> DateDataParser:
    from dateparser.date import DateDataParser  # costs 150 ms: most pages never need it

    settings: dict[str, Any] = {
        "PARSERS": [parser],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": BASE,
        "RETURN_AS_TIMEZONE_AWARE": False,
        "RETURN_TIME_AS_PERIOD": True,
        "TIMEZONE": "UTC",
    }
    languages = [language, "en"] if language and language != "en" else list(LANGUAGES)
    return DateDataParser(languages=languages, settings=settings)
