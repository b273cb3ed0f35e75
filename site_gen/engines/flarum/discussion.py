"""The discussion of Flarum: its title, boards, tags and counts, from the markup and the JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from site_gen.engines.core.table import number
from site_gen.engines.flarum.document import (
    DRAWN,
    attributes,
    document_of,
    gone,
    included,
    own_document,
    payload,
)
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.appstate import State, counted, part, parts, said
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import distinct, first_group, replies_in
from site_gen.load.page import Page

DISCUSSION = re.compile(r"/d/(\d+)")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
ACTIVE = ".DiscussionListItem.active a[href*='/d/']"
TITLE = (".DiscussionHero-title", "#flarum-content h1", "noscript h1")


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, tags and counts."""
    root, document = Node(page.tree.root), own_document(page)
    discussion = part(document, "data")
    facts, forum = attributes(discussion), attributes(forum_of(page))
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    board, tags = filed(discussion, document, root)
    total = counted(facts, "commentCount") or counted(facts, "commentsCount")
    return {
        "thread_id": thread_id(page, discussion, url),
        "url": url,
        "site": host(url, page.base, said(forum, "baseUrl")),
        "site_name": said(forum, "title") or root.value("#home-link img", "alt") or None,
        "title": said(facts, "title") or shown_title(root),
        "board": board,
        "tags": tags,
        "replies": replies_in(total),
        "views": counted(facts, "viewCount") or counted(facts, "views"),
        "locked": locked(root, facts),
        "page": number(first_group(PAGE_NUMBER, page.capture.url) or "1"),
        "pages_claimed": next_page(root),
    }


def shown_title(root: Node) -> str | None:
    """Return the title as the page shows it, or as its head states it."""
    return root.said(*TITLE) or root.value("meta[property='og:title']", "content") or None


def thread_id(page: Page, discussion: State, url: str | None) -> str | None:
    """Return the discussion's number: of the drawn one, if the reader went on to it."""
    if gone(page) and (drawn := drawn_number(page)):
        return drawn
    return said(discussion, "id") or first_group(DISCUSSION, url) or drawn_number(page)


def drawn_number(page: Page) -> str | None:
    """Return the discussion that the application shows, by the links of its posts."""
    root = Node(page.tree.root)
    if not root.at(DRAWN):
        return None
    links = root.all(ACTIVE) + root.all(f'{DRAWN} a[href*="/d/"], {ACTIVE}, link[rel=canonical]')
    return first_group(DISCUSSION, *(link.attr("href") for link in links))


def forum_of(page: Page) -> State:
    """Return what the JSON says of the forum."""
    entries = parts(payload(page), "resources")
    return next((entry for entry in entries if entry.get("type") == "forums"), {})


def next_page(root: Node) -> int | None:
    """Return the number of the next page for readers without scripts; the application has none."""
    following = root.value("link[rel=next]", "href")
    return number(first_group(PAGE_NUMBER, following)) if not root.at(DRAWN) else None


def filed(discussion: State, document: State, root: Node) -> tuple[list[str], list[str]]:
    """Return boards and tags.

    Flarum's primary tags, a tag above its sub-tag, are what other forums call boards.
    """
    links = parts(part(part(discussion, "relationships"), "tags"), "data")
    known = {said(entry, "id"): attributes(entry) for entry in included(document, "tags")}
    found = [known[ident] for link in links if (ident := said(link, "id")) in known]
    if not found:
        return [], distinct(tag.text for tag in root.all(".DiscussionHero .TagLabel"))
    boards = [tag for tag in found if tag.get("position") is not None]
    others = [tag for tag in found if tag.get("position") is None]
    boards.sort(key=lambda tag: bool(tag.get("isChild")))
    return names(boards), names(others)


def names(tags: Sequence[State]) -> list[str]:
    """Return the names of tags."""
    return [name for tag in tags if (name := said(tag, "name"))]


def locked(root: Node, facts: State) -> bool | None:
    """Tell whether the discussion takes no more posts (extension ``flarum/lock``)."""
    if "isLocked" in facts:
        return bool(facts["isLocked"])
    return bool(root.at(".Badge--locked")) if root.at(".DiscussionHero") else None


def refuse(page: Page) -> str | None:
    """Say what a page of Flarum is, if it is no discussion."""
    is_listed = isinstance(document_of(page).get("data"), list)
    if is_listed or page.tree.css_first(".DiscussionList") is not None:
        return "a list of discussions, not a thread"
    return None
