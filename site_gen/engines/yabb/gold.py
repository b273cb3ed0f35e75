"""The thread page of YaBB 1 Gold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.engines.yabb.bodies import RULES
from site_gen.engines.yabb.common import (
    FLOOR,
    NAMED,
    POWERED,
    USER,
    edited,
    lines_of,
    member_title,
    named,
    refuse,
    signature_in,
)
from site_gen.engines.yabb.threads import more_thread
from site_gen.load.page import Page

COUNT = re.compile(r"[?&;](?:quote|message)=(\d+)")
OLD_BODY = 'td[rowspan="2"] + td > font'


def split(page: Page) -> Iterator[RawPost]:
    """Find the posts of YaBB 1."""
    for node in page.tree.css(OLD_POSTS):
        body, post = node.css_first(OLD_BODY), Node(node)
        if body is not None and (fields := post_fields(post, page)) is not None:
            yield RawPost(body=body, fields=fields, signature=signature_in(signature_box(post)))


def post_fields(post: Node, page: Page) -> dict[str, Any] | None:
    """Read what stands around a post's words in YaBB 1.

    The post is known by the anchor before its table or around it.
    """
    cell, beside = post.at('td[rowspan="2"]'), post.at('td[rowspan="2"] + td')
    line = next((font for font in beside.all("table font") if "«" in font.lines), NOTHING)
    if not cell or not line:
        return None
    label, subject = line.at("b").text, beside.said("table b")
    if subject == label:
        subject = ""
    return stated(
        id=anchor_before(post) or first_group(COUNT, *addresses(beside, "table a")),
        floor=number(first_group(FLOOR, label)),
        author=cell.said("b") or None,
        author_id=first_group(USER, *addresses(cell, "a")),
        author_title=member_title(lines_of(cell.at("font"))[1:]),
        subject=subject or None,
        date_text=line.text.strip("«» ").removeprefix(label).strip() or None,
        **edited(page, post),
    )


def addresses(box: Node, css: str) -> Iterator[str]:
    """Return where some links of a box lead."""
    return (link.attr("href") for link in box.all(css))


def anchor_before(post: Node) -> str | None:
    """Return the count in ``<a name="3">``, which stands before a post's table.

    1 Gold's first release never closes it.
    """
    before = post.prev
    while before.tag in ("-text", "-comment"):
        before = before.prev
    around = next((node for node in post.around() if node.tag in ("a", "body")), NOTHING)
    names = (named(anchor) for anchor in (before, around) if anchor.tag == "a")
    return next(filter(str.isdecimal, names), None)


def signature_box(post: Node) -> Node:
    """Find what holds a signature in YaBB 1.

    It is the last ``font`` of the lower cell, behind the table of the edit mark.
    """
    for cell in post.all('td[valign="bottom"]'):
        after = cell.at("table").next
        while after and after.tag != "font":
            after = after.next
        if after:
            return after
    return NOTHING


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
    split=split,
    post_boxes=OLD_POSTS,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome=OLD_CHROME,
)
