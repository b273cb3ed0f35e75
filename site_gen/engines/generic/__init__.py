"""The generic engine: threads of forums that nobody knows.

It works out a profile (see :mod:`site_gen.engines.profiles`) from one page and reads the page by
it, in these steps, each a file of this package:

1. ``outline`` makes flat lists of the page, on which any part is measured in one subtraction.
2. ``microdata`` takes the posts that the page marks as posts; else ``find_records`` finds families
   of elements alike, each with a date of the same sort and words of its own.
3. ``aligned_records`` lays the records of a family over each other (``record_kinds``,
   ``repeated_texts``): what they have in common are paths.
4. ``post_parts`` finds the paths of a post's parts: ``author_path``, ``date_path``, ``body_path``.
   ``naming_hints`` are the names that forums give them.
5. ``write_profile`` writes a selector for each part (``path_selectors``), and for what else stands
   in posts: ``floor_path``, ``signature_paths``, ``body_chrome``.
6. ``learn_profile`` does 1 to 5 and keeps the best family. It adds ``thread_facts``
   (``thread_title``, ``breadcrumbs``, ``thread_number``) and an ``opening_post`` of another kind.
7. :func:`split` reads the posts by the profile; or, where the markup shows none or others, those
   that the page states beside it (``json_ld``).

``suggest`` writes the same profile as TOML, for an owner to edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from site_gen.engines.core.table import Engine, RawPost
from site_gen.engines.generic.json_ld import JsonLdThread, are_reviews, read_json_ld
from site_gen.engines.generic.learn_profile import learn_profile
from site_gen.engines.generic.thread_facts import HEAD
from site_gen.engines.profiles import RULES, Profile, find_posts, read_posts, read_thread
from site_gen.load.page import Page

AGREED = 0.5
"""The share of the posts that a page states which stand in its markup, if that was read rightly."""


def split(page: Page) -> Iterator[RawPost]:
    """Return the posts of a page that holds a thread.

    There are none where it does not look enough like one.
    """
    source = source_of(page)
    if isinstance(source, Profile):
        yield from read_posts(source, page)
    elif source is not None:
        yield from (post.raw() for post in source.posts)


def more_thread(page: Page) -> dict[str, Any]:
    """Return what the page says of its thread."""
    source = source_of(page)
    if source is None:
        return {}
    if isinstance(source, Profile):
        return read_thread(source.thread, page)
    return {**read_thread(HEAD, page), **source.fields}


@lru_cache(maxsize=4)
def source_of(page: Page) -> Profile | JsonLdThread | None:
    """Return how a page's thread is read.

    That is by a profile learned from its markup, or as the page states it beside that.
    """
    profile, stated = learn_profile(page), read_json_ld(page)
    if stated is not None and not stated.is_whole:
        stated = None
    if profile is None:
        return stated
    shown = partial(_shown, profile, page)
    if are_reviews(page, shown):
        return None
    if stated is not None and _contradicts(stated, shown()):
        return stated
    return profile


def _contradicts(stated: JsonLdThread, shown: Sequence[str]) -> bool:
    """Tell whether what was read in the markup cannot be the posts.

    The page states others, and no fewer.
    """
    return len(stated.posts) >= max(2, len(shown)) and stated.agreement(shown) < AGREED


def _shown(profile: Profile, page: Page) -> list[str]:
    """Return the words of the posts that a profile finds."""
    return [body.text() for _, body in find_posts(profile, page)]


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
