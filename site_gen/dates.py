"""Dates as forums show them: absolute in many forms, or relative to the moment a page was saved.

A date that a page states stays the local time it states; nothing is converted between zones. A relative date ("3
天前", "昨天 01:46") is resolved against the page's own clock or the time a saving tool recorded; against a file's
time alone the result is marked as a guess; without any clock it is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from site_gen.load.page import Page
from site_gen.models import Capture

ABSOLUTE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[\sT,]*(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d))?(?:\s*(?P<half>[AaPp])\.?[Mm])?)?"
)
# Discuz! dgmdate(): 刚刚, N 秒前, N 分钟前, 半小时前, N 小时前, 昨天 HH:MM, 前天 HH:MM, N 天前; traditional forms
# alike.
RELATIVE = re.compile(
    r"(?P<now>刚刚|剛剛)|(?P<half>半)\s*(?:小时|小時)前"
    r"|(?P<count>\d+)\s*(?P<unit>秒|分钟|分鐘|小时|小時|天)前"
    r"|(?P<day>昨天|前天|今天)\s*(?:(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d))?)?"
)
UNITS = {"秒": "seconds", "分钟": "minutes", "分鐘": "minutes", "小时": "hours", "小時": "hours", "天": "days"}
DAYS = {"今天": 0, "昨天": 1, "前天": 2}
# The clock in the footer of a Discuz! page, in the reader's zone: "GMT+8, 2024-5-9 15:39".
FOOTER = re.compile(
    r"GMT\s*(?P<zone>[+-]\d{1,2}(?:[.:]\d{1,2})?)?,\s*(?P<time>\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?)"
)
TAIL = 40_000  # characters at the end of a page in which its footer stands
EDITOR = re.compile(r"(?:由|by)\s+(?P<who>\S(?:.{0,60}?\S)?)\s+(?:于|於|on)\s")


@dataclass(frozen=True)
class Clock:
    """The moment a page was made, as far as known, in the page's own zone.

    ``guess``: only the file's time says so, or a tool's whose clock is not the forum's.
    """

    now: datetime | None
    guess: bool
    zone: str | None = None

    @classmethod
    def of(cls, page: Page) -> Clock:
        """The best clock of a page: its footer, else what the saving tool wrote, else the file's own time."""
        for footer in reversed(list(FOOTER.finditer(page.text, max(0, len(page.text) - TAIL)))):
            if now := parse_absolute(footer["time"]):
                return cls(datetime.fromisoformat(now), False, offset(footer["zone"]))
        capture = page.capture
        if capture.time is None:
            return cls(None, True)
        return cls(datetime.fromisoformat(capture.time), capture.guess or capture.zone is not None)

    def captured(self, capture: Capture) -> Capture:
        """The capture with this clock's time and zone, where the clock knows better."""
        if self.guess or self.now is None or not capture.guess:
            return capture
        return Capture(url=capture.url, time=self.now.isoformat(), guess=False, tool=capture.tool, zone=self.zone)


def offset(zone: str | None) -> str | None:
    """``+8`` → ``+08:00``, ``+5.5`` → ``+05:30``; ``None`` stays unknown, a bare GMT is not taken for a zone."""
    if not zone:
        return None
    hours, _, part = zone.lstrip("+-").replace(":", ".").partition(".")
    minutes = int(part or 0) if ":" in zone else round(float(f"0.{part or 0}") * 60)
    return f"{zone[0]}{int(hours):02d}:{minutes % 60:02d}"


def read_date(text: str | None, clock: Clock) -> tuple[str | None, bool]:
    """A shown date as ISO local time, to the precision shown, and whether it is a guess; else ``(None, False)``."""
    if not text:
        return None, False
    if iso := parse_absolute(text):
        return iso, False
    if clock.now is None or not (match := RELATIVE.search(text)):
        return None, False
    try:
        return _resolve(match, clock.now), clock.guess
    except (ValueError, OverflowError):  # "昨天 25:00"
        return None, False


def parse_absolute(text: str) -> str | None:
    """The first full date in a text as ISO: ``2022-3-4 07:08`` → ``2022-03-04T07:08``; impossible is ``None``."""
    for match in ABSOLUTE.finditer(text):
        hour = int(match["H"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
        try:
            moment = datetime(
                int(match["y"]), int(match["m"]), int(match["d"]), hour, int(match["M"] or 0), int(match["S"] or 0)
            )
        except ValueError:
            continue
        if match["H"] is None:
            return moment.strftime("%Y-%m-%d")
        return moment.isoformat(timespec="seconds" if match["S"] else "minutes")
    return None


def shown_date(text: str) -> str | None:
    """The part of a line that is its date, as shown ("发表于 昨天 21:03" → "昨天 21:03"), or ``None``."""
    match = ABSOLUTE.search(text) or RELATIVE.search(text)
    return match[0].strip() if match else None


def editor_in(mark: str) -> str | None:
    """Who edited, from an edit mark: "本帖最后由 甲 于 2022-3-4 10:20 编辑"."""
    match = EDITOR.search(mark)
    return match["who"] if match else None


def _resolve(match: re.Match[str], now: datetime) -> str:
    if match["now"]:
        return now.isoformat(timespec="minutes")
    if match["half"]:
        return (now - timedelta(minutes=30)).isoformat(timespec="minutes")
    if match["count"]:
        moment = now - timedelta(**{UNITS[match["unit"]]: int(match["count"])})
        return moment.strftime("%Y-%m-%d") if match["unit"] == "天" else moment.isoformat(timespec="minutes")
    day = now - timedelta(days=DAYS[match["day"]])
    if match["H"] is None:
        return day.strftime("%Y-%m-%d")
    moment = day.replace(hour=int(match["H"]), minute=int(match["M"]), second=int(match["S"] or 0), microsecond=0)
    return moment.isoformat(timespec="seconds" if match["S"] else "minutes")
