"""Rules for what every engine's bodies hold in markup of its own: quotes, code, spoilers, edit marks, furniture.

Each function makes a :class:`Rule` out of selectors, so that an engine's table says where things
stand and nothing here says which engine it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborNode

from site_gen.clean.codelang import stated_language
from site_gen.clean.rule import Body, Rule, words
from site_gen.models import Quote

# "甲 wrote:", "Quote from: 甲 on May 9, 2024", "甲 schrieb:", "Originally Posted by 甲".
HEAD_NAME = re.compile(
    r"^(?:(?:quote from|originally posted by|quoting|zitat von|citation de)\s*:?\s*)?(?P<who>\S.*?)\s*"
    r"(?:(?:wrote|said|schrieb|a écrit|escribió|ha scritto|писал\(?а?\)?|写道|写了|كتب)\b.*|\s+on\s+.*\d.*)?"
    r"\s*[:：]?\s*$",
    re.I | re.S,
)
POST_NUMBER = re.compile(
    r"(?:[?&#/](?:p|pid|post|msg|do=findComment&comment)[=-]?)(\d+)|^post:?\s*(\d+)$", re.I
)


def quotes(
    box: str,
    *,
    head: str = "cite",
    body: str | None = None,
    needles: Sequence[str] = ("quote",),
    who: Callable[[LexborNode, LexborNode | None], str | None] | None = None,
) -> Rule:
    """A rule for quotes: each ``box`` becomes ``blockquote.quote`` with its ``head`` as ``cite``, in its place.

    ``head`` selects the line that names who is quoted, below the box; ``body`` the words, where the
    box holds more than them. ``who`` reads the name where the head's text does not simply say it.
    The outermost quotes are recorded, with the quoted post's id where a link or a data attribute
    gives it.
    """

    def apply(rule_body: Body) -> None:
        found: list[Quote] = []
        nodes = rule_body.each(box)
        boxes = {node.mem_id for node in nodes}
        for node in nodes:
            cite = node.css_first(head)
            name = who(node, cite) if who else _named(cite)
            said = words(cite) if cite is not None else ""
            link = cite.css_first("a[href]") if cite is not None else None
            url = (
                rule_body.absolute(link.attributes.get("href") or "") if link is not None else None
            )
            if not _is_nested(node, boxes, rule_body.root):
                inner = node.css_first(body) if body else None
                text = words(inner or node).removeprefix(said).strip()
                found.append(Quote(author=name, text=text, post_id=_number(node, url), url=url))
            _as_blockquote(rule_body, node, cite, node.css_first(body) if body else None)
        rule_body.found.quotes += reversed(found)

    return Rule("quotes", tuple(needles), apply)


def code(box: str, *, lines: str = "pre, code", needles: Sequence[str] = ("code",)) -> Rule:
    """A rule for code: each ``box`` becomes ``pre > code`` with its lines kept.

    What else it holds is its furniture.

    The language stays with it where the page says it.
    """

    def apply(body: Body) -> None:
        found: list[str] = []
        for node in body.each(box):
            inner = node if node.tag in ("pre", "code") else node.css_first(lines) or node
            for br in inner.css("br"):
                br.replace_with("\n")
            text = inner.text().replace("\r", "").replace("\u00a0", " ").strip("\n")
            found.append(text)
            language = stated_language(node)
            pre = body.new("pre")
            pre.insert_child(
                body.new("code", text, **({"data-lang": language} if language else {}))
            )
            body.replace(node, pre)
        body.found.code += reversed(found)

    return Rule("code", tuple(needles), apply)


def spoilers(box: str, *, title: str, inside: str, needles: Sequence[str]) -> Rule:
    """A rule for spoilers: each ``box`` becomes ``details.spoiler``, open to a click without any script."""

    def apply(body: Body) -> None:
        for node in body.each(box):
            head, content = node.css_first(title), node.css_first(inside)
            details = body.new("details", class_="spoiler")
            details.insert_child(body.new("summary", words(head) if head is not None else ""))
            wrapper = body.new("div")
            details.insert_child(wrapper)
            node.insert_before(details)
            placed = node.prev.css_first("div") if node.prev is not None else None
            for child in (content or node).iter(include_text=True):
                if placed is not None:
                    placed.insert_child(child)
            node.decompose()

    return Rule("spoilers", tuple(needles), apply)


def edit_mark(css: str, *, needles: Sequence[str]) -> Rule:
    """A rule for the line that says when a post was edited: a field of the record, not words of the author."""

    def apply(body: Body) -> None:
        for node in body.each(css):
            body.found.edit_mark = words(node) or body.found.edit_mark
            node.decompose()

    return Rule("edit-mark", tuple(needles), apply)


def furniture(name: str, css: str, *, needles: Sequence[str]) -> Rule:
    """A rule for what the page put into a body: buttons, labels, adverts.

    Its words are recorded under ``name``.
    """

    def apply(body: Body) -> None:
        for node in body.each(css):
            body.drop(node, name)

    return Rule(name, tuple(needles), apply)


def gates(css: str, *, needles: Sequence[str]) -> Rule:
    """A rule for words that stand in place of what was hidden from the reader."""

    def apply(body: Body) -> None:
        for node in body.each(css):
            body.gate(node, words(node))

    return Rule("gates", tuple(needles), apply)


def _named(cite: LexborNode | None) -> str | None:
    match = HEAD_NAME.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def _number(node: LexborNode, url: str | None) -> str | None:
    stated = (
        node.attributes.get(name)
        for name in ("data-post-id", "data-source", "data-quoteid", "data-post")
    )
    for value in (*stated, url):
        if value and (match := POST_NUMBER.search(value)):
            return match[1] or match[2]
        if value and value.isdecimal():
            return value
    return None


def _is_nested(node: LexborNode, boxes: set[int], root: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.mem_id in boxes:
            return True
        parent = parent.parent
    return False


def _as_blockquote(
    body: Body, node: LexborNode, cite: LexborNode | None, inner: LexborNode | None
) -> None:
    """Make a box the ``blockquote.quote`` that the site shows, whatever element it was."""
    if cite is not None and cite.tag != "cite":
        named = body.new("cite")
        cite.insert_before(named)
        placed = cite.prev
        if placed is not None:
            placed.insert_child(words(cite))
        cite.decompose()
    if inner is not None and inner.mem_id != node.mem_id:
        inner.unwrap()
    if node.tag == "blockquote":
        node.attrs["class"] = "quote"
        return
    quote = body.new("blockquote", class_="quote")
    for child in node.iter(include_text=True):
        quote.insert_child(child)
    body.replace(node, quote)
