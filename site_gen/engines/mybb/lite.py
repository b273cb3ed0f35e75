"""The archive of MyBB, its "lite" view."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.mybb.bodies import RULES
from site_gen.engines.mybb.posts import UID
from site_gen.engines.mybb.threads import board_number, crumbs, facts, pages, refuse
from site_gen.engines.tools.addresses import own_address
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page


def more_thread(page: Page) -> dict[str, Any]:
    """Read the archive's title, path and full address: "Full Version: TITLE"."""
    root = Node(page.tree.root)
    full = root.at("#fullversion a")
    url: str | None = full.attr("href")
    if not full.attr("href").startswith("http"):
        url = own_address(page, "link[rel=canonical]")
    links = crumbs(root)
    return {
        **facts(page, url),
        "title": full.text or root.at("title").text or None,
        "board": [link.text for link in links if link.text],
        "site_name": root.at("h1").text or next((link.text for link in links), None),
        "board_id": board_number(links),
        **pages(root.at(".multipage"), "strong", page.capture.url),
    }


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read author and date of a post of the archive; an announcement has neither."""
    del page
    post = Node(node)
    name, date = post.at(".author"), post.at(".dateline")
    if not name:
        return None
    return {
        "author": name.text or None,
        "author_id": first_group(UID, unquote(name.at("a").attr("href"))),
        "date_text": date.text or None,
        "date_stated": date.at("span[title]").attr("title"),
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
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
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
