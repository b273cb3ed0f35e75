"""What the words of a post of vBulletin hold: quotes, code, spoilers, smilies, attachments."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import code, furniture, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.values import shown
from site_gen.models import Dropped


def mark_boxes(body: Body) -> None:
    """Version 3 styles its boxes by hand; here they get the classes of version 4.

    A quote is a cell (some skins: a box) with ``border:1px inset`` below a label, in a box with a
    margin; its head is the first box of the cell when a second in italics follows. Code is ``pre``,
    PHP a box with ``dir=ltr``.
    """
    for cell in body.each("td[style*='inset'], div[style*='inset']:not([dir])"):
        frame = framed(cell)
        if frame is None:
            continue
        label = taken_label(frame, cell)
        parts = [part for part in cell.iter() if part.tag != "br"]
        if len(parts) > 1 and "italic" in (parts[1].attributes.get("style") or ""):
            parts[0].attrs["class"] = "bbcode_postedby"
            parts[1].attrs["class"] = "message"
            next(parts[0].iter(include_text=True)).insert_before(f"{label} ")
        elif (first := next(cell.iter(include_text=True), None)) is not None:
            first.insert_before(body.new("div", label, class_="bbcode_postedby"))
        frame.attrs["class"] = "bbcode_quote"
        for wrapper in body.each("table, tbody, tr"):
            if (
                wrapper.css_first("td[style*='inset']") is not None
                and wrapper.mem_id != cell.mem_id
            ):
                marked = wrapper.css("td[style*='inset']")
                if len(marked) == 1 and marked[0].mem_id == cell.mem_id:
                    wrapper.unwrap()
        cell.unwrap()
    for box in body.each("pre[style*='inset'], pre.alt2[dir], div[dir][style*='inset']"):
        frame = framed(box)
        if frame is not None and (label := taken_label(frame, box)):
            body.found.dropped.append(Dropped(rule="box-label", text=label))
        box.attrs["class"] = "bbcode_code"


def bare_quotes(body: Body) -> None:
    """Version 4 puts a container around every box, and a skin one around the words: neither says anything."""
    for wrapper in body.each(".bbcode_container, span[itemprop]"):
        if wrapper.css_first(".bbcode_quote") is not None:
            wrapper.unwrap()


def framed(box: LexborNode) -> LexborNode | None:
    """The box with a margin that holds a quote's or a code's label and its frame."""
    parent = box.parent
    for _ in range(6):
        if parent is None or parent.tag == "body":
            return None
        if parent.tag == "div" and "margin" in (parent.attributes.get("style") or ""):
            return parent
        parent = parent.parent
    return None


def taken_label(frame: LexborNode, box: LexborNode) -> str:
    """The label ("Quote:", "PHP Code:") that is the frame's first child, taken out of it."""
    first = next(frame.iter(), None)
    if (
        first is None
        or first.mem_id == box.mem_id
        or first.css_first("[style*='inset']") is not None
    ):
        return ""
    label = words(first)
    first.decompose()
    return label


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the head prints the name in bold."""
    del box
    return shown(cite.css_first("strong, b")) if cite is not None else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.inlineimg`` with a ``smilieid`` or out of the smilies' folder."""
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    if "smilieid" in image or (
        "inlineimg" in image.get("class", "") and "smil" in image.get("src", "")
    ):
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
