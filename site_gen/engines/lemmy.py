"""Lemmy's own page (lemmy-ui 0.18, 0.19): a post and a tree of comments.

Sources: ``post-listing.tsx``, ``comment-node.tsx``. The post is ``.post-listing`` (drawn twice, for
narrow and wide windows) with its words in ``#postContent``; a comment is
``article.comment-node#comment-…`` in an ``li.comment`` that holds its answers as well. The moment
stands in the hint of ``.moment-time``, alone or, of what was edited, as two labelled lines
(created, modified). Hints and dates are in the reader's language and zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, signed, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_group, meta, stated
from site_gen.load.page import Page

POST = re.compile(r"/post/(\d+)")
USER = re.compile(r"/u/([^/?#]+)")
VERSION = re.compile(r"\bBE: (\d+(?:\.\d+)+)")
COUNT = re.compile(r"^(-?\d+)(?=\s|$)")
LABEL = re.compile(r"^[^\d:：]{1,30}[:：]\s*")
"""The word before the date in a hint of two lines: "Created: "."""

LISTING = ".post-listing"
COMMENT = "article.comment-node[id^=comment-]"
WITH_ANSWERS = "li.comment"
WORDS = (".comment-content .md-div", ".comment-content, .md-div")
HINT = "data-tippy-content"


def split(page: Page) -> Iterator[RawPost]:
    """Yield the post, then its comments in the page's order."""
    listing = main_post(page)
    if not listing:
        return
    ident = thread_id(page, listing)
    post = f"post-{ident}" if ident else None
    yield RawPost(
        body=post_body(page, listing),
        fields={"id": post, **byline(listing), **post_votes(listing)},
        date_stated=moments(listing)[0],
    )
    for comment in Node(page.tree.root).all(COMMENT):
        body = comment.at(*WORDS)
        if not body:
            continue
        parent = answered(comment) or post
        yield RawPost(
            body=body.raw,
            fields={
                "id": own_id(comment),
                "parent": parent,
                **byline(comment),
                **votes(comment),
            },
            date_stated=moments(comment)[0],
        )


def main_post(page: Page) -> Node:
    """Return the post that the page is about; a list of posts has many."""
    found = Node(page.tree.root).all(LISTING)
    return found[0] if len(found) == 1 else NOTHING


def thread_id(page: Page, listing: Node) -> str | None:
    """Return the post's number, by its title, its comments' link or the page's address."""
    links = listing.all('.post-title a[href*="/post/"], a[href*="/post/"]')
    return first_group(
        POST,
        *(link.attr("href") for link in links),
        meta(page, 'meta[property="og:url"]'),
        page.capture.url,
    )


def own_id(comment: Node) -> str:
    """Return a comment's number."""
    return comment.id.removeprefix("comment-")


def answered(comment: Node) -> str | None:
    """Return the comment that holds a comment in its list of answers."""
    around = comment.up(WITH_ANSWERS).up(WITH_ANSWERS)
    return own_id(around.at(COMMENT)) or None


def byline(box: Node) -> dict[str, Any]:
    """Return who wrote, as the page and as the network (``name@instance``) names them, and when."""
    link = box.at("a.person-listing")
    _, edited = moments(box)
    when = {"edited": parse_absolute(edited) or edited} if edited else date_shown(box)
    return {
        "author": link.at("span").text or squash(link.attr("title")) or None,
        "author_id": first_group(USER, link.attr("href")),
        "author_title": ", ".join(labels(link)) or None,
        **when,
    }


def date_shown(box: Node) -> dict[str, Any]:
    """Return the date that the page shows: of what was never edited, that of its writing."""
    return stated(date_text=box.at(".moment-time").text or None)


def labels(link: Node) -> list[str]:
    """Return the labels behind a person's name, but for "OP"."""
    badges = link.next.all(".badge[aria-label]")
    return [squash(badge.attr("aria-label")) for badge in badges if badge.text != "OP"]


def moments(box: Node) -> tuple[str | None, str | None]:
    """Return when something was written and when edited, by the hint of its time."""
    hint = box.at(f".moment-time[{HINT}]").attr(HINT)
    lines = [LABEL.sub("", squash(line)) for line in hint.splitlines() if squash(line)]
    written, edited, *_ = (*lines, None, None)
    return written, edited


def votes(comment: Node) -> dict[str, Any]:
    """Return the votes for and against a comment, as the hints of its counts say."""
    return counted(squash(box.attr(HINT)) for box in comment.all(".unselectable [aria-label]"))


def post_votes(listing: Node) -> dict[str, Any]:
    """Return the votes of the post.

    The hint of its score says "95 Upvotes · 2 Downvotes"; without one, the score is taken.
    """
    box = listing.at(".post-score")
    hint = squash(box.attr(HINT)) or box.text
    return counted(part.strip() for part in hint.split("·"))


def counted(hints: Iterable[str]) -> dict[str, Any]:
    """Return the counts that hints begin with: the first is for, the second against."""
    counts = [signed(match[1]) for hint in hints if (match := COUNT.match(hint))]
    return dict(zip(("up", "down"), counts, strict=False))


def post_body(page: Page, listing: Node) -> LexborNode:
    """Return a post's words: the address that it leads to, its picture and its text.

    The address stands under the post's title.
    """
    said = Node(page.tree.css_first("#postContent .md-div")) or listing.at(".card .md-div, .md-div")
    title = listing.at(".post-title h1 a, .post-title h5 a, .post-title a")
    above = ""
    if not POST.search(title.attr("href")):
        above = link_line(page, title.attr("href"), title.text)
    picture = listing.at("a > picture img.img-expanded, picture img.img-expanded")
    if picture:
        above += f"<p>{picture.outer_html}</p>"
    return parsed(above + said.html)


def more_thread(page: Page) -> dict[str, Any]:
    """Return community, number, count of comments, address and version."""
    listing = main_post(page)
    comments = listing.at('a[href*="scrollToComments"]')
    board = listing.said("a.community-link")
    return {
        "board": [board] if board else [],
        "replies": signed(first_group(COUNT, squash(comments.attr("title")) or comments.text)),
        "engine_version": first_group(VERSION, Node(page.tree.root).said("footer")),
        "thread_id": thread_id(page, listing),
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str | None:
    """Say that a feed or a community lists posts."""
    if len(page.tree.css(LISTING)) <= 1:
        return None
    return "a list of posts, without comments"


LEMMY = Engine(
    name="lemmy",
    view="desktop",
    fingerprints=(
        Fingerprint("a post's box", ('class="post-listing',), 2),
        Fingerprint("a person's link", ('class="person-listing',), 2),
        Fingerprint("a community's link", ('class="community-link',), 1),
        Fingerprint("comments", ("comment-node ", '"comment list-unstyled'), 2),
        Fingerprint("the app's state", ("window.isoData",), 2),
        Fingerprint("head by Inferno", ("data-inferno-helmet",), 1),
    ),
    threshold=6,
    split=split,
    thread={
        "title": (where(f"{LISTING} .post-title h1"), where(f"{LISTING} .post-title")),
    },
    rules=(quotes("blockquote", needles=("<blockquote",)), code("pre", needles=("<pre",)), *COMMON),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=".post-listing, article.comment-node",
    addresses=(
        re.compile(r"/post/(?P<thread>\d+)/(?P<post>\d+)"),
        re.compile(r"/post/(?P<thread>\d+)"),
    ),
    chrome={
        "site-header": "#app > .shadow-sm, nav, .skip-link, #navbar",
        "post-head": ".post-listing .post-title, .post-listing .thumbnail",
        "byline": ".post-listing .small, .person-listing, .community-link, .badge, .moment-time",
        "votes": ".vote-bar, .unselectable",
        "post-tools": (
            ".post-listing .text-muted, .comment-bottom-btns, .comment-node button, "
            ".comment-node a.btn"
        ),
        "quick-reply": ".comment-form",
        "thread-tools": ".btn-group-toggle",
        "sidebar": "aside",
        "site-footer": "footer",
    },
)

ENGINES = (LEMMY,)
