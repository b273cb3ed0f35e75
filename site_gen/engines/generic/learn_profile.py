"""Learn a profile from one page: the best family of records, with a selector for each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.find_records import Family, find_families
from site_gen.engines.generic.microdata import (
    are_other_things,
    find_microdata,
    microdata_profile,
)
from site_gen.engines.generic.opening_post import Opening, find_opening_post
from site_gen.engines.generic.outline import Outline
from site_gen.engines.generic.post_parts import find_post_parts
from site_gen.engines.generic.thread_facts import find_thread_facts
from site_gen.engines.generic.thread_title import find_title
from site_gen.engines.generic.write_profile import write_profile
from site_gen.engines.profiles import Profile, places
from site_gen.load.page import Page

ENOUGH = 0.55
"""The confidence below which nothing is published.

Most of author, date and words must be found in most records.
"""

SURE = 0.9


@dataclass(frozen=True)
class Learned:
    """What was learned from a page: a profile, how sure it is (0 to 1), and of which records."""

    profile: Profile
    confidence: float
    family: Family

    @property
    def rank(self) -> float:
        """How good it is beside what is learned from other families."""
        return float(self.confidence * self.family.score**0.5)


@lru_cache(maxsize=4)
def learn_profile(page: Page) -> Profile | None:
    """Return the profile that reads the posts of a page.

    ``None`` where nothing looks enough like posts.
    """
    outline = Outline(page)
    if (marked := find_microdata(outline)) is not None:
        profile = microdata_profile(marked, _profile_of(outline, marked.family))
        return _with_thread(profile, page, outline, marked.family)
    best = max(_learned(outline), key=lambda one: one.rank, default=None)
    if best is None or best.confidence < ENOUGH:
        return None
    return _with_thread(best.profile, page, outline, best.family, may_open=True)


def _profile_of(outline: Outline, family: Family) -> Profile | None:
    """Return the profile that is learned from one family, however sure it is."""
    learned = _learn(outline, family)
    if learned is None:
        return None
    return learned.profile


def _learned(outline: Outline) -> Iterator[Learned]:
    """Return what is learned from each family, up to one that no later family can surpass."""
    for family in find_families(outline):
        if are_other_things(outline, family.elements):
            continue
        learned = _learn(outline, family)
        if learned is not None:
            yield learned
            if learned.confidence >= SURE:
                return


def _learn(outline: Outline, family: Family) -> Learned | None:
    """Return what is learned from one family.

    ``None`` where its records lack a date, words or an author.
    """
    parts = find_post_parts(AlignedRecords(outline, family))
    if parts is None:
        return None
    profile = write_profile(parts)
    if profile is None:
        return None
    return Learned(profile, parts.evidence * min(1.0, 2.5 * family.score) ** 0.2, family)


def _with_thread(
    profile: Profile, page: Page, outline: Outline, family: Family, *, may_open: bool = False
) -> Profile:
    """Return the profile, with the places of what the page says of the thread.

    With ``may_open`` an opening post is looked for that no record holds.
    """
    first = family.elements[0]
    title = find_title(page, outline, first)
    profile = replace(profile, thread=find_thread_facts(page, outline, family, title))
    if not may_open or family.run or profile.post.each != family.selector:
        return profile
    opening = find_opening_post(outline, first, title)
    if opening is None:
        return profile
    return _with_opening(profile, opening)


def _with_opening(profile: Profile, opening: Opening) -> Profile:
    """Return the profile, with the places of an opening post before those of the replies."""
    post, body = profile.post, profile.body
    drop = dict(body.drop)
    if opening.byline:
        known = filter(None, [drop.get("byline")])
        drop["byline"] = ", ".join([*opening.byline, *known])
    return replace(
        profile,
        post=replace(
            post,
            each=f"{opening.each}, {post.each}",
            run=post.run or opening.run,
            body=f"{opening.body}, {post.body}",
            author=[opening.author, *places(post.author)],
            date=[opening.date, *places(post.date)],
        ),
        body=replace(body, drop=drop),
    )
