"""The files of a post of Invision: inside its words (2) and listed below them (3, 4)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body
from site_gen.engines.core.table import squash
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment

SIZE = re.compile(r"(\d[\d.,]*\s*(?:bytes|[KMG]i?B|Ko|Mo|Кб|Мб|[kmg]b)\b)", re.I)
FILE_LINKS = "a[href*='act=attach'], a[href*='act%3Dattach'], a[href*='core&module=attach']"
LISTED = "li.attachment, .attach_wrap li, [id^='attach_wrap'] li, .ipsAttachment_fileList > *"


def take_files(body: Body) -> None:
    """Take the files of version 2 out of a body: icon, name, "( 435 KB )", number of downloads."""
    for note in body.each("span.desc"):
        if note.prev is not None and "act=attach" in Node(body.root).html:
            body.drop(note, "download-count")
    seen: set[str] = set()
    for link in reversed(body.each(FILE_LINKS)):
        if not is_thumbnail(link):
            take_file(body, link, seen)


def is_thumbnail(link: LexborNode) -> bool:
    """Tell whether a link holds a picture and no words: a picture stays in its place."""
    picture = link.css_first("img")
    if picture is None or link.text().strip():
        return False
    return "mime_types" not in Node(picture).attr("src")


def take_file(body: Body, link: LexborNode, seen: set[str]) -> None:
    """Make an attachment of a link and of the words around it, each address once."""
    href, name = body.absolute(Node(link).attr("href")), shown(link)
    if name is not None:
        size = taken_size(link)
        if href not in seen:
            seen.add(href)
            body.found.attachments.append(Attachment(name=name, href=href or None, size=size))
    before = link.prev
    if before is not None and before.tag == "-text" and before.text().rstrip().endswith("["):
        before.replace_with(before.text().rstrip().removesuffix("["))
    link.decompose()


def taken_size(link: LexborNode) -> str | None:
    """Take the text with a file's size, right behind its link, out of a body; return the size."""
    after = link.next
    if after is None or after.tag != "-text":
        return None
    size = first_group(SIZE, after.text())
    if size is None:
        return None
    after.replace_with("\n")
    return squash(size)


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """Return the files listed below a body.

    ``.attachments``, ``li.attachment`` (3), ``.ipsAttachment`` (4).
    """
    found: list[Attachment] = []
    for row in node.css(LISTED):
        entry = Node(row)
        link = entry.at("a[href]")
        name = (entry.at("strong, .ipsAttach_title") or link).text
        if link and name:
            href = page.absolute(link.attr("href"))
            size = first_group(SIZE, squash(row.text(separator=" ")))
            found.append(Attachment(name=name, href=href or None, size=size))
    return found
