"""The curator's own pages and notes: Markdown without HTML, sanitised like all else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from site_gen.archive.archive import Archive
from site_gen.archive.kinds import CURATED_SUFFIXES
from site_gen.archive.mirror import inside
from site_gen.render.places import curated_path
from site_gen.text.digest import digest

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

HEADING = re.compile(r"\A\s*#\s+(?P<title>.+?)\s*#*\s*$", re.M)
NOTES = "notes/"
ROOT_PAGES = ("index", "about")
"""Pages whose words stand on a page of the site's own, at its root."""


class Asset(NamedTuple):
    """A picture of the curator's: the archive that holds it, and its path there."""

    archive: Archive
    path: str


@dataclass(frozen=True)
class CuratedPage:
    """A page in the curator's words: its file's stem, its title, and its Markdown without that.

    ``archive`` and ``folder`` say where it lies, ``root`` leads to the site's root. ``beside`` is
    another where a file beside it changed, which only matters outside the archive of saved pages.
    It becomes HTML when it is shown: a build with nothing changed needs none.
    """

    archive: Archive
    folder: str
    root: str
    stem: str
    title: str
    source: str
    beside: str = ""

    @property
    def html(self) -> str:
        """The page as clean HTML."""
        return self._converted[0]

    @property
    def media(self) -> dict[str, Asset]:
        """Its pictures by their names in the site."""
        return self._converted[1]

    @property
    def key(self) -> str:
        """What is the same for pages that are."""
        return repr((self.stem, self.title, self.source, self.beside))

    @cached_property
    def _converted(self) -> tuple[str, dict[str, Asset]]:
        return converted(self.archive, self.source, self.folder, self.root)


def curated_pages(archive: Archive, files: Iterable[str], folder: str | None) -> list[CuratedPage]:
    """Return the curator's pages, by name.

    They are the Markdown files at the top of the archive, or those in ``folder``, which
    sitegen.toml names. ``files`` are the paths of the curator's files in the archive.
    """
    home, paths, beside = _below(archive, files, archive.top, folder)
    return [replace(read_page(home, path, _root(path)), beside=beside) for path in paths]


def curated_notes(archive: Archive, files: Iterable[str], folder: str | None) -> list[CuratedPage]:
    """Return the curator's notes on threads, each named for its thread.

    They are the files ``notes/<thread id>.md`` of the archive, or those in ``folder``.
    """
    home, paths, beside = _below(archive, files, archive.top + NOTES, folder)
    return [replace(read_page(home, path, "../"), beside=beside) for path in paths]


def read_page(archive: Archive, path: str, root: str) -> CuratedPage:
    """Read one Markdown file; its first heading is the title, else its name is.

    ``root`` leads to the site's root.
    """
    text = archive.read(path).decode("utf-8-sig", "replace")
    stem = PurePath(path).stem
    title = stem.replace("-", " ").replace("_", " ").strip().capitalize()
    if heading := HEADING.match(text):
        title = heading["title"]
        text = text[heading.end() :]
    return CuratedPage(archive, path.rpartition("/")[0], root, stem, title, text)


def converted(archive: Archive, text: str, folder: str, root: str) -> tuple[str, dict[str, Asset]]:
    """Return Markdown as clean HTML, and its pictures by their names in the site."""
    from bs4 import BeautifulSoup  # slow to load, and many archives have no word of their curator's

    from site_gen.clean.sanitise import sanitise

    soup = BeautifulSoup(_converter().render(text), "html.parser")
    for link in soup.find_all("a", href=True):
        link["href"] = page_of(str(link["href"]), root)
    media: dict[str, Asset] = {}
    for image in soup.find_all("img", src=True):
        if found := picture_of(str(image["src"]), archive, folder):
            name, asset = found
            media[name] = asset
            image["src"] = f"{root}media/{name}"
    return sanitise(str(soup)), media


def page_of(href: str, root: str) -> str:
    """Return the address in the site of a link to another Markdown page; others stay."""
    parts = urlsplit(href)
    target = PurePath(unquote(parts.path))
    if parts.scheme or parts.netloc or target.suffix.lower() not in CURATED_SUFFIXES:
        return href
    path = f"{target.stem}.html"
    if target.stem not in ROOT_PAGES:
        path = curated_path(target.stem)
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return root + path + fragment


def picture_of(src: str, archive: Archive, folder: str) -> tuple[str, Asset] | None:
    """Return a picture beside a Markdown file in a folder, with its name in the site.

    ``None`` for one elsewhere or none at all.
    """
    from site_gen.threads.pictures import open_picture

    parts = urlsplit(src)
    below = inside(unquote(parts.path))
    if parts.scheme or parts.netloc or not below:
        return None
    path = f"{folder}/{below}".lstrip("/")
    picture = open_picture(archive, path) if archive.exists(path) else None
    return (picture.path, Asset(archive, path)) if picture else None


def _root(path: str) -> str:
    """Return what leads from a page of the site to its root."""
    return "" if PurePath(path).stem in ROOT_PAGES else "../"


def _below(
    archive: Archive, files: Iterable[str], prefix: str, folder: str | None
) -> tuple[Archive, list[str], str]:
    """Return the Markdown files directly below a prefix, or in a folder.

    With them goes their archive and, for a folder, a hash of the files beside them.
    """
    beside = ""
    if folder is not None:
        archive, prefix = Archive(Path(folder)), ""
        found = list(archive.files())
        files = [file.path for file in found if file.kind == "curated"]
        beside = digest(*(f"{file.path} {file.stamp}" for file in found if file.kind == "asset"))
    below = len(prefix)
    own = [path for path in files if path.startswith(prefix) and "/" not in path[below:]]
    return archive, own, beside


@cache
def _converter() -> MarkdownIt:
    from markdown_it import MarkdownIt

    plain = MarkdownIt("commonmark", {"html": False, "linkify": False})
    return plain.enable("table").enable("strikethrough")
