"""The topic of Discourse: its title, boards, tags and counts, from the markup and the JSON."""

from __future__ import annotations

import re
from typing import Any

from site_gen.clean import parsed
from site_gen.clean.rule import words
from site_gen.engines.core.table import number, squash
from site_gen.engines.discourse.crawled import PLACES
from site_gen.engines.discourse.drawn import DRAWN
from site_gen.engines.discourse.preloaded import (
    drawn_topic,
    gone,
    own_topic,
    preloaded,
    topic_number,
    topic_posts,
)
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.appstate import State, counted, html_of, part, parts, said
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import distinct, first_group, replies_in
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

OWN = ("link[rel=canonical]", "meta[property='og:url']")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
GENERATOR = re.compile(r"^Discourse (\S+)")
SECTIONS = "meta[property='og:article:section'], meta[property='article:section']"
CRUMBS = (
    ".topic-category [itemprop=name]",
    "#topic-title .badge-category__name, #topic-title .category-name",
    "#topic-title .badge-category, [itemtype$='/Breadcrumb'] [itemprop=title]",
)
"""The names of boards: the first in the markup for crawlers, the others in what is drawn."""


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, boards, tags and counts."""
    root, topic = Node(page.tree.root), own_topic(page)
    url = own_address(page, *OWN)
    return {
        "engine_version": first_group(GENERATOR, root.value("meta[name=generator]", "content")),
        "thread_id": drawn_topic(page) or said(topic, "id") or topic_number(url),
        "url": url,
        "site": host(url, page.base, root.value(".creator a[href]", "href")),
        "site_name": site_name(page),
        "title": title(root, topic),
        "board": boards(page, topic),
        "tags": tags(root, topic),
        "views": views(root, topic),
        "replies": replies_in(counted(topic, "posts_count")),
        "locked": locked(root, topic),
        "poll": next(filter(None, map(poll, topic_posts(topic))), None),
        "page": page_number(page, topic, url),
        "pages_claimed": pages(root, topic),
    }


def title(root: Node, topic: State) -> str | None:
    """Return the title as drawn, as the JSON has it, or as it stands elsewhere on the page."""
    return (
        root.said("h1 .fancy-title")
        or said(topic, "title")
        or root.said("#topic-title h1", "#main-outlet > h2 a[href^='/t/']")
        or root.value("meta[property='og:title']", "content")
        or None
    )


def views(root: Node, topic: State) -> int | None:
    """Return how often the topic was viewed."""
    if topic:
        return counted(topic, "views")
    return number(re.sub(r"\D", "", root.value(".topic-map .views .number", "title")))


def page_number(page: Page, topic: State, url: str | None) -> int | None:
    """Return the number of the page for crawlers, by its address or its first post."""
    shown = first_group(PAGE_NUMBER, page.capture.url or url)
    if shown is not None:
        return number(shown)
    return 1 if begins(Node(page.tree.root), topic) else None


def begins(root: Node, topic: State) -> bool:
    """Tell whether the topic's first post is here."""
    if any(counted(post, "post_number") == 1 for post in topic_posts(topic)):
        return True
    places = [place.text.lstrip("#") for place in root.all(f".crawler-post {PLACES}")]
    return "1" in places or bool(root.at("#post_1"))


def pages(root: Node, topic: State) -> int | None:
    """Return how many pages there are for crawlers, at least the next one.

    The application has no pages.
    """
    if root.at(DRAWN):
        return None
    total, size = counted(topic, "posts_count"), counted(topic, "chunk_size")
    if total and size:
        return -(-total // size)
    following = root.value("link[rel=next], a[rel=next]", "href")
    return number(first_group(PAGE_NUMBER, following))


def boards(page: Page, topic: State) -> list[str]:
    """Return the category and the one above it."""
    root = Node(page.tree.root)
    places = CRUMBS[1:] if gone(page) else CRUMBS
    crumbs = next(filter(None, map(root.all, places)), [])
    if crumbs:
        return distinct(crumb.text for crumb in crumbs)
    stated = category(page, topic)
    return stated or distinct(squash(one.attr("content")) for one in root.all(SECTIONS))


def category(page: Page, topic: State) -> list[str]:
    """Return the names of the topic's category and of the one above it, as the JSON has them."""
    known = {entry.get("id"): entry for entry in parts(part(preloaded(page), "site"), "categories")}
    own = known.get(topic.get("category_id"), {})
    above = known.get(own.get("parent_category_id"), {})
    return distinct([said(above, "name"), said(own, "name")])


def tags(root: Node, topic: State) -> list[str]:
    """Return the topic's tags."""
    if topic:
        return list(filter(None, map(tag_name, topic.get("tags") or [])))
    return distinct(tag.text for tag in root.all("#topic-title .discourse-tag"))


def tag_name(tag: object) -> str | None:
    """Return a tag's name, which is the tag, since 2025 a part of an object."""
    return said(tag, "name") if isinstance(tag, dict) else str(tag)


def locked(root: Node, topic: State) -> bool | None:
    """Tell whether the topic takes no more replies."""
    if topic:
        return bool(topic.get("closed") or topic.get("archived"))
    if not root.at("#topic-title") or not root.at(DRAWN):
        return None
    lock = root.at("#topic-title .topic-statuses .d-icon-lock, #topic-title .fa-lock")
    return bool(lock)


def poll(post: State) -> Poll | None:
    """Return the first poll of a post (plugin ``discourse-poll``)."""
    found = next(iter(parts(post, "polls")), None)
    if found is None:
        return None
    options = [poll_option(option) for option in parts(found, "options")]
    is_closed = found.get("status") == "closed"
    return Poll(question=said(found, "title"), options=options, closed=is_closed)


def poll_option(option: State) -> PollOption:
    """Return an option with its votes."""
    text = words(parsed(html_of(option, "html") or ""))
    return PollOption(text=text, votes=counted(option, "votes"))


def refuse(page: Page) -> str | None:
    """Say what a page of Discourse is, if it is no topic."""
    root = Node(page.tree.root)
    is_list = any(key.startswith("topic_list") for key in preloaded(page))
    if is_list or root.at(".topic-list"):
        return "a list of topics, not a thread"
    if root.at(".login-welcome, body.static-login, .login-required, #login-form"):
        return "a login page, not a thread"
    if topic_number(own_address(page, *OWN)):
        return "a topic of Discourse saved before its script had drawn any post"
    return None
