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
    FIGURES,
    FORUMS_OWN,
    HEADINGS,
    LABEL,
    LONGEST_LABELLED,
    SIGNATURE,
    SUBJECT,
    SUBJECT_PREFIX,
    WRITTEN,
)
from site_gen.engines.generic.outline import Outline

ROOT = 0
NAMING = ("class", "id", "itemprop", "rel", "data-role")


@dataclass
class Path:
    """A place that records have in common: how to reach it from a record's root, and its elements record by record."""

    above: int
    kind: str
    places: dict[int, list[int]] = field(default_factory=dict)
    mass: int = 0  # content directly in it and below it, record by record capped


class Records:
    """The records of a family, laid over each other."""

    def __init__(self, outline: Outline, family: Family) -> None:
        self.outline = outline
        self.family = family
        self.count = len(family.places)
        self.paths: list[Path] = [Path(-1, "")]
        self.path_of: dict[int, int] = {}
        self.own: dict[int, list[int]] = defaultdict(list)  # texts directly in an element
        self._who: tuple[int, dict[int, str]] = -1, {}
        self._names: dict[int, str] = {}
        self.stops = list(_stops(outline, family))
        self._lay()
        self._join_alike()
        self.template = self._templates()
        self.labels = self._labels()
        self.subjects = [path for path in range(1, len(self.paths)) if self._is_subject(path)]

    def _lay(self) -> None:
        outline, known = self.outline, set(self.family.places)
        kinds = self._kinds()
        numbers: dict[tuple[int, str], int] = {}
        for record, (start, stop) in enumerate(zip(self.family.places, self.stops, strict=True)):
            self._put(start, ROOT, record)
            place = start + 1
            while place < stop:
                if place in known:  # a reply that stands in the post it answers
                    place = outline.end[place]
                    continue
                key = (self.path_of.get(outline.parent[place], ROOT), kinds[place])
                path = numbers.get(key)
                if path is None:
                    path = numbers[key] = len(self.paths)
                    self.paths.append(Path(*key))
                self._put(place, path, record)
                place += 1
        for n, owner in enumerate(outline.owner):
            if owner in self.path_of:
                self.own[owner].append(n)

    def _join_alike(self) -> None:
        """Add a path for each class whose elements stand at different places: user boxes differ from user to user."""
        alike: dict[str, list[int]] = defaultdict(list)
        for path, at in enumerate(self.paths):
            if "." in at.kind or "[" in at.kind:
                alike[at.kind].append(path)
        self.joined: set[int] = set()
        for kind, paths in alike.items():
            places: dict[int, list[int]] = defaultdict(list)
            for path in paths if len(paths) > 1 else ():
                for record, found in self.paths[path].places.items():
                    places[record] = sorted([*places[record], *found])
            if len(places) > max((len(self.paths[path].places) for path in paths), default=0):
                self.joined.add(len(self.paths))
                self.paths.append(Path(self.paths[paths[0]].above, kind, dict(places)))

    def _kinds(self) -> dict[int, str]:
        """What each element of the records is: its tag with the class that most records have, of those the rarest.

        A class that only some records have ("has-attachments") or that stands everywhere
        ("clearfix") tells little.
        """
        outline = self.outline
        records: dict[tuple[str, str], set[int]] = defaultdict(set)
        times: Counter[tuple[str, str]] = Counter()
        spans = [
            range(start + 1, stop)
            for start, stop in zip(self.family.places, self.stops, strict=True)
        ]
        for record, span in enumerate(spans):
            for place in span:
                for name in outline.classes[place]:
                    records[outline.tag[place], name].add(record)
                    times[outline.tag[place], name] += 1
        kinds: dict[int, str] = {}
        for span in spans:
            for place in span:
                tag = outline.tag[place]
                names = [
                    (not SIGNATURE.search(name), -len(records[tag, name]), times[tag, name], name)
                    for name in outline.classes[place]
                ]
                kinds[place] = f"{tag}.{min(names)[-1]}" if names else outline.bare_kind(place)
        return kinds

    def _put(self, place: int, path: int, record: int) -> None:
        self.path_of[place] = path
        self.paths[path].places.setdefault(record, []).append(place)

    def _templates(self) -> set[tuple[int, str]]:
        """The texts that stand at the same place in most records."""
        seen: Counter[tuple[int, str]] = Counter()
        for path, at in enumerate(self.paths):
            for places in at.places.values():
                seen.update(
                    {
                        (path, self.outline.texts[n])
                        for place in places
                        for n in self.own.get(place, ())
                    }
                )
        least = max(2, round(0.6 * self.count))
        return {
            key
            for key, times in seen.items()
            if times >= least and (self.count > 2 or len(key[1]) < 30)
        }

    @cached_property
    def in_every_record(self) -> set[tuple[int, str]]:
        """The texts of the template that no record is without."""
        seen: dict[tuple[int, str], set[int]] = defaultdict(set)
        for path, at in enumerate(self.paths):
            for record, places in at.places.items():
                for n in (n for place in places for n in self.own.get(place, ())):
                    seen[path, self.outline.texts[n]].add(record)
        return {key for key in self.template if len(seen[key]) == self.count}

    def _labels(self) -> set[tuple[int, str]]:
        """The labels that several records have at the same place before a short value: lines of an author's panel."""
        seen: dict[tuple[int, str], set[int]] = defaultdict(set)
        for path, at in enumerate(self.paths):
            for record, places in at.places.items():
                for label in filter(
                    None, (self.label(n) for place in places for n in self.own.get(place, ()))
                ):
                    seen[path, label].add(record)
        return {
            key for key, records in seen.items() if len(records) >= max(2, round(0.3 * self.count))
        }

    def label(self, n: int) -> str:
        """The label that a short text begins with, or the text with its figures left open, or ""."""
        text = self.outline.texts[n]
        if len(text) > LONGEST_LABELLED:
            return ""
        match = LABEL.match(text)
        return match[0] if match else FIGURES.sub("#", text) if FIGURES.search(text) else ""

    def _is_subject(self, path: int) -> bool:
        """Whether a path is a line that repeats the thread's title in most records, perhaps after "Re:"."""
        outline, (_, place) = self.outline, next(self.first(path))
        if self.coverage(path) < 0.5 or not (
            outline.tag[place] in HEADINGS or SUBJECT.search(self.names(path))
        ):
            return False
        shown = [
            SUBJECT_PREFIX.sub("", outline.text(place)).casefold() for _, place in self.first(path)
        ]
        head = outline.head.casefold()
        return sum(len(text) > 3 and text in head for text in shown) >= 0.6 * len(shown)

    @cached_property
    def ids(self) -> set[int]:
        """The elements of all records, as Lexbor numbers them."""
        return {self.outline.nodes[place].mem_id for place in self.path_of}

    def coverage(self, path: int) -> float:
        """The share of records that have the path."""
        return len(self.paths[path].places) / self.count

    def regularity(self, path: int) -> float:
        """The share of a path's records that have it as often as most of them: mentions come and go, authors do not."""
        times = Counter(len(places) for places in self.paths[path].places.values())
        return max(times.values()) / sum(times.values())

    def first(self, path: int) -> Iterator[tuple[int, int]]:
        """The path's first element in each record that has it: (record, element)."""
        return ((record, places[0]) for record, places in self.paths[path].places.items())

    def up(self, path: int) -> Iterator[int]:
        """The path and those above it, below the root."""
        while path > ROOT:
            yield path
            path = self.paths[path].above

    def is_below(self, path: int, above: int) -> bool:
        """Whether a path lies at or below another."""
        return above == ROOT or above in self.up(path)

    def names(self, path: int) -> str:
        """The classes, ids and ``itemprop`` of a path's element, as words to look for hints in."""
        known = self._names.get(path)
        if known is None:
            _, place = next(self.first(path))
            attributes = self.outline.attributes[place]
            stated = [attributes.get(name) or "" for name in NAMING] if attributes else []
            known = self._names[path] = " ".join(filter(None, stated))
        return known

    def before(self, place: int) -> str:
        """The words just before an element, in the same line: its label."""
        n = self.outline.first[place]
        return self.outline.texts[n - 1][-30:] if n else ""

    def after(self, place: int) -> str:
        """The words just after an element, in the element that it stands in."""
        n = self.outline.last[place]
        follows = (
            n < len(self.outline.texts) and self.outline.owner[n] == self.outline.parent[place]
        )
        return self.outline.texts[n] if follows else ""

    def is_by_author(self, path: int, author: int | None) -> bool:
        """Whether what a path says depends on the author alone: the same in all records of one author, not in all."""
        if author is None or path == author:
            return False
        outline = self.outline
        if self._who[0] != author:
            self._who = (
                author,
                {record: outline.text(place) for record, place in self.first(author)},
            )
        who = self._who[1]
        said: dict[str, set[str]] = defaultdict(set)
        times: Counter[str] = Counter()
        for record, place in self.first(path):
            if record in who:
                said[who[record]].add(outline.text(place))
                times[who[record]] += 1
        repeated = [name for name, count in times.items() if count > 1]
        if not repeated or any(len(said[name]) > 1 for name in repeated):
            return False
        return len(said) == 1 or len(set.union(*said.values())) > 1

    def is_plain(self, path: int) -> bool:
        """Whether authors write such elements themselves: formatting, with no class or address of the forum's own."""
        outline, (_, place) = self.outline, next(self.first(path))
        attributes = outline.attributes[place]
        return outline.tag[place] in WRITTEN and not any(
            attributes.get(name) for name in FORUMS_OWN
        )


def _stops(outline: Outline, family: Family) -> Iterator[int]:
    """Where each record ends: with its element, or before the next where what follows belongs to it."""
    for n, place in enumerate(family.places):
        if not family.run:
            yield outline.end[place]
            continue
        after = family.places[n + 1] if n + 1 < len(family.places) else len(outline.nodes)
        yield min(after, outline.end[outline.parent[place]])
