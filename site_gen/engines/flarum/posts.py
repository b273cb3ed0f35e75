"""The posts of Flarum, out of the page without scripts, the drawn application and the JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rule import words
from site_gen.engines.core.table import RawPost, number, read_fields, squash, where
from site_gen.engines.flarum.document import (
    DRAWN,
    attributes,
    comments,
    gone,
    own_document,
    related,
)
from site_gen.engines.tools.appstate import State, counted, html_of, part, said
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated, written
from site_gen.load.page import Page

PLAIN = "noscript article"
BODY = ".Post-body"
AUTHOR = (".PostUser .username", ".PostUser-name", ".PostUser h3")
DATE = (".PostMeta time", ".item-meta time", "time")
LIKED_BY = ".Post-likedBy"
DIGITS = re.compile(r"(\d+)")
NAMELESS = re.compile(r"\W+")
DRAWN_POST = {
    "author": tuple(where(css) for css in AUTHOR),
    "author_title": (where(".PostUser-title, .PostUser-level"),),
    "edited": (
        where(".PostEdited time", "datetime"),
        where(".PostEdited", "title"),
        where(".PostEdited"),
    ),
}

Facts = dict[str, Any]


def split(page: Page) -> Iterator[RawPost]:
    """Yield every post of the page, by its number.

    What several places say of it becomes one post.
    """
    for facts in posts_of(page):
        if facts.get("body") is not None:
            yield RawPost(
                body=facts.pop("body"),
                date_stated=facts.pop("date_stated", None),
                fields=facts,
            )


def posts_of(page: Page) -> list[Facts]:
    """Return the facts of every post, by their numbers where all are known."""
    drawn = drawn_posts(page)
    stored = stored_posts(page)
    plain = plain_posts(page) if not gone(page) else []
    posts = match_plain(plain, stored) if plain else stored
    merged = merge(posts, drawn)
    if all(facts.get("floor") is not None for facts in merged):
        merged.sort(key=lambda facts: facts["floor"])
    elif plain and not drawn:
        return posts
    return merged


def merge(posts: Sequence[Facts], drawn: dict[str, Facts]) -> list[Facts]:
    """Put together what is drawn and what is known from elsewhere of each post."""
    by_id = {facts["id"]: facts for facts in posts if facts.get("id")}
    merged = [facts for facts in posts if not facts.get("id")]
    for ident in dict.fromkeys([*by_id, *drawn]):
        shown = drawn.get(ident, {})
        merged.append({**shown, **by_id.get(ident, {}), **shown_body(shown)})
    return merged


def shown_body(drawn: Facts) -> Facts:
    """Return the body as drawn, which may have saved pictures."""
    return stated(body=drawn.get("body"))


def plain_posts(page: Page) -> list[Facts]:
    """Return the posts for readers without scripts: ``article`` of ``.PostUser`` and the body."""
    found: list[Facts] = []
    for node in Node(page.tree.root).all(PLAIN):
        body = node.at(BODY)
        if body:
            found.append(stated(body=body.raw, author=node.said(*AUTHOR) or None))
    return found


def match_plain(plain: Sequence[Facts], stored: Sequence[Facts]) -> list[Facts]:
    """Return the facts of the JSON for the posts that the page shows, which come in its order.

    The page leaves others out.
    """
    found: list[Facts] = []
    rest = list(stored)
    for facts in plain:
        key = letters(facts["body"])
        at = next((n for n, other in enumerate(rest) if letters(other["body"]) == key), None)
        if at is None:
            found.append(facts)
        else:
            found.append({**rest[at], "body": facts["body"]})
            rest = rest[at + 1 :]
    return found


def letters(node: LexborNode) -> str:
    """Return the words of a body without white space and marks."""
    return NAMELESS.sub("", node.text())


def drawn_posts(page: Page) -> dict[str, Facts]:
    """Return the posts that the application draws, by their ids.

    Events ("renamed the discussion") and gaps are items of the stream too.
    """
    found: dict[str, Facts] = {}
    for item in Node(page.tree.root).all(DRAWN):
        ident = item.attributes.get("data-id")
        if ident is not None and item.at(BODY):
            found[ident] = drawn_post(item)
    return found


def drawn_post(node: Node) -> Facts:
    """Return a post as the application draws it."""
    time = node.at(*DATE)
    place = node.attr("data-number") or node.said(".PostMeta-number")
    return {
        **read_fields(DRAWN_POST, node.raw),
        **stated(
            body=node.at(BODY).raw,
            id=node.attributes.get("data-id"),
            floor=number(first_group(DIGITS, place)),
            date_text=time.text if time else None,
            date_stated=time.attr("datetime") or squash(node.attr("data-time")) or None,
            up=likes(node),
        ),
    }


def likes(node: Node) -> int | None:
    """Return how many people like a post, if the line names them all."""
    line = node.at(LIKED_BY)
    if line.raw is None or "other" in words(line.raw):
        return None
    return len(line.all("a[href*='/u/'], .username")) or None


def stored_posts(page: Page) -> list[Facts]:
    """Return the posts of the JSON."""
    document = own_document(page)
    posts = (stored_post(post, document, page) for post in comments(document))
    return [facts for facts in posts if facts]


def stored_post(post: State, document: State, page: Page) -> Facts | None:
    """Return a post as the JSON has it (``PostSerializer``).

    Keys of 0.1 are ``time`` and ``editTime``.
    """
    facts = attributes(post)
    html = html_of(facts, "contentHtml")
    if html is None or facts.get("contentType") not in (None, "comment"):
        return None
    user = related(post, "user", document)
    editor = attributes(related(post, "editedUser", document))
    created = said(facts, "createdAt") or said(facts, "time")
    return stated(
        body=parsed(html),
        id=said(post, "id"),
        floor=counted(facts, "number"),
        author=said(attributes(user), "displayName") or said(attributes(user), "username"),
        author_id=said(user, "id"),
        date_text=created,
        date_stated=created,
        edited=written(page, said(facts, "editedAt") or said(facts, "editTime")),
        editor=said(editor, "displayName"),
        up=counted(facts, "likesCount"),
        marks=best_answer(post, document),
    )


def best_answer(post: State, document: State) -> list[str] | None:
    """Return the mark of ``bestAnswerPost`` of the discussion (extension ``fof/best-answer``)."""
    best = part(part(part(part(document, "data"), "relationships"), "bestAnswerPost"), "data")
    is_best = best and said(best, "id") == said(post, "id")
    return ["Best Answer"] if is_best else None
