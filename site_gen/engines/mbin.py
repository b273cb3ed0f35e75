"""Mbin and kbin, of which it is a fork (``templates/components/entry.html.twig``, ``entry_comment.html.twig``).

A thread is ``article.entry#entry-…``, a microblog's first post ``.post#post-…``; their comments
follow flat, as ``blockquote.entry-comment`` or ``blockquote.post-comment``, each with the number of
the one that it answers in ``data-subject-parent-value``. Times are ``time.timeago[datetime]``, the
second one in a head that of the edit.
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
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import address_and_site, href
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_node, first_text, first_value, shown
from site_gen.load.page import Page

MAIN = "article.entry.subject[id^=entry-], .post.subject[id^=post-]"
COMMENTS = "blockquote.entry-comment[id], blockquote.post-comment[id]"
NUMBER = re.compile(r"-(\d+)$")


def split(page: Page) -> Iterator[RawPost]:
    """The thread's own post, then its comments."""
    main = main_post(page)
    if main is None:
        return
    yield raw_post(main, main_body(page, main), None)
    for comment in page.tree.css(COMMENTS):
        above = squash(comment.attributes.get("data-subject-parent-value"))
        body = parsed(words_of(comment) + picture(comment))
        yield raw_post(comment, body, above or main.id)


def main_post(page: Page) -> LexborNode | None:
    """The post that the page is about; a list of threads has many."""
    found = page.tree.css(MAIN)
    return found[0] if len(found) == 1 else None


def own_number(box: LexborNode) -> str | None:
    """The number in the id of a post's box."""
    match = NUMBER.search(box.id or "")
    return match[1] if match else None


def raw_post(box: LexborNode, body: LexborNode, parent: str | None) -> RawPost:
    """A post out of its box.

    Threads and comments are counted apart: the thread's id says that it is one.
    """
    author = box.css_first("header a.user-inline, .meta a.user-inline, a.user-inline")
    times = box.css("header time[datetime], .meta time[datetime]")
    badges = [squash(badge.text()) for badge in box.css("header .user-badge, .meta .user-badge")]
    titles = (
        badges[1:] if "author" in (box.attributes.get("class") or "").split() else badges
    )  # the first is "OP"
    edited = times[1].attributes.get("datetime") if len(times) > 1 else None
    return RawPost(
        body=body,
        fields={
            "id": box.id if parent is None else own_number(box),
            "parent": parent,
            "author": shown(author),
            "author_id": squash(author.attributes.get("title")).removeprefix("@") or None
            if author
            else None,
            "author_title": ", ".join(titles) or None,
            "date_text": shown(times[0]) if times else None,
            "up": number(first_text(box, "[data-subject-target=favCounter]")),
            "down": number(first_text(box, "[data-subject-target=downvoteCounter]")),
            **({"edited": parse_absolute(edited) or edited} if edited else {}),
        },
        date_stated=times[0].attributes.get("datetime") if times else None,
    )


def main_body(page: Page, main: LexborNode) -> LexborNode:
    """The words of a thread's post: the address that it leads to, under its title, its picture and its text."""
    title = first_node(main, "header h1 > a", "header h2 > a")
    link = link_line(page, href(title), title.text()) if title is not None else ""
    return parsed((link or picture(main)) + words_of(main))


def words_of(box: LexborNode) -> str:
    """The markup of a post's words."""
    body = box.css_first(".entry__body .content") or box.css_first(".content")
    return (body.inner_html or "") if body is not None else ""


def picture(box: LexborNode) -> str:
    """The picture of a post: the link around its preview leads to the whole one."""
    preview = box.css_first("footer figure a.thumb img, article.entry > figure a.thumb img")
    return f"<p>{preview.html}</p>" if preview is not None else ""


def more_thread(page: Page) -> dict[str, Any]:
    """Title, magazine, number and count of comments."""
    main = main_post(page)
    if main is None:
        return {}
    heading = main.css_first("header h1, header h2")
    title = (
        first_text(heading, "a") or squash(heading.text(deep=False))
        if heading is not None
        else None
    )
    board = first_text(main, "a.magazine-inline") or first_text(
        page.tree.css_first("body") or main, "a.magazine-inline"
    )
    return {
        "title": title or shown(page.tree.css_first("head title")),
        "board": [board] if board else [],
        "board_id": (first_value(main, "a.magazine-inline", "title") or "").removeprefix("@")
        or None,
        "replies": number(first_text(main, "[data-subject-target=commentsCounter]")),
        "thread_id": own_number(main) if main.tag == "article" else main.id,
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str | None:
    """Magazines and front pages list threads."""
    return "a list of threads, without comments" if len(page.tree.css(MAIN)) > 1 else None


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
