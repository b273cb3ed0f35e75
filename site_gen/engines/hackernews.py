"""Hacker News (``news.arc``): nested tables without nesting.

Each comment's depth is the width of a spacer.

Stories: ``td.title`` and ``td.subtext``; comments ``td.default`` with ``span.comhead`` and
``span.comment``. Since 2014 rows are ``tr.athing`` with the id and ``td.ind[indent]``, the words in
``.commtext``, the exact time in ``.age``; before, the id is that of a link or of the voting arrow,
and the depth is the spacer's width, 40 to a level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from site_gen.clean import parsed
from site_gen.clean.blocks import code, furniture
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import (
    Engine,
    Fingerprint,
    RawPost,
    number,
    read_fields,
    signed,
    where,
)
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

ITEM = re.compile(r"\bitem\?id=(\d+)")
VOTED = re.compile(r"^(?:up|down|score)_(\d+)$")
POINTS = re.compile(r"^(-?\d+) points?$")
COMMENTS = re.compile(r"^(\d+)\s+comments?$")
STUB = re.compile(r"^\[(?:deleted|flagged|dead)\]$")
INDENT = 40

FACTS = "td.subtext"
TO_ITEM = 'a[href*="item?id="]'
TO_USER = 'a.hnuser, a[href*="user?id="]'
AGO = r"(?:on\s+)?([A-Z][a-z]{2} \d{1,2}, \d{4}|\d+ (?:second|minute|hour|day|month|year)s? ago)"
BYLINE = {
    "author": (where(TO_USER),),
    "author_id": (where(TO_USER, "href", r"\buser\?id=([^&#]+)"),),
    "date_text": (where(".age", match=AGO), where(f".comhead, {FACTS}", match=AGO, without="*")),
    # "2024-05-09T15:39:00 1715269140"
    "date_stated": (where(".age[title]", "title", r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"),),
}
"""What stands in the line of a story's or a comment's facts."""


def split(page: Page) -> Iterator[RawPost]:
    """Yield the story, where the page has one, then its comments."""
    root = Node(page.tree.root)
    main = story(page, root)
    if main is not None:
        yield main
    top = (main.fields["id"] if main is not None else None) or thread_id(page, root)
    above: list[str | None] = [top]
    for cell in root.all("td.default"):
        head, words = cell.at(".comhead"), cell.at(".commtext", ".comment")
        if not head or not words:
            continue
        ident = item_id(cell, head)
        parent = place(above, ident, depth(cell) + 1)
        fields = read_fields(BYLINE, head.raw)
        if "author" not in fields and is_stub(head, words):
            continue
        yield RawPost(
            body=words.raw,
            date_stated=fields.pop("date_stated", None),
            fields={"id": ident, "parent": parent_link(head) or parent, **fields},
        )


def is_stub(head: Node, words: Node) -> bool:
    """Tell whether nothing is left of a comment: neither who wrote it nor what it said."""
    return not head.at(TO_USER) and STUB.match(words.text) is not None


def place(above: list[str | None], ident: str | None, level: int) -> str | None:
    """Put a comment below those that it stands under, and return the one that it answers."""
    del above[level:]
    parent = above[-1] if above else None
    above += [parent] * (level - len(above)) + [ident]
    return parent


def story(page: Page, root: Node) -> RawPost | None:
    """Return the story: its text where it has one, else its title as a link.

    Both where it has a link and a text.
    """
    facts, title = root.at(FACTS), title_link(root)
    if not facts or not title:
        return None
    said = story_text(root, facts)
    shown = link_line(page, title.attr("href"), title.text)
    if said and ITEM.search(title.attr("href")):
        shown = ""
    points = (first_group(POINTS, span.text) for span in facts.all("span"))
    fields = read_fields(BYLINE, facts.raw)
    return RawPost(
        body=parsed(shown + said),
        date_stated=fields.pop("date_stated", None),
        fields={
            "id": item_id(facts, facts),
            "up": signed(next(filter(None, points), None)),
            **fields,
        },
    )


def title_link(root: Node) -> Node:
    """Return the story's title."""
    return root.at(".fatitem .titleline > a", ".titleline > a", "td.title a")


def story_text(root: Node, facts: Node) -> str:
    """Return what the story's author wrote.

    It is ``.toptext``, or stands in the row below the facts, whose first cell is empty.
    """
    text = root.at(".toptext")
    if text:
        return text.html
    row = facts.parent.next
    while row:
        cells = [cell for cell in row.children() if cell.tag == "td"] if row.tag == "tr" else []
        if len(cells) == 2 and not cells[0].text and not cells[1].at("form, .title, table"):
            return cells[1].html if cells[1].text else ""
        row = row.next
    return ""


def item_id(cell: Node, head: Node) -> str | None:
    """Return the number of a story or comment.

    It stands at its row, in the link of its age, at its score or at its voting arrow.
    """
    for around in (cell, *islice(cell.around(), 3)):
        if "athing" in around.attr("class"):
            return around.attributes.get("id")
    for link in head.all(TO_ITEM):
        ident = first_group(ITEM, link.attr("href"))
        if ident and link.text not in ("parent", "context"):
            return ident
    return first_group(VOTED, *(node.id for node in head.all("[id]")))


def parent_link(head: Node) -> str | None:
    """Return the comment answered, where a link says so: on the page of one comment."""
    links = (link for link in head.all(TO_ITEM) if link.text == "parent")
    return first_group(ITEM, *(link.attr("href") for link in links))


def depth(cell: Node) -> int:
    """Return how deep a comment stands, from 0.

    ``td.ind[indent]`` says it, or the width of the spacer before the comment.
    """
    row = cell.parent
    stated = number(row.at("td.ind").attr("indent"))
    if stated is not None:
        return stated
    return (number(row.at("td img[width]").attr("width")) or 0) // INDENT


def thread_id(page: Page, root: Node) -> str | None:
    """Return the number of the story.

    Its facts state it, the link "on:" of a comment's page, or the page's address.
    """
    facts = root.at(FACTS)
    if facts:
        return item_id(facts, facts)
    for css in (".onstory a", f".fatitem {TO_ITEM}"):
        last = next(reversed(root.all(css)), NOTHING)
        if ident := first_group(ITEM, last.attr("href")):
            return ident
    return first_group(ITEM, page.capture.url)


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, number, count of comments."""
    root = Node(page.tree.root)
    title = title_link(root) if root.at(FACTS) else root.at(".onstory a")
    shown = (title or root.at("head title")).text
    counts = (link.text for link in root.all(f"{FACTS} a"))
    url = own_address(page)
    return {
        "title": shown.removesuffix(" | Hacker News") or None,
        "thread_id": thread_id(page, root),
        "replies": number(first_group(COMMENTS, *counts)),
        "site": host(url, page.base),
        "url": url,
    }


def refuse(page: Page) -> str | None:
    """Say that a list of stories holds no thread."""
    if len(page.tree.css(FACTS)) <= 1:
        return None
    return "a list of stories, without comments"


HACKERNEWS = Engine(
    name="hackernews",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "comments and their heads", ('class="comhead"', "class=comhead", "class='comhead'"), 2
        ),
        Fingerprint("facts of a story", ('class="subtext"', "class=subtext", "class='subtext'"), 2),
        Fingerprint("the top bar", ('class="pagetop"', "class=pagetop", "class='pagetop'"), 2),
        Fingerprint("arrows", ("id=up_", "id='up_", 'id="up_', "vote?id=", "vote?for="), 1),
        Fingerprint(
            "links to items", ('href="item?id=', "href=item?id=", "href='item?id=", "/item?id="), 1
        ),
        Fingerprint("title", ("| Hacker News</title>",), 1),
    ),
    threshold=5,
    split=split,
    rules=(
        code("pre", lines="code", needles=("<pre",)),
        furniture("reply-link", ".reply, font[size='1']", needles=('class="reply"', "size=")),
        *COMMON,
    ),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes="td.default",
    addresses=(re.compile(r"/item\?(?:.*&)?id=(?P<thread>\d+)"),),
    chrome={
        "site-header": ".pagetop, .hnmore",
        "story-facts": ".subtext, .sitebit, .comhead",
        "byline": ".comhead",
        "post-tools": ".reply, .navs, .togg, font[size='1']",
        "page-links": ".morelink",
        "site-footer": ".yclinks",
    },
)

ENGINES = (HACKERNEWS,)
