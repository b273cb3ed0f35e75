"""Find an opening post that is of another kind than the replies: a question above its answers, an entry above comments.

It stands between the thread's title and the first reply, and shows all that a post has: a person, a
date, words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_gen.engines.generic.find_records import path_to
from site_gen.engines.generic.outline import USER_LINK, Outline

LEAST = 60  # letters of content of an opening post
MOST_IN_BYLINE = 0.1  # of the words may stand in the line that says who and when
NEARLY_ALL = 0.85  # of the words are in the body
LONGEST_NAME = 40
NAMED = re.compile(
    r"(?:^|[\s_-])(?:author|username|user-name|poster|byline|nick)(?:$|[\s_-])", re.I
)
ASIDE = re.compile(
    r"sidebar|side-bar|related|widget|popular|recent|latest|footer|breadcrumb|notice|announce", re.I
)


@dataclass(frozen=True)
class Opening:
    """Selectors of an opening post: its element, and of what is in it."""

    each: str
    body: str
    author: str
    date: str
    byline: tuple[str, ...]
    run: bool = False  # its element is the first of several beside each other


def opening_post(outline: Outline, first: int, title: int | None) -> Opening | None:
    """The opening post before the element ``first``, which is the first reply's, and at or after ``title``."""
    if title is None or title >= first:
        return None
    for date in [place for place in outline.dates if place < first and outline.end[place] <= first]:
        for top in outline.above(date):
            if outline.end[top] > first or _is_aside(outline, top):
                break
            author = _author(outline, top, date)
            heading = outline.weight(title) if title in outline.below(top) else 0
            if author is None or outline.weight(top) - heading < LEAST:
                continue
            if outline.end[top] <= title:
                break
            return _opening(outline, top, author, date, title)
    return _beside(outline, first, title)


def _beside(outline: Outline, first: int, title: int) -> Opening | None:
    """An opening post without an element of its own: the line of who and when and the words stand beside the replies."""
    for date in [place for place in outline.dates if place < first and outline.end[place] <= first]:
        line = next(
            place for place in outline.above(date) if outline.end[outline.parent[place]] > first
        )
        parts = _parts_beside(outline, outline.parent[line], first)
        words = [
            part
            for part in parts
            if outline.weight(part) >= LEAST and not part <= title < outline.end[part]
        ]
        if len(words) != 1 or line not in parts or words[0] < title or words[0] == line:
            continue
        named = [
            (part, name)
            for part in parts
            if part != words[0] and (name := _author(outline, part, date))
        ]
        if named and not _repeats(outline, first, named[0][1], date):
            part, author = named[0]
            each = path_to(outline, min(part, line, words[0]))
            body = path_to(outline, words[0])
            return Opening(
                each, body, path_to(outline, author), path_to(outline, date), byline=(), run=True
            )
    return None


def _repeats(outline: Outline, first: int, author: int, date: int) -> bool:
    """Whether the first post says the same of who and when: what stands above it is the thread's head."""
    moments = [
        (outline.text(at), outline.attributes[at].get("datetime")) for at in outline.below(first)
    ]
    names = {outline.text(at) for at in outline.below(first)}
    stated = outline.text(date), outline.attributes[date].get("datetime")
    return outline.text(author) in names and any(
        one and one == other
        for moment in moments
        for one, other in zip(stated, moment, strict=True)
    )


def _parts_beside(outline: Outline, parent: int, first: int) -> list[int]:
    """The elements that stand directly in another, before the one with the replies, and belong to the thread."""
    parts = [place for place in range(parent + 1, first) if outline.parent[place] == parent]
    return [part for part in parts if outline.end[part] <= first and not _is_aside(outline, part)]


def _author(outline: Outline, top: int, date: int) -> int | None:
    """The first element of ``top`` that names a person: by a link to the person's page, or by its class."""
    for place in outline.below(top):
        if not 0 < outline.letters(place) <= LONGEST_NAME or place <= date < outline.end[place]:
            continue
        attributes = outline.attributes[place]
        names = " ".join(attributes.get(name) or "" for name in ("class", "itemprop", "rel"))
        linked = outline.tag[place] == "a" and USER_LINK.search(attributes.get("href") or "")
        if linked or (outline.end[place] == place + 1 and NAMED.search(names)):
            return place
    return None


def _opening(outline: Outline, top: int, author: int, date: int, title: int) -> Opening:
    whole = outline.weight(top)
    body = top
    for place in outline.below(top):
        if place in range(body, outline.end[body]) and outline.weight(place) >= NEARLY_ALL * whole:
            holds_more = outline.end[place] < outline.end[body] or outline.tag[place] not in (
                "p",
                "li",
            )
            body = place if holds_more and outline.tag[place] not in ("p", "li", "ul") else body
    byline = [
        _line(outline, part, body, whole)
        for part in (author, date, title)
        if part in outline.below(body)
    ]
    return Opening(
        each=path_to(outline, top),
        body=path_to(outline, body),
        author=path_to(outline, author),
        date=path_to(outline, date),
        byline=tuple(dict.fromkeys(path_to(outline, place) for place in byline)),
    )


def _line(outline: Outline, part: int, body: int, whole: int) -> int:
    """The outermost element of the body that holds a part of the byline and hardly any words."""
    line = part
    for above in outline.above(part):
        if above == body or outline.weight(above) > MOST_IN_BYLINE * whole:
            break
        line = above
    return line


def _is_aside(outline: Outline, place: int) -> bool:
    attributes = outline.attributes[place]
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return outline.tag[place] in ("aside", "nav", "footer", "header") or bool(ASIDE.search(names))
