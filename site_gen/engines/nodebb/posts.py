"""The posts of NodeBB: the drawn ones, and those that only the JSON has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.clean.rule import words
from site_gen.engines.core.table import RawPost, number, read_fields, squash, where
from site_gen.engines.nodebb.topic import own_state
from site_gen.engines.tools.appstate import State, counted, html_of, part, parts, said
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated, written
from site_gen.load.page import Page

POSTS = "[component=post][data-pid], li.post-row[data-pid]"
BODY = ('[component="post/content"]', ".post-content", ".content")
SIGNATURE = '[component="post/signature"], .post-signature'
EDITOR = '[component="post/editor"]'
SHOWN_DATE = (
    ".post-header .timeago",
    '[component="post/timestamp"]',
    ".post-info .timeago",
    "a.timeago",
    ".timeago",
)
DIGITS = re.compile(r"(\d+)")
GUEST = "0"
DRAWN_POST = {
    "parent": (where('[component="post/parent"]', "data-topid"),),
    "author": (where("[itemprop=author] [itemprop=name]", "content"),),
    "author_title": (
        where(".post-header .badge-text"),
        where(".group-label"),
        where(".user-title"),
    ),
}


def split(page: Page) -> Iterator[RawPost]:
    """Yield every post of the page, in the order of their numbers.

    They are the drawn ones, and those that only the JSON has.
    """
    for facts in posts_of(page):
        if facts.pop("deleted", False) or facts.get("body") is None:
            continue  # only "This post is deleted!" is left of it
        yield RawPost(
            body=facts.pop("body"),
            date_stated=facts.pop("date_stated", None),
            signature=facts.pop("signature", None),
            fields=facts,
        )


def posts_of(page: Page) -> list[dict[str, Any]]:
    """Return the facts of every post; what is drawn wins over what the JSON says."""
    stored: dict[str, dict[str, Any]] = {}
    for post in parts(own_state(page), "posts"):
        if facts := stored_post(post, page):
            stored[facts["id"]] = facts
    found: dict[str, dict[str, Any]] = {}
    for node in Node(page.tree.root).all(POSTS):
        facts = drawn_post(node, page)
        found[facts["id"]] = {**stored.pop(facts["id"], {}), **facts}
    both = [*found.values(), *stored.values()]
    if stored and all(facts.get("floor") is not None for facts in both):
        both.sort(key=lambda facts: facts["floor"])
    return both


def drawn_post(node: Node, page: Page) -> dict[str, Any]:
    """Return a post as the theme draws it."""
    return {
        **read_fields(DRAWN_POST, node.raw),
        **stated(
            body=node.at(*BODY).raw,
            deleted="deleted" in node.classes or None,
            id=squash(node.attr("data-pid")),
            floor=floor(node),
            author=squash(node.attr("data-username")) or None,
            author_id=account(squash(node.attr("data-uid"))),
            up=votes(node),
            signature=signature(node),
            marks=marks(bool(node.at(".answered, .accepted-answer"))),
        ),
        **dates(node),
        **edit(node, page),
    }


def floor(node: Node) -> int | None:
    """Return a post's number: by its index, or as it is shown."""
    place = numbered(number(node.attr("data-index")))
    if place is not None:
        return place
    return number(first_group(DIGITS, node.said(".post-index")))


def numbered(index: int | None) -> int | None:
    """Return the number of a post for its index, which counts from 0."""
    return index + 1 if index is not None else None


def account(uid: str | None) -> str | None:
    """Return the number of an account; a guest has none."""
    return uid if uid != GUEST else None


def marks(is_answer: bool) -> list[str] | None:
    """Return the mark of a post that answers the topic's question."""
    return ["Solved"] if is_answer else None


def signature(node: Node) -> str | None:
    """Return the signature below a post."""
    found = node.at(SIGNATURE).raw
    if found is None:
        return None
    return words(found) or None


def dates(node: Node) -> dict[str, Any]:
    """Return the date of a post as shown, and the best that the markup states."""
    date, stamp = node.at(*SHOWN_DATE), node.attributes.get("data-timestamp")
    published = node.value("meta[itemprop=datePublished]", "content") or squash(date.attr("title"))
    shown = date.text or published or stamp
    return stated(date_text=shown, date_stated=published or stamp)


def edit(node: Node, page: Page) -> dict[str, Any]:
    """Return when a post was last edited, and by whom."""
    changed = node.value("meta[itemprop=dateModified]", "content")
    if not changed:
        changed = node.value(f"{EDITOR} .timeago", "title")
    if not DIGITS.search(changed):
        return {}
    return stated(edited=written(page, changed), editor=node.said(f"{EDITOR} a") or None)


def votes(node: Node) -> int | None:
    """Return the votes: ``post/vote-count`` is up less down.

    Only a sum of none or more can be the up-votes.
    """
    count = node.at('[component="post/vote-count"], .votes')
    return number(squash(count.attr("data-votes")) or count.text)


def stored_post(post: State, page: Page) -> dict[str, Any] | None:
    """Return a post as the JSON has it (``src/topics/posts.js``)."""
    content, ident = html_of(post, "content"), said(post, "pid")
    if content is None or ident is None:
        return None
    user, moment = part(post, "user"), said(post, "timestampISO")
    return stated(
        body=parsed(content),
        deleted=bool(post.get("deleted")) or None,
        id=ident,
        floor=numbered(counted(post, "index")),
        parent=said(post, "toPid"),
        author=said(user, "username"),
        author_id=account(said(post, "uid")),
        date_text=moment,
        date_stated=moment,
        up=counted(post, "upvotes"),
        down=counted(post, "downvotes") or None,
        signature=plain(html_of(user, "signature")),
        marks=marks(post.get("isAnswer") is True),
        **stored_edit(post, page),
    )


def stored_edit(post: State, page: Page) -> dict[str, Any]:
    """Return when the JSON says that a post was last edited, and by whom."""
    changed = said(post, "editedISO")
    if not changed:
        return {}
    return {"edited": written(page, changed), "editor": said(part(post, "editor"), "username")}


def plain(html: str | None) -> str | None:
    """Return the words of some markup."""
    if not html:
        return None
    return words(parsed(html)) or None
