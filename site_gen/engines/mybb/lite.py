"""The archive of MyBB, its "lite" view."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, squash
from site_gen.engines.mybb.bodies import BODY_RULES
from site_gen.engines.mybb.posts import UID
from site_gen.engines.mybb.threads import FID, facts, first_crumbs, pages, refuse
from site_gen.engines.tools.addresses import href, own_address
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page


def lite_thread(page: Page) -> dict[str, Any]:
    """The archive's title, path and full address: "Full Version: TITLE"."""
    tree = page.tree
    full = tree.css_first("#fullversion a")
    url = (
        href(full)
        if (href(full) or "").startswith("http")
        else own_address(page, "link[rel=canonical]")
    )
    crumbs = [squash(link.text()) for link in first_crumbs(page)]
    return {
        **facts(page, url),
        "title": shown(full) or shown(tree.css_first("title")),
        "board": [name for name in crumbs if name],
        "site_name": shown(tree.css_first("h1")) or (crumbs[0] if crumbs else None),
        "board_id": first_group(
            FID, *(unquote(href(link) or "") for link in reversed(first_crumbs(page)))
        ),
        **pages(tree.css_first(".multipage"), "strong", page.capture.url),
    }


def lite_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Author and date of a post of the archive; an announcement has neither."""
    del page
    name, date = node.css_first(".author"), node.css_first(".dateline")
    if name is None:
        return None
    exact = date.css_first("span[title]") if date is not None else None
    return {
        "author": shown(name),
        "author_id": first_group(UID, unquote(href(name.css_first("a")) or "")),
        "date_text": shown(date),
        "date_stated": exact.attributes.get("title") if exact is not None else None,
    }


ARCHIVE = Engine(
    name="mybb",
    view="archiver",
    fingerprints=(
        Fingerprint("link to the full version", ('id="fullversion"', "id=fullversion"), 3),
        Fingerprint(
            "posts of header, author and dateline", ('class="dateline"', "class=dateline"), 2
        ),
        Fingerprint("box with a note", ('id="infobox"', "id=infobox"), 1),
        Fingerprint("archive's style sheet", ("archive/screen.css",), 1),
    ),
    threshold=5,
    posts=".post",
    post_boxes=".post",
    body=".message",
    rules=BODY_RULES,
    more_thread=lite_thread,
    more_post=lite_post,
    refuse=refuse,
    addresses=(re.compile(r"archive/index\.php[?/]thread-(?P<thread>\d+)"),),
    chrome={
        "site-header": "h1",
        "breadcrumb": ".navigation",
        "byline": ".post > .header",
        "full-version": "#fullversion, #infobox",
        "page-links": ".multipage",
        "site-footer": "#footer, #printinfo",
    },
)
