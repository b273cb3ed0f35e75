"""The posts of vBulletin 3 and 4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import RawPost, squash
from site_gen.engines.tools.boxes import between, post_boxes
from site_gen.engines.tools.values import PLACE, digits, first_group, shown
from site_gen.engines.vbulletin.common import EDITOR, POST_NUMBER
from site_gen.load.page import Page
from site_gen.models import Attachment

MEMBER = re.compile(
    r"(?:member\.php\?(?:.*?\bu=(\d+)|(\d+)|.*?&(\d+)-)|/?members?/(\d+)|finduser.*?\bu(?:serid)?=(\d+)|/m(\d+)/)"
)
FILE_URL = "a[href*='attachment.php'], a[href*='attachmentid='], a[href*='/attachments/'], a[href*='filedata/fetch']"
THUMBNAIL = re.compile(r":\s*(?P<name>\S[^:]*?\.\w{2,5})\s")
SIZE = re.compile(r"\d[\d.,]*\s*(?:Bytes|[KMG]i?B|Ko|Mo)\b", re.I)
UNDERLINE = re.compile(r"^_{3,}\s*")
MESSAGE = "[id^='post_message_']"
OLD_MESSAGE = "td[id^='td_post_']"


def split(page: Page) -> Iterator[RawPost]:
    """The posts around every ``post_message_N``; before 3.5 around every ``td_post_N``."""
    css = MESSAGE if page.tree.css_first(MESSAGE) is not None else OLD_MESSAGE
    for message, box in post_boxes(page, css):
        match = POST_NUMBER.search(message.id or "")
        if match is None:
            continue
        source = box.html or ""
        body = message
        if css == OLD_MESSAGE:
            body = between(source, "message") or message
        elif (words_of := message.css_first(".postcontent")) is not None:
            body = words_of
        text = signature(message, box, source)
        yield RawPost(
            body=body, fields=post_fields(match[1], message, box, source, page), signature=text
        )


def post_fields(
    number_: str, message: LexborNode, box: LexborNode, source: str, page: Page
) -> dict[str, Any]:
    """The fields of a post, from the classes of version 4 or the comments of version 3."""
    name = box.css_first(".bigusername") or box.css_first(
        ".username_container .username, .username, .userinfo .guest"
    )
    name = name or box.css_first("[id^='postmenu_']:not([id$='_menu'])")
    counter = box.css_first(f"[id='postcount{number_}']") or box.css_first(
        ".postcounter, .postnumber"
    )
    links = [
        link.attributes.get("href") for link in box.css("a[href]") if not inside(link, message)
    ]
    return {
        "id": number_,
        "floor": digits(shown(counter) or (counter.attributes.get("name") if counter else None)),
        "author": author(name),
        "author_id": next((found for href in links if (found := first_group(MEMBER, href))), None),
        "author_title": member_title(box),
        "location": place(box),
        "date_text": post_date(box, source),
        "subject": subject(box, source),
        "attachments": attachments(box, message, page),
        **edited(box, source, page),
    }


def author(node: LexborNode | None) -> str | None:
    """A name without the menus that some skins put into its box."""
    if node is None:
        return None
    for menu in node.css("script, .popupbody, .vbmenu_popup"):
        menu.decompose()
    return shown(node)


def inside(node: LexborNode, outer: LexborNode) -> bool:
    """Whether an element stands in another."""
    parent = node.parent
    while parent is not None:
        if parent.mem_id == outer.mem_id:
            return True
        parent = parent.parent
    return False


def member_title(box: LexborNode) -> str | None:
    """``.usertitle``; in version 3 the small print right after the name."""
    titled = box.css_first(".usertitle")
    if titled is not None:
        return shown(titled)
    menu = box.css_first("[id^='postmenu_']:not([id$='_menu'])")
    after = menu.next if menu is not None else None
    while after is not None and after.tag in ("-text", "-comment", "script", "br"):
        after = after.next
    if after is None or "smallfont" not in (after.attributes.get("class") or ""):
        return None
    return (
        shown(after) if len(after.css("div")) == 1 and after.css_first("img, br") is None else None
    )


def place(box: LexborNode) -> str | None:
    """Where a member lives: a line of the profile with the language's word for it."""
    for label in box.css(".userinfo_extra dt, .userinfo dt, dl dt"):
        if PLACE.match(squash(label.text())):
            value = label.next
            while value is not None and value.tag != "dd":
                value = value.next
            return shown(value)
    for line in box.css(".smallfont div, .alt2 div"):
        text = squash(line.text())
        if len(line.css("div")) == 1 and (match := PLACE.match(text)) and ":" in match[0]:
            return text[match.end() :] or None
    return None


def post_date(box: LexborNode, source: str) -> str | None:
    """``.postdate .date``.

    In version 3 what stands between comments, or beside the post's anchor.
    """
    if (found := shown(box.css_first(".postdate .date, .posthead .date, .postdate"))) is not None:
        return found
    commented = between(source, "status icon and date")
    if commented is not None and (found := shown(commented)):
        return found.lstrip("#0123456789 ") if found.startswith("#") else found
    for anchor in box.css("a[name^='post']"):
        if anchor.parent is not None and any(letter.isdigit() for letter in anchor.parent.text()):
            return shown(anchor.parent)
    return None


def subject(box: LexborNode, source: str) -> str | None:
    """A post's own title."""
    titled = box.css_first(".posttitle, .postbody h2.title, .postrow h2")
    if titled is not None:
        return shown(titled)
    commented = between(source, "icon and title")
    return shown(commented.css_first("strong")) if commented is not None else None


def signature(message: LexborNode, box: LexborNode, source: str) -> str | None:
    """``.signaturecontainer``.

    In version 3 what stands between ``sig`` comments, below its line.
    """
    found = box.css_first(".signaturecontainer") or box.css_first(
        "blockquote.signature, .signature"
    )
    if found is None:
        found = between(source, "sig")
    if found is None or inside(found, message):
        return None
    return UNDERLINE.sub("", words(found)) or None


def edited(box: LexborNode, source: str, page: Page) -> dict[str, Any]:
    """The edit mark's date and editor; its words where the date is not read."""
    mark = box.css_first(".lastedited") or between(source, "edit note")
    text = words(mark) if mark is not None else ""
    if not text:
        return {}
    date, _ = read_date(text, Clock.of(page))
    match = EDITOR.search(text)
    return {"edited": date or text, "editor": match["who"] if match else None}


def attachments(box: LexborNode, message: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body, each with its name and size.

    Thumbnails keep the name in the alternative text.
    """
    found: list[Attachment] = []
    for link in box.css(FILE_URL):
        if inside(link, message):
            continue
        picture = link.css_first("img")
        alt = squash(picture.attributes.get("alt")) if picture is not None else ""
        thumbnail = THUMBNAIL.search(alt + " ")
        name = shown(link) or (thumbnail["name"] if thumbnail else alt)
        size = SIZE.search(squash(link.parent.text())) if link.parent is not None else None
        size = size or SIZE.search(alt)
        if name:
            href = page.absolute(link.attributes.get("href") or "")
            found.append(Attachment(name=name, href=href or None, size=size[0] if size else None))
    return found
