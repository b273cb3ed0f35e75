"""What pages of MyBB state of a thread: title, boards, pages, lock, poll."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import host, href, own_address
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

TID = re.compile(r"(?:[?&;]tid=|/thread-|[?/]thread-)(\d+)")
SCRIPT_TID = re.compile(
    r"\bvar (?:tid|thread_id) = ['\"]?(\d+)|id=['\"](?:current_rating|rating_thread)_(\d+)"
)
FID = re.compile(r"(?:[?&;]fid=|[?/]forum-)(\d+)")
PAGE = re.compile(r"(?:[?&;]page=|/thread-\d+-page-|thread-\d+-)(\d+)")
VERSION = re.compile(r"\bMyBB(?:</?\w[^>]*>|\s|&nbsp;)*(\d\.\d[\d.]*)")
JS_VERSION = re.compile(r"general\.js\?ver=1(\d)\d\d")
ROOT = re.compile(r"var rootpath = ['\"](https?://[^'\"]+)")


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, pages, lock and poll."""
    tree = page.tree
    url = own_address(page, "link[rel=canonical]")
    head = tree.css_first("table:has(#posts) td.thead strong:not(.float_right *):not(.smalltext *)")
    active = tree.css_first(".navigation .active")
    crumbs = [squash(link.text()) for link in first_crumbs(page)]
    return {
        **facts(page, url),
        "title": shown(active) or shown(head) or shown(tree.css_first("title")),
        "board": [name for name in crumbs if name],
        "site_name": crumbs[0] if crumbs else None,
        "board_id": first_group(
            FID, *(unquote(href(link) or "") for link in reversed(first_crumbs(page)))
        ),
        "locked": locked(page),
        "poll": poll(page),
        **pages(tree.css_first(".pagination"), ".pagination_current", url),
    }


def first_crumbs(page: Page) -> list[LexborNode]:
    """The links of the board path; the page shows it once, the archive twice."""
    box = page.tree.css_first(".navigation")
    links = box.css("a[href]") if box is not None else []
    return [
        link
        for link in links
        if "showthread" not in (href(link) or "") and not TID.search(href(link) or "")
    ]


def facts(page: Page, url: str | None) -> dict[str, Any]:
    """Number, address and version, from wherever a page states them."""
    acting = page.tree.css(
        'a[href*="tid="], a[href*="tid%3D"], a[href*="thread-"], form[action*="tid="]'
    )
    stated = page.tree.css_first("form input[name=tid]")
    script = SCRIPT_TID.search(page.text)
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    minor = JS_VERSION.search(page.text, 0, 20_000)
    root = ROOT.search(page.text, 0, 40_000)
    return {
        "thread_id": first_group(TID, url)
        or (stated.attributes.get("value") if stated is not None else None)
        or (next(group for group in script.groups() if group) if script else None)
        or first_group(
            TID, *(unquote(href(link) or link.attributes.get("action") or "") for link in acting)
        ),
        "url": url,
        "site": host(url, page.base, root[1] if root else None, *map(href, first_crumbs(page))),
        "engine_version": version[1] if version else (f"1.{minor[1]}" if minor else None),
    }


def pages(box: LexborNode | None, current: str, url: str | None) -> dict[str, Any]:
    """The page's own number and the last one that the page links name ("Pages (4):")."""
    if box is None:
        return {"page": number(first_group(PAGE, url)) or 1}
    here = [n for node in box.css(current) if (n := number(squash(node.text())))]
    linked = [n for node in box.css("a") if (n := number(squash(node.text()).replace(",", "")))]
    total = first_group(re.compile(r"\((\d+)\)"), shown(box.css_first(".pages")))
    return {
        "page": here[0] if here else number(first_group(PAGE, url)) or 1,
        "pages_claimed": max([number(total) or 1, *here, *linked]),
    }


def locked(page: Page) -> bool | None:
    """A closed thread's reply button is ``a.closed_button`` (1.8) or a picture ``closed.gif``.

    An open one's is not.
    """
    if (
        page.tree.css_first('.closed_button, .closed_thread_button, img[src*="closed.gif"]')
        is not None
    ):
        return True
    return False if page.tree.css_first(".new_reply_button") is not None else None


def poll(page: Page) -> Poll | None:
    """The poll above the posts: bars with counts (``pollbar``), or options to choose (``name="option"``)."""
    bar = page.tree.css_first(".pollbar, img[src*=pollbar]")
    choice = page.tree.css_first('form[action*="polls.php"] [name^=option]')
    table = enclosing(bar or choice, "table")
    if table is None:
        return None
    head = shown(table.css_first(".thead strong")) or ""
    options: list[PollOption] = []
    for row in table.css("tr"):
        cells = row.css("td")
        if row.css_first(".pollbar, img[src*=pollbar]") is not None and len(cells) >= 3:
            options.append(
                PollOption(text=squash(cells[0].text()), votes=number(squash(cells[2].text())))
            )
        elif row.css_first("[name^=option]") is not None and cells:
            options.append(PollOption(text=squash(cells[-1].text())))
    question = re.sub(r"^[^:]{1,20}\s*:\s*", "", head) or None
    return Poll(question=question, options=options, closed=False if choice is not None else None)


def enclosing(node: LexborNode | None, tag: str) -> LexborNode | None:
    """The nearest ancestor of a kind."""
    while node is not None and node.tag != tag:
        node = node.parent
    return node


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    if tree.css_first(
        "form[action*='member.php'] input[name=quick_login]"
    ) is not None and tree.css_first("td.trow1 ol"):
        return "a notice of the forum, not a thread: it asks to log in"
    notice = tree.css_first(".error, td.trow1.error, #content .error .message")
    if notice is not None:
        return f"a notice of the forum, not a thread: “{squash(notice.text())[:120]}”"
    if (
        tree.css_first(
            ".forumdisplay_regular, .threadlist, .forumlist, [id^=cat_], .subject_new, .subject_old"
        )
        is not None
    ):
        return "a list of boards or threads, not a thread"
    return None
