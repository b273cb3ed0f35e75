"""The worker: what a process of a build needs to do its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from site_gen.archive.archive import Archive
from site_gen.store.store import Store

if TYPE_CHECKING:
    from site_gen.build.settings import Settings
    from site_gen.engines.choice import Chosen
    from site_gen.render.renderer import Renderer


class Worker:
    """The archive, the store and the stage of one build, as one process sees them.

    ``profiles`` are engines' tables in TOML, asked first; ``only`` names the engines to ask.
    """

    def __init__(
        self,
        archive: Archive,
        store_path: Path,
        stage: Path,
        profiles: Sequence[Path] = (),
        only: Sequence[str] = (),
    ) -> None:
        self.archive = archive
        self.store_path = store_path
        self.stage = stage
        self.profiles = profiles
        self.only = only
        self._renderers: dict[str, Renderer] = {}

    @cached_property
    def engines(self) -> Chosen:
        """The engines to ask of each page."""
        from site_gen.engines.choice import chosen  # loads all engines, which few tasks need

        return chosen(self.profiles, self.only)

    @cached_property
    def store(self) -> Store:
        """The store, open for reading."""
        return Store(self.store_path, readonly=True)

    def renderer(self, settings: Settings) -> Renderer:
        """Return the renderer for these settings, made once."""
        from site_gen.render.renderer import Renderer

        if settings.key not in self._renderers:
            self._renderers = {settings.key: Renderer(settings.theme, settings.site)}
        return self._renderers[settings.key]
