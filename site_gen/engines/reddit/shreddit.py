"""Reddit's page since 2023 ("shreddit"): web components whose attributes say who, when and what.

``shreddit-post`` holds the link or text with its title, author, score and count of comments; its
words stand in the slot ``text-body``, its pictures in ``post-media-container``. A comment is
``shreddit-comment``, its answers are inside it, its words in its own slot ``comment``. A page as
the server sends it has no comments yet, since a script asks for them (``faceplate-partial``): the
count that the post claims shows the gap. Bodies are ``…-post-rtjson-content`` and
``…-comment-rtjson-content``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed, squash
from site_gen.engines.reddit.common import (
    ADDRESSES,
    BODY_RULES,
    THREAD,
    is_removed,
    known_name,
)
from site_gen.engines.tools.addresses import host, whole
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import distinct
from site_gen.load.page import Page

WHOLE = re.compile(r"-?\d{1,9}")
POST = "shreddit-post"
COMMENT = "shreddit-comment"
TEXT = "[slot=text-body] [property='schema:articleBody'], [slot=text-body] [id$=rtjson-content]"
PICTURES = (
    "[slot=post-media-container] gallery-carousel img, "
    "[slot=post-media-container] img:not([role=presentation])"
)
FLAIR = "author-flair-event-handler .flair-content, author-flair-event-handler"
OF_PICTURES = ("image", "gallery")
"""Types of posts that are pictures; a link's picture is a preview of the page it leads to."""


def split(page: Page) -> Iterator[RawPost]:
    """Yield the link or text, then the comments below it, as the page orders them."""
    main = main_post(page)
    if not main:
        return
    yield RawPost(
        body=post_body(main, page),
        fields={
            "id": stated(main, "id"),
            "author": stated(main, "author"),
            "author_id": stated(main, "author-id"),
            "author_title": main.said(f"[slot=credit-bar] :is({FLAIR})") or None,
            "up": score(main),
        },
        date_stated=stated(main, "created-timestamp"),
    )
    for comment in Node(page.tree.root).all(f"{COMMENT}[thingid]"):
        body = own(comment, "[slot=comment]")
        if body and not is_removed(stated(comment, "author"), body.text):
            yield raw_comment(comment, body, main)


def raw_comment(comment: Node, body: Node, main: Node) -> RawPost:
    """Make a post of a comment."""
    when = own(comment, "[slot=commentMeta] time[datetime], time[datetime]")
    return RawPost(
        body=body.raw,
        fields={
            "id": stated(comment, "thingid"),
            "parent": answered(comment, main),
            "author": known_name(stated(comment, "author")),
            "author_title": own(comment, FLAIR).text or None,
            "date_text": when.text or None,
            "up": score(comment),
        },
        date_stated=moment(comment, when),
    )


def main_post(page: Page) -> Node:
    """Return the post that the page is about: the only one, or that whose context is no feed."""
    root = Node(page.tree.root)
    found = root.all(POST)
    if len(found) == 1:
        return found[0]
    return root.at(f"{POST}[view-context=CommentsPage]")


def stated(node: Node, name: str) -> str | None:
    """Return an attribute's words."""
    return squash(node.attr(name)) or None


def own(comment: Node, css: str) -> Node:
    """Return an element of a comment that is not an answer's."""
    return next((node for node in comment.all(css) if node.up(COMMENT) == comment), NOTHING)


def answered(comment: Node, main: Node) -> str | None:
    """Return what a comment answers: as it states, else the comment around it, else the post."""
    if parent := stated(comment, "parentid"):
        return parent
    if around := comment.up(COMMENT):
        return stated(around, "thingid")
    return stated(main, "id")


def score(node: Node) -> int | None:
    """Return the points, where the page shows them."""
    value = stated(node, "score") or ""
    if any("score-hidden" in name or "hide-score" in name for name in node.attributes):
        return None
    return signed(value) if WHOLE.fullmatch(value) else None


def moment(comment: Node, when: Node) -> str | None:
    """Return when a comment was written, by its attribute or its ``time``.

    Or by ``faceplate-timeago[ts]``, which a script fills with a ``time``.
    """
    if created := stated(comment, "created"):
        return created
    if when:
        return stated(when, "datetime")
    return stated(own(comment, "faceplate-timeago[ts]"), "ts")


def post_body(main: Node, page: Page) -> LexborNode:
    """Return a post's words: the address that it leads to, its pictures and its text.

    The address stands under the post's title.
    """
    href, kind = stated(main, "content-href") or "", stated(main, "post-type")
    link = ""
    if kind not in (*OF_PICTURES, "text") and not THREAD.search(href):
        link = link_line(page, href, stated(main, "post-title"))
    return parsed(link + pictures(main) + main.at(TEXT).html)


def pictures(main: Node) -> str:
    """Return the pictures of a post of pictures, as HTML."""
    if stated(main, "post-type") not in OF_PICTURES:
        return ""
    found = {one.attr("src") or one.outer_html: one.outer_html for one in main.all(PICTURES)}
    return "".join(f"<p>{picture}</p>" for picture in found.values())


def more_thread(page: Page) -> dict[str, Any]:
    """Return what the post states of the thread."""
    main = main_post(page)
    if not main:
        return {}
    flair = main.all("shreddit-post-flair .flair-content") or main.all("shreddit-post-flair")
    url = whole(page, stated(main, "permalink"), own_target(main), page.capture.url)
    return {
        "title": stated(main, "post-title") or main.said("h1") or None,
        "board": board(main),
        "board_id": stated(main, "subreddit-id"),
        "tags": [node.text for node in flair if node.text],
        "replies": number(stated(main, "comment-count")),
        "thread_id": (stated(main, "id") or "").removeprefix("t3_") or None,
        "site": host(url, page.base),
        "site_name": "reddit",
        "url": url,
    }


def board(main: Node) -> list[str]:
    """Return the name of the post's board."""
    prefixed = stated(main, "subreddit-prefixed-name") or ""
    return distinct([stated(main, "subreddit-name") or prefixed.removeprefix("r/")])


def own_target(main: Node) -> str | None:
    """Return the address that a text leads to, which is its own."""
    target = stated(main, "content-href")
    is_own = THREAD.search(target or "") and stated(main, "post-type") == "text"
    return target if is_own else None


def refuse(page: Page) -> str | None:
    """Say that a feed holds no thread."""
    if page.tree.css_first(POST) is None:
        return None
    return "a list of posts, without comments"


SHREDDIT = Engine(
    name="reddit",
    view="desktop",
    fingerprints=(
        Fingerprint("the post's element", ("<shreddit-post ",), 3),
        Fingerprint("the app's element", ("<shreddit-app ", "<shreddit-app>"), 2),
        Fingerprint("comments' elements", ("<shreddit-comment ", "<shreddit-comment-tree"), 1),
        Fingerprint("bodies", ("-post-rtjson-content", "-comment-rtjson-content"), 1),
        Fingerprint("full names", ('id="t3_', 'thingid="t1_', 'thingId="t1_'), 1),
        Fingerprint("partial pages", ("/svc/shreddit/",), 1),
    ),
    threshold=5,
    split=split,
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    post_boxes="shreddit-post, shreddit-comment",
    addresses=ADDRESSES,
    chrome={
        "site-header": (
            "reddit-header-large, reddit-header-small, header, reddit-skip-to-sidebar, "
            "alert-controller"
        ),
        "site-menu": "flex-left-nav-container, left-nav-top-section, #left-sidebar-container, nav",
        "byline": "[slot=credit-bar], [slot=commentMeta], [slot=commentAvatar], summary",
        "title": "[slot=title]",
        "post-preview": "[slot=post-media-container], [slot=thumbnail]",
        "post-tools": (
            "[slot=ssr-share-button], [slot=actionRow], [slot=action-row], "
            "shreddit-comment-action-row, [id$=read-more-button], [slot=post-flair]"
        ),
        "more-comments": "faceplate-partial",
        "deleted": "shreddit-comment[author='[deleted]'] [slot=comment]",
        "thread-tools": (
            "comment-body-header, shreddit-comments-sort-dropdown, pdp-comment-search-input"
        ),
        "sidebar": "#right-sidebar-container",
        "site-footer": "footer, .legal-links",
        "notices": "shreddit-subreddit-header, shreddit-app > [hidden]",
    },
)
