"""From a thread to the views of its pages: cut at the page cap, with links, pictures and anchors in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

import msgspec

from site_gen.assemble import skipped_floors
from site_gen.link import Local, anchor_of, localise
from site_gen.models import Post, Thread
from site_gen.render.language import language_of
from site_gen.render.places import board_crumbs, thread_path
from site_gen.render.views import Pager, PostView, ThreadView


class Surroundings(NamedTuple):
    """What a thread's pages show beside the thread itself.

    ``links`` are places in the site ("threads/12.html#p5") by original address; ``media`` names of files below media/
    by address; ``board_names`` the curator's names of boards; ``author_page`` gives the path of a post's author.
    """

    links: Mapping[str, str]
    media: Mapping[str, str]
    board_names: Mapping[str, str]
    page_cap: int
    author_page: Callable[[Post], str | None]
    missing: str
    note: str | None = None


def thread_views(thread: Thread, around: Surroundings) -> Iterator[ThreadView]:
    """One view for each page of the thread, first page first."""
    posts = thread.posts
    count = max(1, -(-len(posts) // around.page_cap))
    paths = [thread_path(thread.id, number) for number in range(1, count + 1)]
    skipped = {last + 1: (first, last) for first, last in skipped_floors(posts)}
    quoted = quoted_by(posts, around.page_cap, paths)
    dates = sorted(post.date for post in posts if post.date)
    starter = posts[0] if posts else Post()
    bare = msgspec.structs.replace(thread, posts=[])
    language = language_of(" ".join([thread.title or "", *(post.text[:400] for post in posts[:20])]))
    for number, path in enumerate(paths, 1):
        local = local_to(path, around)
        here = posts[(number - 1) * around.page_cap : number * around.page_cap]
        yield ThreadView(
            thread=bare,
            path=path,
            crumbs=board_crumbs(thread.board, around.board_names),
            pager=Pager(number=number, paths=paths),
            posts=[post_view(post, local, around, starter, skipped, quoted) for post in here],
            count=len(posts),
            first=dates[0] if dates else None,
            last=dates[-1] if dates else None,
            starter=starter.author,
            starter_href=around.author_page(starter),
            language=language,
            note=around.note if number == 1 else None,
            gaps=thread.gaps,
        )


def post_view(
    post: Post,
    local: Local,
    around: Surroundings,
    starter: Post,
    skipped: Mapping[int, tuple[int, int]],
    quoted: Mapping[int, list[tuple[str, str]]],
) -> PostView:
    """One post in its place on a page."""
    if post.versions:
        versions = [
            msgspec.structs.replace(version, html=localise(version.html, local, around.missing))
            for version in post.versions
        ]
        post = msgspec.structs.replace(post, versions=versions)
    return PostView(
        post=post,
        html=localise(post.html, local, around.missing),
        anchor=anchor_of(post),
        floor_anchor=f"f{post.floor}" if post.floor is not None else None,
        author_href=around.author_page(post),
        original_poster=is_original_poster(post, starter),
        skipped=skipped.get(post.floor) if post.floor is not None else None,
        quoted_by=quoted.get(post.n, []),
        media=unplaced_pictures(post, around.media) if post.attachments and around.media else [],
    )


def unplaced_pictures(post: Post, media: Mapping[str, str]) -> list[tuple[str, str]]:
    """Saved pictures that are attached to a post and do not stand in its body, as (path in the site, name)."""
    return [
        (f"media/{media[attachment.href]}", attachment.name or "")
        for attachment in post.attachments
        if attachment.href and attachment.href in media and escape(attachment.href) not in post.html
    ]


def is_original_poster(post: Post, starter: Post) -> bool:
    """Whether the thread's first author wrote the post: by id where both have one, else by name."""
    if starter.author is None:
        return False
    if post.author_id and starter.author_id:
        return post.author_id == starter.author_id
    return post.author == starter.author


def local_to(path: str, around: Surroundings) -> Local:
    """Links and pictures relative to one page of the thread (all thread pages lie in one folder)."""
    folder = path.rpartition("/")[0] + "/"
    links = {
        href: "#" + place.partition("#")[2] if place.startswith(path + "#") else place.removeprefix(folder)
        for href, place in around.links.items()
    }
    return Local(links, {source: f"../media/{name}" for source, name in around.media.items()})


def quoted_by(posts: Sequence[Post], page_cap: int, paths: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """The later posts that quote each post, by its number: (label, place in the site)."""
    by_id = {post.id: post for post in posts if post.id}
    found: dict[int, list[tuple[str, str]]] = {}
    for post in posts:
        for target in dict.fromkeys(quote.post_id for quote in post.quotes):
            quoted = by_id.get(target) if target else None
            if quoted is not None and quoted.n != post.n:
                place = f"{paths[(post.n - 1) // page_cap]}#{anchor_of(post)}"
                found.setdefault(quoted.n, []).append((f"#{post.floor or post.n}", place))
    return found
