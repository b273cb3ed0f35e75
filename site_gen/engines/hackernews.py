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
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, furniture
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed, squash
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.stories import link_line
from site_gen.load.page import Page

ITEM = re.compile(r"\bitem\?id=(\d+)")
VOTED = re.compile(r"^(?:up|down|score)_(\d+)$")
USER = re.compile(r"\buser\?id=([^&#]+)")
AGO = re.compile(
    r"(?:on\s+)?([A-Z][a-z]{2} \d{1,2}, \d{4}|\d+ (?:second|minute|hour|day|month|year)s? ago)"
)
EXACT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
POINTS = re.compile(r"^(-?\d+) points?$")
COMMENTS = re.compile(r"^(\d+)\s+comments?$")
STUB = re.compile(r"^\[(?:deleted|flagged|dead)\]$")
INDENT = 40


def split(page: Page) -> Iterator[RawPost]:
    """The story, where the page has one, then its comments."""
    main = story(page)
    if main is not None:
        yield main
    above: list[str | None] = (
        [str(main.fields["id"])] if main is not None and main.fields["id"] else [thread_id(page)]
    )
    for cell in page.tree.css("td.default"):
        head = cell.css_first(".comhead")
        words = cell.css_first(".commtext") or cell.css_first(".comment")
        if head is None or words is None:
            continue
        ident = item_id(cell, head)
        level = depth(cell) + 1
        del above[level:]
        parent = above[-1] if above else None
        above += [parent] * (level - len(above)) + [ident]
        author = head.css_first('a.hnuser, a[href*="user?id="]')
        if author is None and STUB.match(squash(words.text())):
            continue
        yield RawPost(
            body=words,
            fields={"id": ident, "parent": parent_link(head) or parent, **byline(head)},
            date_stated=exact(head),
        )


def story(page: Page) -> RawPost | None:
    """The story: its text where it has one, else its title as a link.

    Both where it has a link and a text.
    """
    facts = page.tree.css_first("td.subtext")
    title = title_link(page)
    if facts is None or title is None:
        return None
    ident = item_id(facts, facts)
    href = title.attributes.get("href") or ""
    said = story_text(page, facts)
    is_link = not ITEM.search(href)
    body = link_line(page, href, title.text())
    shown = (body if is_link or not said else "") + (said or "")
    points = (POINTS.match(squash(node.text())) for node in facts.css("span"))
    up = next((signed(match[1]) for match in points if match), None)
    return RawPost(
        body=parsed(shown),
        fields={"id": ident, "up": up, **byline(facts)},
        date_stated=exact(facts),
    )


def title_link(page: Page) -> LexborNode | None:
    """The story's title."""
    for css in (".fatitem .titleline > a", ".titleline > a", "td.title a"):
        if (found := page.tree.css_first(css)) is not None:
            return found
    return None


def story_text(page: Page, facts: LexborNode) -> str | None:
    """What the story's author wrote: ``.toptext``, or the row below the facts, whose first cell is empty."""
    text = page.tree.css_first(".toptext")
    if text is not None:
        return text.inner_html
    row = facts.parent.next if facts.parent is not None else None
    while row is not None:
        cells = [cell for cell in row.iter() if cell.tag == "td"] if row.tag == "tr" else []
        if (
            len(cells) == 2
            and not squash(cells[0].text())
            and cells[1].css_first("form, .title, table") is None
        ):
            return cells[1].inner_html if squash(cells[1].text()) else None
        row = row.next
    return None


def byline(box: LexborNode) -> dict[str, Any]:
    """Author and date of a story or comment."""
    author = box.css_first('a.hnuser, a[href*="user?id="]')
    match = USER.search(author.attributes.get("href") or "") if author is not None else None
    age = box.css_first(".age")
    ago = AGO.search(squash(age.text() if age is not None else box.text(deep=False)))
    return {
        "author": (squash(author.text()) or None) if author is not None else None,
        "author_id": match[1] if match else None,
        "date_text": ago[1] if ago else None,
    }


def exact(box: LexborNode) -> str | None:
    """The time in the title of ``.age``: "2024-05-09T15:39:00 1715269140"."""
    age = box.css_first(".age[title]")
    match = EXACT.match(age.attributes.get("title") or "") if age is not None else None
    return match[0] if match else None


def item_id(row: LexborNode, head: LexborNode) -> str | None:
    """The number of a story or comment: its row, the link of its age, its score or voting arrow."""
    around: LexborNode | None = row
    for _ in range(4):
        if around is not None and "athing" in (around.attributes.get("class") or ""):
            return around.attributes.get("id")
        around = around.parent if around is not None else None
    links = [
        link
        for link in head.css('a[href*="item?id="]')
        if squash(link.text()) not in ("parent", "context")
    ]
    for link in links:
        if match := ITEM.search(link.attributes.get("href") or ""):
            return match[1]
    marked = next(
        (m for node in head.css("[id]") if (m := VOTED.match(node.attributes.get("id") or ""))),
        None,
    )
    return marked[1] if marked else None


def parent_link(head: LexborNode) -> str | None:
    """The comment answered, where a link says so: on the page of one comment."""
    for link in head.css('a[href*="item?id="]'):
        if squash(link.text()) == "parent" and (
            match := ITEM.search(link.attributes.get("href") or "")
        ):
            return match[1]
    return None


def depth(cell: LexborNode) -> int:
    """How deep a comment stands, from 0: ``td.ind[indent]``, or the width of the spacer before it."""
    row = cell.parent
    spacer = row.css_first("td.ind") if row is not None else None
    stated = number(spacer.attributes.get("indent")) if spacer is not None else None
    if stated is not None:
        return stated
    picture = row.css_first("td img[width]") if row is not None else None
    width = number(picture.attributes.get("width")) if picture is not None else None
    return (width or 0) // INDENT


def thread_id(page: Page) -> str | None:
    """The number of the story: by its facts, by the link "on:" of a comment's page, or by the page's address."""
    facts = page.tree.css_first("td.subtext")
    if facts is not None:
        return item_id(facts, facts)
    for css in (".onstory a", '.fatitem a[href*="item?id="]'):
        links = page.tree.css(css)
        if links and (match := ITEM.search(links[-1].attributes.get("href") or "")):
            return match[1]
    match = ITEM.search(page.capture.url or "")
    return match[1] if match else None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, number, count of comments."""
    title = (
        title_link(page)
        if page.tree.css_first("td.subtext") is not None
        else page.tree.css_first(".onstory a")
    )
    head = page.tree.css_first("head title")
    shown = (
        squash(title.text())
        if title is not None
        else squash(head.text())
        if head is not None
        else ""
    )
    counts = (COMMENTS.match(squash(link.text())) for link in page.tree.css("td.subtext a"))
    url = own_address(page)
    return {
        "title": shown.removesuffix(" | Hacker News") or None,
        "thread_id": thread_id(page),
        "replies": next((number(match[1]) for match in counts if match), None),
        "site": host(url, page.base),
        "url": url,
    }


def refuse(page: Page) -> str | None:
    """Lists of stories hold no thread."""
    return "a list of stories, without comments" if len(page.tree.css("td.subtext")) > 1 else None


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
