"""Documents: what of a post is searched.

One post is one document; a thread's title belongs to its first post.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import NamedTuple

from site_gen.models import Post, Thread
from site_gen.render.known import is_original_poster
from site_gen.render.places import board_path, post_anchor
from site_gen.store.posts import OrderedPost
from site_gen.text.subjects import own_subject

UNDATED = "undated"
YEAR_FULL = 2_000  # posts: a year with more is cut into months
MONTH_FULL = 4_096  # posts: a month with more is cut into parts


class Document(NamedTuple):
    """A post as it is searched and shown among results.

    ``board`` is the name of its page; ``flags`` are "image", "code" and "op" (by the thread's first
    author).
    """

    thread: str
    title: str
    board_name: str
    board: str
    n: int
    anchor: str
    author: str
    date: str
    flags: frozenset[str]
    text: str


def document(thread: Thread, post: Post, board_name: str) -> Document:
    """Return what of a post is searched: its words, and the short texts that stand under it."""
    return Document(
        thread=thread.id,
        title=_whole(thread.title or ""),
        board_name=_whole(board_name),
        board=board_page(board_path(thread.board)),
        n=post.n,
        anchor=post_anchor(post.n, post.id),
        author=_whole(post.author or ""),
        date=post.date or "",
        flags=frozenset(_flags(post, thread.posts[0])),
        text=_whole("\n".join(filter(None, _texts(thread, post)))),
    )


def board_page(path: str) -> str:
    """Return a board by the name of its page: "boards/1f0c.html" gives "1f0c"."""
    return path.removeprefix("boards/").removesuffix(".html")


def _whole(text: str) -> str:
    """Return a text without half surrogate pairs, which UTF-8 cannot say."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


def _texts(thread: Thread, post: Post) -> Iterator[str | None]:
    yield own_subject(post.subject, thread.title)
    yield post.text
    if post.n == 1 and thread.poll:
        yield thread.poll.question
        yield from (option.text for option in thread.poll.options)
    yield from (attachment.name for attachment in post.attachments)
    yield from (f"{comment.author or ''} {comment.text}" for comment in post.comments)


def _flags(post: Post, starter: Post) -> Iterator[str]:
    if post.images:
        yield "image"
    if post.code:
        yield "code"
    if is_original_poster(post, starter):
        yield "op"


# ── Buckets ───────────────────────────────────────────────────────────────────────────────────────


def buckets(
    places: Iterable[OrderedPost], years: Mapping[str, int]
) -> Iterator[tuple[str, list[OrderedPost]]]:
    """Yield the posts, in order, in named runs.

    A run is a year ("2015"), a month of a full year ("2015-03"), a part of a full month.
    ``years`` says how many posts each year has. What happens in one month leaves the buckets of
    others as they are.
    """
    parts: Counter[str] = Counter()
    for label, group in groupby(places, key=lambda place: _label(place, years)):
        while held := list(islice(group, MONTH_FULL)):
            name = f"{label}.{parts[label]}" if parts[label] else label
            yield name, held
            parts[label] += 1


def _label(place: OrderedPost, years: Mapping[str, int]) -> str:
    if not place.year:
        return UNDATED
    if years[place.year] <= YEAR_FULL:
        return place.year
    month = place.date[5:7]
    if not re.fullmatch("[0-9]{2}", month):
        month = "00"
    return f"{place.year}-{month}"
