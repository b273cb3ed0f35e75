"""Reddit's page of 2018 to 2024 (the "redesign", drawn by React): hooks of its tests, and the state of its script.

Most class names are hashes. What stays: the post is ``.Post#t3_…`` with
``[data-test-id=post-content]``, a comment ``.Comment.t1_…`` with
``[data-testid=post-comment-header]`` and its words in ``[data-testid=comment]``; votes stand in
``#vote-arrows-…``. Shown times are relative; the exact ones, and what a comment answers, are in
``window.___r``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed, squash
from site_gen.engines.reddit.old import STUB
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.appstate import State, counted, said
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_group, first_node, first_text, shown
from site_gen.load.page import Page

STATE = re.compile(r"window\.___r\s*=\s*(?=\{)")
COMMENT_ID = re.compile(r"\b(t1_[a-z0-9]+)\b")
THREAD = re.compile(r"/r/(?P<board>\w+)/comments/(?P<thread>[a-z0-9]{3,})")
WORDS = "[data-click-id=text] .RichTextJSON-root, .RichTextJSON-root, [data-click-id=text]"
PICTURES = "img.media-element, img.ImageBox-image, img[alt='Post image']"
SCORE = re.compile(r"^-?\d+$")


def split(page: Page) -> Iterator[RawPost]:
    """The post, then the comments that are drawn, in the page's order."""
    content = page.tree.css_first("[data-test-id=post-content]")
    if content is None:
        return
    known = known_things(page)
    ident = post_id(page)
    facts = known.get(ident or "", {})
    yield RawPost(
        body=post_body(page, content),
        fields={
            "id": ident,
            "author": said(facts, "author") or name_in(content, "post_author_link"),
            "date_text": first_text(
                content, "[data-testid=post_timestamp]", "[data-click-id=timestamp]"
            ),
            "up": score(page, facts, ident),
        },
        date_stated=moment(facts),
    )
    for comment in page.tree.css(".Comment"):
        name = first_group(COMMENT_ID, comment.attributes.get("class"))
        body = comment.css_first("[data-testid=comment]")
        if name is None or body is None:
            continue
        facts = known.get(name, {})
        author = name_in(comment, "comment_author_link") or said(facts, "author")
        if (author is None or STUB.match(author)) and STUB.match(squash(body.text())):
            continue
        yield RawPost(
            body=body,
            fields={
                "id": name,
                "parent": said(facts, "parentId") or (ident if facts else None),
                "author": author if author and not STUB.match(author) else None,
                "author_id": said(facts, "authorId"),
                "date_text": first_text(comment, "[data-testid=comment_timestamp]"),
                "up": score(page, facts, name),
            },
            date_stated=moment(facts),
        )


def known_things(page: Page) -> dict[str, State]:
    """The posts and comments in the page's state, by their full names."""
    match = STATE.search(page.text)
    if match is None:
        return {}
    try:
        waiting: list[Any] = [json.JSONDecoder().raw_decode(page.text, match.end())[0]]
    except (ValueError, RecursionError):
        return {}
    found: dict[str, State] = {}
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = said(value, "id") or ""
            if name.startswith(("t1_", "t3_")) and "created" in value:
                found.setdefault(name, value)
        waiting += (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
    return found


def moment(facts: State) -> str | None:
    """When a thing was written, in UTC: the state counts a post's time in milliseconds, a comment's in seconds."""
    value = counted(facts, "created") or 0
    seconds = value // 1_000 if value > 100_000_000_000 else value
    return (
        datetime.fromtimestamp(seconds, UTC).isoformat() if 0 < seconds < 100_000_000_000 else None
    )


def name_in(box: LexborNode, hook: str) -> str | None:
    """The name in a link to a person."""
    name = shown(box.css_first(f"[data-testid={hook}]"))
    return name.removeprefix("u/") if name else None


def score(page: Page, facts: State, name: str | None) -> int | None:
    """The points of a thing, by the state or between its arrows; "Vote" and "1.2k" are no count."""
    if facts.get("scoreHidden") is True:
        return None
    box = (
        page.tree.css_first(f"#vote-arrows-{name}")
        if name and counted(facts, "score") is None
        else None
    )
    points = squash(box.text()) if box is not None else ""
    return signed(points) if SCORE.match(points) else counted(facts, "score")


def post_id(page: Page) -> str | None:
    """The full name of the post: that of its box, else out of an address."""
    box = page.tree.css_first(".Post[id^=t3_]")
    ident = first_group(re.compile(r"^(t3_[a-z0-9]+)$"), box.id if box is not None else None)
    match = THREAD.search(address(page) or "")
    return ident or (f"t3_{match['thread']}" if match else None)


def address(page: Page) -> str | None:
    """The thread's own address, by the page's head."""
    return own_address(page, "link[rel=canonical]", 'meta[property="og:url"]')


def post_body(page: Page, content: LexborNode) -> LexborNode:
    """A post's words: the address that it leads to, under its title, its pictures and its text."""
    words = content.css_first(WORDS)
    out = first_node(content, "a[data-testid=outbound-link]")
    link = (
        link_line(page, out.attributes.get("href"), first_text(content, "h1"))
        if out is not None
        else ""
    )
    found = {picture.attributes.get("src"): picture.html or "" for picture in content.css(PICTURES)}
    pictures = "".join(f"<p>{picture}</p>" for picture in found.values()) if not link else ""
    return parsed(link + pictures + ((words.inner_html or "") if words is not None else ""))


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board, flair, number and count of comments."""
    content = page.tree.css_first("[data-test-id=post-content]")
    if content is None:
        return {}
    ident = post_id(page)
    facts = known_things(page).get(ident or "", {})
    url = address(page)
    match = THREAD.search(url or "") or THREAD.search(said(facts, "permalink") or "")
    shown_count = first_text(content, "[data-test-id=comments-page-link-num-comments]") or ""
    count = counted(facts, "numComments")
    return {
        "title": first_text(content, "h1") or said(facts, "title"),
        "board": [match["board"]] if match else [],
        "tags": list(
            dict.fromkeys(squash(flair.text()) for flair in content.css("a[href*='flair_name']"))
        ),
        "replies": count if count is not None else number(shown_count.partition(" ")[0]),
        "locked": True
        if facts.get("isLocked") is True or facts.get("isArchived") is True
        else None,
        "thread_id": (ident or "").removeprefix("t3_") or None,
        "site": host(url, page.base),
        "site_name": "reddit",
        "url": url,
    }


def refuse(page: Page) -> str | None:
    """Feeds hold posts without their comments."""
    return "a list of posts, without comments" if page.tree.css_first(".Post") is not None else None


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
    rules=(quotes("blockquote", needles=("<blockquote",)), code("pre", needles=("<pre",)), *COMMON),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=".Post, .Comment",
    addresses=(re.compile(r"/r/\w+/comments/(?P<thread>[a-z0-9]{3,})"),),
    chrome={
        "site-header": "header, [data-redditstyle] > header",
        "title": ".Post h1",
        "byline": ".Comment > span, [data-testid=post-comment-header], [data-adclicklocation=top_bar]",
        "votes": "[id^=vote-arrows]",
        "post-tools": "button, [data-test-id=comments-page-link-num-comments], [id$=-comment-share-menu]",
        "more-comments": "[id^=moreComments]",
        "sidebar": "[data-testid=frontpage-sidebar], [data-testid=subreddit-sidebar]",
    },
)
