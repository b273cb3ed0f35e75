"""The print view of MyBB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.mybb.bodies import BODY_RULES
from site_gen.engines.mybb.posts import UID
from site_gen.engines.mybb.threads import FID, facts, pages, refuse
from site_gen.engines.tools.addresses import href, own_address
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page

PRINTED = re.compile(r"<!-- start: printthread_post -->(.*?)<!-- end: printthread_post -->", re.S)
PRINT_BREAK = re.compile(r"<hr\b[^>]*>", re.I)
PRINT_HEAD = re.compile(
    r"^\s*(?:<br\s*/?>\s*)*<strong>(?P<subject>.*?)</strong>\s*-\s*(?P<author>.*?)\s*-\s*<strong>(?P<date>.*?)</strong>\s*"
    r"(?:<br\s*/?>)?",
    re.S | re.I,
)


def printed_posts(page: Page) -> Iterator[RawPost]:
    """Posts of the print view, which are no elements: "<strong>SUBJECT</strong> - AUTHOR - <strong>DATE</strong>".

    Template comments delimit them; without the comments, ``hr`` does.
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
                "subject": squash(parsed(match["subject"]).text()) or None,
                "author": squash(author.text()) or None,
                "author_id": first_group(UID, *map(href, author.css("a"))),
                "date_text": squash(parsed(match["date"]).text()) or None,
            },
        )


def printed_thread(page: Page) -> dict[str, Any]:
    """Title, path and address of the print view: a line of links with the addresses written out."""
    tree = page.tree
    links = tree.css('a[href*="showthread"], a[href*="thread-"]')
    url = (
        href(links[0]) if links and (href(links[0]) or "").startswith("http") else own_address(page)
    )
    boards = tree.css('a[href*="forumdisplay"], a[href*="forum-"]')
    head = tree.css_first("title")
    title = shown(links[0]) if links else None
    names = [name for name in map(shown, boards) if name and "://" not in name]
    site = (shown(head) or "").partition(" - ")
    return {
        **facts(page, url),
        "title": title if title and "://" not in title else site[2] or None,
        "board": names,
        "site_name": site[0] if site[2] else None,
        "board_id": first_group(FID, *map(href, reversed(boards))),
        **pages(
            tree.css_first(".pagination, .multipage"),
            ".pagination_current, strong",
            page.capture.url,
        ),
    }


PRINT = Engine(
    name="mybb",
    view="print",
    fingerprints=(
        Fingerprint("templates named in comments", ("<!-- start: printthread",), 4),
        Fingerprint("link to itself", ("printthread.php",), 1),
    ),
    threshold=4,
    split=printed_posts,
    rules=BODY_RULES,
    more_thread=printed_thread,
    refuse=refuse,
    chrome={
        "site-header": "img, h1",
        "breadcrumb": "td > a, td > span, td > strong",
        "page-links": ".multipage, .pagination",
        "site-footer": ".smalltext, #copyright",
    },
)
