"""Texts that stand at the same path in many records, and so are the forum's and not an author's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from site_gen.engines.generic.naming_hints import FIGURES, LABEL, LONGEST_LABELLED

MOST_RECORDS = 0.6
SEVERAL_RECORDS = 0.3
LONGEST_BY_CHANCE = 30  # letters of a text that two records of two may hold by chance

Found = tuple[int, int, str]
"""A text of the records: its path, its record, its words."""

PathText = tuple[int, str]
"""A text at a path."""


class RepeatedTexts:
    """What is the same in several records.

    ``template`` are the texts that stand at the same path in most records, ``everywhere`` those of
    them that no record is without. ``labels`` are those that several records have at the same path
    before a short value: lines of an author's panel.
    """

    def __init__(self, texts: Iterable[Found], count: int) -> None:
        found = list(texts)
        records = _records_of(found)
        self.template = {
            key
            for key, held in records.items()
            if len(held) >= _least(MOST_RECORDS, count)
            and (count > 2 or len(key[1]) < LONGEST_BY_CHANCE)
        }
        self.everywhere = {key for key in self.template if len(records[key]) == count}
        self.labels = {
            key
            for key, held in _records_of(_labels(found)).items()
            if len(held) >= _least(SEVERAL_RECORDS, count)
        }

    def holds(self, path: int, text: str) -> bool:
        """Tell whether a text at a path is the forum's, or begins with a label that is."""
        return (path, text) in self.template or (path, label_of(text)) in self.labels


def label_of(text: str) -> str:
    """Return the label that a short text begins with, else its words with the figures left open.

    Else "".
    """
    if len(text) > LONGEST_LABELLED:
        return ""
    if match := LABEL.match(text):
        return match[0]
    if FIGURES.search(text):
        return FIGURES.sub("#", text)
    return ""


def _labels(found: Iterable[Found]) -> Iterator[Found]:
    for path, record, text in found:
        if label := label_of(text):
            yield path, record, label


def _records_of(found: Iterable[Found]) -> dict[PathText, set[int]]:
    """Return the records that hold each text at each path."""
    records: dict[PathText, set[int]] = defaultdict(set)
    for path, record, text in found:
        records[path, text].add(record)
    return records


def _least(share: float, count: int) -> int:
    return max(2, round(share * count))
