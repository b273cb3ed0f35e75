"""The posts of Discourse: what several places of a page say of one becomes one post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import RawPost, number, squash
from site_gen.engines.discourse.crawled import CRAWLED, crawled_post
from site_gen.engines.discourse.drawn import DRAWN, drawn_post
from site_gen.engines.discourse.preloaded import gone, own_topic, topic_posts
from site_gen.engines.discourse.stored import stored_post
from site_gen.engines.tools.appstate import State, said
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.load.page import Page
from site_gen.models import Attachment, Dropped

SIZE = re.compile(r"^\s*\(([\d.,]+\s*\w+)\)")

Facts = dict[str, Any]


def split(page: Page) -> Iterator[RawPost]:
    """Yield every post of the page, by its number; those without one go first."""
    topic = own_topic(page)
    nameless, by_number = shown_posts(page)
    add_stored(by_number, stored_posts(topic, page))
    ids = {floor: facts["id"] for floor, facts in by_number.items() if facts.get("id")}
    for facts in [*nameless, *(by_number[floor] for floor in sorted(by_number))]:
        raw = raw_post(facts, ids, said(topic, "id"))
        if raw is not None:
            yield raw


def shown_posts(page: Page) -> tuple[list[Facts], dict[int, Facts]]:
    """Return the posts in the markup without a number, and the others by it."""
    root = Node(page.tree.root)
    drawn = known(drawn_post(node, page) for node in root.all(DRAWN))
    boxes = [] if gone(page) else root.all(CRAWLED)
    nameless: list[Facts] = []
    by_number: dict[int, Facts] = {}
    for facts in [*known(crawled_post(node, page) for node in boxes), *drawn]:
        floor = facts.get("floor")
        if floor is None:
            nameless.append(facts)
        else:
            by_number[floor] = {**by_number.get(floor, {}), **facts}
    return nameless, by_number


def stored_posts(topic: State, page: Page) -> list[Facts]:
    """Return the posts in the page's JSON."""
    return known(stored_post(post, page) for post in topic_posts(topic))


def known(posts: Iterable[Facts | None]) -> list[Facts]:
    """Return those that are posts."""
    return [facts for facts in posts if facts]


def add_stored(by_number: dict[int, Facts], stored: Iterable[Facts]) -> None:
    """Add the facts of the JSON, but leave the words to the markup: it may have saved pictures."""
    for facts in {facts["floor"]: facts for facts in stored}.values():
        shown = by_number.get(facts["floor"], {})
        body = None
        if not facts.get("gates"):
            body = shown.get("body") or facts["body"]
        by_number[facts["floor"]] = {**shown, **facts, "body": body}


def raw_post(facts: Facts, ids: dict[int, str], topic: str | None) -> RawPost | None:
    """Make one post of what was found of it.

    A note that the topic was closed or moved, without words, is none.
    """
    body, action = facts.pop("body", None), facts.pop("action", None)
    if body is None and not facts.get("gates"):
        return None
    if action and body is not None and is_empty(body):
        return None
    if body is not None:
        name_quoted_posts(body, ids, topic)
    parent = ids.get(facts.pop("answers", None) or 0)
    dropped = [Dropped(rule="action-note", text=action)] if action else []
    return RawPost(
        body=body,
        date_stated=facts.pop("date_stated", None),
        fields={**facts, **stated(parent=parent), "attachments": attachments(Node(body))},
        dropped=dropped,
    )


def is_empty(body: LexborNode) -> bool:
    """Tell whether a body has neither words nor pictures."""
    return not squash(body.text()) and body.css_first("img") is None


def name_quoted_posts(body: LexborNode, ids: dict[int, str], topic: str | None) -> None:
    """Write the ids of quoted posts, of which ``aside.quote[data-post]`` has the numbers.

    A number is that in its topic; the id is known if the post is on this page.
    """
    for quote in body.css("aside.quote"):
        place = number(quote.attributes.get("data-post"))
        same = topic is None or quote.attributes.get("data-topic") in (None, topic)
        if "data-post" in quote.attributes:
            del quote.attrs["data-post"]
        if same and place in ids:
            quote.attrs["data-post-id"] = ids[place]


def attachments(body: Node) -> list[Attachment]:
    """Return ``a.attachment`` with the size that stands in brackets after it.

    Source: ``PrettyText``, ``upload://`` links.
    """
    return [
        Attachment(
            name=link.text or None,
            href=link.attributes.get("href"),
            size=size_in(link.next),
        )
        for link in body.all("a.attachment")
    ]


def size_in(after: Node) -> str | None:
    """Return the size in the text after an attachment."""
    return first_group(SIZE, after.lines) if after.tag == "-text" else None
