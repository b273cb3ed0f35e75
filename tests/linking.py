"""The links of a built site, and which of them lead nowhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser

ADDRESSES = {
    "a": "href",
    "link": "href",
    "img": "src",
    "script": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
}
"""The attribute of an element that holds its address."""

BASES = ["file:///media/stick/repo/", "http://127.0.0.1/repo/"]


def own_links(tree: LexborHTMLParser) -> set[str]:
    """The addresses that a page has of the site's own pages and files."""
    nodes = [node for name, key in ADDRESSES.items() for node in tree.css(f"{name}[{key}]")]
    found = {node.attributes[ADDRESSES[node.tag]] or "" for node in nodes}
    outward = {
        n.attributes["href"]
        for n in tree.css('a[href^="http:"], a[href^="https:"], a[href^="mailto:"]')
    }
    return {address for address in found - outward if not address.startswith("data:")}


def broken_links(site: Path, base: str) -> list[str]:
    """The links of a site, served at ``base``, that lead nowhere: as "page: link"."""
    trees = {
        path: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")
    }
    places = {
        base + path.relative_to(site).as_posix(): {
            node.attributes["id"] for node in tree.css("[id]")
        }
        for path, tree in trees.items()
    }
    files = {base + path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken = []
    for path, tree in trees.items():
        own = base + path.relative_to(site).as_posix()
        for link in own_links(tree):
            target, anchor = urldefrag(urljoin(own, link))
            held = target in files and (
                not anchor or target not in places or unquote(anchor) in places[target]
            )
            if not held:
                broken.append(f"{path.name}: {link}")
    return broken
