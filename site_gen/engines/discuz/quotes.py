"""Quotes in the bodies of Discuz! X: who is quoted, from which post, and the words.

Seen in the default templates of X2 to X3.5 and on pages served by them.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body, Rule, words
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Quote

FINDPOST = re.compile(r"(?:[?&]pid=|#pid)(\d+)")
# "甲 发表于 2022-9-10 15:15": the name, the engine's word, a date; the word differs by language,
# the date tells it apart.
QUOTE_HEAD = re.compile(
    r"^(?P<author>.{1,60}?)\s+(?:\S{1,20}\s+){1,2}\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d\d(?:\s*[AP]M)?",
    re.S,
)
QUOTE_LABEL = re.compile(r"^\s*引用[:：]\s*")


def portable_quotes(body: Body) -> None:
    """Make ``div.quote > blockquote`` a ``blockquote.quote`` with a ``cite``.

    Nested quotes stay where they are.
    """
    quotes: list[Quote] = []
    for box in body.each("div.quote, blockquote.quote"):
        quote = box.css_first("blockquote")
        if quote is None:
            # The touch view frames a moderator's notice like a quote:
            # "提示: 该帖被管理员或版主屏蔽".
            body.gate(box, words(box))
            continue
        strip_label(quote)
        head = quote_head(quote)
        if not is_nested(quote, body.root):
            quotes.append(read_quote(body, quote, head))
        if head is not None:
            cite_head(body, head)
        quote.attrs["class"] = "quote"
        if box.tag != "blockquote":
            box.unwrap()
    body.found.quotes += reversed(quotes)


def is_nested(quote: LexborNode, root: LexborNode) -> bool:
    """Tell whether a quote of the body stands inside another."""
    parent = quote.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.tag == "blockquote":
            return True
        parent = parent.parent
    return False


def strip_label(quote: LexborNode) -> None:
    """Take away the word 引用, with which the touch view of X3.1 to X3.4 begins every quote."""
    first = next(iter(quote.iter(include_text=True)), None)
    if first is None or not first.is_text_node:
        return
    text = first.text_content or ""
    if match := QUOTE_LABEL.match(text):
        first.replace_with(text[match.end() :])


def quote_head(quote: LexborNode) -> LexborNode | None:
    """Return the line "甲 发表于 …" of a quote: a ``font`` or a link to the post, first in it."""
    first = first_shown(quote)
    if first is None or first.tag not in ("font", "a", "cite", "strong", "b"):
        return None
    if FINDPOST.search(link_of(first).attr("href")) or QUOTE_HEAD.match(words(first)):
        return first
    return None


def first_shown(quote: LexborNode) -> LexborNode | None:
    """Return the first node of a quote that is no white space."""
    for node in quote.iter(include_text=True):
        if not node.is_text_node or (node.text_content or "").strip():
            return node
    return None


def link_of(head: LexborNode) -> Node:
    """Return the link to the quoted post: the head itself, or one in it."""
    if head.tag == "a":
        return Node(head)
    return Node(head).at("a[href]")


def read_quote(body: Body, quote: LexborNode, head: LexborNode | None) -> Quote:
    """Return a quote: what its head states, if it has one, and the words below that."""
    if head is None:
        return Quote(text=words(quote).strip())
    said = words(head)
    url = body.absolute(link_of(head).attr("href")) or None
    return Quote(
        author=first_group(QUOTE_HEAD, said),
        text=words(quote).removeprefix(said).strip(),
        post_id=first_group(FINDPOST, url),
        url=url,
    )


def cite_head(body: Body, head: LexborNode) -> None:
    """Make the head of a quote its ``cite``, without the break behind it."""
    after = head.next
    if after is not None and after.tag == "br":
        after.decompose()
    if head.tag != "cite":
        cite = body.new("cite")
        cite.insert_child(head)
        body.replace(head, cite)


QUOTES = Rule("quotes", ("quote",), portable_quotes)
