"""The bodies of NodeBB's posts: who is quoted, buttons and emoji."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.tools.boxes import is_nested
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Quote

POST_LINK = re.compile(r"/post/([^/?#]+)")


def note_quotes(body: Body) -> None:
    """Note who is quoted, which stands before the quote and stays there.

    ``<p><a>@NAME</a> said in <a href="/post/1">TITLE</a>:</p><blockquote>``: the line is the
    composer's (``[[modules:composer.user-said-in]]``).
    """
    found: list[Quote] = []
    for box in body.each("blockquote"):
        box.attrs["class"] = "quote"
        if not is_nested(box, body.root):
            found.append(quote(box, body))
    body.found.quotes += reversed(found)


def quote(box: LexborNode, body: Body) -> Quote:
    """Return a quote with its author and address, if the line before it says them."""
    head = line_before(Node(box))
    href = head.at('a[href*="/post/"]').attr("href")
    post, name = first_group(POST_LINK, href), head.at("a").raw
    if post is None or name is None:
        return Quote(author=None, text=words(box))
    return Quote(
        author=words(name).lstrip("@ ") or None,
        text=words(box),
        post_id=post,
        url=body.absolute(href),
    )


def line_before(box: Node) -> Node:
    """Return what stands before a quote, if it ends as the line of a quote does."""
    line = box.prev
    while line.tag == "-text" and not squash(line.lines):
        line = line.prev
    if line.raw is None or not words(line.raw).endswith(":"):
        return NOTHING
    return line


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    blocks.furniture(
        "buttons", "button, [component='copy/code/btn']", needles=("<button", "copy/code")
    ),
    blocks.code("pre", lines="code", needles=("<pre",)),
    Rule("quotes", ("<blockquote",), note_quotes),
    INVISIBLE,
    SMILIES,
    *FINISH,
)
