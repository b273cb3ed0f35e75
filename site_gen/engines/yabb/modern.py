"""The thread page of YaBB 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.values import PLACE, first_group, shown, stated
from site_gen.engines.yabb.bodies import RULES
from site_gen.engines.yabb.common import (
    NAMED,
    POSTS,
    POWERED,
    SIZE,
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
from site_gen.models import Attachment

REPLY = re.compile(r"^[^#:]{0,30}#(\d+)\s*-\s*")
BODY = "div.message"


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words in YaBB 2."""
    count = next(
        (c for place in node.css("a[name], .anchor[id]") if (c := named(place)).isdecimal()), None
    )
    cell = node.css_first("td")
    if cell is None or (count is None and node.css_first(".dividerbot") is None):
        return None
    info = lines_of(cell.css_first("div.small"))
    heads = [small for small in node.css(".dividerbot .small") if small.css_first("b") is not None]
    head = lines_of(heads[0]) if heads else []
    stamp = head[-1] if head else ""
    return stated(
        id=count,
        floor=number(first_group(REPLY, stamp)),
        author=name_in(cell),
        author_id=first_group(USER, *map(href, node.css('a[href*="username="]'))),
        author_title=info[0] if info and not POSTS.match(info[0]) else None,
        location=place_of(info),
        subject=head[0] if len(head) > 1 else None,
        date_text=REPLY.sub("", stamp) or None,
        attachments=attachments(node, page),
        **edited(page, node),
    )


def place_of(info: Sequence[str]) -> str | None:
    """Where the author lives: a line without a label behind the count of posts (2.0 to 2.5), or a labelled one."""
    labelled = next(
        (PLACE.sub("", line) for line in info if ":" in line and PLACE.match(line)), None
    )
    n = next((n for n, line in enumerate(info, 1) if POSTS.match(line)), len(info))
    return labelled or next((line for line in info[n : n + 1] if ":" not in line), None)


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files below a post: "NAME (12 KB | 3 )".

    A picture is linked twice, once with its name.
    """
    found: list[Attachment] = []
    for link in node.css('a[href*="action=downloadfile"]'):
        if (name := shown(link)) is not None:
            beside = squash(link.parent.text()) if link.parent is not None else ""
            size = SIZE.search(beside.partition(name)[2])
            address = page.absolute(href(link) or "")
            found.append(Attachment(name=name, href=address, size=size[1] if size else None))
    return found


def split_modern(page: Page) -> Iterator[RawPost]:
    """The posts of YaBB 2.

    A signature stands behind a rule, in a box of its own that holds no others.
    """
    for node in page.tree.css(MODERN_POSTS):
        body = node.css_first(BODY)
        if body is not None and (fields := more_post(node, page)) is not None:
            boxes = [rule.parent for rule in node.css("div.small > hr") if rule.parent is not None]
            own = next(
                (box for box in boxes if not box.css("div.small div.small, a[href*=downloadfile]")),
                None,
            )
            yield RawPost(body=body, fields=fields, signature=signature_in(own))


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
MODERN_POSTS = "table.bordercolor:has(div.message)"
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
    split=split_modern,
    post_boxes=MODERN_POSTS,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=CHROME,
)
