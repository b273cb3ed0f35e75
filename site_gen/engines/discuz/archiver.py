"""The Discuz! archiver (``archiver/forum/viewthread.php``): text for robots, without post ids, floors and pictures.

Each post is ``<p class="author"><strong>甲</strong> 发表于 2024-05-09
15:39:00</p><h3>subject</h3>`` and then bare text with ``<br />`` up to the next one. Smilies stay
codes (``:lol``); a quote is its head, its words and an empty line, all plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rules import COMMON
from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.bodies import QUOTES
from site_gen.engines.discuz.common import board_path, thread_facts
from site_gen.load.page import Page

FORUM = re.compile(r"^(?P<name>.+?)'s Archiver")
PAGE_NUMBER = re.compile(r"(\d+)")
FLAT_QUOTE = re.compile(
    r"(?P<head>(?:^|(?<=<br>))\s*[^<\n]{1,60}?\s(?:发表于|發表於|posted on|Posted on)"
    r"\s+\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d\d)\s*"
    r"<br>(?P<words>.*?)(?:<br>\s*(?=<br>)|$)",
    re.S,
)


def split(page: Page) -> Iterator[RawPost]:
    """Walk the content box: an author line begins a post, all until the next one or the page links is its body."""
    content = page.tree.css_first("#content")
    head: dict[str, Any] | None = None
    body: list[str] = []
    for node in content.iter(include_text=True) if content else ():
        kind = node.attributes.get("class") or "" if node.tag != "-text" else ""
        if node.tag == "p" and kind == "author":
            if head:
                yield RawPost(body=parsed(marked_quotes("".join(body))), fields=head)
            head, body = author_line(node), []
        elif node.tag == "div" and kind == "page":
            break
        elif node.tag == "h3" and head is not None and not body:
            head["subject"] = squash(node.text()) or None
        elif head is not None and (body or (node.html or "").strip()):
            body.append(node.html or "")
    if head:
        yield RawPost(body=parsed(marked_quotes("".join(body))), fields=head)


def marked_quotes(body: str) -> str:
    """The body with its flattened quotes made quotes again: ``甲 发表于 2022-9-10 15:15<br>words<br><br>``."""
    return FLAT_QUOTE.sub(
        r'<blockquote class="quote"><cite>\g<head></cite>\g<words></blockquote>', body
    )


def author_line(node: LexborNode) -> dict[str, Any]:
    """Author and date of a post's first line."""
    name = node.css_first("strong")
    line = squash(node.text(deep=False))
    return {
        "author": (squash(name.text()) or None) if name else None,
        "date_text": shown_date(line) or line or None,
    }


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board and page number; the board path is the navigation line."""
    tree = page.tree
    facts = thread_facts(page)
    full = tree.css_first("#end a strong, #end a")
    crumbs = [(squash(a.text()), a.attributes.get("href") or "") for a in tree.css("#nav a")]
    current = tree.css_first(".page strong")
    match = PAGE_NUMBER.search(squash(current.text())) if current else None
    pages = [
        number(m[1]) or 0
        for a in tree.css(".page a")
        if (m := PAGE_NUMBER.search(squash(a.text())))
    ]
    head = tree.css_first("h2")
    forum = FORUM.match(squash(head.text())) if head else None
    page_no = number(match[1]) if match else None
    return {
        **facts,
        **board_path(crumbs, None),
        "site_name": forum["name"] if forum else None,
        "title": squash(full.text()) if full else panels.title_from_head(tree) or None,
        "page": page_no,
        "pages_claimed": max([*pages, page_no or 1]) if pages else None,
    }


ARCHIVER = Engine(
    name="discuz",
    view="archiver",
    fingerprints=(
        Fingerprint("author lines", ('<p class="author">', "<p class=author>"), 3),
        Fingerprint("archiver in the head", ("'s Archiver", "Discuz! Archiver"), 2),
        Fingerprint("boxes content and end", ('id="end"', "id=end"), 1),
    ),
    threshold=4,
    split=split,
    rules=(QUOTES, *COMMON),
    more_thread=more_thread,
    chrome={
        "site-header": "#header, h2",
        "breadcrumb": "#nav",
        "page-links": ".page",
        "site-footer": "#end, #footer",
    },
)
