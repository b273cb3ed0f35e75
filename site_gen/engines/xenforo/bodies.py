"""What the words of a post of XenForo hold: quotes, code, spoilers, gates, smilies."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import HEAD_NAME, code, furniture, gates, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: an attribute of the box says it; else the head's words ("X said:")."""
    node = Node(box)
    if stated := squash(node.attr("data-quote") or node.attr("data-author")):
        return stated
    if cite is None:
        return None
    return first_group(HEAD_NAME, words(cite))


def plain_quotes(body: Body) -> None:
    """Unwrap the words of quotes of version 1, and take away the arrow before them.

    The words stand in ``aside``; the arrow is the link to the quoted post, which stays.
    """
    for arrow in body.each(".AttributionLink"):
        for child in list(arrow.iter(include_text=True)):
            child.decompose()
    for wrapper in body.each(".bbCodeQuote > aside"):
        wrapper.unwrap()


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys (``img.smilie``, ``img.mceSmilie*``) with the class that sitegen gives.

    Other classes of the page are forgotten.
    """
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    if "milie" not in image.get("class", ""):
        return kept
    alt = image.get("data-shortname") or image.get("alt", "")
    return {**kept, "class": "smiley", "alt": alt}


def lazy_picture(image: Attributes, found: Findings) -> Attributes:
    """Give a picture its real address, which PageSpeed keeps beside a blank.

    ``data-url`` keeps the address behind XenForo's image proxy.
    """
    del found
    real = image.get("data-pagespeed-lazy-src")
    if not real:
        return image
    return {**image, "src": real}


RULES = (
    furniture(
        "quote-expander",
        ".bbCodeBlock-expandLink, .bbCodeBlock-shrinkLink, .quoteExpand",
        needles=("xpandLink", "quoteExpand", "shrinkLink"),
    ),
    furniture(
        "selection-marker",
        ".messageTextEndMarker, .js-selectToQuoteEnd",
        needles=("messageTextEndMarker", "selectToQuoteEnd"),
    ),
    furniture(
        "code-head",
        ".bbCodeBlock--code > .bbCodeBlock-title, .bbCodeCode > .type, .bbCodePHP > .type,"
        " .bbCodeHTML > .type",
        needles=("bbCode",),
    ),
    gates(
        ".bbCodeBlock--hidden, .bbCodeBlock--hide, .bbCodeHide, .messageHide, .hidden-content",
        needles=("--hid", "bbCodeHide", "messageHide", "hidden-content"),
    ),
    Rule("plain-quotes", ("bbCodeQuote", "AttributionLink"), plain_quotes),
    quotes(
        ".bbCodeBlock--quote, .bbCodeQuote",
        head=".bbCodeBlock-title, .attribution",
        body=".bbCodeBlock-content, .quoteContainer",
        needles=("uote",),
        who=quoted_name,
    ),
    code(
        ".bbCodeBlock--code, .bbCodeCode:not(pre):not(code), .bbCodePHP, .bbCodeHTML,"
        " .bbCodeQuote > pre",
        lines="pre, .bbCodeCode, code",
        needles=("bbCode",),
    ),
    spoilers(
        ".bbCodeSpoiler, .bbCodeSpoilerContainer",
        title=".bbCodeSpoiler-button-title, .bbCodeSpoilerTitle",
        inside=".bbCodeSpoiler-content .bbCodeBlock-content, .bbCodeSpoilerText",
        needles=("Spoiler",),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    TagRule("proxied-pictures", "img", lazy_picture),
    *FINISH,
)
