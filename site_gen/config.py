"""sitegen.toml: every key is one line here, and its description is its documentation."""

from __future__ import annotations

import difflib
import json
import re
import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct

from site_gen.errors import ConfigError
from site_gen.text.zones import zone_of

LONGEST_SHOWN = 60  # letters of a value in a message
PROFILES = "engines"  # folder of the profiles, beside sitegen.toml
HOSTS = ("netlify", "cloudflare", "nginx")
"""The hosts whose redirect tables can be written."""


class Boards(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[boards]`` table."""

    order: Annotated[
        list[str],
        Meta(
            description="Names of boards, in the order the home page shows them; "
            "others follow by name."
        ),
    ] = []
    names: Annotated[
        dict[str, str], Meta(description='New names for boards: `"old name" = "new name"`.')
    ] = {}


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """All of sitegen.toml; no key is required and no file is needed for a first build."""

    title: Annotated[
        str | None,
        Meta(description="Name of the site. Default: the forum's own name, as its pages say it."),
    ] = None
    description: Annotated[
        str | None, Meta(description="One sentence about the forum, shown on the home page.")
    ] = None
    language: Annotated[
        str,
        Meta(
            description="Language of the interface, as a tag (`en`, `zh-Hant`); "
            "`auto` follows the archive."
        ),
    ] = "auto"
    zone: Annotated[
        str | None,
        Meta(
            description="Time zone of the forum, by name (`Europe/Berlin`) or as an offset "
            "(`+08:00`), for file times; pages' own zones win."
        ),
    ] = None
    address: Annotated[
        str | None,
        Meta(description="Where the site will be published (`https://…/`), for canonical links."),
    ] = None
    redirects: Annotated[
        list[str],
        Meta(
            description="Hosts to write tables of old addresses for: "
            "`netlify` or `cloudflare`, `nginx`."
        ),
    ] = []
    page_cap: Annotated[
        int,
        Meta(
            ge=1,
            le=5000,
            description="Posts on one page of a thread; longer threads get more pages.",
        ),
    ] = 100
    whole_cap: Annotated[
        int,
        Meta(
            ge=0,
            le=20_000,
            description="Posts up to which a thread of several pages is also put on one page; "
            "`0` for never. Of longer threads, the original poster's posts are.",
        ),
    ] = 1000
    list_cap: Annotated[
        int, Meta(ge=1, le=5000, description="Threads or people on one page of a list.")
    ] = 100
    theme: Annotated[
        str,
        Meta(
            description="Name of a theme that ships with sitegen, or the path of a theme's folder "
            "(`./mine`)."
        ),
    ] = "default"
    theme_options: Annotated[
        dict[str, str | int | bool], Meta(description="The theme's own settings: `name = value`.")
    ] = {}
    templates: Annotated[
        str, Meta(description="Folder of templates that replace the theme's, one file at a time.")
    ] = "templates"
    pages: Annotated[
        str | None,
        Meta(
            description="Folder of the curator's own Markdown pages. "
            "Default: `*.md` of the archive."
        ),
    ] = None
    notes: Annotated[
        str | None,
        Meta(
            description="Folder of curator's notes, `<thread id>.md` each. "
            "Default: `notes/` of the archive."
        ),
    ] = None
    exclude: Annotated[
        list[str],
        Meta(description='Files of the archive to leave out, as shell patterns: `["drafts/*"]`.'),
    ] = []
    boards: Annotated[Boards, Meta(description="Names and order of boards.")] = Boards()


def load_config(path: Path | None, theme: str | None = None, address: str | None = None) -> Config:
    """Read and check sitegen.toml; ``None`` gives the defaults.

    Raises :class:`ConfigError` naming file, key and mend.

    ``theme`` and ``address`` are said on the command line, which wins.
    """
    config = read_config(path) if path else Config()
    said = {name: value for name, value in (("theme", theme), ("address", address)) if value}
    _check_values(Path("--address"), Config(address=address))
    return msgspec.structs.replace(config, **said)


def read_config(path: Path) -> Config:
    """Read and check one sitegen.toml."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    _check_keys(path, raw, Config)
    _check_keys(path, raw.get("boards", {}), Boards, "boards.")
    try:
        config = msgspec.convert(raw, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_fault(raw) or error}") from error
    _check_values(path, config)
    return _with_folders(path, config)


def find_config(archive: Path) -> Path | None:
    """sitegen.toml of the working directory, else the archive's own."""
    return next((p for p in (Path("sitegen.toml"), archive / "sitegen.toml") if p.is_file()), None)


def find_profiles(folder: Path) -> list[Path]:
    """Return the profiles in ``engines/`` of the folder that holds sitegen.toml, by name."""
    return sorted((folder / PROFILES).glob("*.toml"))


def documented(
    kind: type[Struct] = Config, prefix: str = ""
) -> Iterator[tuple[str, str, Any, str]]:
    """Every key as (name, type, default, description), in order."""
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        inner, meta = get_args(hints[field.name])[:2]
        if isinstance(inner, type) and issubclass(inner, Struct):
            yield from documented(inner, f"{prefix}{field.name}.")
            continue
        default = (
            field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        )
        name = (
            getattr(inner, "__name__", str(inner))
            if not get_args(inner)
            else str(inner).replace(" | None", "")
        )
        yield prefix + field.name, name, default, meta.description or ""


def commented(leave_out: Sequence[str] = ()) -> str:
    """Return a sitegen.toml in which every key stands as a comment with its default.

    It is made from this module. Keys of tables come last, each table under its name, as TOML has
    it.
    """
    rows = [(name, *rest) for name, *rest in documented() if name not in leave_out]
    plain = [
        _commented(name, kind, default, said)
        for name, kind, default, said in rows
        if not _table(name, kind)
    ]
    tables: dict[str, list[str]] = {}
    for name, kind, default, said in rows:
        if _table(name, kind):
            table, _, key = name.rpartition(".")
            tables.setdefault(table or key, []).append(
                _commented(key, kind, default, said) if table else _prose(said)
            )
    return "\n".join([*plain, *(f"# [{name}]\n{''.join(keys)}" for name, keys in tables.items())])


def _table(name: str, kind: str) -> bool:
    return "." in name or kind.startswith("dict[str, str |")


def _prose(text: str) -> str:
    return "".join(f"#: {line}\n" for line in textwrap.wrap(text, 110))


def _commented(key: str, kind: str, default: Any, said: str) -> str:
    value = (
        {"str": '""'}.get(kind, "") if default is None else json.dumps(default, ensure_ascii=False)
    )
    return f"{_prose(said)}# {key} = {value}\n"


def _check_keys(path: Path, raw: Any, kind: type[Struct], prefix: str = "") -> None:
    if not isinstance(raw, dict):
        raise ConfigError(
            f"{path}: `{prefix.rstrip('.')}` must be a table ([{prefix.rstrip('.')}])"
        )
    known = [field.name for field in msgspec.structs.fields(kind)]
    for key in raw:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = (
                f"did you mean `{prefix}{near[0]}`?" if near else f"known keys: {', '.join(known)}"
            )
            raise ConfigError(f"{path}: unknown key `{prefix}{key}`; {hint}")


def _fault(raw: dict[str, Any], kind: type[Struct] = Config, prefix: str = "") -> str | None:
    """Say in words which key of a file holds what it may not hold."""
    hints = get_type_hints(kind, include_extras=True)
    for name, value in raw.items():
        inner = get_args(hints[name])[0]
        if isinstance(inner, type) and issubclass(inner, Struct):
            fault = _fault(value, inner, f"{prefix}{name}.")
            if fault:
                return fault
            continue
        try:
            msgspec.convert(value, hints[name])
        except msgspec.ValidationError:
            return f"`{prefix}{name}` must be {_wanted(hints[name])}, found {_found(value)}"
    return None


def _wanted(hint: Any) -> str:
    """Say in words what a key may hold."""
    inner, meta = get_args(hint)[:2]
    if inner is int:
        return f"a number from {meta.ge} to {meta.le}, without quotes"
    words = {
        "list[str]": 'a list of texts, as in ["one", "two"]',
        "dict[str, str]": 'a table of texts, as in { "old" = "new" }',
        "dict[str, str | int | bool]": "a table of texts in quotes, numbers, and true or false",
    }
    return words.get(str(inner), "a text in quotes")


def _found(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + "…"


def _with_folders(path: Path, config: Config) -> Config:
    """The configuration with its folders counted from the folder that sitegen.toml lies in."""
    stated = {
        name: value for name in ("pages", "notes") if (value := getattr(config, name)) is not None
    }
    folders = {name: path.parent / value for name, value in stated.items()}
    for name, folder in folders.items():
        if not folder.is_dir():
            raise ConfigError(f"{path}: `{name}` names no folder: {folder}")
    named = {name: str(folder) for name, folder in folders.items()}
    if "/" in config.theme or "\\" in config.theme:
        named["theme"] = str(path.parent / config.theme)
    return msgspec.structs.replace(config, templates=str(path.parent / config.templates), **named)


def _check_values(path: Path, config: Config) -> None:
    if config.address is not None and not re.fullmatch(r"https?://[^\s?#]+", config.address):
        raise ConfigError(
            f"{path}: `address` must be a web address (https://…/), found {config.address!r}"
        )
    unknown = [host for host in config.redirects if host not in HOSTS]
    if unknown or {"netlify", "cloudflare"} <= set(config.redirects):
        raise ConfigError(
            f"{path}: `redirects` may name {', '.join(HOSTS)}, of netlify and cloudflare only one "
            f"(they read the same file), found {config.redirects}"
        )
    if config.zone is not None and zone_of(config.zone) is None:
        raise ConfigError(
            f"{path}: `zone` must be a place of the time zone database like Europe/Berlin, or an "
            f"offset like +08:00, found {config.zone!r}"
        )
