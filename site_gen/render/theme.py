"""A theme: a folder with ``theme.toml``, ``templates/`` and ``static/``, and the curator's folders laid over it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen.errors import ConfigError
from site_gen.render.i18n import LOCALES

PACKAGE = Path(__file__).resolve().parent.parent
SHELVES = (PACKAGE / "themes", PACKAGE.parent / "themes")
"""Where themes stand: in the wheel inside the package, in a checkout beside it."""


@dataclass(frozen=True)
class Theme:
    """A theme ready to use. ``folders`` are searched in order, so that the first that has a file wins.

    ``digest`` changes whenever a file of the theme, of an overriding folder or of the catalogs does.
    """

    name: str
    folders: tuple[Path, ...]
    digest: str

    @classmethod
    def load(cls, name: str, extra: Sequence[Path] = ()) -> Theme:
        """Find the theme ``name``; ``extra`` are folders built like a theme, whose files replace its own, first wins.

        Raises ``ConfigError`` for an unknown theme or a folder that does not exist.
        """
        for folder in extra:
            if not folder.is_dir():
                raise ConfigError(f"theme folder {folder}: not found; name a folder with templates/ or static/ in it")
        folders = (*extra, _folder(name))
        return cls(name=name, folders=folders, digest=_digest((*folders, LOCALES)))

    def templates(self) -> list[Path]:
        """Return the folders to look for templates in, first wins."""
        return [folder / "templates" for folder in self.folders]

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield what the pages need beside them as (path below the site's root, content), sorted by path."""
        chosen: dict[str, Path] = {}
        for folder in reversed(self.folders):
            chosen.update(_files(folder / "static"))
        for name in sorted(chosen):
            yield f"assets/{name}", chosen[name].read_bytes()


def _folder(name: str) -> Path:
    """Return the folder of a theme that ships with sitegen."""
    known = {path.parent.name: path.parent for shelf in SHELVES for path in shelf.glob("*/theme.toml")}
    if name not in known:
        raise ConfigError(f'theme "{name}" is not known; choose one of: {", ".join(sorted(known))}')
    return known[name]


def _files(folder: Path) -> dict[str, Path]:
    """Map every file below a folder by its path there, with forward slashes; hidden files are left out."""
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
