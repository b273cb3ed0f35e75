"""Selectors that find the element of a path in every record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_gen.engines.core.table import squash
from site_gen.engines.generic.aligned_records import ROOT, AlignedRecords

CHECKED = 30  # records that a selector is tried on
ENOUGH = 0.99
TELLING_TAGS = ("time", "h1", "h2", "h3", "h4", "address", "article", "cite", "abbr")


def path_selector(records: AlignedRecords, path: int) -> str:
    """Return the shortest selector of a path's first element.

    It finds that in every record that has one, and nothing in others.
    """
    if path == ROOT:
        return records.family.selector
    nodes = records.outline.nodes
    wanted = {record: nodes[element].mem_id for record, element in records.firsts(path)}
    best, fitting = "", -1.0
    for css in dict.fromkeys(_candidates(records, path)):
        fits = _fit(records, css, wanted)
        if fits > fitting:
            best, fitting = css, fits
        if fits > ENOUGH:
            break
    return best


def joined_selectors(records: AlignedRecords, paths: Sequence[int]) -> str:
    """Return one selector of several paths, "" of none."""
    return ", ".join(path_selector(records, path) for path in paths)


def _fit(records: AlignedRecords, css: str, wanted: dict[int, int]) -> float:
    """Return the share of the records in which a selector finds what is wanted."""
    tried = range(records.count)[:CHECKED]
    right = sum(_find(records, record, css) == wanted.get(record) for record in tried)
    return right / len(tried)


def _find(records: AlignedRecords, record: int, css: str) -> int | None:
    """Return the first element of a record that a selector finds, not of records in it."""
    outline, element = records.outline, records.family.elements[record]
    while element < records.stops[record]:
        for node in outline.nodes[element].css(css):
            if node.mem_id in records.node_ids:
                return node.mem_id
        element = outline.end[element]
    return None


def _candidates(records: AlignedRecords, path: int) -> Iterator[str]:
    """Return selectors that may find a path's element, the most telling first."""
    yield from _own_selectors(records, path)
    above = list(records.up(path))[1:]
    steps = [_step(records, path)]
    for near in above[:2]:
        yield from (f".{name} {steps[0]}" for name in _common_classes(records, near))
    tag = records.tag(path)
    if tag in TELLING_TAGS:
        yield tag
    for up in above:
        for name in _common_classes(records, up)[:1]:
            yield f".{name} > {' > '.join(steps)}"
        steps.insert(0, _step(records, up))
    within = ""
    if not records.family.run:
        within = f":is({records.family.selector}) > "
    yield within + " > ".join(steps)


def _own_selectors(records: AlignedRecords, path: int) -> Iterator[str]:
    """Return selectors by what the element itself is called."""
    outline, element = records.outline, records.sample(path)
    tag = outline.tag[element]
    if item := outline.attr(element, "itemprop"):
        yield _item_selector(item, tag)
    classes = _common_classes(records, path)
    yield from (f"{tag}.{name}" for name in classes)
    if prefix := outline.numbered_name(element):
        yield f'{tag}[id^="{prefix}"]'
    if len(classes) > 1:
        yield f"{tag}.{'.'.join(classes)}"


def _item_selector(item: str, tag: str) -> str:
    if '"' in item:
        return tag
    return f'[itemprop="{squash(item)}"]'


def _common_classes(records: AlignedRecords, path: int) -> list[str]:
    """Return the classes that a path's elements have in all records, its kind's first."""
    classes = map(records.outline.classes.__getitem__, records.first_elements(path))
    shared = set.intersection(*map(set, classes))
    own = records.paths[path].kind.partition(".")[2]
    return sorted(shared, key=lambda name: (name != own, name))


def _step(records: AlignedRecords, path: int) -> str:
    """Return a path's kind as a selector: "div.name" is one as it stands, "td:2" is not."""
    kind = records.paths[path].kind
    tag, _, nth = kind.rpartition(":")
    if nth.isdecimal():
        return f"{tag}:nth-of-type({nth})"
    return kind
