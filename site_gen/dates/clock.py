"""The moment a page was made, its language, and the order of day and month in its dates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

from site_gen.dates.names import LANGUAGES
from site_gen.dates.stated import YEAR_LAST, numeric_order, readable, year_first
from site_gen.load.page import Page
from site_gen.models import Capture

# The clock in the footer of a Discuz! page, in the reader's zone: "GMT+8, 2024-5-9 15:39".
FOOTER = re.compile(
    r"GMT\s*(?P<zone>[+-]\d{1,2}(?:[.:]\d{1,2})?)?,\s*(?P<time>\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?)"
)
TAIL = 40_000  # characters at the end of a page in which its footer stands
HEAD = 4_000  # characters at the start of a page in which it says its language
LANGUAGE = re.compile(
    r"<html\b[^>]{0,400}?\s(?:xml:)?lang\s*=\s*[\"']?([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)"
    r"|<meta\s[^>]{0,100}?content-language[\"']?\s+content\s*=\s*[\"']?([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)",
    re.I,
)


@dataclass(frozen=True)
class Clock:
    """The moment a page was made, as far as known, in the page's own zone.

    ``guess``: only the file's time says so, or a tool's whose clock is not the forum's. ``usual``
    is the order of day and month in numbers ("dmy", "mdy") that the engine is shipped with, for
    pages that do not tell. Of ``page`` only what a date asks for is looked at.
    """

    now: datetime | None
    guess: bool
    zone: str | None = None
    usual: str | None = field(default=None, compare=False)
    page: Page | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, page: Page, usual: str | None = None) -> Clock:
        """The best clock of a page: its footer, else what the saving tool wrote, else the file's own time."""
        for footer in reversed(list(FOOTER.finditer(page.text, max(0, len(page.text) - TAIL)))):
            if (found := year_first(footer["time"])) and found.iso:
                return cls(
                    datetime.fromisoformat(found.iso), False, offset(footer["zone"]), usual, page
                )
        capture = page.capture
        if capture.time is None:
            return cls(None, True, None, usual, page)
        guess = capture.guess or capture.zone is not None
        return cls(datetime.fromisoformat(capture.time), guess, None, usual, page)

    def captured(self, capture: Capture) -> Capture:
        """The capture with this clock's time and zone, where the clock knows better."""
        if self.guess or self.now is None or not capture.guess:
            return capture
        return Capture(
            url=capture.url,
            time=self.now.isoformat(),
            guess=False,
            tool=capture.tool,
            zone=self.zone,
        )

    @cached_property
    def tag(self) -> str | None:
        """The page's language as it states it: ``en-gb``, ``zh-cmn-hans``.

        ``None`` where it does not.
        """
        match = (
            LANGUAGE.search(self.page.text, 0, HEAD) if self.page and self.page.is_html else None
        )
        return (match[1] or match[2]).lower().replace("_", "-") if match else None

    @property
    def language(self) -> str | None:
        """The page's language without its region, if CLDR's names of it are known here: ``en``, ``zh``."""
        plain = {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}.get(
            part := (self.tag or "").partition("-")[0], part
        )
        return plain if plain in LANGUAGES else None

    def order(self, separator: str, twelve_hours: bool) -> str | None:
        """The order in "03/04/2012": by the page's other dates, its language, and then by what is usual."""
        return self._told.get(separator) or language_order(self.tag, twelve_hours) or self.usual

    @cached_property
    def _told(self) -> dict[str, str]:
        """What the page's numeric dates tell by a part that can only be a day, for each separator."""
        votes = Counter[tuple[str, str]]()
        for match in YEAR_LAST.finditer(readable(self.page.text) if self.page else ""):
            if match["y"][:2] in ("19", "20") or match["H"]:
                order = numeric_order(int(match["a"]), int(match["b"]), "")
                votes[match["sep"], order or ""] += 1
        return {sep: order for (sep, order), _ in reversed(votes.most_common()) if order}


@lru_cache
def language_order(tag: str | None, twelve_hours: bool) -> str | None:
    """CLDR's order of a language's short dates.

    Plain "en" is said everywhere: there only twelve hours tell.
    """
    if tag is None or (tag == "en" and not twelve_hours):
        return None
    from babel import UnknownLocaleError

    from site_gen.text.cldr import Locale

    try:
        short = str(Locale.parse(tag.replace("-", "_")).date_formats["short"].pattern)
    except (ValueError, UnknownLocaleError):
        return language_order(tag.rpartition("-")[0] or None, twelve_hours)
    places = sorted("yMd", key=lambda letter: short.find(letter))
    return "".join(places).lower() if "".join(places) in ("dMy", "Mdy", "yMd") else None


def offset(zone: str | None) -> str | None:
    """``+8`` → ``+08:00``, ``+5.5`` → ``+05:30``.

    ``None`` stays unknown, a bare GMT is not taken for a zone.
    """
    if not zone:
        return None
    hours, _, part = zone.lstrip("+-").replace(":", ".").partition(".")
    minutes = int(part or 0) if ":" in zone else round(float(f"0.{part or 0}") * 60)
    return f"{zone[0]}{int(hours):02d}:{minutes % 60:02d}"
