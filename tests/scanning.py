"""A plain scan of all posts of a built site, to hold the answers of its search against."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from site_gen.models import Thread
from site_gen.search.words import fold
from site_gen.store.store import Store

ALL = """async ([question, filters]) => {
  const answer = await archiveSearch.find(question, filters), found = [];
  while (answer.more) found.push(...await answer.next(100000, 1000));
  return found.map((row) => `${row.thread} ${row.n}`);
}"""
"""Every post that the search finds on a search page, as thread and number."""


class Said(NamedTuple):
    """A post as it is searched: its place (thread and number) and its text, with the title for the first."""

    place: str
    text: str


def posts_of(site: Path, form: Callable[[str], str] = fold) -> list[Said]:
    """Every post of the site's store, its text in the given form."""
    store = Store(site.parent / f".{site.name}.sitegen" / "store.sqlite", readonly=True)
    threads = (
        msgspec.msgpack.decode(row[0], type=Thread)
        for row in store.rows("SELECT record FROM threads")
    )
    return [
        Said(
            f"{thread.id} {post.n}",
            form(f"{thread.title}\n{post.text}" if post.n == 1 else post.text),
        )
        for thread in threads
        for post in thread.posts
    ]


def as_word(question: str) -> Callable[[str], bool]:
    """Whether a text holds the word."""
    word = re.compile(rf"(?<![^\W_]){re.escape(question)}(?![^\W_])")
    return lambda text: word.search(text) is not None
