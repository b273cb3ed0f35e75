"""Find the saved files of an archive, in a fixed order, and say what each is taken for."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

TEXT_SUFFIXES = {".txt", ".text"}
CURATED_SUFFIXES = {".md", ".markdown"}
ASSET_SUFFIXES = set(
    ".css .js .mjs .json .map .xml .ico .png .jpg .jpeg .gif .webp .avif .bmp .svg .woff .woff2 .ttf .otf .eot .swf "
    ".mp3 .mp4 .webm .ogg .wav .flv .pdf .doc .docx .xls .xlsx .ppt .pptx .torrent .toml".split()
)
# Files that may hold pages, and are not opened: each is named in the account, so that nothing is
# lost unseen.
CONTAINER_SUFFIXES = {
    **dict.fromkeys(
        (".mht", ".mhtml"), "an MHTML file: open it in a browser and save the page as HTML"
    ),
    **dict.fromkeys((".warc", ".wacz"), "a web archive (WARC): unpack its pages into the folder"),
    **dict.fromkeys(
        (".maff", ".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"),
        "a packed file: unpack it into the folder",
    ),
}
# "Save page, complete" puts what a page needs into a folder beside it, whose name ends so in the
# browser's own language.
NAMELESS = "its name is not UTF-8: rename it (for Chinese names: convmv -f gbk -t utf-8)"
COMPANION = re.compile(
    r"(?P<page>.+?)(?:_files|\.files|-Dateien|_fichiers|_archivos|_bestanden|_ficheiros)$", re.I
)

Kind = Literal["page", "text", "curated", "asset", "skip"]


class Found(NamedTuple):
    """One file of the archive.

    ``path`` is below the archive with "/" between names; ``reason`` is for skips only.
    """

    path: str
    kind: Kind
    size: int
    mtime_ns: int
    reason: str | None = None


def walk(root: Path, exclude: Sequence[str] = ()) -> Iterator[Found]:
    """Every file below ``root``, depth first, names in code point order.

    Nothing is opened and no link is followed.

    ``exclude`` are patterns on the path below the archive, as in the shell ("drafts/*"). Files and
    folders whose names begin with a dot are the curator's own business and are left out without a
    word.
    """
    yield from _folder(root, "", tuple(exclude), inside_page=None)


def _folder(
    folder: Path, prefix: str, exclude: Sequence[str], inside_page: str | None
) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(
            prefix.rstrip("/") or ".", "skip", 0, 0, f"the folder cannot be read ({error.strerror})"
        )
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        path = prefix + entry.name
        if entry.name.startswith(".") or any(fnmatch(path, pattern) for pattern in exclude):
            continue
        if text_name(entry.name) != entry.name:
            yield Found(prefix + text_name(entry.name), "skip", 0, 0, NAMELESS)
        elif entry.is_symlink():
            yield Found(
                path, "skip", 0, 0, "a symbolic link: links are not followed out of an archive"
            )
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(
                Path(entry.path), path + "/", exclude, inside_page or _owner(entry.name, names)
            )
        else:
            yield _file(entry, path, inside_page)


def text_name(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 are written out (``\\xc4``)."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _owner(folder: str, names: set[str]) -> str | None:
    """The page that a folder of saved parts belongs to: ``X_files`` stands beside ``X.html``."""
    match = COMPANION.match(folder)
    if not match:
        return None
    return next(
        (
            match["page"] + suffix
            for suffix in (".html", ".htm", ".xhtml")
            if match["page"] + suffix in names
        ),
        None,
    )


def _file(entry: os.DirEntry[str], path: str, inside_page: str | None) -> Found:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return Found(path, "skip", 0, 0, f"the file cannot be read ({error.strerror})")
    kind, reason = _kind(entry.name, status.st_mode, inside_page)
    return Found(path, kind, status.st_size, status.st_mtime_ns, reason)


def _kind(name: str, mode: int, inside_page: str | None) -> tuple[Kind, str | None]:
    suffix = PurePath(name).suffix.lower()
    if not stat.S_ISREG(mode):
        return "skip", "not a regular file"
    if inside_page or suffix in ASSET_SUFFIXES:
        return "asset", None
    if suffix in CONTAINER_SUFFIXES:
        return "skip", CONTAINER_SUFFIXES[suffix]
    if suffix in TEXT_SUFFIXES:
        return "text", None
    if suffix in CURATED_SUFFIXES:
        return "curated", None
    return (
        "page",
        None,
    )  # a known page suffix, no suffix, or an odd one ("viewthread.php?tid=5"): the bytes will tell
