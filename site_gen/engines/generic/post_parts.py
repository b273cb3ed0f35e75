"""Find the parts that a post is told by in aligned records: who, when and what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.author_path import find_author_path, find_other_authors
from site_gen.engines.generic.body_path import find_body_path, weigh_paths
from site_gen.engines.generic.date_path import find_date_path
from site_gen.engines.generic.floor_path import find_floor_path
from site_gen.engines.generic.naming_hints import AUTHOR
from site_gen.engines.generic.outline import looks_like_date
from site_gen.text.subjects import bare_subject

IN_A_LINE = 0.8  # how sure a name is that is read out of the line of the date
LEAST = 6  # letters of content that posts have at least, on the average
LIST_HEADS = "h1 h2 h3 h4 h5".split()
MOST_RECORDS = 0.7


@dataclass(frozen=True)
class PostParts:
    """The paths of the parts that a post is told by.

    An author may stand in the line of the date, without a path.
    """

    records: AlignedRecords
    author: int | None
    date: int
    body: int

    @cached_property
    def floor(self) -> int | None:
        """The path of a post's number in the thread."""
        return find_floor_path(self.records, self.body)

    @cached_property
    def authors(self) -> list[int]:
        """The paths of the author's name: the first one, and those of records that lack it."""
        if self.author is None:
            return []
        return [self.author, *find_other_authors(self.records, self.author)]

    @property
    def signed(self) -> float:
        """How sure it is who wrote the posts, from 0 to 1: the share of records with a name."""
        if self.author is None:
            return IN_A_LINE
        named: set[int] = set()
        for path in self.authors:
            named |= self.records.paths[path].elements.keys()
        return len(named) / self.records.count

    @property
    def evidence(self) -> float:
        """How much of what makes a post is found in how many of the records, from 0 to 1."""
        dated = self.records.coverage(self.date)
        return 0.4 * dated + 0.4 * self.signed + 0.2 * min(1.0, self.records.count / 4)

    def in_words(self, *paths: int | None) -> list[int]:
        """Return those of some paths that stand in the words, and are not the words themselves."""
        return [
            path
            for path in paths
            if path is not None and path != self.body and self.records.is_below(path, self.body)
        ]


def find_post_parts(records: AlignedRecords) -> PostParts | None:
    """Return the parts of a post, or ``None`` where the records lack a date or words.

    They are found twice, as each tells something of where the others are.
    """
    date = find_date_path(records, None)
    weigh_paths(records, None, date)
    author = find_author_path(records, find_body_path(records, None, date))
    date = find_date_path(records, author)
    weigh_paths(records, author, date)
    body = find_body_path(records, author, date)
    if body is None or date is None or records.paths[body].content < LEAST * records.count:
        return None
    if _is_list(records, author, body):
        return None
    return PostParts(records, author, date, body)


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────


def _is_list(records: AlignedRecords, author: int | None, body: int) -> bool:
    """Tell whether the records are entries of a list, each headed by a link to its own page."""
    return records.count > 2 and any(
        _heads_entries(records, path)
        for path in range(1, len(records.paths))
        if _may_head_entries(records, path, body) and not _shows_author(records, path, author)
    )


def _may_head_entries(records: AlignedRecords, path: int, body: int) -> bool:
    """Tell whether a path is a heading above the words that shows no date."""
    if records.tag(path) not in LIST_HEADS or records.coverage(path) < MOST_RECORDS:
        return False
    if path in records.joined or (path != body and records.is_below(path, body)):
        return False
    return sum(map(looks_like_date, records.texts(path))) <= 0.3 * records.count


def _shows_author(records: AlignedRecords, path: int, author: int | None) -> bool:
    """Tell whether a path holds the author's name, or is called so."""
    if AUTHOR.search(records.names(path)):
        return True
    if author is None:
        return False
    names = records.text_by_record(author)
    shown = records.text_by_record(path)
    named = sum(names[record] in text for record, text in shown.items() if record in names)
    return named > 0.5 * records.count


def _heads_entries(records: AlignedRecords, path: int) -> bool:
    """Tell whether a path's elements differ from record to record, and so do their links."""
    heads = set(map(bare_subject, records.texts(path)))
    links = {_page_linked(records, element) for element in records.first_elements(path)} - {""}
    least = MOST_RECORDS * records.count
    return len(heads) >= least and len(links) >= least


def _page_linked(records: AlignedRecords, element: int) -> str:
    """Return the page that an element's link leads to, without its fragment; "" without a link."""
    hrefs = records.outline.hrefs(records.outline.below(element))
    return next((href.partition("#")[0] for href in hrefs if not href.startswith("#")), "")
