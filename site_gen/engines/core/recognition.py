"""Tell which engines may have made a page, by the marks that its source shows.

The marks of all engines are looked for at once (Aho and Corasick, 1975), in one pass over the page.
The pass stops after the page's head where that leaves no doubt: most forums name themselves, their
scripts and styles there, and the posts below are the longer part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.load.page import Page

RIVAL = 0.75
"""An engine with this share of the strongest evidence may be the true one after all."""

HEAD = 12_000
"""Characters by which half of all forums have named themselves, none wrongly (1,000 pages)."""

SURE = 2.0  # times the evidence that an engine needs

Evidence = list[tuple[Engine, list[Fingerprint]]]


def recognise(page: Page, engines: Sequence[Engine], *, whole: bool = False) -> Evidence:
    """Return the engines that may have made the page with their evidence, the strongest first.

    ``whole`` asks for all the evidence that the page holds, not only for as much as leaves no
    doubt.
    """
    marks = _marks(tuple(engines))
    held = marks.held(page.text[:HEAD])
    if whole or not _is_sure(found := marks.evidence(held)):
        found = marks.evidence(held | marks.held(page.text[max(0, HEAD - marks.longest) :]))
    return found


def strength(engine: Engine, marks: Sequence[Fingerprint]) -> float:
    """Return the evidence for an engine as a multiple of what it needs."""
    return sum(mark.weight for mark in marks) / engine.threshold


def _is_sure(found: Evidence) -> bool:
    """Tell whether the first engine has more than enough evidence, and no other nearly as much."""
    if not found:
        return False
    first, *rivals = (strength(*pair) for pair in found[:2])
    return first >= SURE and all(rival < RIVAL * first for rival in rivals)


class _Marks:
    """The marks of some engines, ready to be looked for."""

    def __init__(self, engines: tuple[Engine, ...]) -> None:
        self.engines = engines
        shown: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
        for e, engine in enumerate(engines):
            for f, mark in enumerate(engine.fingerprints):
                for needle in mark.marks:
                    shown[needle.encode()].append((e, f))
        self.longest = max(map(len, shown), default=0)  # bytes, so characters at most
        self.shown = list(shown.values())  # of each needle: the engines' fingerprints that it shows
        self.automaton = BytesAhoCorasick(list(shown), implementation=Implementation.DFA)

    def held(self, text: str) -> set[int]:
        """Return the numbers of the needles that stand in a text."""
        source = text.encode("utf-8", "surrogatepass")
        return {
            match[0] for match in self.automaton.find_matches_as_indexes(source, overlapping=True)
        }

    def evidence(self, held: set[int]) -> Evidence:
        """Return the engines that the needles are enough for, the strongest first.

        Equals stand in the engines' order.
        """
        shown: dict[int, set[int]] = defaultdict(set)
        for needle in held:
            for e, f in self.shown[needle]:
                shown[e].add(f)
        found: Evidence = []
        for e in sorted(shown):
            engine = self.engines[e]
            marks = [engine.fingerprints[f] for f in sorted(shown[e])]
            if strength(engine, marks) >= 1:
                found.append((engine, marks))
        return sorted(found, key=lambda pair: -strength(*pair))


_marks = cache(_Marks)
