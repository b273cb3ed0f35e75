"""What stands around the words of a post of MyBB."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash
from site_gen.engines.mybb.bodies import EDIT_MARKS
from site_gen.engines.tools.boxes import carry
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group, first_node
from site_gen.load.page import Page
from site_gen.models import Attachment

UID = re.compile(r"(?:[?&;]uid=|/user-)(\d+)")
POST = re.compile(r"^(?:post|pid)_(\d+)$")
FLOOR = re.compile(r"#?(\d[\d.,\u00a0 ]*)$")
SIZE = re.compile(r"\(\D{0,40}?(\d[\d.,]*\s*\w+)\s*/")
EDITED_BY = re.compile(
    r"\b(?:by|von|par|por|da|door|przez|av|от|tarafından)\s+"
    r"(?P<who>[^\s.,()]\S*?)[.)]*(?:\s|$)"
)
CLOCK = re.compile(r"\d\s*[:h]\s*\d\d")
FROM_CLOCK_ON = re.compile(r"\d{1,2}\s*[:h.]\s*\d\d.*$")
BODY = ".post_body[id^=pid_], [id^=pid_]:not(a), .post_body"
NAMES = ".author_information .largetext, .post_author .largetext, .largetext"
NAME_LINKS = (
    '.author_information strong a[href*="uid="], .author_information strong a[href*="uid%3D"],'
    ' .author_information a[href*="/user-"], .post_author strong a[href*="profile"]'
)
PLAIN_NAMES = ".author_information strong, .post_author strong"
TITLES = ".author_information > .smalltext, .author_information .smalltext, .post_author .smalltext"
POST_LINKS = '.post_head strong a, .float_right a[href*="pid"], [id^=post_link_], .tcat strong a'
ATTACHED = 'a[href*="attachment.php"]'


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around a post's body."""
    body = node.css_first(BODY)
    if body is None:
        return None
    post = Node(node)
    name = post.at(NAMES)
    link = name.at("a") or post.at(NAME_LINKS)
    plain = name or post.at(PLAIN_NAMES)
    mark = post.at(".edited_post", ".post_edit, [id^=edited_by_]")
    editor_fields = editor(mark)
    if mark.text and body.css_first(EDIT_MARKS) is None:
        carry(mark.raw, body)
    wrap_signature(node)
    return {
        "id": first_group(POST, node.id, body.id),
        "author": link.text or plain.text or None,
        "author_id": first_group(UID, unquote(link.attr("href"))),
        "author_title": member_title(post),
        "floor": digits(first_group(FLOOR, *(link.text for link in post.all(POST_LINKS)))),
        "subject": post.at(".post_content > .smalltext > strong").text or None,
        "attachments": attachments(node, body, page),
        **dates(node),
        **editor_fields,
    }


def editor(mark: Node) -> dict[str, Any]:
    """Return who edited a post, if it has an edit mark: a link, or "by NAME" in its words."""
    if not mark.text:
        return {}
    return {"editor": mark.at("a").text or first_group(EDITED_BY, mark.text)}


def wrap_signature(node: LexborNode) -> None:
    """Give a signature of 1.4 and 1.6 a box, which they do not have.

    It stands between a short rule and the last line.
    """
    rule = node.css_first('.post_content > hr[width="25%"]')
    if rule is None:
        return
    box = node.parser.create_node("div")
    box.attrs["class"] = "signature"
    after = rule.next
    while after is not None and "post_meta" not in Node(after).id:
        box.insert_child(after)
        after.decompose()
        after = rule.next
    rule.insert_after(box)
    rule.decompose()


def member_title(post: Node) -> str | None:
    """Return the author's title: the first words of the small text below the name."""
    for part in post.at(TITLES).children(texts=True):
        if part.tag == "br":
            return None
        if part.text:
            return part.text
    return None


def dates(node: LexborNode) -> dict[str, Any]:
    """Return the date as shown and as stated.

    A relative one ("Yesterday, 03:22 PM") stands in a ``span`` whose title has the day.
    """
    box = first_node(node, ".post_head .post_date, .post_date", ".tcat .smalltext, .tcat")
    if box is None:
        return {}
    for inner in box.css(EDIT_MARKS):
        inner.decompose()
    line = squash(box.text()).partition(" (")[0]
    stated = squash(Node(box).at("span[title]").attr("title"))
    hour = FROM_CLOCK_ON.search(line)
    if stated and hour and not CLOCK.search(stated):
        stated = f"{stated}, {hour[0]}"
    return {"date_text": line or None, "date_stated": stated or None}


def attachments(node: LexborNode, body: LexborNode, page: Page) -> list[Attachment]:
    """Return the files of a post: listed below it in a ``fieldset``, or placed in its words.

    Listed pictures become part of the body.
    """
    found: list[Attachment] = []
    for box in node.css("fieldset"):
        found += [attachment(page, link) for link in Node(box).all(ATTACHED)]
        for picture in box.css('img[src*="attachment.php"]'):
            carry(picture, body)
        if any(part.mem_id == box.mem_id for part in body.css("fieldset")):
            box.decompose()
    return found + [attachment(page, link) for link in Node(body).all(ATTACHED)]


def attachment(page: Page, link: Node) -> Attachment:
    """Return one file by its link: the words, or the lines of the picture's title.

    The title has name, size and date, one to a line. Behind a link the size follows in brackets.
    """
    name, *more = map(squash, re.split(r"[\r\n]+", link.at("img[title]").attr("title")))
    listed = "".join(more[:1]).rpartition(":")[2].strip()
    return Attachment(
        name=link.text or name or None,
        href=page.absolute(link.attr("href")),
        size=first_group(SIZE, link.next.lines) or listed or None,
    )
