"""Reddit's older page (``r2/templates/comment.html``, ``link.html``.

Old.reddit.com): a tree of ``div.thing``.

A link or a comment is ``.thing`` with its full name (``t3_…``, ``t1_…``) in the id and, since 2015,
in ``data-fullname``; its own words stand in the child ``.entry``, its answers in the child
``.child``. Times are ``time[datetime]`` with the zone.
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
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed, squash
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.stories import link_line
from site_gen.load.page import Page

FULL_NAME = re.compile(r"\b(t[13]_[a-z0-9]+)\b")
SCORE = re.compile(r"^(-?\d+)\b")
COUNT = re.compile(r"(\d+)\s+\w+")
STUB = re.compile(r"^\[\s?(?:deleted|removed)(?: by \w+)?\s?\]$", re.I)
BASE36 = re.compile(r"/comments/(?P<thread>[a-z0-9]{3,})")


def split(page: Page) -> Iterator[RawPost]:
    """The link and the comments below it, as the page orders them."""
    for thing in page.tree.css(".thing"):
        entry = own(thing, "entry")
        name = full_name(thing)
        if entry is None or name is None or is_advert(thing):
            continue
        body = entry.css_first(".md") or entry.css_first(".usertext-body")
        is_link = name.startswith("t3_")
        if not is_link and (
            body is None or (author(entry) is None and STUB.match(squash(body.text())))
        ):
            continue
        line = entry.css_first(".tagline")
        when = (line if line is not None else entry).css_first("time:not(.edited-timestamp), time")
        yield RawPost(
            body=link_body(entry, body, page) if is_link else body,
            fields={
                "id": name,
                "parent": None if is_link else answered(thing, page),
                "author": thing.attributes.get("data-author") or author(entry),
                "author_id": thing.attributes.get("data-author-fullname") or author_id(entry),
                "author_title": flair(line),
                "date_text": (squash(when.text()) or None) if when is not None else None,
                "up": score(thing, entry),
                "marks": [
                    squash(mark.text())
                    for mark in entry.css(".stickied-tagline, .gilded-comment-tagline")
                ],
                **edited(entry),
            },
            date_stated=when.attributes.get("datetime") if when is not None else None,
        )


def own(thing: LexborNode, name: str) -> LexborNode | None:
    """A child of a thing, not of what it holds."""
    return next(
        (node for node in thing.iter() if name in (node.attributes.get("class") or "").split()),
        None,
    )


def full_name(thing: LexborNode) -> str | None:
    """The thing's full name; stubs that load more and messages have none of these kinds."""
    if "morechildren" in (thing.attributes.get("class") or ""):
        return None
    for attribute in ("data-fullname", "id", "class"):
        if match := FULL_NAME.search(
            (thing.attributes.get(attribute) or "").replace("thing_", "").replace("id-", "")
        ):
            return match[1]
    return None


def is_advert(thing: LexborNode) -> bool:
    """Sponsored links are things as well."""
    classes = (thing.attributes.get("class") or "").split()
    return (
        thing.attributes.get("data-promoted") == "true"
        or "promoted" in classes
        or "promotedlink" in classes
    )


def link_body(entry: LexborNode, body: LexborNode | None, page: Page) -> LexborNode | None:
    """A link's words: its own text, else its title with the address it leads to."""
    title = entry.css_first("a.title, .title a")
    href = page.absolute(title.attributes.get("href") or "") if title is not None else ""
    to_itself = bool(BASE36.search(href))
    said = (body.inner_html or "") if body is not None else ""
    if title is None or (said and to_itself):
        return body
    return parsed(link_line(page, href, title.text()) + said)


def author(entry: LexborNode) -> str | None:
    """The author's name; a deleted account has no link."""
    node = entry.css_first(".tagline a.author, .author")
    name = squash(node.text()) if node is not None and node.tag == "a" else ""
    return name or None


def author_id(entry: LexborNode) -> str | None:
    """The account's full name in the classes of its link."""
    node = entry.css_first(".tagline a.author")
    match = (
        re.search(r"\bid-(t2_[a-z0-9]+)", node.attributes.get("class") or "")
        if node is not None
        else None
    )
    return match[1] if match else None


def flair(line: LexborNode | None) -> str | None:
    """The words beside an author's name."""
    node = line.css_first(".flair") if line is not None else None
    return (
        (squash(node.text()) or squash(node.attributes.get("title")) or None)
        if node is not None
        else None
    )


def score(thing: LexborNode, entry: LexborNode) -> int | None:
    """The points shown to a reader who has not voted; "[score hidden]" is unknown."""
    column = own(thing, "midcol")
    for box in (entry.css_first(".tagline"), column):
        node = box.css_first(".score.unvoted") if box is not None else None
        if node is not None and (
            match := SCORE.match(node.attributes.get("title") or squash(node.text()))
        ):
            return signed(match[1])
    stated = thing.attributes.get("data-score") or ""
    return signed(stated) if SCORE.fullmatch(stated) else None


def edited(entry: LexborNode) -> dict[str, Any]:
    """When a post was last edited: the star's ``datetime``, or its words."""
    star = entry.css_first("time.edited-timestamp")
    if star is None:
        return {}
    stated = parse_absolute(star.attributes.get("datetime") or "")
    return {"edited": stated or squash(star.attributes.get("title")) or squash(star.text()) or None}


def answered(thing: LexborNode, page: Page) -> str | None:
    """The thing around a comment, else the link of the page."""
    around = thing.parent
    while around is not None:
        if "thing" in (around.attributes.get("class") or "").split():
            return full_name(around)
        around = around.parent
    main = main_link(page)
    return full_name(main) if main is not None else None


def main_link(page: Page) -> LexborNode | None:
    """The link that the page is about."""
    return next(
        (
            thing
            for thing in page.tree.css(".thing.link, .linklisting .thing")
            if not is_advert(thing)
        ),
        None,
    )


def more_thread(page: Page) -> dict[str, Any]:
    """What the link and the page's head state of the thread."""
    tree = page.tree
    main = main_link(page)
    title = main.css_first("a.title, .title a") if main is not None else None
    head = tree.css_first("head title")
    board = tree.css_first(
        "#header .pagename a, .pagename a, .titlebox .redditname a, .redditname a"
    )
    url = own_address(page)
    name = full_name(main) if main is not None else None
    match = BASE36.search(url or "")
    classes = (main.attributes.get("class") or "").split() if main is not None else []
    closed = (
        "locked" in classes
        or tree.css_first(".locked-infobar, .archived-infobar, .locked-tagline") is not None
    )
    return {
        "title": squash(title.text())
        if title is not None
        else squash(head.text())
        if head is not None
        else None,
        "board": [squash(board.text())] if board is not None and squash(board.text()) else [],
        "board_id": main.attributes.get("data-subreddit-fullname") if main is not None else None,
        "tags": [squash(label.text()) for label in main.css(".entry .linkflairlabel")]
        if main is not None
        else [],
        "replies": count(main, tree.css_first(".panestack-title .title")),
        "locked": True if closed else None,
        "thread_id": name.removeprefix("t3_") if name else (match["thread"] if match else None),
        "site": host(url, page.base),
        "site_name": "reddit" if 'content="reddit"' in page.text[:6_000] else None,
        "url": url,
    }


def count(main: LexborNode | None, heading: LexborNode | None) -> int | None:
    """How many comments the page says there are."""
    stated = number(main.attributes.get("data-comments-count")) if main is not None else None
    link = main.css_first(".entry a.comments") if main is not None else None
    for node in (link, heading):
        if stated is None and node is not None and (match := COUNT.search(squash(node.text()))):
            stated = number(match[1])
    return stated


def refuse(page: Page) -> str | None:
    """Lists of links hold no comments."""
    return (
        "a list of links, without comments" if page.tree.css_first(".linklisting .thing") else None
    )


OLD = Engine(
    name="reddit",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "full names",
            ('data-fullname="t1_', 'data-fullname="t3_', 'id="thing_t1_', "thing id-t1_"),
            3,
        ),
        Fingerprint("text of users", ('class="usertext', "class='usertext", "usertext-body"), 2),
        Fingerprint("comment area", ('class="commentarea"', "class=commentarea"), 2),
        Fingerprint("site table", ('id="siteTable', "id=siteTable"), 1),
        Fingerprint("comment tools", ("return togglecomment(this)", "return hidecomment(this)"), 1),
    ),
    threshold=5,
    split=split,
    rules=(quotes("blockquote", needles=("<blockquote",)), code("pre", needles=("<pre",)), *COMMON),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=".thing .entry",
    addresses=(re.compile(r"/r/\w+/comments/(?P<thread>[a-z0-9]{3,})"),),
    chrome={
        "site-header": "#header, #header-bottom-left, #sr-header-area",
        "byline": ".tagline, .top-matter, .parent",
        "votes": ".midcol, .rank",
        "post-tools": ".buttons, .reportform, .expando-button, .domain, .thumbnail",
        "more-comments": ".morecomments, .morechildren, .deepthread",
        "thread-tools": ".menuarea, .panestack-title, .infobar, .commentsignupbar",
        "sidebar": ".side",
        "site-footer": ".footer-parent, .footer, .bottommenu, .debuginfo",
        "notices": "#eu-cookie-policy, .infobar-toaster-container",
    },
)
