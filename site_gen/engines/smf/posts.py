"""What stands around the words of a post of SMF."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.boxes import carry
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.load.page import Page
from site_gen.models import Attachment

USER = re.compile(r"\bprofile[;,/](?:.*[;,&])?u[=,](\d+)|[;&?]u=(\d+)")
MESSAGE = re.compile(r"^(?:subject|msg)_(\d+)$")
ANY_NUMBER = re.compile(r"(\d+)")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?i?B(?:ytes)?)\b", re.I)
EDITED_BY = re.compile(
    r"\d\S*(?:\s*[AaPp]\.?[Mm]\.?)?\s+(?:by|von|par|por|da|door|przez|av|от|tarafından)\s+"
    r"(?P<who>\S.*?)\s*»?$"
)
BODY = ".inner[data-msgid], .inner[id^=msg_], .post:not(:has(.inner[id^=msg_]))"
NAMES = (".poster h4, .poster .name", "td[rowspan] > b, td[rowspan] b, .poster a")
NAME_LINKS = '.poster h4 a, .poster a[href*="profile"], td[rowspan] > b a'
MARGIN = "«» "
PICTURES = (
    ".attachments img[src*=dlattach], .attachments img.atc_img, td.smalltext img[src*=dlattach]"
)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around a post's body."""
    body = node.css_first(BODY)
    if body is None:
        return None
    post = Node(node)
    link = post.at(NAME_LINKS)
    mark = post.at("[id^=modified_]")
    editor = first_group(EDITED_BY, editor_line(mark))
    if mark.text:
        carry(mark.raw, body)
    for picture in node.css(PICTURES):
        carry(picture, body)
    return {
        "id": first_group(MESSAGE, post.at("[id^=subject_]").id, body.id),
        "author": link.text or post.at(*NAMES).text or None,
        **stated(author_title=group(post), editor=editor),
        "author_id": first_group(USER, link.attr("href")),
        "attachments": attachments(post, page),
        "up": likes(post.at(".like_count, .likes_count")),
        **date_and_floor(post),
    }


def editor_line(mark: Node) -> str:
    """Return an edit mark without its reason.

    "« Last Edit: DATE by NAME »" stands first; a labelled reason follows in 2.1.
    """
    reason = mark.at("#reason, .lastedit ~ .lastedit")
    end = "»"
    if reason:
        end = reason.text
    return squash(mark.text.partition(end)[0])


def group(post: Node) -> str | None:
    """Return the member's title or group in 1.1: the first words below the name.

    They are a line of their own.
    """
    info = post.at("td[rowspan] > div.smalltext")
    first = next(info.children(texts=True), NOTHING)
    if not first.is_text:
        return None
    return first.text or None


def date_and_floor(post: Node) -> dict[str, Any]:
    """Return date and reply number: "« Reply #5 on: DATE »", whose words are strong.

    In 2.1 the date is a link with a title.
    """
    modern = post.at(".postinfo > a.smalltext, .postinfo a.smalltext, .postinfo time")
    if modern:
        counts = (count.text for count in post.all(".page_number"))
        return {
            "date_text": modern.text or None,
            "floor": number(first_group(ANY_NUMBER, *counts)),
        }
    line = post.at(".keyinfo .smalltext") or post.at("[id^=subject_]").parent.at(".smalltext")
    text, label = line.text.strip(MARGIN), line.at("strong, b").text
    if not label.endswith(":"):
        return {"date_text": text or None}
    return {
        "date_text": text.removeprefix(label).strip(f"{MARGIN}:") or None,
        "floor": number(first_group(ANY_NUMBER, label)),
    }


def likes(box: Node) -> int | None:
    """Return how many like a post: "3 people like this", "You and 2 others like this".

    The count is in the link; "You" stands before it.
    """
    if not box.text:
        return None
    link = box.at("a")
    if not link:
        return 1
    count = number(first_group(ANY_NUMBER, link.text))
    if count is None:
        return None
    if link.prev.is_text and link.prev.text:
        return count + 1
    return count


def attachments(post: Node, page: Page) -> list[Attachment]:
    """Return the files below a body, name and size; pictures stand there with their name."""
    found: list[Attachment] = []
    links = post.all(".attachments a, [id$=_footer] a, td.smalltext a[href*=dlattach]")
    for link in dict.fromkeys(links):
        name, href = link.text, link.attr("href")
        if name and (not href or "dlattach" in href):
            size = first_group(SIZE, link.next.lines) or first_group(
                SIZE, link.parent.text.partition(name)[2]
            )
            found.append(Attachment(name=name, href=page.absolute(href), size=size))
    return found
