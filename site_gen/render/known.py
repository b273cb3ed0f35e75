"""What the pages of a thread share: worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from site_gen.models import Post, Thread
from site_gen.render.i18n import Sayings
from site_gen.render.language import language_of, sample_of, written
from site_gen.render.places import post_anchor, starter_path, thread_path, whole_path
from site_gen.render.quotes import Quoted, quoted_posts, quoting
from site_gen.text.shorten import shortened
from site_gen.threads.addresses import Links
from site_gen.threads.gaps import holes, skipped_floors
from site_gen.threads.pictures import Picture

TITLE = 48
"""Letters of the title of another thread in a link from the post that it quotes."""

AT_END = 0
"""Stands for the number of a post where pages are missing after the last one."""

Place = Callable[[Post], str]
"""Gives the place of a post in the site: its page and its anchor there."""

LinkList = list[tuple[str, str]]
"""Links as (label, place in the site)."""

Span = tuple[int, int]
"""The first and the last of some numbers."""


class Surroundings(NamedTuple):
    """What a thread's pages show beside the thread itself.

    ``links`` lead from it and to it; ``media`` are the saved pictures by address; ``board_names``
    the curator's names of boards; ``author_page`` gives the path of a post's author. A thread of
    several pages is also put on one, unless it has more than ``whole_cap`` posts.
    """

    links: Links
    media: Mapping[str, Picture]
    board_names: Mapping[str, str]
    page_cap: int
    whole_cap: int
    author_page: Callable[[Post], str | None]
    sayings: Sayings
    note: str | None = None


class Ways(NamedTuple):
    """The ways to read a thread: its pages, all posts on one page, only its starter's posts."""

    paths: list[str]
    whole: str | None = None
    starter: str | None = None


class Known(NamedTuple):
    """What is worked out once for all pages of a thread.

    ``ids`` are posts by the forum's own id, ``own`` the starter's posts by number; ``skipped`` gaps
    in the floors by the floor after them, ``skipped_pages`` gaps of pages by the number of the post
    after them, or :data:`AT_END`; ``elsewhere`` the places of other threads by address;
    ``quoted_by`` and ``answers`` what leads back to a post.
    """

    ways: Ways
    ids: Mapping[str, Post]
    starter: Post
    own: Mapping[int, Post]
    language: str | None
    direction: str | None
    skipped: Mapping[int, Span]
    skipped_pages: Mapping[int, Span]
    quoted: Mapping[int, list[Quoted | None]]
    elsewhere: Mapping[str, str]
    quoted_by: Mapping[int, LinkList]
    answers: Mapping[int, LinkList]
    place: Place


def known_of(thread: Thread, around: Surroundings) -> Known:
    """Work out what the pages of a thread share."""
    posts = thread.posts
    ids = {post.id: post for post in posts if post.id}
    starter = next(iter(posts), Post())
    own = {post.n: post for post in posts if is_original_poster(post, starter)}
    ways = ways_of(thread, len(own), around)
    place = place_in(ways.paths, around.page_cap)
    quoted = quoted_posts(posts, ids)
    skipped = {last + 1: (first, last) for first, last in skipped_floors(posts)}
    sample = sample_of(thread.title, (post.text for post in posts))
    return Known(
        ways=ways,
        ids=ids,
        starter=starter,
        own=own,
        language=language_of(sample),
        direction=written(sample),
        skipped=skipped,
        skipped_pages=skipped_pages(thread, skipped),
        quoted=quoted,
        elsewhere=_elsewhere(around.links.places, ways.paths),
        quoted_by=_quoted_by(quoting(quoted, posts, label, place), around.links.quoted),
        answers=answers(posts, ids, place),
        place=place,
    )


def ways_of(thread: Thread, own: int, around: Surroundings) -> Ways:
    """Return the ways to read a thread, ``own`` of whose posts are its starter's.

    A thread of one page has no others. Too long a one has a page of its starter's posts instead of
    the whole.
    """
    count = len(thread.posts)
    numbers = range(1, max(1, -(-count // around.page_cap)) + 1)
    paths = [thread_path(thread.id, number) for number in numbers]
    if len(paths) == 1:
        return Ways(paths)
    if count <= around.whole_cap:
        return Ways(paths, whole=whole_path(thread.id))
    if 1 < own <= around.whole_cap:
        return Ways(paths, starter=starter_path(thread.id))
    return Ways(paths)


def place_in(paths: Sequence[str], page_cap: int) -> Place:
    """Return the function that gives the place of a post on the pages of its thread."""

    def place(post: Post) -> str:
        return f"{paths[(post.n - 1) // page_cap]}#{post_anchor(post.n, post.id)}"

    return place


def label(post: Post) -> str:
    """Return how a post is named in a link: by its floor, else by its number, as "#12"."""
    return f"#{post.floor or post.n}"


def is_original_poster(post: Post, starter: Post) -> bool:
    """Tell whether the thread's first author wrote a post: by id where both have one, else by name.

    ``starter`` is the thread's first post.
    """
    if starter.author is None:
        return False
    if post.author_id and starter.author_id:
        return post.author_id == starter.author_id
    return post.author == starter.author


# ── What leads to posts ───────────────────────────────────────────────────────────────────────────


def _elsewhere(places: Mapping[str, str], own: Collection[str]) -> dict[str, str]:
    """Return the places that do not lie on the thread's own pages."""
    return {href: place for href, place in places.items() if place.partition("#")[0] not in own}


def _quoted_by(
    here: Mapping[int, LinkList], elsewhere: Mapping[int, Mapping[str, str]]
) -> Mapping[int, LinkList]:
    """Return the posts that quote each post, by its number.

    Those of this thread by their floors, then others by their threads' titles.
    """
    found = {n: list(links) for n, links in here.items()}
    for n, titles in elsewhere.items():
        others = [(shortened(title, TITLE) or "…", place) for place, title in titles.items()]
        found.setdefault(n, []).extend(others)
    return found


def answers(posts: Sequence[Post], ids: Mapping[str, Post], place: Place) -> dict[int, LinkList]:
    """Return the posts that answer each post of a tree, by its number.

    To answer the first is to join the thread, no more.
    """
    found: dict[int, LinkList] = {}
    for post in posts:
        parent = ids.get(post.parent or "")
        if parent is not None and 1 < parent.n != post.n:
            found.setdefault(parent.n, []).append((label(post), place(post)))
    return found


# ── What is missing ───────────────────────────────────────────────────────────────────────────────


def skipped_pages(thread: Thread, skipped: Mapping[int, Span]) -> dict[int, Span]:
    """Return runs of pages that were not saved, by the number of the post after them.

    :data:`AT_END` for such as follow the last post. Where the floors of the posts tell already what
    is missing (``skipped``), nothing is said twice.
    """
    pages = {source.path: source.page for source in thread.sources if source.page is not None}
    found: dict[int, Span] = {}
    for first, last in _unsaved_pages(thread, pages.values()):
        after = next((post for post in thread.posts if pages.get(post.source, 0) > last), None)
        if after is None:
            found[AT_END] = (first, last)
        elif after.floor not in skipped:
            found[after.n] = (first, last)
    return found


def _unsaved_pages(thread: Thread, saved: Iterable[int]) -> list[Span]:
    """Return the runs of pages that the thread's gaps tell of."""
    if not any(gap.kind == "pages" for gap in thread.gaps):
        return []
    return list(holes(set(saved), thread.pages_claimed or 0))
