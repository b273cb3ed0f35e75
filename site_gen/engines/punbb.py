"""PunBB 1.3 and 1.4 (``viewtopic.php``, ``include/template/main.tpl``), and PunBB 1.2, whose markup is FluxBB's.

A post is ``div.post`` in ``.main-topic``: a line (``.posthead``, which has the post's number as its
id), the author's lists, the words (``.entry-content``, which holds the signature as well).
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.engines.core.table import Engine, Fingerprint, number, squash, where
from site_gen.engines.fluxbb import (
    ADDRESSES,
    BODY_RULES,
    EDITED_BY,
    PAGE,
    PAGES,
    TOPIC,
    USER,
    VERSION,
    place_of,
    refuse,
    viewtopic,
)
from site_gen.engines.tools.addresses import host, href, own_address
from site_gen.engines.tools.boxes import carry, take_away
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

FORUM = re.compile(r"viewforum\.php\?(?:.*[?&;])?id=(\d+)|/forum/?(\d+)")
COUNT = re.compile(r"(\d[\d.,\u00a0 ]*)\s*\]?$")


def more_thread(page: Page) -> dict[str, Any]:
    """The thread's number, title, board path, pages and count of posts."""
    tree = page.tree
    title = tree.css_first(".main-title")
    link = title.css_first("a") if title is not None else None
    crumbs = tree.css_first(".crumbs")
    path = (
        [squash(part.text()).lstrip("→» \u00a0") for part in crumbs.css(".crumb")]
        if crumbs is not None
        else []
    )
    url = own_address(page, "link[rel=canonical]", ".main-title a.permalink, .main-title a")
    feeds = tree.css("link[rel=alternate], .main-head a, .posting a")
    pager = tree.css_first(".paging")
    current = pager.css_first("strong") if pager is not None else None
    numbers = (
        [n for part in pager.css("a, strong") if (n := number(squash(part.text())))]
        if pager is not None
        else []
    )
    counted = tree.css_first(".main-head .item-info")
    count = COUNT.search(squash(counted.text())) if counted is not None else None
    posts = number(re.sub(r"\D", "", count[1])) if count else None
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    name = tree.css_first("#brd-title")
    return {
        "thread_id": first_group(TOPIC, href(link), url, *map(href, feeds)),
        "url": url,
        "site": host(url, page.base),
        "site_name": (squash(name.text()) or None) if name is not None else None,
        "engine_version": version[1] if version else None,
        "title": (squash(link.text()) if link is not None else path[-1] if path else "") or None,
        "board": [part for part in path[:-1] if part],
        "board_id": first_group(FORUM, *map(href, tree.css(".crumbs a")[::-1])),
        "replies": posts - 1 if posts else None,
        "page": (number(squash(current.text())) if current is not None else None)
        or number(first_group(PAGE, url))
        or 1,
        "pages_claimed": max(numbers) if numbers else None,
        # "[ Closed ] TITLE": a word of its own beside the link.
        "locked": bool(squash(title.text(deep=False)))
        if title is not None and link is not None
        else None,
    }


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body."""
    del page
    head, body = node.css_first(".posthead"), node.css_first(".entry-content")
    if head is None or body is None:
        return None
    ident = (head.id or "").removeprefix("p")
    floor = head.css_first(".post-num")
    name = node.css_first(".author-ident .username, .post-byline strong, .post-byline a")
    mark = head.css_first(".post-edit")
    by = EDITED_BY.search(squash(mark.text())) if mark is not None else None
    carry(mark, body)
    return {
        "id": ident if ident.isdecimal() else None,
        "floor": number(squash(floor.text()).lstrip("#")) if floor is not None else None,
        "author": (squash(name.text()) or None) if name is not None else None,
        "author_id": first_group(
            USER, *map(href, node.css(".author-ident .username a, .post-byline a"))
        ),
        "location": place_of(node.css(".author-info li")),
        **({"editor": by["who"]} if by else {}),
    }


DESKTOP = Engine(
    name="punbb",
    view="desktop",
    fingerprints=(
        Fingerprint("page named brd-viewtopic", ('id="brd-viewtopic"', "id=brd-viewtopic"), 3),
        Fingerprint(
            "boxes named brd", ('id="brd-wrap"', "id=brd-wrap", 'id="brd-main"', "id=brd-main"), 1
        ),
        Fingerprint("lines of class posthead", ('class="posthead"', "class=posthead"), 2),
        Fingerprint(
            "lists of class author-ident", ('class="author-ident"', "class=author-ident"), 2
        ),
        Fingerprint(
            "bodies of class entry-content in post-entry",
            ('class="post-entry"', "class=post-entry"),
            1,
        ),
    ),
    threshold=4,
    posts=".post:has(> .posthead)",
    post_boxes=".post:has(> .posthead)",
    body=".entry-content",
    signature=".sig-content",
    post={
        "author_title": (where(".author-ident .usertitle"),),
        "subject": (where(".entry-title", match=r"^(?:Topic:\s*)?(.+)$"),),
        "date_text": (where(".post-link a"), where(".post-link")),
    },
    rules=(
        blocks.edit_mark(".post-edit", needles=("post-edit",)),
        take_away("signature", ".sig-content", needles=("sig-content",)),
        *BODY_RULES,
    ),
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#brd-messages, #brd-head, #brd-navlinks, #brd-visit, #brd-announcement, #brd-admod",
        "breadcrumb": ".crumbs",
        "page-links": ".main-pagepost, .paging, .posting",
        "thread-tools": ".main-head, .main-foot, .main-title",
        "byline": ".posthead, .entry-title",
        "author-column": ".post-author, .author-ident, .author-info",
        "edit-mark": ".post-edit",
        "post-tools": ".postfoot, .post-options",
        "quick-reply": "form.frm-form, .main-frm, .main-subhead",
        "site-footer": "#brd-stats, #brd-about, #brd-debug, #brd-qjump",
    },
)
# The footer of PunBB 1.2: without it the page cannot be told from FluxBB's, and is read as such.
OLD = viewtopic(
    "punbb",
    (
        *PAGES,
        Fingerprint(
            "powered by PunBB",
            ('<a href="http://www.punbb.org/">PunBB</a>', '<a href="http://punbb.org/">PunBB</a>'),
            10,
        ),
    ),
    12,
)
ENGINES = (DESKTOP, OLD)
