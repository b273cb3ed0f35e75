"""Blocks: the texts of neighbouring posts.

They are for results, highlights and the exact check of phrases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from site_gen.search.documents import Document

BLOCK = 24 << 10  # bytes of text


def cut(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """Yield the posts of a bucket in runs of about :data:`BLOCK` bytes."""
    start = size = 0
    for place, document in enumerate(documents):
        size += len(document.text.encode())
        if size >= BLOCK:
            yield documents[start : place + 1]
            start, size = place + 1, 0
    if start < len(documents):
        yield documents[start:]


def block(documents: Sequence[Document]) -> bytes:
    """Return one block as JSON, column by column: what is alike stands together and deflates well.

    ``threads`` are [id, title, name of the board, its page]; the columns are ``thread`` (place
    among these), ``n``, ``anchor``, ``author``, ``date``, ``flags`` and ``text``. An anchor is left
    empty where it is "n" and the number.
    """
    threads = list(dict.fromkeys((d.thread, d.title, d.board_name, d.board) for d in documents))
    place = {thread[0]: at for at, thread in enumerate(threads)}
    columns = {
        "threads": threads,
        "thread": [place[d.thread] for d in documents],
        "n": [d.n for d in documents],
        "anchor": list(map(_anchor, documents)),
        "author": [d.author for d in documents],
        "date": [d.date for d in documents],
        "flags": list(map(_flags, documents)),
        "text": [d.text for d in documents],
    }
    return json_bytes(columns)


def _anchor(document: Document) -> str:
    is_usual = document.anchor == f"n{document.n}"
    return "" if is_usual else document.anchor


def _flags(document: Document) -> str:
    return " ".join(sorted(document.flags))


def json_bytes(value: object) -> bytes:
    """Return JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
