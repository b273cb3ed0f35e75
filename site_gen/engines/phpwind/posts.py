"""The posts of a page of phpwind 5 to 8: author, floor, date, files, ratings.

The author's cell is ``th.r_two`` up to 7, ``td.floot_left`` in 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean.rule import words
from site_gen.dates import ABSOLUTE, shown_date
from site_gen.engines.core.table import RawPost, number
from site_gen.engines.phpwind.common import (
    BODY_ID,
    PID,
    SIZE,
    floor_of,
    location_in,
    spaced,
)
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.load.page import Page
from site_gen.models import Attachment, Rating

AUTHOR_CELL = ".r_two, .floot_left"
LOU = re.compile(r"\barticle[=-](\d+)")
UID = re.compile(r"\buid[=-](\d+)")
LEVEL = re.compile(r"^(?:级别|等级)\s*[:：]\s*(\S.*)$")
EDITOR = re.compile(r"(?:此帖|本帖|帖子)被\s*(?P<who>\S.{0,60}?)\s*(?:在|于)\s*\d{4}-")
PICTURE_NAME = re.compile(r"^(?:描述\s*[:：].*?)?(?:图片|圖片)\s*[:：]\s*(\S+)")
SCORE = re.compile(r"([+-]?)\s*(\d{1,9})")


def split(page: Page) -> Iterator[RawPost]:
    """Yield the posts: every body, with the box around it that holds an author's cell too."""
    seen: set[int | None] = set()
    for raw in page.tree.css("[id^=read_], .tpc_content"):
        body = Node(raw)
        if not is_body(body):
            continue
        box = box_of(body)
        if box and box.key not in seen:
            seen.add(box.key)
            yield raw_post(page, box, body)


def is_body(node: Node) -> bool:
    """Tell whether an element is a post's body: by its name, or by its class if none is named."""
    if BODY_ID.match(node.id):
        return True
    return "tpc_content" in node.attr("class") and not node.at("[id^=read_]")


def box_of(body: Node) -> Node:
    """Return the nearest element around a body that holds its author's cell."""
    for node in body.around():
        if node.tag == "body":
            break
        if node.tag in ("table", "div") and node.at(AUTHOR_CELL):
            return node
    return NOTHING


def raw_post(page: Page, box: Node, body: Node) -> RawPost:
    """Return one post."""
    tools = box.all("a[href*=post], a[href*=operate], a[href*=job]")
    links = " ".join(link.attr("href") for link in tools)
    top = box.at(".tipTop, .tiptop")
    pid = first_group(BODY_ID, body.id) or first_group(PID, links)
    exact = top.at("span[title]").attr("title")
    return RawPost(
        body=body.raw,
        date_stated=exact if ABSOLUTE.search(exact) else None,
        signature=spaced(box.at(".signature")) or None,
        fields={
            "id": pid,
            **floor_and_marks(top.at("a.s2").text, links),
            "date_text": date_in(box.at(".tipad")) or date_in(top),
            **author_of(box.at(AUTHOR_CELL)),
            "attachments": listed_files(box, body, page),
            "ratings": ratings(box),
            "gates": outer_gates(box),
            "subject": subject_of(box, pid),
            "location": location_in(top.text),
            **stated(editor=first_group(EDITOR, spaced(body.at("[id^=alert_]")))),
        },
    )


def floor_and_marks(label: str, links: str) -> dict[str, Any]:
    """Return the floor, as the label or the addresses of the tools state it, and 置顶."""
    floor = floor_of(label) or number(first_group(LOU, links)) or None
    return {"floor": floor, "marks": ["置顶"] if "置顶" in label else []}


def date_in(part: Node) -> str | None:
    """Return the date of a line of a post's frame."""
    return shown_date(spaced(part))


def subject_of(box: Node, pid: str | None) -> str | None:
    """Return the subject of a reply; the first post's is the thread's title."""
    if pid == "tpc":
        return None
    return box.at("[id^=subject_]").text or None


def author_of(side: Node) -> dict[str, Any]:
    """Return name, number and level of a post's author, from the cell beside it."""
    uid = first_group(UID, *(link.attr("href") for link in side.all("a[href*=uid]")))
    return {
        "author": side.at(".r_name a", ".r_name", "b").text or None,
        "author_id": uid if uid != "0" else None,
        "author_title": level_of(side),
    }


def level_of(side: Node) -> str | None:
    """Return an author's level, in grey or in the last line that calls itself a level."""
    if shown := side.at("font[color='#555555']").text:
        return shown
    return first_group(LEVEL, *(line.text for line in reversed(side.all("p"))))


def listed_files(box: Node, body: Node, page: Page) -> list[Attachment]:
    """Return the uploads shown beside a body, each in a box of its own (``att_123``)."""
    placed = set(body.all("[id^=att_]"))
    entries = (entry for entry in box.all("[id^=att_]") if entry not in placed)
    named = (entry for entry in entries if re.fullmatch(r"att_\d+", entry.id))
    found = (listed_file(entry, page) for entry in named)
    return [attachment for attachment in found if attachment is not None]


def listed_file(entry: Node, page: Page) -> Attachment | None:
    """Return an upload: a link with a size, or a picture."""
    for link in entry.all("a"):
        address = link.attr("href")
        if "download" in address:
            size = first_group(SIZE, entry.text)
            return Attachment(name=link.text or None, href=page.absolute(address), size=size)
    picture = entry.at("img[onclick], img[onload], img.pic, br ~ img")
    if not picture:
        return None
    source = page.absolute(picture.attr("src"))
    return Attachment(name=first_group(PICTURE_NAME, entry.text), href=source or None)


def outer_gates(box: Node) -> list[str]:
    """Return the notes beside a body that uploads are hidden (``hidden_att_123``)."""
    notes = (words(node.raw) for node in box.all("[id^=hidden_att_]") if node.raw is not None)
    return [text for text in notes if text]


def ratings(box: Node) -> list[Rating]:
    """Return 评分 of version 8.

    Each is a row of face, name, kind, points, time, reason.
    """
    return [rating(row) for row in box.all("tr[id^=pingLogTr_]")]


def rating(row: Node) -> Rating:
    """Return the rating of a row."""
    score = SCORE.search(row.at("td.s2").text)
    reasons = (cell.text for cell in row.all("td")[4:5])
    return Rating(
        author=row.at(".p_name").text or None,
        score=int(score[1] + score[2]) if score else None,
        reason=next(filter(None, reasons), None),
    )
