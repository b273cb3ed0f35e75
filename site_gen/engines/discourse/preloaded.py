"""What a page of Discourse gives to its scripts, and whether it is of the topic that is shown."""

from __future__ import annotations

import re

from site_gen.engines.tools.appstate import State, part, parts, said, state
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(\d+)")
STORED = re.compile(r"PreloadStore\.store\(\s*[\"']topic_\d+[\"']\s*,\s*(\{.*\})\s*\)\s*;")


def preloaded(page: Page) -> State:
    """Return what the page gives to its scripts.

    It is ``#data-preloaded``, before 2018 calls of ``PreloadStore.store``.
    """
    holder = Node(page.tree.css_first("[data-preloaded]"))
    if holder:
        return state(holder.attr("data-preloaded"))
    stored = first_group(STORED, page.text) if "PreloadStore.store" in page.text else None
    return {"topic_": stored} if stored else {}


def topic_of(page: Page) -> State:
    """Return the topic in the page's JSON, whichever it is."""
    store = preloaded(page)
    topics = (key for key in store if key.startswith("topic_") and key != "topic_list")
    return next((part(store, key) for key in topics), {})


def own_topic(page: Page) -> State:
    """Return the topic in the page's JSON, if it is the one that the page shows."""
    return {} if gone(page) else topic_of(page)


def gone(page: Page) -> bool:
    """Tell whether the reader went on to another topic after the page was served."""
    shown = drawn_topic(page)
    path = Node(page.tree.root).value("noscript[data-path]", "data-path")
    served = said(topic_of(page), "id") or topic_number(path)
    return shown is not None and served is not None and shown != served


def drawn_topic(page: Page) -> str | None:
    """Return the number of the topic that the application shows."""
    return Node(page.tree.root).value("[data-topic-id]", "data-topic-id") or None


def topic_posts(topic: State) -> list[State]:
    """Return the posts that came with a topic: those around the one asked for."""
    return parts(part(topic, "post_stream"), "posts")


def topic_number(address: str | None) -> str | None:
    """Return the topic's number in an address."""
    return first_group(TOPIC, address)
