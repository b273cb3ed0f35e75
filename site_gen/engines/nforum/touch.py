"""The page of nForum for phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number
from site_gen.engines.nforum import desktop
from site_gen.engines.nforum.article import RULES, article
from site_gen.engines.nforum.common import article_fields, floor_of, linked_id, refuse
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

TITLE_LABEL = re.compile(r"^主题\s*[:：]\s*")
PAGES = re.compile(r"(\d+)/(\d+)$")


def split(page: Page) -> Iterator[RawPost]:
    """Yield the articles of a page: a line of links, then the words."""
    for raw in page.tree.css("ul.list > li"):
        entry = Node(raw)
        bar, cell = entry.at("div.nav"), entry.at("div.sp")
        if bar and cell:
            yield raw_post(bar, cell)


def raw_post(bar: Node, cell: Node) -> RawPost:
    """Return one article; the plain links of its line are floor and date."""
    stored = article(cell.html)
    facts = stored.facts
    uid = bar.at("a[href*='/user/query/']").text or None
    plants = [link.text for link in bar.all("a.plant")]
    return RawPost(
        body=parsed(stored.words),
        signature=stored.signature,
        dropped=stored.dropped,
        fields={
            "id": linked_id(bar.all("a")),
            "floor": floor_of(plants[0]) if plants else None,
            "author": uid or facts.get("writer"),
            "author_id": uid,
            "date_text": facts.get("date_text") or next(iter(plants[1:]), None),
            **article_fields(stored),
        },
    )


def more_thread(page: Page) -> dict[str, Any]:
    """Return title and pages."""
    root = Node(page.tree.root)
    facts = desktop.more_thread(page)
    title = TITLE_LABEL.sub("", root.at("ul.list li.f").text)
    matches = (PAGES.match(link.text) for link in root.all("a.plant"))
    pair = next(filter(None, matches), None)
    current, total = pair.groups() if pair else ("1", None)
    return {
        **facts,
        "title": title or facts["title"],
        "replies": None,
        "page": number(current),
        "pages_claimed": number(total),
    }


TOUCH = Engine(
    name="nforum",
    view="touch",
    fingerprints=(
        Fingerprint("lists of class sec", ('<ul class="list sec">', "<ul class='list sec'>"), 2),
        Fingerprint("bars over the words", ('<div class="nav hl">',), 2),
        Fingerprint("plain links", ('class="plant"',), 2),
    ),
    threshold=5,
    split=split,
    post_boxes="ul.list > li",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome={
        "site-header": "#wraper > .menu, .menu, .logo",
        "page-links": ".sec.nav",
        "byline-tools": "div.nav",
        "title-line": "li.f",
        "site-footer": ".footer, #footer",
    },
)
