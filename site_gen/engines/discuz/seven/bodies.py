"""What Discuz! 6 and 7 put into a body, and the rules that make it portable."""

from __future__ import annotations

import re
from itertools import takewhile

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import furniture, quotes
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.engines.core.table import squash
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group

EDITED = re.compile(r"^\s*(?:本帖最后由|本帖最後由|This post was last edited by)")
# 6: "原帖由 甲 于 2009-9-4 09:32 发表", "Originally posted by 甲 at 2009-9-4 09:32"; 7.2: "甲
# 发表于 2010-3-30 21:48".
QUOTED = re.compile(
    r"^(?:原帖由|原帖|Originally posted by)\s*(?P<old>\S.{0,60}?)\s*(?:于|於|at|on)\s+\d{4}-"
    r"|^(?P<new>\S.{0,60}?)\s+(?:发表于|發表於|posted on)\s+\d{4}-",
    re.I,
)
SHOWN_SECRET = re.compile(r"以下内容需要|以下內容需要")


def cite_heads(body: Body) -> None:
    """Drop the label 引用, and make the line that says who is quoted a ``cite``."""
    for label in body.each("div.quote > h5"):
        body.drop(label, "quote-label")
    for box in body.each("div.quote > blockquote"):
        line = list(takewhile(lambda node: node.tag != "br", box.iter(include_text=True)))
        said = squash("".join(node.text() for node in line))
        if line and QUOTED.match(said):
            cite_line(body, line, said)


def cite_line(body: Body, line: list[LexborNode], said: str) -> None:
    """Put a ``cite`` in place of a line and its break, with the line's link to the post in it."""
    links = (link.attr("href") for node in line for link in Node(node).all("a"))
    address = next((href for href in links if "pid=" in href), None)
    cite = body.new("cite")
    if address is not None:
        cite.insert_child(body.new("a", said, href=address))
    else:
        cite.insert_child(said)
    end = line[-1].next
    line[0].insert_before(cite)
    for part in line:
        part.decompose()
    if end is not None and end.tag == "br":
        end.decompose()


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted, from the head of a quote."""
    del box
    return first_group(QUOTED, Node(cite).text)


def take_plain_mark(body: Body) -> None:
    """Take "[ <i>本帖最后由 甲 于 … 编辑</i> ]" of 6 for a field; 7 has ``i.pstatus`` for it."""
    for mark in body.each("i, em"):
        text = words(mark)
        if EDITED.match(text):
            take_bracket(mark.prev, "[")
            take_bracket(mark.next, "]")
            body.found.edit_mark = text
            mark.decompose()


def take_bracket(side: LexborNode | None, bracket: str) -> None:
    """Take the bracket out of the text beside an edit mark."""
    if side is None or not side.is_text_node:
        return
    text = side.text_content or ""
    if bracket in text:
        side.replace_with(text.replace(bracket, "", 1))


def note_gates(body: Body) -> None:
    """Sort ``div.notice`` of 6.

    It stands over shown secrets (a label) or in place of hidden words or files (a gate).
    """
    for box in body.each("div.notice"):
        text = words(box)
        if SHOWN_SECRET.match(text):
            body.drop(box, "hidden-text-label")
        else:
            body.gate(box, text)


RULES: tuple[Rule | TagRule, ...] = (
    furniture("code-head", ".blockcode .headactions, .blockcode h5", needles=("blockcode",)),
    furniture("attachment-icon", "img[src*='attachicons/']", needles=("attachicons/",)),
    Rule("edit-mark-6", ("本帖最后由", "本帖最後由", "last edited by"), take_plain_mark),
    Rule("gates-6", ("notice",), note_gates),
    *(rule for rule in DISCUZ_RULES if rule.name != "quotes"),
    Rule("quote-heads", ("quote",), cite_heads),
    quotes("div.quote", body="blockquote", who=quoted_name),
)
