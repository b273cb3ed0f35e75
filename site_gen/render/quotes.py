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
    """The link from a quote to what it quotes: its label ("#12"), address, and a remark for a guess."""

    label: str
    href: str
    title: str | None = None


def quoted_posts(posts: Sequence[Post], ids: Mapping[str, Post]) -> dict[int, list[Quoted | None]]:
    """For each post (by its number) that quotes: what each of its outermost quotes quotes, ``None`` where unknown.

    ``ids`` are the thread's posts by the forum's own id.
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
        return Quoted(stated) if stated is not None and stated.n != by.n else None
    if quote.url or not quote.author:
        return None
    words = quote.text[:WORDS].rstrip(".… ")
    if len(words) < ENOUGH:
        return None
    by_author = reversed(earlier.get(quote.author.casefold(), []))
    return next((Quoted(post, by_words=True) for post in by_author if words in post.text), None)


def with_leads(html: str, leads: Sequence[Lead | None], fold: str) -> str:
    """A post's HTML with long quotes folded under the words ``fold``, and each outermost quote's lead beside its head.

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
    """Where the quotes stand that no other quote holds, as (start, end) of their elements."""
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
    """One quote, from its start tag to its end tag, with its lead and folded if it is long."""
    inner = box[len(OWN) : -len("</blockquote>")]
    head = match[1] if (match := CITE.match(inner)) else ""
    words = inner[match.end() :] if match else inner
    if lead and f'href="{escape(lead.href)}"' not in box:
        title = f' title="{escape(lead.title)}"' if lead.title else ""
        head = f'{head} <a href="{escape(lead.href)}"{title}>{escape(lead.label)}</a>'
    if len(words) > LONG and len(WHITE.sub(" ", TAG.sub("", words))) > LONG:
        words = f'<details class="fold"><summary>{escape(fold)}</summary>{words}</details>'
    return f"{OWN}{f'<cite>{head}</cite>' if head else ''}{words}</blockquote>"


def quoting(
    quoted: Mapping[int, list[Quoted | None]],
    posts: Sequence[Post],
    label: Callable[[Post], str],
    place: Callable[[Post], str],
) -> dict[int, list[tuple[str, str]]]:
    """The later posts that quote each post, by its number: (label, place in the site), each once."""
    found: dict[int, dict[str, str]] = {}
    for post in posts:
        for target in quoted.get(post.n, ()):
            if target is not None:
                found.setdefault(target.post.n, {})[label(post)] = place(post)
    return {n: list(by.items()) for n, by in found.items()}
