"""What pages keep beside their markup as JSON: an application's state, schema.org's data.

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
    """Read a JSON object; an empty one is made of what is none."""
    try:
        value = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return _object(value)


def _object(value: object) -> State:
    return value if isinstance(value, dict) else {}


def part(holder: State, key: str) -> State:
    """Return the object under a key; Discourse keeps objects as strings of JSON."""
    value = holder.get(key)
    if isinstance(value, str):
        return state(value)
    return _object(value)


def parts(holder: State, key: str) -> list[State]:
    """Return the objects in the list under a key."""
    value = holder.get(key)
    if not isinstance(value, list):
        return []
    return [entry for entry in value if isinstance(entry, dict)]


def objects(value: object) -> Iterator[State]:
    """Yield every object that a value of JSON holds, however deep, the value itself first."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def said(holder: State, key: str) -> str | None:
    """Return the words or the number under a key as text; empty is unknown."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return squash(str(value)) or None


def counted(holder: State, key: str) -> int | None:
    """Return the whole number under a key."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= MOST:
        return None
    return value


def html_of(holder: State, key: str) -> str | None:
    """Return the markup under a key as it stands."""
    value = holder.get(key)
    return value if isinstance(value, str) else None


def statistics(page: Page) -> dict[str, int]:
    """Return counts of actions from a page's JSON-LD, by schema.org's names of the actions.

    For example ``ViewAction``, ``CommentAction``.
    """
    found: dict[str, int] = {}
    for script in page.tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text(), strict=False)
        except ValueError:
            continue
        for thing in _posting(data):
            for counter in _listed(thing.get("interactionStatistic")):
                kind, count = _action(_object(counter))
                if kind and count is not None:
                    found.setdefault(kind, count)
    return found


def _action(counter: State) -> tuple[str, int | None]:
    """Return what an ``InteractionCounter`` counts, and how often it was done."""
    kind = counter.get("interactionType")
    if isinstance(kind, dict):
        kind = kind.get("@type")
    return str(kind or "").rsplit("/", 1)[-1], digits(str(counter.get("userInteractionCount")))


def _posting(data: object) -> Iterator[dict[str, Any]]:
    """Yield the forum posting of a page's JSON-LD: the object itself, or what a graph holds."""
    for thing in _listed(data):
        if not isinstance(thing, dict):
            continue
        if "Posting" in str(thing.get("@type")) or "Question" in str(thing.get("@type")):
            yield thing
        for key in ("@graph", "mainEntity"):
            yield from _posting(thing.get(key))


def _listed(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if value else []
