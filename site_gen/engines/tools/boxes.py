"""Which part of a page is one post, where no element or no class says it.

Also marks of a post outside its body, and elements that stand in each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rule import Body, Rule
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page


def post_boxes(page: Page, body: str) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Yield every body of the page with its post: the largest element that holds no other body.

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
    return node.tag in ("body", "html", "form", "-document") or node.id in ("posts", "postlist")


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
    """Return what a template puts between ``<!-- name -->`` and ``<!-- / name -->``, as a tree."""
    match = re.search(rf"<!--\s*{name}\s*-->(.*?)<!--\s*/\s*{name}\s*-->", box_html, re.S)
    return parsed(match[1]) if match else None


def carry(mark: LexborNode | None, body: LexborNode | None) -> None:
    """Put a copy of an edit mark that stands outside a body into it.

    There the rule for such marks reads it.
    """
    if mark is not None and body is not None:
        body.insert_child(mark)


def take_away(name: str, css: str, *, needles: tuple[str, ...]) -> Rule:
    """Make a rule that takes away what is another field of the post, and has been read as such.

    For example a signature that stands inside the body.
    """

    def apply(body: Body) -> None:
        for node in body.each(css):
            node.decompose()

    return Rule(name, needles, apply)


def is_nested(box: LexborNode, root: LexborNode) -> bool:
    """Tell whether an element of a body stands in another of its tag: a quote in a quote."""
    around = takewhile(lambda node: node.key != root.mem_id, Node(box).around())
    return any(node.tag == box.tag for node in around)
