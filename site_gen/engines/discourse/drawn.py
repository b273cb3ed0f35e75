"""The posts of Discourse as the application draws them, in a page that a browser saved."""

from __future__ import annotations

import re
from typing import Any

from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import number, read_fields, squash, where
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated, written
from site_gen.load.page import Page

DRAWN = "article[data-post-id]"
POST_BOX = re.compile(r"^post_(\d+)$")
DIGITS = re.compile(r"(\d+)")
BODY = (".regular > .cooked", ".contents > .cooked", ".cooked")
DATE = (".post-date .relative-date", ".post-date [data-time]", ".relative-date")
LIKES = ".like-count, .reactions-counter, .post-action-likes"
BYLINE = {
    "author": (
        where(".names [data-user-card], .main-avatar[data-user-card]", "data-user-card"),
        where(".names .username"),
    ),
    "author_title": (where(".names .user-title"), where(".user-title")),
}


def drawn_post(node: Node, page: Page) -> dict[str, Any] | None:
    """Return what an article of the application says of its post.

    Replies unfolded under another post are drawn there once more.
    """
    if node.up(".embedded-posts"):
        return None
    date = node.at(*DATE)
    edits = node.value(".edits [title], .post-edits[title]", "title")
    return {
        **read_fields(BYLINE, node.raw),
        **stated(
            body=node.at(*BODY).raw,
            id=node.attributes.get("data-post-id"),
            floor=number(first_group(POST_BOX, node.id)),
            author_id=node.attributes.get("data-user-id"),
            date_text=date.text if date else None,
            date_stated=exact_date(date, page),
            edited=written(page, edits),
            up=number(first_group(DIGITS, node.said(LIKES))),
            marks=["Solution"] if node.at(".accepted-answer, .accepted-text") else None,
        ),
    }


def exact_date(date: Node, page: Page) -> str | None:
    """Return the first statement of a date that can be read.

    ``title`` has the date in the reader's language and zone, ``data-time`` milliseconds.
    """
    places = (squash(date.attr(name)) for name in ("title", "data-time"))
    return next((place for place in places if read_date(place, Clock.of(page))[0]), None)
