"""The site's lists, out of the store.

They are the front page, boards, people, dates, tags, pictures, and the account of the archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from site_gen.catalogue.about import about
from site_gen.catalogue.boards import Boards
from site_gen.catalogue.calendar import Calendar
from site_gen.catalogue.gallery import FIRST as GALLERY
from site_gen.catalogue.gallery import Gallery
from site_gen.catalogue.home import home
from site_gen.catalogue.people import People
from site_gen.catalogue.tags import FIRST as TAGS
from site_gen.catalogue.tags import Tags
from site_gen.config import Config
from site_gen.render.places import dates_path
from site_gen.render.views.about import AboutView
from site_gen.render.views.home import HomeView
from site_gen.render.views.people import StartedView
from site_gen.store import account
from site_gen.store.calendar import has_dates
from site_gen.store.gallery import has_pictures
from site_gen.store.store import Store
from site_gen.store.tags import has_tags


class ListPage(NamedTuple):
    """A page of a list: the renderer's method for it, its path, its view."""

    method: str
    path: str
    view: Any


class Catalogue:
    """The lists of one site."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config

    @cached_property
    def boards(self) -> Boards:
        """The boards."""
        return Boards(self.store, self.config)

    @cached_property
    def calendar(self) -> Calendar:
        """The dates."""
        return Calendar(self.store, self.config)

    def pages(self, intro: str | None) -> Iterator[ListPage]:
        """Yield every page of every list. ``intro`` is the curator's, for the front page."""
        yield ListPage("home", "index.html", self.home(intro))
        yield ListPage("boards", "boards/index.html", self.boards.tree)
        yield from (ListPage("board", view.path, view) for view in self.boards.views())
        yield from self.people()
        yield from self.dates()
        yield from self.tags()
        pictures = Gallery(self.store, self.config)
        yield from (ListPage("gallery", view.path, view) for view in pictures.views())

    def people(self) -> Iterator[ListPage]:
        """Yield every page of the list of people, then those of each."""
        people = People(self.store, self.config)
        yield from (ListPage("authors", view.path, view) for view in people.lists())
        for view in people.views():
            method = "started" if isinstance(view, StartedView) else "author"
            yield ListPage(method, view.path, view)

    def dates(self) -> Iterator[ListPage]:
        """Yield every page of the calendar; none where no date is known."""
        calendar = self.calendar
        if calendar.years:
            yield ListPage("calendar", dates_path(), calendar.index())
        yield from (ListPage("year", view.year.path, view) for view in calendar.year_views())
        yield from (ListPage("month", view.path, view) for view in calendar.month_views())
        yield from (ListPage("onthisday", view.path, view) for view in calendar.anniversaries())

    def tags(self) -> Iterator[ListPage]:
        """Yield every page of the list of tags, then those of each."""
        tags = Tags(self.store, self.config)
        yield from (ListPage("tags", view.path, view) for view in tags.lists())
        yield from (ListPage("tag", view.path, view) for view in tags.views())

    def rare(self) -> list[str]:
        """Return the first pages of the lists that only some sites have, for the navigation."""
        asked = {dates_path(): has_dates, TAGS: has_tags, GALLERY: has_pictures}
        return [path for path, has_any in asked.items() if has_any(self.store)]

    # ── The whole ──

    def home(self, intro: str | None) -> HomeView:
        """Return the front page."""
        return home(self.store, self.config, self.boards, self.calendar, intro)

    def about(self, intro: str | None) -> AboutView:
        """Return what was read, and what is missing, unknown and dropped."""
        return about(self.store, intro)

    def counts(self) -> dict[str, int]:
        """Count the threads, posts, people and gaps of the site."""
        return account.counts(self.store)._asdict()

    def outcomes(self) -> dict[str, int]:
        """Count saved pages by what became of them."""
        return account.outcomes(self.store)._asdict()
