"""The archive and the print page of vBulletin 3 and 4."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import Engine, Field, Fingerprint, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.engines.vbulletin.bodies import RULES
from site_gen.engines.vbulletin.common import THREAD_URL, zone
from site_gen.load.page import Page

FULL_VERSION = ".largefont a[href], h3 a[href], .pagetitle a[href], a[href*='showthread']"
ARCHIVED = re.compile(r"/t-(\d+)")


def more_thread(page: Page) -> dict[str, Any]:
    """Read the thread from its link to the full version, which both pages have."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    full = root.at(FULL_VERSION)
    boards = [link.text for link in root.all("#navbar a[href*='/f-']")]
    return {
        **facts,
        "zone": zone(page),
        "thread_id": first_group(ARCHIVED, facts["url"])
        or first_group(THREAD_URL, full.attr("href")),
        "title": full.text or root.at("title").text or None,
        "board": [board for board in boards if board],
    }


ARCHIVE = Engine(
    name="vbulletin",
    view="archiver",
    fingerprints=(
        Fingerprint("bodies of class posttext", ('class="posttext"', "class=posttext"), 2),
        Fingerprint("bylines of class posttop", ('class="posttop"', "class=posttop"), 2),
        Fingerprint(
            "the archive's style sheet",
            ("vbulletin_archive.css", "/archive/archive.css", "archive.css"),
            2,
        ),
        Fingerprint("the archive's addresses", ("/archive/index.php",), 1),
    ),
    threshold=4,
    posts="div.post:has(.posttext)",
    body=".posttext",
    post={"author": (where(".posttop .username"),), "date_text": (where(".posttop .date"),)},
    rules=RULES,
    more_thread=more_thread,
    chrome={
        "breadcrumb": "#navbar",
        "page-links": "#pagenumbers",
        "full-version": ".largefont",
        "login-prompt": "form",
        "site-footer": "#copyright",
    },
)
PRINT = Engine(
    name="vbulletin",
    view="print",
    fingerprints=(
        Fingerprint("the print page's address", ("printthread.php",), 2),
        Fingerprint("bodies of class restore", ('class="restore"', "class=restore"), 1),
        Fingerprint("the page vbulletin_html", ('id="vbulletin_html"', "id=vbulletin_html"), 1),
        Fingerprint("the print style sheet", ("printthread.css",), 2),
        Fingerprint("dates of class datetime", ('class="datetime"', "class=datetime"), 1),
    ),
    threshold=5,
    posts="li.postbit[id^='post_']:has(.datetime)",
    body=".content blockquote",
    post={
        "author": (where(".header .username, .username"),),
        "date_text": (where(".datetime"),),
        "id": (Field("*", "id", re.compile(r"^post_(\d+)$")),),
        "subject": (where(".title"),),
    },
    rules=RULES,
    more_thread=more_thread,
    chrome={
        "title-line": "h3, .pagetitle",
        "page-links": ".pagination, #pagination",
        "site-footer": ".below_body, #footer",
    },
)
