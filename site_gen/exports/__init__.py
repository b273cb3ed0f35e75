"""Exports: the threads of an archive in other forms. One file an export, and one line in a list.

Every export streams: it never holds the whole archive in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from site_gen.config import Config
from site_gen.render.views.site import SiteView
from site_gen.store.store import Store


class Format(NamedTuple):
    """A form in which all threads are written to one file.

    ``stream`` yields its bytes, ``suffix`` is that of the file, ``about`` says what it is for.
    """

    name: str
    suffix: str
    about: str
    stream: Callable[[Store], Iterator[bytes]]


class Made(NamedTuple):
    """A site as an export of it sees it; ``pages`` are the paths of its pages."""

    store: Store
    config: Config
    site: SiteView
    pages: Sequence[str]


SiteExport = Callable[[Made], Iterator[tuple[str, bytes]]]
"""An export that every site holds: yields files, as (path, content)."""
