"""What a page of Flarum gives to its scripts: a document of JSON:API."""

from __future__ import annotations

import re

from site_gen.engines.tools.appstate import State, counted, part, parts, said, state
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

DRAWN = ".PostStream-item"
BOOT = re.compile(
    r"(?:app\.load|app\.boot|flarum\.core\.app\.load)\((\{.*?\})\);?\s*(?:\n|</script|flarum)", re.S
)


def payload(page: Page) -> State:
    """Return all that the page gives to its scripts."""
    holder = Node(page.tree.css_first("#flarum-json-payload"))
    if holder:
        return state(holder.lines)
    match = BOOT.search(page.text) if "app." in page.text else None
    return state(match[1]) if match else {}


def document_of(page: Page) -> State:
    """Return the discussion in the page's JSON with all that belongs to it (0.1: ``document``)."""
    held = payload(page)
    return part(held, "apiDocument") or part(held, "document")


def own_document(page: Page) -> State:
    """Return the discussion in the page's JSON, if it is the one that the page shows."""
    return {} if gone(page) else document_of(page)


def gone(page: Page) -> bool:
    """Tell whether the reader went on to another discussion.

    Then none of the drawn posts is one of those that came along.
    """
    drawn = {node.attributes.get("data-id") for node in page.tree.css(DRAWN)} - {None}
    document = document_of(page)
    served = {said(post, "id") for post in [*named(document), *comments(document)]}
    return bool(drawn and served and not drawn & served)


def named(document: State) -> list[State]:
    """Return the references to the discussion's posts."""
    return parts(part(part(part(document, "data"), "relationships"), "posts"), "data")


def attributes(entry: State) -> State:
    """Return what an entry of a document says of itself."""
    return part(entry, "attributes")


def included(document: State, kind: str) -> list[State]:
    """Return the entries of a kind that came with a document."""
    return [entry for entry in parts(document, "included") if entry.get("type") == kind]


def comments(document: State) -> list[State]:
    """Return the posts with words in a document, by their number; the others are events."""
    posts = included(document, "posts")
    worded = [post for post in posts if attributes(post).get("contentHtml") is not None]
    return sorted(worded, key=lambda post: counted(attributes(post), "number") or 0)


def related(entry: State, name: str, document: State) -> State:
    """Return what an entry of a document refers to, out of the same document."""
    link = part(part(part(entry, "relationships"), name), "data")
    wanted = (link.get("type"), said(link, "id"))
    entries = parts(document, "included")
    return next(
        (other for other in entries if (other.get("type"), said(other, "id")) == wanted), {}
    )
