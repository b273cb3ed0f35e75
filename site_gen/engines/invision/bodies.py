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
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Attachment

QUOTE_NAME = re.compile(r"(?:\(|^)\s*(?P<who>[^()]{1,80}?)\s*@\s")
NAME_FIRST = re.compile(r"^(?P<who>[^,]{1,80}), [^,]*\d.*:\s*$")
SAID = re.compile(
    r"(?:^|,\s|\d\s)(?P<who>[^,]{1,80}?)\s+"
    r"(?:said|wrote|a dit|schrieb|sagte|dijo|ha scritto|сказал\S*|disse)\s*:?\s*$"
)


def pair_boxes(body: Body) -> None:
    """Put a head and its box into one element, as later versions do.

    Versions 1 to 3.1 print them as neighbours (``.quotetop``, ``.quotemain``).
    """
    for kind in ("quote", "code", "sql", "html"):
        name = "pair-quote" if kind == "quote" else "pair-code"
        for head in body.each(f".{kind}top, .{kind.upper()}TOP"):
            enclose(body, head, following(head, f"{kind}main"), name)
    for head in body.each("p.citation, div.citation"):
        enclose(body, head, following(head, "lockquote"), "pair-quote")


def following(head: LexborNode, name: str) -> LexborNode | None:
    """Find the element right after a head, if its class holds the name."""
    after = head.next
    while after is not None and is_blank(after):
        after = after.next
    if name in Node(after).attr("class"):
        return after
    return None


def is_blank(node: LexborNode) -> bool:
    """Tell whether a node is a comment or white space."""
    return node.tag == "-comment" or (node.tag == "-text" and not node.text().strip())


def enclose(body: Body, head: LexborNode, box: LexborNode | None, name: str) -> None:
    """Put a head and its box, if it has one, into one new element."""
    if box is None:
        return
    frame = body.new("div", class_=name)
    for key, value in box.attributes.items():
        if value and key.startswith("data-"):
            frame.attrs[key] = value
    head.attrs["class"] = "pair-head"
    box.attrs["class"] = "pair-body"
    head.insert_before(frame)
    placed = head.prev
    if placed is not None:
        placed.insert_child(head)
        placed.insert_child(box)
    head.decompose()
    box.decompose()


def head_lines(body: Body) -> None:
    """Take the furniture out of a quote's head in version 4.

    It is a toggle, and an arrow whose link leads to the quoted post: the link stays.
    """
    for toggle in body.each("a[data-action='toggleQuote']"):
        toggle.decompose()
    for arrow in body.each(
        ".ipsQuote_citation a.ipsPos_right, .ipsQuote_citation a:has(.fa-share)"
    ):
        for child in list(arrow.iter(include_text=True)):
            child.decompose()


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: an attribute of the box, or words of its head.

    For example "(X @ date)", "X, on date, said:".
    """
    for key in ("data-ipsquote-username", "data-author", "data-cite"):
        if stated := squash(box.attributes.get(key)):
            return stated
    if cite is None:
        return None
    text = words(cite)
    found = (first_group(pattern, text) for pattern in (QUOTE_NAME, NAME_FIRST, SAID))
    return next(filter(None, found), None)


def quoted_posts(body: Body) -> None:
    """State the number of the quoted post under the name that the common rule reads."""
    for box in body.each("[data-ipsquote-contentcommentid], [data-cid]"):
        node = Node(box)
        stated = node.attr("data-ipsquote-contentcommentid") or node.attr("data-cid")
        if stated.isdecimal():
            box.attrs["data-post-id"] = stated
    for box in body.each("blockquote.ipsBlockquote"):
        box.attrs["class"] = "ipsQuote"


def embedded_files(body: Body) -> None:
    """Make attachments of files: ``a.ipsAttachLink`` of version 4 and 5.

    A picture stays in its place.
    """
    for link in map(Node, body.each("a.ipsAttachLink")):
        name = link.text
        if name and not link.at("img"):
            href = body.absolute(link.attr("href"))
            body.found.attachments.append(Attachment(name=name, href=href or None))


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys, by what each version gives them.

    ``img.bbc_emoticon`` (3), ``data-emoticon`` (4), ``emoid`` (2), or a picture out of the
    emoticons' folder.
    """
    del found
    classes, source = image.get("class", ""), image.get("src", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    is_marked = "data-emoticon" in image or "emoid" in image
    if is_marked or "emoticon" in classes or "/emoticons/" in source:
        alt = image.get("alt") or image.get("title") or image.get("emoid", "")
        return {**kept, "class": "smiley", "alt": alt}
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
        inside=".ipsSpoiler_contents, .bbc_spoiler_wrapper, .bbc_spoiler_content,"
        " .ipsDetails__content",
        needles=("poiler", "ipsDetails"),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
