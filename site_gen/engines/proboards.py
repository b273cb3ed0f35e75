"""ProBoards (version 5): the default template's ``thread`` page.

All forums live on one service and share its markup: ``tr.post`` named ``post-1``, ``.mini-profile``
with the member's link, ``abbr.time[data-timestamp]``, the words in ``.message``; quotes are
``div.quote`` with ``author`` and ``source``. Written from the service's templates; no saved page
was at hand.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import host, href, own_address, site_name
from site_gen.engines.tools.values import (
    first_group,
    first_node,
    first_text,
    first_value,
    stated,
    written,
)
from site_gen.load.page import Page

POSTS = "[id^=post-]"
POST = re.compile(r"^post-(\d+)$")
THREAD = re.compile(r"/thread/(\d+)")
SOURCE = re.compile(r"/post/(\d+)")
USER = re.compile(r"/user/(\d+)")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
SAID = re.compile(r"\s+said\s*:\s*$|\s*:\s*$")
DIGITS = re.compile(r"\d+")

ADDRESSES = (
    re.compile(r"/thread/(?P<thread>\d+)(?:/[^?#]*)?(?:\?[^#]*)?(?:#.*)?$"),
    re.compile(r"/post/(?P<post>\d+)/(?:thread|quote)\b"),
)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words."""
    match = POST.match(node.id or "")
    if not match or node.css_first(".message") is None:
        return None
    time = first_node(node, ".date abbr.time", "abbr.time", ".date")
    link = first_node(
        node, ".mini-profile .user-link", ".mini-profile a", ".mini-profile .user-guest"
    )
    edit = node.css_first(".edited_by")
    likes = DIGITS.search(first_text(node, ".likes") or "")
    return stated(
        id=match[1],
        author=(squash(link.text()) or None)
        if link is not None
        else first_text(node, ".mini-profile .name"),
        author_id=first_group(USER, href(link)),
        author_title=first_text(node, ".mini-profile .custom-title", ".mini-profile .rank"),
        date_text=squash(time.text()) if time is not None else None,
        date_stated=(squash(time.attributes.get("title")) or None) if time is not None else None,
        edited=written(page, words(edit)) if edit is not None else None,
        editor=first_text(edit, "a") if edit is not None else None,
        up=number(likes[0]) if likes else None,
    )


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path and pages."""
    root = page.tree.root
    if root is None:
        return {}
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    crumbs = [squash(crumb.text()) for crumb in root.css("#navigation-tree li a, .nav-tree li a")]
    title = first_text(root, ".posts .title-bar h1", ".title-bar h1")
    shown = PAGE_NUMBER.search(page.capture.url or url or "")
    pages = [n for link in root.css(".ui-pagination li") if (n := number(squash(link.text())))]
    current = number(first_text(root, ".ui-pagination .state-selected"))
    return {
        "thread_id": first_group(THREAD, url, first_value(root, "link[rel=canonical]", "href")),
        "url": url,
        "site": host(url, page.base),
        "site_name": site_name(page) or (crumbs[0] if crumbs else None),
        "title": title,
        "board": [name for name in crumbs[1:] if name and name != title],
        "page": current or (number(shown[1]) if shown else 1),
        "pages_claimed": max(pages) if pages else None,
    }


def refuse(page: Page) -> str | None:
    """What a page of this service is, if it is no thread."""
    if page.tree.css_first(".container.boards, .container.threads") is not None:
        return "a list of boards or threads, not a thread"
    return None


def mark_quotes(body: Body) -> None:
    """``div.quote[source="/post/1/thread"]``: the quoted post's number, where the rule for quotes reads it."""
    for box in body.each("div.quote"):
        if match := SOURCE.search(box.attributes.get("source") or ""):
            box.attrs["data-post-id"] = match[1]


def quoted(box: LexborNode, head: LexborNode | None) -> str | None:
    """Who is quoted: the head ("甲 said:"), else the handle in ``author``."""
    name = SAID.sub("", words(head)) if head is not None else ""
    return name or squash(box.attributes.get("author")).lstrip("@") or None


BODY_RULES: tuple[Rule | TagRule, ...] = (
    blocks.edit_mark(".edited_by", needles=("edited_by",)),
    blocks.furniture("clearing", ".quote_clear, .quote_avatar_container", needles=("quote_",)),
    blocks.code(".bbcode_code, pre", lines="code, pre", needles=("bbcode_code", "<pre")),
    Rule("quote-sources", ("quote",), mark_quotes),
    blocks.quotes(
        "div.quote", head=".quote_header", body=".quote_body", needles=("quote",), who=quoted
    ),
    blocks.spoilers(
        ".spoiler", title=".spoiler_header", inside=".spoiler_body", needles=("spoiler",)
    ),
    *COMMON,
)

DESKTOP = Engine(
    name="proboards",
    view="desktop",
    fingerprints=(
        Fingerprint("start of the scripts", ("proboards.data(", "proboards.dataRegister"), 4),
        Fingerprint("service's files", ("storage.proboards.com", "proboards.com/"), 1),
        Fingerprint("member panels", ('class="mini-profile"',), 2),
        Fingerprint("dates", ("o-timestamp",), 2),
        Fingerprint("navigation", ('id="navigation-tree"',), 1),
    ),
    threshold=5,
    posts=POSTS,
    post_boxes=POSTS,
    body=".message",
    signature=".signature",
    rules=BODY_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#banner, #navigation-menu, #welcome, #news",
        "breadcrumb": "#navigation-tree",
        "title-line": ".title-bar",
        "author-column": ".mini-profile",
        "byline": ".content-head, .date",
        "post-tools": ".controls, .post-options",
        "edit-mark": ".edited_by",
        "likes": ".likes",
        "signature": ".signature",
        "page-links": ".ui-pagination, .control-bar",
        "quick-reply": ".quick-reply",
        "site-footer": "#footer, .ad-container",
    },
)

ENGINES = (DESKTOP,)
