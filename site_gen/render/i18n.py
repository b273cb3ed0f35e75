"""The language of the interface: words, dates and numbers.

Words are from gettext catalogs, dates and numbers as Babel writes them.

Catalogs are ``locale/<language>/LC_MESSAGES/sitegen.po``; CONTRIBUTING.md says how words get into
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import UnknownLocaleError, negotiate_locale, parse_locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from site_gen.text.cldr import Locale

LOCALES = Path(__file__).resolve().parent.parent / "locale"
FALLBACK = "en"
FORMATS = {"en": "en_GB"}
"""Whose dates and numbers a language uses, where not its own: plain "en" would be American."""

_ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](\d\d:\d\d).*)?")


def negotiate(language: str) -> str:
    """Return the catalog for a BCP 47 tag: "zh-CN", "zh" and "zh-Hans" give "zh_Hans".

    Unknown languages give "en".
    """
    try:
        wanted = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return FALLBACK
    script = (
        wanted.script or parse_locale(get_global("likely_subtags").get(wanted.language, "en"))[2]
    )
    return (
        negotiate_locale([f"{wanted.language}_{script}", wanted.language], _catalogs()) or FALLBACK
    )


def languages() -> list[str]:
    """Return the tags of all languages that the interface speaks, as sitegen.toml names them."""
    return sorted(catalog.replace("_", "-") for catalog in _catalogs())


def has_translation(language: str) -> bool:
    """Tell whether the interface speaks a language, by its BCP 47 tag."""
    return negotiate(language) != FALLBACK or language.lower().split("-")[0] == FALLBACK


def translations(catalog: str) -> GNUTranslations:
    """Read one catalog from its ``.po`` file."""
    with (LOCALES / catalog / "LC_MESSAGES" / "sitegen.po").open("rb") as file:
        messages = read_po(file, locale=catalog)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def is_iso(text: str | None) -> bool:
    """Tell whether a text is an ISO date or time, of any precision from a year on."""
    return text is not None and _ISO.fullmatch(text) is not None


class Formats:
    """Writes dates and numbers in one language; each day and number is worked out once.

    ``joined`` is the catalog's pattern for a day with a time: "%(day)s, %(time)s". A text that is
    no ISO date comes back as it is: what a page says is shown, never mended.
    """

    def __init__(self, catalog: str, joined: str) -> None:
        self._locale = Locale.parse(FORMATS.get(catalog, catalog))
        self._joined = joined
        self._day: Callable[[str], str | None] = lru_cache(maxsize=50_000)(self._write_day)
        self._span: Callable[[str, str], str] = lru_cache(maxsize=50_000)(self._write_span)
        self.number: Callable[[int], str] = lru_cache(maxsize=10_000)(self._write_number)

    def moment(self, iso: str) -> str:
        """Write a date to the precision given.

        For example "29 March 2022, 07:48", "29 March 2022", "March 2022", "2022".
        """
        day = self._day(iso[:10])
        if day is None:
            return iso
        if len(iso) < 16 or iso[13] != ":":
            return day
        return self._joined % {"day": day, "time": iso[11:16]}

    def day(self, iso: str) -> str:
        """Write a date without its time."""
        return self._day(iso[:10]) or iso

    def span(self, first: str | None, last: str | None) -> str:
        """Write the days from ``first`` to ``last``: "2–6 March 2022".

        One day if they are the same; "" if unknown.
        """
        return self._span((first or last or "")[:10], (last or first or "")[:10])

    def years(self, first: str | None, last: str | None) -> str:
        """Write the years from ``first`` to ``last``: "2004–2022"."""
        return "–".join(dict.fromkeys(iso[:4] for iso in (first, last) if iso))

    def _write_number(self, number: int) -> str:
        return format_decimal(number, locale=self._locale)

    def _write_span(self, first: str, last: str) -> str:
        days = _date(first), _date(last)
        if first == last or len(first) < 10 or len(last) < 10 or None in days:
            return " – ".join(dict.fromkeys((self.day(first), self.day(last))))
        return format_interval(*days, "yMMMd", locale=self._locale)

    def _write_day(self, iso: str) -> str | None:
        day = _date(iso)
        if day is None:
            return None
        if len(iso) == 10:
            return format_date(day, "long", locale=self._locale)
        skeleton = "yMMMM" if len(iso) == 7 else "y"
        return format_skeleton(skeleton, day, locale=self._locale)


def _date(iso: str) -> date | None:
    """Read an ISO day, month or year (its first day); ``None`` where the text is no such date."""
    if not is_iso(iso):
        return None
    try:
        return date.fromisoformat((iso + "-01-01")[:10])
    except ValueError:
        return None


def _catalogs() -> list[str]:
    """Return the languages that have a catalog, sorted."""
    return sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/sitegen.po"))


class Sayings(NamedTuple):
    """Words within posts: for pictures, missing ones, folded quotes, spoilers.

    ``by_words`` says how the quoted post was found, ``elsewhere`` that it stands in another thread.
    """

    missing: str
    picture: str
    fold: str
    by_words: str
    spoiler: str
    elsewhere: str


@cache
def sayings(language: str) -> Sayings:
    """Return the words that stand within posts, in the catalog nearest to a language."""
    words = translations(negotiate(language))
    return Sayings(
        missing=words.gettext("picture not saved"),
        picture=words.gettext("picture"),
        fold=words.gettext("The whole quote"),
        by_words=words.gettext("Found by the words of the quote"),
        spoiler=words.gettext("Spoiler"),
        elsewhere=words.gettext("in another thread"),
    )
