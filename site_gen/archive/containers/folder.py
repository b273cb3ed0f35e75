"""A folder of saved files, as it lies on the disk. No link is followed out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

from site_gen.archive.kinds import Found, holds_parts, kind_of
from site_gen.archive.mirror import mirrored_path
from site_gen.models import Evidence

NAMELESS = "its name is not UTF-8: rename it (for Chinese names: convmv -f gbk -t utf-8)"
LINK = "a symbolic link: links are not followed out of an archive"
KEPT_LISTINGS = 4_096  # folders whose names are kept for the next question


class Folder:
    """The files below a folder.

    ``exclude`` are patterns on the path below the archive, as in the shell ("drafts/*"). Files and
    folders whose names begin with a dot are the curator's own business and are left out without a
    word. ``named`` are files that somebody named one by one, be their names UTF-8 or not.
    """

    def __init__(self, root: Path, exclude: Sequence[str] = (), named: Sequence[str] = ()) -> None:
        self.root = root
        self.own_names = {text_name(path): path for path in named}
        self.exclude = tuple(exclude)
        self._listing = lru_cache(maxsize=KEPT_LISTINGS)(self._list)

    def files(self) -> Iterator[Found]:
        """Return every file, depth first, names in code point order. Nothing is opened."""
        yield from self.below("")

    def below(self, prefix: str) -> Iterator[Found]:
        """Return every file below a folder of it, which is given with a slash at its end."""
        yield from self._below(prefix, is_part=False)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises :class:`OSError`."""
        return (self.root / self.own_names.get(path, path)).read_bytes()

    def exists(self, path: str) -> bool:
        """Tell whether there is such a file, without looking behind links."""
        *folders, name = path.split("/")
        prefix = ""
        for folder in folders:
            if self._listing(prefix).get(folder) != "folder":
                return False
            prefix += folder + "/"
        return self._listing(prefix).get(name) == "file"

    def by_url(self, url: str) -> str | None:
        """Return the file of a mirror's tree (``host/path``) that an address was saved as."""
        path = mirrored_path(url)
        return path if path and self.exists(path) else None

    def found(self, path: str) -> Found:
        """Return one file below the folder that somebody named: links to it are followed."""
        return _found(self.root / path, text_name(path), is_part=False, follow=True)

    def _below(self, prefix: str, *, is_part: bool) -> Iterator[Found]:
        try:
            entries = sorted(os.scandir(self.root / prefix), key=lambda entry: entry.name)
        except OSError as error:
            reason = f"the folder cannot be read ({error.strerror})"
            yield Found(prefix.rstrip("/") or ".", "skip", reason=reason)
            return
        names = {entry.name for entry in entries}
        for entry in entries:
            path = prefix + entry.name
            if self._is_left_out(entry.name, path):
                continue
            if text_name(entry.name) != entry.name:
                yield Found(prefix + text_name(entry.name), "skip", reason=NAMELESS)
            elif entry.is_symlink():
                yield Found(path, "skip", reason=LINK)
            elif entry.is_dir(follow_symlinks=False):
                parts = is_part or holds_parts(entry.name, names.__contains__)
                yield from self._below(path + "/", is_part=parts)
            else:
                yield _found(entry, path, is_part=is_part)

    def _is_left_out(self, name: str, path: str) -> bool:
        return name.startswith(".") or any(fnmatch(path, pattern) for pattern in self.exclude)

    def _list(self, prefix: str) -> dict[str, str]:
        """Return what each name in a folder is, "file" or "folder", others left out."""
        try:
            entries = list(os.scandir(self.root / prefix))
        except OSError:
            return {}
        known = {}
        for entry in entries:
            if entry.is_symlink() or self._is_left_out(entry.name, prefix + entry.name):
                continue
            known[entry.name] = "folder" if entry.is_dir(follow_symlinks=False) else "file"
        return known


def text_name(name: str) -> str:
    r"""Return a file's name as text: bytes that are no UTF-8 are written out (``\xc4``)."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _found(
    file: os.DirEntry[str] | Path, path: str, *, is_part: bool, follow: bool = False
) -> Found:
    try:
        status = file.stat(follow_symlinks=follow)
    except OSError as error:
        return Found(path, "skip", reason=f"the file cannot be read ({error.strerror})")
    if not stat.S_ISREG(status.st_mode):
        return Found(path, "skip", reason="not a regular file")
    kind, reason = kind_of(file.name, is_part=is_part)
    stamp = f"{status.st_size} {status.st_mtime_ns}"
    return Found(path, kind, stamp, Evidence(file_time=status.st_mtime_ns / 1e9), reason)
