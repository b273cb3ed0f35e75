"""Reddit's page of 2018 to 2024, the "redesign" drawn by React: hooks of its tests, its state.

Most class names are hashes. What stays: the post is ``.Post#t3_…`` with
``[data-test-id=post-content]``, a comment ``.Comment.t1_…`` with
``[data-testid=post-comment-header]`` and its words in ``[data-testid=comment]``; votes stand in
``#vote-arrows-…``. Shown times are relative; the exact ones, and what a comment answers, are in
``window.___r``, the state of its script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed
from site_gen.engines.reddit.common import ADDRESSES, BODY_RULES, is_removed, known_name
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.appstate import State, counted, objects, said
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_group, in_utc
from site_gen.load.page import Page

STATE = re.compile(r"window\.___r\s*=\s*(?=\{)")
POST_ID = re.compile(r"^(t3_[a-z0-9]+)$")
COMMENT_ID = re.compile(r"\b(t1_[a-z0-9]+)\b")
THREAD = re.compile(r"/r/(?P<board>\w+)/comments/(?P<thread>[a-z0-9]{3,})")
CONTENT = "[data-test-id=post-content]"
WORDS = "[data-click-id=text] .RichTextJSON-root, .RichTextJSON-root, [data-click-id=text]"
PICTURES = "img.media-element, img.ImageBox-image, img[alt='Post image']"
TIMES = ("[data-testid=post_timestamp]", "[data-click-id=timestamp]")
SCORE = re.compile(r"^-?\d+$")


def split(page: Page) -> Iterator[RawPost]:
    """Yield the post, then the comments that are drawn, in the page's order."""
    root = Node(page.tree.root)
    content = root.at(CONTENT)
    if not content:
        return
    known = known_things(page)
    ident = post_id(page)
    facts = known.get(ident or "", {})
    yield RawPost(
        body=post_body(page, content),
        fields={
            "id": ident,
            "author": said(facts, "author") or name_in(content, "post_author_link"),
            "date_text": content.said(*TIMES) or None,
            "up": score(page, facts, ident),
        },
        date_stated=moment(facts),
    )
    for box in root.all(".Comment"):
        comment = drawn_comment(page, box, known.get(comment_id(box) or "", {}), ident)
        if comment is not None:
            yield comment


def drawn_comment(page: Page, box: Node, facts: State, post: str | None) -> RawPost | None:
    """Return a comment of the page; one of which nothing is left is none.

    ``facts`` is what the state says of it, ``post`` the full name of what the page is about.
    """
    name = comment_id(box)
    body = box.at("[data-testid=comment]")
    author = name_in(box, "comment_author_link") or said(facts, "author")
    if name is None or not body or is_removed(author, body.text):
        return None
    return RawPost(
        body=body.raw,
        fields={
            "id": name,
            "parent": said(facts, "parentId") or (post if facts else None),
            "author": known_name(author),
            "author_id": said(facts, "authorId"),
            "date_text": box.said("[data-testid=comment_timestamp]") or None,
            "up": score(page, facts, name),
        },
        date_stated=moment(facts),
    )


def comment_id(box: Node) -> str | None:
    """Return a comment's full name, which is one of its classes."""
    return first_group(COMMENT_ID, box.attr("class"))


def known_things(page: Page) -> dict[str, State]:
    """Return the posts and comments in the page's state, by their full names."""
    match = STATE.search(page.text)
    if match is None:
        return {}
    try:
        whole, _ = json.JSONDecoder().raw_decode(page.text, match.end())
    except (ValueError, RecursionError):
        return {}
    found: dict[str, State] = {}
    for thing in objects(whole):
        name = said(thing, "id") or ""
        if name.startswith(("t1_", "t3_")) and "created" in thing:
            found.setdefault(name, thing)
    return found


def moment(facts: State) -> str | None:
    """Return when a thing was written, in UTC.

    The state counts a post's time in milliseconds, a comment's in seconds.
    """
    seconds = counted(facts, "created") or 0
    if seconds > 100_000_000_000:
        seconds //= 1_000
    return in_utc(seconds) if 0 < seconds < 100_000_000_000 else None


def name_in(box: Node, hook: str) -> str | None:
    """Return the name in a link to a person."""
    return box.at(f"[data-testid={hook}]").text.removeprefix("u/") or None


def score(page: Page, facts: State, name: str | None) -> int | None:
    """Return the points of a thing, as the state says or as they stand between its arrows.

    "Vote" and "1.2k" are no count.
    """
    if facts.get("scoreHidden") is True:
        return None
    stated = counted(facts, "score")
    if stated is not None or not name:
        return stated
    points = Node(page.tree.css_first(f"#vote-arrows-{name}")).text
    return signed(points) if SCORE.match(points) else None


def post_id(page: Page) -> str | None:
    """Return the full name of the post: that of its box, else out of an address."""
    if ident := first_group(POST_ID, Node(page.tree.css_first(".Post[id^=t3_]")).id):
        return ident
    match = THREAD.search(address(page) or "")
    return f"t3_{match['thread']}" if match else None


def address(page: Page) -> str | None:
    """Return the thread's own address, by the page's head."""
    return own_address(page, "link[rel=canonical]", 'meta[property="og:url"]')


def post_body(page: Page, content: Node) -> LexborNode:
    """Return a post's words: the address that it leads to or its pictures, and its text.

    The address stands under the post's title.
    """
    above = ""
    if out := content.at("a[data-testid=outbound-link]"):
        above = link_line(page, out.attr("href"), content.said("h1"))
    if not above:
        found = {one.attributes.get("src"): one.outer_html for one in content.all(PICTURES)}
        above = "".join(f"<p>{picture}</p>" for picture in found.values())
    return parsed(above + content.at(WORDS).html)


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board, flair, number and count of comments."""
    content = Node(page.tree.css_first(CONTENT))
    if not content:
        return {}
    ident = post_id(page) or ""
    facts = known_things(page).get(ident, {})
    url = address(page)
    board = first_group(THREAD, url, said(facts, "permalink"))
    flairs = content.all("a[href*='flair_name']")
    return {
        "title": content.said("h1") or said(facts, "title"),
        "board": [board] if board else [],
        "tags": list(dict.fromkeys(flair.text for flair in flairs)),
        "replies": comment_count(content, facts),
        "locked": any(facts.get(key) is True for key in ("isLocked", "isArchived")) or None,
        "thread_id": ident.removeprefix("t3_") or None,
        "site": host(url, page.base),
        "site_name": "reddit",
        "url": url,
    }


def comment_count(content: Node, facts: State) -> int | None:
    """Return how many comments the state, or else the page, says there are."""
    stated = counted(facts, "numComments")
    if stated is not None:
        return stated
    shown = content.said("[data-test-id=comments-page-link-num-comments]")
    return number(shown.partition(" ")[0])


def refuse(page: Page) -> str | None:
    """Say that a feed holds posts without their comments."""
    if page.tree.css_first(".Post") is None:
        return None
    return "a list of posts, without comments"


REDESIGN = Engine(
    name="reddit",
    view="desktop",
    fingerprints=(
        Fingerprint("the post", ('data-test-id="post-content"',), 3),
        Fingerprint("comments", ('data-testid="comment"', 'data-testid="post-comment-header"'), 2),
        Fingerprint(
            "authors", ('data-testid="comment_author_link"', 'data-testid="post_author_link"'), 1
        ),
        Fingerprint("the script's state", ("window.___r",), 2),
        Fingerprint("rich text", ("RichTextJSON-root",), 1),
        Fingerprint("arrows", ('id="vote-arrows-t3_', 'id="vote-arrows-t1_'), 1),
    ),
    threshold=5,
    split=split,
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=".Post, .Comment",
    addresses=ADDRESSES,
    chrome={
        "site-header": "header, [data-redditstyle] > header",
        "title": ".Post h1",
        "byline": (
            ".Comment > span, [data-testid=post-comment-header], [data-adclicklocation=top_bar]"
        ),
        "votes": "[id^=vote-arrows]",
        "post-tools": (
            "button, [data-test-id=comments-page-link-num-comments], [id$=-comment-share-menu]"
        ),
        "more-comments": "[id^=moreComments]",
        "sidebar": "[data-testid=frontpage-sidebar], [data-testid=subreddit-sidebar]",
    },
)
