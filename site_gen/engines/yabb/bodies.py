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
from site_gen.engines.tools.values import first_group
from site_gen.engines.yabb.common import USER

QUOTED = re.compile(r"[?&;]num=\d+(?:/\d+)?[^#]*#(\d+)$")
INLINE = ("-text", "a", "b", "br", "font", "i", "sup")
QUOTE_BOXES = "div.quote, div.quote2"


def head_before(box: LexborNode) -> list[LexborNode]:
    """What stands before a quote in its own line: "NAME wrote on DATE:", which a link or a bold word begins."""
    found: list[LexborNode] = []
    before = box.prev
    while (
        before is not None and before.tag in INLINE and not (before.tag == "br" and words_in(found))
    ):
        found.insert(0, before)
        if begins_head(before):
            return found
        before = before.prev
    return []


def begins_head(node: LexborNode) -> bool:
    """Whether an element is the link to the quoted post or its author, or the word "Quote:" in bold."""
    link = node if node.tag == "a" else node.css_first("a[href]") if node.tag != "-text" else None
    leads = QUOTED.search(href(link) or "") or USER.search(href(link) or "")
    return bool(leads) or (node.tag in ("b", "i") and squash(node.text()).endswith(":"))


def words_in(nodes: Sequence[LexborNode]) -> str:
    """The text of some nodes, one after the other."""
    return squash(
        "".join((node.text_content if node.tag == "-text" else node.text()) or "" for node in nodes)
    )


def quote_heads(body: Body) -> None:
    """Make each quote, with the line before it as ``cite``, a ``blockquote.quote`` that knows whom it quotes."""
    for box in body.each(f"{QUOTE_BOXES}, table:has(table)"):
        head = [] if is_code(box) else head_before(box)
        if not head:
            continue
        link = head[0] if head[0].tag == "a" else head[0].css_first("a[href]")
        said = words_in(head)
        quote, cite = body.new("blockquote", class_="quote"), body.new("cite")
        cite.insert_child(body.new("a", said, href=href(link) or "") if link is not None else said)
        quote.attrs["data-author"] = words(link) if link is not None else ""
        quote.attrs["data-post-id"] = first_group(QUOTED, href(link)) or ""
        quote.insert_child(cite)
        inner = box if box.tag == "div" else box.css_first("font") or box.css("td")[-1]
        for child in inner.iter(include_text=True):
            quote.insert_child(child)
        for node in head:
            node.decompose()
        body.replace(box, quote)


def is_code(box: LexborNode) -> bool:
    """YaBB 1 writes code in Courier."""
    font = box.css_first("font[face]") if box.tag == "table" else None
    return font is not None and (font.attributes["face"] or "").lower().startswith("courier")


def code_boxes(body: Body) -> None:
    """``<b>Code:</b>`` before a ``pre`` (2) or a table with words in Courier (1): a label of the forum's."""
    for box in body.each("pre, table:has(table)"):
        if box.tag == "table" and not is_code(box):
            continue
        before = box.prev
        while before is not None and (
            before.tag == "br" or (before.tag == "-text" and not squash(before.text_content))
        ):
            before = before.prev
        if before is not None and before.tag == "b" and squash(before.text()).endswith(":"):
            body.drop(before, "code-head")
        if box.tag == "table":
            pre = body.new("pre")
            for child in (box.css_first("font[face]") or box).iter(include_text=True):
                pre.insert_child(child)
            body.replace(box, pre)


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the words of the link in the head, "NAME wrote"."""
    del cite
    match = blocks.HEAD_NAME.match(box.attributes.get("data-author") or "")
    return match["who"] if match else None


def show_pictures(body: Body) -> None:
    """Pictures are hidden until a script has made them small (``name="post_img_resize"``)."""
    for image in body.each("img[name$=img_resize][style]"):
        del image.attrs["style"]


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smileys lie with the images of the template (2), in ``Smilies`` or in ``YaBBImages`` (1)."""
    del found
    own = any(
        part in image.get("src", "") for part in ("/Smilies/", "/Templates/Forum/", "YaBBImages/")
    )
    kept = {key: value for key, value in image.items() if key != "class"}
    return {**kept, "class": "smiley"} if own and "name" not in image else kept


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
