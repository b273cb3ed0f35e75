"""What the pages of many forums state in one form.

Their address and the forum's name, schema.org counts, text between template comments, and which box around a body is
its post.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.engines.base import squash
from site_gen.load.page import Page

SESSION = re.compile(r"(?<=[?&])(?:sid|s|PHPSESSID)=[0-9a-f]{20,40}(?:&|(?=#)|$)", re.I)
# What a profile calls the place where a member lives, in the languages that the forums ship.
PLACE = re.compile(
    r"^(?:Location|From|Ort|Wohnort|Standort|Lieu|Localisation|Localité|Ubicación|Localización|Lugar|Località|Residenza|"
    r"Provenienza|Locatie|Woonplaats|Localização|Lokalizacja|Skąd|Plats|Sted|Paikkakunta|Откуда|Адрес|Город|"
    r"Местоположение|来自|來自|所在地|الدولة|المكان)\s*:?\s*",
    re.I,
)


def address_and_site(page: Page) -> dict[str, Any]:
    """The page's own absolute address, the forum's host in lower case, and its name by ``og:site_name``."""
    own = page.absolute(page.capture.url) if page.capture.url else None
    own = SESSION.sub("", own).rstrip("?&") if own and own.startswith(("http://", "https://")) else None
    return {"url": own, "site": host(own) or host(page.base), "site_name": meta(page, 'meta[property="og:site_name"]')}


def host(address: str | None) -> str | None:
    """The host of an address in lower case, or ``None``."""
    try:
        return (urlsplit(address or "").hostname or "").lower() or None
    except ValueError:
        return None


def meta(page: Page, css: str) -> str | None:
    """The ``content`` of the first such ``meta``."""
    node = page.tree.css_first(css)
    return squash(node.attributes.get("content")) or None if node else None


def shown(node: LexborNode | None) -> str | None:
    """The text of an element, white space collapsed; ``None`` where there is none."""
    return squash(node.text()) or None if node else None


def digits(text: str | None) -> int | None:
    """The number that a text writes, thousands parted as the language does ("1,234", "15 861"); else ``None``."""
    match = re.search(r"\d[\d.,\s\u00a0\u202f']*", text or "")
    found = re.sub(r"\D", "", match[0]) if match else ""
    return int(found) if 0 < len(found) < 16 else None


def first_group(pattern: re.Pattern[str], *texts: str | None) -> str | None:
    """The first group of the pattern that takes part, in the first text that matches."""
    for text in texts:
        if text and (match := pattern.search(text)):
            return next((group for group in match.groups() if group), None)
    return None


def post_boxes(page: Page, body: str) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Every body of the page with the largest element around it that holds no other body: its post.

    A page of one post has no such bound, so that an element which names itself after a post, or the page's column,
    ends the climb.
    """
    bodies = list({node.mem_id: node for node in page.tree.css(body)}.values())
    known = {node.mem_id for node in bodies}
    for node in bodies:
        if _inside(node, known):
            continue
        box = node
        while (parent := box.parent) is not None and not _ends(parent):
            if any(other.mem_id != node.mem_id and not _within(other, node) for other in parent.css(body)):
                break
            box = parent
        yield node, box


def _ends(node: LexborNode) -> bool:
    return node.tag in ("body", "html", "form", "-document") or (node.id or "") in ("posts", "postlist")


def _inside(node: LexborNode, known: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in known:
            return True
        parent = parent.parent
    return False


def _within(node: LexborNode, outer: LexborNode) -> bool:
    return _inside(node, {outer.mem_id})


def between(box_html: str, name: str) -> LexborNode | None:
    """What a template puts between ``<!-- name -->`` and ``<!-- / name -->``, as a tree of its own."""
    match = re.search(rf"<!--\s*{name}\s*-->(.*?)<!--\s*/\s*{name}\s*-->", box_html, re.S)
    return parsed(match[1]) if match else None


def statistics(page: Page) -> dict[str, int]:
    """Counts by schema.org's name of the action (``ViewAction``, ``CommentAction``, …) from a page's JSON-LD."""
    found: dict[str, int] = {}
    for script in page.tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text(), strict=False)
        except ValueError:
            continue
        for thing in _posting(data):
            for stated in _listed(thing.get("interactionStatistic")):
                kind = stated.get("interactionType") if isinstance(stated, dict) else None
                kind = kind.get("@type") if isinstance(kind, dict) else kind
                count = digits(str(stated.get("userInteractionCount"))) if isinstance(stated, dict) else None
                if kind and count is not None:
                    found.setdefault(str(kind).rsplit("/", 1)[-1], count)
    return found


def _posting(data: object) -> Iterator[dict[str, Any]]:
    """The forum posting of a page's JSON-LD: the object itself, or what a page or graph holds."""
    for thing in _listed(data):
        if not isinstance(thing, dict):
            continue
        if "Posting" in str(thing.get("@type")) or "Question" in str(thing.get("@type")):
            yield thing
        for key in ("@graph", "mainEntity"):
            yield from _posting(thing.get(key))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
