"""Quotes in the bodies of phpwind: who is quoted, from which post, and the words.

5 to 7: ``h6.quote`` before ``blockquote.blockquote`` (a label with a ``span`` heads a shown secret
or a note of the thread's author instead); 7: ``blockquote.blockquote3 > h6.quote2``; 8:
``blockquote3 > div.quote + div.text``; 9: ``blockquote.blockquote``, the name as a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body, Rule, words
from site_gen.dates import ABSOLUTE
from site_gen.engines.core.table import squash
from site_gen.engines.phpwind.common import PID
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Quote

COLONS = (":", "：")
# "引用第3楼甲于2009-04-16 11:08发表的 :", and its Uyghur form.
QUOTED = re.compile(
    r"(?:第?\s*\d+\s*(?:楼|樓)|楼主|قەۋەتتىكى)\s*(?P<who>\S.{0,60}?)\s*"
    r"(?:于|於|在|نىڭ|دە)\s*(?=\d{4}-\d)",
    re.S,
)


@dataclass(frozen=True)
class Head:
    """The line of a quote that says who is quoted."""

    nodes: list[LexborNode] = field(default_factory=list)
    said: str = ""
    author: str | None = None


def cite_heads(body: Body) -> None:
    """Make a quote's label ("Quote:", 引用) and its first line its ``cite``; its words stay."""
    found: list[Quote] = []
    for box in body.each("blockquote.blockquote, blockquote.blockquote3"):
        label = quote_label(box)
        head = dated_head(box, label)
        jump = box.css_first("a.return, a[href*='action=topost'], a[href*='a=jump']")
        if label is None and head is None and jump is None:
            continue
        head = head or named_head(box)
        cite = take_cite(body, label, head)
        url = take_jump(body, jump)
        if not is_nested(box, body.root):
            pid = first_group(PID, url)
            found.append(Quote(author=head.author, text=words(box), post_id=pid, url=url))
        begin_with(box, cite)
        box.attrs["class"] = "quote"
    body.found.quotes += reversed(found)


def quote_label(box: LexborNode) -> LexborNode | None:
    """Return the label of a quote.

    It stands inside it (``h6.quote2``, ``div.quote``), or just before it (``h6.quote``).
    """
    inside = box.css_first("h6.quote2, div.quote, h6.quote")
    if inside is not None:
        return inside
    before = Node(box).prev
    while before.is_text and not before.lines.strip():
        before = before.prev
    if before.tag != "h6" or before.at("span") or "quote" not in before.attr("class"):
        return None
    return before.raw


def dated_head(box: LexborNode, label: LexborNode | None) -> Head | None:
    """Return the first line of a quote, if it holds a date and ends in a colon."""
    line = first_line(words_box(Node(box), Node(label)))
    said = squash("".join(node.text() for node in line))
    if ABSOLUTE.search(said) and said.endswith(COLONS):
        return Head(line, said, first_group(QUOTED, said))
    return None


def words_box(box: Node, label: Node) -> Node:
    """Return the element that holds the words of a quote."""
    inner = box.at("div.text")
    if inner:
        return inner
    blocks = (node for node in box.children() if node.tag == "div" and node != label)
    return next(blocks, box)


def first_line(box: Node) -> list[LexborNode]:
    """Return the nodes of a box up to its first break, the break too, labels left out."""
    line: list[LexborNode] = []
    for node in box.children(texts=True):
        if node.tag in ("h6", "div", "blockquote", "p"):
            if line:
                break
        elif node.raw is not None:
            line.append(node.raw)
        if node.tag == "br":
            break
    return line


def named_head(box: LexborNode) -> Head:
    """Return the link to the quoted member, with which a quote of 9 begins, if there is one.

    The colon behind it is taken away.
    """
    link = named_link(Node(box))
    behind = link.next
    if link.raw is None or behind.raw is None:
        return Head()
    behind.raw.replace_with(behind.lines.lstrip(" :："))
    return Head([link.raw], f"{link.text}：", link.text)


def named_link(box: Node) -> Node:
    """Return the link to the quoted member: first in a quote of 9, with a colon behind it."""
    link = box.at("span.fl > a")
    behind = link.next
    if behind.is_text and behind.lines.lstrip().startswith(COLONS) and not link.prev:
        return link
    return NOTHING


def take_cite(body: Body, label: LexborNode | None, head: Head) -> LexborNode:
    """Return a ``cite`` that says what a label and a head say, which are taken away."""
    said = words(label) if label is not None else ""
    cite = body.new("cite", squash(f"{said} {head.said}"))
    for node in head.nodes:
        node.decompose()
    if label is not None:
        label.decompose()
    return cite


def take_jump(body: Body, jump: LexborNode | None) -> str | None:
    """Take away the link to the quoted post, and return its address."""
    if jump is None:
        return None
    url = body.absolute(Node(jump).attr("href"))
    body.drop(jump, "quote-link")
    return url


def begin_with(box: LexborNode, cite: LexborNode) -> None:
    """Put a ``cite`` that says something at the head of a quote."""
    first = next(box.iter(include_text=True), None)
    if first is not None and cite.text():
        first.insert_before(cite)


def is_nested(box: LexborNode, root: LexborNode) -> bool:
    """Tell whether a quote stands inside another."""
    parent = box.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.tag == "blockquote":
            return True
        parent = parent.parent
    return False


QUOTES = Rule("quotes", ("blockquote",), cite_heads)
