"""The site's lists, out of the store: home, boards, people, dates, tags, pictures, the account of the archive."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from site_gen.catalogue.boards import Boards
from site_gen.catalogue.calendar import Calendar
from site_gen.catalogue.gallery import BIG, Gallery
from site_gen.catalogue.gallery import FIRST as GALLERY
from site_gen.catalogue.people import People
from site_gen.catalogue.rows import DATED, SUMMARY, summary
from site_gen.catalogue.tags import FIRST as TAGS
from site_gen.catalogue.tags import Tags
from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.places import anniversary_path, dates_path, thread_path
from site_gen.render.views.about import AboutView, Skip
from site_gen.render.views.boards import BoardRow
from site_gen.render.views.home import HomeView
from site_gen.render.views.people import StartedView
from site_gen.store.store import Store

HOME_ROWS = 8
HOME_BOARDS = 24
"""Boards that the home page shows.

Where there are more, it shows the outer ones, or the fullest of those.
"""

SHOWN_SKIPS = 500
SHOWN_GAPS = 500


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
        """Every page of every list. ``intro`` is the curator's, for the home page."""
        people, tags = People(self.store, self.config), Tags(self.store, self.config)
        yield ListPage("home", "index.html", self.home(intro))
        yield ListPage("boards", "boards/index.html", self.boards.tree)
        yield from (ListPage("board", view.path, view) for view in self.boards.views())
        yield from (ListPage("authors", view.path, view) for view in people.lists())
        for view in people.views():
            yield ListPage(
                "started" if isinstance(view, StartedView) else "author", view.path, view
            )
        yield from self.dates()
        yield from (ListPage("tags", view.path, view) for view in tags.lists())
        yield from (ListPage("tag", view.path, view) for view in tags.views())
        yield from (
            ListPage("gallery", view.path, view)
            for view in Gallery(self.store, self.config).views()
        )

    def dates(self) -> Iterator[ListPage]:
        """Every page of the calendar; none where no date is known."""
        if self.calendar.years:
            yield ListPage("calendar", dates_path(), self.calendar.index())
        yield from (ListPage("year", view.year.path, view) for view in self.calendar.year_views())
        yield from (ListPage("month", view.path, view) for view in self.calendar.month_views())
        yield from (
            ListPage("onthisday", view.path, view) for view in self.calendar.anniversaries()
        )

    def rare(self) -> list[str]:
        """The lists that only some sites have, for the navigation."""
        asked = {
            dates_path(): f"SELECT 1 FROM posts WHERE date {DATED}",
            TAGS: "SELECT 1 FROM threads WHERE tags != '[]'",
            GALLERY: f"SELECT 1 FROM media m WHERE {BIG}",
        }
        return [path for path, query in asked.items() if self.store.one(query)]

    # ── The whole ──

    def counts(self) -> dict[str, int]:
        """Threads, posts, people and gaps of the site."""
        threads, posts, gaps = self.store.one(
            "SELECT COUNT(*), TOTAL(posts), TOTAL(gaps) FROM threads"
        )
        authors = self.store.one("SELECT COUNT(DISTINCT author_page) FROM posts")[0]
        return {"threads": threads, "posts": int(posts), "authors": authors, "gaps": int(gaps)}

    def home(self, intro: str | None) -> HomeView:
        """The front page."""
        first, last = self.store.one("SELECT MIN(first), MAX(last) FROM threads")
        return HomeView(
            boards=self._outer_boards(),
            all_boards=len(self.boards.tree),
            newest=self._best("first", "first IS NOT NULL"),
            largest=self._best("posts", "posts > 1"),
            viewed=self._best("views", "views > 0"),
            chart=self.calendar.chart(),
            calendar=dates_path() if self.calendar.years else None,
            on_this_day=anniversary_path(1) if self.calendar.has_anniversaries() else None,
            first=first,
            last=last,
            intro=intro,
            **self.counts(),
        )

    def _outer_boards(self) -> list[BoardRow]:
        """All boards, or as many levels of them as the home page has room for.

        Of too many outer ones the fullest.
        """
        tree = self.boards.tree
        depth = max((row.depth for row in tree), default=0)
        while depth and sum(row.depth <= depth for row in tree) > HOME_BOARDS:
            depth -= 1
        outer = [row for row in tree if row.depth <= depth]
        if len(outer) <= HOME_BOARDS:
            return outer
        fullest = {
            row.path for row in heapq.nlargest(HOME_BOARDS, outer, key=lambda row: row.posts)
        }
        return [row for row in outer if row.path in fullest]

    def _best(self, column: str, where: str) -> list[Summary]:
        query = f"SELECT {SUMMARY} FROM threads WHERE {where} ORDER BY {column} DESC, id LIMIT ?"
        return [summary(row, self.config.boards.names) for row in self.store.rows(query, HOME_ROWS)]

    def about(self, intro: str | None) -> AboutView:
        """What was read, what is missing, unknown and dropped."""
        gaps: Counter[str] = Counter()
        gap_threads: list[tuple[str, str, list[str]]] = []
        for thread, title, text in self.store.rows(
            "SELECT id, title, gap_details FROM threads WHERE gaps > 0 ORDER BY id"
        ):
            details = json.loads(text)
            gaps.update(kind for kind, _ in details)
            if len(gap_threads) < SHOWN_GAPS:
                gap_threads.append(
                    (title or "", thread_path(thread), [detail for _, detail in details])
                )
        dropped: Counter[str] = Counter()
        for (text,) in self.store.rows("SELECT dropped FROM readings"):
            dropped.update(json.loads(text))
        counts = self.counts()
        captured = self.store.one("SELECT MIN(captured), MAX(captured) FROM readings")
        skips = self.store.rows(
            "SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path LIMIT ?",
            SHOWN_SKIPS,
        )
        return AboutView(
            read=self.outcomes(),
            engines=dict(
                self.store.rows(
                    "SELECT engine || ' (' || view || ')', COUNT(*) FROM readings GROUP BY 1 ORDER BY 1"
                )
            ),
            captured=captured if captured[0] else None,
            gaps=dict(sorted(gaps.items())),
            unknown={
                name: self.store.one(f"SELECT COUNT(*) FROM posts WHERE {name} IS NULL")[0]
                for name in ("author", "date")
            },
            dropped=dict(sorted(dropped.items())),
            gap_threads=gap_threads,
            skips=[Skip(path=path, reason=reason) for path, reason in skips],
            skipped=self.outcomes()["skipped"],
            threads=counts["threads"],
            posts=counts["posts"],
            authors=counts["authors"],
            intro=intro,
        )

    def outcomes(self) -> dict[str, int]:
        """Saved pages by what became of them.

        A page all of whose posts are published from others is *merged*.
        """
        pages = self.store.one("SELECT COUNT(*) FROM files WHERE key IS NOT NULL")[0]
        published = self.store.one("SELECT COUNT(DISTINCT source) FROM posts")[0]
        skipped = self.store.one("SELECT COUNT(*) FROM files WHERE reason IS NOT NULL")[0]
        return {"published": published, "merged": pages - published, "skipped": skipped}
