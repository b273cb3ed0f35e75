"""Reddit's page since 2023 ("shreddit"): web components whose attributes say who, when and what.

``shreddit-post`` holds the link or text with its title, author, score and count of comments; its
words stand in the slot ``text-body``, its pictures in ``post-media-container``. A comment is
``shreddit-comment``, its answers are inside it, its words in its own slot ``comment``. A page as
the server sends it has no comments yet, since a script asks for them (``faceplate-partial``): the
count that the post claims shows the gap. Bodies are ``…-post-rtjson-content`` and
``…-comment-rtjson-content``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed, squash
from site_gen.engines.reddit.old import STUB
from site_gen.engines.tools.addresses import host, whole
from site_gen.engines.tools.stories import enclosing, link_line
from site_gen.engines.tools.values import first_text, shown
from site_gen.load.page import Page

POST = re.compile(r"/comments/(?P<thread>[a-z0-9]{3,})")
WHOLE = re.compile(r"-?\d{1,9}")
PICTURES = "[slot=post-media-container] gallery-carousel img, [slot=post-media-container] img:not([role=presentation])"
FLAIR = "author-flair-event-handler .flair-content, author-flair-event-handler"


def split(page: Page) -> Iterator[RawPost]:
    """The link or text, then the comments below it, as the page orders them."""
    main = main_post(page)
    if main is None:
        return
    yield RawPost(
        body=post_body(main, page),
        fields={
            "id": stated(main, "id"),
            "author": stated(main, "author"),
            "author_id": stated(main, "author-id"),
            "author_title": first_text(main, f"[slot=credit-bar] :is({FLAIR})"),
            "up": score(main),
        },
        date_stated=stated(main, "created-timestamp"),
    )
    for comment in page.tree.css("shreddit-comment[thingid]"):
        body = own(comment, "[slot=comment]")
        author = stated(comment, "author")
        name = None if author and STUB.match(author) else author
        if body is None or (name is None and STUB.match(squash(body.text()))):
            continue
        when = own(comment, "[slot=commentMeta] time[datetime], time[datetime]")
        flair = own(comment, FLAIR)
        yield RawPost(
            body=body,
            fields={
                "id": stated(comment, "thingid"),
                "parent": answered(comment, main),
                "author": name,
                "author_title": shown(flair),
                "date_text": shown(when),
                "up": score(comment),
            },
            date_stated=moment(comment, when),
        )


def main_post(page: Page) -> LexborNode | None:
    """The post that the page is about: the only one, or that whose context is not a feed."""
    found = page.tree.css("shreddit-post")
    return (
        found[0]
        if len(found) == 1
        else page.tree.css_first("shreddit-post[view-context=CommentsPage]")
    )


def stated(node: LexborNode, name: str) -> str | None:
    """An attribute's words."""
    return squash(node.attributes.get(name)) or None


def own(comment: LexborNode, css: str) -> LexborNode | None:
    """An element of a comment that is not an answer's."""
    for node in comment.css(css):
        around = enclosing(node, is_comment)
        if around is not None and around.mem_id == comment.mem_id:
            return node
    return None


def is_comment(node: LexborNode) -> bool:
    """Whether an element is a comment."""
    return node.tag == "shreddit-comment"


def answered(comment: LexborNode, main: LexborNode) -> str | None:
    """What a comment answers: as it states, else the comment around it, else the post."""
    around = enclosing(comment, is_comment)
    return stated(comment, "parentid") or (
        stated(around, "thingid") if around is not None else stated(main, "id")
    )


def score(node: LexborNode) -> int | None:
    """The points, where the page shows them."""
    value = stated(node, "score") or ""
    hidden = any("score-hidden" in name or "hide-score" in name for name in node.attributes)
    return signed(value) if WHOLE.fullmatch(value) and not hidden else None


def moment(comment: LexborNode, when: LexborNode | None) -> str | None:
    """When a comment was written: by its attribute, its ``time``, or ``faceplate-timeago[ts]`` that a script fills."""
    if when is None:
        ago = own(comment, "faceplate-timeago[ts]")
        return stated(comment, "created") or (stated(ago, "ts") if ago is not None else None)
    return stated(comment, "created") or stated(when, "datetime")


def post_body(main: LexborNode, page: Page) -> LexborNode:
    """A post's words: the address that it leads to, under its title, its pictures and its text."""
    said = main.css_first(
        "[slot=text-body] [property='schema:articleBody'], [slot=text-body] [id$=rtjson-content]"
    )
    href = stated(main, "content-href") or ""
    leads_away = not POST.search(href) and stated(main, "post-type") not in (
        "image",
        "gallery",
        "text",
    )
    link = link_line(page, href, stated(main, "post-title")) if leads_away else ""
    return parsed(link + pictures(main) + ((said.inner_html or "") if said is not None else ""))


def pictures(main: LexborNode) -> str:
    """The pictures of a post of pictures; a link's is a preview of the place it leads to."""
    if stated(main, "post-type") not in ("image", "gallery"):
        return ""
    found = {
        picture.attributes.get("src") or picture.html: picture.html or ""
        for picture in main.css(PICTURES)
    }
    return "".join(f"<p>{picture}</p>" for picture in found.values())


def more_thread(page: Page) -> dict[str, Any]:
    """What the post states of the thread."""
    main = main_post(page)
    if main is None:
        return {}
    ident = stated(main, "id") or ""
    board = stated(main, "subreddit-name") or (
        stated(main, "subreddit-prefixed-name") or ""
    ).removeprefix("r/")
    flair = main.css("shreddit-post-flair .flair-content") or main.css("shreddit-post-flair")
    target = stated(main, "content-href")
    itself = target if POST.search(target or "") and stated(main, "post-type") == "text" else None
    url = whole(page, stated(main, "permalink"), itself, page.capture.url)
    return {
        "title": stated(main, "post-title") or first_text(main, "h1"),
        "board": [board] if board else [],
        "board_id": stated(main, "subreddit-id"),
        "tags": [words for node in flair if (words := squash(node.text()))],
        "replies": number(stated(main, "comment-count")),
        "thread_id": ident.removeprefix("t3_") or None,
        "site": host(url, page.base),
        "site_name": "reddit",
        "url": url,
    }


def refuse(page: Page) -> str | None:
    """Feeds hold no thread."""
    return (
        "a list of posts, without comments"
        if page.tree.css_first("shreddit-post") is not None
        else None
    )


SHREDDIT = Engine(
    name="reddit",
    view="desktop",
    fingerprints=(
        Fingerprint("the post's element", ("<shreddit-post ",), 3),
        Fingerprint("the app's element", ("<shreddit-app ", "<shreddit-app>"), 2),
        Fingerprint("comments' elements", ("<shreddit-comment ", "<shreddit-comment-tree"), 1),
        Fingerprint("bodies", ("-post-rtjson-content", "-comment-rtjson-content"), 1),
        Fingerprint("full names", ('id="t3_', 'thingid="t1_', 'thingId="t1_'), 1),
        Fingerprint("partial pages", ("/svc/shreddit/",), 1),
    ),
    threshold=5,
    split=split,
    rules=(quotes("blockquote", needles=("<blockquote",)), code("pre", needles=("<pre",)), *COMMON),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes="shreddit-post, shreddit-comment",
    addresses=(re.compile(r"/r/\w+/comments/(?P<thread>[a-z0-9]{3,})"),),
    chrome={
        "site-header": "reddit-header-large, reddit-header-small, header, reddit-skip-to-sidebar, alert-controller",
        "site-menu": "flex-left-nav-container, left-nav-top-section, #left-sidebar-container, nav",
        "byline": "[slot=credit-bar], [slot=commentMeta], [slot=commentAvatar], summary",
        "title": "[slot=title]",
        "post-preview": "[slot=post-media-container], [slot=thumbnail]",
        "post-tools": "[slot=ssr-share-button], [slot=actionRow], [slot=action-row], shreddit-comment-action-row, "
        "[id$=read-more-button], [slot=post-flair]",
        "more-comments": "faceplate-partial",
        "deleted": "shreddit-comment[author='[deleted]'] [slot=comment]",
        "thread-tools": "comment-body-header, shreddit-comments-sort-dropdown, pdp-comment-search-input",
        "sidebar": "#right-sidebar-container",
        "site-footer": "footer, .legal-links",
        "notices": "shreddit-subreddit-header, shreddit-app > [hidden]",
    },
)
