"""What is wrong with a profile, in words for people, and in which line it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import get_type_hints

from msgspec import Struct, structs
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from site_gen.engines.profiles.schema import Place, Profile, places

RESERVED = "generic"
PROBE = LexborHTMLParser("<p>")
PLACE = "a selector, a table {css, attr, match}, or a list of these"
# What a value is, in the words of msgspec and of people.
WORDS = {
    "str": "a string",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "str | object": "a selector or a table {css, attr, match}",
    "str | object | array": PLACE,
}
MISSING = re.compile(r"missing required field `(\w+)`")
UNKNOWN = re.compile(r"contains unknown field `(.*)`$")
EXPECTED = re.compile(r"Expected `([^`]+)`(.*?)(?:, got `(\w+)`)?$")

Fault = tuple[str, str]
"""The key of a value, and what is wrong with it."""


# ── What may stand in it ──────────────────────────────────────────────────────────────────────────


def tables(kind: type[Struct] = Profile, prefix: str = "") -> Iterator[tuple[str, type[Struct]]]:
    """Return the tables of a profile by their names; the top one is ""."""
    yield prefix, kind
    for name, hint in get_type_hints(kind).items():
        if isinstance(hint, type) and issubclass(hint, Struct):
            yield from tables(hint, name)


def described(kind: type[Struct], name: str) -> str:
    """Return what a key means: its documentation."""
    (meta,) = get_type_hints(kind, include_extras=True)[name].__metadata__
    return str(meta.description)


# ── Keys and types ────────────────────────────────────────────────────────────────────────────────


def wrong_value(error: str) -> Fault:
    """Return the fault that an error of msgspec tells: a value that does not fit."""
    message, _, path = error.partition(" - at `$")
    path = path.strip(".`")
    key = re.sub(r"\[.*", "", path)
    if match := UNKNOWN.search(message):
        return _unknown_key(key, match[1])
    if match := MISSING.search(message):
        return key, _missing_key(key, match[1])
    fault = f"`{key}` must be {_wanted(key, message)}"
    if "[" in path:
        fault = f"a value of {fault}"
    return key, fault


def _unknown_key(table: str, name: str) -> Fault:
    known = [field.name for field in structs.fields(dict(tables()).get(table, Place))]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"known keys: {', '.join(known)}"
    if near:
        hint = f"did you mean `{near[0]}`?"
    key = f"{table}.{name}".lstrip(".")
    return key, f"unknown key `{key}`; {hint}"


def _missing_key(table: str, name: str) -> str:
    kind = dict(tables()).get(table)
    if kind is None:
        return f"`{table}` has no `{name}`, which says in which elements to look"
    return f"`{f'{table}.{name}'.lstrip('.')}` is missing: {described(kind, name)}"


def _wanted(key: str, message: str) -> str:
    """Return what a value must be, by the message of msgspec."""
    match = EXPECTED.search(message)
    if match is None:
        return f"something else: {message}"
    expected, limit, got = match.groups()
    wanted = WORDS.get(expected, expected) + limit
    table, _, name = key.rpartition(".")
    kind = dict(tables()).get(table)
    if limit and kind is not None:
        wanted += f": {described(kind, name)}"
    if got:
        wanted += f", not {WORDS.get(got, got)}"
    return wanted


# ── Values ────────────────────────────────────────────────────────────────────────────────────────


def faults_of(profile: Profile) -> Iterator[Fault]:
    """Return what is wrong with a profile whose keys and types are right."""
    if profile.name == RESERVED:
        yield "name", f"`name` may not be {RESERVED!r}: so is the engine for unknown forums called"
    marks = profile.fingerprints
    if profile.needed > max(1, len(marks)):
        yield "needed", f"`needed` is {profile.needed}, but there are {len(marks)} `fingerprints`"
    if not all(mark.strip() for mark in marks):
        fault = "`fingerprints` holds an empty string, which every page shows; take it out"
        yield "fingerprints", fault
    for key, place in _places(profile):
        if fault := _place_fault(place):
            yield key, f"`{key}` {fault}"


def _place_fault(place: Place) -> str:
    """Return what is wrong with a place, or ""."""
    try:
        PROBE.css(place.css)
    except SelectolaxError:
        if place.css.strip():
            return f"is not a valid CSS selector: {place.css!r}"
        return "is empty; say which elements"
    try:
        re.compile(place.match or "")
    except re.error as error:
        return f"has an invalid pattern {place.match!r}: {error}"
    return ""


def _places(profile: Profile) -> Iterator[tuple[str, Place]]:
    """Return every place of a profile with its key."""
    for name in ("thread", "post", "body"):
        yield from _places_in(f"{name}.", getattr(profile, name))
    yield from _selectors_in("chrome", profile.chrome)


def _places_in(prefix: str, table: Struct) -> Iterator[tuple[str, Place]]:
    """Return the places of a table of a profile with their keys."""
    for name, value in _values(table):
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _selectors_in(key, value)
        elif name != "drop_text" and isinstance(value, (str, Place, list)):
            yield from ((key, place) for place in places(value))


def _values(table: Struct) -> Iterator[tuple[str, object]]:
    for field in structs.fields(type(table)):
        yield field.name, getattr(table, field.name)


def _selectors_in(key: str, named: dict[str, str]) -> Iterator[tuple[str, Place]]:
    """Return the selectors of a table of names and selectors with their keys."""
    for name, css in named.items():
        yield f"{key}.{name}", Place(css)


# ── Lines ─────────────────────────────────────────────────────────────────────────────────────────


def toml_line(error: str) -> str:
    """Return ``:12`` where an error of tomllib names line 12, else ""."""
    match = re.search(r"at line (\d+)", error)
    if match is None:
        return ""
    return f":{match[1]}"


def line_of(text: str, key: str) -> str:
    """Return ``:12`` where the key stands in line 12 of a TOML text, or the table that should.

    "" if neither does.
    """
    for n, written in _keys(text):
        if written == key:
            return f":{n}"
    above = key.rpartition(".")[0]
    if not above:
        return ""
    return line_of(text, above)


def _keys(text: str) -> Iterator[tuple[int, str]]:
    """Return the keys and the names of tables that a TOML text states, each with its line."""
    table = ""
    for n, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = _plain(header[1])
            yield n, table
        elif stated := re.match(r"\s*([^=#]+?)\s*=", line):
            yield n, f"{table}.{_plain(stated[1])}".lstrip(".")


def _plain(key: str) -> str:
    """Return a key of TOML without its quotes and the spaces around its dots."""
    return re.sub(r"\s*\.\s*", ".", re.sub(r"[\"']", "", key))
