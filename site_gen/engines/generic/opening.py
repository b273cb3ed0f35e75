"""Find an opening post that is of another kind than the replies: a question above its answers, an entry above comments.

It stands between the thread's title and the first reply, and shows all that a post has: a person, a date, words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_gen.engines.generic.outline import USER_LINK, Outline
from site_gen.engines.generic.records import path_to

LEAST = 60  # letters of content of an opening post
MOST_IN_BYLINE = 0.1  # of the words may stand in the line that says who and when
NEARLY_ALL = 0.85  # of the words are in the body
LONGEST_NAME = 40
NAMED = re.compile(r"(?:^|[\s_-])(?:author|username|user-name|poster|byline|nick)(?:$|[\s_-])", re.I)
ASIDE = re.compile(r"sidebar|side-bar|related|widget|popular|recent|latest|footer|breadcrumb|notice|announce", re.I)


@dataclass(frozen=True)
class Opening:
    """Selectors of an opening post: its element, and of what is in it."""

    each: str
    body: str
    author: str
    date: str
    byline: tuple[str, ...]


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
    return None


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
            holds_more = outline.end[place] < outline.end[body] or outline.tag[place] not in ("p", "li")
            body = place if holds_more and outline.tag[place] not in ("p", "li", "ul") else body
    byline = [_line(outline, part, body, whole) for part in (author, date, title) if part in outline.below(body)]
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
