"""Profiles as files: find, read and check them, with errors that name file, line, key and mend."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_type_hints

import msgspec
from msgspec import Struct, structs
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from site_gen.engines.core.table import Engine
from site_gen.engines.profiles.reading import engine_of
from site_gen.engines.profiles.schema import Place, Profile, places
from site_gen.errors import ConfigError

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


def load_profiles(paths: Sequence[Path]) -> tuple[Engine, ...]:
    """The engines of profiles, each file once.

    Raises :class:`ConfigError` naming file, line, key and mend.
    """
    engines: dict[Path, Engine] = {}
    taken: dict[tuple[str, str], Path] = {}
    for path in paths:
        if (place := path.resolve()) in engines:
            continue
        engine = engines[place] = engine_of(read_profile(path))
        if (other := taken.setdefault((engine.name, engine.view), path)) != path:
            raise ConfigError(
                f"{path}: `name` is {engine.name!r}, as in {other}; give one of them another name, or another `view`"
            )
    return tuple(engines.values())


def read_profile(path: Path) -> Profile:
    """The profile that a file holds, checked. Raises :class:`ConfigError`."""
    if path.is_dir():
        raise ConfigError(
            f"{path}: a folder, and a profile is a file; rename it, or name the file in it"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path}: not UTF-8 text (byte {error.start + 1}); save it as UTF-8"
        ) from error
    return parse_profile(text, str(path))


def parse_profile(text: str, name: str) -> Profile:
    """The profile that a TOML text says; ``name`` is what errors call it.

    Raises :class:`ConfigError`.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}{_toml_line(str(error))}: not valid TOML: {error}") from error
    try:
        profile = msgspec.convert(raw, Profile)
    except msgspec.ValidationError as error:
        said, _, key = str(error).partition(" - at `$")
        key = key.strip(".`")
        raise _wrong(name, text, key, said) from error
    for key, fault in _faults(profile):
        raise ConfigError(f"{name}{_line(text, key)}: {fault}")
    return profile


# ── What is wrong with it ─────────────────────────────────────────────────────────────────────────


def _wrong(name: str, text: str, path: str, said: str) -> ConfigError:
    """The error for a value that does not fit, in words for people.

    Msgspec ``said`` it of the value at ``path``.
    """
    key = re.sub(r"\[.*", "", path)
    kind = dict(tables())
    if match := UNKNOWN.search(said):
        known = [field.name for field in structs.fields(kind.get(key, Place))]
        near = difflib.get_close_matches(match[1], known, n=1)
        key = f"{key}.{match[1]}".lstrip(".")
        fault = f"unknown key `{key}`; " + (
            f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(known)}"
        )
    elif (match := MISSING.search(said)) and key in kind:
        fault = f"`{f'{key}.{match[1]}'.lstrip('.')}` is missing: {described(kind[key], match[1])}"
    elif match:
        fault = f"`{key}` has no `{match[1]}`, which says in which elements to look"
    else:
        fault = f"{'a value of ' if '[' in path else ''}`{key}` must be {_wanted(kind, key, said)}"
    return ConfigError(f"{name}{_line(text, key)}: {fault}")


def _wanted(kind: dict[str, type[Struct]], key: str, said: str) -> str:
    match = EXPECTED.search(said)
    if match is None:
        return f"something else: {said}"
    what = WORDS.get(match[1], match[1]) + match[2]
    table, _, field = key.rpartition(".")
    why = f": {described(kind[table], field)}" if match[2] and table in kind else ""
    return what + why + (f", not {WORDS.get(match[3], match[3])}" if match[3] else "")


def tables(kind: type[Struct] = Profile, prefix: str = "") -> Iterator[tuple[str, type[Struct]]]:
    """The tables of a profile by their names; the top one is ""."""
    yield prefix, kind
    for name, hint in get_type_hints(kind).items():
        if isinstance(hint, type) and issubclass(hint, Struct):
            yield from tables(hint, name)


def described(kind: type[Struct], name: str) -> str:
    """What a key means: its documentation."""
    (meta,) = get_type_hints(kind, include_extras=True)[name].__metadata__
    return str(meta.description)


def _faults(profile: Profile) -> Iterator[tuple[str, str]]:
    """What is wrong with a profile whose keys and types are right, as (key, fault)."""
    if profile.name == RESERVED:
        yield "name", f"`name` may not be {RESERVED!r}: so is the engine for unknown forums called"
    if profile.needed > max(1, len(profile.fingerprints)):
        yield (
            "needed",
            f"`needed` is {profile.needed}, but there are {len(profile.fingerprints)} `fingerprints`",
        )
    if not all(mark.strip() for mark in profile.fingerprints):
        yield (
            "fingerprints",
            "`fingerprints` holds an empty string, which every page shows; take it out",
        )
    for key, place in _places(profile):
        if fault := _fault(place):
            yield key, f"`{key}` {fault}"


def _fault(place: Place) -> str | None:
    try:
        PROBE.css(place.css)
    except SelectolaxError:
        return (
            f"is not a valid CSS selector: {place.css!r}"
            if place.css.strip()
            else "is empty; say which elements"
        )
    try:
        re.compile(place.match or "")
    except re.error as error:
        return f"has an invalid pattern {place.match!r}: {error}"
    return None


def _places(profile: Profile) -> Iterator[tuple[str, Place]]:
    """Every place of a profile with its key."""
    for name in ("thread", "post", "body", ""):
        table = getattr(profile, name) if name else profile
        prefix = f"{name}." if name else ""
        for field in structs.fields(type(table)):
            value = getattr(table, field.name)
            if isinstance(value, dict):
                yield from (
                    (f"{prefix}{field.name}.{key}", Place(css)) for key, css in value.items()
                )
            elif name and field.name != "drop_text" and isinstance(value, (str, Place, list)):
                yield from ((f"{prefix}{field.name}", place) for place in places(value))


# ── Where it stands ───────────────────────────────────────────────────────────────────────────────


def _toml_line(said: str) -> str:
    match = re.search(r"at line (\d+)", said)
    return f":{match[1]}" if match else ""


def _line(text: str, key: str) -> str:
    """``:12`` where the key stands in line 12 of a TOML text, or the table that should hold it.

    "" if neither does.
    """
    table = ""
    for n, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = _plain(header[1])
            if table == key:
                return f":{n}"
        elif (
            stated := re.match(r"\s*([^=#]+?)\s*=", line)
        ) and f"{table}.{_plain(stated[1])}".lstrip(".") == key:
            return f":{n}"
    above = key.rpartition(".")[0]
    return _line(text, above) if above else ""


def _plain(key: str) -> str:
    """A key of TOML without its quotes and the spaces around its dots."""
    return re.sub(r"\s*\.\s*", ".", re.sub(r"[\"']", "", key))
