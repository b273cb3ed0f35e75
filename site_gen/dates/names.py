"""Names of months and weekdays in the languages of forums, from CLDR by way of Babel."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

# The page's own language is asked first, then English, then these in order: an earlier one wins
# where a word means two months ("lis" is November in Polish and October in Croatian).
LANGUAGES = (
    "en de fr es it pt nl ru uk pl cs sv ar fa tr ja ko zh da nb fi hu ro el bg sk sr sr_Latn sl hr lt lv et ca gl eu "
    "id ms he hi th vi be ka az kk hy sq mk is"
).split()
ENGLISH_MONTHS = (
    "january february march april may june july august september october november december".split()
)
ENGLISH_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# The months of the Solar Hijri calendar, which Persian forums show.
PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
PERSIAN = 100  # added to the number of such a month
# Months in some language that are everyday words in others: only a page in that language means a
# month by them.
EVERYDAY = frozenset("pro led dub out set ara sie tem tam maa hei elo lok yan".split())
SHORTEST = 3


def month(word: str, language: str | None) -> int | None:
    """The number of the month that a word names in full or shortened, or ``None``."""
    key = plain(word)
    if len(key) < 2:
        return None
    if language and language != "en" and (found := months(language).get(key)):
        return found
    if found := months("en").get(key):
        return found
    if key in EVERYDAY or (key.isascii() and len(key) < SHORTEST):
        return None
    return all_months().get(key)


def is_weekday(word: str) -> bool:
    """Whether a word is the name of a weekday in any language."""
    return (
        plain(word) in weekdays("en")
        or plain(word) in all_weekdays()
        or word[0] in "日月火水木金土일월화수목금토周週星"
    )


@lru_cache
def months(language: str) -> Mapping[str, int]:
    """Names of a language's months → 1 to 12, folded by :func:`plain`, with their shortenings."""
    if language == "en":
        return _shortened(ENGLISH_MONTHS)
    whole: dict[str, int] = {}
    short: dict[str, int] = {}
    for wide in _names(language, "months"):
        if len(wide) == 12:
            whole = {plain(name): n for n, name in enumerate(wide, 1)} | whole
            short = _shortened(wide) | short
    names = short | whole  # Czech "červen", June, is also how "července", of July, begins
    if language == "fa":
        names |= {plain(name): PERSIAN + n for n, name in enumerate(PERSIAN_MONTHS, 1)}
    if language == "he":
        names |= {plain("ב" + name): n for name, n in names.items()}  # "9 במאי 2024": in May
    return names


@lru_cache
def weekdays(language: str) -> Mapping[str, int]:
    """Names of a language's weekdays → 0 (Monday) to 6, folded by :func:`plain`."""
    if language == "en":
        return {key: n - 1 for key, n in _shortened(ENGLISH_DAYS).items()}
    names: dict[str, int] = {}
    for wide in _names(language, "days"):
        names = {plain(name): n for n, name in enumerate(wide)} | names
    return names


@lru_cache(1)
def all_months() -> Mapping[str, int]:
    """The months of every language in one table, the first language's meaning where two differ."""
    return {key: n for language in reversed(LANGUAGES) for key, n in months(language).items()}


@lru_cache(1)
def all_weekdays() -> Mapping[str, int]:
    """The weekdays of every language in one table, the first language's meaning where two differ."""
    return {key: n for language in reversed(LANGUAGES) for key, n in weekdays(language).items()}


@lru_cache(4096)
def plain(word: str) -> str:
    """A word as it is compared: case folded, without accents and vowel signs.

    "Févr." and "fevr" are one.
    """
    folded = unicodedata.normalize("NFKD", word.casefold())
    return (
        "".join(c for c in folded if not unicodedata.combining(c))
        .replace("ı", "i")
        .strip(". \u0640")
    )


def _names(language: str, what: str) -> Iterator[list[str]]:
    from site_gen.text.cldr import Locale  # costs 30 ms: pages in English or numbers never need it

    locale = Locale.parse(language)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            table = getattr(locale, what)[context][width]
            yield [str(table[key]) for key in sorted(table)]


def _shortened(names: list[str]) -> dict[str, int]:
    """The names and every shortening of three letters or more that means one of them only.

    "sept" and "Фев".
    """
    keys = [plain(name) for name in names]
    cut = Counter(key[:n] for key in set(keys) for n in range(SHORTEST, len(key)))
    short = {
        key[:n]: i
        for i, key in enumerate(keys, 1)
        for n in range(SHORTEST, len(key))
        if cut[key[:n]] == 1
    }
    return short | {key: i for i, key in enumerate(keys, 1)}


WORD = re.compile(
    r"[^\W\d_]+(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+[^\W\d_]*)*"
)
