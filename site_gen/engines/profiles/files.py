"""Profiles as files: find, read and check them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from site_gen.engines.core.table import Engine
from site_gen.engines.profiles.engine import engine_of
from site_gen.engines.profiles.faults import faults_of, line_of, toml_line, wrong_value
from site_gen.engines.profiles.schema import Profile
from site_gen.errors import ConfigError


def load_profiles(paths: Sequence[Path]) -> tuple[Engine, ...]:
    """Return the engines of profiles, each file once.

    Raises :class:`ConfigError` naming file, line, key and mend.
    """
    engines: dict[Path, Engine] = {}
    taken: dict[tuple[str, str], Path] = {}
    for path in paths:
        real = path.resolve()
        if real in engines:
            continue
        engine = engines[real] = engine_of(read_profile(path))
        if (other := taken.setdefault((engine.name, engine.view), path)) != path:
            raise ConfigError(
                f"{path}: `name` is {engine.name!r}, as in {other}; "
                "give one of them another name, or another `view`"
            )
    return tuple(engines.values())


def read_profile(path: Path) -> Profile:
    """Return the profile that a file holds, checked. Raises :class:`ConfigError`."""
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
    """Return the profile that a TOML text says; ``name`` is what errors call it.

    Raises :class:`ConfigError`.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}{toml_line(str(error))}: not valid TOML: {error}") from error
    try:
        profile = msgspec.convert(raw, Profile)
    except msgspec.ValidationError as error:
        key, fault = wrong_value(str(error))
        raise ConfigError(f"{name}{line_of(text, key)}: {fault}") from error
    for key, fault in faults_of(profile):
        raise ConfigError(f"{name}{line_of(text, key)}: {fault}")
    return profile
