"""Find the paths of signatures: what is called so beside the words."""

from __future__ import annotations

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.naming_hints import SIGNATURE


def find_signature_paths(records: AlignedRecords, body: int) -> list[int]:
    """Return the outermost paths that are called signatures and hold something."""
    found: list[int] = []
    for path in range(1, len(records.paths)):
        if path in records.joined or records.is_below(body, path):
            continue
        if any(records.is_below(path, other) for other in found):
            continue
        if SIGNATURE.search(records.names(path)) and records.outline.letters(records.sample(path)):
            found.append(path)
    return found
