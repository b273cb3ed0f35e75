"""The tables of the store: a struct each, whose fields are the columns.

A field that is a list or a dictionary is kept as JSON, a truth as 0 or 1. To keep one thing more is
to add a field here, or to :class:`Summary` for what lists show of a thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from site_gen.models import GapKind, Summary

Row = TypeVar("Row", bound=Struct)
KINDS = {int: "INTEGER", bool: "INTEGER", bytes: "BLOB"}
TRUTHS = {None: None, 0: False, 1: True}


class FileRow(Struct, frozen=True, kw_only=True):
    """One file of the archive, and what came of it.

    ``evidence`` is what is known of its capture, as MessagePack; ``key`` the key of its reading;
    ``thread`` the thread of the site that it is a page of; ``seen`` tells that the file was read,
    or needs no reading.
    """

    table: ClassVar[str] = "files"
    primary: ClassVar[str] = "path"

    path: str
    kind: str
    stamp: str
    evidence: bytes
    seen: bool
    thread: str | None = None
    sha256: str | None = None
    key: str | None = None
    reason: str | None = None


class ReadingRow(Struct, frozen=True, kw_only=True):
    """What one saved page says (``record``: a ``Reading`` as MessagePack), and what finds it.

    ``key`` is the hash of its bytes, with the file's time where that matters; ``captured`` a stated
    time of capture, ``url`` where the page came from; ``dropped`` counts the strings left out, by
    rule.
    """

    table: ClassVar[str] = "readings"
    primary: ClassVar[str] = "key"

    key: str
    sha256: str
    engine: str
    view: str
    site: str
    site_name: str | None
    thread_id: str
    title: str | None
    board_id: str | None
    board: list[str]
    captured: str | None
    url: str | None
    charset: str
    dropped: dict[str, int]
    record: bytes


class ThreadRow(Summary, frozen=True, kw_only=True):
    """One thread of the site: what lists show, what finds it, and its ``record`` (MessagePack).

    ``inputs`` is a hash of the pages it was joined from, ``digest`` one of all it holds; ``site``
    is its forum's host, ``number`` the forum's number of it; ``gap_details`` are (kind, detail).
    """

    table: ClassVar[str] = "threads"
    primary: ClassVar[str] = "id"

    inputs: str
    digest: str
    site: str
    number: str
    gap_details: list[tuple[GapKind, str]]
    engine: str
    url: str | None
    tags: list[str]
    record: bytes


class PostRow(Struct, frozen=True, kw_only=True):
    """One post of a thread, as lists show it. ``images`` counts its pictures."""

    table: ClassVar[str] = "posts"
    primary: ClassVar[str] = "thread, n"

    thread: str
    n: int
    post_id: str | None
    author_page: str | None
    author: str | None
    author_title: str | None
    date: str | None
    source: str
    excerpt: str
    images: int


class RefRow(Struct, frozen=True, kw_only=True):
    """A link of a thread that leads to a thread or post of the same forum.

    ``number`` is "" where the address names a post alone; ``quoter`` the first post that quotes
    what the address leads to.
    """

    table: ClassVar[str] = "refs"
    primary: ClassVar[str] = "thread, href"

    thread: str
    href: str
    site: str
    number: str
    post_id: str | None
    quoter: int | None


class MediaRow(Struct, frozen=True, kw_only=True):
    """A picture of a thread that is saved.

    ``path`` is its original address, ``asset`` where it lies in the archive, ``name`` its file in
    the site; ``n`` the first post that shows it, with the description ``alt`` there.
    """

    table: ClassVar[str] = "media"
    primary: ClassVar[str] = "thread, path"

    thread: str
    path: str
    asset: str
    name: str
    width: int | None
    height: int | None
    n: int | None
    alt: str | None


class Output(Struct, frozen=True):
    """One file of the published site: what it was made from (``key``), its size and time."""

    table: ClassVar[str] = "outputs"
    primary: ClassVar[str] = "path"

    path: str
    key: str
    size: int
    mtime_ns: int


TABLES: tuple[type[Struct], ...] = (
    FileRow,
    ReadingRow,
    ThreadRow,
    PostRow,
    RefRow,
    MediaRow,
    Output,
)
BY_ROWID = {"readings", "threads"}
"""Tables with long records: SQLite finds their short columns faster by row numbers."""

INDEXES = """
CREATE INDEX threads_by_number ON threads (number, site);
CREATE INDEX threads_by_board ON threads (board, last);
CREATE INDEX posts_by_id ON posts (post_id, thread);
CREATE INDEX posts_by_author ON posts (author_page, date DESC);
CREATE INDEX posts_by_date ON posts (date);
"""


def schema() -> str:
    """Return the SQL that makes every table."""
    made = ["CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"]
    for table in TABLES:
        held = ", ".join(f"{name} {_kind(kind)}" for name, kind in _fields(table).items())
        name = name_of(table)
        tail = "" if name in BY_ROWID else " WITHOUT ROWID"
        made.append(f"CREATE TABLE {name} ({held}, PRIMARY KEY ({_primary(table)})){tail};")
    return "\n".join([*made, INDEXES])


def name_of(table: type[Struct]) -> str:
    """Return the name of a struct's table."""
    name: str = table.__dict__["table"]
    return name


def columns(table: type[Struct], alias: str = "") -> str:
    """Return the columns of a struct, as a query lists them; ``alias`` is that of its table.

    For example ``t.id, t.title``.
    """
    before = f"{alias}." if alias else ""
    return ", ".join(before + name for name in table.__struct_fields__)


def encoded(row: Struct) -> tuple[Any, ...]:
    """Return the values of a row in the order of its columns, as SQLite keeps them."""
    kept = _json_fields(type(row))
    if not kept:
        return msgspec.structs.astuple(row)
    return tuple(
        dumped(value) if name in kept else value
        for name, value in zip(row.__struct_fields__, msgspec.structs.astuple(row), strict=True)
    )


@cache
def decoder(table: type[Row]) -> Callable[[Sequence[Any]], Row]:
    """Return the function that makes a struct of the values of its :func:`columns`."""
    names = table.__struct_fields__
    turned = dict(_turns(table))

    def decode(values: Sequence[Any]) -> Row:
        held = dict(zip(names, values, strict=True))
        for name, turn in turned.items():
            held[name] = turn(held[name])
        return table(**held)

    return decode


def _turns(table: type[Struct]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield the fields that are not kept as they are, with what makes a value of what is kept."""
    for name, kind in _fields(table).items():
        if get_origin(kind) in (list, dict):
            yield name, msgspec.json.Decoder(kind).decode
        elif bool in _types(kind):
            yield name, TRUTHS.__getitem__


def dumped(value: Any) -> str:
    """Return a list or a dictionary as the store keeps it, for example a board to look up."""
    return json.dumps(value, ensure_ascii=False)


@cache
def _json_fields(table: type[Struct]) -> frozenset[str]:
    fields = _fields(table).items()
    return frozenset(name for name, kind in fields if get_origin(kind) in (list, dict))


def _fields(table: type[Struct]) -> dict[str, Any]:
    hints = get_type_hints(table)
    return {name: hints[name] for name in table.__struct_fields__}


def _types(kind: Any) -> Iterable[Any]:
    return get_args(kind) if isinstance(kind, UnionType) else (kind,)


def _kind(kind: Any) -> str:
    return next((KINDS[part] for part in _types(kind) if part in KINDS), "TEXT")


def _primary(table: type[Struct]) -> str:
    key: str = table.__dict__["primary"]
    return key
