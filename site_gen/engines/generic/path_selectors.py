"""Selectors that find the same part of every record."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.engines.core.table import squash
from site_gen.engines.generic.aligned_records import ROOT, Records
from site_gen.engines.generic.outline import NUMBERED, TOKEN

CHECKED = 30  # records that a selector is tried on


def selector(records: Records, path: int) -> str:
    """The shortest selector that finds a path's first element in every record that has one, and nothing in others."""
    if path == ROOT:
        return records.family.selector
    wanted = {record: records.outline.nodes[place].mem_id for record, place in records.first(path)}
    best, fitting = "", -1.0
    for css in dict.fromkeys(_selectors(records, path)):
        fits = _fit(records, css, wanted)
        if fits > fitting:
            best, fitting = css, fits
        if fits > 0.99:
            break
    return best


def _fit(records: Records, css: str, wanted: dict[int, int]) -> float:
    right = 0
    tried = list(range(records.count))[:CHECKED]
    for record in tried:
        found = _find(records, record, css)
        right += found == wanted.get(record)
    return right / len(tried)


def _find(records: Records, record: int, css: str) -> int | None:
    """The first element of a record that a selector finds, without those of records in it."""
    outline, place = records.outline, records.family.places[record]
    while place < records.stops[record]:
        found = next(
            (node.mem_id for node in outline.nodes[place].css(css) if node.mem_id in records.ids),
            None,
        )
        if found is not None:
            return found
        place = outline.end[place]
    return None


def _selectors(records: Records, path: int) -> Iterator[str]:
    """Selectors that may find a path's element, the most telling first."""
    outline = records.outline
    _, place = next(records.first(path))
    tag, attributes = outline.tag[place], outline.attributes[place]
    if item := attributes.get("itemprop"):
        yield f'[itemprop="{squash(item)}"]' if '"' not in item else tag
    classes = _common_classes(records, path)
    yield from (f"{tag}.{name}" for name in classes)
    named = attributes.get("id") or ""
    if (match := NUMBERED.match(named)) and TOKEN.match(match[1]):
        yield f'{tag}[id^="{match[1]}"]'
    if len(classes) > 1:
        yield f"{tag}.{'.'.join(classes)}"
    steps = [_step(records, at) for at in records.up(path)]
    for above in list(records.up(path))[1:3]:
        yield from (f".{name} {steps[0]}" for name in _common_classes(records, above))
    if tag in ("time", "h1", "h2", "h3", "h4", "address", "article", "cite", "abbr"):
        yield tag
    for n, above in enumerate(list(records.up(path))[1:], 1):
        yield from (
            f".{name} > {' > '.join(reversed(steps[:n]))}"
            for name in _common_classes(records, above)[:1]
        )
    root = "" if records.family.run else f":is({records.family.selector}) > "
    yield root + " > ".join(reversed(steps))


def _common_classes(records: Records, path: int) -> list[str]:
    """The classes that a path's elements have in all records, the one that names it first."""
    classes = [set(records.outline.classes[place]) for _, place in records.first(path)]
    shared = set.intersection(*classes)
    own = records.paths[path].kind.partition(".")[2]
    return sorted(shared, key=lambda name: (name != own, name))


def _step(records: Records, path: int) -> str:
    kind = records.paths[path].kind
    tag, _, nth = kind.rpartition(":")
    return (
        f"{tag}:nth-of-type({nth})" if nth.isdecimal() else kind
    )  # "div.name" is a selector as it stands
