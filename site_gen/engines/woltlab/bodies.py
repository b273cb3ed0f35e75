"""What the words of a post of WoltLab Suite and Burning Board 3 and 4 hold."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group

POST_LINK = re.compile(r"postID=(\d+)|#post(\d+)")
SAID = re.compile(
    r"^(?:(?:Zitat von|Quote from|Quoted from|Citation de|Cita de)\s+)?"
    r"(?P<who>\S.*?)(?:\s+(?:schrieb|wrote))?\s*:?$"
)
LABELS = ("Zitat", "Quote", "Citation")


def quoted(box: LexborNode, head: LexborNode | None) -> str | None:
    """Return who is quoted: ``cite``, or the words of the head ("Zitat von 甲")."""
    del box
    if head is None:
        return None
    who = first_group(SAID, words(head))
    if who is None or who in LABELS:
        return None
    return who.strip("»«„“”\"'")


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys: ``img.smiley``, ``/images/smilies/``, the code as alternative text."""
    del found
    kept = {key: value for key, value in image.items() if key != "class" or value == "attached"}
    is_marked = "smiley" in image.get("class", "").split()
    if is_marked or "/images/smilies/" in image.get("src", ""):
        return {**kept, "class": "smiley"}
    return kept


def keep_quote_link(body: Body) -> None:
    """State which post is quoted, under the name that the common rule reads.

    ``blockquote.quoteBox[data-link]`` (5) and ``cite`` attributes (4) lead to it.
    """
    for box in body.each(".quoteBox, .container.bbCodeBlock.quoteBox"):
        node = Node(box)
        number = first_group(POST_LINK, node.attr("data-link") or node.attr("cite"))
        if number is not None:
            box.attrs["data-post-id"] = number


RULES: tuple[Rule | TagRule, ...] = (
    blocks.furniture(
        "toggles",
        ".toggleButton, .codeBoxHeader, .codeBox header, button, .quoteBoxExpand",
        needles=("oggle", "ode", "utton"),
    ),
    blocks.code(".codeBox", lines="code, ol, pre", needles=("codeBox",)),
    Rule("quote-links", ("quoteBox",), keep_quote_link),
    blocks.quotes(
        ".quoteBox",
        head=".quoteBoxTitle, .quoteHeader, header",
        body=".quoteBoxContent, .quoteBody",
        needles=("quoteBox",),
        who=quoted,
    ),
    blocks.spoilers(
        ".spoilerBox",
        title=".jsOnly, .spoilerBoxTitle, header",
        inside=".spoilerBoxContent",
        needles=("spoilerBox",),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
