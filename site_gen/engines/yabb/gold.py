"""The thread page of YaBB 1 Gold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.values import first_group, shown, stated
from site_gen.engines.yabb.bodies import RULES
from site_gen.engines.yabb.common import (
    FLOOR,
    NAMED,
    POSTS,
    POWERED,
    USER,
    edited,
    lines_of,
    name_in,
    named,
    refuse,
    signature_in,
)
from site_gen.engines.yabb.threads import more_thread
from site_gen.load.page import Page

COUNT = re.compile(r"[?&;](?:quote|message)=(\d+)")
OLD_BODY = 'td[rowspan="2"] + td > font'


def sign(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words in YaBB 1, whose post is known by the anchor before its table or around it."""
    cell = node.css_first('td[rowspan="2"]')
    beside = node.css_first('td[rowspan="2"] + td')
    line = (
        next((font for font in beside.css("table font") if "«" in font.text()), None)
        if beside is not None
        else None
    )
    if cell is None or beside is None or line is None:
        return None
    label = shown(line.css_first("b")) or ""
    info = lines_of(cell.css_first("font"))
    subject = next((text for bold in beside.css("table b") if (text := shown(bold))), None)
    return stated(
        id=anchor_before(node) or first_group(COUNT, *map(href, beside.css("table a"))),
        floor=number(first_group(FLOOR, label)),
        author=name_in(cell),
        author_id=first_group(USER, *map(href, cell.css("a"))),
        author_title=info[1] if len(info) > 1 and not POSTS.match(info[1]) else None,
        subject=subject if subject != label else None,
        date_text=squash(line.text()).strip("«» ").removeprefix(label).strip() or None,
        **edited(page, node),
    )


def anchor_before(node: LexborNode) -> str | None:
    """The count in ``<a name="3">``, which stands before a post's table.

    1 Gold's first release never closes it.
    """
    before, around = node.prev, node.parent
    while before is not None and before.tag in ("-text", "-comment"):
        before = before.prev
    while around is not None and around.tag not in ("a", "body"):
        around = around.parent
    found = [named(place) for place in (before, around) if place is not None and place.tag == "a"]
    return next((name for name in found if name.isdecimal()), None)


def split_old(page: Page) -> Iterator[RawPost]:
    """The posts of YaBB 1."""
    for node in page.tree.css(OLD_POSTS):
        body = node.css_first(OLD_BODY)
        if body is not None and (fields := sign(node, page)) is not None:
            yield RawPost(body=body, fields=fields, signature=signature_in(last_font(node)))


def last_font(node: LexborNode) -> LexborNode | None:
    """What holds a signature in YaBB 1: the last ``font`` of the lower cell, behind the table of the edit mark."""
    for cell in node.css('td[valign="bottom"]'):
        table = cell.css_first("table")
        after = table.next if table is not None else None
        while after is not None and after.tag != "font":
            after = after.next
        if after is not None:
            return after
    return None


OLD_CHROME = {
    "breadcrumb": "font.nav, a.nav",
    "title-line": "td.titlebg",
    "page-links": "td.catbg",
    "author-column": 'td[rowspan="2"]',
    "byline": 'td[rowspan="2"] + td > table',
    "edit-mark": 'td[valign="bottom"] > table',
    "signature": 'td[valign="bottom"] > font',
    "thread-tools": "form",
    "site-footer": "center",
}
OLD_POSTS = 'table:has(> tbody > tr > td[rowspan="2"])'
OLD = Engine(
    name="yabb",
    view="desktop",
    fingerprints=(
        NAMED,
        POWERED,
        Fingerprint(
            "thread of YaBB 1",
            ("action=display;num=", "action=display&num=", "action=display&amp;num="),
            2,
        ),
        Fingerprint(
            "author's cell over two rows", ('width="20%" rowspan="2"', "width='20%' rowspan='2'"), 2
        ),
        Fingerprint("images of YaBB 1", ("YaBBImages/",), 1),
    ),
    threshold=5,
    split=split_old,
    post_boxes=OLD_POSTS,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome=OLD_CHROME,
)
