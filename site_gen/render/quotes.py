"""Quotes: which post each one quotes, and how it stands in the post that quotes it.

A forum that states the quoted post is believed. Where it states a name alone, the words decide: a
quote whose words stand in an earlier post of that author is led there, and its link says how it was
found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from site_gen.models import Post, Quote

LONG = 900
"""Characters of text from which a quote is folded; about twelve lines of a column."""

ENOUGH = 12
"""Characters that a quote must have to be found by its words: "+1" stands in every post."""

WORDS = 4_000
"""Characters of a quote that are compared."""

BOX = re.compile(r"<(/?)blockquote\b[^>]*>")
CITE = re.compile(r"\s*<cite>(.*?)</cite>", re.S)
TAG = re.compile(r"<[^>]*>")
WHITE = re.compile(r"\s+")
OWN = '<blockquote class="quote">'


class Quoted(NamedTuple):
    """The post of this thread that a quote quotes.

    ``by_words`` tells that its words and author are the evidence.
    """

    post: Post
    by_words: bool = False


class Lead(NamedTuple):
    """The link from a quote to what it quotes: its label ("#12"), its address.

    ``title`` is a remark for a guess.
    """

    label: str
    href: str
    title: str | None = None


def quoted_posts(posts: Sequence[Post], ids: Mapping[str, Post]) -> dict[int, list[Quoted | None]]:
    """Return for each post that quotes, by its number, what each of its outermost quotes quotes.

    ``None`` stands where that is unknown. ``ids`` are the thread's posts by the forum's own id.
    """
    found: dict[int, list[Quoted | None]] = {}
    earlier: dict[str, list[Post]] = {}
    for post in posts:
        if post.quotes:
            found[post.n] = [_quoted(quote, post, ids, earlier) for quote in post.quotes]
        if post.author:
            earlier.setdefault(post.author.casefold(), []).append(post)
    return found


def _quoted(
    quote: Quote, by: Post, ids: Mapping[str, Post], earlier: Mapping[str, list[Post]]
) -> Quoted | None:
    if quote.post_id:
        stated = ids.get(quote.post_id)
        if stated is None or stated.n == by.n:
            return None
        return Quoted(stated)
    if quote.url or not quote.author:
        return None
    words = quote.text[:WORDS].rstrip(".… ")
    if len(words) < ENOUGH:
        return None
    by_author = reversed(earlier.get(quote.author.casefold(), []))
    return next((Quoted(post, by_words=True) for post in by_author if words in post.text), None)


def with_leads(html: str, leads: Sequence[Lead | None], fold: str) -> str:
    """Return a post's HTML with long quotes folded, and each outermost quote's lead at its head.

    ``fold`` are the words that a long quote is folded under.

    ``leads`` are in the order of the quotes. Where there are not as many of them as quotes, none is
    used: which belongs to which would be a guess.
    """
    if OWN not in html:
        return html
    boxes = list(outermost(html))
    if len(boxes) != len(leads):
        leads = [None] * len(boxes)
    parts: list[str] = []
    done = 0
    for (start, end), lead in zip(boxes, leads, strict=True):
        parts += [html[done:start], _box(html[start:end], lead, fold)]
        done = end
    return "".join([*parts, html[done:]])


def outermost(html: str) -> Iterator[tuple[int, int]]:
    """Yield where the quotes stand that no other quote holds, as (start, end) of their elements."""
    depth = start = 0
    for tag in BOX.finditer(html):
        if tag[1]:
            depth -= 1
            if depth == 0 and html.startswith(OWN, start):
                yield start, tag.end()
        else:
            if depth == 0:
                start = tag.start()
            depth += 1


def _box(box: str, lead: Lead | None, fold: str) -> str:
    """Return one quote, from start tag to end tag, with its lead and folded if it is long."""
    head, words = "", box[len(OWN) : -len("</blockquote>")]
    cite = CITE.match(words)
    if cite:
        head, words = cite[1], words[cite.end() :]
    if lead and f'href="{escape(lead.href)}"' not in box:
        head = f"{head} {_link(lead)}"
    if head:
        head = f"<cite>{head}</cite>"
    if len(words) > LONG and len(WHITE.sub(" ", TAG.sub("", words))) > LONG:
        words = f'<details class="fold"><summary>{escape(fold)}</summary>{words}</details>'
    return f"{OWN}{head}{words}</blockquote>"


def _link(lead: Lead) -> str:
    title = ""
    if lead.title:
        title = f' title="{escape(lead.title)}"'
    return f'<a href="{escape(lead.href)}"{title}>{escape(lead.label)}</a>'


def quoting(
    quoted: Mapping[int, list[Quoted | None]],
    posts: Sequence[Post],
    label: Callable[[Post], str],
    place: Callable[[Post], str],
) -> dict[int, list[tuple[str, str]]]:
    """Return the later posts that quote each post, by its number, each once.

    They are (label, place in the site).
    """
    found: dict[int, dict[str, str]] = {}
    for post in posts:
        for target in quoted.get(post.n, ()):
            if target is not None:
                found.setdefault(target.post.n, {})[label(post)] = place(post)
    return {n: list(by.items()) for n, by in found.items()}
