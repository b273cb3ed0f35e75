"""What machines read of the site.

It is feed.xml (Atom, RFC 4287), sitemap.xml (sitemaps.org), robots.txt.

Nothing in them depends on when they are built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from site_gen.render.views.site import SiteView
from site_gen.text.zones import offset_at

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
SITEMAP_CAP = 50_000
"""Addresses that one sitemap may hold (sitemaps.org)."""

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?(Z|[+-]\d\d:\d\d)?.*")
NO_DATE = "1970-01-01T00:00:00Z"


class Entry(NamedTuple):
    """A thread in the feed: its page and title, its author, boards, the opening post's text.

    ``first`` and ``last`` are ISO dates of its posts.
    """

    path: str
    title: str
    author: str | None
    first: str
    last: str
    board: Sequence[str]
    text: str


def feed(site: SiteView, forum: str, entries: Sequence[Entry], zone: str | None) -> bytes:
    """Return the Atom feed.

    ``forum`` is the host the pages are from, ``zone`` that of dates that state none.

    A date without any zone is written as UTC: Atom has no way to say that a zone is unknown. The
    ids stay the same when the site moves.
    """
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    _text(root, "id", identity(forum, ""))
    _text(root, "title", site.title)
    if site.description:
        _text(root, "subtitle", site.description)
    _text(root, "updated", max((moment(entry.last, zone) for entry in entries), default=NO_DATE))
    _text(ElementTree.SubElement(root, "author"), "name", site.title)
    _text(root, "generator", "sitegen")
    base = site.address or ""
    ElementTree.SubElement(
        root, "link", {"rel": "alternate", "type": "text/html", "href": base or "index.html"}
    )
    if base:
        ElementTree.SubElement(
            root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}feed.xml"}
        )
    for entry in entries:
        _entry(root, entry, base, forum, zone)
    return _bytes(root)


def _entry(
    root: ElementTree.Element, entry: Entry, base: str, forum: str, zone: str | None
) -> None:
    node = ElementTree.SubElement(root, "entry")
    _text(node, "id", identity(forum, entry.path))
    _text(node, "title", entry.title)
    _text(node, "published", moment(entry.first, zone))
    _text(node, "updated", moment(entry.last, zone))
    if entry.author:
        _text(ElementTree.SubElement(node, "author"), "name", entry.author)
    ElementTree.SubElement(
        node, "link", {"rel": "alternate", "type": "text/html", "href": base + entry.path}
    )
    for board in entry.board:
        ElementTree.SubElement(node, "category", {"term": xml_text(board)})
    _text(node, "summary", entry.text)


def identity(forum: str, path: str) -> str:
    """Return a permanent id: of the feed, or of a page of it."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'sitegen:{forum}/{path}')}"


def moment(iso: str, zone: str | None) -> str:
    """Return an ISO date of any precision from a day on as RFC 3339 wants it."""
    found = DATE.fullmatch(iso)
    if found is None:
        return NO_DATE
    day, minutes, seconds, offset = found.groups()
    if offset is None:
        offset = offset_at(iso, zone) if zone else "Z"
    return f"{day}T{minutes or '00:00'}{seconds or ':00'}{offset}"


def sitemaps(address: str, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield sitemap.xml for the pages at ``paths``.

    Past 50,000 of them, an index of sitemap-1.xml and so on.
    """
    addresses = [address + ("" if path == "index.html" else path) for path in paths]
    parts = [
        addresses[start : start + SITEMAP_CAP] for start in range(0, len(addresses), SITEMAP_CAP)
    ]
    if len(parts) == 1:
        yield "sitemap.xml", _sitemap("urlset", "url", parts[0])
        return
    for number, part in enumerate(parts, 1):
        yield f"sitemap-{number}.xml", _sitemap("urlset", "url", part)
    names = [f"{address}sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _sitemap("sitemapindex", "sitemap", names)


def _sitemap(kind: str, part: str, addresses: Sequence[str]) -> bytes:
    root = ElementTree.Element(kind, {"xmlns": SITEMAP})
    for address in addresses:
        _text(ElementTree.SubElement(root, part), "loc", address)
    return _bytes(root)


def robots(address: str | None) -> bytes:
    """Return robots.txt: everything may be read; where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    if address:
        lines += ["", f"Sitemap: {address}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = xml_text(text)


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, "")
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n'
        + ElementTree.tostring(root, encoding="unicode").encode()
        + b"\n"
    )
