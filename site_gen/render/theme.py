"""Themes: folders with ``theme.toml``, ``templates/`` and ``static/``.

One extends another, the curator's lie on top.

``docs/themes.md`` is the guide for people who write one.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from msgspec import Struct

from site_gen.errors import ConfigError
from site_gen.render.i18n import LOCALES

PACKAGE = Path(__file__).resolve().parent.parent
SHELVES = (PACKAGE / "themes", PACKAGE.parent / "themes")
"""Where themes stand: in the wheel inside the package, in a checkout beside it."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")
KINDS: dict[str, tuple[type, str]] = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "boolean": (bool, "a boolean"),
}
"""The types of options, and how a fault names each."""

Value = str | int | bool


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[options.NAME]`` of a theme.

    It says what a curator may set under ``[theme_options]``, and to what.
    """

    type: Literal["string", "integer", "boolean"]
    default: Value
    description: str
    choices: list[Value] = []

    def fault(self, value: object) -> str | None:
        """Say what is wrong with a value; ``None`` where nothing is."""
        kind, named = KINDS[self.type]
        if type(value) is not kind:
            return f"must be {named}, found {shown(value)}"
        if self.choices and value not in self.choices:
            return f"must be one of {', '.join(map(shown, self.choices))}, found {shown(value)}"
        return None


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """A theme.toml. ``static`` "own" leaves the static files of the extended theme out."""

    name: str
    description: str
    extends: str | None = None
    static: Literal["all", "own"] = "all"
    options: dict[str, Option] = {}


@dataclass(frozen=True)
class Folder:
    """One theme's folder and what its theme.toml says."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Theme:
    """A theme ready to use.

    ``layers`` are the theme and what it extends, ``extra`` the curator's folders over them; the
    first that has a file wins. ``options`` are complete. ``digest`` changes whenever a file of any
    of the folders or of the catalogs does.
    """

    name: str
    layers: tuple[Folder, ...]
    extra: tuple[Path, ...]
    digest: str
    options: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def load(
        cls, name: str, extra: Sequence[Path] = (), options: Mapping[str, Any] | None = None
    ) -> Theme:
        """Find a theme, by its name where it ships with sitegen, else by the path of its folder.

        ``extra`` are the curator's folders: templates lie in them or in their ``templates/``, other
        files in their ``static/``. ``options`` are the curator's. Raises ``ConfigError`` naming the
        file, the key and the mend.
        """
        for folder in extra:
            if not folder.is_dir():
                raise ConfigError(
                    f"theme folder {folder}: not found; "
                    "name a folder with templates or static/ in it"
                )
        layers = tuple(_chain(name))
        for folder in (*(layer.path for layer in layers), *extra):
            _check_inside(folder)
        folders = (*extra, *(layer.path for layer in layers))
        chosen = _options(layers, options or {})
        digest = _digest((*folders, LOCALES))
        return cls(layers[0].manifest.name, layers, tuple(extra), digest, chosen)

    def loader(self) -> BaseLoader:
        """Find templates by name.

        ``!theme/name`` finds what stands in that theme, below what overrides it.
        """
        stacks = [
            [layer.path / "templates" for layer in self.layers[n:]] for n in range(len(self.layers))
        ]
        own = [place for folder in self.extra for place in (folder / "templates", folder)]
        named = {
            f"!{layer.manifest.name}": FileSystemLoader(s)
            for layer, s in zip(self.layers, stacks, strict=True)
        }
        return ChoiceLoader([FileSystemLoader([*own, *stacks[0]]), PrefixLoader(named)])

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield what the pages need beside them, sorted by path.

        Each is (path below the site's root, content).
        """
        chosen: dict[str, Path] = {}
        for folder in (*self.extra, *self._static_layers()):
            chosen = _files(folder / "static") | chosen
        for name in sorted(chosen):
            yield f"assets/{name}", chosen[name].read_bytes()

    def has_asset(self, name: str) -> bool:
        """Tell whether a static file of this name is among them."""
        folders = (*self.extra, *self._static_layers())
        return any((folder / "static" / name).is_file() for folder in folders)

    def _static_layers(self) -> Iterator[Path]:
        for layer in self.layers:
            yield layer.path
            if layer.manifest.static == "own":
                return


def shipped() -> dict[str, Path]:
    """Return the folders of the themes that ship with sitegen, by name."""
    return {
        path.parent.name: path.parent
        for shelf in SHELVES
        for path in sorted(shelf.glob("*/theme.toml"))
    }


def is_path(name: str) -> bool:
    """Tell whether a configuration names the folder of a theme.

    Else it names one that ships with sitegen.
    """
    return "/" in name or "\\" in name or name in (".", "..")


def shown(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(value)


def _chain(name: str) -> Iterator[Folder]:
    """Yield the theme, then the one it extends, and so on."""
    home = Path()
    seen: dict[Path, str] = {}
    names: set[str] = set()
    wanted: str | None = name
    while wanted is not None:
        path = _find(wanted, home)
        if path.resolve() in seen:
            circle = ", ".join(seen.values())
            raise ConfigError(
                f"{path / 'theme.toml'}: themes extend each other in a circle: {circle}"
            )
        manifest = _manifest(path / "theme.toml")
        if manifest.name in names:
            raise ConfigError(
                f"{path / 'theme.toml'}: `name` is that of a theme which extends it; choose another"
            )
        seen[path.resolve()] = manifest.name
        names.add(manifest.name)
        yield Folder(path, manifest)
        wanted, home = manifest.extends, path


def _find(name: str, home: Path) -> Path:
    known = shipped()
    if name in known:
        return known[name]
    if not is_path(name):
        raise ConfigError(
            f'theme "{name}" is not known; choose one of {", ".join(sorted(known))}, '
            f"or give the path of a theme's folder (./{name})"
        )
    path = home / name
    if not (path / "theme.toml").is_file():
        raise ConfigError(
            f"theme {path}: no theme.toml in it; name the folder of a theme (docs/themes.md)"
        )
    return path


def _manifest(path: Path) -> Manifest:
    """Read and check one theme.toml."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        manifest = msgspec.convert(raw, Manifest)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(Manifest))
        raise ConfigError(
            f"{path}: {error}; a theme.toml may say {known} (docs/themes.md)"
        ) from error
    if not NAME.fullmatch(manifest.name):
        found = shown(manifest.name)
        raise ConfigError(
            f"{path}: `name` must be small letters, digits and hyphens, found {found}"
        )
    for name, option in manifest.options.items():
        if fault := option.fault(option.default):
            raise ConfigError(f"{path}: `options.{name}.default` {fault}")
    return manifest


def _options(layers: Sequence[Folder], given: Mapping[str, Any]) -> dict[str, Value]:
    """Return every option of a theme and of what it extends.

    Each has the curator's value, else its default.
    """
    known: dict[str, Option] = {}
    for layer in reversed(layers):
        known |= layer.manifest.options
    theme = layers[0].manifest.name
    for name, value in given.items():
        if name not in known:
            raise ConfigError(
                f'`theme_options.{name}`: the theme "{theme}" has no such option; '
                f"{_options_near(name, known)}"
            )
        if fault := known[name].fault(value):
            raise ConfigError(
                f'`theme_options.{name}` {fault} (theme "{theme}": {known[name].description})'
            )
    return {name: given.get(name, option.default) for name, option in sorted(known.items())}


def _options_near(name: str, known: Collection[str]) -> str:
    """Say which option was meant by a wrong name, or which there are."""
    for near in difflib.get_close_matches(name, known, n=1):
        return f"did you mean `{near}`?"
    if not known:
        return "it has none"
    return f"its options: {', '.join(sorted(known))}"


def _check_inside(folder: Path) -> None:
    """Check that no file of a theme is a link to something outside of its folder.

    It would be published.
    """
    root = folder.resolve()
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise ConfigError(
                f"{path}: a link that leads out of its theme; put a copy of the file in its place"
            )


def _files(folder: Path) -> dict[str, Path]:
    """Map every file below a folder by its path there, with forward slashes.

    Hidden files are left out.
    """
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path for path in paths}


def _digest(folders: Iterable[Path]) -> str:
    """Hash the names and contents of all files of the folders, in order."""
    total = hashlib.sha256()
    for folder in folders:
        for name, path in sorted(_files(folder).items()):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{name}\0{content}\n".encode())
        total.update(b"\n")
    return total.hexdigest()
