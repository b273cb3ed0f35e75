"""What the views of Discuz! share: the thread's number and address, the forum, the floor words, the page's clock."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from site_gen.dates import Clock
from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import host, whole
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

# source/language/forum/lang_template.php and the admin's "postno" settings; the words of the first
# floors.
FLOOR_WORDS = {"楼主": 1, "樓主": 1, "沙发": 2, "沙發": 2, "板凳": 3, "地板": 4}
VERSION = re.compile(r"Discuz!\s*(?:</?\w[^>]*>\s*)*((?:X|F)\d(?:\.\d+)?|\d\.\d(?:\.\d)?)")
TID_SCRIPT = re.compile(r"tid = parseInt\('(\d+)'\)")
TID_URL = re.compile(r"(?:[?&;]tid[=-]|/?\bthread-|\bptid=)(\d+)(?:-(\d+)-\d+)?")
PAGE_URL = re.compile(r"(?:[?&;]page=|\bthread-\d+-)(\d+)")
FID_SCRIPT = re.compile(r"fid = parseInt\('(\d+)'\)")
SITEURL = re.compile(r"SITEURL\s*=\s*'(https?://[^']+)'")
REPORTURL = re.compile(r"REPORTURL\s*=\s*'([A-Za-z0-9+/=]+)'")
TOOL_TID = re.compile(r"(?:[?&;]|&amp;)p?tid=(\d+)")
UID = re.compile(r"uid[=-](\d+)")


def thread_facts(page: Page) -> dict[str, Any]:
    """Thread id, address, forum and capture, from every place a page of this engine may state them."""
    clock = Clock.of(page)
    own = own_address(page)
    tid = thread_number(page, own)
    return {
        "engine_version": version(page),
        "thread_id": tid,
        "url": own,
        "site": host(first_group(SITEURL, page.text[:40_000]), own, page.base),
        "zone": clock.zone,
        "capture": clock.captured(page.capture),
    }


def own_address(page: Page) -> str | None:
    """The page's own absolute address: canonical link, the tool's mark, or what its report button would send."""
    return whole(page, page.capture.url, _reported(page))


def _reported(page: Page) -> str | None:
    """``REPORTURL`` is the page's own address in base64 (template/default/common/header_common.htm)."""
    match = REPORTURL.search(page.text[:20_000])
    if not match:
        return None
    try:
        return base64.b64decode(match[1]).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def thread_number(page: Page, own: str | None) -> str | None:
    """The forum's own number of the thread."""
    if match := TID_SCRIPT.search(page.text):
        return match[1]
    for address in (page.capture.url, own):
        if address and (match := TID_URL.search(address)):
            return match[1]
    if match := TOOL_TID.search(page.text):
        return match[1]
    return None


def page_number(page: Page, own: str | None) -> int | None:
    """The number of this page by its address; no number in a thread's address means the first."""
    address = page.capture.url or own
    if not address or not TID_URL.search(address):
        return None
    match = PAGE_URL.search(address)
    return number(match[1]) if match else 1


def version(page: Page) -> str | None:
    """The version ("X3.4") that the generator line or the footer states."""
    match = VERSION.search(page.text[:20_000]) or VERSION.search(page.text[-20_000:])
    return match[1] if match else None


def floor_number(text: str | None) -> int | None:
    """The floor that a label states: 楼主 1, 沙发 2, 板凳 3, 地板 4, "5#", "2楼", or "来自 2#" on a pinned reply."""
    label = squash(text).rstrip("#").strip()
    if label in FLOOR_WORDS:
        return FLOOR_WORDS[label]
    match = re.search(r"(?:^|\s)(\d+)\s*[#楼樓F]?$", label)
    return number(match[1]) if match else None


def user_id(href: str | None) -> str | None:
    """The number in a link to a member's page."""
    match = UID.search(href or "")
    return match[1] if match and match[1] != "0" else None


def board_path(crumbs: list[tuple[str, str]], title: str | None) -> dict[str, Any]:
    """Boards, the last board's id and the forum's name from a page's breadcrumb, as (text, href) outermost first.

    The first links lead to the forum itself ("清河社区 » 论坛") and are no boards; the last may be
    the thread's own title.
    """
    boards = [
        (text, href)
        for text, href in crumbs
        if re.search(r"(?:forum-|fid[=-]|gid=|forumdisplay)\d*", href)
    ]
    boards = [(text, href) for text, href in boards if text and not TID_URL.search(href)]
    ids = [match[1] for _, href in boards if (match := re.search(r"(?:forum-|fid[=-])(\d+)", href))]
    home = next((text for text, href in crumbs if text and (text, href) not in boards), None)
    return {
        "board": [text for text, _ in boards if text != title],
        "board_id": ids[-1] if ids else None,
        "site_name": home,
    }
