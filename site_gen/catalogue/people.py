"""The people: the list of all, by posts and by name, and the pages of each with their posts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from msgspec.structs import replace

from site_gen.catalogue.rows import DATED, SUMMARY, Runs, paged, pages_for, summary
from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.charts import activity
from site_gen.render.places import later_page, post_place, started_path
from site_gen.render.views.people import AuthorRow, AuthorsView, AuthorView, PostRow, StartedView
from site_gen.render.views.site import Crumb, Order
from site_gen.store.store import Store

PATHS = {"posts": "authors/index", "name": "authors/by-name"}
STARTED_ROWS = 5
"""Threads that a person's first page names; all of them have pages of their own."""

GATHERED = """
DROP TABLE IF EXISTS temp.people;
CREATE TEMP TABLE people AS
SELECT author_page, substr(most, 13) AS name, COUNT(*) AS posts, MIN(date), MAX(date), COUNT(DISTINCT thread)
FROM posts JOIN (
    SELECT author_page, MAX(printf('%012d', times) || author) AS most FROM (
        SELECT author_page, author, COUNT(*) AS times FROM posts WHERE author_page IS NOT NULL GROUP BY 1, 2
    ) GROUP BY 1
) USING (author_page)
GROUP BY author_page;
"""
"""Everyone, by the name that most of their posts were saved with."""

ROWS = "SELECT * FROM temp.people "
POSTS = (
    "SELECT p.author_page, p.thread, p.n, p.post_id, p.date, p.excerpt, p.images, p.author_title, t.title FROM posts p "
    "JOIN threads t ON t.id = p.thread WHERE p.author_page IS NOT NULL "
    "ORDER BY p.author_page, p.date DESC, p.thread, p.n DESC"
)
MONTHS = (
    "SELECT author_page, substr(date, 1, 7), COUNT(*) FROM posts "
    f"WHERE author_page IS NOT NULL AND date {DATED} GROUP BY 1, 2 ORDER BY 1, 2"
)
STARTED = f"SELECT author_page, {SUMMARY} FROM threads WHERE author_page IS NOT NULL ORDER BY author_page, first DESC, id"


class People:
    """The people of one site."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        store.db.executescript(GATHERED)
        query = "SELECT author_page, COUNT(*) FROM threads WHERE author_page IS NOT NULL GROUP BY 1"
        self.started: dict[str, int] = dict(store.rows(query))

    # ── All of them ──

    def lists(self) -> Iterator[AuthorsView]:
        """Every page of the list of people: most posts first, and by name under initials."""
        total = self.store.one("SELECT COUNT(DISTINCT author_page) FROM posts")[0]
        unknown = self.store.one("SELECT COUNT(*) FROM posts WHERE author_page IS NULL")[0]
        numbers = pages_for(total, self.config.list_cap)
        by_posts = map(self._person, self.store.rows(ROWS + "ORDER BY 3 DESC, 1"))
        yield from self._list("posts", by_posts, numbers, [], total, unknown)
        if total >= 2:
            named, initials = self._by_name()
            yield from self._list("name", iter(named), numbers, initials, total, unknown)

    def _by_name(self) -> tuple[list[AuthorRow], list[Crumb]]:
        """Everyone by name, and the initials with the places of the first name of each."""
        rows = sorted(
            map(self._person, self.store.rows(ROWS)),
            key=lambda row: (*name_rank(row.name), row.path),
        )
        named: list[AuthorRow] = []
        initials: dict[str, Crumb] = {}
        for number, row in enumerate(rows):
            initial = initial_of(row.name)
            anchor = f"i{len(initials)}" if initial not in initials else None
            if anchor:
                page = _list_path("name", number // self.config.list_cap + 1)
                initials[initial] = Crumb(initial, f"{page}#{anchor}")
            named.append(replace(row, initial=initial, anchor=anchor))
        return named, list(initials.values())

    def _list(
        self,
        order: str,
        rows: Iterator[AuthorRow],
        numbers: range,
        initials: list[Crumb],
        total: int,
        unknown: int,
    ) -> Iterator[AuthorsView]:
        paths = [_list_path(order, number) for number in numbers]
        for pager, here in paged(paths, self.config.list_cap, rows):
            yield AuthorsView(
                path=paths[pager.number - 1],
                pager=pager,
                rows=here,
                authors=total,
                unknown=unknown,
                order=order,
                orders=[Order(name=name, href=_list_path(name, 1)) for name in PATHS]
                if total >= 2
                else [],
                initials=initials,
            )

    def _person(self, row: Sequence[Any]) -> AuthorRow:
        page, name, posts, first, last = row[:5]
        started = self.started.get(page, 0)
        return AuthorRow(
            name=shown_name(name), path=page, posts=posts, started=started, first=first, last=last
        )

    # ── Each of them ──

    def views(self) -> Iterator[AuthorView | StartedView]:
        """Every page of every person, in the order of their pages' names: their posts, and the threads they began."""
        posts, months, started = (
            Runs(self.store.rows(query)) for query in (POSTS, MONTHS, STARTED)
        )
        for row in self.store.rows(ROWS + "ORDER BY 1"):
            person = self._person(row)
            threads = (summary(found[1:], self.config.boards.names) for found in started.of(row[0]))
            last = list(islice(threads, STARTED_ROWS))
            yield from self._pages(person, row[5], posts.of(row[0]), list(months.of(row[0])), last)
            if person.started > STARTED_ROWS:
                yield from self._started_pages(person, chain(last, threads))

    def _pages(
        self,
        person: AuthorRow,
        wrote_in: int,
        posts: Iterator[Any],
        months: list[Any],
        threads: list[Summary],
    ) -> Iterator[AuthorView]:
        cap = self.config.list_cap
        title: str | None = None
        paths = [later_page(person.path, number) for number in pages_for(person.posts, cap)]
        for pager, here in paged(paths, cap, posts):
            opening = pager.number == 1
            title = title or next((found[7] for found in here if found[7]), None)
            yield AuthorView(
                name=person.name,
                path=paths[pager.number - 1],
                pager=pager,
                rows=[self._post(found) for found in here],
                threads=threads if opening else [],
                all_threads=started_path(person.path) if person.started > STARTED_ROWS else None,
                title=title,
                posts=person.posts,
                started=person.started,
                wrote_in=wrote_in,
                first=person.first,
                last=person.last,
                chart=activity([month[1:] for month in months]) if opening else None,
            )

    def _started_pages(
        self, person: AuthorRow, threads: Iterator[Summary]
    ) -> Iterator[StartedView]:
        cap = self.config.list_cap
        first = started_path(person.path)
        paths = [later_page(first, number) for number in pages_for(person.started, cap)]
        for pager, here in paged(paths, cap, threads):
            yield StartedView(
                name=person.name,
                path=paths[pager.number - 1],
                person=person.path,
                pager=pager,
                rows=here,
                threads=person.started,
            )

    def _post(self, row: Sequence[Any]) -> PostRow:
        _, thread, n, post_id, date, excerpt, images, _, title = row
        return PostRow(
            title=title,
            href=post_place(thread, n, post_id, self.config.page_cap),
            date=date,
            excerpt=excerpt,
            images=images,
            opening=n == 1,
        )


def _list_path(order: str, number: int) -> str:
    return f"{PATHS[order]}.html" if number == 1 else f"{PATHS[order]}-{number}.html"


def shown_name(name: str) -> str:
    """A name that a reader can see: empty where it has no mark at all (spaces, invisible characters)."""
    return name if any(mark.isprintable() and not mark.isspace() for mark in name) else ""


def initial_of(name: str) -> str:
    """Under what a name stands in the list: "A", "Ж", "か", "漢字" for Chinese, "0–9", "#" for others."""
    first = next((mark for mark in unicodedata.normalize("NFKD", name) if mark.isalnum()), "")
    if not first:
        return "#"
    if first.isnumeric() and not first.isalpha():
        return "0–9"
    if "CJK" in unicodedata.name(first, ""):
        return "漢字"
    return first.upper()[:1]


def name_rank(name: str) -> tuple[int, str, str]:
    """The place of a name in the list: letters by their initials, then Chinese, digits, others.

    Then by the name.
    """
    initial = initial_of(name)
    group = {"漢字": 1, "0–9": 2, "#": 3}.get(initial, 0)
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return group, initial if group == 0 else "", letters
