"""The time of day that stands behind a date, and the ISO text of both."""

from __future__ import annotations

import re
from datetime import datetime

from site_gen.dates.names import is_weekday

# The halves of the day as forums print them, before the time or behind it: CLDR's words and those
# of old skins.
_AM = (
    r"a\.?\s?m(?!\w)\.?|(?<=\d)a(?!\w)|上午|午前|오전|凌晨|早上|清晨|صباح(?:ًا|اً|ا)?|ص(?![^\W\d_])|ق\.?\s?ظ\.?"
    r"|قبل[\s\u200c]?از[\s\u200c]?ظهر|öö(?![^\W\d_])|π\.?\s?μ\.?|dop\.|дп(?!\w)|(?-i:SA)(?!\w)"
)
_PM = (
    r"p\.?\s?m(?!\w)\.?|(?<=\d)p(?!\w)|下午|午後|오후|晚上|中午|مساء[\u064b]?|م(?![^\W\d_])|ب\.?\s?ظ\.?"
    r"|بعد[\s\u200c]?از[\s\u200c]?ظهر|ös(?![^\W\d_])|μ\.?\s?μ\.?|odp\.|пп(?!\w)|(?-i:CH)(?!\w)"
)
# What may stand between a date and its time: marks, a weekday, and the word for "at".
AT = frozenset(
    "t at um à a as às alle ore las los a klo kl kello o godz godzinie ob u v в о об och om ve saat الساعة ساعت στις "
    "la orele lúc pukul jam godz hodin dne время на في the uhr г года р року r d".split()
)
TIME = (
    r"(?P<words>[\s,.،;·•|@»–—_-]*(?:[(（\[]?[^\W\d_]{1,12}?[)）\].]*[\s,،:–—-]*){0,2}?)"
    rf"(?:(?P<am>{_AM})\s?|(?P<pm>{_PM})\s?)?"
    r"(?P<H>\d{1,2})(?:[:.h](?P<M>\d\d)(?:[:.](?P<S>\d\d)(?:[.,]\d{1,9})?)?"
    r"|\s?[時时点點시]\s?(?P<m>\d{1,2})(?:[分분]\s?(?:(?P<s>\d{1,2})[秒초])?)?)(?![\d]|[.:]\d)"
    rf"(?:\s{{0,2}}(?:(?P<late_am>{_AM})|(?P<late_pm>{_PM})))?"
    r"(?P<zone>Z(?!\w)|\s?[+-]\d\d:?\d\d(?!\d|:)|\s?\(?(?-i:UTC|GMT)(?:\s?[+-]\d{1,2}(?:[:.]?\d\d)?(?!\d))?(?!\w))?"
)
BEHIND = re.compile(TIME, re.I)
ZONE = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?$")


def iso(year: int, month: int, day: int, time: re.Match[str] | None) -> str | None:
    """A date with the time that :data:`TIME` found behind it, to the precision shown.

    Impossible is ``None``.
    """
    try:
        if time is None or time["H"] is None or not _joins(time["words"]):
            return datetime(year, month, day).strftime("%Y-%m-%d") if year > 999 else None
        seconds = time["S"] or time["s"]
        moment = datetime(
            year, month, day, hour(time), int(time["M"] or time["m"]), int(seconds or 0)
        )
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds" if seconds else "minutes") + (
        offset_of(time["zone"]) or ""
    )


def plain(
    year: str, month: str, day: str, hour: str, minute: str, second: str | None
) -> str | None:
    """A date with a time of 24 hours, all in digits, to the precision shown.

    Impossible is ``None``.
    """
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds" if second else "minutes")


def hour(time: re.Match[str]) -> int:
    """The hour of 24; the half of the day counts only where the hour is one of twelve."""
    shown = int(time["H"])
    if shown > 12:
        return shown
    if time["pm"] or time["late_pm"]:
        return shown % 12 + 12
    return shown % 12 if time["am"] or time["late_am"] else shown


def offset_of(zone: str | None) -> str | None:
    """``Z``, ``UTC``, ``+0200``, ``GMT-5`` as ``+00:00`` and so on.

    ``None`` for none or an impossible one.
    """
    if not zone:
        return None
    match = ZONE.search(zone)
    if match is None:
        return "+00:00"
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    return f"{match['sign']}{hours:02d}:{minutes:02d}" if hours < 15 and minutes < 60 else None


def _joins(words: str) -> bool:
    """Whether words between a date and a time only join them ("at", "(Thu)"): else the time is of something else."""
    return all(
        word.casefold() in AT or is_weekday(word) for word in re.findall(r"[^\W\d_]+", words)
    )
