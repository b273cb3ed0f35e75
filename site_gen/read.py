"""Read one saved file: load, engines and clean in a row. A pure function of its bytes, name, time and engines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from site_gen.engines import ENGINES, TEXT_ENGINES
from site_gen.engines.base import Engine
from site_gen.engines.generic import GENERIC
from site_gen.engines.profiles import load_profile
from site_gen.engines.reader import read
from site_gen.load.page import Page, load_page
from site_gen.models import Reading


class Chosen(NamedTuple):
    """The engines to ask: about HTML pages, about plain-text copies, and the one for forums that nobody knows."""

    pages: tuple[Engine, ...]
    texts: tuple[Engine, ...]
    last: Engine | None

    def for_page(self, page: Page) -> tuple[Engine, ...]:
        """The engines for the kind of page that a page is."""
        return self.pages if page.is_html else self.texts


def chosen(profiles: Sequence[Path] = (), only: Sequence[str] = ()) -> Chosen:
    """The engines of profiles before all others; ``only`` names those to keep. Raises :class:`ConfigError`."""
    own = tuple(load_profile(path) for path in profiles)
    if not only:
        return Chosen(pages=(*own, *ENGINES), texts=TEXT_ENGINES, last=GENERIC)
    return Chosen(
        pages=tuple(engine for engine in (*own, *ENGINES) if engine.name in only),
        texts=tuple(engine for engine in TEXT_ENGINES if engine.name in only),
        last=GENERIC if GENERIC.name in only else None,
    )


def read_file(data: bytes, name: str, file_time: float | None = None, engines: Chosen | None = None) -> Reading:
    """What one saved file says. Raises :class:`Skipped` with the reason where it holds no thread.

    ``name`` is the file's name, ``file_time`` its modification time in seconds since 1970. An engine that fails is a
    reason to skip the page, never to stop. ``engines`` are those to ask, by default all.
    """
    page = load_page(data, name, file_time)
    engines = engines or chosen()
    return read(page, engines.for_page(page), engines.last if page.is_html else None)[1]
