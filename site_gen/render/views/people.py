"""The authors, and the posts and threads of each."""

from __future__ import annotations

from msgspec import Struct

from site_gen.models import Summary
from site_gen.render.views.charts import Chart
from site_gen.render.views.site import Crumb, Order, Pager


class AuthorRow(Struct, frozen=True, kw_only=True):
    """An author in the list of all: name, page, posts, threads started, first and last ISO date.

    ``initial`` is what the name stands under in a list by names, ``anchor`` the element id of the
    first one there.
    """

    name: str
    path: str
    posts: int
    started: int
    first: str | None = None
    last: str | None = None
    initial: str | None = None
    anchor: str | None = None


class AuthorsView(Struct, frozen=True, kw_only=True):
    """One page of the list of all authors.

    It is in one of its ``orders``: "posts" (most first) or "name".

    ``initials`` lead to the first name of each. ``unknown`` counts posts whose author no page
    states.
    """

    path: str
    pager: Pager
    rows: list[AuthorRow]
    authors: int
    unknown: int = 0
    order: str = "posts"
    orders: list[Order] = []
    initials: list[Crumb] = []


class PostRow(Struct, frozen=True, kw_only=True):
    """A post in a list: the title of its thread, its place, its ISO date, its first words.

    ``images`` counts its pictures. ``opening`` marks a thread's first post.
    """

    title: str | None
    href: str
    date: str | None
    excerpt: str = ""
    images: int = 0
    opening: bool = False


class AuthorView(Struct, frozen=True, kw_only=True):
    """One page of one author: who, how much, when, and their posts, newest first.

    An empty ``name`` cannot be seen.

    ``threads`` are the last that they began, on the first page; ``all_threads`` leads to all, where
    there are more. ``wrote_in`` counts the threads they wrote in.
    """

    name: str
    path: str
    pager: Pager
    rows: list[PostRow]
    threads: list[Summary] = []
    all_threads: str | None = None
    title: str | None = None
    posts: int = 0
    started: int = 0
    wrote_in: int = 0
    first: str | None = None
    last: str | None = None
    chart: Chart | None = None


class StartedView(Struct, frozen=True, kw_only=True):
    """One page of the threads that an author began, newest first.

    ``person`` is the path of the author's page.
    """

    name: str
    path: str
    person: str
    pager: Pager
    rows: list[Summary]
    threads: int
