"""What a thread page of SMF states: title, boards, counts, pages, poll."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.smf.posts import USER
from site_gen.engines.tools.addresses import host, href, own_address, site_name
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

TOPIC = re.compile(r"\btopic[=,](\d+)")
BOARD = re.compile(r"\bboard[=,](\d+)")
VERSION = re.compile(r"\bSMF (\d\.\d(?:\.\d+)?(?: (?:RC|Beta|Alpha) ?\d[\d.]*)?)")
VIEWS = re.compile(r"\([^()\d]*(\d[\d.,\u00a0 ]*)[^()\d]*\)\s*$")
VOTES = re.compile(r"^(\d+)\b")
CLOSED = re.compile(r"voting (?:(closed)|closes)", re.I)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, counts, poll and pages."""
    tree = page.tree
    url = own_address(
        page,
        "link[rel=canonical]",
        "meta[property='og:url']",
        ".navigate_section .last a, div.nav b:last-child a.nav",
    )
    path = [(squash(link.text()), href(link) or "") for link in crumbs(page)]
    names = [name for name, _ in path if name]
    title = tree.css_first("#top_subject")
    head = tree.css_first("#top_subject, #forumposts h3.catbg") or tree.css_first(
        "h3.catbg:has(#author)"
    )
    line = squash(head.text()) if head is not None else ""
    views = VIEWS.search(line)
    version = VERSION.search(page.text, max(0, len(page.text) - 30_000))
    return {
        "thread_id": thread_number(page, url),
        "url": url,
        "site": host(url, page.base, *map(href, crumbs(page))),
        "site_name": site_name(page)
        or shown(page.tree.css_first(".forumtitle"))
        or (names[0] if len(names) > 1 else None),
        "engine_version": version[1] if version else None,
        "title": (names[-1] if names and is_topic(path[-1]) else None)
        or (squash(title.text()) if title is not None and not views else None)
        or head_title(page),
        "board": names[:-1] if path and is_topic(path[-1]) else names,
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "views": number(re.sub(r"\D", "", views[1])) if views else None,
        "locked": locked(page),
        "poll": poll(tree.css_first("#poll, #poll_options")),
        **pages(page),
    }


def crumbs(page: Page) -> list[LexborNode]:
    """The links of the board path, which pages show above and below the posts.

    A board's moderators are left out.
    """
    for css in (
        ".navigate_section",
        "#linktree, .linktree",
        "div.nav:has(a.nav)",
        ".breadcrumb, .breadcrumbs",
    ):
        box = page.tree.css_first(css)
        links = (
            [link for link in box.css("a[href]") if not USER.search(href(link) or "")]
            if box is not None
            else []
        )
        if links:
            return links
    return []


def is_topic(crumb: tuple[str, str]) -> bool:
    """Whether a link of the board path is that of the thread: SMF always ends the path with it."""
    return not BOARD.search(crumb[1])


def thread_number(page: Page, url: str | None) -> str | None:
    """The thread's number, from its own address or from any of the links and forms that act on it."""
    acting = page.tree.css(
        "link[rel=canonical], [id^=subject_] a, a[href*=printpage], a[href*=prev_next], link[rel=prev], link[rel=next]"
    )
    form = page.tree.css_first("form[name=quickModForm]")
    field = page.tree.css_first("input[name=topic], input[name=sd_topic]")
    return (
        first_group(
            TOPIC,
            *map(href, acting),
            url,
            form.attributes.get("action") if form is not None else None,
        )
        or (field.attributes.get("value") if field is not None else None)
        or None
    )


def head_title(page: Page) -> str | None:
    """The page's title, which is the thread's."""
    head = page.tree.css_first("title")
    return (squash(head.text()) or None) if head is not None else None


def locked(page: Page) -> bool | None:
    """The icon beside the title says it: ``normal_post_locked.gif`` (1.1, 2.0), a span of class ``lock`` (2.1)."""
    if page.tree.css_first("#display_head, .display_title") is not None:
        return page.tree.css_first("#display_head .lock, .display_title .lock") is not None
    icon = page.tree.css_first('img[src*="/topic/"]')
    return "locked" in (icon.attributes.get("src") or "") if icon is not None else None


def pages(page: Page) -> dict[str, Any]:
    """The page's own number and the last one that the page links name."""
    for box in page.tree.css(".pagelinks, .pages, td.middletext, .pagesection"):
        current = box.css_first(".current_page") or box.css_first("strong, b")
        shown = number(squash(current.text())) if current is not None else None
        if shown is None:
            continue
        linked = [
            n for link in box.css(".navPages, .nav_page") if (n := number(squash(link.text())))
        ]
        return {"page": shown, "pages_claimed": max([shown, *linked])}
    return {"page": 1}


def poll(box: LexborNode | None) -> Poll | None:
    """The poll above the posts: options with votes, or to choose from."""
    if box is None:
        return None
    question = box.css_first("#pollquestion") or box.css_first("h3, h4")
    votes = [VOTES.match(squash(count.text())) for count in box.css(".percentage")]
    shown = [squash(option.text()) for option in box.css("dt")]
    options = [
        PollOption(text=text, votes=number(votes[n][1]) if n < len(votes) and votes[n] else None)  # type: ignore[index]
        for n, text in enumerate(shown)
    ]
    choices = [
        PollOption(text=text) for label in box.css("label") if (text := squash(label.text()))
    ]
    closed = CLOSED.search(squash(box.text(separator=" ")))
    return Poll(
        question=(squash(question.text()) or None) if question is not None else None,
        options=options or choices,
        closed=bool(closed[1]) if closed else None,
    )


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    error = tree.css_first("#fatal_error .content, #fatal_error")
    if error is not None:
        return f"a notice of the forum, not a thread: “{squash(error.text())[:120]}”"
    if tree.css_first("#frmLogin, form[name=frmLogin]") is not None:
        return "a login page, not a thread"
    if (
        tree.css_first("#messageindex, #boardindex_table, #categories_table, #board_list")
        is not None
    ):
        return "a list of boards or threads, not a thread"
    return None
