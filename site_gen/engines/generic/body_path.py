"""What the posts say: the path of the words, and that of what is the author's below them."""

from __future__ import annotations

from collections import defaultdict

from site_gen.engines.generic.aligned_records import ROOT, Records
from site_gen.engines.generic.naming_hints import BODY, CAP, NOT_BODY, PARAGRAPHS, SIGNATURE


def weigh_paths(records: Records, author: int | None, date: int | None) -> None:
    """Weigh the paths by their content: long texts that are neither template nor the author's or the date's."""
    total = [0] * len(records.paths)
    signed = [False] * len(records.paths)
    for path in range(len(records.paths)):
        at = records.paths[path]
        signed[path] = (path > ROOT and signed[at.above]) or bool(
            SIGNATURE.search(records.names(path))
        )
        if (
            path in (author, date)
            or path in records.joined
            or path in records.subjects
            or signed[path]
        ):
            continue
        mass = sum(min(CAP, _content(records, path, places)) for places in at.places.values())
        total[path] += mass if mass and not records.is_by_author(path, author) else 0
    for path in range(len(records.paths) - 1, ROOT, -1):
        total[records.paths[path].above] += total[path]
    for path, at in enumerate(records.paths):
        at.mass = total[path]


def _content(records: Records, path: int, places: list[int]) -> int:
    """How much content stands directly in elements of one record."""
    weights, texts = records.outline.weights, records.outline.texts
    found = [n for place in places for n in records.own.get(place, ()) if weights[n]]
    return sum(
        weights[n]
        for n in found
        if (path, texts[n]) not in records.template
        and (path, records.label(n)) not in records.labels
    )


def body_path(records: Records, author: int | None, date: int | None) -> int | None:
    """The path of the words: down from the record's root as long as one child holds nearly all of them."""
    below: dict[int, list[int]] = defaultdict(list)
    for path in sorted(set(range(1, len(records.paths))) - records.joined):
        below[records.paths[path].above].append(path)
    at = ROOT
    while below[at]:
        best = max(below[at], key=lambda path: (_like_body(records, path), -path))
        if not _descends(records, at, best, author, date):
            break
        at = best
    return at if at != ROOT and records.paths[at].mass else None


def _like_body(records: Records, path: int) -> float:
    names = records.names(path)
    hint = 1.0 + 0.2 * bool(BODY.search(names)) - 0.4 * bool(NOT_BODY.search(names))
    return records.paths[path].mass * hint * records.coverage(path)


def _descends(records: Records, at: int, best: int, author: int | None, date: int | None) -> bool:
    here, there = records.paths[at], records.paths[best]
    if not there.mass:
        return False
    has_meta = at == ROOT or any(
        meta is not None and records.is_below(meta, at) for meta in (author, date)
    )
    if has_meta:
        return there.mass >= 0.5 * here.mass and records.coverage(best) >= 0.6
    if records.outline.tag[next(records.first(best))[1]] in PARAGRAPHS:
        return False
    single = sum(map(len, there.places.values())) <= 1.1 * len(there.places)
    return there.mass >= 0.9 * here.mass and single and len(there.places) >= 0.95 * len(here.places)


def signature_paths(records: Records, body: int) -> list[int]:
    """The paths of signatures: named so, or after the words and the same in every post of an author."""
    found: list[int] = []
    for path in range(1, len(records.paths)):
        if (
            path in records.joined
            or path == body
            or records.is_below(body, path)
            or any(records.is_below(path, other) for other in found)
        ):
            continue
        if SIGNATURE.search(records.names(path)) and records.outline.letters(
            next(records.first(path))[1]
        ):
            found.append(path)
    return found
