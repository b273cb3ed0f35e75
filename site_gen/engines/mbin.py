"""Mbin and kbin, of which it is a fork.

Templates: ``templates/components/entry.html.twig``, ``entry_comment.html.twig``. A thread is
``article.entry#entry-…``, a microblog's first post ``.post#post-…``; their comments follow flat, as
``blockquote.entry-comment`` or ``blockquote.post-comment``, each with the number of the one that it
answers in ``data-subject-parent-value``. Times are ``time.timeago[datetime]``, the second one in a
head that of the edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, read_fields, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_group, stated
from site_gen.load.page import Page

MAIN = "article.entry.subject[id^=entry-], .post.subject[id^=post-]"
COMMENTS = "blockquote.entry-comment[id], blockquote.post-comment[id]"
AUTHOR = "header a.user-inline, .meta a.user-inline, a.user-inline"
TIMES = "header time[datetime], .meta time[datetime]"
BADGES = "header .user-badge, .meta .user-badge"
MAGAZINE = "a.magazine-inline"
NUMBER = re.compile(r"-(\d+)$")

THREAD = {
    "title": (where("header h1 a, header h2 a"), where("header h1, header h2", without="*")),
    "board_id": (where(MAGAZINE, "title", r"^@?(.*)"),),
    "replies": (where("[data-subject-target=commentsCounter]"),),
}
"""What the box of the page's own post says of the thread."""

VOTES = {
    "up": (where("[data-subject-target=favCounter]"),),
    "down": (where("[data-subject-target=downvoteCounter]"),),
}


def split(page: Page) -> Iterator[RawPost]:
    """Yield the thread's own post, then its comments."""
    main = main_post(page)
    if not main:
        return
    yield raw_post(main, main_body(page, main), None)
    for comment in Node(page.tree.root).all(COMMENTS):
        above = squash(comment.attr("data-subject-parent-value"))
        yield raw_post(comment, parsed(words_of(comment) + picture(comment)), above or main.id)


def main_post(page: Page) -> Node:
    """Return the post that the page is about; a list of threads has many."""
    found = Node(page.tree.root).all(MAIN)
    return found[0] if len(found) == 1 else NOTHING


def raw_post(box: Node, body: LexborNode, parent: str | None) -> RawPost:
    """Make a post of its box.

    Threads and comments are counted apart: the thread's id says that it is one.
    """
    author = box.at(AUTHOR)
    created, changed, *_ = (*box.all(TIMES), NOTHING, NOTHING)
    edited = changed.attr("datetime")
    return RawPost(
        body=body,
        fields=stated(
            id=own_id(box, is_counted=parent is not None),
            parent=parent,
            author=author.text or None,
            author_id=squash(author.attr("title")).removeprefix("@") or None,
            author_title=", ".join(titles(box)) or None,
            date_text=created.text or None,
            edited=parse_absolute(edited) or edited or None,
            **read_fields(VOTES, box.raw),
        ),
        date_stated=created.attr("datetime"),
    )


def own_id(box: Node, *, is_counted: bool) -> str | None:
    """Return the id of a post's box, or, of what is counted with its like, the number in it."""
    return first_group(NUMBER, box.id) if is_counted else box.id


def titles(box: Node) -> list[str]:
    """Return the badges of a post's author, but for "OP", the first of who began the thread."""
    badges = [badge.text for badge in box.all(BADGES)]
    return badges[1:] if "author" in box.classes else badges


def main_body(page: Page, main: Node) -> LexborNode:
    """Return the words of a thread's post: the address that it leads to or its picture, its text.

    The address stands under the thread's title.
    """
    title = main.at("header h1 > a", "header h2 > a")
    link = link_line(page, title.attr("href"), title.text)
    return parsed((link or picture(main)) + words_of(main))


def words_of(box: Node) -> str:
    """Return the markup of a post's words."""
    return box.at(".entry__body .content", ".content").html


def picture(box: Node) -> str:
    """Return the picture of a post: the link around its preview leads to the whole one."""
    preview = box.at("footer figure a.thumb img, article.entry > figure a.thumb img")
    return f"<p>{preview.outer_html}</p>" if preview else ""


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, magazine, number, count of comments and address."""
    main = main_post(page)
    magazine = main.said(MAGAZINE) or Node(page.tree.body).said(MAGAZINE)
    return {
        **read_fields(THREAD, main.raw),
        "board": [magazine] if magazine else [],
        "thread_id": own_id(main, is_counted=main.tag == "article"),
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str | None:
    """Say that a magazine or a front page lists threads."""
    if len(page.tree.css(MAIN)) <= 1:
        return None
    return "a list of threads, without comments"


MBIN = Engine(
    name="mbin",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "boxes of threads and comments",
            ('id="entry-', 'id="entry-comment-', 'id="post-comment-'),
            1,
        ),
        Fingerprint("comments", ("entry-comment subject", "post-comment subject"), 2),
        Fingerprint(
            "threads", ("entry section subject", "section post subject", "post section subject"), 2
        ),
        Fingerprint(
            "counts",
            ('data-subject-target="favCounter"', 'data-subject-target="commentsCounter"'),
            2,
        ),
        Fingerprint(
            "links to people",
            ("mouseover->mentions#user_popup", "mouseover-&gt;mentions#user_popup"),
            2,
        ),
        Fingerprint("links to magazines", ('class="magazine-inline',), 1),
    ),
    threshold=5,
    split=split,
    thread={"title": (where("head title"),)},
    rules=(quotes("blockquote", needles=("<blockquote",)), code("pre", needles=("<pre",)), *COMMON),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=f"{MAIN}, {COMMENTS}",
    addresses=(
        re.compile(r"/m/[^/?#]+/t/(?P<thread>\d+)[^?#]*(?:\?[^#]*)?#entry-comment-(?P<post>\d+)"),
        re.compile(r"/m/[^/?#]+/t/(?P<thread>\d+)"),
    ),
    chrome={
        "site-header": "#header, #topbar",
        "byline": ".comment > header, .entry__meta, .entry > header .entry__domain",
        "votes": ".vote, aside.vote",
        "post-tools": "menu, footer, .aside",
        "quick-reply": "#comment-add",
        "thread-tools": "aside.options",
        "related": ".entries-cross",
        "sidebar": "#sidebar",
        "site-footer": "#footer",
    },
)

ENGINES = (MBIN,)
