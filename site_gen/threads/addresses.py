"""Know the addresses of forums: which thread and post of which host a link leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from site_gen.models import Thread

POST_ANCHOR = re.compile(r"#p(?:id|ost)?-?(\d+)$")
LAST_NUMBER = re.compile(r"(\d+)$")


class Target(NamedTuple):
    """What an address of a forum leads to: its host, the thread's number, a post's id.

    The number is "" where the address names a post alone.
    """

    site: str
    number: str
    post_id: str | None


class Links(NamedTuple):
    """What leads from a thread into the site, and from other threads of the site to it.

    ``places`` are places ("threads/12.html#p5") by original address; ``quoted`` names, for each of
    the thread's posts by its number, the titles of other threads by the places of their posts that
    quote it.
    """

    places: dict[str, str]
    quoted: dict[int, dict[str, str]]


@cache
def addresses(engine: str | None) -> Sequence[re.Pattern[str]]:
    """Return all patterns of addresses: the named engine's first, then such as name a thread.

    "/post/77" is a thread of Lemmy and a post of NodeBB.
    """
    from site_gen.engines.registry import ALL  # loads every engine

    every = [(known.name, pattern) for known in ALL for pattern in known.addresses]
    every.sort(key=lambda entry: (entry[0] != engine, "thread" not in entry[1].groupindex))
    return [pattern for _, pattern in every]


@cache
def is_known(engine: str) -> bool:
    """Tell whether an engine's addresses are known; others are read as a profile reads them."""
    from site_gen.engines.registry import ALL

    return any(known.name == engine for known in ALL)


def target_of(href: str, engine: str | None = None) -> Target | None:
    """The thread and post that an absolute address of any known engine names, or ``None``.

    ``engine`` is that of the forum which the address was found on. Where that is one that only a
    profile or the generic engine knows, the address names a thread in the way in which its pages'
    own addresses do.
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    site = (parts.hostname or "").lower()
    if engine is not None and not is_known(engine):
        return _target_by_shape(href, site, parts.fragment)
    rest = f"{parts.path}?{parts.query}"
    if parts.fragment:
        rest += f"#{parts.fragment}"
    for pattern in addresses(engine):
        if match := pattern.search(rest):
            found = match.groupdict()
            post = found.get("post") or _number_behind(POST_ANCHOR, rest)
            return Target(site, found.get("thread") or "", post)
    return None


def _target_by_shape(href: str, site: str, fragment: str) -> Target | None:
    """Return what an address of a forum leads to whose engine nobody knows."""
    from site_gen.engines.profiles.thread_ids import thread_id_of

    number = thread_id_of(href)
    return Target(site, number, _number_behind(LAST_NUMBER, fragment)) if number else None


def _number_behind(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def references(thread: Thread, site: str) -> Iterator[tuple[str, Target, int | None]]:
    """The links of a thread's posts that lead to threads of the same forum, each address once.

    With each goes the number of the first post that quotes what the address leads to, ``None``
    where none does.
    """
    quoters: dict[str, int] = {}
    for post in thread.posts:
        for quote in post.quotes:
            if quote.url:
                quoters.setdefault(quote.url, post.n)
    links = (link.href for post in thread.posts for link in post.links)
    for href in dict.fromkeys([*links, *quoters]):
        target = target_of(href, thread.engine)
        if target and (target.site == site or not site):
            yield href, target, quoters.get(href)
