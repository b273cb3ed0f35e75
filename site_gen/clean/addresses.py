"""Addresses as their authors meant them: session ids dropped, links through a redirecting page led to their target."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

SESSION = re.compile(
    r"(?<=[?&;])(?:sid|s|PHPSESSID|jsessionid)=[0-9a-f]{20,40}(?:&amp;|&|;|(?=#)|$)", re.I
)
# A page whose only work is to lead elsewhere, by its name: phpBB's and vBulletin's link checkers,
# XenForo's proxy.php, Google's /url, Steam's linkfilter, VK's away.php, Facebook's l.php …
REDIRECTOR = re.compile(
    r"(?:^|/)(?:url|go|goto|out|outlink|away|jump|link|linkfilter|leave|exit|external|redirect\w*|proxy|l)"
    r"(?:\.php|\.aspx?|\.html?)?/?$",
    re.I,
)
REDIRECTING_HOST = re.compile(r"(?:out|redirect|go|away|exit|l)\.", re.I)
TARGETS = ("url", "u", "to", "target", "q", "goto", "link", "redirect", "z", "href", "go")


def cleaned(address: str) -> str:
    """An absolute address without session ids and redirecting pages.

    One that is neither comes back as it is.
    """
    if SESSION.search(address):
        address = SESSION.sub("", address).replace("?#", "#").replace("&#", "#")
    address = address.rstrip("?&")
    return target_of(address) if "http" in address[8:] else address


def target_of(address: str) -> str:
    """Where a redirecting page leads, if the address says so; else the address itself."""
    try:
        parts = urlsplit(address)
        if parts.query.startswith(("http://", "https://")) and parts.path in (
            "",
            "/",
        ):  # anonym.to/?https://…
            return parts.query
        leads_on = REDIRECTOR.search(parts.path) or REDIRECTING_HOST.match(parts.hostname or "")
        named = dict(parse_qsl(parts.query)) if leads_on else {}
    except ValueError:
        return address
    return next(
        (named[key] for key in TARGETS if named.get(key, "").startswith(("http://", "https://"))),
        address,
    )
