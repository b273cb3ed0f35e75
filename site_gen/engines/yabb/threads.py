"""What a thread page of YaBB states: title, boards, views, poll, pages."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import number
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import digits, first_group, stated
from site_gen.engines.yabb.common import THREAD, USER
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

BOARD = re.compile(r"[?&;]board=([^;&#/]+)")
VIEWS = re.compile(r"\([^()\d]*(\d[\d.,\u00a0 ]*)[^()\d]*\)\s*$")
VOTES = re.compile(r"^(\d+)\s*\(")
VERSION = re.compile(r"YaBB (2\.\d[\w.]*|1 Gold)")
# What leads to the thread itself, surest first: printing and answering it, its posts.
OWN_LINKS = (
    'a[href*="action=print"]',
    'a[href*="action=post"]',
    '.dividerbot a[href*="#"]',
    'td.catbg a[href*="num="]',
)


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, board path, views, poll and pages."""
    root = Node(page.tree.root)
    path = crumbs(root)
    bar = title_bar(root)
    links = [link.attr("href") for css in OWN_LINKS for link in root.all(css)]
    return {
        **address_and_site(page, "link[rel=canonical]"),
        **stated(site_name=next((name for name, _ in path), None)),
        "engine_version": first_group(VERSION, page.text),
        "thread_id": first_group(THREAD, *links, page.capture.url),
        "title": title(bar),
        "board": [name for name, address in path[1:] if not THREAD.search(address)],
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "views": digits(first_group(VIEWS, bar.text)),
        "locked": locked(bar),
        "poll": poll(root.at("form[name=poll]")),
        **pages(root),
    }


def crumbs(root: Node) -> list[tuple[str, str]]:
    """Return the links to forum, category and board above the posts, each name once.

    Those to moderators stand among them in YaBB 1.
    """
    box = root.at("td.nav:has(a)")
    links = box.all("a[href]")
    if not box:
        links = root.all("a.nav[href]")
    found: dict[str, str] = {}
    for link in reversed(links):
        name, address = link.text, link.attr("href")
        if name and not USER.search(address):
            found[name] = address
    return list(found.items())[::-1]


def title_bar(root: Node) -> Node:
    """Find the cell with the thread's title: the one that ends in the views, "(Read 12 times)"."""
    cells = root.all("td.titlebg")
    return next((cell for cell in cells if VIEWS.search(cell.text)), NOTHING)


def title(bar: Node) -> str | None:
    """Return the title without the views; YaBB 1 writes "Topic: TITLE"."""
    line = bar.text
    if bar.at("font b"):
        line = line.partition(": ")[2]
    return VIEWS.sub("", line).strip() or None


def locked(bar: Node) -> bool | None:
    """Tell whether the thread is locked, as the icon says (``locked.gif``, ``stickylock.gif``).

    It stands in the title's cell, or in the one before it (YaBB 1).
    """
    for cell in (bar, *bar.parent.all("td")):
        icon = cell.at("img")
        if icon:
            return "lock" in icon.attr("src").rpartition("/")[2]
    return None


def pages(root: Node) -> dict[str, Any]:
    """Read "Pages: 1 [2] 3".

    The page's own number is bold, or in the menu that a script makes a cell of its own.
    """
    for box in root.all("#ViewIndex1, td.catbg, .tabtitle td"):
        own = [n for node in box.all("b, td.titlebg") if (n := number(node.text.strip("[]")))]
        if own:
            linked = [n for link in box.all('a[href*="num="]') if (n := number(link.text))]
            return {"page": own[0], "pages_claimed": max([own[0], *linked])}
    return {"page": 1}


def poll(form: Node) -> Poll | None:
    """Return the poll above the posts.

    Three boxes stand side by side for each option (words, bar, votes), or labels to choose.
    """
    if not form:
        return None
    options: list[PollOption] = []
    for count in form.all("#piestyle .small"):
        votes = first_group(VOTES, count.text)
        option = next(count.parent.children(), NOTHING)
        if votes and option:
            options.append(PollOption(text=option.text, votes=number(votes)))
    choices = [label.text for label in form.all("label")]
    head = form.at("td.catbg div, td.catbg")
    return Poll(
        question=head.text.removeprefix(head.at("b").text).strip() or None,
        options=options or [PollOption(text=text) for text in choices if text],
    )
