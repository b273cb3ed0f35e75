"""Time zones by name ("Europe/Berlin", with summer time) or by offset ("+08:00")."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

OFFSET = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")


@cache
def zone_of(name: str) -> tzinfo | None:
    """Return the zone of a name or an offset; ``None`` for what is neither."""
    if match := OFFSET.fullmatch(name):
        minutes = int(match[2]) * 60 + int(match[3])
        return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # no such file, a path, no such key
        return None


def local_seconds(seconds: float, zone: str) -> float:
    """Return a moment (seconds since 1970) as a clock in a zone shows it, as if that were UTC."""
    offset = datetime.fromtimestamp(seconds, UTC).astimezone(zone_of(zone)).utcoffset()
    return seconds + (offset or timedelta()).total_seconds()


def offset_at(iso: str, zone: str) -> str:
    """Return the offset of a zone at a local time (ISO, from a day on): "+02:00".

    Of an hour that a clock shows twice the first is taken; one that it leaves out counts as before
    the change.
    """
    found = MOMENT.match(iso)
    try:
        local = datetime.fromisoformat(found[0] if found else iso)
    except ValueError:
        local = datetime(1970, 1, 1)
    stated = local.replace(tzinfo=zone_of(zone)).isoformat(timespec="minutes")
    return stated[-len("+02:00") :]
