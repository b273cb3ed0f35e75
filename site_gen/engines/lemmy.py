"""Lemmy's own page (lemmy-ui 0.18, 0.19.

``post-listing.tsx``, ``comment-node.tsx``): a post and a tree of comments.

The post is ``.post-listing`` (drawn twice, for narrow and wide windows) with its words in
``#postContent``; a comment is ``article.comment-node#comment-…`` in an ``li.comment`` that holds
its answers as well. The moment stands in the hint of ``.moment-time``, alone or, of what was
edited, as two labelled lines (created, modified). Hints and dates are in the reader's language and
zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, signed, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.stories import enclosing, link_line
from site_gen.engines.tools.values import first_group, first_node, first_text, meta, shown
from site_gen.load.page import Page

POST = re.compile(r"/post/(\d+)")
USER = re.compile(r"/u/([^/?#]+)")
COUNT = re.compile(r"^(-?\d+)(?=\s|$)")
VERSION = re.compile(r"\bBE: (\d+(?:\.\d+)+)")
LABEL = re.compile(
    r"^[^\d:：]{1,30}[:：]\s*"
)  # "Created: ", before the date in a hint of two lines


def split(page: Page) -> Iterator[RawPost]:
    """The post, then its comments in the page's order."""
    listing = main_post(page)
    if listing is None:
        return
    ident = thread_id(page, listing)
    yield RawPost(
        body=post_body(page, listing),
        fields={"id": f"post-{ident}" if ident else None, **byline(listing), **post_votes(listing)},
        date_stated=moments(listing)[0],
    )
    for comment in page.tree.css("article.comment-node[id^=comment-]"):
        body = comment.css_first(".comment-content .md-div") or comment.css_first(
            ".comment-content, .md-div"
        )
        if body is None:
            continue
        yield RawPost(
            body=body,
            fields={
                "id": own_id(comment),
                "parent": answered(comment) or (f"post-{ident}" if ident else None),
                **byline(comment),
                **votes(comment),
            },
            date_stated=moments(comment)[0],
        )


def main_post(page: Page) -> LexborNode | None:
    """The post that the page is about; a list of posts has many."""
    found = page.tree.css(".post-listing")
    return found[0] if len(found) == 1 else None


def thread_id(page: Page, listing: LexborNode) -> str | None:
    """The post's number, by its title, its comments' link or the page's address."""
    links = listing.css('.post-title a[href*="/post/"], a[href*="/post/"]')
    return first_group(
        POST,
        *(link.attributes.get("href") for link in links),
        meta(page, 'meta[property="og:url"]'),
        page.capture.url,
    )


def own_id(comment: LexborNode) -> str:
    """A comment's number."""
    return (comment.attributes.get("id") or "").removeprefix("comment-")


def answered(comment: LexborNode) -> str | None:
    """The comment that holds a comment in its list of answers."""
    own_place = enclosing(comment, is_place)
    around = enclosing(own_place, is_place) if own_place is not None else None
    above = around.css_first("article.comment-node[id^=comment-]") if around is not None else None
    return own_id(above) if above is not None else None


def is_place(node: LexborNode) -> bool:
    """Whether an element holds a comment and its answers."""
    return node.tag == "li" and "comment" in (node.attributes.get("class") or "").split()


def byline(box: LexborNode) -> dict[str, Any]:
    """Who wrote, as the page names them and as the network does (``name@instance``), and when it was edited."""
    link = box.css_first("a.person-listing")
    badges = [] if link is None or link.next is None else link.next.css(".badge[aria-label]")
    labels = [
        squash(badge.attributes.get("aria-label"))
        for badge in badges
        if squash(badge.text()) != "OP"
    ]
    when = box.css_first(".moment-time")
    _, edited = moments(box)
    return {
        "author": (shown(link.css_first("span")) or squash(link.attributes.get("title")) or None)
        if link
        else None,
        "author_id": first_group(USER, link.attributes.get("href")) if link is not None else None,
        "author_title": ", ".join(labels) or None,
        "date_text": shown(when) if edited is None else None,
        **({"edited": parse_absolute(edited) or edited} if edited else {}),
    }


def moments(box: LexborNode) -> tuple[str | None, str | None]:
    """When something was written and when edited, by the hint of its time."""
    when = box.css_first(".moment-time[data-tippy-content]")
    hint = when.attributes.get("data-tippy-content") or "" if when is not None else ""
    lines = [LABEL.sub("", squash(line)) for line in hint.splitlines() if squash(line)]
    return (lines[0] if lines else None), (lines[1] if len(lines) > 1 else None)


def votes(comment: LexborNode) -> dict[str, Any]:
    """The votes for and against a comment, as the hints of its counts say."""
    hints = (
        squash(node.attributes.get("data-tippy-content"))
        for node in comment.css(".unselectable [aria-label]")
    )
    counts = [signed(match[1]) for hint in hints if (match := COUNT.match(hint))]
    return dict(zip(("up", "down"), counts, strict=False))


def post_votes(listing: LexborNode) -> dict[str, Any]:
    """The votes of the post: "95 Upvotes · 2 Downvotes" in the hint of its score, else the score."""
    box = listing.css_first(".post-score")
    if box is None:
        return {}
    hint = squash(box.attributes.get("data-tippy-content")) or squash(box.text())
    counts = [signed(match[1]) for part in hint.split("·") if (match := COUNT.match(part.strip()))]
    return dict(zip(("up", "down"), counts, strict=False))


def post_body(page: Page, listing: LexborNode) -> LexborNode:
    """A post's words: the address that it leads to, under its title, its picture and its text."""
    said = page.tree.css_first("#postContent .md-div") or listing.css_first(
        ".card .md-div, .md-div"
    )
    title = listing.css_first(".post-title h1 a, .post-title h5 a, .post-title a")
    href = title.attributes.get("href") or "" if title is not None else ""
    link = (
        link_line(page, href, title.text()) if title is not None and not POST.search(href) else ""
    )
    picture = listing.css_first("a > picture img.img-expanded, picture img.img-expanded")
    shown_too = f"<p>{picture.html}</p>" if picture is not None else ""
    return parsed(link + shown_too + ((said.inner_html or "") if said is not None else ""))


def more_thread(page: Page) -> dict[str, Any]:
    """Title, community, number and count of comments."""
    listing = main_post(page)
    if listing is None:
        return {}
    comments = first_node(listing, 'a[href*="scrollToComments"]')
    count = (
        COUNT.match(squash(comments.attributes.get("title")) or squash(comments.text()))
        if comments
        else None
    )
    board = first_text(listing, "a.community-link")
    return {
        "title": first_text(listing, ".post-title h1", ".post-title"),
        "board": [board] if board else [],
        "replies": signed(count[1]) if count else None,
        "engine_version": first_group(
            VERSION, first_text(page.tree.root, "footer") if page.tree.root else None
        ),
        "thread_id": thread_id(page, listing),
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str | None:
    """Feeds and communities list posts."""
    return "a list of posts, without comments" if len(page.tree.css(".post-listing")) > 1 else None


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
        "post-tools": ".post-listing .text-muted, .comment-bottom-btns, .comment-node button, .comment-node a.btn",
        "quick-reply": ".comment-form",
        "thread-tools": ".btn-group-toggle",
        "sidebar": "aside",
        "site-footer": "footer",
    },
)

ENGINES = (LEMMY,)
