"""Records laid over each other, so that what is the same in all of them is told from what varies.

What is the same in every record is template; what varies is content; what depends on the author
alone is the author's (profile, signature). Names of classes and patterns of links are hints, never
conditions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.naming_hints import (
    FORUMS_OWN,
    HEADINGS,
    SUBJECT,
    SUBJECT_PREFIX,
    WRITTEN,
)
from site_gen.engines.generic.outline import Outline
from site_gen.engines.generic.proportions import at_least
from site_gen.engines.generic.record_kinds import kinds_of
from site_gen.engines.generic.repeated_texts import Found, RepeatedTexts

ROOT = 0
NAMING = ("class", "id", "itemprop", "rel", "data-role")
LAST_WORDS = 30  # letters before an element that may be its label


@dataclass
class Path:
    """A way that records have in common from their roots to an element, and these elements.

    ``elements`` are those at its end, record by record; ``content`` is how much there is directly
    in them and below, record by record capped.
    """

    above: int
    kind: str
    elements: dict[int, list[int]] = field(default_factory=dict)
    content: int = 0


class AlignedRecords:
    """The records of a family, laid over each other. Paths and records are numbers."""

    def __init__(self, outline: Outline, family: Family) -> None:
        self.outline = outline
        self.family = family
        self.count = len(family.elements)
        self.paths: list[Path] = [Path(-1, "")]
        self.path_of: dict[int, int] = {}
        self.joined: set[int] = set()  # paths that join those of elements alike elsewhere
        self.own_texts: dict[int, list[int]] = defaultdict(list)  # directly in an element
        self.stops = list(_stops(outline, family))
        self._author_names: tuple[int, dict[int, str]] = -1, {}
        self._names: dict[int, str] = {}
        self._align()
        self._join_alike()

    # ── Laying over each other ──

    def _align(self) -> None:
        outline, known = self.outline, set(self.family.elements)
        kinds = kinds_of(outline, [range(start + 1, stop) for start, stop in self._spans()])
        numbers: dict[tuple[int, str], int] = {}
        for record, (start, stop) in enumerate(self._spans()):
            self._put(start, ROOT, record)
            element = start + 1
            while element < stop:
                if element in known:  # a reply that stands in the post it answers
                    element = outline.end[element]
                    continue
                key = (self.path_of.get(outline.parent[element], ROOT), kinds[element])
                path = numbers.get(key)
                if path is None:
                    path = numbers[key] = len(self.paths)
                    self.paths.append(Path(*key))
                self._put(element, path, record)
                element += 1
        for n, owner in enumerate(outline.owner):
            if owner in self.path_of:
                self.own_texts[owner].append(n)

    def _spans(self) -> Iterator[tuple[int, int]]:
        return zip(self.family.elements, self.stops, strict=True)

    def _put(self, element: int, path: int, record: int) -> None:
        self.path_of[element] = path
        self.paths[path].elements.setdefault(record, []).append(element)

    def _join_alike(self) -> None:
        """Add a path for each class whose elements stand at the ends of several paths.

        User boxes differ from user to user.
        """
        alike: dict[str, list[int]] = defaultdict(list)
        for number, path in enumerate(self.paths):
            if "." in path.kind or "[" in path.kind:
                alike[path.kind].append(number)
        for kind, numbers in alike.items():
            if len(numbers) < 2:
                continue
            elements: dict[int, list[int]] = defaultdict(list)
            for number in numbers:
                for record, found in self.paths[number].elements.items():
                    elements[record] = sorted([*elements[record], *found])
            if len(elements) > max(len(self.paths[number].elements) for number in numbers):
                self.joined.add(len(self.paths))
                self.paths.append(Path(self.paths[numbers[0]].above, kind, dict(elements)))

    # ── What is the forum's ──

    @cached_property
    def repeated(self) -> RepeatedTexts:
        """The texts that several records have in common."""
        return RepeatedTexts(self._texts(), self.count)

    def _texts(self) -> Iterator[Found]:
        texts = self.outline.texts
        for number, path in enumerate(self.paths):
            for record, elements in path.elements.items():
                for element in elements:
                    for n in self.own_texts.get(element, ()):
                        yield number, record, texts[n]

    @cached_property
    def subjects(self) -> list[int]:
        """The paths of lines that repeat the thread's title in most records, or "Re:" and that."""
        return [path for path in range(1, len(self.paths)) if self._is_subject(path)]

    def _is_subject(self, path: int) -> bool:
        if self.coverage(path) < 0.5:
            return False
        if self.tag(path) not in HEADINGS and not SUBJECT.search(self.names(path)):
            return False
        head = self.outline.head.casefold()
        shown = [SUBJECT_PREFIX.sub("", text).casefold() for text in self.texts(path)]
        return at_least(0.6, lambda text: len(text) > 3 and text in head, shown)

    def is_by_author(self, path: int, author: int | None) -> bool:
        """Tell whether what a path says depends on the author alone.

        It is the same in all records of one author, and not in all records.
        """
        if author is None or path == author:
            return False
        texts = self._texts_by_author(path, author)
        repeated = [said for said in texts.values() if len(said) > 1]
        if not repeated or any(len(set(said)) > 1 for said in repeated):
            return False
        return len(texts) == 1 or len(set().union(*texts.values())) > 1

    def _texts_by_author(self, path: int, author: int) -> dict[str, list[str]]:
        """Return the texts of a path's first elements by the author's name in their records."""
        if self._author_names[0] != author:
            self._author_names = author, self.text_by_record(author)
        names = self._author_names[1]
        texts: dict[str, list[str]] = defaultdict(list)
        for record, element in self.firsts(path):
            if record in names:
                texts[names[record]].append(self.outline.text(element))
        return texts

    def is_plain(self, path: int) -> bool:
        """Tell whether authors write such elements themselves.

        These are formatting, with no class or address of the forum's own.
        """
        attributes = self.outline.attributes[self.sample(path)]
        if any(attributes.get(name) for name in FORUMS_OWN):
            return False
        return self.tag(path) in WRITTEN

    # ── Paths ──

    @cached_property
    def node_ids(self) -> set[int]:
        """The elements of all records, as Lexbor numbers them."""
        return {self.outline.nodes[element].mem_id for element in self.path_of}

    def coverage(self, path: int) -> float:
        """Return the share of records that have the path."""
        return len(self.paths[path].elements) / self.count

    def regularity(self, path: int) -> float:
        """Return the share of a path's records that have it as often as most of them.

        Mentions come and go, authors do not.
        """
        times = Counter(map(len, self.paths[path].elements.values()))
        return max(times.values()) / sum(times.values())

    def firsts(self, path: int) -> Iterator[tuple[int, int]]:
        """Return the path's first element in each record that has it: (record, element)."""
        for record, elements in self.paths[path].elements.items():
            yield record, elements[0]

    def first_elements(self, path: int) -> list[int]:
        """Return the path's first elements, one of each record that has it."""
        return [elements[0] for elements in self.paths[path].elements.values()]

    def sample(self, path: int) -> int:
        """Return the path's first element in the first record that has it."""
        return next(iter(self.paths[path].elements.values()))[0]

    def texts(self, path: int) -> list[str]:
        """Return the texts of the path's first elements."""
        return list(map(self.outline.text, self.first_elements(path)))

    def text_by_record(self, path: int) -> dict[int, str]:
        """Return the text of the path's first element in each record that has it."""
        return {record: self.outline.text(element) for record, element in self.firsts(path)}

    def up(self, path: int) -> Iterator[int]:
        """Return the path and those above it, below the root."""
        while path > ROOT:
            yield path
            path = self.paths[path].above

    def is_below(self, path: int, above: int) -> bool:
        """Tell whether a path lies at or below another."""
        return above == ROOT or above in self.up(path)

    def tag(self, path: int) -> str:
        """Return the tag of a path's elements."""
        return self.outline.tag[self.sample(path)]

    def names(self, path: int) -> str:
        """Return the classes, ids and ``itemprop`` of a path's element, to look for hints in."""
        known = self._names.get(path)
        if known is None:
            attributes = self.outline.attributes[self.sample(path)]
            words = [attributes.get(name) for name in NAMING if attributes]
            known = self._names[path] = " ".join(filter(None, words))
        return known

    def names_above(self, path: int) -> str:
        """Return the names of the two elements that a path's elements stand in."""
        return " ".join(self.names(above) for above in list(self.up(path))[1:3])

    def before(self, element: int) -> str:
        """Return the words just before an element, in the same line: its label."""
        n = self.outline.first_text[element]
        if n == 0:
            return ""
        return self.outline.texts[n - 1][-LAST_WORDS:]

    def after(self, element: int) -> str:
        """Return the words just after an element, in the element that it stands in."""
        outline, n = self.outline, self.outline.text_end[element]
        if n == len(outline.texts) or outline.owner[n] != outline.parent[element]:
            return ""
        return outline.texts[n]


def _stops(outline: Outline, family: Family) -> Iterator[int]:
    """Return where each record ends.

    That is with its element, or before the next record where what follows belongs to it.
    """
    for element, after in zip(
        family.elements, [*family.elements[1:], len(outline.nodes)], strict=True
    ):
        if family.run:
            yield min(after, outline.end[outline.parent[element]])
        else:
            yield outline.end[element]
