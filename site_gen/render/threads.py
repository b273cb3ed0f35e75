"""From a thread to the views of its pages.

It is cut at the page cap, with links, pictures and anchors in their places.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from site_gen.models import Thread
from site_gen.render.known import AT_END, Known, Surroundings, known_of
from site_gen.render.places import board_crumbs
from site_gen.render.posts import post_views
from site_gen.render.timeline import timeline
from site_gen.render.views.site import Pager
from site_gen.render.views.threads import ThreadView


def thread_views(thread: Thread, around: Surroundings) -> Iterator[ThreadView]:
    """Yield one view for each page of the thread, first page first.

    Then the other ways to read a thread of several pages.
    """
    known = known_of(thread, around)
    common = _common(thread, around, known)
    for number in range(1, len(known.ways.paths) + 1):
        yield _page(thread, number, common, around, known)
    if known.ways.whole:
        yield _whole(thread, known.ways.whole, common, around, known)
    if known.ways.starter:
        yield _starters(known.ways.starter, common, around, known)


def _common(thread: Thread, around: Surroundings, known: Known) -> ThreadView:
    """Return what all views of the thread show, as a page without posts."""
    dates = sorted(post.date for post in thread.posts if post.date)
    paths = known.ways.paths
    return ThreadView(
        path=paths[0],
        pager=Pager(number=1, paths=paths),
        posts=[],
        thread=replace(thread, posts=[]),
        crumbs=board_crumbs(thread.board, around.board_names),
        count=len(thread.posts),
        first=next(iter(dates), None),
        last=next(reversed(dates), None),
        starter=known.starter.author,
        starter_href=around.author_page(known.starter),
        starter_posts=len(known.own),
        language=known.language,
        direction=known.direction,
        gaps=thread.gaps,
        whole=known.ways.whole,
        starter_page=known.ways.starter,
    )


def _page(
    thread: Thread, number: int, common: ThreadView, around: Surroundings, known: Known
) -> ThreadView:
    """Return one of the pages that a thread is cut into."""
    posts, cap, paths = thread.posts, around.page_cap, known.ways.paths
    path = paths[number - 1]
    here = posts[(number - 1) * cap : number * cap]
    view = replace(
        common,
        path=path,
        pager=Pager(number=number, paths=paths),
        posts=post_views(here, path, [path], around, known),
    )
    if number == 1:
        view = replace(view, note=around.note)
    if number == len(paths):
        view = replace(view, skipped_pages=known.skipped_pages.get(AT_END))
    if len(paths) == 1:
        return replace(view, timeline=timeline(posts, known.place, set()))
    return replace(
        view,
        firsts=[post.floor or post.n for post in posts[::cap]],
        timeline=timeline(posts, known.place, {post.n for post in here}),
    )


def _whole(
    thread: Thread, path: str, common: ThreadView, around: Surroundings, known: Known
) -> ThreadView:
    """Return the page of all posts."""
    held = [*known.ways.paths, path]
    return replace(
        common,
        path=path,
        kind="whole",
        pager=Pager(number=1, paths=[path]),
        posts=post_views(thread.posts, path, held, around, known),
        note=around.note,
        paged=known.ways.paths[0],
        skipped_pages=known.skipped_pages.get(AT_END),
    )


def _starters(path: str, common: ThreadView, around: Surroundings, known: Known) -> ThreadView:
    """Return the page of the starter's posts."""
    own = list(known.own.values())
    return replace(
        common,
        path=path,
        kind="starter",
        pager=Pager(number=1, paths=[path]),
        posts=post_views(own, path, [path], around, known),
        note=around.note,
        paged=known.ways.paths[0],
    )
