"""From a thread to the views of its pages: cut at the page cap, with links, pictures and anchors in their places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import msgspec

from site_gen.models import Post, Quote, Thread
from site_gen.render.bodies import shown_body
from site_gen.render.highlight import highlight_blocks
from site_gen.render.i18n import Sayings
from site_gen.render.language import aside_of, language_of, sample_of, written
from site_gen.render.localise import Local, localise
from site_gen.render.places import (
    board_crumbs,
    post_anchor,
    relative_to,
    starter_path,
    thread_path,
    whole_path,
)
from site_gen.render.quotes import Lead, Quoted, quoted_posts, quoting, with_leads
from site_gen.render.timeline import timeline
from site_gen.render.views.site import Pager
from site_gen.render.views.threads import PictureView, PostView, ThreadView
from site_gen.text.shorten import shortened
from site_gen.threads.addresses import Links
from site_gen.threads.gaps import holes, skipped_floors
from site_gen.threads.pictures import Picture

TITLE = 48
"""Letters of the title of another thread in a link from the post that it quotes."""


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


class Known(NamedTuple):
    """What is worked out once for all pages of a thread.

    ``ids`` are posts by the forum's own id, ``own`` the numbers of the starter's posts; ``skipped``
    gaps in the floors by the floor after them, ``skipped_pages`` gaps of pages by the number of the
    post after them; ``elsewhere`` the places of other threads by address; ``quoted_by`` and
    ``answers`` what leads back to a post.
    """

    ids: Mapping[str, Post]
    starter: Post
    own: Collection[int]
    language: str | None
    direction: str | None
    skipped: Mapping[int, tuple[int, int]]
    skipped_pages: Mapping[int, tuple[int, int]]
    quoted: Mapping[int, list[Quoted | None]]
    elsewhere: Mapping[str, str]
    quoted_by: Mapping[int, list[tuple[str, str]]]
    answers: Mapping[int, list[tuple[str, str]]]
    place: Callable[[Post], str]


def thread_views(thread: Thread, around: Surroundings) -> Iterator[ThreadView]:
    """One view for each page of the thread, first page first.

    Then the other ways to read a thread of several pages.
    """
    posts = thread.posts
    cap = around.page_cap
    paths = [
        thread_path(thread.id, number) for number in range(1, max(1, -(-len(posts) // cap)) + 1)
    ]
    known = known_of(thread, paths, around)
    own = [post for post in posts if post.n in known.own]
    is_long = len(paths) > 1
    whole = whole_path(thread.id) if is_long and len(posts) <= around.whole_cap else None
    apart = is_long and whole is None and 1 < len(own) <= around.whole_cap
    starter_page = starter_path(thread.id) if apart else None
    dates = sorted(post.date for post in posts if post.date)
    common: dict[str, Any] = {
        "thread": msgspec.structs.replace(thread, posts=[]),
        "crumbs": board_crumbs(thread.board, around.board_names),
        "count": len(posts),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "starter": known.starter.author,
        "starter_href": around.author_page(known.starter),
        "starter_posts": len(own),
        "language": known.language,
        "direction": known.direction,
        "gaps": thread.gaps,
        "whole": whole,
        "starter_page": starter_page,
    }
    for number, path in enumerate(paths, 1):
        here = posts[(number - 1) * cap : number * cap]
        is_last = number == len(paths)
        yield ThreadView(
            path=path,
            pager=Pager(number=number, paths=paths),
            posts=post_views(here, path, [path], around, known),
            note=around.note if number == 1 else None,
            firsts=[post.floor or post.n for post in posts[::cap]] if is_long else [],
            timeline=timeline(posts, known.place, {post.n for post in here} if is_long else set()),
            skipped_pages=known.skipped_pages.get(0) if is_last else None,
            **common,
        )
    others = [
        ("whole", whole, posts, [*paths, whole]),
        ("starter", starter_page, own, [starter_page]),
    ]
    for kind, way, chosen, held in others:
        if way is not None:
            yield ThreadView(
                path=way,
                kind=kind,  # type: ignore[arg-type]
                pager=Pager(number=1, paths=[way]),
                posts=post_views(chosen, way, [path for path in held if path], around, known),
                note=around.note,
                paged=paths[0],
                skipped_pages=known.skipped_pages.get(0) if kind == "whole" else None,
                **common,
            )


def known_of(thread: Thread, paths: Sequence[str], around: Surroundings) -> Known:
    """Work out what the pages of a thread share."""
    posts = thread.posts
    ids = {post.id: post for post in posts if post.id}

    def place(post: Post) -> str:
        return f"{paths[(post.n - 1) // around.page_cap]}#{post_anchor(post.n, post.id)}"

    skipped = {last + 1: (first, last) for first, last in skipped_floors(posts)}
    quoted = quoted_posts(posts, ids)
    starter = posts[0] if posts else Post()
    sample = sample_of(thread.title, (post.text for post in posts))
    return Known(
        ids=ids,
        starter=starter,
        own={post.n for post in posts if is_original_poster(post, starter)},
        language=language_of(sample),
        direction=written(sample),
        skipped=skipped,
        skipped_pages=skipped_pages(thread, skipped)
        if any(gap.kind == "pages" for gap in thread.gaps)
        else {},
        quoted=quoted,
        elsewhere={
            href: at
            for href, at in around.links.places.items()
            if at.partition("#")[0] not in paths
        },
        quoted_by=_quoted_by(quoting(quoted, posts, label, place), around.links.quoted),
        answers=answers(posts, ids, place),
        place=place,
    )


def post_views(
    posts: Sequence[Post], path: str, held: Sequence[str], around: Surroundings, known: Known
) -> list[PostView]:
    """The posts of the page at ``path``, which holds all posts of the pages ``held``."""
    at, rel = led_to(path, held), relative_to(path)

    def near(place: str) -> str:
        return rel(at(place))

    local = Local(
        {href: near(place) for href, place in around.links.places.items()},
        {
            source: picture._replace(path=rel(picture.path))
            for source, picture in around.media.items()
        },
    )
    return [post_view(post, at, near, local, around, known) for post in posts]


def led_to(path: str, held: Sequence[str]) -> Callable[[str], str]:
    """The function that leads a place on one of the pages ``held`` to the same post on the page at ``path``."""
    others = set(held) - {path}

    def at(place: str) -> str:
        page, mark, anchor = place.partition("#")
        return f"{path}#{anchor}" if mark and page in others else place

    return at if others else str


def post_view(
    post: Post,
    at: Callable[[str], str],
    near: Callable[[str], str],
    local: Local,
    around: Surroundings,
    known: Known,
) -> PostView:
    """One post in its place on a page.

    ``at`` leads to places of this page, ``near`` makes them relative to it.
    """
    sayings = around.sayings

    def shown(html: str) -> str:
        return shown_body(localise(html, local, sayings.missing, sayings.picture), sayings.spoiler)

    if post.versions:
        versions = [
            msgspec.structs.replace(version, html=shown(version.html)) for version in post.versions
        ]
        post = msgspec.structs.replace(post, versions=versions)
    html = highlight_blocks(shown(post.html))
    if "<blockquote" in html:
        quotes = zip(post.quotes, known.quoted.get(post.n, ()), strict=True)
        leads = [lead(quote, quoted, near, known, sayings) for quote, quoted in quotes]
        html = with_leads(html, leads, sayings.fold)
    parent = known.ids.get(post.parent) if post.parent else None
    language, direction = aside_of(post.text, known.language)
    return PostView(
        post=post,
        html=html,
        anchor=post_anchor(post.n, post.id),
        floor_anchor=f"f{post.floor}" if post.floor is not None else None,
        author_href=around.author_page(post),
        original_poster=post.n in known.own,
        skipped=known.skipped.get(post.floor) if post.floor is not None else None,
        skipped_pages=known.skipped_pages.get(post.n),
        quoted_by=[(name, at(place)) for name, place in known.quoted_by.get(post.n, ())],
        answers=[(name, at(place)) for name, place in known.answers.get(post.n, ())],
        parent=(label(parent), at(known.place(parent)), parent.author)
        if parent and parent.n > 1
        else None,
        media=unplaced_pictures(post, around.media) if post.attachments and around.media else [],
        language=language,
        direction=direction,
    )


def _quoted_by(
    here: Mapping[int, list[tuple[str, str]]], elsewhere: Mapping[int, Mapping[str, str]]
) -> Mapping[int, list[tuple[str, str]]]:
    """The posts that quote each post: those of this thread by their floors, then others by their threads' titles."""
    others = {
        n: [(shortened(title, TITLE) or "…", place) for place, title in found.items()]
        for n, found in elsewhere.items()
    }
    return (
        {n: [*here.get(n, []), *others.get(n, [])] for n in {**here, **others}} if others else here
    )


def label(post: Post) -> str:
    """How a post is named in a link: its floor, else its place."""
    return f"#{post.floor or post.n}"


def lead(
    quote: Quote, quoted: Quoted | None, near: Callable[[str], str], known: Known, sayings: Sayings
) -> Lead | None:
    """The link from a quote to the quoted post, of this thread or of another."""
    if quoted is None:
        place = known.elsewhere.get(quote.url or "")
        return Lead(sayings.elsewhere, near(place)) if place else None
    return Lead(
        label(quoted.post),
        near(known.place(quoted.post)),
        sayings.by_words if quoted.by_words else None,
    )


def unplaced_pictures(post: Post, media: Mapping[str, Picture]) -> list[PictureView]:
    """Saved pictures that are attached to a post and do not stand in its body."""
    return [
        PictureView(
            path=saved.path, name=attachment.name or "", width=saved.width, height=saved.height
        )
        for attachment in post.attachments
        if attachment.href
        and (saved := media.get(attachment.href))
        and escape(attachment.href) not in post.html
    ]


def is_original_poster(post: Post, starter: Post) -> bool:
    """Whether the thread's first author wrote the post: by id where both have one, else by name."""
    if starter.author is None:
        return False
    if post.author_id and starter.author_id:
        return post.author_id == starter.author_id
    return post.author == starter.author


def answers(
    posts: Sequence[Post], ids: Mapping[str, Post], place: Callable[[Post], str]
) -> dict[int, list[tuple[str, str]]]:
    """The posts that answer each post of a tree, by its number.

    To answer the first is to join the thread, no more.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    for post in posts:
        parent = ids.get(post.parent) if post.parent else None
        if parent is not None and 1 < parent.n != post.n:
            found.setdefault(parent.n, []).append((label(post), place(post)))
    return found


def skipped_pages(
    thread: Thread, skipped: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Runs of pages that were not saved, by the number of the post after them.

    0 for such as follow the last post.

    Where the floors of the posts tell already what is missing, nothing is said twice.
    """
    pages = {source.path: source.page for source in thread.sources if source.page is not None}
    found: dict[int, tuple[int, int]] = {}
    for first, last in holes(set(pages.values()), thread.pages_claimed or 0):
        after = next((post for post in thread.posts if pages.get(post.source, 0) > last), None)
        if after is None:
            found[0] = (first, last)
        elif after.floor not in skipped:
            found[after.n] = (first, last)
    return found
