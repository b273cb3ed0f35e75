"""Find the path of a post's number in its thread."""

from __future__ import annotations

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.naming_hints import FEWEST_FLOORS, FLOOR

MOST_RECORDS = 0.6


def find_floor_path(records: AlignedRecords, body: int) -> int | None:
    """Return the path of the numbers that rise by one from post to post.

    They stand in elements of the forum's own: authors count as well.
    """
    for path in range(1, len(records.paths)):
        if path == body or path in records.joined:
            continue
        if records.coverage(path) < MOST_RECORDS or records.is_plain(path):
            continue
        if _counts_up(records, path):
            return path
    return None


def _counts_up(records: AlignedRecords, path: int) -> bool:
    shown = records.text_by_record(path)
    starts: set[int] = set()
    for record, text in shown.items():
        match = FLOOR.fullmatch(text)
        if match is None:
            return False
        starts.add(int(match[1]) - record)
    return len(shown) >= FEWEST_FLOORS and len(starts) == 1
