"""The thread page of YaBB 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import PLACE, first_group, stated
from site_gen.engines.yabb.bodies import RULES
from site_gen.engines.yabb.common import (
    NAMED,
    POSTS,
    POWERED,
    SIZE,
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
from site_gen.models import Attachment

REPLY = re.compile(r"^[^#:]{0,30}#(\d+)\s*-\s*")
BODY = "div.message"


def split(page: Page) -> Iterator[RawPost]:
    """Find the posts of YaBB 2."""
    for node in page.tree.css(MODERN_POSTS):
        body, post = node.css_first(BODY), Node(node)
        if body is not None and (fields := post_fields(post, page)) is not None:
            yield RawPost(body=body, fields=fields, signature=signature_in(signature_box(post)))


def signature_box(post: Node) -> Node:
    """Find what holds a signature: a box of its own, which holds no others, behind a rule."""
    boxes = (rule.parent for rule in post.all("div.small > hr"))
    others = "div.small div.small, a[href*=downloadfile]"
    return next((box for box in boxes if not box.at(others)), NOTHING)


def post_fields(post: Node, page: Page) -> dict[str, Any] | None:
    """Read what stands around a post's words in YaBB 2."""
    anchors = map(named, post.all("a[name], .anchor[id]"))
    count = next(filter(str.isdecimal, anchors), None)
    cell = post.at("td")
    if not cell or (count is None and not post.at(".dividerbot")):
        return None
    info = lines_of(cell.at("div.small"))
    *subject, stamp = byline(post) or [""]
    members = post.all('a[href*="username="]')
    return stated(
        id=count,
        floor=number(first_group(REPLY, stamp)),
        author=cell.said("b") or None,
        author_id=first_group(USER, *(link.attr("href") for link in members)),
        author_title=member_title(info),
        location=location(info),
        subject=next(iter(subject), None),
        date_text=REPLY.sub("", stamp) or None,
        attachments=attachments(post, page),
        **edited(page, post),
    )


def byline(post: Node) -> list[str]:
    """Return the lines above a post's words: its subject if it has one, and its date."""
    lines = post.all(".dividerbot .small")
    return lines_of(next((small for small in lines if small.at("b")), NOTHING))


def location(info: Sequence[str]) -> str | None:
    """Return where the author lives, from the lines below the name.

    It is a labelled line, or one without a label behind the count of posts (2.0 to 2.5).
    """
    labelled = (PLACE.sub("", line) for line in info if ":" in line and PLACE.match(line))
    if said := next(labelled, None):
        return said
    counts = [n for n, line in enumerate(info, 1) if POSTS.match(line)]
    behind = next(iter(counts), len(info))
    return next((line for line in info[behind : behind + 1] if ":" not in line), None)


def attachments(post: Node, page: Page) -> list[Attachment]:
    """Return the files below a post: "NAME (12 KB | 3 )".

    A picture is linked twice, once with its name.
    """
    found: list[Attachment] = []
    for link in post.all('a[href*="action=downloadfile"]'):
        if name := link.text:
            size = first_group(SIZE, link.parent.text.partition(name)[2])
            address = page.absolute(link.attr("href"))
            found.append(Attachment(name=name, href=address, size=size))
    return found


MODERN_POSTS = "table.bordercolor:has(div.message)"
CHROME = {
    "site-header": "table.tabmenu, table.windowbg2, #ImageAlert",
    "breadcrumb": "td.nav, font.nav, a.nav, .navbarcontainer",
    "title-line": "td.titlebg",
    "page-links": "td.catbg, .tabtitle, .tabtitle-bottom",
    "polls": "form[name=poll]",
    "byline": ".dividerbot",
    "contact-links": ".dividertop",
    "edit-mark": 'td > div.small[style*="text-align: right"]',
    "attachments": 'td > div.small[style*="width: 99%"]:has(a[href*=downloadfile])',
    "signature": 'td > div.small[style*="width: 99%"], td > div.small[style*="width: 100%"]',
    "author-column": "td > div.small, .post-userinfo",
    "post-tools": 'a[href="#top"]',
    "quick-reply": "form[name=postmodify]",
    "thread-tools": "select, form",
    "site-footer": ".copyright, .navf",
}
ADDRESSES = (
    re.compile(
        r"\.(?:pl|cgi)\?(?:.*[;&])?num=(?P<thread>\d+)(?:/\d+)?(?:[;&][^#]*)?(?:#(?P<post>\d+))?$"
    ),
    re.compile(r"\.(?:pl|cgi)\?(?:.*[;&])?num=(?P<thread>\d+)"),
)
DESKTOP = Engine(
    name="yabb",
    view="desktop",
    fingerprints=(
        NAMED,
        POWERED,
        Fingerprint("boxes of class displaycontainer", ('class="displaycontainer"',), 2),
        Fingerprint("bar of class navbarcontainer", ('class="navbarcontainer"',), 1),
        Fingerprint(
            "words of class message, floating", ('class="message" style="float: left;',), 2
        ),
    ),
    threshold=5,
    split=split,
    post_boxes=MODERN_POSTS,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=CHROME,
)
