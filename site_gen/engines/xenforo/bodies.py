"""What the words of a post of XenForo hold: quotes, code, spoilers, gates, smilies."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import HEAD_NAME, code, furniture, gates, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: an attribute of the box says it; else the head's words ("X said:")."""
    stated = box.attributes.get("data-quote") or box.attributes.get("data-author")
    if stated and stated.strip():
        return squash(stated)
    match = HEAD_NAME.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def plain_quotes(body: Body) -> None:
    """Version 1 wraps the words in ``aside`` and draws an arrow as the link to the quoted post."""
    for arrow in body.each(".AttributionLink"):
        for child in list(arrow.iter(include_text=True)):
            child.decompose()
    for wrapper in body.each(".bbCodeQuote > aside"):
        wrapper.unwrap()


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.smilie`` and ``img.mceSmilie*``: the class that sitegen gives.

    Other classes of the page are forgotten.
    """
    del found
    classes = image.get("class", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    if "milie" in classes:
        return {
            **kept,
            "class": "smiley",
            "alt": image.get("data-shortname") or image.get("alt", ""),
        }
    return kept


def lazy_picture(image: Attributes, found: Findings) -> Attributes:
    """``data-url`` keeps the address behind XenForo's image proxy.

    PageSpeed keeps the real one beside a blank.
    """
    del found
    real = image.get("data-pagespeed-lazy-src")
    return {**image, "src": real} if real else image


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
        ".bbCodeBlock--code > .bbCodeBlock-title, .bbCodeCode > .type, .bbCodePHP > .type, .bbCodeHTML > .type",
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
        ".bbCodeBlock--code, .bbCodeCode:not(pre):not(code), .bbCodePHP, .bbCodeHTML, .bbCodeQuote > pre",
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
