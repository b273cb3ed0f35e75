"""Learn a profile from one page: the best family of records, with a selector for each of its fields."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from site_gen.engines.generic.aligned_records import Records
from site_gen.engines.generic.author_path import author_path, other_authors
from site_gen.engines.generic.body_path import body_path, weigh_paths
from site_gen.engines.generic.date_path import date_path
from site_gen.engines.generic.find_records import Family, families
from site_gen.engines.generic.microdata import are_other_things, by_marks, marked
from site_gen.engines.generic.naming_hints import AUTHOR
from site_gen.engines.generic.opening_post import Opening, opening_post
from site_gen.engines.generic.outline import Outline, looks_like_date
from site_gen.engines.generic.thread_facts import thread_places
from site_gen.engines.generic.thread_number import thread_number
from site_gen.engines.generic.thread_title import title_element
from site_gen.engines.generic.write_profile import Parts, body_places, post_places
from site_gen.engines.profiles import (
    OWN_ADDRESS,
    Profile,
    ThreadPlaces,
    places,
    thread_id_of,
)
from site_gen.engines.tools.addresses import own_address
from site_gen.load.page import Page
from site_gen.text.subjects import bare_subject

ENOUGH = 0.55
"""The confidence below which nothing is published: most of author, date and words must be found in most records."""

SURE = 0.9
IN_A_LINE = 0.8  # how sure a name is that is read out of the line of the date
LEAST = 6  # letters of content that posts have at least, on the average
LIST_HEADS = "h1 h2 h3 h4 h5".split()


@dataclass(frozen=True)
class Learned:
    """What was learned from a page: a profile, and how sure it is (0 to 1)."""

    profile: Profile
    confidence: float


@lru_cache(maxsize=4)
def learn(page: Page) -> Learned | None:
    """The profile that reads the posts of a page, or ``None`` where nothing looks enough like posts."""
    outline = Outline(page)
    if (stated := marked(outline)) is not None:
        learned = _learn(outline, stated.family)
        profile = by_marks(stated, learned.profile if learned else None)
        return Learned(_with_thread(profile, page, outline, stated.family), 1.0)
    found: list[tuple[float, Learned, Family]] = []
    for family in families(outline):
        if not are_other_things(outline, family.places) and (learned := _learn(outline, family)):
            found.append((learned.confidence * family.score**0.5, learned, family))
            if learned.confidence >= SURE:  # no family that comes later can be better
                break
    if not found:
        return None
    _, best, family = max(found, key=lambda one: one[0])
    if best.confidence < ENOUGH:
        return None
    profile = _with_thread(best.profile, page, outline, family)
    if profile.post.each == family.selector and not family.run:
        title = title_element(page, outline, family.places[0])
        profile = _with_opening(profile, opening_post(outline, family.places[0], title))
    return Learned(profile, best.confidence)


def _with_thread(profile: Profile, page: Page, outline: Outline, family: Family) -> Profile:
    """The profile, with the places of what the page says of the thread."""
    thread = thread_places(page, outline, family.places[0])
    if not (thread_id_of(own_address(page, *OWN_ADDRESS)) or "").isdecimal():
        thread = replace(thread, thread_id=thread_number(page, outline, family))
    return replace(profile, thread=thread)


def _with_opening(profile: Profile, opening: Opening | None) -> Profile:
    """The profile, with the places of an opening post before those of the replies."""
    if opening is None:
        return profile
    post, body = profile.post, profile.body
    drop = dict(body.drop)
    if opening.byline:
        drop["byline"] = ", ".join([*opening.byline, *filter(None, [drop.get("byline")])])
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


def _learn(outline: Outline, family: Family) -> Learned | None:
    """What is learned from one family, or ``None`` where its records lack a date, words or an author."""
    parts = _parts(Records(outline, family))
    post = post_places(parts) if parts is not None else None
    if parts is None or post is None:
        return None
    profile = Profile(name="generic", post=post, thread=ThreadPlaces(), body=body_places(parts))
    return Learned(profile, _evidence(parts) * min(1.0, 2.5 * family.score) ** 0.2)


def _parts(records: Records) -> Parts | None:
    """The parts of a post: found twice, as each tells something of where the others are."""
    weigh_paths(records, None, date_path(records, None))
    author = author_path(records, body_path(records, None, date_path(records, None)))
    date = date_path(records, author)
    weigh_paths(records, author, date)
    body = body_path(records, author, date)
    if body is None or date is None or records.paths[body].mass < LEAST * records.count:
        return None
    return None if _is_list(records, author, body) else Parts(records, author, date, body)


def _evidence(parts: Parts) -> float:
    """How much of what makes a post is found in how many of the records, from 0 to 1."""
    records, who = parts.records, IN_A_LINE
    if parts.author is not None:
        paths = (parts.author, *other_authors(records, parts.author))
        who = len({record for path in paths for record, _ in records.first(path)}) / records.count
    return 0.4 * records.coverage(parts.date) + 0.4 * who + 0.2 * min(1.0, records.count / 4)


def _is_list(records: Records, author: int | None, body: int) -> bool:
    """Whether the records are entries of a list, each headed by a link to a page of its own."""
    outline = records.outline
    for path in range(1, len(records.paths)):
        if (
            outline.tag[next(records.first(path))[1]] not in LIST_HEADS
            or records.coverage(path) < 0.7
        ):
            continue
        if path in records.joined or (records.is_below(path, body) and path != body):
            continue
        if (
            sum(looks_like_date(outline.text(place)) for _, place in records.first(path))
            > 0.3 * records.count
        ):
            continue
        names = dict(records.first(author)) if author is not None else {}
        named = [
            outline.text(names[record]) in outline.text(place)
            for record, place in records.first(path)
            if record in names
        ]
        if sum(named) > 0.5 * records.count or AUTHOR.search(records.names(path)):
            continue
        heads = {bare_subject(outline.text(place)) for _, place in records.first(path)}
        links = {_target(outline, place) for _, place in records.first(path)} - {None}
        if (
            len(heads) >= 0.7 * records.count
            and len(links) >= 0.7 * records.count
            and records.count > 2
        ):
            return True
    return False


def _target(outline: Outline, place: int) -> str | None:
    """The page that an element's link leads to, without its fragment."""
    for at in outline.below(place):
        href = outline.attributes[at].get("href") if outline.tag[at] == "a" else None
        if href and not href.startswith("#"):
            return href.partition("#")[0]
    return None
