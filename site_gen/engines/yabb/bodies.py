"""What the words of a post of YaBB hold: quotes, code, pictures, smilies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.engines.yabb.common import USER

QUOTED = re.compile(r"[?&;]num=\d+(?:/\d+)?[^#]*#(\d+)$")
INLINE = ("-text", "a", "b", "br", "font", "i", "sup")
QUOTE_BOXES = "div.quote, div.quote2"


def head_before(box: LexborNode) -> list[LexborNode]:
    """Find the line before a quote: "NAME wrote on DATE:", which a link or a bold word begins."""
    found: list[LexborNode] = []
    before = box.prev
    while before is not None and before.tag in INLINE:
        if before.tag == "br" and words_in(found):
            break
        found.insert(0, before)
        if begins_head(before):
            return found
        before = before.prev
    return []


def begins_head(node: LexborNode) -> bool:
    """Tell whether an element begins the head of a quote.

    It is the link to the quoted post or its author, or the word "Quote:" in bold.
    """
    if node.tag == "-text":
        return False
    address = Node(node).at("a[href]").attr("href")
    if QUOTED.search(address) or USER.search(address):
        return True
    return node.tag in ("b", "i") and squash(node.text()).endswith(":")


def words_in(nodes: Sequence[LexborNode]) -> str:
    """Return the text of some nodes, one after the other."""
    return squash("".join(node.text() for node in nodes))


def quote_heads(body: Body) -> None:
    """Make each quote, with the line before it, a ``blockquote.quote`` that names its author."""
    for box in body.each(f"{QUOTE_BOXES}, table:has(table)"):
        if is_code(box):
            continue
        head = head_before(box)
        if head:
            quote = new_quote(body, head)
            for child in words_box(box).iter(include_text=True):
                quote.insert_child(child)
            for node in head:
                node.decompose()
            body.replace(box, quote)


def new_quote(body: Body, head: Sequence[LexborNode]) -> LexborNode:
    """Make a quote of its head alone: a link in ``cite``, or words where the head has no link."""
    quote, cite = body.new("blockquote", class_="quote"), body.new("cite")
    link: LexborNode | None = head[0]
    if head[0].tag != "a":
        link = head[0].css_first("a[href]")
    if link is not None:
        cite.insert_child(body.new("a", words_in(head), href=href(link) or ""))
        quote.attrs["data-author"] = words(link)
        quote.attrs["data-post-id"] = first_group(QUOTED, href(link)) or ""
    else:
        cite.insert_child(words_in(head))
    quote.insert_child(cite)
    return quote


def words_box(box: LexborNode) -> LexborNode:
    """Find what holds the words of a quote: its box (2), the ``font`` of its table (1)."""
    if box.tag == "div":
        return box
    return box.css_first("font") or box.css("td")[-1]


def is_code(box: LexborNode) -> bool:
    """Tell whether a table is code, which YaBB 1 writes in Courier."""
    if box.tag != "table":
        return False
    return Node(box).at("font[face]").attr("face").lower().startswith("courier")


def code_boxes(body: Body) -> None:
    """Take the label from code, and make the tables of YaBB 1 ``pre``, as it is in YaBB 2."""
    for box in body.each("pre, table:has(table)"):
        if box.tag == "table" and not is_code(box):
            continue
        label = label_before(box)
        if label is not None:
            body.drop(label, "code-head")
        if box.tag == "table":
            pre = body.new("pre")
            for child in (box.css_first("font[face]") or box).iter(include_text=True):
                pre.insert_child(child)
            body.replace(box, pre)


def label_before(box: LexborNode) -> LexborNode | None:
    """Find ``<b>Code:</b>`` before code."""
    before = box.prev
    while before is not None and is_blank(before):
        before = before.prev
    if before is not None and before.tag == "b" and squash(before.text()).endswith(":"):
        return before
    return None


def is_blank(node: LexborNode) -> bool:
    """Tell whether a node is a break or white space."""
    return node.tag == "br" or (node.tag == "-text" and not squash(node.text()))


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: the words of the link in the head, "NAME wrote"."""
    del cite
    return first_group(blocks.HEAD_NAME, box.attributes.get("data-author"))


def show_pictures(body: Body) -> None:
    """Show pictures that are hidden until a script has made them small.

    They are named ``post_img_resize``.
    """
    for image in body.each("img[name$=img_resize][style]"):
        del image.attrs["style"]


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys, which lie in a folder of the forum's.

    That is the images of the template (2), ``Smilies`` or ``YaBBImages`` (1).
    """
    del found
    source = image.get("src", "")
    own = any(part in source for part in ("/Smilies/", "/Templates/Forum/", "YaBBImages/"))
    kept = {key: value for key, value in image.items() if key != "class"}
    if own and "name" not in image:
        return {**kept, "class": "smiley"}
    return kept


RULES: tuple[Rule | TagRule, ...] = (
    Rule("pictures-to-come", ("img_resize",), show_pictures),
    Rule("code-heads", ("<pre", "<table"), code_boxes),
    blocks.code("pre", needles=("<pre", "<table")),
    Rule("quote-heads", ('class="quote', "<table"), quote_heads),
    INVISIBLE,
    blocks.quotes("blockquote.quote", needles=('class="quote', "<table"), who=quoted),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
