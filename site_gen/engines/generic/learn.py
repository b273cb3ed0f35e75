"""Learn a profile from one page: the best family of records, with a selector for each of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from site_gen.engines.addresses import own_address
from site_gen.engines.base import squash
from site_gen.engines.generic.around import thread_places
from site_gen.engines.generic.fields import AHEAD, AUTHOR, BY, EDITED, ROOT, Records
from site_gen.engines.generic.marked import are_other_things, by_marks, marked
from site_gen.engines.generic.number import thread_number
from site_gen.engines.generic.opening import Opening, opening_post
from site_gen.engines.generic.outline import LONGEST_DATE_LINE, NUMBERED, TOKEN, Outline, looks_like_date
from site_gen.engines.generic.records import Family, families, path_to
from site_gen.engines.generic.title import title_element
from site_gen.engines.profiles import (
    OWN_ADDRESS,
    BodyPlaces,
    Place,
    Places,
    PostPlaces,
    Profile,
    ThreadPlaces,
    places,
    thread_id_of,
)
from site_gen.load.page import Page

ENOUGH = 0.55
"""The confidence below which nothing is published: most of author, date and words must be found in most records."""

SURE = 0.9
LEAST = 6  # letters of content that posts have at least, on the average
CHECKED = 30  # records that a selector is tried on
LIST_HEADS = "h1 h2 h3 h4 h5".split()
REPLY = re.compile(r"^(?:(?:re|aw|sv|antw|odp|ответ|回复|回覆|答复)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.I)
POST_LINK = re.compile(
    r"(?:[?&](?:p|pid|post|msg|postid|comment|commentid)=|#(?:p|post|msg|pid|comment|entry|c|reply)?[-_]?)(\d+)", re.I
)


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
            body=f"{opening.body}, {post.body}",
            author=[opening.author, *places(post.author)],
            date=[opening.date, *places(post.date)],
        ),
        body=replace(body, drop=drop),
    )


def _learn(outline: Outline, family: Family) -> Learned | None:
    records = Records(outline, family)
    records.weigh(None, records.date(None))
    author = records.author(records.body(None, records.date(None)))
    date = records.date(author)
    records.weigh(author, date)
    body = records.body(author, date)
    if (
        body is None
        or date is None
        or records.paths[body].mass < LEAST * records.count
        or _is_list(records, author, body)
    ):
        return None
    floor = records.floor(body)
    post = PostPlaces(
        each=family.selector,
        run=family.run,
        author=_author_places(records, author, date),
        date=selector(records, date),
        id=_id_places(records),
        floor=selector(records, floor) if floor is not None else [],
        body=selector(records, body),
        subject=next((selector(records, path) for path in records.subjects if records.is_below(path, body)), []),
        signature=", ".join(selector(records, path) for path in records.signatures(body)) or None,
    )
    if not post.author:
        return None
    drop = [*(selector(records, path) for path in records.furniture(body)), *records.buttons(body)]
    byline = [
        selector(records, path)
        for path in (author, date, floor)
        if path is not None and path != body and records.is_below(path, body)
    ]
    subjects = [selector(records, path) for path in records.subjects if path != body and records.is_below(path, body)]
    inside = BodyPlaces(
        quote="blockquote",
        quote_author="cite, .quote-head, .quotetitle",
        edited=_edit_mark(records, body),
        drop={
            **({"byline": ", ".join(byline)} if byline else {}),
            **({"subject": ", ".join(subjects)} if subjects else {}),
            **({"template": ", ".join(dict.fromkeys(drop))} if drop else {}),
        },
        drop_text=records.template_texts(body),
    )
    post = replace(post, each=_with_cousins(outline, family, post))
    who = 0.8
    if author is not None:
        covered = {record for path in (author, *records.other_authors(author)) for record, _ in records.first(path)}
        who = len(covered) / records.count
    evidence = 0.4 * records.coverage(date) + 0.4 * who + 0.2 * min(1.0, records.count / 4)
    profile = Profile(name="generic", post=post, thread=ThreadPlaces(), body=inside)
    return Learned(profile, evidence * min(1.0, 2.5 * family.score) ** 0.2)


def _is_list(records: Records, author: int | None, body: int) -> bool:
    """Whether the records are entries of a list, each headed by a link to a page of its own."""
    outline = records.outline
    for path in range(1, len(records.paths)):
        if outline.tag[next(records.first(path))[1]] not in LIST_HEADS or records.coverage(path) < 0.7:
            continue
        if path in records.joined or (records.is_below(path, body) and path != body):
            continue
        if sum(looks_like_date(outline.text(place)) for _, place in records.first(path)) > 0.3 * records.count:
            continue
        names = dict(records.first(author)) if author is not None else {}
        named = [
            outline.text(names[record]) in outline.text(place)
            for record, place in records.first(path)
            if record in names
        ]
        if sum(named) > 0.5 * records.count or AUTHOR.search(records.names(path)):
            continue
        heads = {REPLY.sub("", outline.text(place)) for _, place in records.first(path)}
        links = {_target(outline, place) for _, place in records.first(path)} - {None}
        if len(heads) >= 0.7 * records.count and len(links) >= 0.7 * records.count and records.count > 2:
            return True
    return False


def _target(outline: Outline, place: int) -> str | None:
    """The page that an element's link leads to, without its fragment."""
    for at in outline.below(place):
        href = outline.attributes[at].get("href") if outline.tag[at] == "a" else None
        if href and not href.startswith("#"):
            return href.partition("#")[0]
    return None


def selector(records: Records, path: int) -> str:
    """The shortest selector that finds a path's first element in every record that has one, and nothing in others."""
    if path == ROOT:
        return records.family.selector
    wanted = {record: records.outline.nodes[place].mem_id for record, place in records.first(path)}
    best, fitting = "", -1.0
    for css in dict.fromkeys(_selectors(records, path)):
        fits = _fit(records, css, wanted)
        if fits > fitting:
            best, fitting = css, fits
        if fits > 0.99:
            break
    return best


def _fit(records: Records, css: str, wanted: dict[int, int]) -> float:
    right = 0
    tried = list(range(records.count))[:CHECKED]
    for record in tried:
        found = _find(records, record, css)
        right += found == wanted.get(record)
    return right / len(tried)


def _find(records: Records, record: int, css: str) -> int | None:
    outline, start = records.outline, records.family.places[record]
    known = records.path_of
    place = start
    while place < records.stops[record]:
        for node in outline.nodes[place].css(css):
            if node.mem_id in _ids(records):
                return node.mem_id
        place = outline.end[place]
    del known
    return None


def _ids(records: Records) -> set[int]:
    ids = records.__dict__.get("ids")
    if ids is None:
        ids = records.__dict__["ids"] = {records.outline.nodes[place].mem_id for place in records.path_of}
    return ids


def _selectors(records: Records, path: int) -> Iterator[str]:
    """Selectors that may find a path's element, the most telling first."""
    outline = records.outline
    _, place = next(records.first(path))
    tag, attributes = outline.tag[place], outline.attributes[place]
    if item := attributes.get("itemprop"):
        yield f'[itemprop="{squash(item)}"]' if '"' not in item else tag
    classes = _common_classes(records, path)
    yield from (f"{tag}.{name}" for name in classes)
    named = attributes.get("id") or ""
    if (match := NUMBERED.match(named)) and TOKEN.match(match[1]):
        yield f'{tag}[id^="{match[1]}"]'
    if len(classes) > 1:
        yield f"{tag}.{'.'.join(classes)}"
    steps = [_step(records, at) for at in records.up(path)]
    for above in list(records.up(path))[1:3]:
        yield from (f".{name} {steps[0]}" for name in _common_classes(records, above))
    if tag in ("time", "h1", "h2", "h3", "h4", "address", "article", "cite", "abbr"):
        yield tag
    for n, above in enumerate(list(records.up(path))[1:], 1):
        yield from (f".{name} > {' > '.join(reversed(steps[:n]))}" for name in _common_classes(records, above)[:1])
    root = "" if records.family.run else f":is({records.family.selector}) > "
    yield root + " > ".join(reversed(steps))


def _common_classes(records: Records, path: int) -> list[str]:
    """The classes that a path's elements have in all records, the one that names it first."""
    classes = [set(records.outline.classes[place]) for _, place in records.first(path)]
    shared = set.intersection(*classes)
    own = records.paths[path].kind.partition(".")[2]
    return sorted(shared, key=lambda name: (name != own, name))


def _step(records: Records, path: int) -> str:
    kind = records.paths[path].kind
    tag, _, nth = kind.rpartition(":")
    return f"{tag}:nth-of-type({nth})" if nth.isdecimal() else kind  # "div.name" is a selector as it stands


def _author_places(records: Records, author: int | None, date: int) -> Places:
    if author is not None:
        return [selector(records, path) for path in (author, *records.other_authors(author))]
    outline = records.outline
    for path in records.up(date):
        shown = [outline.text(place) for _, place in records.first(path)]
        if sum(len(value) > LONGEST_DATE_LINE for value in shown) > 0.3 * len(shown):
            break
        for pattern in (BY, AHEAD):
            names = [match[1] for value in shown if (match := re.search(pattern, value))]
            if len(names) >= 0.7 * len(shown) and len(set(names)) > 1 and not any(map(looks_like_date, names)):
                return Place(selector(records, path), match=pattern)
    return []


def _id_places(records: Records) -> Places:
    """The forum's id of a post: in its element's own id, in an element of it, or in its permalink."""
    outline = records.outline
    found: list[str | Place] = []
    best = 0
    for path in range(len(records.paths)):
        if records.coverage(path) < 0.9 or best:
            continue
        for attr in ("id", "name", "data-post-id", "data-id"):
            values = [outline.attributes[place].get(attr) or "" for _, place in records.first(path)]
            if (
                all(NUMBERED.match(value) or (value.isdecimal() and attr != "name") for value in values)
                and len(set(values)) == records.count
            ):
                css = selector(records, path) if path else records.family.selector
                found.append(Place(css, attr, r"(\d+)$"))
                best = path or 1
                break
    return found


def _edit_mark(records: Records, body: int) -> str | None:
    outline = records.outline
    for path in range(1, len(records.paths)):
        if EDITED.search(records.names(path)) and path != body and not records.is_below(body, path):
            shown = [outline.text(place) for _, place in records.first(path)]
            if shown and all(any(letter.isdigit() for letter in value) and len(value) < 150 for value in shown):
                return selector(records, path)
    return None


def _with_cousins(outline: Outline, family: Family, post: PostPlaces) -> str:
    """The family's selector, and that of a first post whose element is of another kind but holds the same fields."""
    first = family.places[0]
    known = {outline.nodes[place].mem_id for place in family.places}
    for date in reversed([place for place in outline.dates if place < first]):
        if outline.end[date] > first:
            continue
        top = date
        while outline.parent[top] >= 0 and outline.end[outline.parent[top]] <= first:
            top = outline.parent[top]
        node = outline.nodes[top]
        if (
            not outline.weight(top)
            or not node.css(post.body)
            or not _any(node.css, post.author)
            or node.mem_id in known
        ):
            continue
        return f"{path_to(outline, top)}, {family.selector}"
    return family.selector


def _any(css: object, stated: Places) -> bool:
    place = stated if isinstance(stated, (str, Place)) else (stated[0] if stated else None)
    return place is None or bool(css(place if isinstance(place, str) else place.css))  # type: ignore[operator]
