"""The Discuz! archiver: text for robots, without post ids, floors and pictures.

Source: ``archiver/forum/viewthread.php``.

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
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.common import board_path, links_of, thread_facts
from site_gen.engines.discuz.quotes import QUOTES
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
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
    """Yield the posts of the content box."""
    for line, rest in pieces(page.tree.css_first("#content")):
        fields = author_line(Node(line))
        yield RawPost(body=parsed(marked_quotes(body_of(rest, fields))), fields=fields)


def pieces(content: LexborNode | None) -> list[tuple[LexborNode, list[LexborNode]]]:
    """Cut the content box into posts.

    Each is an author line, and all up to the next one or the page links.
    """
    posts: list[tuple[LexborNode, list[LexborNode]]] = []
    if content is None:
        return posts
    for node in content.iter(include_text=True):
        kind = Node(node).attr("class")
        if node.tag == "div" and kind == "page":
            break
        if node.tag == "p" and kind == "author":
            posts.append((node, []))
        elif posts:
            posts[-1][1].append(node)
    return posts


def body_of(nodes: list[LexborNode], fields: dict[str, Any]) -> str:
    """Return the markup of a post's words; a heading above them is its subject, a field."""
    body: list[str] = []
    for node in nodes:
        markup = node.html or ""
        if node.tag == "h3" and not body:
            fields["subject"] = Node(node).text or None
        elif body or markup.strip():
            body.append(markup)
    return "".join(body)


def marked_quotes(body: str) -> str:
    """Return the body with its flattened quotes made quotes again.

    They look like ``甲 发表于 2022-9-10 15:15<br>words<br><br>``.
    """
    return FLAT_QUOTE.sub(
        r'<blockquote class="quote"><cite>\g<head></cite>\g<words></blockquote>', body
    )


def author_line(line: Node) -> dict[str, Any]:
    """Return author and date of a post's first line."""
    said = line.own_text
    return {
        "author": line.at("strong").text or None,
        "date_text": shown_date(said) or said or None,
    }


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board and page number; the board path is the navigation line."""
    root = Node(page.tree.root)
    return {
        **thread_facts(page),
        **board_path(links_of(root.all("#nav a")), None),
        "site_name": first_group(FORUM, root.at("h2").text),
        "title": title_of(root),
        **paging(root),
    }


def title_of(root: Node) -> str | None:
    """Return the title that links to the full version, else the one of the page's head."""
    full = root.at("#end a strong, #end a")
    if full:
        return full.text
    return panels.title_from_head(root) or None


def paging(root: Node) -> dict[str, Any]:
    """Return the number of this page and of all, by the page links."""
    current = number(first_group(PAGE_NUMBER, root.at(".page strong").text))
    shown = filter(None, (first_group(PAGE_NUMBER, a.text) for a in root.all(".page a")))
    pages = [number(text) or 0 for text in shown]
    if pages:
        pages.append(current or 1)
    return {"page": current, "pages_claimed": max(pages, default=None)}


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
