"""The generic engine: threads of forums that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_gen.engines.base import Engine, RawPost
from site_gen.engines.generic.learn import learn
from site_gen.engines.profiles import RULES, posts_of, thread_of
from site_gen.load.page import Page


def split(page: Page) -> Iterator[RawPost]:
    """The posts of a page that holds a thread; none where it does not look enough like one."""
    learned = learn(page)
    if learned:
        yield from posts_of(learned.profile, page)


def more_thread(page: Page) -> dict[str, Any]:
    """What the page says of its thread."""
    learned = learn(page)
    return thread_of(learned.profile, page) if learned else {}


GENERIC = Engine(
    name="generic", view="desktop", fingerprints=(), threshold=0, split=split, more_thread=more_thread, rules=RULES
)
"""Asked last, about pages that no other engine reads."""
