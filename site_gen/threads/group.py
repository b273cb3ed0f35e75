"""Tell which saved pages are one thread: by engine, forum and the forum's own number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from site_gen.models import Reading

Page = TypeVar("Page")


class Key(NamedTuple):
    """What tells threads apart: engine, forum's host ("" if unknown), the forum's number."""

    engine: str
    site: str
    thread_id: str


def key_of(reading: Reading) -> Key:
    """Return the key of the thread that a page belongs to."""
    return Key(reading.engine, reading.site or "", reading.thread_id)


def group(saved: Iterable[tuple[Key, str | None, Page]]) -> dict[Key, list[Page]]:
    """Sort pages, given as (key, title, anything), to their threads.

    A page that does not say which forum it is from joins the only thread of its number that may be
    its own.
    """
    threads: dict[Key, list[Page]] = {}
    titles: dict[Key, set[str]] = {}
    homeless: list[tuple[Key, str | None, Page]] = []
    for key, title, page in saved:
        if not key.site:
            homeless.append((key, title, page))
            continue
        threads.setdefault(key, []).append(page)
        known = titles.setdefault(key, set())
        if title:
            known.add(title)
    for key, title, page in homeless:
        owners = [home for home in threads if _may_own(home, key, titles.get(home, set()), title)]
        owner = owners[0] if len(owners) == 1 else key
        threads.setdefault(owner, []).append(page)
    return threads


def _may_own(home: Key, key: Key, titles: set[str], title: str | None) -> bool:
    """Tell whether a page that names no forum may be of a thread with known titles."""
    same_number = (home.engine, home.thread_id) == (key.engine, key.thread_id)
    return bool(home.site) and same_number and (not titles or title in titles)
