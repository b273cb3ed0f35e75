"""One page of a thread, with its posts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from site_gen.models import Gap, Post, Thread
from site_gen.render.views.site import Crumb, Pager


class PictureView(Struct, frozen=True, kw_only=True):
    """A saved picture: its path in the site, its name, its size in pixels where known."""

    path: str
    name: str
    width: int | None = None
    height: int | None = None


class PostView(Struct, frozen=True, kw_only=True):
    """One post as it stands on a page: ``post`` with its links led to this site.

    ``anchor`` is the element id ("p391", from the forum's own post id; "n3" where it has none).
    ``floor_anchor`` is "f5" or ``None``. ``original_poster`` marks posts by the thread's first
    author. ``skipped`` is the gap in floor numbers just before this post: (first, last), or
    ``None``; ``skipped_pages`` a gap of whole pages there, where no floors tell. ``quoted_by`` are
    later posts that quote this one and ``answers`` such as answer it in a tree, as (label, href),
    the label a floor or number. ``parent`` is the post that this one answers: (label, href,
    author). ``media`` are saved pictures attached but not placed in the body. ``language`` is
    stated where it is not the thread's; ``direction`` is "auto" where the post may read in another
    direction than the page.
    """

    post: Post
    html: str
    anchor: str
    floor_anchor: str | None = None
    author_href: str | None = None
    original_poster: bool = False
    skipped: tuple[int, int] | None = None
    skipped_pages: tuple[int, int] | None = None
    quoted_by: list[tuple[str, str]] = []
    answers: list[tuple[str, str]] = []
    parent: tuple[str, str, str | None] | None = None
    media: list[PictureView] = []
    language: str | None = None
    direction: str | None = None


class Bar(Struct, frozen=True, kw_only=True):
    """A span of time with posts: its place from the left, its height, how many posts it has.

    ``first`` and ``href`` are the ISO date and the place of the first one.

    ``here`` marks spans of which the page shows posts.
    """

    x: int
    height: int
    count: int
    first: str
    href: str
    here: bool


class Timeline(Struct, frozen=True, kw_only=True):
    """The posts of a thread over time, in spans of equal kind (days to decades).

    ``spans`` counts them; those that have posts have ``bars``.
    """

    spans: int
    height: int
    bars: list[Bar]


class ThreadView(Struct, frozen=True, kw_only=True):
    """One page of one thread.

    ``thread.posts`` is empty here: ``posts`` are those of this page, ``count`` all of them.

    ``gaps`` are the thread's gaps; ``note`` a curator's note (HTML) for the head of the first page;
    ``language`` is the BCP 47 tag of the posts where it can be told, ``direction`` "rtl" or "ltr"
    with it. ``first`` and ``last`` are ISO dates over the whole thread. ``starter`` is the author
    of the first post, who wrote ``starter_posts`` of all. ``kind`` says what the page holds: a part
    of the posts, the whole thread, or only its starter's posts; ``paged``, ``whole`` and
    ``starter_page`` lead to the other ways to read a thread of several pages. ``firsts`` are the
    numbers of the first post of each page, to jump by. ``skipped_pages`` are missing after the last
    post.
    """

    thread: Thread
    path: str
    crumbs: list[Crumb]
    pager: Pager
    posts: list[PostView]
    count: int
    first: str | None = None
    last: str | None = None
    starter: str | None = None
    starter_href: str | None = None
    starter_posts: int = 0
    language: str | None = None
    direction: str | None = None
    note: str | None = None
    gaps: list[Gap] = []
    kind: Literal["page", "whole", "starter"] = "page"
    paged: str | None = None
    whole: str | None = None
    starter_page: str | None = None
    firsts: list[int] = []
    timeline: Timeline | None = None
    skipped_pages: tuple[int, int] | None = None
