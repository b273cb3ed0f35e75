"""What each element of some records is called, so that elements alike are found in every record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from site_gen.engines.generic.naming_hints import SIGNATURE
from site_gen.engines.generic.outline import Outline

Rank = tuple[bool, int, int, str]
"""How well a class tells what an element is, the best first; it ends with the class itself."""


def kinds_of(outline: Outline, spans: Sequence[range]) -> dict[int, str]:
    """Return the kind of each element of the records, whose elements are ``spans``.

    It is the tag with the class that most records have, of those the rarest. A class that only some
    records have ("has-attachments") or that stands everywhere ("clearfix") tells little.
    """
    ranks = _ranks(outline, spans)
    kinds: dict[int, str] = {}
    for span in spans:
        for element in span:
            tag = outline.tag[element]
            classes = outline.classes[element]
            if classes:
                kinds[element] = f"{tag}.{min(ranks[tag, name] for name in classes)[-1]}"
            else:
                kinds[element] = outline.bare_kind(element)
    return kinds


def _ranks(outline: Outline, spans: Sequence[range]) -> dict[tuple[str, str], Rank]:
    records: dict[tuple[str, str], set[int]] = defaultdict(set)
    times: Counter[tuple[str, str]] = Counter()
    for record, span in enumerate(spans):
        for element in span:
            for name in outline.classes[element]:
                key = outline.tag[element], name
                records[key].add(record)
                times[key] += 1
    return {
        key: (not SIGNATURE.search(key[1]), -len(records[key]), times[key], key[1])
        for key in records
    }
