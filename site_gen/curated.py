"""The curator's own pages and notes: Markdown, HTML switched off, sanitised like everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from site_gen.clean.sanitise import sanitise
from site_gen.config import Config

MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").enable("strikethrough")
HEADING = re.compile(r"\A\s*#\s+(?P<title>.+?)\s*#*\s*$", re.M)
THREAD = re.compile(r"[0-9A-Za-z-]{1,64}")


class CuratedPage(NamedTuple):
    """A page in the curator's words: the file's stem, its title and its HTML."""

    stem: str
    title: str
    html: str


def curated_pages(archive: Path, config: Config) -> list[CuratedPage]:
    """The curator's pages, by name: ``*.md`` at the top of the archive, or in the folder that sitegen.toml names."""
    folder = Path(config.pages) if config.pages else archive
    return [read_page(path) for path in _markdown(folder)]


def read_page(path: Path) -> CuratedPage:
    """One Markdown file; its first heading is the title, else its name is."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    heading = HEADING.match(text)
    title = heading["title"] if heading else path.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    return CuratedPage(path.stem, title, to_html(text[heading.end() :] if heading else text))


def notes(archive: Path, config: Config) -> dict[str, str]:
    """The curator's notes as HTML, by thread: ``notes/<thread id>.md``."""
    folder = Path(config.notes) if config.notes else archive / "notes"
    return {path.stem: to_html(path.read_text(encoding="utf-8-sig", errors="replace")) for path in _markdown(folder)}


def to_html(markdown: str) -> str:
    """Markdown as safe HTML."""
    return sanitise(MARKDOWN.render(markdown))


def _markdown(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            p
            for p in folder.iterdir()
            if p.suffix.lower() in (".md", ".markdown") and p.is_file() and not p.is_symlink()
        )
