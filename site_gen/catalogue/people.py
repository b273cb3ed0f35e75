"""The people: the list of all, by posts and by name, and the pages of each with their posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from msgspec.structs import replace

from site_gen.catalogue.names import initial_of, name_rank, shown_name
from site_gen.catalogue.rows import Runs, paged, pages_for, renamed
from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.charts import activity
from site_gen.render.places import later_page, numbered_page, post_place, started_path
from site_gen.render.views.charts import Chart
from site_gen.render.views.people import AuthorRow, AuthorsView, AuthorView, PostRow, StartedView
from site_gen.render.views.site import Crumb, Order
from site_gen.store import people, summaries
from site_gen.store.people import Person, PersonsMonth, PersonsPost
from site_gen.store.store import Store

FIRST = {"posts": "authors/index.html", "name": "authors/by-name.html"}
"""The first page of the list in each of its orders."""

STARTED_ROWS = 5
"""Threads that a person's first page names; all of them have pages of their own."""


class People:
    """The people of one site.

    ``total`` counts them, ``unknown`` the posts that are nobody's; ``started`` the threads that
    everyone began, by their pages.
    """

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        people.gather_people(store)
        self.started = people.threads_begun(store)
        self.total = people.count_people(store)
        self.unknown = people.count_authorless(store)

    # ── All of them ──

    def lists(self) -> Iterator[AuthorsView]:
        """Yield every page of the list of people: most posts first, and by name under initials."""
        yield from self._list("posts", map(self._row, people.people_by_posts(self.store)), [])
        if self.total >= 2:
            named, initials = self._by_name()
            yield from self._list("name", named, initials)

    def _by_name(self) -> tuple[list[AuthorRow], list[Crumb]]:
        """Return everyone by name, and the initials with the places of the first name of each."""
        rows = sorted(
            map(self._row, people.people(self.store)),
            key=lambda row: (*name_rank(row.name), row.path),
        )
        named: list[AuthorRow] = []
        initials: dict[str, Crumb] = {}
        for number, row in enumerate(rows):
            initial, anchor = initial_of(row.name), None
            if initial not in initials:
                anchor = f"i{len(initials)}"
                page = numbered_page(FIRST["name"], number // self.config.list_cap + 1)
                initials[initial] = Crumb(initial, f"{page}#{anchor}")
            named.append(replace(row, initial=initial, anchor=anchor))
        return named, list(initials.values())

    def _list(
        self, order: str, rows: Iterable[AuthorRow], initials: list[Crumb]
    ) -> Iterator[AuthorsView]:
        numbers = pages_for(self.total, self.config.list_cap)
        paths = [numbered_page(FIRST[order], number) for number in numbers]
        orders = []
        if self.total >= 2:
            orders = [Order(name=name, href=href) for name, href in FIRST.items()]
        for pager, here in paged(paths, self.config.list_cap, rows):
            yield AuthorsView(
                path=paths[pager.number - 1],
                pager=pager,
                rows=here,
                authors=self.total,
                unknown=self.unknown,
                order=order,
                orders=orders,
                initials=initials,
            )

    def _row(self, person: Person) -> AuthorRow:
        return AuthorRow(
            name=shown_name(person.name),
            path=person.author_page,
            posts=person.posts,
            started=self.started.get(person.author_page, 0),
            first=person.first,
            last=person.last,
        )

    # ── Each of them ──

    def views(self) -> Iterator[AuthorView | StartedView]:
        """Yield every page of every person, in the order of their pages' names.

        First those with their posts, then those with the threads they began.
        """
        posts = Runs(people.posts_by_author(self.store), "author_page")
        months = Runs(people.months_by_author(self.store), "author_page")
        started = Runs(summaries.by_starter(self.store), "author_page")
        names = self.config.boards.names
        for person in people.people(self.store):
            page = person.author_page
            threads = (renamed(thread, names) for thread in started.of(page))
            last = list(islice(threads, STARTED_ROWS))
            yield from self._pages(person, posts.of(page), last, _chart(months.of(page)))
            if self.has_started_pages(page):
                yield from self._started_pages(self._row(person), chain(last, threads))

    def has_started_pages(self, page: str) -> bool:
        """Tell whether the threads that someone began have pages of their own."""
        return self.started.get(page, 0) > STARTED_ROWS

    def _pages(
        self,
        person: Person,
        posts: Iterator[PersonsPost],
        threads: list[Summary],
        chart: Chart | None,
    ) -> Iterator[AuthorView]:
        """Yield the pages of someone's posts; the first shows ``threads`` and ``chart``, too."""
        cap = self.config.list_cap
        row = self._row(person)
        all_threads, title = None, None
        if self.has_started_pages(row.path):
            all_threads = started_path(row.path)
        paths = [later_page(row.path, number) for number in pages_for(row.posts, cap)]
        for pager, here in paged(paths, cap, posts):
            title = title or _title(here)
            view = AuthorView(
                name=row.name,
                path=paths[pager.number - 1],
                pager=pager,
                rows=[self._post(post) for post in here],
                all_threads=all_threads,
                title=title,
                posts=row.posts,
                started=row.started,
                wrote_in=person.wrote_in,
                first=row.first,
                last=row.last,
            )
            if pager.number == 1:
                view = replace(view, threads=threads, chart=chart)
            yield view

    def _started_pages(self, row: AuthorRow, threads: Iterator[Summary]) -> Iterator[StartedView]:
        cap = self.config.list_cap
        first = started_path(row.path)
        paths = [later_page(first, number) for number in pages_for(row.started, cap)]
        for pager, here in paged(paths, cap, threads):
            yield StartedView(
                name=row.name,
                path=paths[pager.number - 1],
                person=row.path,
                pager=pager,
                rows=here,
                threads=row.started,
            )

    def _post(self, post: PersonsPost) -> PostRow:
        return PostRow(
            title=post.title,
            href=post_place(post.thread, post.n, post.post_id, self.config.page_cap),
            date=post.date,
            excerpt=post.excerpt,
            images=post.images,
            opening=post.n == 1,
        )


def _chart(months: Iterable[PersonsMonth]) -> Chart | None:
    return activity([(month.month, month.posts) for month in months])


def _title(posts: Iterable[PersonsPost]) -> str | None:
    """Return the title that someone bears in the first of the posts that shows one."""
    return next((post.author_title for post in posts if post.author_title), None)
