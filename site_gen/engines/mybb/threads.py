"""What pages of MyBB state of a thread: title, boards, pages, lock, poll."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from site_gen.engines.core.table import number
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

TID = re.compile(r"(?:[?&;]tid=|/thread-|[?/]thread-)(\d+)")
SCRIPT_TID = re.compile(
    r"\bvar (?:tid|thread_id) = ['\"]?(\d+)|id=['\"](?:current_rating|rating_thread)_(\d+)"
)
FID = re.compile(r"(?:[?&;]fid=|[?/]forum-)(\d+)")
PAGE = re.compile(r"(?:[?&;]page=|/thread-\d+-page-|thread-\d+-)(\d+)")
TOTAL = re.compile(r"\((\d+)\)")
VERSION = re.compile(r"\bMyBB(?:</?\w[^>]*>|\s|&nbsp;)*(\d\.\d[\d.]*)")
JS_VERSION = re.compile(r"general\.js\?ver=1(\d)\d\d")
ROOT = re.compile(r"var rootpath = ['\"](https?://[^'\"]+)")
QUESTION_LABEL = re.compile(r"^[^:]{1,20}\s*:\s*")
TITLE = "table:has(#posts) td.thead strong:not(.float_right *):not(.smalltext *)"
THREAD_LINKS = 'a[href*="tid="], a[href*="tid%3D"], a[href*="thread-"], form[action*="tid="]'
CLOSED = '.closed_button, .closed_thread_button, img[src*="closed.gif"]'
POLL_BARS = ".pollbar, img[src*=pollbar]"
LISTS = ".forumdisplay_regular, .threadlist, .forumlist, [id^=cat_], .subject_new, .subject_old"


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, board path, pages, lock and poll."""
    root = Node(page.tree.root)
    url = own_address(page, "link[rel=canonical]")
    links = crumbs(root)
    title = root.at(".navigation .active").text or root.at(TITLE).text or root.at("title").text
    return {
        **facts(page, url),
        "title": title or None,
        "board": [link.text for link in links if link.text],
        "site_name": next((link.text for link in links), None),
        "board_id": board_number(links),
        "locked": locked(root),
        "poll": poll(root),
        **pages(root.at(".pagination"), ".pagination_current", url),
    }


def crumbs(root: Node) -> list[Node]:
    """Return the links of the board path; the page shows it once, the archive twice."""
    links = root.at(".navigation").all("a[href]")
    return [link for link in links if not is_thread(link.attr("href"))]


def is_thread(address: str) -> bool:
    """Tell whether an address is that of a thread."""
    return "showthread" in address or bool(TID.search(address))


def board_number(links: Iterable[Node]) -> str | None:
    """Return the number of the innermost board of a path."""
    return first_group(FID, *(unquote(link.attr("href")) for link in reversed([*links])))


def facts(page: Page, url: str | None) -> dict[str, Any]:
    """Return number, address and version, from wherever a page states them."""
    root = Node(page.tree.root)
    forum = first_group(ROOT, page.text[:40_000])
    return {
        "thread_id": thread_number(root, page, url),
        "url": url,
        "site": host(url, page.base, forum, *(link.attr("href") for link in crumbs(root))),
        "engine_version": version(page),
    }


def thread_number(root: Node, page: Page, url: str | None) -> str | None:
    """Return the thread's number, from its address, a field, a script, or what acts on it."""
    stated = (
        first_group(TID, url)
        or root.at("form input[name=tid]").attr("value")
        or first_group(SCRIPT_TID, page.text)
    )
    if stated:
        return stated
    acting = root.all(THREAD_LINKS)
    return first_group(TID, *(unquote(node.attr("href") or node.attr("action")) for node in acting))


def version(page: Page) -> str | None:
    """Return the version that the footer states, or else the scripts' addresses."""
    if stated := first_group(VERSION, page.text[-20_000:]):
        return stated
    minor = first_group(JS_VERSION, page.text[:20_000])
    if minor is None:
        return None
    return f"1.{minor}"


def pages(box: Node, current: str, url: str | None) -> dict[str, Any]:
    """Return the page's own number and the last one that the page links name ("Pages (4):")."""
    addressed = number(first_group(PAGE, url)) or 1
    if not box:
        return {"page": addressed}
    here = [n for node in box.all(current) if (n := number(node.text))]
    linked = [n for link in box.all("a") if (n := number(link.text.replace(",", "")))]
    total = number(first_group(TOTAL, box.at(".pages").text)) or 1
    return {"page": next(iter(here), addressed), "pages_claimed": max([total, *here, *linked])}


def locked(root: Node) -> bool | None:
    """Tell whether the thread is closed, by its reply button.

    A closed thread's is ``a.closed_button`` (1.8) or a picture ``closed.gif``; an open one's is
    not.
    """
    if root.at(CLOSED):
        return True
    if root.at(".new_reply_button"):
        return False
    return None


def poll(root: Node) -> Poll | None:
    """Return the poll above the posts.

    It has bars with counts (``pollbar``), or options to choose (``name="option"``).
    """
    choice = root.at('form[action*="polls.php"] [name^=option]')
    table = root.at(POLL_BARS) or choice
    while table and table.tag != "table":
        table = table.parent
    if not table:
        return None
    closed = None
    if choice:
        closed = False
    head = table.at(".thead strong").text
    options = [option for row in table.all("tr") if (option := poll_option(row)) is not None]
    return Poll(question=QUESTION_LABEL.sub("", head) or None, options=options, closed=closed)


def poll_option(row: Node) -> PollOption | None:
    """Return the option that a row of a poll shows."""
    cells = row.all("td")
    if len(cells) >= 3 and row.at(POLL_BARS):
        return PollOption(text=cells[0].text, votes=number(cells[2].text))
    if cells and row.at("[name^=option]"):
        return PollOption(text=cells[-1].text)
    return None


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    login = root.at("form[action*='member.php'] input[name=quick_login]")
    if login and root.at("td.trow1 ol"):
        return "a notice of the forum, not a thread: it asks to log in"
    notice = root.at(".error, td.trow1.error, #content .error .message")
    if notice:
        return f"a notice of the forum, not a thread: “{notice.text[:120]}”"
    if root.at(LISTS):
        return "a list of boards or threads, not a thread"
    return None
