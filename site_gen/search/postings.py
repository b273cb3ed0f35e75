"""Postings: which posts hold a term, and how much each is about it.

Made bucket by bucket, then joined.

A list of postings is a run of numbers: for each post how many posts lie between it and the one
before, and in the last two bits its weight. Numbers are written seven bits to a byte, the lowest
first, with the top bit set on all bytes but the last. A bucket counts its posts from 0; joining
lists changes only the first number of each.
"""

from __future__ import annotations

import heapq
import os
import struct
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from site_gen.search.documents import Document
from site_gen.search.words import fold, terms

# BM25F: how soon more of a word stops counting, how much a long post is held back, what a title's
# word counts more.
SATURATION, LENGTH, TITLE = 1.2, 0.6, 4
USUAL = 100  # terms of a usual post: a constant, so that a new post changes no other's weight
LEVELS = (0.3, 0.5, 0.7)  # weights are kept as one of four levels
LONGEST_NAME = 64
GROUP = 512  # terms in one piece of a run


class Part(NamedTuple):
    """A term's list in one bucket.

    ``first`` is (number of the first post) * 4 + weight, ``end`` where the next would begin.
    ``rest`` is the list without its first number.
    """

    term: str
    first: int
    end: int
    posts: int
    rest: bytes


def number(value: int) -> bytes:
    """Return a number as the index writes it."""
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


def parts(documents: Sequence[Document], common: Collection[str]) -> list[Part]:
    """Return every term of a bucket's posts with its list, sorted by term."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        at = place << 2
        for term, weight in weights(document, common).items():
            found[term].append(at | weight)
        for term in marks(document):
            found[term].append(at)
    return [_part(term, found[term]) for term in sorted(found)]


def weights(document: Document, common: Collection[str]) -> dict[str, int]:
    """Return the terms of a post, each with its weight (0–3)."""
    body = terms(document.text, common)
    held_back = SATURATION * (1 - LENGTH + LENGTH * len(body) / USUAL)
    once = _level(1, held_back)
    counts = Counter(body)
    found = dict.fromkeys(counts, once)
    if len(counts) < len(body):
        found.update(
            {term: _level(count, held_back) for term, count in counts.items() if count > 1}
        )
    if document.n == 1 and document.title:
        for term, count in Counter(terms(document.title, common)).items():
            found[term] = _level(counts[term] + TITLE * count, held_back)
    return found


def _level(count: int, held_back: float) -> int:
    return bisect_right(LEVELS, count / (count + held_back))


def marks(document: Document) -> Iterator[str]:
    """Yield the terms that filters ask for: ``@author``, ``#board``, ``~flag``."""
    if document.author:
        yield "@" + fold(document.author)[:LONGEST_NAME]
    yield "#" + document.board
    yield from ("~" + flag for flag in document.flags)


def _part(term: str, found: list[int]) -> Part:
    rest = bytearray()
    first = found[0]
    end = (first | 3) + 1
    for posting in found[1:]:
        value = posting - end
        end = (posting | 3) + 1
        while value > 127:
            rest.append(value & 127 | 128)
            value >>= 7
        rest.append(value)
    return Part(term, first, end, len(found), bytes(rest))


# ── Runs: the parts of one bucket in a file, and many of them read together ───────────────────────


class Head(NamedTuple):
    """What the index must know of a bucket beside its postings.

    ``blocks`` says how many posts each text block has, ``keys`` is a hash of each.
    """

    blocks: list[int]
    keys: list[str]


_ENCODE = msgspec.msgpack.Encoder().encode
_PARTS = msgspec.msgpack.Decoder(list[Part])
_HEAD = msgspec.msgpack.Decoder(Head)


def save_run(path: Path, head: Head, found: Sequence[Part]) -> None:
    """Write a bucket's run, whole or not at all."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        _write_piece(file, _ENCODE(head))
        for start in range(0, len(found), GROUP):
            _write_piece(file, _ENCODE(found[start : start + GROUP]))
    unfinished.replace(path)


def _write_piece(file: BinaryIO, data: bytes) -> None:
    file.write(struct.pack("<I", len(data)))
    file.write(data)


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield the pieces of a run.

    The file is open only while one is read: an archive may have very many buckets.
    """
    at = 0
    while True:
        with path.open("rb") as file:
            file.seek(at)
            size = file.read(4)
            if not size:
                return
            data = file.read(*struct.unpack("<I", size))
            at = file.tell()
        yield data


def run_head(path: Path) -> Head:
    """Return the head of a run."""
    return _HEAD.decode(next(_pieces(path)))


def _run_parts(path: Path, base: int) -> Iterator[tuple[str, int, Part]]:
    pieces = _pieces(path)
    next(pieces)
    for piece in pieces:
        for part in _PARTS.decode(piece):
            yield part.term, base, part


class Postings(NamedTuple):
    """A term's whole list: how many posts hold it, and the list as it is written."""

    term: str
    posts: int
    data: bytes


def joined(runs: Iterable[tuple[Path, int]]) -> Iterator[Postings]:
    """Yield the lists of all terms, sorted by term.

    ``runs`` are those of all buckets, each with the number of its bucket's first post.
    """
    together = heapq.merge(*(_run_parts(path, first << 2) for path, first in runs))
    for term, group in groupby(together, key=itemgetter(0)):
        data, count, end = bytearray(), 0, 0
        for _, base, part in group:
            data += number(base + part.first - end)
            data += part.rest
            count += part.posts
            end = base + part.end
        yield Postings(term, count, bytes(data))


def read_postings(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the posts of a list with their weights."""
    value, shift, place = 0, 0, -1
    for byte in data:
        value |= (byte & 127) << shift
        if byte & 128:
            shift += 7
            continue
        place += (value >> 2) + 1
        yield place, value & 3
        value, shift = 0, 0
