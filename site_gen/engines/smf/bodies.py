"""What the words of a post of SMF hold: quotes, code, smilies, the edit mark."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
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
    """Put each quote's head into its box as ``cite`` without the date.

    The quoted post has the date itself.
    """
    for footer in body.each(".quotefooter"):
        footer.decompose()
    for head in body.each(".quoteheader"):
        box = next_element(Node(head))
        if box.tag == "blockquote" or "quote" in box.classes:
            move_head(body, head, box)
    for cite in body.each(QUOTE_CITES):
        shorten(body, cite)


def next_element(node: Node) -> Node:
    """Find the element that follows, over white space."""
    after = node.next
    while after.is_text and not after.lines.strip():
        after = after.next
    return after


def move_head(body: Body, head: LexborNode, box: Node) -> None:
    """Make a head ``cite``, the first child of the quote's box behind it."""
    assert box.raw is not None
    cite = new_cite(body, words(head), head.css_first("a[href]"))
    first = next(iter(box.raw.iter(include_text=True)), None)
    if first is not None:
        first.insert_before(cite)
    else:
        box.raw.insert_child(cite)
    box.raw.attrs["class"] = "bbc_standard_quote"
    head.decompose()


def shorten(body: Body, cite: LexborNode) -> None:
    """Take the date out of a quote's head."""
    match = DATED_HEAD.match(words(cite))
    if match is not None:
        body.found.dropped.append(Dropped(rule="quote-date", text=words(cite)))
        body.replace(cite, new_cite(body, match["head"], cite.css_first("a[href]")))


def new_cite(body: Body, said: str, link: LexborNode | None) -> LexborNode:
    """Make a quote's head of its words, which are a link if the old head had one."""
    cite = body.new("cite")
    if link is not None:
        cite.insert_child(body.new("a", said, href=href(link) or ""))
    else:
        cite.insert_child(said)
    return cite


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: "Quote from: NAME"; "Quote" alone names nobody."""
    del box
    if cite is None:
        return None
    return first_group(PLAIN_HEAD, words(cite))


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys, which have the class or lie in the folder ``Smileys``.

    Other classes mean nothing after this.
    """
    del found
    is_smiley = "smiley" in image.get("class", "").split() or "/Smileys/" in image.get("src", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    if is_smiley:
        return {**kept, "class": "smiley"}
    return kept


RULES: tuple[Rule | TagRule, ...] = (
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
