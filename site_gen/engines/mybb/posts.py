"""What stands around the words of a post of MyBB."""

from __future__ import annotations

import re
from functools import partial
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.mybb.bodies import EDIT_MARKS
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.boxes import carry
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment

UID = re.compile(r"(?:[?&;]uid=|/user-)(\d+)")
POST = re.compile(r"^(?:post|pid)_(\d+)$")
FLOOR = re.compile(r"#?(\d[\d.,\u00a0 ]*)$")
SIZE = re.compile(r"\(\D{0,40}?(\d[\d.,]*\s*\w+)\s*/")
EDITED_BY = re.compile(
    r"\b(?:by|von|par|por|da|door|przez|av|от|tarafından)\s+(?P<who>[^\s.,()]\S*?)[.)]*(?:\s|$)"
)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body."""
    body = node.css_first(BODY)
    if body is None:
        return None
    name = node.css_first(".author_information .largetext, .post_author .largetext, .largetext")
    link = (name.css_first("a") if name is not None else None) or node.css_first(
        '.author_information strong a[href*="uid="], .author_information strong a[href*="uid%3D"],'
        ' .author_information a[href*="/user-"], .post_author strong a[href*="profile"]'
    )
    plain = name or node.css_first(".author_information strong, .post_author strong")
    mark = node.css_first(".edited_post") or node.css_first(".post_edit, [id^=edited_by_]")
    edited = squash(mark.text()) if mark is not None else ""
    editor = shown(mark.css_first("a")) if mark is not None else None
    by = EDITED_BY.search(edited) if edited and not editor else None
    if edited and body.css_first(EDIT_MARKS) is None:
        carry(mark, body)
    wrap_signature(node)
    return {
        "id": first_group(POST, node.id, body.id),
        "author": shown(link) or shown(plain),
        "author_id": first_group(UID, unquote(href(link) or "")),
        "author_title": title_of(node),
        "floor": floor_of(node),
        "subject": shown(node.css_first(".post_content > .smalltext > strong")),
        "attachments": attachments(node, body, page),
        **date_of(node),
        **({"editor": editor or (by["who"] if by else None)} if edited else {}),
    }


def wrap_signature(node: LexborNode) -> None:
    """1.4 and 1.6 have no box for a signature: what stands between a short rule and the last line gets one."""
    rule = node.css_first('.post_content > hr[width="25%"]')
    if rule is None:
        return
    box = node.parser.create_node("div")
    box.attrs["class"] = "signature"
    after = rule.next
    while after is not None and "post_meta" not in (after.id or ""):
        box.insert_child(after)
        after.decompose()
        after = rule.next
    rule.insert_after(box)
    rule.decompose()


def floor_of(node: LexborNode) -> int | None:
    """The post's number: "#12", the words of the link to the post."""
    for link in node.css(
        '.post_head strong a, .float_right a[href*="pid"], [id^=post_link_], .tcat strong a'
    ):
        if match := FLOOR.search(squash(link.text())):
            return number(re.sub(r"\D", "", match[1]))
    return None


def title_of(node: LexborNode) -> str | None:
    """The author's title: the first words of the small text below the name."""
    small = node.css_first(
        ".author_information > .smalltext, .author_information .smalltext, .post_author .smalltext"
    )
    if small is None:
        return None
    for part in small.iter(include_text=True):
        if part.tag == "br" or not squash(part.text()):
            if part.tag == "br":
                return None
            continue
        return squash(part.text())
    return None


def date_of(node: LexborNode) -> dict[str, Any]:
    """The date.

    A relative one ("Yesterday, 03:22 PM") stands in a ``span`` whose title has the day.
    """
    box = node.css_first(".post_head .post_date, .post_date") or node.css_first(
        ".tcat .smalltext, .tcat"
    )
    if box is None:
        return {}
    for inner in box.css(EDIT_MARKS):
        inner.decompose()
    exact = box.css_first("span[title]")
    shown = squash(box.text()).partition(" (")[0]
    stated = squash(exact.attributes.get("title")) if exact is not None else ""
    rest = re.search(r"\d{1,2}\s*[:h.]\s*\d\d.*$", shown)
    if stated and not re.search(r"\d\s*[:h]\s*\d\d", stated) and rest:
        stated = f"{stated}, {rest[0]}"
    return {"date_text": shown or None, "date_stated": stated or None}


def attachments(node: LexborNode, body: LexborNode, page: Page) -> list[Attachment]:
    """The files of a post: listed below it in a ``fieldset``, or placed in its words.

    A picture's title has its name, size and date, one to a line. Listed pictures become part of the
    body.
    """
    found: list[Attachment] = []
    for box in node.css("fieldset"):
        found += map(partial(attachment, page), box.css(ATTACHED))
        for picture in box.css('img[src*="attachment.php"]'):
            carry(picture, body)
        if any(part.mem_id == box.mem_id for part in body.css("fieldset")):
            box.decompose()
    return found + [attachment(page, link) for link in body.css(ATTACHED)]


def attachment(page: Page, link: LexborNode) -> Attachment:
    """One file by its link: the words, or the lines of the picture's title.

    The size follows in brackets.
    """
    picture = link.css_first("img[title]")
    lines = (
        [squash(line) for line in re.split(r"[\r\n]+", picture.attributes.get("title") or "")]
        if picture
        else []
    )
    after = link.next
    size = SIZE.search(after.text() if after is not None else "")
    listed = lines[1].rpartition(":")[2].strip() if len(lines) > 1 else None
    name = squash(link.text()) or (lines[0] if lines else "")
    address = page.absolute(href(link) or "")
    return Attachment(name=name or None, href=address, size=size[1] if size else listed or None)


ATTACHED = 'a[href*="attachment.php"]'
BODY = ".post_body[id^=pid_], [id^=pid_]:not(a), .post_body"
