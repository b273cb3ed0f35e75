"""The curator's own pages and notes: Markdown, HTML switched off, sanitised like everything else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from site_gen.clean.sanitise import sanitise
from site_gen.config import Config
from site_gen.render.places import curated_path
from site_gen.threads.pictures import picture_kind

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "linkify": False})
    .enable("table")
    .enable("strikethrough")
)
HEADING = re.compile(r"\A\s*#\s+(?P<title>.+?)\s*#*\s*$", re.M)
SUFFIXES = (".md", ".markdown")
ROOT_PAGES = ("index", "about")
"""Pages whose words stand on a page of the site's own, at its root."""


@dataclass(frozen=True)
class CuratedPage:
    """A page in the curator's words: its file's stem, title and HTML, and its pictures by their names in the site."""

    stem: str
    title: str
    html: str
    media: dict[str, Path] = field(default_factory=dict)


def curated_pages(archive: Path, config: Config) -> list[CuratedPage]:
    """The curator's pages, by name: ``*.md`` at the top of the archive, or in the folder that sitegen.toml names."""
    folder = Path(config.pages) if config.pages else archive
    return [read_page(path, "" if path.stem in ROOT_PAGES else "../") for path in _markdown(folder)]


def curated_notes(archive: Path, config: Config) -> list[CuratedPage]:
    """The curator's notes on threads, each named for its thread: ``notes/<thread id>.md``."""
    folder = Path(config.notes) if config.notes else archive / "notes"
    return [read_page(path, "../") for path in _markdown(folder)]


def read_page(path: Path, root: str) -> CuratedPage:
    """One Markdown file; its first heading is the title, else its name is.

    ``root`` leads to the site's root.
    """
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    heading = HEADING.match(text)
    title = (
        heading["title"]
        if heading
        else path.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    )
    soup = BeautifulSoup(MARKDOWN.render(text[heading.end() :] if heading else text), "html.parser")
    for link in soup.find_all("a", href=True):
        link["href"] = page_of(str(link["href"]), root)
    media: dict[str, Path] = {}
    for image in soup.find_all("img", src=True):
        if found := picture_of(str(image["src"]), path.parent):
            name, file = found
            media[name] = file
            image["src"] = f"{root}media/{name}"
    return CuratedPage(path.stem, title, sanitise(str(soup)), media)


def page_of(href: str, root: str) -> str:
    """The address in the site of a link to another Markdown page; any other address as it is."""
    parts = urlsplit(href)
    target = Path(unquote(parts.path))
    if parts.scheme or parts.netloc or target.suffix.lower() not in SUFFIXES:
        return href
    place = f"{target.stem}.html" if target.stem in ROOT_PAGES else curated_path(target.stem)
    return f"{root}{place}" + (f"#{parts.fragment}" if parts.fragment else "")


def picture_of(src: str, folder: Path) -> tuple[str, Path] | None:
    """A picture beside the Markdown file, as (name in the site, file).

    ``None`` for one elsewhere or none at all.
    """
    parts = urlsplit(src)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    file = (folder / unquote(parts.path)).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    data = file.read_bytes()
    suffix = picture_kind(data)
    return (f"{hashlib.sha256(data).hexdigest()[:32]}.{suffix}", file) if suffix else None


def _markdown(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            p
            for p in folder.iterdir()
            if p.suffix.lower() in SUFFIXES and p.is_file() and not p.is_symlink()
        )
