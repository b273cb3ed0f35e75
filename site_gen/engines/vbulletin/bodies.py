"""What the words of a post of vBulletin hold: quotes, code, spoilers, smilies."""

from __future__ import annotations

from itertools import islice

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import code, furniture, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.node import Node
from site_gen.models import Dropped


def mark_boxes(body: Body) -> None:
    """Give the boxes of version 3, which it styles by hand, the classes of version 4.

    A quote is a cell (some skins: a box) with ``border:1px inset`` below a label, in a box with a
    margin. Code is ``pre``, PHP a box with ``dir=ltr``.
    """
    for cell in body.each("td[style*='inset'], div[style*='inset']:not([dir])"):
        frame = framed(cell)
        if frame is not None:
            mark_quote(body, cell, frame)
    for box in body.each("pre[style*='inset'], pre.alt2[dir], div[dir][style*='inset']"):
        frame = framed(box)
        if frame is not None and (label := taken_label(frame, box)):
            body.found.dropped.append(Dropped(rule="box-label", text=label))
        box.attrs["class"] = "bbcode_code"


def mark_quote(body: Body, cell: LexborNode, frame: LexborNode) -> None:
    """Mark a quote's frame and its head: the cell's first box, if a second in italics follows.

    A quote without a head gets one that holds the label alone.
    """
    label = taken_label(frame, cell)
    parts = [part for part in cell.iter() if part.tag != "br"]
    first = next(cell.iter(include_text=True), None)
    if len(parts) > 1 and "italic" in Node(parts[1]).attr("style"):
        parts[0].attrs["class"] = "bbcode_postedby"
        parts[1].attrs["class"] = "message"
        next(parts[0].iter(include_text=True)).insert_before(f"{label} ")
    elif first is not None:
        first.insert_before(body.new("div", label, class_="bbcode_postedby"))
    frame.attrs["class"] = "bbcode_quote"
    unwrap_tables(body, cell)
    cell.unwrap()


def unwrap_tables(body: Body, cell: LexborNode) -> None:
    """Take away the table around a quote's cell, where it holds no other quote."""
    for wrapper in body.each("table, tbody, tr"):
        marked = wrapper.css("td[style*='inset']")
        if len(marked) == 1 and marked[0].mem_id == cell.mem_id:
            wrapper.unwrap()


def bare_quotes(body: Body) -> None:
    """Unwrap what stands around quotes and says nothing.

    Version 4 puts a container around every box, and a skin one around the words.
    """
    for wrapper in body.each(".bbcode_container, span[itemprop]"):
        if wrapper.css_first(".bbcode_quote") is not None:
            wrapper.unwrap()


def framed(box: LexborNode) -> LexborNode | None:
    """Find the box with a margin that holds a quote's or a code's label and its frame."""
    for around in islice(Node(box).around(), 6):
        if around.tag == "body":
            return None
        if around.tag == "div" and "margin" in around.attr("style"):
            return around.raw
    return None


def taken_label(frame: LexborNode, box: LexborNode) -> str:
    """Take the label ("Quote:", "PHP Code:"), the frame's first child, out of it; return it."""
    first = next(frame.iter(), None)
    if first is None or first.mem_id == box.mem_id:
        return ""
    if first.css_first("[style*='inset']") is not None:
        return ""
    label = words(first)
    first.decompose()
    return label


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: the head prints the name in bold."""
    del box
    return Node(cite).at("strong, b").text or None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys: ``img.inlineimg`` with a ``smilieid`` or out of the smilies' folder."""
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    is_own = "inlineimg" in image.get("class", "") and "smil" in image.get("src", "")
    if is_own or "smilieid" in image:
        return {**kept, "class": "smiley", "alt": image.get("alt") or image.get("title", "")}
    return kept


RULES = (
    Rule("version-3-boxes", ("inset", "alt2"), mark_boxes),
    Rule("bare-quotes", ("bbcode_quote",), bare_quotes),
    furniture(
        "box-label",
        ".bbcode_description, .bbcode_quote_container, .b-bbcode__title",
        needles=("bbcode_description", "bbcode_quote_container", "bbcode__title"),
    ),
    furniture(
        "advert",
        ".axd, ins.adsbygoogle, [id^='div-gpt-ad'], [class*='ad_showthread']",
        needles=("ad", "axd"),
    ),
    quotes(
        ".bbcode_quote",
        head=".bbcode_postedby",
        body=".message",
        needles=("bbcode_quote", "inset"),
        who=quoted_name,
    ),
    code(
        "pre.bbcode_code, div.bbcode_code, code.bbcode_code",
        lines="pre, code",
        needles=("bbcode_code", "inset", "alt2"),
    ),
    spoilers(
        ".bbcode_spoiler, .spoiler_container, .b-spoiler",
        title=".spoiler_title",
        inside=".spoiler_content, .spoiler_body, .bbcode_spoiler_content",
        needles=("spoiler",),
    ),
    furniture("edit-mark", ".lastedited", needles=("lastedited",)),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
