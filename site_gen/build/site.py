"""The site of an archive: what it depends on, and how all of its files are made.

What makes files is loaded when there are any to make: a build with nothing changed needs none.
"""

from __future__ import annotations

from dataclasses import dataclass

from site_gen.archive.archive import Archive
from site_gen.build.outputs import Outputs, write_output
from site_gen.build.pool import Pool
from site_gen.build.reading import Progress
from site_gen.build.settings import Settings, settings_of
from site_gen.catalogue import Catalogue
from site_gen.config import Config
from site_gen.curated import Asset, CuratedPage, curated_notes, curated_pages
from site_gen.exports import Made
from site_gen.render.views.search import SearchView
from site_gen.store import files, threads
from site_gen.store.store import Store
from site_gen.text.digest import digest

SEARCH_SCRIPT = "search.js"  # what a theme ships if it has a search


@dataclass(frozen=True)
class Site:
    """One site on its way: what it is made of."""

    store: Store
    config: Config
    archive: Archive
    curated: list[CuratedPage]
    notes: list[CuratedPage]
    settings: Settings

    @classmethod
    def of(cls, store: Store, config: Config, archive: Archive) -> Site:
        """Return the site of what the store knows of an archive."""
        own = files.curated_files(store)
        curated = curated_pages(archive, own, config.pages)
        notes = curated_notes(archive, own, config.notes)
        name = archive.name
        return cls(
            store, config, archive, curated, notes, settings_of(store, config, name, curated)
        )

    @property
    def state(self) -> str:
        """A hash of everything that the site depends on."""
        pages = [page.key for page in (*self.notes, *self.curated)]
        saved = map(repr, files.states(self.store))
        joined = map(repr, threads.digests(self.store))
        return digest(self.settings.key, *pages, *saved, *joined)

    def render(self, pool: Pool, outputs: Outputs, progress: Progress) -> None:
        """Make every file of the site in the stage, anew or from the site before."""
        from site_gen.build.pages import list_tasks, render_lists, render_threads

        notes = {note.stem: note.html for note in self.notes}
        render_threads(self.store, pool, self.settings, notes, outputs, progress)
        catalogue = Catalogue(self.store, self.config)
        search = self._index(pool, outputs, catalogue, progress)
        tasks = list_tasks(catalogue, self.settings, self.curated, search)
        render_lists(tasks, pool, self.settings, outputs, progress)
        self._put_files(outputs)
        self._put_media(outputs)

    def _index(
        self, pool: Pool, outputs: Outputs, catalogue: Catalogue, progress: Progress
    ) -> SearchView | None:
        """Make the search's index, for a theme that has a search; return what its page shows."""
        if not self.settings.theme.has_asset(SEARCH_SCRIPT):
            return None
        from site_gen.build.index import Indexing

        progress("index", 0, 0)
        indexing = Indexing(self.store, self.config, outputs)
        indexing.write(pool)
        return indexing.view(catalogue.boards.tree)

    def _put_files(self, outputs: Outputs) -> None:
        """Put every file beside the pages and the pictures: the theme's, and those for machines."""
        for path, data in self.settings.theme.assets():
            outputs.put(path, digest(data), data)
        from site_gen.exports.registry import SITE_EXPORTS

        made = Made(self.store, self.config, self.settings.site, outputs.paths())
        for export in SITE_EXPORTS:
            for path, data in export(made):
                outputs.put(path, digest(data), data)

    def _put_media(self, outputs: Outputs) -> None:
        """Put the pictures of posts and the curator's, each once, named by their hashes."""
        media = {
            page: asset for own in (*self.curated, *self.notes) for page, asset in own.media.items()
        }
        for name, path in threads.assets(self.store):
            media[name] = Asset(self.archive, path)
        for name, asset in sorted(media.items()):
            path = f"media/{name}"
            if not outputs.take_over(name, [path]):
                data = asset.archive.read(asset.path)
                outputs.add([write_output(outputs.place.stage, path, name, data)])
