"""The thread page of phpwind 5 to 8 (``template/wind/read.htm``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.phpwind.bodies import RULES
from site_gen.engines.phpwind.common import (
    ADDRESSES,
    CHROME,
    page_numbers,
    path_of,
    refuse,
    spaced,
    thread_facts,
    title_parts,
)
from site_gen.engines.phpwind.posts import split
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.load.page import Page

# How the skins of the languages that phpwind was translated into (Chinese, Uyghur) say a thread was
# read.
VIEWS = re.compile(
    r"(?:阅读|瀏覽|浏览|点击|人气|Views)\s*[:：]?\s*(\d+)|(\d+)\s*(?:人阅读|次阅读)"
    r"|(\d+)\s*قېتىم\s+ك[ۆۈ]رۈلدى"
)
REPLIES = re.compile(r"(?:回复|回覆|Replies)\s*[:：]?\s*(\d+)")
BEHIND_COLON = re.compile(r"[:：]\s*(\S.*)$")


def more_thread(page: Page) -> dict[str, Any]:
    """Return what a page says of its thread."""
    root = Node(page.tree.root)
    path = crumbs(page)
    head = title_parts(root)
    bar = root.at("form[name=delatc] th.h, form[name=delatc] .h")
    title = (
        root.at("#subject_tpc").text
        or path.get("title")
        or barred_title(bar)
        or root.at(".r_one h4, .r_one h1").text  # old versions have no name for it
        or head[0]
    )
    return {
        **thread_facts(page),
        "board": path.get("board") or head[1:2],
        "board_id": path.get("board_id"),
        "site_name": path.get("site_name"),
        "title": title or None,
        **read_counts(root),
        **page_numbers(root.at(".pages"), page),
    }


def crumbs(page: Page) -> dict[str, Any]:
    """Return the path to the thread.

    It is the first line of links that leads over a board to a thread, else to a board.
    """
    best: dict[str, Any] = {}
    for box in crumb_boxes(page):
        path = path_of(box)
        if path["site_name"] and path["board"] and (path["title"] or not best):
            best = path
        if best.get("title"):
            break
    return best


def crumb_boxes(page: Page) -> Iterator[Node]:
    """Yield what may be the line of links: each box around a link to a board with 2 to 12 links.

    Its box has another name in every version; a menu of boards has each in a box of its own.
    """
    seen: set[int] = set()
    for link in page.tree.css("a[href*='thread.php?fid'], a[href*='thread-htm-fid']"):
        box = crumb_box(link)
        if box is None or box.mem_id in seen or len(seen) > 200:
            continue
        seen.add(box.mem_id)
        if 2 <= len(box.css("a")) <= 12:
            yield Node(box)


def crumb_box(link: LexborNode) -> LexborNode | None:
    """Return the element that a link stands in, or the one around that if the link is alone."""
    box = link.parent
    if box is not None and len(box.css("a")) < 2:
        return box.parent
    return box


def barred_title(bar: Node) -> str | None:
    """Return the title in the bar over the posts: "本页主题: …"."""
    bold = bar.at("strong, b")
    if not bold:
        return None
    return first_group(BEHIND_COLON, bold.text) or bar.own_text


def read_counts(root: Node) -> dict[str, Any]:
    """Return views and replies: version 8 has boxes for them, others a line of words."""
    shown = [number(node.text) for node in root.at(".readTop").all("li span")]
    if len(shown) >= 2:
        return {"views": shown[0], "replies": shown[1]}
    lines = root.all(".readTop, .t3, tr.tr2, .readNum, .h")[:12]
    text = squash(" ".join(map(spaced, lines)))
    views, replies = first_group(VIEWS, text), first_group(REPLIES, text)
    return stated(views=number(views), replies=number(replies))


DESKTOP = Engine(
    name="phpwind",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "generator line", ('content="PHPWind', 'content="phpwind', "content=PHPWind"), 2
        ),
        Fingerprint(
            "bodies named read_",
            ('id="read_tpc"', "id=read_tpc", 'class="tpc_content" id="read_'),
            3,
        ),
        Fingerprint("bodies of class tpc_content", ('class="tpc_content"', "class=tpc_content"), 2),
        Fingerprint("form of the posts", ('name="delatc"', "name=delatc"), 2),
        Fingerprint("cells named td_tpc", ('id="td_tpc"', "id=td_tpc", 'id="subject_tpc"'), 1),
        Fingerprint(
            "bars of class tiptop",
            ('class="tiptop"', "class=tiptop", 'class="tipTop"', "class=tipTop"),
            1,
        ),
        Fingerprint("author cells", ('class="r_two"', "class=r_two", "floot_left"), 2),
        Fingerprint("scripts", ("pw_ajax.php", "pw_ajax.js", "headbase"), 1),
        Fingerprint("footer", ("PHPWind.com", "phpwind.net"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".t2, .read_t",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=CHROME,
)
