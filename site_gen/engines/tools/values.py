"""What the markup of a page states, as values: texts, attributes, numbers, moments.

For engines whose fields no :class:`~site_gen.engines.core.table.Field` can say. Unknown is
``None``, never an empty string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import squash
from site_gen.load.page import Page

# What a profile calls the place where a member lives, in the languages that the forums ship.
PLACE = re.compile(
    r"^(?:Location|From|Ort|Wohnort|Standort|Lieu|Localisation|Localité|Ubicación|Localización|"
    r"Lugar|Località|Residenza|Provenienza|Locatie|Woonplaats|Localização|Lokalizacja|Skąd|Plats|"
    r"Sted|Paikkakunta|Откуда|Адрес|Город|Местоположение|来自|來自|所在地|الدولة|المكان)\s*:?\s*",
    re.I,
)


def shown(node: LexborNode | None) -> str | None:
    """Return the text of an element, white space collapsed."""
    if node is None:
        return None
    return squash(node.text()) or None


def meta(page: Page, css: str) -> str | None:
    """Return the ``content`` of the first such ``meta``."""
    node = page.tree.css_first(css)
    if node is None:
        return None
    return squash(node.attributes.get("content")) or None


def first_node(node: LexborNode, *places: str) -> LexborNode | None:
    """Return the first element of the first selector that finds one.

    A list of selectors goes by the page's order.
    """
    return next((found for css in places if (found := node.css_first(css)) is not None), None)


def first_text(node: LexborNode, *places: str) -> str | None:
    """Return the text of the first element that has some, the places in order of trust."""
    return next((text for css in places for found in node.css(css) if (text := shown(found))), None)


def first_value(node: LexborNode, css: str, name: str) -> str | None:
    """Return an attribute of the first element of a selector that has it."""
    return next(
        (value for found in node.css(css) if (value := squash(found.attributes.get(name)))), None
    )


def first_group(pattern: re.Pattern[str], *texts: str | None) -> str | None:
    """Return the first group of the pattern that takes part, in the first text that matches."""
    for text in texts:
        if text and (match := pattern.search(text)):
            return next((group for group in match.groups() if group), None)
    return None


def digits(text: str | None) -> int | None:
    """Return the number that a text writes, thousands parted as the language does.

    For example "1,234" and "15 861".
    """
    match = re.search(r"\d[\d.,\s\u00a0\u202f']*", text or "")
    if match is None:
        return None
    found = re.sub(r"\D", "", match[0])
    return int(found) if len(found) < 16 else None


def written(page: Page, stated: str | None) -> str | None:
    """Return a moment that a page states for machines, in the form of the record."""
    if not stated:
        return None
    return read_date(stated, Clock.of(page))[0] or stated


def in_utc(seconds: int) -> str:
    """Return the moment that lies so many seconds after 1970 began, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def stated(**fields: Any) -> dict[str, Any]:
    """Return the fields that are known."""
    return {name: value for name, value in fields.items() if value is not None}


def distinct(texts: Iterable[str | None]) -> list[str]:
    """Return texts in their order, each once; none is empty."""
    return list(dict.fromkeys(text for text in texts if text))


def replies_in(total: int | None) -> int | None:
    """Return how many of a thread's posts answer the first one."""
    return total - 1 if total else None
