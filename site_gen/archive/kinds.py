"""What each file of an archive is taken for, by its name: nothing is opened to tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Literal, NamedTuple

from site_gen.models import Evidence

TEXT_SUFFIXES = {".txt", ".text"}
CURATED_SUFFIXES = {".md", ".markdown"}
ASSET_SUFFIXES = set(
    ".css .js .mjs .json .map .xml .ico .png .jpg .jpeg .gif .webp .avif .bmp .svg .woff .woff2 "
    ".ttf .otf .eot .swf .mp3 .mp4 .webm .ogg .wav .flv .pdf .doc .docx .xls .xlsx .ppt .pptx "
    ".torrent .toml".split()
)
PACKED = "a packed file: unpack it into the folder"
UNOPENED = {
    ".mht": "an MHTML file: open it in a browser and save the page as HTML",
    ".mhtml": "an MHTML file: open it in a browser and save the page as HTML",
    ".warc": "a web archive (WARC): unpack its pages into the folder",
    ".wacz": "a web archive (WARC): unpack its pages into the folder",
    ".maff": PACKED,
    ".rar": PACKED,
    ".7z": PACKED,
    ".tar": PACKED,
    ".tgz": PACKED,
    ".gz": PACKED,
    ".bz2": PACKED,
    ".xz": PACKED,
    ".zst": PACKED,
    ".zip": PACKED,
}
"""Files that may hold pages and that nothing here opens: each is named in the account."""

COMPANION = re.compile(
    r"(?P<page>.+?)(?:_files|\.files|-Dateien|_fichiers|_archivos|_bestanden|_ficheiros)$", re.I
)
"""The folder of a page's parts ("Save page, complete"), in the browser's own language."""

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")

Kind = Literal["page", "text", "curated", "asset", "skip"]


class Found(NamedTuple):
    """One file of the archive.

    ``path`` is below the archive with "/" between names, that of a container's member behind "!/"
    (``saved.zip!/a.html``). ``stamp`` is another where the file changed, and means nothing else.
    ``reason`` is for skips only.
    """

    path: str
    kind: Kind
    stamp: str = ""
    evidence: Evidence = Evidence()
    reason: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether it may hold a thread, and is opened to look."""
        return self.kind in ("page", "text")


def kind_of(name: str, *, is_part: bool) -> tuple[Kind, str | None]:
    """Return what a regular file is taken for, with the reason where it is skipped.

    ``is_part`` tells that it stands in the folder of a page's parts. A known page suffix, no
    suffix, or an odd one ("viewthread.php?tid=5") is a page: its bytes will tell.
    """
    suffix = PurePath(name).suffix.lower()
    if is_part or suffix in ASSET_SUFFIXES:
        return "asset", None
    if suffix in UNOPENED:
        return "skip", UNOPENED[suffix]
    if suffix in TEXT_SUFFIXES:
        return "text", None
    if suffix in CURATED_SUFFIXES:
        return "curated", None
    return "page", None


def holds_parts(folder: str, is_there: Callable[[str], bool]) -> bool:
    """Tell whether a folder holds a page's parts: ``X_files`` stands beside ``X.html``.

    ``is_there`` tells whether a path is that of a file.
    """
    before, slash, name = folder.rpartition("/")
    match = COMPANION.match(name)
    if not match:
        return False
    page = before + slash + match["page"]
    return any(is_there(page + suffix) for suffix in PAGE_SUFFIXES)


def is_part_of_page(path: str, is_there: Callable[[str], bool]) -> bool:
    """Tell whether a file stands in a folder of a page's parts, at any depth.

    ``is_there`` tells whether a path is that of a file.
    """
    folder = path.rpartition("/")[0]
    while folder:
        if holds_parts(folder, is_there):
            return True
        folder = folder.rpartition("/")[0]
    return False
