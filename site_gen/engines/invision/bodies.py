"""What the words of a post of Invision hold: quotes, code, spoilers, files, smilies."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import code, edit_mark, furniture, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.invision.files import take_files
from site_gen.models import Attachment

QUOTE_NAME = re.compile(r"(?:\(|^)\s*(?P<who>[^()]{1,80}?)\s*@\s")
NAME_FIRST = re.compile(r"^(?P<who>[^,]{1,80}), [^,]*\d.*:\s*$")
SAID = re.compile(
    r"(?:^|,\s|\d\s)(?P<who>[^,]{1,80}?)\s+(?:said|wrote|a dit|schrieb|sagte|dijo|ha scritto|сказал\S*|disse)\s*:?\s*$"
)


def pair_boxes(body: Body) -> None:
    """Versions 1 to 3.1 print a head and a box as neighbours (``.quotetop``, ``.quotemain``): here they get one box."""
    for kind in ("quote", "code", "sql", "html"):
        for head in body.each(f".{kind}top, .{kind.upper()}TOP"):
            box = following(head, f"{kind}main")
            if box is not None:
                enclose(body, head, box, "pair-quote" if kind == "quote" else "pair-code")
    for head in body.each("p.citation, div.citation"):
        box = following(head, "lockquote")
        if box is not None:
            enclose(body, head, box, "pair-quote")


def following(head: LexborNode, name: str) -> LexborNode | None:
    """The element right after a head, if its class holds the name."""
    after = head.next
    while after is not None and (
        after.tag == "-comment" or (after.tag == "-text" and not after.text().strip())
    ):
        after = after.next
    return after if after is not None and name in (after.attributes.get("class") or "") else None


def enclose(body: Body, head: LexborNode, box: LexborNode, name: str) -> None:
    """Put a head and its box into one new element."""
    head.attrs["class"] = "pair-head"
    stated = {
        key: value for key, value in box.attributes.items() if key.startswith("data-") and value
    }
    box.attrs["class"] = "pair-body"
    frame = body.new("div", class_=name)
    for key, value in stated.items():
        frame.attrs[key] = value or ""
    head.insert_before(frame)
    placed = head.prev
    if placed is not None:
        placed.insert_child(head)
        placed.insert_child(box)
    head.decompose()
    box.decompose()


def head_lines(body: Body) -> None:
    """The furniture of a quote's head in version 4: a toggle, and an arrow whose link leads to the quoted post."""
    for toggle in body.each("a[data-action='toggleQuote']"):
        toggle.decompose()
    for arrow in body.each(
        ".ipsQuote_citation a.ipsPos_right, .ipsQuote_citation a:has(.fa-share)"
    ):
        for child in list(arrow.iter(include_text=True)):
            child.decompose()


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: an attribute of the box, or "(X @ date)", "X, on date, said:" in its head."""
    for key in ("data-ipsquote-username", "data-author", "data-cite"):
        if stated := squash(box.attributes.get(key)):
            return stated
    text = words(cite) if cite is not None else ""
    match = QUOTE_NAME.search(text) or NAME_FIRST.search(text) or SAID.search(text)
    return match["who"] if match else None


def quoted_posts(body: Body) -> None:
    """The number of the quoted post, under the name that the common rule reads."""
    for box in body.each("[data-ipsquote-contentcommentid], [data-cid]"):
        stated = box.attributes.get("data-ipsquote-contentcommentid") or box.attributes.get(
            "data-cid"
        )
        if stated and stated.isdecimal():
            box.attrs["data-post-id"] = stated
    for box in body.each("blockquote.ipsBlockquote"):
        box.attrs["class"] = "ipsQuote"


def embedded_files(body: Body) -> None:
    """``a.ipsAttachLink`` of version 4 and 5: a file is an attachment.

    A picture stays in its place.
    """
    for link in body.each("a.ipsAttachLink"):
        if link.css_first("img") is not None:
            continue
        name, href = squash(link.text()), body.absolute(link.attributes.get("href") or "")
        if name:
            body.found.attachments.append(Attachment(name=name, href=href or None))


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.bbc_emoticon`` (3), ``data-emoticon`` (4), ``emoid`` (2), or a picture out of the emoticons' folder."""
    del found
    classes, source = image.get("class", ""), image.get("src", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    if (
        "emoticon" in classes
        or "data-emoticon" in image
        or "emoid" in image
        or "/emoticons/" in source
    ):
        return {
            **kept,
            "class": "smiley",
            "alt": image.get("alt") or image.get("title") or image.get("emoid", ""),
        }
    if "ipsEmoji" in classes:
        return {**kept, "class": "smiley"}
    return kept


RULES = (
    Rule("pair-boxes", ("quotetop", "codetop", "sqltop", "htmltop", "citation"), pair_boxes),
    Rule("files-in-bodies", ("act=attach", "act%3Dattach", "module=attach"), take_files),
    Rule("embedded-files", ("ipsAttachLink",), embedded_files),
    Rule("quote-heads", ("toggleQuote", "ipsQuote_citation"), head_lines),
    Rule("quoted-posts", ("data-ipsquote", "data-cid", "ipsBlockquote"), quoted_posts),
    edit_mark(
        "span.edit, p.edit, .ipsEdited, [data-excludequote]",
        needles=("edit", "Edited", "excludequote"),
    ),
    furniture(
        "expander",
        ".ipsTruncate_more, .ipsQuote_expand",
        needles=("ipsTruncate_more", "ipsQuote_expand"),
    ),
    furniture(
        "advert",
        "[data-nbenhadvid], [data-nbEnhAdvId], ins.adsbygoogle, .ipsAd",
        needles=("dv", "adsby", "ipsAd"),
    ),
    quotes(
        ".pair-quote, .ipsQuote",
        head=".pair-head, .ipsQuote_citation",
        body=".pair-body, .ipsQuote_contents",
        needles=("uote", "citation"),
        who=quoted_name,
    ),
    furniture("code-head", ".pair-code > .pair-head", needles=("codetop", "sqltop", "htmltop")),
    code(
        "pre.ipsCode, pre.prettyprint, pre._prettyXprint, .pair-code, pre.ipsCode__content",
        lines=".pair-body, code, pre",
        needles=("ode", "pretty", "top"),
    ),
    spoilers(
        ".ipsSpoiler, .bbc_spoiler, .ipsStyle_spoiler, details.ipsDetails",
        title=".bbc_spoiler_title, .ipsDetails__summary",
        inside=".ipsSpoiler_contents, .bbc_spoiler_wrapper, .bbc_spoiler_content, .ipsDetails__content",
        needles=("poiler", "ipsDetails"),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
