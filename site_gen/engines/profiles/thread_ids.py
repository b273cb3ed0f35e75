"""Which thread an address names, in the ways of forums of all kinds."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, urlsplit

# How forums of all kinds write the address of a thread: a number in the query or in the path, with
# or without words.
THREAD_KEYS = "t|tid|topic|topic_?id|thread|thread_?id|showtopic|threadnr|discussion_?id"
THREAD_QUERY = re.compile(rf"[&;](?:{THREAD_KEYS}|id)=(\d+)(?!\d)", re.I)
THREAD_KEY = (
    r"/(?:t|d|threads?|topics?|discussions?|questions?|showthread|viewtopic|sujet|thema|posts?)"
)
THREAD_PATHS = tuple(
    re.compile(THREAD_KEY + rest, re.I)
    for rest in (
        r"[/-](\d+)(?=[/._-]|$)",
        r"/[^/]+/(\d+)(?=/|$)",
        r"[/-][^/]*?[.-]t?(\d+)(?:\.html?)?(?=/|$)",
    )
)
PAGE_PART = re.compile(
    r"(?:[/_-]page[-_/]?\d+|[?&](?:page|p|start|st|pg|sid|s|PHPSESSID)=\w*)", re.I
)


def thread_id_of(url: str | None) -> str | None:
    """Return the forum's number of a thread in the address of one of its pages.

    Without a number it is a hash of the address less its page.
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:  # "http://["
        return None
    if match := THREAD_QUERY.search(f"&{parts.query}"):
        return match[1]
    for pattern in THREAD_PATHS:
        if match := pattern.search(parts.path):
            return match[1]
    return _hashed(parts)


def _hashed(parts: SplitResult) -> str | None:
    """Return a hash of an address less its page; ``None`` where it names a host at most."""
    site = parts.netloc.lower()
    plain = PAGE_PART.sub("", f"{site}{parts.path}?{parts.query}").rstrip("/?&")
    if not site or plain == site:
        return None
    return "h" + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]
