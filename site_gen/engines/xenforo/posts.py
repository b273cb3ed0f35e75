"""What stands around the words of a post in either version of XenForo."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import squash
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group
from site_gen.load.page import Page
from site_gen.models import Attachment

POST_ID = re.compile(r"^(?:js-)?post-(\d+)$")
MEMBER_URL = re.compile(r"(?:members|mitglieder)/(?:[^/?#]*\.)?(\d+)/?")
SIZE = re.compile(r"([\d.,]+\s*(?:bytes|[KMG]i?B|Ko|Mo))", re.I)
FILES = ".message-attachments .attachmentList > li, .attachedFiles .attachment"
FILE_LINKS = ".attachment-name a, .filename a, a.file-preview, a[href*=attachments]"


def post_id(node: LexborNode) -> str | None:
    """Return the number in ``data-content`` or in the id."""
    stated = node.attributes.get("data-content") or node.id
    return first_group(POST_ID, stated, node.id)


def author_id(post: Node) -> str | None:
    """Return the member's number: ``data-user-id``, or of the link to the member's page."""
    box = post.at(".message-user, .message-cell--user, .messageUserInfo") or post
    stated = box.at("[data-user-id]").attr("data-user-id")
    if stated not in ("", "0"):
        return stated
    links = box.all("a.username[href], a.avatar[href]")
    return first_group(MEMBER_URL, *(link.attr("href") for link in links))


def moment(time: Node) -> str | None:
    """Return the moment that an element's attributes state.

    Local forms go before seconds since 1970.
    """
    if stated := time.attr("datetime"):
        return stated
    day, hour = time.attr("data-datestring"), time.attr("data-timestring")
    if day and hour:
        return f"{day} {hour}"
    return time.attr("title") or time.attr("data-time") or time.attr("data-timestamp") or None


def edited(mark: Node, page: Page) -> dict[str, Any]:
    """Return when a post was last edited, out of its mark; its words where no date is read."""
    text = mark.text
    if not text:
        return {}
    time = mark.at("time, .DateTime")
    clock = Clock.of(page)
    date = read_date(moment(time), clock)[0] or read_date(time.text, clock)[0]
    return {"edited": date or text}


def likes(post: Node) -> int | None:
    """Return the likes: the count in microdata (2.3), or a list of names.

    The list may end in "3 others". Reactions of several kinds are no votes for a post, so that only
    a list of likes alone counts.
    """
    kinds = {box.attr("data-reaction-id") for box in post.all(".reactionsBar [data-reaction-id]")}
    if kinds - {"1"}:
        return None
    box = post.at(".reactionsBar-link, .likesBar-link, .likesSummary .LikeText")
    names = box.all("bdi, a.username")
    rest = box.text
    for name in names:
        rest = rest.replace(name.text, "", 1)
    others = digits(rest) or 0
    return len(names) + others or None


def attachments(post: Node, page: Page) -> list[Attachment]:
    """Return the files listed below a body.

    ``.message-attachments``; in version 1 ``.attachedFiles``.
    """
    found: list[Attachment] = []
    for entry in post.all(FILES):
        name = entry.at(".file-name, .attachment-name, .filename")
        title = name.attr("title") or name.text
        href = page.absolute(entry.at(FILE_LINKS).attr("href"))
        size = first_group(SIZE, spaced_text(entry).removeprefix(title))
        found.append(Attachment(name=title or None, href=href or None, size=squash(size) or None))
    return found


def spaced_text(node: Node) -> str:
    """Return the words of an element, those of different elements kept apart."""
    assert node.raw is not None
    return squash(node.raw.text(separator=" "))


def location(post: Node) -> str | None:
    """Return where a member lives: the link to a map is the same in every language."""
    return post.at("a[href*='location-info']").text or None
