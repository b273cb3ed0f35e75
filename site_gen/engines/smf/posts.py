"""What stands around the words of a post of SMF."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.boxes import carry
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Attachment

USER = re.compile(r"\bprofile[;,/](?:.*[;,&])?u[=,](\d+)|[;&?]u=(\d+)")
MESSAGE = re.compile(r"^(?:subject|msg)_(\d+)$")
ANY_NUMBER = re.compile(r"(\d+)")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?i?B(?:ytes)?)\b", re.I)
EDITED_BY = re.compile(
    r"\d\S*(?:\s*[AaPp]\.?[Mm]\.?)?\s+(?:by|von|par|por|da|door|przez|av|от|tarafından)\s+(?P<who>\S.*?)\s*»?$"
)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body."""
    body = node.css_first(BODY)
    subject = node.css_first("[id^=subject_]")
    if body is None:
        return None
    ident = first_group(MESSAGE, subject.id if subject is not None else None, body.id)
    name = node.css_first(".poster h4, .poster .name") or node.css_first(
        "td[rowspan] > b, td[rowspan] b, .poster a"
    )
    link = node.css_first('.poster h4 a, .poster a[href*="profile"], td[rowspan] > b a')
    mark = node.css_first("[id^=modified_]")
    edited = squash(mark.text()) if mark is not None else ""
    by = EDITED_BY.search(editor_line(mark))
    if edited:
        carry(mark, body)
    for picture in node.css(
        ".attachments img[src*=dlattach], .attachments img.atc_img, td.smalltext img[src*=dlattach]"
    ):
        carry(picture, body)
    return {
        "id": ident,
        "author": author_of(name, link),
        **group_of(node.css_first("td[rowspan] > div.smalltext")),
        "author_id": first_group(USER, href(link)),
        "attachments": attachments(node, page),
        "up": likes(node.css_first(".like_count, .likes_count")),
        **stamp(node),
        **({"editor": by["who"]} if by else {}),
    }


def editor_line(mark: LexborNode | None) -> str:
    """An edit mark without its reason: "« Last Edit: DATE by NAME »", then (2.1) a labelled reason."""
    if mark is None:
        return ""
    reason = mark.css_first("#reason, .lastedit ~ .lastedit")
    line = squash(mark.text())
    return squash(
        line.partition(squash(reason.text()))[0] if reason is not None else line.partition("»")[0]
    )


def group_of(info: LexborNode | None) -> dict[str, str]:
    """The member's title or group in 1.1: the first words below the name, if a line of their own."""
    first = (
        next((part for part in info.iter(include_text=True)), None) if info is not None else None
    )
    said = squash(first.text_content) if first is not None and first.is_text_node else ""
    return {"author_title": said} if said else {}


def author_of(name: LexborNode | None, link: LexborNode | None) -> str | None:
    """The name in the author's column: a link; plain where the account is gone or a guest wrote."""
    shown = squash(link.text()) if link is not None else ""
    return shown or (squash(name.text()) if name is not None else "") or None


def stamp(node: LexborNode) -> dict[str, Any]:
    """Date and reply number: "« Reply #5 on: DATE »", whose words are strong.

    A link with a title in 2.1.
    """
    modern = node.css_first(".postinfo > a.smalltext, .postinfo a.smalltext, .postinfo time")
    if modern is not None:
        reply = first_group(
            ANY_NUMBER, *(squash(shown.text()) for shown in node.css(".page_number"))
        )
        return {"date_text": squash(modern.text()) or None, "floor": number(reply)}
    subject = node.css_first("[id^=subject_]")
    beside = (
        subject.parent.css_first(".smalltext")
        if subject is not None and subject.parent is not None
        else None
    )
    line = node.css_first(".keyinfo .smalltext") or beside
    if line is None:
        return {}
    label = line.css_first("strong, b")
    said = squash(label.text()) if label is not None else ""
    shown = squash(line.text()).strip("«» ")
    number_said = re.search(r"#?(\d+)", said)
    return {
        "date_text": shown.removeprefix(said).strip("«» :") or None
        if said.endswith(":")
        else shown or None,
        "floor": number(number_said[1]) if number_said and said.endswith(":") else None,
    }


def likes(box: LexborNode | None) -> int | None:
    """How many like a post: "3 people like this", "You and 2 others like this": the count is in the link."""
    if box is None or not squash(box.text()):
        return None
    link = box.css_first("a")
    if link is None:
        return 1
    count = number(first_group(ANY_NUMBER, squash(link.text())))
    before = link.prev
    too = before is not None and before.is_text_node and bool(squash(before.text_content))
    return count + too if count is not None else None


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files below a body, name and size; pictures stand there with their name."""
    found: list[Attachment] = []
    links = node.css(".attachments a, [id$=_footer] a, td.smalltext a[href*=dlattach]")
    for link in {link.mem_id: link for link in links}.values():
        name = squash(link.text())
        if not name or "dlattach" not in (href(link) or "dlattach"):
            continue
        after = link.next
        size = SIZE.search(after.text() if after is not None else "")
        if size is None and link.parent is not None:
            size = SIZE.search(squash(link.parent.text()).partition(name)[2])
        found.append(
            Attachment(
                name=name, href=page.absolute(href(link) or ""), size=size[1] if size else None
            )
        )
    return found


BODY = ".inner[data-msgid], .inner[id^=msg_], .post:not(:has(.inner[id^=msg_]))"
