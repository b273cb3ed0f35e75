"""One body through its rules and the sanitiser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from site_gen.clean.addresses import cleaned
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule
from site_gen.clean.rules import OWN_GATES
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.models import Link

INSIDE = r"""([^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*)"""
IMAGE = re.compile(rf"<img\b{INSIDE}>")
ANCHOR = re.compile(rf"<a\b{INSIDE}>(.*?)</a>", re.S)
ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
COMMENT = re.compile(r"<!--.*?-->", re.S)
LIST_BREAK = re.compile(r"(<(?:ul|ol)\b[^>]*>|</li>)(?:\s*<br>)+")
WEB = ("http", "https", "mailto")


class Cleaned(Struct, frozen=True):
    """A cleaned body: ``html`` is safe and portable, ``text`` what a reader sees, ``found`` what the rules found."""

    html: str
    text: str
    found: Findings


def clean_body(
    node: LexborNode, rules: Sequence[Rule | TagRule], absolute: Callable[[str], str] = str
) -> Cleaned:
    """Run the rules that have work to do on one body, in order, then sanitise.

    ``node`` holds the body and is changed.

    A body in which no tree rule has work is not walked: most posts are words, smilies and links,
    and a rule's needles say so at the cost of a substring search.
    """
    found = Findings(absolute)
    raw = node.inner_html or ""
    if "<" in raw:
        raw = _by_tree(node, raw, (OWN_GATES, *rules), found)
    if "<!--" in raw:
        raw = COMMENT.sub("", raw)
    if "<img" in raw:
        raw = _images(raw, [rule for rule in rules if isinstance(rule, TagRule)], found)
    if "<a" in raw:
        raw = ANCHOR.sub(lambda match: _link(match, found), raw)
    clean = (
        without_stray_breaks(sanitise(raw))
        if "<" in raw
        else html.escape(html.unescape(raw), quote=False).strip()
    )
    return Cleaned(clean, text_of(clean), found)


def without_stray_breaks(clean: str) -> str:
    """A body without the empty lines around it, and those that editors put between the items of a list."""
    if "<li" in clean:
        clean = LIST_BREAK.sub(r"\1", clean)
    while clean.startswith("<br>"):
        clean = clean[4:].lstrip()
    while clean.endswith("<br>"):
        clean = clean[:-4].rstrip()
    return clean


def parsed(source: str) -> LexborNode:
    """A piece of HTML source as a body of its own."""
    body = LexborHTMLParser("<body>" + source).body  # said here, no frameset can take its place
    assert body is not None  # Lexbor makes a body for any input
    return body


def _by_tree(node: LexborNode, raw: str, rules: Sequence[Rule | TagRule], found: Findings) -> str:
    body = Body(node, found)
    due = False
    for rule in rules:
        if isinstance(rule, Rule) and rule.is_due(raw):
            rule.apply(body)
            due = True
    return node.inner_html or "" if due else raw


def _images(raw: str, rules: Sequence[TagRule], found: Findings) -> str:
    def change(match: re.Match[str]) -> str:
        attributes: Attributes | None = attributes_of(match[1])
        for rule in rules:
            if attributes is not None:
                attributes = rule.apply(attributes, found)
        return tag("img", attributes) if attributes is not None else ""

    return IMAGE.sub(change, raw)


def _link(match: re.Match[str], found: Findings) -> str:
    """A link with its absolute address, session ids removed.

    An address of no web scheme stays readable as a title.
    """
    stated = attributes_of(match[1]).get("href", "")
    address = cleaned(found.absolute(stated))
    scheme = scheme_of(address)
    if scheme in ("", "javascript", "vbscript", "data"):
        return match[2]
    found.links.append(Link(text=text_of(match[2]), href=address))
    return tag("a", {"href" if scheme in WEB else "title": address}) + match[2] + "</a>"


def attributes_of(inside: str) -> Attributes:
    """The attributes of a tag as a parser wrote it, names in lower case, values unescaped."""
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in ATTRIBUTE.findall(inside)
    }


def tag(name: str, attributes: Attributes) -> str:
    """A start tag."""
    return (
        f"<{name}"
        + "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
        + ">"
    )


def scheme_of(address: str) -> str:
    """The scheme of an address in lower case; "" where there is none or the address is broken."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""
