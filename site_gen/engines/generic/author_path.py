"""Who wrote the posts: the path of the name, told by what it shows, how it is called and where it leads."""

from __future__ import annotations

import re
from collections import Counter

from site_gen.engines.generic.aligned_records import ROOT, Path, Records
from site_gen.engines.generic.naming_hints import (
    ACTION_LINK,
    AUTHOR,
    COUNT_FIRST,
    COUNTED,
    FIGURES,
    LONGEST_NAME,
    NAMED,
    NOT_AUTHOR,
    SIGNATURE,
    SPEAKS,
)
from site_gen.engines.generic.outline import USER_LINK, looks_like_date


def author_path(records: Records, words: int | None = None) -> int | None:
    """The path of the author's name.

    ``words`` is where the body seems to be, in which few authors stand.
    """
    scored: list[tuple[float, int, int]] = []
    for path in range(1, len(records.paths)):
        score = _like_author(records, path)
        if words is not None and path != words and records.is_below(path, words):
            score -= 0.5 * (1 - records.regularity(path) * records.coverage(path)) + 0.1
        if score > 0.6:
            scored.append((score, -path, path))
    return _bare_name(records, max(scored)[2]) if scored else None


def _bare_name(records: Records, path: int) -> int:
    """The path itself, or the one in it that holds the name alone, where it shows more (a rank, a count)."""
    shown = {record: records.outline.text(place) for record, place in records.first(path)}
    below = [
        inner
        for inner in range(path + 1, len(records.paths))
        if inner not in records.joined
        and records.is_below(inner, path)
        and _is_name_in(records, inner, shown)
    ]
    return max(below, key=lambda inner: (_like_author(records, inner), -inner), default=path)


def _is_name_in(records: Records, inner: int, shown: dict[int, str]) -> bool:
    """Whether a path holds less than what is ``shown``, of other letters from record to record."""
    names = {record: records.outline.text(place) for record, place in records.first(inner)}
    shorter = sum(0 < len(name) < len(shown.get(record, "")) for record, name in names.items())
    lettered = sum(bool(re.search(r"[^\W\d_]", name)) for name in names.values())
    return (
        len(names) >= 0.95 * len(shown)
        and 2 * lettered > len(names)
        and (shorter > 0.5 * len(names) or (shorter > 0 and _is_end(names, shown)))
        and len(set(names.values())) > 1
    )


def _is_end(names: dict[int, str], shown: dict[int, str]) -> bool:
    """Whether the names are all that is shown, or its end: "OP Ann"."""
    return all(shown.get(record, "").endswith(name) for record, name in names.items())


def other_authors(records: Records, author: int) -> list[int]:
    """Paths of the name in the records that lack the first one: guests without a link, moderators in colour."""
    missing = set(range(records.count)) - records.paths[author].places.keys()
    found = _unlinked_author(records, author, missing)
    missing = missing.difference(*(records.paths[path].places for path in found))
    above, tag = records.paths[author].above, _tag(records.paths[author])
    for near in (True, False):
        for path in range(1, len(records.paths)):
            at = records.paths[path]
            fills = missing & at.places.keys()
            if not fills or len(fills) < 0.9 * len(at.places) or records.is_below(path, author):
                continue
            shown = [records.outline.text(place) for _, place in records.first(path)]
            named = all(
                0 < len(value) <= LONGEST_NAME and not looks_like_date(value) for value in shown
            )
            same = at.above == above and _tag(at) == tag
            hinted = (
                _author_hints(records, path, [place for _, place in records.first(path)]) >= 0.5
            )
            if named and (same if near else hinted):
                found.append(path)
                missing -= fills
    return found


def _unlinked_author(records: Records, author: int, missing: set[int]) -> list[int]:
    """The path above the name, where it is the name alone and holds that of guests without the link inside."""
    above = records.paths[author].above
    shown = (
        {record: records.outline.text(place) for record, place in records.first(above)}
        if above > ROOT
        else {}
    )
    linked = [
        shown.get(record) == records.outline.text(place) for record, place in records.first(author)
    ]
    guests = [name for record in missing if (name := shown.get(record))]
    if (
        not guests
        or not all(linked)
        or any(len(name) > LONGEST_NAME or looks_like_date(name) for name in guests)
    ):
        return []
    return [above]


def _like_author(records: Records, path: int) -> float:
    coverage = records.coverage(path)
    if coverage < 0.5:
        return 0
    values = {record: records.outline.text(place) for record, place in records.first(path)}
    shown = [value for value in values.values() if value]
    if len(shown) < 0.5 * records.count or sum(
        len(value) > LONGEST_NAME for value in shown
    ) > 0.1 * len(shown):
        return 0
    if sum(
        looks_like_date(value) or not re.search(r"[^\W\d_]", value) for value in shown
    ) > 0.3 * len(shown):
        return 0
    different = len(set(shown))
    score = 0.5 * len(shown) / records.count + (
        0.2 if different > 1 else (-1.0 if records.count > 2 else -0.2)
    )
    score -= 0.5 * (sum(len(value.split()) > 4 for value in shown) > 0.3 * len(shown))
    score -= 0.5 * (sum(value.endswith((":", "…")) for value in shown) > 0.3 * len(shown))
    score -= 0.6 * (sum(bool(COUNTED.search(value)) for value in shown) > 0.3 * len(shown))
    score -= 0.8 * _is_counter(shown)
    places = [place for _, place in records.first(path)]
    score += 0.3 * (
        sum(bool(SPEAKS.match(records.after(place))) for place in places) > 0.7 * len(places)
    )
    return score + _author_hints(records, path, places) - 0.5 * (1 - records.regularity(path))


def _author_hints(records: Records, path: int, places: list[int]) -> float:
    outline, score = records.outline, 0.0
    links = [link for place in places if (link := _link(records, place)) is not None]
    if len(links) > 0.4 * len(places):
        score += 0.6 * (sum(bool(USER_LINK.search(link)) for link in links) > 0.5 * len(links))
        score -= 0.5 * (sum(bool(ACTION_LINK.search(link)) for link in links) > 0.5 * len(links))
    names = records.names(path)
    above = " ".join(records.names(step) for step in list(records.up(path))[1:3])
    score += 0.8 * ("author" in names.split()) + 0.9 * (
        "name" in names.split() and "author" in above.split()
    )
    score += 0.5 * bool(AUTHOR.search(names)) + 0.25 * bool(NAMED.search(names))
    score += 0.25 * bool(AUTHOR.search(above)) + 0.15 * bool(NAMED.search(above))
    score -= (
        0.7 * bool(NOT_AUTHOR.search(names))
        + 0.4 * bool(SIGNATURE.search(above))
        + 0.3 * bool(NOT_AUTHOR.search(above))
    )
    score += 0.15 * (outline.tag[places[0]] in ("a", "b", "strong", "h3", "h4"))
    return score + 0.1 * (
        sum(outline.end[place] == place + 1 for place in places) > 0.5 * len(places)
    )


def _link(records: Records, place: int) -> str | None:
    """Where an element leads: its own link, or the one it stands in or holds."""
    outline = records.outline
    near = [*list(outline.above(place))[:3], *outline.below(place)][:8]
    return next(
        (
            href
            for at in near
            if outline.tag[at] == "a" and (href := outline.attributes[at].get("href"))
        ),
        None,
    )


def _is_counter(shown: list[str]) -> bool:
    """Whether texts differ in their figures only: "25 posts", "#7"."""
    shape, times = Counter(FIGURES.sub("#", text) for text in shown).most_common(1)[0]
    counted = sum(bool(COUNT_FIRST.match(text)) for text in shown)
    return ("#" in shape and times >= 0.6 * len(shown) and times > 1) or counted >= 0.6 * len(shown)


def _tag(path: Path) -> str:
    return re.split(r"[.:\[]", path.kind)[0]
