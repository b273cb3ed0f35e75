"""From posts to their views on one page: links, pictures, quotes and anchors in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from msgspec.structs import replace

from site_gen.models import Attachment, Post, Quote
from site_gen.render.bodies import shown_body
from site_gen.render.highlight import highlight_blocks
from site_gen.render.i18n import Sayings
from site_gen.render.known import Known, LinkList, Surroundings, label
from site_gen.render.language import aside_of
from site_gen.render.localise import Local, localise
from site_gen.render.places import post_anchor, relative_to
from site_gen.render.quotes import Lead, Quoted, with_leads
from site_gen.render.views.threads import PictureView, PostView
from site_gen.threads.pictures import Picture


class Page(NamedTuple):
    """How one page writes addresses.

    ``at`` leads a place of the thread to this page, ``near`` makes it relative to the page, too;
    ``local`` are links and saved pictures, relative to the page.
    """

    at: Callable[[str], str]
    near: Callable[[str], str]
    local: Local


def post_views(
    posts: Sequence[Post], path: str, held: Sequence[str], around: Surroundings, known: Known
) -> list[PostView]:
    """Return the posts of the page at ``path``, which holds all posts of the pages ``held``."""
    page = page_at(path, held, around)
    return [post_view(post, page, around, known) for post in posts]


def page_at(path: str, held: Sequence[str], around: Surroundings) -> Page:
    """Return how the page at ``path`` writes addresses."""
    at, rel = led_to(path, held), relative_to(path)

    def near(place: str) -> str:
        return rel(at(place))

    media = {
        source: picture._replace(path=rel(picture.path)) for source, picture in around.media.items()
    }
    links = {href: near(place) for href, place in around.links.places.items()}
    return Page(at, near, Local(links, media))


def led_to(path: str, held: Sequence[str]) -> Callable[[str], str]:
    """Return the function that leads a place to the page at ``path``.

    A post on one of the pages ``held`` stands there, too; other places stay as they are.
    """
    others = set(held) - {path}
    if not others:
        return str

    def at(place: str) -> str:
        page, mark, anchor = place.partition("#")
        return f"{path}#{anchor}" if mark and page in others else place

    return at


def post_view(post: Post, page: Page, around: Surroundings, known: Known) -> PostView:
    """Return one post in its place on a page."""
    language, direction = aside_of(post.text, known.language)
    return PostView(
        post=_with_versions(post, page, around.sayings),
        html=_body(post, page, around.sayings, known),
        anchor=post_anchor(post.n, post.id),
        floor_anchor=_floor_anchor(post.floor),
        author_href=around.author_page(post),
        original_poster=post.n in known.own,
        skipped=known.skipped.get(post.floor or 0),
        skipped_pages=known.skipped_pages.get(post.n),
        quoted_by=_led(known.quoted_by.get(post.n, ()), page),
        answers=_led(known.answers.get(post.n, ()), page),
        parent=_parent(post, page, known),
        media=unplaced_pictures(post, around.media),
        language=language,
        direction=direction,
    )


def _with_versions(post: Post, page: Page, sayings: Sayings) -> Post:
    """Return a post whose other saved states are led to this site."""
    if not post.versions:
        return post
    versions = [
        replace(version, html=_shown(version.html, page, sayings)) for version in post.versions
    ]
    return replace(post, versions=versions)


def _shown(html: str, page: Page, sayings: Sayings) -> str:
    local = localise(html, page.local, sayings.missing, sayings.picture)
    return shown_body(local, sayings.spoiler)


def _body(post: Post, page: Page, sayings: Sayings, known: Known) -> str:
    """Return the HTML of a post with code coloured, and with links from its quotes."""
    html = highlight_blocks(_shown(post.html, page, sayings))
    if "<blockquote" not in html:
        return html
    quotes = zip(post.quotes, known.quoted.get(post.n, ()), strict=True)
    leads = [lead(quote, quoted, page, known, sayings) for quote, quoted in quotes]
    return with_leads(html, leads, sayings.fold)


def _floor_anchor(floor: int | None) -> str | None:
    return None if floor is None else f"f{floor}"


def _led(links: Iterable[tuple[str, str]], page: Page) -> LinkList:
    return [(name, page.at(place)) for name, place in links]


def _parent(post: Post, page: Page, known: Known) -> tuple[str, str, str | None] | None:
    """Return the post that this one answers, as (label, place, author); the first is not named."""
    parent = known.ids.get(post.parent or "")
    if parent is None or parent.n <= 1:
        return None
    return label(parent), page.at(known.place(parent)), parent.author


def lead(
    quote: Quote, quoted: Quoted | None, page: Page, known: Known, sayings: Sayings
) -> Lead | None:
    """Return the link from a quote to the quoted post, of this thread or of another."""
    if quoted is None:
        place = known.elsewhere.get(quote.url or "")
        return Lead(sayings.elsewhere, page.near(place)) if place else None
    remark = sayings.by_words if quoted.by_words else None
    return Lead(label(quoted.post), page.near(known.place(quoted.post)), remark)


def unplaced_pictures(post: Post, media: Mapping[str, Picture]) -> list[PictureView]:
    """Return saved pictures that are attached to a post and do not stand in its body."""
    shown = [(attachment, _saved(attachment, post, media)) for attachment in post.attachments]
    return [
        PictureView(
            path=saved.path, name=attachment.name or "", width=saved.width, height=saved.height
        )
        for attachment, saved in shown
        if saved is not None
    ]


def _saved(attachment: Attachment, post: Post, media: Mapping[str, Picture]) -> Picture | None:
    """Return the saved picture of an attachment; ``None`` where the post's body shows it."""
    if not attachment.href:
        return None
    saved = media.get(attachment.href)
    if saved is None or escape(attachment.href) in post.html:
        return None
    return saved
