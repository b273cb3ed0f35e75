"""What stands around the words of a post of WoltLab Suite and Burning Board 3 and 4.

From 4 on a post is ``article.message`` (``.wbbPost``) with ``data-post-id`` or ``data-object-id``:
author in ``.messageSidebar``, date in ``.messageHeader time`` (6: ``woltlab-core-date-time``),
words in ``.messageText``. 3 and Lite 2 have ``div.message`` named ``postRow1`` of
``.messageSidebar``, ``.messageContentInner`` and ``.messageBody``, which holds the poll and, as
``postText1``, the words.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import number
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import PLACE, first_group, first_node, stated, written
from site_gen.load.page import Page
from site_gen.models import Attachment

NAMED = re.compile(r"^post(?:Row)?(\d+)$")
USER = re.compile(r"/user/(\d+)|userID=(\d+)|user=(\d+)")
FLOOR = re.compile(r"^#?\s*(\d+)$")
EDITOR = re.compile(r"[»„“\"]([^»«„“”\"]+)[«“”\"]")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?B(?:ytes?)?)\b", re.I)
COUNTERS = ".jsButtonShare, .messageStatus a, .messageNumber, .messageCount, .messageCounter"
TIMES = (
    ".messagePublicationTime time",
    ".messageHeader time",
    "time.datetime",
    "time",
    "woltlab-core-date-time",
)
DATES = "meta[itemprop=dateCreated], meta[itemprop=datePublished]"
DATE_LINES = (".messageHeader .smallFont", ".messageHeading .light")
EDIT_NOTES = (".messageFooterNote.wbbPostEditNote", ".wbbPostEditNote", ".editNote")
EDIT_TIMES = [f"{note} {tag}" for note in EDIT_NOTES for tag in ("time", "woltlab-core-date-time")]
NAMES = (
    ".messageSidebar [itemprop=name]",
    ".messageSidebar .username",
    ".messageAuthor .username",
    ".userName",
)
MARKS = (".wbbPostOfficialLabel", ".jsLabelBestAnswer")
FILES = (
    ".attachmentFileList > li, .messageAttachmentList > li, .attachmentThumbnail, "
    ".attachmentFile li, .attachmentPreview li"
)
FILE_NAMES = (".attachmentFilename", ".messageAttachmentFilename", "a")


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around a post's words.

    The forms for replies are ``.message`` too and have no words.
    """
    post = Node(node)
    ident = post_id(post)
    if ident is None or not post.at(".messageText", ".messageBody"):
        return None
    return stated(
        id=ident,
        floor=number(first_group(FLOOR, *(link.text for link in post.all(COUNTERS)))),
        author=post.said(*NAMES) or None,
        author_id=author_id(post),
        author_title=post.said(".messageSidebar .userTitle", ".userTitle") or None,
        location=location(post),
        subject=post.said(".messageTitle") or None,
        **dates(post),
        **edited(node, page),
        up=number(post.attr("data-like-likes")),
        down=number(post.attr("data-like-dislikes")) or None,
        marks=[mark for mark in map(post.said, MARKS) if mark],
        attachments=attachments(post, page),
    )


def dates(post: Node) -> dict[str, Any]:
    """Return the date as shown and as stated."""
    time = post.at(*TIMES)
    exact = moment(time) or post.value(DATES, "content")
    line = time.text
    if not time:
        line = post.said(*DATE_LINES)
    return {"date_text": line or exact or None, "date_stated": exact or None}


def moment(time: Node) -> str:
    """Return the moment that an element states.

    ``time[datetime]``, ``woltlab-core-date-time[date]`` (6).
    """
    return time.attr("datetime") or time.attr("date")


def edited(node: LexborNode, page: Page) -> dict[str, Any]:
    """Return when and by whom a post was last edited, from the note below it."""
    post, note = Node(node), first_node(node, ".wbbPostEditNote", ".editNote")
    said = None
    if note is not None:
        said = words(note)
    return {
        "edited": written(page, moment(post.at(*EDIT_TIMES)) or said),
        "editor": post.said(".wbbPostEditNote a") or first_group(EDITOR, said),
    }


def location(post: Node) -> str | None:
    """Return where the author lives.

    It is a labelled line of the side bar (3), a pair of its list (4 and later).
    """
    for line in post.all(".userCredits p, .userCredits li"):
        if PLACE.match(line.text):
            return PLACE.sub("", line.text) or None
    for label in post.all(".userCredits dt"):
        value = label.next
        while value.is_text:
            value = value.next
        if value.tag == "dd" and PLACE.fullmatch(label.text):
            return value.text or None
    return None


def post_id(post: Node) -> str | None:
    """Return the post's number: of its data, its own name or the name of the entry around it."""
    ident = post.attr("data-post-id") or post.attr("data-object-id")
    if ident.isdecimal() and ident != "0":
        return ident
    return first_group(NAMED, post.id, post.parent.id)


def author_id(post: Node) -> str | None:
    """Return the member's number; guests have 0 or none."""
    found = post.attr("data-user-id") or linked_id(post)
    if found == "0":
        return None
    return found


def linked_id(post: Node) -> str | None:
    """Return the member's number in a link to the member's page."""
    links = post.all(".messageSidebar a, .messageAuthor a")
    return first_group(USER, *(link.attr("href") for link in links))


def attachments(post: Node, page: Page) -> list[Attachment]:
    """Return the files and thumbnails below the words (``attachments.tpl``)."""
    found = [attachment(box, page) for box in post.all(FILES)]
    return [file for file in found if file.name or file.href]


def attachment(box: Node, page: Page) -> Attachment:
    """Return a file; 3 writes "(12,5 kB - 7 mal heruntergeladen - zuletzt: …)" beside its name."""
    name = box.said(*FILE_NAMES) or box.value(".enlargable, img[title]", "title")
    href = box.at("a").attr("href") or box.attr("href") or box.value("img[title]", "src")
    size = box.said(".messageAttachmentMeta", ".attachmentFilesize")
    return Attachment(
        name=name or None,
        href=page.absolute(href) or None,
        size=size or first_group(SIZE, box.said(".smallFont")),
    )
