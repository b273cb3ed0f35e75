"""The files of a post of Invision: inside its words (2) and listed below them (3, 4)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body
from site_gen.engines.core.table import squash
from site_gen.engines.tools.values import shown
from site_gen.load.page import Page
from site_gen.models import Attachment

SIZE = re.compile(r"\d[\d.,]*\s*(?:bytes|[KMG]i?B|Ko|Mo|Кб|Мб|[kmg]b)\b", re.I)


def take_files(body: Body) -> None:
    """Version 2 prints a file inside the body: icon, name, "( 435 KB )", number of downloads.

    Version 3: a list.
    """
    for note in body.each("span.desc"):
        if note.prev is not None and "act=attach" in (body.root.inner_html or ""):
            body.drop(note, "download-count")
    seen: set[str] = set()
    for link in reversed(
        body.each("a[href*='act=attach'], a[href*='act%3Dattach'], a[href*='core&module=attach']")
    ):
        picture = link.css_first("img")
        if (
            picture is not None
            and "mime_types" not in (picture.attributes.get("src") or "")
            and not link.text().strip()
        ):
            continue
        href = body.absolute(link.attributes.get("href") or "")
        name = squash(link.text()) or None
        after = link.next
        size = None
        if (
            name
            and after is not None
            and after.tag == "-text"
            and (match := SIZE.search(after.text()))
        ):
            size = squash(match[0])
            after.replace_with("\n")
        if name and href not in seen:
            seen.add(href)
            body.found.attachments.append(Attachment(name=name, href=href or None, size=size))
        before = link.prev
        if before is not None and before.tag == "-text" and before.text().rstrip().endswith("["):
            before.replace_with(before.text().rstrip().removesuffix("["))
        link.decompose()


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body: ``.attachments``, ``li.attachment`` (3), ``.ipsAttachment`` (4)."""
    found: list[Attachment] = []
    for entry in node.css(
        "li.attachment, .attach_wrap li, [id^='attach_wrap'] li, .ipsAttachment_fileList > *"
    ):
        link = entry.css_first("a[href]")
        name = entry.css_first("strong, .ipsAttach_title") or link
        if link is None or not shown(name):
            continue
        size = SIZE.search(squash(entry.text(separator=" ")))
        found.append(
            Attachment(
                name=shown(name),
                href=page.absolute(link.attributes.get("href") or "") or None,
                size=size[0] if size else None,
            )
        )
    return found
