"""What a thread page of SMF states: title, boards, counts, pages, poll."""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.smf.posts import USER
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

TOPIC = re.compile(r"\btopic[=,](\d+)")
BOARD = re.compile(r"\bboard[=,](\d+)")
VERSION = re.compile(r"\bSMF (\d\.\d(?:\.\d+)?(?: (?:RC|Beta|Alpha) ?\d[\d.]*)?)")
VIEWS = re.compile(r"\([^()\d]*(\d[\d.,\u00a0 ]*)[^()\d]*\)\s*$")
VOTES = re.compile(r"^(\d+)\b")
CLOSED = re.compile(r"voting (?:(closed)|closes)", re.I)
OWN_LINKS = (
    "link[rel=canonical]",
    "meta[property='og:url']",
    ".navigate_section .last a, div.nav b:last-child a.nav",
)
PATHS = (
    ".navigate_section",
    "#linktree, .linktree",
    "div.nav:has(a.nav)",
    ".breadcrumb, .breadcrumbs",
)
TITLE_BARS = ("#top_subject, #forumposts h3.catbg", "h3.catbg:has(#author)")
THREAD_LINKS = (
    "link[rel=canonical], [id^=subject_] a, a[href*=printpage], a[href*=prev_next],"
    " link[rel=prev], link[rel=next]"
)
LISTS = "#messageindex, #boardindex_table, #categories_table, #board_list"


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, board path, counts, poll and pages."""
    root = Node(page.tree.root)
    url = own_address(page, *OWN_LINKS)
    path = crumbs(root)
    boards, title = boards_and_title(path)
    views = first_group(VIEWS, root.at(*TITLE_BARS).text)
    if not title and not views:
        title = root.at("#top_subject").text
    return {
        "thread_id": thread_number(root, url),
        "url": url,
        "site": host(url, page.base, *(address for _, address in path)),
        "site_name": forum_name(page, path),
        "engine_version": first_group(VERSION, page.text[-30_000:]),
        "title": title or root.at("title").text or None,
        "board": boards,
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "views": digits(views),
        "locked": locked(root),
        "poll": poll(page.tree.css_first("#poll, #poll_options")),
        **pages(root),
    }


def crumbs(root: Node) -> list[tuple[str, str]]:
    """Return the links of the board path, which pages show above and below the posts.

    A board's moderators are left out.
    """
    for css in PATHS:
        links = ((link.text, link.attr("href")) for link in root.at(css).all("a[href]"))
        found = [(text, address) for text, address in links if not USER.search(address)]
        if found:
            return found
    return []


def boards_and_title(path: list[tuple[str, str]]) -> tuple[list[str], str]:
    """Return the boards of the path, and the title of the thread, with which SMF always ends it."""
    names = [name for name, _ in path if name]
    if not path or BOARD.search(path[-1][1]):
        return names, ""
    return names[:-1], "".join(names[-1:])


def forum_name(page: Page, path: list[tuple[str, str]]) -> str | None:
    """Return the forum's name: as stated, as shown, or as the path begins."""
    names = [name for name, _ in path if name]
    said = site_name(page) or Node(page.tree.root).at(".forumtitle").text
    if not said and len(names) > 1:
        return names[0]
    return said or None


def thread_number(root: Node, url: str | None) -> str | None:
    """Return the thread's number, from its own address or from what acts on the thread.

    That is any of the links and forms of the page.
    """
    links = (link.attr("href") for link in root.all(THREAD_LINKS))
    action = root.at("form[name=quickModForm]").attr("action")
    return (
        first_group(TOPIC, *links, url, action)
        or root.at("input[name=topic], input[name=sd_topic]").attr("value")
        or None
    )


def locked(root: Node) -> bool | None:
    """Tell whether the thread is locked, as the icon beside the title says it.

    ``normal_post_locked.gif`` (1.1, 2.0), a span of class ``lock`` (2.1).
    """
    if root.at("#display_head, .display_title"):
        return bool(root.at("#display_head .lock, .display_title .lock"))
    icon = root.at('img[src*="/topic/"]')
    if not icon:
        return None
    return "locked" in icon.attr("src")


def pages(root: Node) -> dict[str, Any]:
    """Return the page's own number and the last one that the page links name."""
    for box in root.all(".pagelinks, .pages, td.middletext, .pagesection"):
        here = number(box.at(".current_page", "strong, b").text)
        if here is not None:
            linked = [number(link.text) or 0 for link in box.all(".navPages, .nav_page")]
            return {"page": here, "pages_claimed": max([here, *linked])}
    return {"page": 1}


def poll(box: LexborNode | None) -> Poll | None:
    """Return the poll above the posts: options with votes, or to choose from."""
    if box is None:
        return None
    node = Node(box)
    votes = [number(first_group(VOTES, count.text)) for count in node.all(".percentage")]
    texts = [option.text for option in node.all("dt")]
    choices = [label.text for label in node.all("label")]
    options = [
        PollOption(text=text, votes=count)
        for text, count in zip(texts, chain(votes, repeat(None)), strict=False)
    ]
    return Poll(
        question=node.at("#pollquestion", "h3, h4").text or None,
        options=options or [PollOption(text=text) for text in choices if text],
        closed=closed(squash(box.text(separator=" "))),
    )


def closed(text: str) -> bool | None:
    """Tell whether a poll is closed: "Voting closed: DATE" or "Voting closes: DATE"."""
    match = CLOSED.search(text)
    if match is None:
        return None
    return bool(match[1])


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    error = root.at("#fatal_error .content, #fatal_error")
    if error:
        return f"a notice of the forum, not a thread: “{error.text[:120]}”"
    if root.at("#frmLogin, form[name=frmLogin]"):
        return "a login page, not a thread"
    if root.at(LISTS):
        return "a list of boards or threads, not a thread"
    return None
