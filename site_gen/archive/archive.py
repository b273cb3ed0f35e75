"""The archive as one value: the files, their bytes, and which file an address was saved as."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath

from site_gen.archive.containers import PACKED, Container
from site_gen.archive.containers.folder import Folder
from site_gen.archive.kinds import Found, is_part_of_page, kind_of
from site_gen.errors import ArchiveError, Skipped

INNER = "!/"
"""What stands between a container's path and a member's: ``saved.zip!/thread-5-1-1.html``."""

Parameters = tuple[Path, tuple[str, ...], tuple[str, ...]]


class Archive:
    """The saved files below a folder, those in containers too. It is only read.

    ``only`` are paths below ``root``: if given, these files and folders are the archive.
    ``exclude`` are patterns on paths, as in the shell ("drafts/*").
    """

    def __init__(self, root: Path, only: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        self.root = root
        self.only = tuple(only)
        self.exclude = tuple(exclude)
        self.folder = Folder(root, exclude, only)
        self._opened: dict[str, Container] = {}

    @classmethod
    def of(cls, paths: Sequence[Path], exclude: Sequence[str] = ()) -> Archive:
        """Return the archive that files and folders make (at least one).

        One folder is the archive itself; the paths of several files count from the folder that they
        share. A member of a container may be named (``saved.zip!/a.html``). Raises
        :class:`ArchiveError` for what is not there.
        """
        if len(paths) == 1 and paths[0].is_dir():
            return cls(paths[0], exclude=exclude)
        whole = [Path(os.path.normpath(path.absolute())) for path in paths]
        homes = [_file_of(path).parent for path in whole]
        root = Path(os.path.commonpath(homes))
        only = dict.fromkeys(path.relative_to(root).as_posix() for path in whole)
        return cls(root, tuple(only), exclude)

    def __reduce__(self) -> tuple[type[Archive], Parameters]:
        return Archive, (self.root, self.only, self.exclude)

    @property
    def name(self) -> str:
        """What a site is called where nothing else names it: the folder's or the file's name."""
        if len(self.only) == 1:
            return PurePath(self.only[0]).stem
        return self.root.resolve().name

    @property
    def top(self) -> str:
        """Where its own top lies: "", or the inside of the container that it is alone."""
        if len(self.only) == 1 and _opener(self.only[0]):
            return self.only[0] + INNER
        return ""

    def shown(self, path: str) -> Path:
        """Return where a file lies, for messages to people."""
        return self.root / path

    def files(self) -> Iterator[Found]:
        """Return every file, folder by folder, names in code point order. No page is opened."""
        for found in self._given():
            if found.stamp and _opener(found.path):
                yield from self._members(found)
            else:
                yield found

    def read(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises :class:`OSError`, and :class:`Skipped` for a damaged member of a container.
        """
        outer, inner = split(path)
        if inner:
            return self._container(outer).read(inner)
        return self.folder.read(path)

    def exists(self, path: str) -> bool:
        """Tell whether the archive holds a file and nothing excludes it."""
        outer, inner = split(path)
        if not inner:
            return self.folder.exists(path)
        if not self.folder.exists(outer) or self._is_excluded(path):
            return False
        try:
            return self._container(outer).exists(inner)
        except (OSError, Skipped):
            return False

    def is_asset(self, path: str) -> bool:
        """Tell whether the archive holds a file that is a part of pages, as a picture is."""
        if not self.exists(path):
            return False
        return kind_of(path, is_part=is_part_of_page(path, self.exists))[0] == "asset"

    def by_url(self, url: str) -> str | None:
        """Return the file that an address was saved as, or ``None``."""
        if self.top:
            outer = self.only[0]
            inner = self._container(outer).by_url(url)
            return inner and outer + INNER + inner
        return self.folder.by_url(url)

    def _given(self) -> Iterator[Found]:
        if not self.only:
            yield from self.folder.files()
        for path in self.only:
            outer, inner = split(path)
            if inner:
                members = self._members(self.folder.found(outer))
                yield from (found for found in members if found.path == path)
            elif (self.root / path).is_dir():
                yield from self.folder.below(path + "/")
            else:
                yield self.folder.found(path)

    def _members(self, outer: Found) -> Iterator[Found]:
        """Return the members of a container; the container itself where it cannot be read."""
        try:
            members = self._container(outer.path).files(self.exclude)
            for member in members:
                path = outer.path + INNER + member.path
                if not self._is_excluded(path):
                    yield member._replace(path=path)
        except OSError as error:
            reason = f"the file cannot be read ({error.strerror})"
            yield outer._replace(kind="skip", reason=reason)
        except Skipped as skipped:
            yield outer._replace(kind="skip", reason=str(skipped))

    def _container(self, path: str) -> Container:
        if path not in self._opened:
            opener = _opener(path)
            assert opener is not None, path
            self._opened[path] = opener(self.root / path)
        return self._opened[path]

    def _is_excluded(self, path: str) -> bool:
        return any(fnmatch(path, pattern) for pattern in self.exclude)


def is_container(name: str) -> bool:
    """Tell whether a file is a container, by its name."""
    return _opener(name) is not None


def _opener(path: str) -> type[Container] | None:
    suffix = PurePath(path).suffix.lower()
    return next((kind for kind in PACKED if suffix in kind.suffixes), None)


def split(path: str) -> tuple[str, str]:
    """Split the path of a container's member into both; the second is "" for another file's.

    A folder may be called "Hello!" as well.
    """
    outer, sign, inner = path.partition(INNER)
    while sign:
        if _opener(outer):
            return outer, inner
        more, sign, inner = inner.partition(INNER)
        outer += INNER + more
    return path, ""


def _file_of(path: Path) -> Path:
    """Return the file or folder that a path names, or that holds the member it names."""
    if path.exists():
        return path
    outer, inner = split(path.as_posix())
    if inner and Path(outer).is_file():
        return Path(outer)
    raise ArchiveError(f"{path}: no such file or folder")
