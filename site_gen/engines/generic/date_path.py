"""Find the path of the date of a post: the one that is no edit mark's, profile's or quote's."""

from __future__ import annotations

from collections.abc import Sequence, Set

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.naming_hints import EDITED, JOINED, NOT_WHEN, TIME_OF_DAY, WHEN
from site_gen.engines.generic.outline import EXACT, Outline
from site_gen.engines.generic.proportions import more_than

LEAST_SCORE = 0.3


def find_date_path(records: AlignedRecords, author: int | None) -> int | None:
    """Return the path of a post's date."""
    dates = set(records.outline.dates)
    scored = [
        (score, -path, path)
        for path in _dated_paths(records, dates)
        if (score := _like_date(records, path, author, dates)) > LEAST_SCORE
    ]
    if not scored:
        return None
    return max(scored)[2]


def _dated_paths(records: AlignedRecords, dates: Set[int]) -> set[int]:
    """Return the paths whose elements show dates."""
    paths = {records.path_of[element] for element in dates if element in records.path_of}
    joined = (path for path in records.joined if not dates.isdisjoint(records.first_elements(path)))
    return paths.union(joined)


def _like_date(records: AlignedRecords, path: int, author: int | None, dates: Set[int]) -> float:
    """Return how much a path looks like the date of its record."""
    elements = [element for element in records.first_elements(path) if element in dates]
    coverage = len(elements) / records.count
    if coverage < 0.5:
        return 0
    shown = list(map(records.outline.text, elements))
    score = coverage + 0.3 * more_than(0.5, TIME_OF_DAY.search, shown)
    score += _date_hints(records, path, elements)
    labels = [
        f"{text} {records.before(element)}" for text, element in zip(shown, elements, strict=True)
    ]
    score -= 1.0 * more_than(0.4, JOINED.search, labels)
    score -= 0.6 * more_than(0.4, EDITED.search, shown)
    return score - 0.6 * records.is_by_author(path, author)


def _date_hints(records: AlignedRecords, path: int, elements: Sequence[int]) -> float:
    """Return what exact dates in attributes and the names of classes say for a path."""
    names = f"{records.names(path)} {records.names_above(path)}"
    is_exact = more_than(0.5, lambda element: states_exact(records.outline, element), elements)
    return 0.3 * is_exact + 0.3 * bool(WHEN.search(names)) - 0.5 * bool(NOT_WHEN.search(names))


def states_exact(outline: Outline, element: int) -> bool:
    """Tell whether an element is made to state a moment exactly: ``time``, ``data-timestamp``."""
    if outline.tag[element] == "time":
        return True
    return any(name in outline.attributes[element] for name in EXACT)
