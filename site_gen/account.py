"""Account for every visible string of a page: published as part of a thread, or dropped by a named rule.

This is what ``sitegen inspect`` shows and what the tests hold every page of the corpus to. It reads the page once
more, whole, because a build has no use for the furniture of a forum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from selectolax.lexbor import LexborNode

from site_gen.engines.base import Engine, squash
from site_gen.load.page import Page
from site_gen.models import Dropped, Post, Reading

UNSEEN = frozenset("head script style noscript template title select textarea option iframe object".split())
# What is left when no rule names a string: it stands outside every post, or inside one (then the engine missed
# something).
OUTSIDE, INSIDE = "page-furniture", "unrecognised-in-post"


def dropped_strings(page: Page, engine: Engine, reading: Reading) -> list[Dropped]:
    """Every visible string of the page that is not published, with its rule, in the page's order."""
    if not page.is_html:
        return list(reading.dropped)
    published = published_words(reading)
    rules = chrome_rules(page, engine)
    by_body = [drop.text for drop in reading.dropped]
    found = list(reading.dropped)
    for node, rule, in_post in visible_strings(page, engine, rules):
        text = squash(node.text_content)
        key = letters(text)
        if not key or key in published or any(key in letters(other) for other in by_body):
            continue
        found.append(Dropped(rule=rule or (INSIDE if in_post else OUTSIDE), text=text))
    return found


def published_words(reading: Reading) -> str:
    """Everything of a reading that reaches the site, as one run of letters to look in."""
    parts: list[str | None] = [reading.title, *reading.board, *reading.tags, reading.site_name]
    parts += [str(number) for number in (reading.views, reading.replies) if number is not None]
    for post in reading.posts:
        parts += post_words(post)
    if reading.poll:
        parts += [option.text for option in reading.poll.options]
    if reading.special:
        parts += [f"{fact.name} {fact.value}" for fact in reading.special.facts]
    return "\n".join(letters(part) for part in parts if part)


def post_words(post: Post) -> Iterator[str | None]:
    """The words of one post, its body and its small print."""
    yield from (post.text, post.author, post.author_title, post.date_text, post.client, post.location, post.subject)
    yield from (post.signature, *post.gates, *post.code, *post.marks)
    yield from (attachment.name for attachment in post.attachments)
    for comment in post.comments:
        yield from (comment.author, comment.text)
    for rating in post.ratings:
        yield from (rating.author, rating.reason)


def letters(text: str | None) -> str:
    """A text without its white space: markup and cleaning may break lines differently."""
    return re.sub(r"\s+", "", text or "")


def chrome_rules(page: Page, engine: Engine) -> dict[int, str]:
    """The elements that the engine's table calls chrome, with the rule's name."""
    return {node.mem_id: rule for rule, css in reversed(list(engine.chrome.items())) for node in page.tree.css(css)}


def visible_strings(page: Page, engine: Engine, rules: dict[int, str]) -> Iterator[tuple[LexborNode, str | None, bool]]:
    """The text nodes that a browser shows, each with the nearest rule above it and whether it stands in a post."""
    posts = {node.mem_id for node in page.tree.css(engine.post_boxes)} if engine.post_boxes else set()

    open_nodes = [(iter([page.tree.body] if page.tree.body is not None else []), cast("str | None", None), False)]
    while open_nodes:
        children, rule, in_post = open_nodes[-1]
        child = next(children, None)
        if child is None:
            open_nodes.pop()
        elif child.is_text_node:
            if squash(child.text_content):
                yield child, rule, in_post
        elif child.tag not in UNSEEN:
            inner = child.iter(include_text=True)
            open_nodes.append((inner, rules.get(child.mem_id, rule), in_post or child.mem_id in posts))
