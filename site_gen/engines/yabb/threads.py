"""What a thread page of YaBB states: title, boards, views, poll, pages."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import address_and_site, href
from site_gen.engines.tools.values import digits, first_group, shown, stated
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
    """Title, board path, views, poll and pages.

    The bar with the title ends in "(Read 12 times)".
    """
    path = [(squash(link.text()), href(link) or "") for link in crumbs(page)]
    bar = title_bar(page)
    line = squash(bar.text()) if bar is not None else ""
    labelled = bar is not None and bar.css_first("font b") is not None  # YaBB 1: "Topic: TITLE"
    views = VIEWS.search(line)
    version = VERSION.search(page.text)
    links = [href(link) for css in OWN_LINKS for link in page.tree.css(css)]
    return {
        **address_and_site(page, "link[rel=canonical]"),
        **stated(site_name=path[0][0] if path else None),
        "engine_version": version[1] if version else None,
        "thread_id": first_group(THREAD, *links, page.capture.url),
        "title": VIEWS.sub("", line.partition(": ")[2] if labelled else line).strip() or None,
        "board": [name for name, address in path[1:] if not THREAD.search(address)],
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "views": digits(views[1]) if views else None,
        "locked": locked(bar),
        "poll": poll(page.tree.css_first("form[name=poll]")),
        **pages(page),
    }


def crumbs(page: Page) -> list[LexborNode]:
    """The links to forum, category and board above the posts.

    Those to moderators stand among them in YaBB 1.
    """
    box = page.tree.css_first("td.nav:has(a)")
    links = box.css("a[href]") if box is not None else page.tree.css("a.nav[href]")
    named = [link for link in links if squash(link.text()) and not USER.search(href(link) or "")]
    return list({squash(link.text()): link for link in reversed(named)}.values())[::-1]


def title_bar(page: Page) -> LexborNode | None:
    """The cell with the thread's title: the one that ends in the count of views."""
    return next(
        (cell for cell in page.tree.css("td.titlebg") if VIEWS.search(squash(cell.text()))), None
    )


def locked(bar: LexborNode | None) -> bool | None:
    """The icon says it (``locked.gif``, ``stickylock.gif``): in the title's cell, or in the one before it (YaBB 1)."""
    cells = [
        bar,
        *(
            cell
            for cell in (bar.parent.css("td") if bar is not None and bar.parent is not None else [])
        ),
    ]
    for cell in cells:
        icon = cell.css_first("img") if cell is not None else None
        if icon is not None:
            return "lock" in (icon.attributes.get("src") or "").rpartition("/")[2]
    return None


def pages(page: Page) -> dict[str, Any]:
    """Read "Pages: 1 [2] 3": the page's own number is bold, or in the menu that a script makes a cell of its own."""
    for box in page.tree.css("#ViewIndex1, td.catbg, .tabtitle td"):
        own = [
            n for node in box.css("b, td.titlebg") if (n := number(squash(node.text()).strip("[]")))
        ]
        linked = [n for link in box.css('a[href*="num="]') if (n := number(squash(link.text())))]
        if own:
            return {"page": own[0], "pages_claimed": max([own[0], *linked])}
    return {"page": 1}


def poll(form: LexborNode | None) -> Poll | None:
    """The poll above the posts: three boxes side by side for each option (words, bar, votes), or labels to choose."""
    if form is None:
        return None
    options: list[PollOption] = []
    for count in form.css("#piestyle .small"):
        votes = VOTES.match(squash(count.text()))
        option = (
            next(iter(count.parent.iter()), None) if votes and count.parent is not None else None
        )
        if votes and option is not None:
            options.append(PollOption(text=squash(option.text()), votes=number(votes[1])))
    choices = [PollOption(text=text) for label in form.css("label") if (text := shown(label))]
    head = form.css_first("td.catbg div, td.catbg")
    label = shown(head.css_first("b")) if head is not None else None
    question = (shown(head) or "").removeprefix(label or "").strip()
    return Poll(question=question or None, options=options or choices)
