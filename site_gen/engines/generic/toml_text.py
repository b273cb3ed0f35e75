"""Write values as TOML, as a person would write them."""

from __future__ import annotations

import re

from msgspec import structs

from site_gen.engines.profiles import Place


def toml_value(value: object) -> str:
    """Return a value of a profile as TOML."""
    if value is True:
        return "true"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Place):
        return _place(value)
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    raise TypeError(f"no TOML for {value!r}")


def _place(place: Place) -> str:
    """Return a place: its selector alone, or a table where it says more."""
    if place.attr is None and place.match is None:
        return quoted(place.css)
    stated = structs.asdict(place).items()
    parts = (f"{name} = {quoted(value)}" for name, value in stated if value is not None)
    return "{ " + ", ".join(parts) + " }"


def quoted(text: str) -> str:
    """Return a TOML string.

    It is a literal one where that can say it, so that selectors and patterns stay readable.
    """
    if "'" not in text and text.isprintable() and ('"' in text or "\\" in text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(map(_escaped, escaped))}"'


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\U{ord(letter):08x}"


def toml_key(name: str) -> str:
    """Return a key as TOML, in quotes where it needs them."""
    if re.fullmatch(r"[\w-]+", name, re.A):
        return name
    return quoted(name)


def printable(text: str) -> str:
    """Return a file's name as a comment can hold it.

    Names may have line breaks, control characters, bytes that are no UTF-8.
    """
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "?"
