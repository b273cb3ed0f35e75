"""The print view of MyBB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost
from site_gen.engines.mybb.bodies import RULES
from site_gen.engines.mybb.posts import UID
from site_gen.engines.mybb.threads import FID, facts, pages, refuse
from site_gen.engines.tools.addresses import href, own_address
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page

PRINTED = re.compile(r"<!-- start: printthread_post -->(.*?)<!-- end: printthread_post -->", re.S)
PRINT_BREAK = re.compile(r"<hr\b[^>]*>", re.I)
PRINT_HEAD = re.compile(
    r"^\s*(?:<br\s*/?>\s*)*<strong>(?P<subject>.*?)</strong>\s*-\s*(?P<author>.*?)\s*-\s*"
    r"<strong>(?P<date>.*?)</strong>\s*(?:<br\s*/?>)?",
    re.S | re.I,
)


def split(page: Page) -> Iterator[RawPost]:
    """Read posts of the print view, which are no elements.

    "<strong>SUBJECT</strong> - AUTHOR - <strong>DATE</strong>" begins each. Template comments
    delimit them; without the comments, ``hr`` does.
    """
    parts = PRINTED.findall(page.text) or PRINT_BREAK.split(page.text)
    for part in parts:
        match = PRINT_HEAD.match(part) or PRINT_HEAD.search(part)
        if match is None:
            continue
        author = parsed(match["author"])
        rest = PRINT_BREAK.split(part[match.end() :])[0]
        yield RawPost(
            body=parsed(rest.partition("</td>")[0]),
            fields={
                "subject": shown(parsed(match["subject"])),
                "author": shown(author),
                "author_id": first_group(UID, *map(href, author.css("a"))),
                "date_text": shown(parsed(match["date"])),
            },
        )


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, path and address: a line of links with the addresses written out."""
    root = Node(page.tree.root)
    link = root.at('a[href*="showthread"], a[href*="thread-"]')
    url: str | None = link.attr("href")
    if not link.attr("href").startswith("http"):
        url = own_address(page)
    boards = root.all('a[href*="forumdisplay"], a[href*="forum-"]')
    site, _, title = root.at("title").text.partition(" - ")
    return {
        **facts(page, url),
        "title": not_an_address(link.text) or title or None,
        "board": list(filter(None, (not_an_address(board.text) for board in boards))),
        "site_name": site_name(site, title),
        "board_id": first_group(FID, *(link.attr("href") for link in reversed(boards))),
        **pages(
            root.at(".pagination, .multipage"),
            ".pagination_current, strong",
            page.capture.url,
        ),
    }


def not_an_address(words: str) -> str:
    """Return words of a link, "" if they are but its address."""
    if "://" in words:
        return ""
    return words


def site_name(site: str, title: str) -> str | None:
    """Return the forum's name, which stands before the title in the page's head."""
    if not title:
        return None
    return site


PRINT = Engine(
    name="mybb",
    view="print",
    fingerprints=(
        Fingerprint("templates named in comments", ("<!-- start: printthread",), 4),
        Fingerprint("link to itself", ("printthread.php",), 1),
    ),
    threshold=4,
    split=split,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome={
        "site-header": "img, h1",
        "breadcrumb": "td > a, td > span, td > strong",
        "page-links": ".multipage, .pagination",
        "site-footer": ".smalltext, #copyright",
    },
)
