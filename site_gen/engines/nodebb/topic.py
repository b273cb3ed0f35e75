"""The topic of NodeBB: its title, boards, tags and counts, from the markup and the JSON."""

from __future__ import annotations

import re
from typing import Any

from site_gen.clean import parsed
from site_gen.clean.rule import words
from site_gen.engines.core.table import number, read_fields, squash, where
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.appstate import State, counted, part, said, state
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import distinct, first_group, replies_in
from site_gen.load.page import Page

CRUMBS = ".breadcrumb [itemprop=name], .breadcrumb [itemprop=title]"
TOPIC = re.compile(r"/topic/(\d+)")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
DRAWN_TOPIC = {
    "title": (where('[component="topic/title"]'), where(".topic-title")),
    "board_id": (where("[data-cid]", "data-cid"),),
}


def own_state(page: Page) -> State:
    """Return the JSON of the topic that the page shows."""
    found = state(Node(page.tree.css_first("#ajaxify-data")).lines)
    shown = drawn_topic(page)
    return found if shown in (None, said(found, "tid")) else {}


def drawn_topic(page: Page) -> str | None:
    """Return the number of the topic whose posts are drawn."""
    box = Node(page.tree.css_first("[component=topic][data-tid], ul.posts[data-tid]"))
    return squash(box.attr("data-tid")) if box else None


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, boards, tags and counts."""
    root, held = Node(page.tree.root), own_state(page)
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    drawn = read_fields(DRAWN_TOPIC, root.raw)
    title = said(held, "titleRaw") or said(held, "title") or drawn.get("title")
    return {
        "thread_id": drawn_topic(page) or said(held, "tid") or first_group(TOPIC, url),
        "url": url,
        "site": host(url, page.base, root.value(".breadcrumb a", "href")),
        "site_name": site_name(page),
        "title": words(parsed(title)) if title else None,
        "board": boards(root, held, title),
        "board_id": said(held, "cid") or drawn.get("board_id"),
        "tags": tags(root),
        "locked": locked(root, held),
        **counts(root, held),
        **pages(held, page.capture.url or url),
    }


def boards(root: Node, held: State, title: str | None) -> list[str]:
    """Return the boards above the topic, the first crumb being the forum's name."""
    crumbs = [crumb.text for crumb in root.all(CRUMBS)]
    drawn = [name for name in crumbs[1:] if name != title]
    own = said(part(held, "category"), "name")
    if drawn or not own:
        return drawn
    return [words(parsed(own))]


def counts(root: Node, held: State) -> dict[str, int | None]:
    """Return how often the topic was read and answered."""
    total = counted(held, "postcount")
    if not total:
        total = number(root.value('[component="topic/post-count"]', "title"))
    return {
        "views": counted(held, "viewcount") if held else views(root),
        "replies": replies_in(total),
    }


def pages(held: State, address: str | None) -> dict[str, int | None]:
    """Return which page of how many this is."""
    paging = part(held, "pagination")
    return {
        "page": counted(paging, "currentPage") or number(first_group(PAGE_NUMBER, address) or "1"),
        "pages_claimed": counted(paging, "pageCount"),
    }


def views(root: Node) -> int | None:
    """Return the count beside the eye.

    *persona* once drew none, and has it last, after the count of posts, without a name.
    """
    for box in root.all(".stats"):
        if box.at(".fa-eye"):
            return number(box.value("[title]:not(i)", "title"))
    boxes = root.all(".topic-info .stats")
    if len(boxes) > 1 and not boxes[-1].at("[component]"):
        return number(boxes[-1].value(".human-readable-number[title]", "title"))
    return None


def tags(root: Node) -> list[str]:
    """Return the topic's tags; the widgets below list other topics with theirs."""
    box = root.at('[component="topic/tags"], .topic-title .tags, .tags')
    return distinct(squash(tag.attr("data-tag")) or tag.text for tag in box.all(".tag"))


def locked(root: Node, held: State) -> bool | None:
    """Tell whether the topic takes no more replies.

    The JSON has a number, the page a label that is hidden or not.
    """
    if "locked" in held:
        return bool(held["locked"])
    label = root.at('[component="topic/locked"]')
    return "hidden" not in label.classes if label else None
