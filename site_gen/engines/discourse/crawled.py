"""The posts of Discourse as the page for crawlers and readers without scripts prints them."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import number, read_fields, where
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated, written
from site_gen.load.page import Page

CRAWLED = (
    ".crawler-post, [itemtype$='/Article']:has(> [itemprop=articleBody])"  # the second until 1.6
)
PLACES = "[itemprop=position]"
POST_BOX = re.compile(r"^post_(\d+)$")
DIGITS = re.compile(r"(\d+)")
NUMBERED = re.compile(r"#(\d+)")
BEHIND_NAME = re.compile(r"[,)]\s+(\w.*\d{4}.*)$")
"""The date in "#1 By: ann (Ann Alder), June 14th, 2015 18:05"."""

BYLINE = {
    "author": (
        where(".creator [itemprop=name]"),
        where(".creator a"),
        where("b[itemprop=author]"),
        where(".creator"),
    ),
}


def crawled_post(node: Node, page: Page) -> dict[str, Any] | None:
    """Return what a box for crawlers says of its post.

    The link to the next page has the same class and no body.
    """
    body = node.at(".post", "[itemprop=articleBody]")
    if body.raw is None:
        return None
    head = head_of(node, body)
    return {
        **read_fields(BYLINE, node.raw),
        **stated(body=body.raw, floor=floor(node, head), up=likes_of(node)),
        **dates(node, head, page),
    }


def head_of(node: Node, body: Node) -> str:
    """Return the line above a post's words, where no element of its own states the number."""
    if node.at(PLACES):
        return ""
    return node.text.partition(body.text)[0] if body.text else node.text


def floor(node: Node, head: str) -> int | None:
    """Return a post's number: by its box, by an element of its own, or in the line above it."""
    stated_number = first_group(POST_BOX, node.id) or node.said(PLACES)
    return number(first_group(DIGITS, stated_number) or first_group(NUMBERED, head))


def dates(node: Node, head: str, page: Page) -> dict[str, Any]:
    """Return when a post was written, as shown and as stated, and when it was edited.

    Where a ``meta`` states when it was written, the time shown is that of the edit.
    """
    time = node.at(".crawler-post-infos time", "time")
    published = node.value("meta[itemprop=datePublished]", "content")
    changed = node.value("[itemprop=dateModified]", "content")
    if published and not changed:
        changed = time.attr("datetime")
    created = published or time.attr("datetime")
    date_text: str | None = created or first_group(BEHIND_NAME, head)
    if time and not published:
        date_text = time.text
    return stated(
        date_text=date_text,
        date_stated=created or None,
        edited=written(page, changed) if changed != created else None,
    )


def likes_of(node: Node) -> int | None:
    """Return the count beside the action "like" (``itemprop=userInteractionCount``).

    Else that in the words "5 Likes".
    """
    for box in node.all("[itemprop=interactionStatistic]"):
        if box.value("[itemprop=interactionType]", "content").endswith("LikeAction"):
            return number(box.value("[itemprop=userInteractionCount]", "content"))
    return number(first_group(DIGITS, node.said(".post-likes")))
