"""Write the profile of what was found in records: a selector for each field."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.body_chrome import (
    find_chrome_buttons,
    find_chrome_paths,
    find_chrome_texts,
)
from site_gen.engines.generic.element_selectors import step_selector
from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.naming_hints import AHEAD, BY, EDITED
from site_gen.engines.generic.outline import (
    LONGEST_DATE_LINE,
    NUMBERED,
    Outline,
    has_figure,
    looks_like_date,
)
from site_gen.engines.generic.path_selectors import joined_selectors, path_selector
from site_gen.engines.generic.post_parts import PostParts
from site_gen.engines.generic.proportions import more_than
from site_gen.engines.generic.signature_paths import find_signature_paths
from site_gen.engines.profiles import BodyTable, Place, Places, PostTable, Profile, places

ID_ATTRIBUTES = ("id", "name", "data-post-id", "data-id")
LONGEST_EDIT_MARK = 150


def write_profile(parts: PostParts) -> Profile | None:
    """Return the profile that reads posts by their parts.

    ``None`` where nobody is found to have written them.
    """
    post = _post_table(parts)
    if post is None:
        return None
    return Profile(name="generic", post=post, body=_body_table(parts))


# ── A post ────────────────────────────────────────────────────────────────────────────────────────


def _post_table(parts: PostParts) -> PostTable | None:
    """Return where the fields of a post stand; ``None`` without an author."""
    records, body = parts.records, parts.body
    author = _author_places(parts)
    if not author:
        return None
    post = PostTable(
        each=records.family.selector,
        run=records.family.run,
        author=author,
        date=path_selector(records, parts.date),
        id=_id_places(records),
        floor=_first_selector(records, parts.floor),
        body=path_selector(records, body),
        subject=_first_selector(records, *_below(records, records.subjects, body)),
        signature=joined_selectors(records, find_signature_paths(records, body)) or None,
    )
    return replace(post, each=_with_cousin(records.outline, records.family, post))


def _first_selector(records: AlignedRecords, *paths: int | None) -> Places:
    """Return the selector of the first of some paths, or no places without one."""
    for path in paths:
        if path is not None:
            return path_selector(records, path)
    return []


def _below(records: AlignedRecords, paths: list[int], above: int) -> list[int]:
    return [path for path in paths if records.is_below(path, above)]


def _author_places(parts: PostParts) -> Places:
    """Return where the author's name stands: by paths of its own, or in the line of the date."""
    records = parts.records
    if parts.author is not None:
        return [path_selector(records, path) for path in parts.authors]
    for path in takewhile(lambda path: _is_line(records, path), records.up(parts.date)):
        for pattern in (BY, AHEAD):
            if _names_authors(pattern, records.texts(path)):
                return Place(path_selector(records, path), match=pattern)
    return []


def _is_line(records: AlignedRecords, path: int) -> bool:
    """Tell whether a path's elements are short enough for a line of who and when."""
    return not more_than(0.3, lambda text: len(text) > LONGEST_DATE_LINE, records.texts(path))


def _names_authors(pattern: str, lines: list[str]) -> bool:
    """Tell whether a pattern finds names in lines: in most of them, different ones, no dates."""
    names = [match[1] for line in lines if (match := re.search(pattern, line))]
    return (
        len(names) >= 0.7 * len(lines)
        and len(set(names)) > 1
        and not any(map(looks_like_date, names))
    )


def _id_places(records: AlignedRecords) -> Places:
    """Return where the forum's id of a post stands: in an ``id`` of it or of an element in it."""
    for path in range(len(records.paths)):
        if records.coverage(path) < 0.9:
            continue
        for name in ID_ATTRIBUTES:
            if _numbers_posts(records, path, name):
                css = path_selector(records, path)
                return [Place(css, name, r"(\d+)$")]
    return []


def _numbers_posts(records: AlignedRecords, path: int, name: str) -> bool:
    """Tell whether an attribute holds another number in each record."""
    values = [records.outline.attr(element, name) for element in records.first_elements(path)]
    may_be_bare = name != "name"
    return len(set(values)) == records.count and all(
        NUMBERED.match(value) or (may_be_bare and value.isdecimal()) for value in values
    )


def _with_cousin(outline: Outline, family: Family, post: PostTable) -> str:
    """Return the family's selector, with that of a first post of another kind.

    Its element stands before the others and holds the same fields.
    """
    first = family.elements[0]
    known = {outline.nodes[element].mem_id for element in family.elements}
    for date in reversed([element for element in outline.dates if element < first]):
        if outline.end[date] > first:
            continue
        top = _outermost_before(outline, date, first)
        node = outline.nodes[top]
        if outline.weight(top) and node.mem_id not in known and _holds_post(node.css, post):
            return f"{step_selector(outline, top)}, {family.selector}"
    return family.selector


def _outermost_before(outline: Outline, element: int, first: int) -> int:
    """Return the outermost element around one that ends before another."""
    above = takewhile(lambda at: outline.end[at] <= first, outline.above(element))
    return list(above)[-1]


def _holds_post(css: Callable[[str], list[LexborNode]], post: PostTable) -> bool:
    """Tell whether the selectors of a post's words and author find something in an element."""
    return bool(css(post.body)) and all(css(place.css) for place in places(post.author)[:1])


# ── A body ────────────────────────────────────────────────────────────────────────────────────────


def _body_table(parts: PostParts) -> BodyTable:
    """Return what stands in the words that is none of them."""
    records, body = parts.records, parts.body
    template = [
        *(path_selector(records, path) for path in find_chrome_paths(records, body)),
        *find_chrome_buttons(records, body),
    ]
    byline = parts.in_words(parts.author, parts.date, parts.floor)
    drop = {
        "byline": joined_selectors(records, byline),
        "subject": joined_selectors(records, parts.in_words(*records.subjects)),
        "template": ", ".join(dict.fromkeys(template)),
    }
    return BodyTable(
        quote="blockquote",
        quote_author="cite, .quote-head, .quotetitle",
        edited=_edit_mark(records, body),
        drop={name: css for name, css in drop.items() if css},
        drop_text=find_chrome_texts(records, body),
    )


def _edit_mark(records: AlignedRecords, body: int) -> str | None:
    """Return the selector of the line that says when a post was edited."""
    for path in range(1, len(records.paths)):
        if not EDITED.search(records.names(path)) or records.is_below(body, path):
            continue
        if all(map(_is_edit_mark, records.texts(path))):
            return path_selector(records, path)
    return None


def _is_edit_mark(text: str) -> bool:
    return has_figure(text) and len(text) < LONGEST_EDIT_MARK
