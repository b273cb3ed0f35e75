"""Write down what was found in records as the tables of a profile: a selector for each field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from site_gen.engines.generic.aligned_records import Records
from site_gen.engines.generic.author_path import other_authors
from site_gen.engines.generic.body_chrome import buttons, furniture_paths, template_texts
from site_gen.engines.generic.body_path import signature_paths
from site_gen.engines.generic.find_records import Family, path_to
from site_gen.engines.generic.floor_path import floor_path
from site_gen.engines.generic.naming_hints import AHEAD, BY, EDITED
from site_gen.engines.generic.outline import LONGEST_DATE_LINE, NUMBERED, Outline, looks_like_date
from site_gen.engines.generic.path_selectors import selector
from site_gen.engines.profiles import BodyPlaces, Place, Places, PostPlaces


@dataclass(frozen=True)
class Parts:
    """The paths of the parts that a post is told by.

    An author may stand in the line of the date, without a path.
    """

    records: Records
    author: int | None
    date: int
    body: int

    @cached_property
    def floor(self) -> int | None:
        """The path of a post's number in the thread."""
        return floor_path(self.records, self.body)

    def within(self, *paths: int | None) -> list[int]:
        """Those of some paths that stand in the words, and are not the words themselves."""
        return [
            path
            for path in paths
            if path is not None and path != self.body and self.records.is_below(path, self.body)
        ]


def post_places(parts: Parts) -> PostPlaces | None:
    """Where the fields of a post stand; ``None`` where nobody is found to have written it."""
    records, body = parts.records, parts.body
    author = _author_places(records, parts.author, parts.date)
    if not author:
        return None
    post = PostPlaces(
        each=records.family.selector,
        run=records.family.run,
        author=author,
        date=selector(records, parts.date),
        id=_id_places(records),
        floor=selector(records, parts.floor) if parts.floor is not None else [],
        body=selector(records, body),
        subject=next(
            (selector(records, path) for path in records.subjects if records.is_below(path, body)),
            [],
        ),
        signature=_joined(records, signature_paths(records, body)) or None,
    )
    return replace(post, each=_with_cousins(records.outline, records.family, post))


def body_places(parts: Parts) -> BodyPlaces:
    """What stands in the words that is none of them."""
    records, body = parts.records, parts.body
    template = [
        *(selector(records, path) for path in furniture_paths(records, body)),
        *buttons(records, body),
    ]
    drop = {
        "byline": _joined(records, parts.within(parts.author, parts.date, parts.floor)),
        "subject": _joined(records, parts.within(*records.subjects)),
        "template": ", ".join(dict.fromkeys(template)),
    }
    return BodyPlaces(
        quote="blockquote",
        quote_author="cite, .quote-head, .quotetitle",
        edited=_edit_mark(records, body),
        drop={name: css for name, css in drop.items() if css},
        drop_text=template_texts(records, body),
    )


def _joined(records: Records, paths: list[int]) -> str:
    return ", ".join(selector(records, path) for path in paths)


def _author_places(records: Records, author: int | None, date: int) -> Places:
    if author is not None:
        return [selector(records, path) for path in (author, *other_authors(records, author))]
    outline = records.outline
    for path in records.up(date):
        shown = [outline.text(place) for _, place in records.first(path)]
        if sum(len(value) > LONGEST_DATE_LINE for value in shown) > 0.3 * len(shown):
            break
        for pattern in (BY, AHEAD):
            names = [match[1] for value in shown if (match := re.search(pattern, value))]
            if (
                len(names) >= 0.7 * len(shown)
                and len(set(names)) > 1
                and not any(map(looks_like_date, names))
            ):
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
                all(
                    NUMBERED.match(value) or (value.isdecimal() and attr != "name")
                    for value in values
                )
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
            if shown and all(
                any(letter.isdigit() for letter in value) and len(value) < 150 for value in shown
            ):
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
