"""Find an opening post that is of another kind than the replies.

For example a question above its answers, an entry above comments. It stands between the thread's
title and the first reply, and shows all that a post has: a person, a date, words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.engines.generic.element_selectors import step_selector
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
ASIDE_TAGS = ("aside", "nav", "footer", "header")
LINES = ("p", "li", "ul")  # never a whole body


@dataclass(frozen=True)
class Opening:
    """Selectors of an opening post: its element, and of what is in it."""

    each: str
    body: str
    author: str
    date: str
    byline: tuple[str, ...]
    run: bool = False  # its element is the first of several beside each other


def find_opening_post(outline: Outline, first: int, title: int | None) -> Opening | None:
    """Return the opening post, which no family of records holds.

    It stands before the element ``first``, which is the first reply's, and at or after ``title``.
    """
    if title is None or title >= first:
        return None
    for date in _dates_before(outline, first):
        for top in outline.above(date):
            if outline.end[top] > first or _is_aside(outline, top):
                break
            author = _find_author(outline, top, date)
            if author is None or _words_beside(outline, top, title) < LEAST:
                continue
            if outline.end[top] <= title:
                break
            return _opening_in(outline, top, author, date, title)
    return _opening_beside(outline, first, title)


def _dates_before(outline: Outline, first: int) -> list[int]:
    return [date for date in outline.dates if date < first and outline.end[date] <= first]


def _words_beside(outline: Outline, top: int, title: int) -> int:
    """Return how much content an element has beside the title."""
    if outline.holds(top, title):
        return outline.weight(top) - outline.weight(title)
    return outline.weight(top)


def _is_aside(outline: Outline, element: int) -> bool:
    if outline.tag[element] in ASIDE_TAGS:
        return True
    return ASIDE.search(outline.attrs(element, "class", "id")) is not None


def _find_author(outline: Outline, top: int, date: int) -> int | None:
    """Return the first element of ``top`` that names a person."""
    for element in outline.below(top):
        if not 0 < outline.letters(element) <= LONGEST_NAME or outline.holds(element, date):
            continue
        if _names_person(outline, element):
            return element
    return None


def _names_person(outline: Outline, element: int) -> bool:
    """Tell whether an element is a link to a person's page, or is called an author."""
    if outline.tag[element] == "a" and USER_LINK.search(outline.attr(element, "href")):
        return True
    if outline.end[element] != element + 1:
        return False
    return NAMED.search(outline.attrs(element, "class", "itemprop", "rel")) is not None


# ── An element of its own ─────────────────────────────────────────────────────────────────────────


def _opening_in(outline: Outline, top: int, author: int, date: int, title: int) -> Opening:
    """Return the opening post whose element is ``top``."""
    body = _body_in(outline, top)
    byline = [
        step_selector(outline, _outermost(outline, part, body, outline.weight(top)))
        for part in (author, date, title)
        if outline.holds(body, part)
    ]
    return Opening(
        each=step_selector(outline, top),
        body=step_selector(outline, body),
        author=step_selector(outline, author),
        date=step_selector(outline, date),
        byline=tuple(dict.fromkeys(byline)),
    )


def _body_in(outline: Outline, top: int) -> int:
    """Return the innermost element that holds nearly all words of another."""
    least = NEARLY_ALL * outline.weight(top)
    body = top
    for element in outline.below(top):
        if (
            outline.holds(body, element)
            and outline.weight(element) >= least
            and outline.tag[element] not in LINES
        ):
            body = element
    return body


def _outermost(outline: Outline, part: int, body: int, whole: int) -> int:
    """Return the outermost element of the body that holds a part of the byline and hardly words."""
    line = part
    for above in outline.above(part):
        if above == body or outline.weight(above) > MOST_IN_BYLINE * whole:
            break
        line = above
    return line


# ── Parts beside the replies ──────────────────────────────────────────────────────────────────────


def _opening_beside(outline: Outline, first: int, title: int) -> Opening | None:
    """Return the opening post that has no element of its own.

    The line of who and when and the words stand beside the element with the replies.
    """
    for date in _dates_before(outline, first):
        line = _outermost_before(outline, date, first)
        parts = list(_parts_beside(outline, outline.parent[line], first))
        words = _words_among(outline, parts, title)
        if words is None or line not in parts or words < title or words == line:
            continue
        named = _named_among(outline, parts, words, date)
        if named is None:
            continue
        part, author = named
        if not _repeats(outline, first, author, date):
            return Opening(
                each=step_selector(outline, min(part, line, words)),
                body=step_selector(outline, words),
                author=step_selector(outline, author),
                date=step_selector(outline, date),
                byline=(),
                run=True,
            )
    return None


def _outermost_before(outline: Outline, element: int, first: int) -> int:
    """Return the outermost element around one that ends before the first reply."""
    above = outline.above(element)
    return next(top for top in above if outline.end[outline.parent[top]] > first)


def _parts_beside(outline: Outline, parent: int, first: int) -> Iterator[int]:
    """Return what stands directly in an element, before the replies, and belongs to the thread."""
    for part in range(parent + 1, first):
        if (
            outline.parent[part] == parent
            and outline.end[part] <= first
            and not _is_aside(outline, part)
        ):
            yield part


def _words_among(outline: Outline, parts: list[int], title: int) -> int | None:
    """Return the only part with words, the title's aside."""
    words = [
        part for part in parts if outline.weight(part) >= LEAST and not outline.holds(part, title)
    ]
    if len(words) != 1:
        return None
    return words[0]


def _named_among(
    outline: Outline, parts: list[int], words: int, date: int
) -> tuple[int, int] | None:
    """Return the first part beside the words that names a person, and the element that does."""
    for part in parts:
        if part != words and (author := _find_author(outline, part, date)):
            return part, author
    return None


def _repeats(outline: Outline, first: int, author: int, date: int) -> bool:
    """Tell whether the first post says the same of who and when.

    Then what stands above it is the thread's head.
    """
    names = {outline.text(element) for element in outline.below(first)}
    if outline.text(author) not in names:
        return False
    shown, stated = outline.text(date), outline.attr(date, "datetime")
    stated_too = {outline.attr(element, "datetime") for element in outline.below(first)}
    return (bool(shown) and shown in names) or (bool(stated) and stated in stated_too)
