"""Find the path of the words: where most of the content of the records stands."""

from __future__ import annotations

from collections import defaultdict

from site_gen.engines.generic.aligned_records import ROOT, AlignedRecords
from site_gen.engines.generic.naming_hints import BODY, CAP, NOT_BODY, PARAGRAPHS, SIGNATURE

MOST_RECORDS = 0.6
HALF = 0.5  # of the content: so much is in the body where who and when stand beside it
NEARLY_ALL = 0.9
ONCE = 1.1  # elements a record: with more the words are split


def weigh_paths(records: AlignedRecords, author: int | None, date: int | None) -> None:
    """Set the content of each path.

    That is the long texts that are neither template nor the author's or the date's.
    """
    total = [0] * len(records.paths)
    signed = [False] * len(records.paths)
    for number, path in enumerate(records.paths):
        is_inside = number > ROOT and signed[path.above]
        signed[number] = is_inside or bool(SIGNATURE.search(records.names(number)))
        if (
            not signed[number]
            and number not in (author, date)
            and number not in records.joined
            and number not in records.subjects
        ):
            total[number] += _own_content(records, number, author)
    for number in range(len(records.paths) - 1, ROOT, -1):
        total[records.paths[number].above] += total[number]
    for path, content in zip(records.paths, total, strict=True):
        path.content = content


def _own_content(records: AlignedRecords, number: int, author: int | None) -> int:
    """Return how much content stands directly in a path's elements, record by record capped."""
    elements = records.paths[number].elements.values()
    content = sum(min(CAP, _content_in(records, number, found)) for found in elements)
    if content and records.is_by_author(number, author):
        return 0
    return content


def _content_in(records: AlignedRecords, path: int, elements: list[int]) -> int:
    """Return how much content stands directly in elements of one record."""
    weights, texts = records.outline.weights, records.outline.texts
    return sum(
        weights[n]
        for element in elements
        for n in records.own_texts.get(element, ())
        if weights[n] and not records.repeated.holds(path, texts[n])
    )


def find_body_path(records: AlignedRecords, author: int | None, date: int | None) -> int | None:
    """Return the path of the words, once the paths are weighed.

    It goes down from the record's root as long as one child holds nearly all of them.
    """
    below: dict[int, list[int]] = defaultdict(list)
    for path in sorted(set(range(1, len(records.paths))) - records.joined):
        below[records.paths[path].above].append(path)
    at = ROOT
    while below[at]:
        best = max(below[at], key=lambda path: (_like_body(records, path), -path))
        if not _goes_down(records, at, best, (author, date)):
            break
        at = best
    if at == ROOT or not records.paths[at].content:
        return None
    return at


def _like_body(records: AlignedRecords, path: int) -> float:
    names = records.names(path)
    hint = 1.0 + 0.2 * bool(BODY.search(names)) - 0.4 * bool(NOT_BODY.search(names))
    return records.paths[path].content * hint * records.coverage(path)


def _goes_down(records: AlignedRecords, at: int, best: int, meta: tuple[int | None, ...]) -> bool:
    """Tell whether the words are in the best child of a path, and not in the path itself."""
    here, there = records.paths[at], records.paths[best]
    if not there.content:
        return False
    if at == ROOT or any(path is not None and records.is_below(path, at) for path in meta):
        return there.content >= HALF * here.content and records.coverage(best) >= MOST_RECORDS
    if records.tag(best) in PARAGRAPHS:
        return False
    is_once = sum(map(len, there.elements.values())) <= ONCE * len(there.elements)
    return (
        is_once
        and there.content >= NEARLY_ALL * here.content
        and len(there.elements) >= 0.95 * len(here.elements)
    )
