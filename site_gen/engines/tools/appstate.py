"""What pages keep beside their markup as JSON: the state of forums that are applications, schema.org's data.

Discourse, Flarum and NodeBB send a page for readers without scripts and, in the same file, what
their scripts draw from. Each says things that the other does not, and either may be missing from a
saved page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from site_gen.engines.core.table import squash
from site_gen.engines.tools.values import digits
from site_gen.load.page import Page

State = dict[str, Any]
MOST = 2**53  # what JavaScript counts to


def state(text: str | None) -> State:
    """A JSON object, or an empty one for what is none."""
    try:
        value = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def part(holder: State, key: str) -> State:
    """The object under a key; Discourse keeps objects as strings of JSON."""
    value = holder.get(key)
    if isinstance(value, str):
        return state(value)
    return value if isinstance(value, dict) else {}


def parts(holder: State, key: str) -> list[State]:
    """The objects in the list under a key."""
    value = holder.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def said(holder: State, key: str) -> str | None:
    """The words or the number under a key as text; empty is unknown."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return squash(str(value)) or None


def counted(holder: State, key: str) -> int | None:
    """The whole number under a key."""
    value = holder.get(key)
    is_count = isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST
    return value if is_count else None


def html_of(holder: State, key: str) -> str | None:
    """The markup under a key as it stands."""
    value = holder.get(key)
    return value if isinstance(value, str) else None


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
                count = (
                    digits(str(stated.get("userInteractionCount")))
                    if isinstance(stated, dict)
                    else None
                )
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
