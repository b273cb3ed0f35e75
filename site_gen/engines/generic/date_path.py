"""When the posts were written: the path of the date, which no edit mark, profile or quote shows."""

from __future__ import annotations

from collections.abc import Set

from site_gen.engines.generic.aligned_records import Records
from site_gen.engines.generic.naming_hints import EDITED, JOINED, NOT_WHEN, TIME_OF_DAY, WHEN
from site_gen.engines.generic.outline import EXACT


def date_path(records: Records, author: int | None) -> int | None:
    """The path of a post's date."""
    dates = set(records.outline.dates)
    dated = {records.path_of[place] for place in dates if place in records.path_of}
    dated |= {
        path for path in records.joined if any(place in dates for _, place in records.first(path))
    }
    scored = [
        (score, -path, path)
        for path in dated
        if (score := _like_date(records, path, author, dates)) > 0.3
    ]
    return max(scored)[2] if scored else None


def _like_date(records: Records, path: int, author: int | None, dates: Set[int]) -> float:
    outline = records.outline
    holds = [place for _, place in records.first(path) if place in dates]
    coverage = len(holds) / records.count
    if coverage < 0.5:
        return 0
    shown = [outline.text(place) for place in holds]
    names = (
        records.names(path)
        + " "
        + " ".join(records.names(step) for step in list(records.up(path))[1:3])
    )
    score = coverage + 0.3 * (
        sum(bool(TIME_OF_DAY.search(value)) for value in shown) > 0.5 * len(shown)
    )
    exact = sum(
        outline.tag[place] == "time" or any(at in outline.attributes[place] for at in EXACT)
        for place in holds
    )
    score += (
        0.3 * (exact > 0.5 * len(holds))
        + 0.3 * bool(WHEN.search(names))
        - 0.5 * bool(NOT_WHEN.search(names))
    )
    labels = [
        value + " " + records.before(place) for value, place in zip(shown, holds, strict=True)
    ]
    score -= 1.0 * (sum(bool(JOINED.search(label)) for label in labels) > 0.4 * len(labels))
    score -= 0.6 * (sum(bool(EDITED.search(value)) for value in shown) > 0.4 * len(shown))
    return score - 0.6 * records.is_by_author(path, author)
