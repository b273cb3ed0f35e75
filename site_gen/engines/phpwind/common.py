"""What the pages of all versions of phpwind share: facts of the thread, floors, pages, chrome."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

BODY_ID = re.compile(r"^read_(tpc|\d+)$")
PID = re.compile(r"\bpid[=-](tpc|\d+)")
TID = re.compile(
    r"var\s+(?:tid|TID)\s*=\s*'(\d+)'|name=[\"']?tid[\"']?\s+value=[\"']?(\d+)"
    r"|id=[\"']?js-tid[\"']?\s+value=[\"']?(\d+)"
)
TID_ADDRESS = re.compile(r"(?:\btid[=-]|read-htm-tid-|/read/)(\d+)")
FID = re.compile(r"\bfid[=-](\d+)")
BOARD_LINK = re.compile(r"thread(?:\.php|-htm)|c=thread|/thread/")
HOST = re.compile(
    r"(?:certificate\.php\?host=|db_bbsurl\s*=\s*'https?://|copyurl\s*=\s*'https?://)([\w.-]+)"
)
VERSION = re.compile(r"phpwind\s*(?:</?\w[^>]*>\s*)*v?(\d\.\d(?:\.\d)?)", re.I)
FLOORS = {"沙发": 1, "沙發": 1, "板凳": 2, "地板": 3}
NUMBER = re.compile(r"^(\d{1,9})")
PAGES = re.compile(r"(\d+)\s*/\s*(\d+)")
SCRIPT_PAGE = re.compile(r"var\s+page\s*=\s*parseInt\('(\d+)'\)")
SCRIPT_PAGES = re.compile(r"var\s+totalpage\s*=\s*parseInt\('(\d+)'\)")
LOCATION = re.compile(r"来自\s*[:：]\s*([^\s,，|][^,，|]{0,40})")
SIZE = re.compile(r"([\d.]+\s*(?:KB?|MB?|Bytes))\b", re.I)

ADDRESSES = (
    re.compile(r"read\.php\?(?:.*&)?tid[=-](?P<thread>\d+)[^#]*#(?P<post>tpc|\d+)$"),
    re.compile(
        r"job\.php\?(?:.*&)?action=topost&(?:.*&)?tid=(?P<thread>\d+)&(?:.*&)?pid=(?P<post>tpc|\d+)"
    ),
    re.compile(r"read\.php\?(?:.*&)?tid[=-](?P<thread>\d+)"),
    re.compile(r"/read-htm-tid-(?P<thread>\d+)"),
    re.compile(r"[?&]c=read&(?:.*&)?tid=(?P<thread>\d+)"),
)
CHROME = {
    "site-header": (
        "#header, #head, #nav, .toptool, .banner, #search, #top, #navA, #searchA, .nav-wrap"
    ),
    "breadcrumb": "#breadcrumbs, #breadCrumb, .guide, .bread_crumb",
    "menus": ".menu, .pw_menu, .core_menu, [id^=menu_]",
    "page-links": ".pages, .pagesone",
    "thread-tools": ".t3, th.h, td.h, .readTop, .floor_title, .read_management, tr.tr2",
    "author-column": ".r_two, .floot_left, .floor_left, .user-info2",
    "byline-tools": ".tiptop, .tipTop, .floor_top_tips",
    "post-tools": ".tipad, .tipBottom, .readbot, .floor_bottom",
    "moderation-note": "[id^=mag_], .tips, .r_one > .gray, .inside_logs",
    "rating-head": ".score, [id^=mark_]",
    "attachment-list": "[id^=read_Att_], [id^=att_], .read_attach_pic, .read_attach_downattach",
    "advert": "[id^=ads_], .textMes",
    "edit-mark": ".edit_log, [id^=alert_]",
    "related-threads": ".dynamic",
    "tag-list": ".read_tag_list",
    "quick-reply": "form[name=FORM], #fastpost, .reply_quick, .reply_toolbar_wrap",
    "board-jump": "select",
    "site-footer": "#footer, .footer-wrap, .footer_wrap, #bottom, #windspend, #footerbg",
}


def thread_facts(page: Page) -> dict[str, Any]:
    """Return thread number, address, forum, version: where every version states them."""
    own = own_address(page)
    return {
        "thread_id": first_group(TID, page.text) or first_group(TID_ADDRESS, own),
        "url": own,
        "site": host(own, page.base) or (first_group(HOST, page.text) or "").lower() or None,
        "engine_version": first_group(VERSION, page.text[:60_000], page.text[-20_000:]),
    }


def path_of(box: Node) -> dict[str, Any]:
    """Return boards, forum and title out of a line of links: forum » board » title."""
    links = [(text, link.attr("href")) for link in box.all("a") if (text := link.text)]
    boards = [n for n, (_, href) in enumerate(links) if BOARD_LINK.search(href)]
    last = max(boards, default=len(links))
    return {
        "board": [links[n][0] for n in boards],
        "board_id": first_group(FID, *(links[n][1] for n in reversed(boards))),
        "site_name": next((text for text, href in links if "index" in href), None),
        "title": next((text for text, _ in links[last + 1 :]), None),
    }


def page_numbers(box: Node, page: Page) -> dict[str, Any]:
    """Return the number of this page and of all: scripts say it, else the page links do."""
    current = number(first_group(SCRIPT_PAGE, page.text))
    total = number(first_group(SCRIPT_PAGES, page.text))
    shown, numbers = linked_pages(box)
    return {
        "page": current or shown or 1,
        "pages_claimed": total or max(numbers, default=None),
    }


def linked_pages(box: Node) -> tuple[int | None, list[int]]:
    """Return the number of this page, and all numbers, that the page links show."""
    counted = [(node.tag, number(node.text.lstrip("."))) for node in box.all("a, b, strong")]
    numbers = [count for _, count in counted if count is not None]
    shown = next((count for tag, count in counted if count is not None and tag != "a"), None)
    if pair := PAGES.search(box.text):
        shown = shown or number(pair[1])
        numbers.append(number(pair[2]) or 1)
    return shown, numbers


def title_parts(root: Node) -> list[str]:
    """Return ``<title>`` cut at its bars: title | board | category - forum."""
    return [squash(part) for part in root.at("title").lines.split("|")]


def floor_of(label: str) -> int | None:
    """Return the floor that a label states: 沙发 1, 板凳 2, "5楼".

    The thread's own post (楼主) is none.
    """
    label = label.rstrip("#").strip()
    return FLOORS.get(label) or number(first_group(NUMBER, label)) or None


def location_in(line: str) -> str | None:
    """Return where a post was written, as the line over it says: "来自:北京"."""
    return (first_group(LOCATION, line) or "").strip() or None


def spaced(node: Node) -> str:
    """Return the text of an element, the words of different elements kept apart."""
    if node.raw is None:
        return ""
    return squash(node.raw.text(separator=" "))


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    if root.at("#ajaxtable, #threadlist, .thread_posts_list, tr.tr3.t_one"):
        return "a board's list of threads, not a thread"
    if root.at("form[name=login], form#login"):
        return "a login page, not a thread"
    return "a page of a phpwind forum without posts"
