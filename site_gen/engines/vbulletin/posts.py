"""The posts of vBulletin 3 and 4.

Quick editing needs ``post_message_N``, so that every skin keeps it; what surrounds it differs from
skin to skin. The template's own comments ("status icon and date", "sig", "edit note") are the best
landmarks of version 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import RawPost, squash
from site_gen.engines.tools.boxes import between, post_boxes
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import PLACE, digits, first_group, first_node, shown
from site_gen.engines.vbulletin.common import POST_NUMBER, edited
from site_gen.load.page import Page
from site_gen.models import Attachment

MEMBER = re.compile(
    r"(?:member\.php\?(?:.*?\bu=(\d+)|(\d+)|.*?&(\d+)-)|/?members?/(\d+)"
    r"|finduser.*?\bu(?:serid)?=(\d+)|/m(\d+)/)"
)
FILE_URL = (
    "a[href*='attachment.php'], a[href*='attachmentid='], a[href*='/attachments/'],"
    " a[href*='filedata/fetch']"
)
THUMBNAIL = re.compile(r":\s*(?P<name>\S[^:]*?\.\w{2,5})\s")
SIZE = re.compile(r"(\d[\d.,]*\s*(?:Bytes|[KMG]i?B|Ko|Mo)\b)", re.I)
UNDERLINE = re.compile(r"^_{3,}\s*")
COUNTED = re.compile(r"^#[#0-9 ]*")  # "#12 " before the date of a post
MESSAGE = "[id^='post_message_']"
OLD_MESSAGE = "td[id^='td_post_']"
MENU = "[id^='postmenu_']:not([id$='_menu'])"
NAMES = (".bigusername", ".username_container .username, .username, .userinfo .guest", MENU)


def split(page: Page) -> Iterator[RawPost]:
    """Find the posts around every ``post_message_N``; before 3.5 around every ``td_post_N``."""
    is_old = page.tree.css_first(MESSAGE) is None
    for message, box in post_boxes(page, OLD_MESSAGE if is_old else MESSAGE):
        number = first_group(POST_NUMBER, message.id)
        if number is None:
            continue
        source = box.html or ""
        if is_old:
            body = between(source, "message") or message
        else:
            body = message.css_first(".postcontent") or message
        yield RawPost(
            body=body,
            signature=signature(message, box, source),
            fields=post_fields(number, message, box, source)
            | {"attachments": attachments(box, message, page)}
            | edited(box.css_first(".lastedited") or between(source, "edit note"), page),
        )


def post_fields(number: str, message: LexborNode, whole: LexborNode, source: str) -> dict[str, Any]:
    """Return the fields of a post, from the classes of version 4 or the comments of version 3."""
    box = Node(whole)
    counter = box.at(f"[id='postcount{number}']", ".postcounter, .postnumber")
    member = author_id(box, message)  # before the name loses its menus
    return {
        "id": number,
        "floor": digits(counter.text or counter.attr("name")),
        "author": author(first_node(whole, *NAMES)),
        "author_id": member,
        "author_title": member_title(box),
        "location": location(box),
        "date_text": post_date(box, source),
        "subject": subject(box, source),
    }


def author(name: LexborNode | None) -> str | None:
    """Return a name without the menus that some skins put into its box."""
    if name is None:
        return None
    for menu in name.css("script, .popupbody, .vbmenu_popup"):
        menu.decompose()
    return shown(name)


def author_id(box: Node, message: LexborNode) -> str | None:
    """Return the member's number, from the first link to a member outside the words."""
    for link in box.all("a[href]"):
        found = first_group(MEMBER, link.attr("href"))
        if found and not inside(link.raw, message):
            return found
    return None


def inside(node: LexborNode | None, outer: LexborNode) -> bool:
    """Tell whether an element stands in another."""
    while node is not None and (node := node.parent) is not None:
        if node.mem_id == outer.mem_id:
            return True
    return False


def member_title(box: Node) -> str | None:
    """Return ``.usertitle``; in version 3 the small print right after the name."""
    titled = box.at(".usertitle")
    if titled:
        return titled.text or None
    after = box.at(MENU).next
    while after.tag in ("-text", "-comment", "script", "br"):
        after = after.next
    if "smallfont" not in after.attr("class"):
        return None
    if len(after.all("div")) > 1 or after.at("img, br"):
        return None
    return after.text or None


def location(box: Node) -> str | None:
    """Return where a member lives: a line of the profile with the language's word for it."""
    for label in box.all(".userinfo_extra dt, .userinfo dt, dl dt"):
        if PLACE.match(label.text):
            return definition(label).text or None
    for line in box.all(".smallfont div, .alt2 div"):
        text = line.text
        match = PLACE.match(text)
        if match and ":" in match[0] and len(line.all("div")) == 1:
            return text[match.end() :] or None
    return None


def definition(label: Node) -> Node:
    """Find the ``dd`` that follows a ``dt``."""
    value = label.next
    while value and value.tag != "dd":
        value = value.next
    return value


def post_date(box: Node, source: str) -> str | None:
    """Return ``.postdate .date``.

    In version 3 what stands between comments, or beside the post's anchor.
    """
    if found := box.at(".postdate .date, .posthead .date, .postdate").text:
        return found
    if found := Node(between(source, "status icon and date")).text:
        return COUNTED.sub("", found)
    for anchor in box.all("a[name^='post']"):
        if any(letter.isdigit() for letter in anchor.parent.lines):
            return anchor.parent.text or None
    return None


def subject(box: Node, source: str) -> str | None:
    """Return a post's own title."""
    titled = box.at(".posttitle, .postbody h2.title, .postrow h2")
    if titled:
        return titled.text or None
    return Node(between(source, "icon and title")).at("strong").text or None


def signature(message: LexborNode, box: LexborNode, source: str) -> str | None:
    """Return the words of ``.signaturecontainer``.

    In version 3 what stands between ``sig`` comments, below its line.
    """
    found = first_node(box, ".signaturecontainer", "blockquote.signature, .signature")
    found = found or between(source, "sig")
    if found is None or inside(found, message):
        return None
    return UNDERLINE.sub("", words(found)) or None


def attachments(box: LexborNode, message: LexborNode, page: Page) -> list[Attachment]:
    """Return the files listed below a body, each with its name and size.

    Thumbnails keep the name in the alternative text.
    """
    found: list[Attachment] = []
    for link in Node(box).all(FILE_URL):
        if inside(link.raw, message):
            continue
        alt = squash(link.at("img").attr("alt"))
        name = link.text or first_group(THUMBNAIL, f"{alt} ") or alt
        if name:
            href = page.absolute(link.attr("href")) or None
            size = first_group(SIZE, link.parent.text, alt)
            found.append(Attachment(name=name, href=href, size=size))
    return found
