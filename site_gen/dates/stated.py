"""Dates that stand in full: in numbers in any order, with the month's name, as ISO, as an epoch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from site_gen.dates.names import PERSIAN, WORD, month
from site_gen.dates.times import BEHIND, TIME, iso, offset_of, plain

# Whether the day or the month of "03/04/2012" stands first, asked with the separator and whether
# the clock shows twelve hours: "dmy", "mdy", "ymd" (of two-digit years) or None.
Order = Callable[[str, bool], str | None]
DIGITS = {
    zero + n: str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for n in range(10)
}  # Arabic-Indic, Persian, Devanagari, Bengali, Thai, full width
DIGIT = re.compile(f"[{''.join(map(chr, DIGITS))}]")
UNSEEN = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff]")

ABSOLUTE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:\s*[-/.]\s*|\s*[年년]\s*)(?P<d1>\d{1,2})(?:\s*[-/.]\s*|\s*[月월]\s*)(?P<d2>\d{1,2})"
    rf"(?!\d)\s*[日일号號.]?(?:[\s,]*T?{TIME})?",
    re.I,
)
# How most Chinese forums and nearly all attributes write it: nothing but words before, nothing
# behind.
PLAIN = re.compile(r"\D{0,40}((?:19|20)\d\d)-(\d\d?)-(\d\d?)[ T](\d\d?):(\d\d)(?::(\d\d))?")
YEAR_LAST = re.compile(
    r"(?<![\d/.:-])(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20|2[45])\d\d|\d\d)"
    rf"(?!\d|[-/]\d|\.\d)\.?(?:{TIME})?",
    re.I,
)
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
ERA = re.compile(
    rf"(?P<era>{'|'.join(ERAS)})\s?(?P<n>\d{{1,3}}|元)\s?年\s?(?P<a>\d{{1,2}})\s?月\s?(?P<b>\d{{1,2}})\s?日(?:{TIME})?",
    re.I,
)
PERSIAN_NUMBERS = re.compile(
    rf"(?<!\d)(?P<y>1[34]\d\d)\s?[-/.]\s?(?P<a>\d{{1,2}})\s?[-/.]\s?(?P<b>\d{{1,2}})(?!\d)(?:{TIME})?",
    re.I,
)
# phpBB 3.0's English order in Chinese and Japanese: "週一 6月 14, 2010 6:05 pm".
YEAR_BEHIND_DAY = re.compile(
    rf"(?<!\d)(?P<a>\d{{1,2}})\s?月\s?(?P<b>\d{{1,2}})[日,]+\s?(?P<y>(?:19|20)\d\d)(?!\d)(?:{TIME})?",
    re.I,
)
COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<a>\d\d)(?P<b>\d\d)(?:(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d))?"
)
EPOCH = re.compile(r"(?P<s>\d{9,10})(?:\d{3}|\d{6})?(?:\.\d+)?")

JOINT = r"(?:[\s.,،/-]|\b(?:de|del|of|di|den|do|года?|г|року|р|m|gada|d)\b)*"
ORDINAL = r"(?:st|nd|rd|th|er|º|ª|°|-?(?:го|e|ter))?"
DAY_BEFORE = re.compile(rf"(?<![\d:.])(?P<d>\d{{1,2}}){ORDINAL}{JOINT}(?:ng|na)?\s?$", re.I)
YEAR_BEFORE = re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d){JOINT}$", re.I)
YEAR = r"(?:(?P<y>(?:1[349]|20|2[45])\d\d)(?!\d)|['’´`](?P<short>\d\d)(?!\d))"
YEAR_BEHIND = re.compile(
    rf"{JOINT}(?:{YEAR}|(?P<bare>\d\d)(?!\d|[:.h時时]|,?\s*(?:19|20)\d\d|\s?[ap]\.?m))", re.I
)
DAY_BEHIND = re.compile(rf"\.?[\s,/-]*(?P<d>\d{{1,2}}){ORDINAL}(?![\d:]|\.\d)", re.I)
MONTH_DAY = re.compile(
    rf"(?<!\d)(?P<a>\d{{1,2}})\s?[月월]\s?(?P<b>\d{{1,2}})\s?[日일号號](?:{TIME})?", re.I
)
DASHED = re.compile(
    rf"\s*(?P<a>\d\d)-(?P<b>\d\d)\s{TIME}\s*", re.I
)  # phpwind, bare Discuz! skins: "05-09 15:39"
MONTH_YEAR = re.compile(r"(?P<month>[^\W\d_]+)\.?,?\s+(?:de\s+)?(?P<y>(?:19|20)\d\d)")
TIME_BEFORE = re.compile(TIME + r"[\s,،·|–—-]+(?:[^\W\d_]{1,12}[\s,.]+)?$", re.I)
A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d:])")
YEAR_AFTER_DAY = re.compile(rf"{JOINT}{YEAR}", re.I)
YEAR_AFTER_TIME = re.compile(
    r"\s+(?:-\s+)?(?:\(?[A-Z]{2,5}\)?\s+)?(?P<y>(?:19|20)\d\d)(?!\d)(?P<zone>\s?(?:[+-]\d{4}|UTC|GMT)(?!\w))?"
)
SPAN = 40  # characters before a month's name in which its day and year stand


@dataclass(frozen=True)
class Found:
    """A date in a text: its ISO form, and where it stands.

    ``iso`` is ``None`` for a date that cannot be read.
    """

    iso: str | None
    start: int
    end: int


def readable(text: str) -> str:
    """The text without marks nobody sees and with its digits as ASCII."""
    if text.isascii():
        return text
    seen = UNSEEN.sub("", text)
    return seen.translate(DIGITS) if DIGIT.search(seen) else seen


def find_stated(text: str, language: str | None, order: Order) -> Found | None:
    """The first full date of a :func:`readable` text."""
    if found := year_first(text):
        return found
    if len(text) < 6 or not any(c.isdigit() for c in text):
        return None
    for find in (_machine, _named, _year_last, _other_years):
        if found := find(text, language, order):
            return found
    return None


def year_first(text: str) -> Found | None:
    """The first date that is written year, month, day: by far the commonest on Chinese pages and in attributes."""
    if (match := PLAIN.fullmatch(text)) and (found := plain(*match.groups())):
        return Found(found, match.start(1), match.end())
    for match in ABSOLUTE.finditer(text):
        if found := iso(int(match["y"]), int(match["d1"]), int(match["d2"]), match):
            return Found(found, match.start(), match.end())
    return None


def yearless(text: str, language: str | None, now: datetime) -> Found | None:
    """The first day without a year ("May 9", "5月9日 15:39"), in the nearest past before ``now``."""
    if A_YEAR.search(text):
        return None
    if match := MONTH_DAY.search(text) or DASHED.fullmatch(text):
        return _latest(int(match["a"]), int(match["b"]), now, match.start(), match)
    for word in WORD.finditer(text):
        if not (number := month(word[0], language)) or number > PERSIAN:
            continue
        if before := DAY_BEFORE.search(text, max(0, word.start() - SPAN), word.start()):
            return _latest(
                number,
                int(before["d"]),
                now,
                before.start(),
                BEHIND.match(text, word.end()) or word,
            )
        if behind := DAY_BEHIND.match(text, word.end()):
            return _latest(
                number,
                int(behind["d"]),
                now,
                word.start(),
                BEHIND.match(text, behind.end()) or behind,
            )
    return None


def month_alone(text: str, language: str | None) -> str | None:
    """``2019-09`` for a text that is nothing but "September 2019"."""
    match = MONTH_YEAR.fullmatch(text.strip())
    number = month(match["month"], language) if match else None
    return f"{match['y']}-{number:02d}" if match and number and number <= PERSIAN else None


def _machine(text: str, language: str | None, order: Order) -> Found | None:
    """``1704198734``, ``1732722623066``, ``20240509153900``: a text that is nothing but a stamp."""
    del language, order
    stamp = text.strip()
    try:
        if COMPACT.fullmatch(stamp):
            moment = datetime.strptime(stamp, "%Y%m%d%H%M%S" if len(stamp) > 8 else "%Y%m%d")
            return Found(
                moment.isoformat() if len(stamp) > 8 else moment.strftime("%Y-%m-%d"), 0, len(text)
            )
    except ValueError:
        return None
    if match := EPOCH.fullmatch(stamp):
        moment = datetime(1970, 1, 1) + timedelta(seconds=int(match["s"]))
        return Found(moment.isoformat() + "+00:00", 0, len(text))
    return None


def _named(text: str, language: str | None, order: Order) -> Found | None:
    """A day, a month's name and a year, in any order."""
    del order
    for word in WORD.finditer(text):
        if number := month(word[0], language):
            for find in (_day_month_year, _month_day_year):
                if found := find(text, number, word):
                    return found
    return None


def _day_month_year(text: str, number: int, word: re.Match[str]) -> Found | None:
    """Read "9. Mai 2024, 15:39", "9 de mayo de 2024", "09-May-24 15:39"."""
    day = DAY_BEFORE.search(text, max(0, word.start() - SPAN), word.start())
    year = YEAR_BEHIND.match(text, word.end()) if day else None
    if day is None or year is None:
        return None
    return _found(_year(year), number, int(day["d"]), day.start(), year.end(), text)


def _month_day_year(text: str, number: int, word: re.Match[str]) -> Found | None:
    """Read "May 9th, 2024", "Thu May  9 15:39:00 2024", "2024. május 9."."""
    day = DAY_BEHIND.match(text, word.end())
    if day is None:
        return None
    if year := YEAR_AFTER_DAY.match(text, day.end()):
        return _found(_year(year), number, int(day["d"]), word.start(), year.end(), text)
    time = BEHIND.match(text, day.end())
    if time and (year := YEAR_AFTER_TIME.match(text, time.end())):
        found = iso(int(year["y"]), number, int(day["d"]), time)
        zone = offset_of(year["zone"]) or ""
        return Found(found + zone, word.start(), year.end()) if found else None
    if year := YEAR_BEFORE.search(text, max(0, word.start() - SPAN), word.start()):
        return _found(int(year["y"]), number, int(day["d"]), year.start(), day.end(), text)
    return None


def _found(year: int, month: int, day: int, start: int, end: int, text: str) -> Found | None:
    time = BEHIND.match(text, end) or TIME_BEFORE.search(text, max(0, start - SPAN), start)
    found = iso(*_gregorian(year, month, day), time)
    return (
        Found(found, start, max(end, time.end()) if time and found and "T" in found else end)
        if found
        else None
    )


def _year_last(text: str, language: str | None, order: Order) -> Found | None:
    """Read "03/04/2012", "9.5.2024 15:39", "09-05-24, 15:39".

    With an unknown order it is a date that cannot be read.
    """
    del language
    for match in YEAR_LAST.finditer(text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        if len(match["y"]) == 2 and match["H"] is None and match[0].strip() != text.strip():
            continue  # as likely a version or a score as a date
        twelve = any(match[name] for name in ("am", "pm", "late_am", "late_pm"))
        how = numeric_order(first, second, match["sep"]) or order(match["sep"], twelve)
        if how == "ymd" and len(match["y"]) == 2:
            found = iso(_century(first), second, year, match)
        elif how in ("dmy", "mdy"):
            day, number = (first, second) if how == "dmy" else (second, first)
            found = iso(*_gregorian(year if year > 99 else _century(year), number, day), match)
        elif first <= 12 and second <= 12:
            return Found(None, match.start(), match.end())
        else:
            found = None
        if found:
            return Found(found, match.start(), match.end())
    return None


def numeric_order(first: int, second: int, separator: str) -> str | None:
    """What the two numbers before a year tell themselves.

    Dots part day, month and year in that order wherever used.
    """
    if first > 12:
        return "dmy" if first < 32 and second <= 12 else "ymd" if second <= 12 else None
    if second > 12:
        return "mdy"
    return "dmy" if separator == "." else None


def _other_years(text: str, language: str | None, order: Order) -> Found | None:
    """Years of Japanese eras and of the Republic of China; Persian dates in numbers.

    A year behind 月 and the day.
    """
    del language, order
    if match := ERA.search(text):
        year = ERAS[match["era"]] + (1 if match["n"] == "元" else int(match["n"]))
        found = iso(year, int(match["a"]), int(match["b"]), match)
    elif match := YEAR_BEHIND_DAY.search(text):
        found = iso(int(match["y"]), int(match["a"]), int(match["b"]), match)
    elif match := PERSIAN_NUMBERS.search(text):
        found = iso(*_gregorian(int(match["y"]), PERSIAN + int(match["a"]), int(match["b"])), match)
    else:
        return None
    return Found(found, match.start(), match.end()) if found else None


def _latest(number: int, day: int, now: datetime, start: int, time: re.Match[str]) -> Found | None:
    """The last such day that is no later than tomorrow (a forum's zone may be ahead of the clock's)."""
    known = time if "H" in time.re.groupindex else None
    for year in range(now.year + 1, now.year - 8, -1):
        found = iso(year, number, day, known)
        if found and found[:10] <= (now + timedelta(days=1)).isoformat()[:10]:
            return Found(found, start, time.end())
    return None


def _year(match: re.Match[str]) -> int:
    short = match["short"] or match.groupdict().get("bare")
    return _century(int(short)) if short else int(match["y"])


def _century(year: int) -> int:
    """Two digits of a year: 70 to 99 are of the last century, as POSIX has it."""
    return year + (1900 if year >= 70 else 2000)


def _gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """A Persian or a Buddhist (Thai) date in the common calendar; others as they are."""
    if month > PERSIAN:
        return _from_persian(year, month - PERSIAN, day)
    return (year - 543 if 2400 <= year < 2600 else year), month, day


def _from_persian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """A Solar Hijri date by the 33-year rule, which holds from 1178 to 1633."""
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return 0, 0, 0
    found = _persian_day(year, month, day)
    return (
        (0, 0, 0) if found == _persian_day(year + 1, 1, 1) else (found.year, found.month, found.day)
    )


def _persian_day(year: int, month: int, day: int) -> date:
    since = year + 1595
    days = 365 * since + since // 33 * 8 + (since % 33 + 3) // 4 + day - 356_033
    return date.fromordinal(days + (31 * (month - 1) if month < 7 else 30 * (month - 7) + 186))
