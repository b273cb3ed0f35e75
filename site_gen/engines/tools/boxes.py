"""Which part of a page is one post, where no element or no class says it.

Marks of a post outside its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rule import Body, Rule
from site_gen.load.page import Page


def post_boxes(page: Page, body: str) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Every body of the page with the largest element around it that holds no other body: its post.

    A page of one post has no such bound, so that an element which names itself after a post, or the
    page's column, ends the climb.
    """
    bodies = list({node.mem_id: node for node in page.tree.css(body)}.values())
    known = {node.mem_id for node in bodies}
    for node in bodies:
        if _inside(node, known):
            continue
        box = node
        while (parent := box.parent) is not None and not _ends(parent):
            if any(
                other.mem_id != node.mem_id and not _within(other, node)
                for other in parent.css(body)
            ):
                break
            box = parent
        yield node, box


def _ends(node: LexborNode) -> bool:
    return node.tag in ("body", "html", "form", "-document") or (node.id or "") in (
        "posts",
        "postlist",
    )


def _inside(node: LexborNode, known: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in known:
            return True
        parent = parent.parent
    return False


def _within(node: LexborNode, outer: LexborNode) -> bool:
    return _inside(node, {outer.mem_id})


def between(box_html: str, name: str) -> LexborNode | None:
    """What a template puts between ``<!-- name -->`` and ``<!-- / name -->``, as a tree of its own."""
    match = re.search(rf"<!--\s*{name}\s*-->(.*?)<!--\s*/\s*{name}\s*-->", box_html, re.S)
    return parsed(match[1]) if match else None


def carry(mark: LexborNode | None, body: LexborNode | None) -> None:
    """Put a copy of an edit mark that stands outside a body into it, where the rule for such marks reads it."""
    if mark is not None and body is not None:
        body.insert_child(mark)


def take_away(name: str, css: str, *, needles: tuple[str, ...]) -> Rule:
    """A rule for what stands inside a body and is another field of the post, which has been read (a signature)."""

    def apply(body: Body) -> None:
        for node in body.each(css):
            node.decompose()

    return Rule(name, needles, apply)
