"""Shards: the postings of neighbouring terms in one file.

A reader loads only those that a query needs.

A shard is a run of entries: how many bytes the term shares with the one before, how many follow,
those bytes, the number of posts, the length of the list, the list. A long list has a file of its
own, so that no neighbour pays for it; its length is then written as 0. Where shards end depends on
the terms, so that a change in one leaves the others as they were; a shard is named by a hash of the
term it begins with.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from site_gen.search.postings import Postings, number, read_postings
from site_gen.search.words import SOLID

SHARD = 14 << 10  # bytes, from which on a shard ends at the next term that may end one
LONG = 10 << 10  # bytes: a longer list has a file of its own
HEAVY = 128 << 10  # bytes: a character whose pairs take more has a list of its own
ENDS = 8  # one in so many terms may end a shard
ONE_CHARACTER = "*"
_SOLID = re.compile(f"[{SOLID}]")


class Part(NamedTuple):
    """A file of the index: its name ("i/1f0c33aa") and its bytes.

    Of a shard it is known where its terms ``begin``, of a list of its own its ``term`` and how many
    posts it has.
    """

    name: str
    data: bytes
    begins: str | None = None
    term: str | None = None
    posts: int = 0


def name_of(folder: str, term: str) -> str:
    """Return the name of a term's file: a hash of it (FNV-1a, 32 bits).

    The reader works it out, too.
    """
    state = 0x811C9DC5
    for byte in term.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{folder}/{state:08x}"


def shards(postings: Iterable[Postings], posts: int) -> Iterator[Part]:
    """Yield the files of the index, in the order of the terms. ``posts`` is how many there are."""
    used: set[str] = set()
    shard, begins, before = bytearray(), "", b""
    last = ""
    for term, count, data in with_characters(postings, posts):
        if shard and _may_end(shard, term):
            border = _border(last, term)
            if name_of("i", border) not in used:
                yield Part(name_of("i", begins), bytes(shard), begins)
                shard, begins, before = bytearray(), border, b""
        used.add(name_of("i", begins))
        own = name_of("b", term)
        is_long = len(data) > LONG and own not in used
        if is_long:
            used.add(own)
            yield Part(own, data, term=term, posts=count)
        written = term.encode()
        shared = _shared(before, written)
        shard += number(shared) + number(len(written) - shared) + written[shared:] + number(count)
        shard += number(0) if is_long else number(len(data)) + data
        before, last = written, term
    if shard:
        yield Part(name_of("i", begins), bytes(shard), begins)


def _may_end(shard: bytearray, term: str) -> bool:
    if len(shard) < SHARD:
        return False
    return 2 * len(shard) > 3 * SHARD or zlib.crc32(term.encode()) % ENDS == 0


def _border(last: str, term: str) -> str:
    """Return the shortest beginning of a term that sorts after the one before."""
    return term[: _shared(last, term) + 1]


def _shared(one: Sequence[object], other: Sequence[object]) -> int:
    """Count the letters or bytes that two terms begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def with_characters(postings: Iterable[Postings], posts: int) -> Iterator[Postings]:
    """Yield the lists, and for frequent characters one more: every post that holds the character.

    The posts that hold a rarer character are those of its pairs, which stand together in the order
    of the terms.
    """
    for character, group in groupby(postings, key=lambda entry: entry.term[:1]):
        if not _SOLID.match(character):
            yield from group
            continue
        entries = list(group)
        if sum(len(entry.data) for entry in entries) > HEAVY:
            together = _together(character, entries, posts)
            if entries[0].term == character:
                yield entries.pop(0)
            yield together
        yield from entries


def _together(character: str, entries: list[Postings], posts: int) -> Postings:
    """Return one list of all posts of several, each with its greatest weight."""
    found = bytearray(posts)
    for entry in entries:
        for place, weight in read_postings(entry.data):
            found[place] = max(found[place], weight + 1)
    data, end, count = bytearray(), 0, 0
    for place, weight in enumerate(found):
        if weight:
            data += number((place << 2 | (weight - 1)) - end)
            end = (place + 1) << 2
            count += 1
    return Postings(character + ONE_CHARACTER, count, bytes(data))
