"""What stands around the words of a post in either version of XenForo."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import squash
from site_gen.engines.tools.values import digits, first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment

POST_ID = re.compile(r"^(?:js-)?post-(\d+)$")
MEMBER_URL = re.compile(r"(?:members|mitglieder)/(?:[^/?#]*\.)?(\d+)/?")
SIZE = re.compile(r"[\d.,]+\s*(?:bytes|[KMG]i?B|Ko|Mo)", re.I)


def post_id(node: LexborNode) -> str | None:
    """The number in ``data-content`` or in the id."""
    stated = node.attributes.get("data-content") or node.id
    return first_group(POST_ID, stated, node.id)


def author_id(node: LexborNode) -> str | None:
    """The member's number: ``data-user-id``, or the link to the member's page."""
    box = node.css_first(".message-user, .message-cell--user, .messageUserInfo") or node
    named = box.css_first("[data-user-id]")
    if named is not None and (stated := named.attributes.get("data-user-id")) not in (
        "",
        "0",
        None,
    ):
        return stated
    for link in box.css("a.username[href], a.avatar[href]"):
        if found := first_group(MEMBER_URL, link.attributes.get("href")):
            return found
    return None


def stated_date(time: LexborNode | None) -> tuple[str | None, str | None]:
    """A date as shown, and as its element's attributes state it: local forms before seconds since 1970."""
    if time is None:
        return None, None
    attributes = time.attributes
    day, hour = attributes.get("data-datestring"), attributes.get("data-timestring")
    stated = attributes.get("datetime") or (f"{day} {hour}" if day and hour else None)
    stated = (
        stated
        or attributes.get("title")
        or attributes.get("data-time")
        or attributes.get("data-timestamp")
    )
    return shown(time), stated


def edited(mark: LexborNode | None, page: Page) -> dict[str, Any]:
    """When a post was last edited, out of its mark; the mark's words where the date is not read."""
    if mark is None or not shown(mark):
        return {}
    text, stated = stated_date(mark.css_first("time, .DateTime"))
    clock = Clock.of(page)
    date = read_date(stated, clock)[0] or read_date(text, clock)[0]
    return {"edited": date or shown(mark)}


def reactions(node: LexborNode) -> dict[str, int]:
    """Likes: the count in microdata (2.3), or the names of a list and the "3 others" at its end.

    Reactions of several kinds are no votes for a post, so that only a list of likes alone counts.
    """
    kinds = {
        box.attributes.get("data-reaction-id")
        for box in node.css(".reactionsBar [data-reaction-id]")
    }
    if kinds - {"1"}:
        return {}
    box = node.css_first(".reactionsBar-link, .likesBar-link, .likesSummary .LikeText")
    if box is None:
        return {}
    names = box.css("bdi, a.username")
    rest = squash(box.text())
    for name in names:
        rest = rest.replace(squash(name.text()), "", 1)
    others = digits(rest) or 0
    return {"up": len(names) + others} if names or others else {}


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body (``.message-attachments``; version 1 ``.attachedFiles``)."""
    found: list[Attachment] = []
    for entry in node.css(".message-attachments .attachmentList > li, .attachedFiles .attachment"):
        link = entry.css_first(
            ".attachment-name a, .filename a, a.file-preview, a[href*=attachments]"
        )
        name = entry.css_first(".file-name, .attachment-name, .filename")
        title = (name.attributes.get("title") if name else None) or shown(name)
        href = link.attributes.get("href") if link else None
        size = SIZE.search(squash(entry.text(separator=" ")).removeprefix(title or ""))
        found.append(
            Attachment(
                name=title,
                href=page.absolute(href) if href else None,
                size=squash(size[0]) if size else None,
            )
        )
    return found


def location(node: LexborNode) -> str | None:
    """Where a member lives: the link to a map is the same in every language."""
    return shown(node.css_first("a[href*='location-info']"))
