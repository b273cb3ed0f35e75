"""The number of a post in its thread."""

from __future__ import annotations

from site_gen.engines.generic.aligned_records import Records
from site_gen.engines.generic.naming_hints import FEWEST_FLOORS, FLOOR


def floor_path(records: Records, body: int) -> int | None:
    """The path of a post's number in the thread: one more from post to post, in an element of the forum's own."""
    for path in range(1, len(records.paths)):
        if (
            path in (body, *records.joined)
            or records.coverage(path) < 0.6
            or records.is_plain(path)
        ):
            continue
        shown = {
            record: FLOOR.fullmatch(records.outline.text(place))
            for record, place in records.first(path)
        }
        starts = {int(match[1]) - record if match else None for record, match in shown.items()}
        if len(shown) >= FEWEST_FLOORS and len(starts) == 1 and None not in starts:
            return path
    return None
