"""The generic engine: threads of forums that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from site_gen.engines.core.table import Engine, RawPost
from site_gen.engines.generic.json_ld import StatedThread, are_opinions, stated_thread
from site_gen.engines.generic.learn_profile import learn
from site_gen.engines.profiles import (
    RULES,
    Place,
    PostPlaces,
    Profile,
    ThreadPlaces,
    posts_of,
    thread_of,
)
from site_gen.engines.profiles.reading import candidates
from site_gen.load.page import Page

AGREED = 0.5  # of the posts that a page states, at least, stand in its markup where that was read rightly
HEAD = Profile(
    name="generic",
    post=PostPlaces(each="body", body="body"),
    thread=ThreadPlaces(
        title=[Place('meta[property="og:title"]', "content"), Place("title")],
        site_name=[Place('meta[property="og:site_name"]', "content")],
    ),
)
"""Where a page says what it is called, whatever else it shows."""


def split(page: Page) -> Iterator[RawPost]:
    """The posts of a page that holds a thread; none where it does not look enough like one."""
    found = thread_on(page)
    if isinstance(found, Profile):
        yield from posts_of(found, page)
    elif found is not None:
        yield from (post.raw() for post in found.posts)


def more_thread(page: Page) -> dict[str, Any]:
    """What the page says of its thread."""
    found = thread_on(page)
    if found is None:
        return {}
    return (
        thread_of(found, page)
        if isinstance(found, Profile)
        else {**thread_of(HEAD, page), **found.fields}
    )


@lru_cache(maxsize=4)
def thread_on(page: Page) -> Profile | StatedThread | None:
    """How a page's thread is read: by a profile learned from its markup, or as the page states it beside that."""
    learned, stated = learn(page), stated_thread(page)
    whole = stated if stated is not None and stated.is_whole else None
    if learned is None:
        return whole
    shown = partial(_shown, learned.profile, page)
    if are_opinions(page, shown):
        return None
    return whole if whole and _contradicts(whole, shown()) else learned.profile


def _contradicts(stated: StatedThread, shown: list[str]) -> bool:
    """Whether what was read in the markup cannot be the posts: the page states others, and no fewer."""
    return len(stated.posts) >= max(2, len(shown)) and stated.agreement(shown) < AGREED


def _shown(profile: Profile, page: Page) -> list[str]:
    """The words of the posts that a profile finds."""
    return [
        found.body.text()
        for found in candidates(profile, page)
        if found.body is not None and not found.fault
    ]


GENERIC = Engine(
    name="generic",
    view="desktop",
    fingerprints=(),
    threshold=0,
    split=split,
    more_thread=more_thread,
    rules=RULES,
)
"""Asked last, about pages that no other engine reads."""
