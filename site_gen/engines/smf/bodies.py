"""What the words of a post of SMF hold: quotes, code, smilies, the edit mark."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.addresses import href
from site_gen.models import Dropped

# "Quote from: NAME on DATE", the small words in the forum's language
# (Themes/*/languages/index.*.php: search_on).
ON = r"on|am|le|el|em|il|op|w dniu|dnia|den|den|på|ons?|dňa|dne|от|в|tarihinde|于|於"
DATED_HEAD = re.compile(
    rf"^(?P<head>(?:[^:]{{1,30}}:\s*)?(?P<who>\S.*))\s+(?:{ON})\s+(?P<date>\S.*\d.*)$", re.S
)
PLAIN_HEAD = re.compile(r"^[^:]{1,30}:\s*(?P<who>\S.*)$", re.S)
QUOTE_BOXES = ".bbc_standard_quote, .bbc_alternate_quote"
QUOTE_CITES = ".bbc_standard_quote > cite, .bbc_alternate_quote > cite"


def join_quote_heads(body: Body) -> None:
    """Put each quote's head into its box as ``cite`` without the date, which the quoted post has itself."""
    for footer in body.each(".quotefooter"):
        footer.decompose()
    for head in body.each(".quoteheader"):
        box = next_element(head)
        if box is None or not (
            box.tag == "blockquote" or "quote" in (box.attributes.get("class") or "").split()
        ):
            continue
        link, said = head.css_first("a[href]"), words(head)
        cite = body.new("cite")
        cite.insert_child(body.new("a", said, href=href(link) or "") if link is not None else said)
        first = next(iter(box.iter(include_text=True)), None)
        if first is not None:
            first.insert_before(cite)
        else:
            box.insert_child(cite)
        box.attrs["class"] = "bbc_standard_quote"
        head.decompose()
    for cite in body.each(QUOTE_CITES):
        match = DATED_HEAD.match(words(cite))
        if match is None:
            continue
        link = cite.css_first("a[href]")
        body.found.dropped.append(Dropped(rule="quote-date", text=words(cite)))
        short = body.new("cite")
        short.insert_child(
            body.new("a", match["head"], href=href(link) or "")
            if link is not None
            else match["head"]
        )
        body.replace(cite, short)


def next_element(node: LexborNode) -> LexborNode | None:
    """The element that follows, over white space."""
    after = node.next
    while after is not None and after.is_text_node and not (after.text_content or "").strip():
        after = after.next
    return after if after is not None and not after.is_text_node else None


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: "Quote from: NAME"; "Quote" alone names nobody."""
    del box
    match = PLAIN_HEAD.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smileys have the class or lie in the folder ``Smileys``.

    Other classes mean nothing after this.
    """
    del found
    is_smiley = "smiley" in image.get("class", "").split() or "/Smileys/" in image.get("src", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    return {**kept, "class": "smiley"} if is_smiley else kept


BODY_RULES: tuple[Rule | TagRule, ...] = (
    blocks.edit_mark("[id^=modified_], .modified", needles=("modified",)),
    blocks.furniture("code-head", ".codeheader", needles=("codeheader",)),
    blocks.code("code.bbc_code, pre.bbc_code, div.code", needles=("bbc_code", 'class="code"')),
    Rule(
        "quote-heads",
        ("quoteheader", "bbc_standard_quote", "bbc_alternate_quote"),
        join_quote_heads,
    ),
    INVISIBLE,
    blocks.quotes(QUOTE_BOXES, head=QUOTE_CITES, needles=("quote",), who=quoted),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
