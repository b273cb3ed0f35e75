"""How and when a page was saved, from the marks that saving tools leave in it.

Sources of the marks: Internet Explorer and Chromium write ``<!-- saved from url=(0042)http://…
-->``; HTTrack writes ``<!-- Mirrored from host/path by HTTrack … , Thu, 09 May 2024 07:39:00 GMT
-->``; SingleFile writes a comment with ``url:`` and ``saved date:``; the Wayback Machine appends
``FILE ARCHIVED ON 15:39:00 May 09, 2024``. wget leaves no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec.structs import replace

from site_gen.models import NO_EVIDENCE, Capture, Evidence

HEAD, TAIL = 16_384, 4_096
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.I)
HTTRACK = re.compile(
    r"<!--\s*Mirrored from (?P<url>\S+) by HTTrack"
    r"[^,>]*(?:\[[^\]]*\][^,>]*)?,\s*(?P<date>[^>]*?)\s*-->",
    re.I,
)
SINGLEFILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)\s+saved date:\s*(?P<date>[^\n(]+)",
    re.I,
)
WAYBACK = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4})")
WAYBACK_URL = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)", re.I)
CANONICAL = re.compile(
    r"""<link\b(?=[^>]{0,400}\brel=["']?canonical)[^>]{0,400}?\bhref=["']?([^"'\s>]+)"""
    r"""|<meta\b(?=[^>]{0,400}\bproperty=["']?og:url)[^>]{0,400}?\bcontent=["']?([^"'\s>]+)""",
    re.I,
)
BASE = re.compile(r"""<base\b[^>]{0,400}?\bhref=["']?([^"'\s>]+)""", re.I)


def find_capture(text: str, evidence: Evidence = NO_EVIDENCE) -> Capture:
    """Read the marks of a page's source, and add what is known from outside it.

    What a container states wins over the page's marks, these win over the file's own time, which is
    marked as a guess. Times come back in the zone the tool wrote them in; the file's own time in
    that of ``evidence``.
    """
    return with_evidence(_marked(text), evidence)


def with_evidence(capture: Capture, evidence: Evidence) -> Capture:
    """Complete a capture by what is known from outside the page."""
    url, tool = evidence.url or capture.url, evidence.tool or capture.tool
    if evidence.time is not None:
        time, zone = _parted(evidence.time)
        return Capture(url=url, time=time, guess=False, tool=tool, zone=zone)
    if capture.time is None and evidence.file_time is not None:
        stamp = datetime.fromtimestamp(evidence.file_time, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return Capture(url=url, time=stamp, guess=True, tool=tool)
    return replace(capture, url=url, tool=tool)


def _marked(text: str) -> Capture:
    head = text[:HEAD]
    for mark, find in MARKS:
        if (mark in head or mark in text[-TAIL:]) and (capture := find(head, text)):
            return capture
    return Capture(url=declared_url(head))


def _parted(stated: str) -> tuple[str, str | None]:
    """Part an ISO time from its offset: "2014-05-03T10:00:00Z" gives ("…T10:00:00", "+00:00")."""
    moment = datetime.fromisoformat(stated)
    plain = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    if moment.tzinfo is None:
        return plain, None
    return plain, moment.isoformat(timespec="seconds").removeprefix(plain)


def declared_url(head: str) -> str | None:
    """The address a page gives for itself: canonical link or og:url."""
    match = CANONICAL.search(head)
    return WAYBACK_URL.sub("", (match[1] or match[2]).replace("&amp;", "&")) if match else None


def base_url(head: str) -> str | None:
    """The address that relative links of the page are meant against, if it says so."""
    match = BASE.search(head[:HEAD])
    return WAYBACK_URL.sub("", match[1].replace("&amp;", "&")) if match else None


def _singlefile(head: str, _: str) -> Capture | None:
    match = SINGLEFILE.search(head)
    if not match:
        return None
    return Capture(
        url=match["url"], time=_javascript_date(match["date"]), guess=False, tool="SingleFile"
    )


def _httrack(head: str, _: str) -> Capture | None:
    match = HTTRACK.search(head)
    if not match:
        return None
    url = match["url"] if "://" in match["url"] else "http://" + match["url"]
    time = _parsed(match["date"].removesuffix(" GMT"), "%a, %d %b %Y %H:%M:%S")
    return Capture(
        url=url, time=time, guess=time is None, tool="HTTrack", zone="+00:00" if time else None
    )


def _wayback(head: str, text: str) -> Capture | None:
    match = WAYBACK.search(text[-TAIL:]) or WAYBACK.search(head)
    if not match:
        return None
    time = _parsed(match[1], "%H:%M:%S %b %d, %Y")
    return Capture(
        url=declared_url(head), time=time, guess=False, tool="Wayback Machine", zone="+00:00"
    )


def _saved_from(head: str, _: str) -> Capture | None:
    match = SAVED_FROM.search(head)
    return Capture(url=match[1], tool="browser") if match else None


MARKS: tuple[tuple[str, Callable[[str, str], Capture | None]], ...] = (
    ("SingleFile", _singlefile),
    ("HTTrack", _httrack),
    ("ARCHIVED ON", _wayback),
    ("saved from url", _saved_from),
)


def _javascript_date(text: str) -> str | None:
    """``Thu May 09 2024 15:39:00 GMT+0800`` → local time as written."""
    match = re.match(r"\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d)", text.strip())
    return _parsed(match[1], "%b %d %Y %H:%M:%S") if match else None


def _parsed(text: str, form: str) -> str | None:
    try:
        return datetime.strptime(text.strip(), form).isoformat()
    except ValueError:
        return None
