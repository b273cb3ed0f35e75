"""The thread page of phpwind 9 (``template/bbs/read_floor.htm``)."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import parse_absolute, shown_date
from site_gen.engines.core.table import Engine, Fingerprint, number, where
from site_gen.engines.phpwind.bodies import RULES
from site_gen.engines.phpwind.common import (
    BODY_ID,
    CHROME,
    SIZE,
    floor_of,
    location_in,
    page_numbers,
    path_of,
    refuse,
    thread_facts,
    title_parts,
)
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Attachment

PICTURE_NAME = re.compile(r"图片\s*[:：]\s*(\S+)")
EDITOR = re.compile(r"^(.+?)于\s*\d")


def more_thread(page: Page) -> dict[str, Any]:
    """Return what a page says of its thread."""
    root = Node(page.tree.root)
    title = root.at("#J_post_title")
    path = path_of(root.at(".bread_crumb"))
    pagers = (box for box in root.all(".pages") if box.at("strong"))
    return {
        **thread_facts(page),
        "board": path["board"],
        "board_id": path["board_id"],
        "site_name": path["site_name"],
        "title": title.own_text or path["title"] or title_parts(root)[0] or None,
        "tags": tags(root, title),
        **counts(root),
        **page_numbers(next(pagers, NOTHING), page),
    }


def tags(root: Node, title: Node) -> list[str]:
    """Return the thread's type ("[求购]"), which stands in its title, and its tags."""
    kinds = [link.text.strip("[]") for link in title.all("a")]
    named = [link.text for link in root.all("#J_read_tag_wrap .tag_item")]
    return list(dict.fromkeys(filter(None, [*kinds, *named])))


def counts(root: Node) -> dict[str, Any]:
    """Return views and replies, where both are shown."""
    shown = [number(node.text) for node in root.all(".post_num em")]
    if len(shown) < 2:
        return {}
    return {"views": shown[0], "replies": shown[1]}


def more_post(raw: LexborNode, page: Page) -> dict[str, Any] | None:
    """Return what stands around a body."""
    node = Node(raw)
    pid = first_group(BODY_ID, node.id)
    if pid is None:
        return None
    name = node.at(".floor_info .name a.J_user_card_show", ".floor_info .name")
    line = node.at(".floor_top_tips .fl", ".floor_top_tips").text
    return {
        "id": pid,
        "author": name.text or None,
        "author_id": name.attr("data-uid") or None,
        "floor": floor_of(node.at(".floor_top_tips .lou").text),
        "date_text": shown_date(line),
        "attachments": [*pictures(node, page), *files(node, page)],
        "marks": ["帖内置顶"] if node.at(".inside_digs_icon") else [],
        "location": location_in(line),
        **edited(node),
    }


def edited(node: Node) -> dict[str, Any]:
    """Return when and by whom a post was last edited: "[甲于2013-5-1 10:00编辑]"."""
    mark = node.at(".edit_log")
    if not mark:
        return {}
    said = mark.text.strip("[]")
    return {"edited": parse_absolute(said) or said, "editor": first_group(EDITOR, said)}


def pictures(node: Node, page: Page) -> list[Attachment]:
    """Return the pictures listed below a body."""
    found: list[Attachment] = []
    for entry in node.all(".read_attach_pic .big_img > li"):
        picture = entry.at("img")
        if picture:
            address = page.absolute(picture.attr("data-original") or picture.attr("src"))
            name = first_group(PICTURE_NAME, entry.text)
            found.append(Attachment(name=name, href=address or None))
    return found


def files(node: Node, page: Page) -> list[Attachment]:
    """Return the files listed below a body."""
    found: list[Attachment] = []
    for entry in node.all(".read_attach_downattach dd .name"):
        link = entry.at("a[href]")
        if link:
            href = page.absolute(link.attr("href"))
            size = first_group(SIZE, entry.text)
            found.append(Attachment(name=link.text or None, href=href, size=size))
    return found


NINE = Engine(
    name="phpwind",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "generator line", ('content="phpwind v9', "content=phpwind", 'content="phpwind v'), 1
        ),
        Fingerprint("floors of class J_read_floor", ("J_read_floor",), 4),
        Fingerprint("list of posts", ('id="J_posts_list"', "id=J_posts_list"), 2),
        Fingerprint("bars over the posts", ("floor_top_tips",), 2),
    ),
    threshold=4,
    posts=".J_read_floor",
    post_boxes=".J_read_floor",
    body=".editor_content",
    signature=".signature",
    post={
        "author_title": (where(".floor_info .level div"),),
        "subject": (where(".editor_content .inside_title"),),
        "up": (where(".J_like_count", None, r"^(\d+)$"),),
    },
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    chrome=CHROME,
)
