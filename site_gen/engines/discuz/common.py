"""What the views of Discuz! share: a thread's number, address and forum, the words for floors."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Any

from site_gen.dates import Clock
from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import host, whole
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

# source/language/forum/lang_template.php and the admin's "postno" settings; the words of the first
# floors.
FLOOR_WORDS = {"楼主": 1, "樓主": 1, "沙发": 2, "沙發": 2, "板凳": 3, "地板": 4}
FLOOR_NUMBER = re.compile(r"(?:^|\s)(\d+)\s*[#楼樓F]?$")
VERSION = re.compile(r"Discuz!\s*(?:</?\w[^>]*>\s*)*((?:X|F)\d(?:\.\d+)?|\d\.\d(?:\.\d)?)")
TID_SCRIPT = re.compile(r"tid = parseInt\('(\d+)'\)")
TID_URL = re.compile(r"(?:[?&;]tid[=-]|/?\bthread-|\bptid=)(\d+)(?:-(\d+)-\d+)?")
PAGE_URL = re.compile(r"(?:[?&;]page=|\bthread-\d+-)(\d+)")
FID_SCRIPT = re.compile(r"fid = parseInt\('(\d+)'\)")
SITEURL = re.compile(r"SITEURL\s*=\s*'(https?://[^']+)'")
REPORTURL = re.compile(r"REPORTURL\s*=\s*'([A-Za-z0-9+/=]+)'")
TOOL_TID = re.compile(r"(?:[?&;]|&amp;)p?tid=(\d+)")
UID = re.compile(r"uid[=-](\d+)")
BOARD_LINK = re.compile(r"(?:forum-|fid[=-]|gid=|forumdisplay)\d*")
BOARD_ID = re.compile(r"(?:forum-|fid[=-])(\d+)")
FIRST_NUMBER = re.compile(r"\d{1,9}")


def thread_facts(page: Page) -> dict[str, Any]:
    """Return a thread's id, address, forum and capture.

    They come from every place where a page of this engine may state them.
    """
    clock = Clock.of(page)
    own = own_address(page)
    return {
        "engine_version": version(page),
        "thread_id": thread_number(page, own),
        "url": own,
        "site": host(first_group(SITEURL, page.text[:40_000]), own, page.base),
        "zone": clock.zone,
        "capture": clock.captured(page.capture),
    }


def own_address(page: Page) -> str | None:
    """Return the page's own absolute address.

    The canonical link and the saving tool state it, or the report button, which would send it.
    """
    return whole(page, page.capture.url, _reported(page))


def _reported(page: Page) -> str | None:
    """Return ``REPORTURL``, the page's own address in base64.

    Source: ``template/default/common/header_common.htm``.
    """
    match = REPORTURL.search(page.text[:20_000])
    if not match:
        return None
    try:
        return base64.b64decode(match[1]).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def thread_number(page: Page, own: str | None) -> str | None:
    """Return the forum's own number of the thread."""
    return (
        first_group(TID_SCRIPT, page.text)
        or first_group(TID_URL, page.capture.url, own)
        or first_group(TOOL_TID, page.text)
    )


def page_number(page: Page, own: str | None) -> int | None:
    """Return the number of this page by its address.

    No number in a thread's address means the first page.
    """
    address = page.capture.url or own
    if not address or not TID_URL.search(address):
        return None
    match = PAGE_URL.search(address)
    if match is None:
        return 1
    return number(match[1])


def version(page: Page) -> str | None:
    """Return the version ("X3.4") that the generator line or the footer states."""
    return first_group(VERSION, page.text[:20_000], page.text[-20_000:])


def floor_number(text: str | None) -> int | None:
    """Return the floor that a label states.

    For example 楼主 1, 沙发 2, 板凳 3, 地板 4, "5#", "2楼", or "来自 2#" on a pinned reply.
    """
    label = squash(text).rstrip("#").strip()
    return FLOOR_WORDS.get(label) or number(first_group(FLOOR_NUMBER, label))


def user_id(href: str | None) -> str | None:
    """Return the number in a link to a member's page; the number 0 is nobody's."""
    found = first_group(UID, href)
    return None if found == "0" else found


def links_of(links: Iterable[Node]) -> list[tuple[str, str]]:
    """Return links as pairs of text and address."""
    return [(link.text, link.attr("href")) for link in links]


def board_path(crumbs: list[tuple[str, str]], title: str | None) -> dict[str, Any]:
    """Return the boards, the last board's id and the forum's name out of a page's breadcrumb.

    ``crumbs`` are (text, address), outermost first. The first lead to the forum itself ("清河社区 »
    论坛") and are no boards; the last may be the thread's own title.
    """
    boards = [(text, href) for text, href in crumbs if text and leads_to_board(href)]
    home = next((text for text, href in crumbs if text and (text, href) not in boards), None)
    return {
        "board": [text for text, _ in boards if text != title],
        "board_id": first_group(BOARD_ID, *(href for _, href in reversed(boards))),
        "site_name": home,
    }


def leads_to_board(href: str) -> bool:
    """Tell whether an address is a board's (or a group of boards') and no thread's."""
    return bool(BOARD_LINK.search(href)) and not TID_URL.search(href)


def spaced(node: Node) -> str:
    """Return the text of an element, the words of different elements kept apart."""
    if node.raw is None:
        return ""
    return squash(node.raw.text(separator=" "))


def distinct(texts: Iterable[str]) -> list[str]:
    """Return texts in their order, each once; none is empty."""
    return list(dict.fromkeys(filter(None, texts)))


def first_numbers(nodes: Iterable[Node]) -> list[int]:
    """Return the first number in the text of each element that has one."""
    return [int(match[0]) for node in nodes if (match := FIRST_NUMBER.search(node.text))]


def numbers_of(nodes: Iterable[Node]) -> list[int]:
    """Return the texts that are whole numbers."""
    counts = (number(node.text) for node in nodes)
    return [count for count in counts if count is not None]
