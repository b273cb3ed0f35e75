"""Read one saved file: load, engines and clean in a row.

A pure function of its bytes, name, time and engines.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from site_gen.engines.core.driver import read
from site_gen.engines.core.recognition import recognise
from site_gen.engines.core.table import Engine
from site_gen.engines.generic import GENERIC
from site_gen.engines.profiles import load_profiles
from site_gen.engines.registry import ENGINES, TEXT_ENGINES
from site_gen.errors import ConfigError, Skipped
from site_gen.load.page import Page, load_page
from site_gen.models import NO_EVIDENCE, Evidence, Reading

MOST_NEAR = 3


class Chosen(NamedTuple):
    """The engines to ask.

    ``own`` are a site's own profiles with fingerprints, asked before every other engine; ``pages``
    those for HTML pages; ``texts`` those for plain text. ``last`` are asked about pages that nobody
    else reads: profiles without fingerprints, then the generic engine.
    """

    own: tuple[Engine, ...]
    pages: tuple[Engine, ...]
    texts: tuple[Engine, ...]
    last: tuple[Engine, ...]

    def for_page(self, page: Page) -> tuple[Engine, ...]:
        """Return the engines that are recognised by marks, for the kind of page that a page is."""
        return (*self.own, *self.pages) if page.is_html else self.texts

    def steps(self, page: Page) -> Iterator[tuple[tuple[Engine, ...], Engine | None]]:
        """Yield whom to ask about a page, one group after the other.

        A group is engines with marks, and one for when none of these is found.
        """
        if not page.is_html:
            yield self.texts, None
            return
        if self.own and recognise(page, self.own):
            yield self.own, None
        for last in self.last or (None,):
            yield self.pages, last


def chosen(profiles: Sequence[Path] = (), only: Sequence[str] = ()) -> Chosen:
    """Return all engines, with those of profiles; ``only`` names the ones to keep.

    Raises :class:`ConfigError` for a faulty profile and for a name that no engine has.
    """
    own = load_profiles(profiles)
    every = Chosen(
        own=tuple(engine for engine in own if engine.fingerprints),
        pages=ENGINES,
        texts=TEXT_ENGINES,
        last=(*(engine for engine in own if not engine.fingerprints), GENERIC),
    )
    if not only:
        return every
    _check_names(only, {engine.name for engine in chain(*every)})
    return Chosen(*(_called(only, group) for group in every))


def _called(names: Sequence[str], engines: Sequence[Engine]) -> tuple[Engine, ...]:
    return tuple(engine for engine in engines if engine.name in names)


def _check_names(names: Sequence[str], known: set[str]) -> None:
    unknown = next((name for name in names if name not in known), None)
    if unknown is None:
        return
    near = difflib.get_close_matches(unknown.lower(), sorted(known), n=MOST_NEAR)
    hint = "`sitegen engines` lists them"
    if near:
        hint = f"did you mean {' or '.join(f'`{other}`' for other in near)}?"
    raise ConfigError(f"no engine is called `{unknown}`; {hint}")


def read_page(page: Page, engines: Chosen) -> tuple[Engine, Reading]:
    """Return what a page says, and the engine that read it.

    Raises :class:`Skipped` where it holds no thread.
    """
    reasons: list[Skipped] = []
    for known, last in engines.steps(page):
        try:
            return read(replace(page) if reasons else page, known, last)  # reading changes the tree
        except Skipped as reason:
            reasons.append(reason)
    raise reasons[0]


def read_file(
    data: bytes, name: str, evidence: Evidence = NO_EVIDENCE, engines: Chosen | None = None
) -> Reading:
    """Read what one saved file says. Raises :class:`Skipped` where it holds no thread.

    ``name`` is the file's name, ``evidence`` what is known of its capture. An engine that fails is
    a reason to skip the page, never to stop. ``engines`` are those to ask, by default all.
    """
    return read_page(load_page(data, name, evidence), engines or chosen())[1]
