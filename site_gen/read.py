"""Read one saved file: load, engines and clean in a row. A pure function of its bytes, name and time."""

from __future__ import annotations

from site_gen.engines import ENGINES, TEXT_ENGINES
from site_gen.engines.base import Engine
from site_gen.engines.reader import read
from site_gen.load.page import Page, load_page
from site_gen.models import Reading


def engines_for(page: Page) -> tuple[Engine, ...]:
    """The engines to ask about a page: those for HTML, or those for plain-text copies."""
    return ENGINES if page.is_html else TEXT_ENGINES


def read_file(data: bytes, name: str, file_time: float | None = None) -> Reading:
    """What one saved file says. Raises :class:`Skipped` with the reason where it holds no thread.

    ``name`` is the file's name, ``file_time`` its modification time in seconds since 1970. An engine that fails is a
    reason to skip the page, never to stop.
    """
    page = load_page(data, name, file_time)
    return read(page, engines_for(page))[1]
