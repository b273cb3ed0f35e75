"""Reddit's oldest page, today old.reddit.com: a tree of ``div.thing``.

Templates: ``r2/templates/comment.html``, ``link.html``. A link or a comment is ``.thing`` with its
full name (``t3_…``, ``t1_…``) in the id and, since 2015, in ``data-fullname``; its own words stand
in the child ``.entry``, its answers in the child ``.child``. Times are ``time[datetime]`` with the
zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed, squash
from site_gen.engines.reddit.common import ADDRESSES, BODY_RULES, STUB, THREAD
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

FULL_NAME = re.compile(r"\b(t[13]_[a-z0-9]+)\b")
ACCOUNT = re.compile(r"\bid-(t2_[a-z0-9]+)")
SCORE = re.compile(r"^(-?\d+)\b")
COUNT = re.compile(r"(\d+)\s+\w+")
TITLE = "a.title, .title a"
BOARD = "#header .pagename a, .pagename a, .titlebox .redditname a, .redditname a"
MARKS = ".stickied-tagline, .gilded-comment-tagline"


def split(page: Page) -> Iterator[RawPost]:
    """Yield the link and the comments below it, as the page orders them."""
    root = Node(page.tree.root)
    main = full_name(main_link(root))
    for thing in root.all(".thing"):
        name, entry = full_name(thing), own(thing, "entry")
        if name is None or not entry or is_advert(thing):
            continue
        words = entry.at(".md", ".usertext-body")
        if name.startswith("t3_"):
            body, parent = link_body(page, entry, words), None
        elif words and not is_removed(entry, words):
            body, parent = words.raw, answered(thing, main)
        else:
            continue
        when = (entry.at(".tagline") or entry).at("time:not(.edited-timestamp), time")
        yield RawPost(
            body=body,
            fields={"id": name, "parent": parent, **shown_facts(thing, entry, when)},
            date_stated=when.attr("datetime"),
        )


def is_removed(entry: Node, words: Node) -> bool:
    """Tell whether nothing is left of a comment: neither who wrote it nor what it said."""
    return author(entry) is None and STUB.match(words.text) is not None


def shown_facts(thing: Node, entry: Node, when: Node) -> dict[str, Any]:
    """Return who wrote a link or comment and when, its points, marks and last edit."""
    return {
        "date_text": when.text or None,
        "author": thing.attr("data-author") or author(entry),
        "author_id": thing.attr("data-author-fullname") or author_id(entry),
        "author_title": flair(entry.at(".tagline")),
        "up": score(thing, entry),
        "marks": [mark.text for mark in entry.all(MARKS)],
        **edited(entry),
    }


def own(thing: Node, name: str) -> Node:
    """Return a thing's child of a class, not one of what the thing holds."""
    return next((child for child in thing.children() if name in child.classes), NOTHING)


def full_name(thing: Node) -> str | None:
    """Return the thing's full name; stubs that load more and messages have none of these kinds."""
    if "morechildren" in thing.attr("class"):
        return None
    for attribute in ("data-fullname", "id", "class"):
        stated = thing.attr(attribute).replace("thing_", "").replace("id-", "")
        if name := first_group(FULL_NAME, stated):
            return name
    return None


def is_advert(thing: Node) -> bool:
    """Tell whether a thing is a sponsored link."""
    if thing.attr("data-promoted") == "true":
        return True
    return not {"promoted", "promotedlink"}.isdisjoint(thing.classes)


def link_body(page: Page, entry: Node, body: Node) -> LexborNode | None:
    """Return a link's words: its own text, else its title with the address it leads to."""
    title = entry.at(TITLE)
    if not title:
        return body.raw
    href = page.absolute(title.attr("href"))
    if body.html and THREAD.search(href):
        return body.raw
    return parsed(link_line(page, href, title.text) + body.html)


def author(entry: Node) -> str | None:
    """Return the author's name; a deleted account has no link."""
    named = entry.at(".tagline a.author, .author")
    if named.tag != "a":
        return None
    return named.text or None


def author_id(entry: Node) -> str | None:
    """Return the account's full name in the classes of its link."""
    return first_group(ACCOUNT, entry.at(".tagline a.author").attr("class"))


def flair(line: Node) -> str | None:
    """Return the words beside an author's name."""
    label = line.at(".flair")
    return label.text or squash(label.attr("title")) or None


def score(thing: Node, entry: Node) -> int | None:
    """Return the points shown to a reader who has not voted; "[score hidden]" is unknown."""
    for box in (entry.at(".tagline"), own(thing, "midcol")):
        points = box.at(".score.unvoted")
        if match := SCORE.match(points.attr("title") or points.text):
            return signed(match[1])
    stated = thing.attr("data-score")
    return signed(stated) if SCORE.fullmatch(stated) else None


def edited(entry: Node) -> dict[str, Any]:
    """Return when a post was last edited: the star's ``datetime``, or its words."""
    star = entry.at("time.edited-timestamp")
    if not star:
        return {}
    stated = parse_absolute(star.attr("datetime"))
    return {"edited": stated or squash(star.attr("title")) or star.text or None}


def answered(thing: Node, main: str | None) -> str | None:
    """Return the name of the thing around a comment, else that of the page's link."""
    around = thing.up(".thing")
    return full_name(around) if around else main


def main_link(root: Node) -> Node:
    """Return the link that the page is about."""
    links = root.all(".thing.link, .linklisting .thing")
    return next((thing for thing in links if not is_advert(thing)), NOTHING)


def more_thread(page: Page) -> dict[str, Any]:
    """Return what the link and the page's head state of the thread."""
    root = Node(page.tree.root)
    main = main_link(root)
    title, board = main.at(TITLE) or root.at("head title"), root.at(BOARD).text
    name = full_name(main) or ""
    url = own_address(page)
    return {
        "title": title.text if title else None,
        "board": [board] if board else [],
        "board_id": main.attributes.get("data-subreddit-fullname"),
        "tags": [label.text for label in main.all(".entry .linkflairlabel")],
        "replies": count(main, root.at(".panestack-title .title")),
        "locked": is_closed(root, main) or None,
        "thread_id": name.removeprefix("t3_") or first_group(THREAD, url),
        "site": host(url, page.base),
        "site_name": "reddit" if 'content="reddit"' in page.text[:6_000] else None,
        "url": url,
    }


def is_closed(root: Node, main: Node) -> bool:
    """Tell whether the link takes no more comments."""
    if "locked" in main.classes:
        return True
    return bool(root.at(".locked-infobar, .archived-infobar, .locked-tagline"))


def count(main: Node, heading: Node) -> int | None:
    """Return how many comments the page says there are."""
    stated = number(main.attr("data-comments-count"))
    for node in (main.at(".entry a.comments"), heading):
        if stated is None:
            stated = number(first_group(COUNT, node.text))
    return stated


def refuse(page: Page) -> str | None:
    """Say that a list of links holds no comments."""
    if page.tree.css_first(".linklisting .thing") is None:
        return None
    return "a list of links, without comments"


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
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=".thing .entry",
    addresses=ADDRESSES,
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
