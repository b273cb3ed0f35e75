"""What lists show of a post: its first words, and the pictures that are the post's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate

from site_gen.clean import parsed
from site_gen.clean.body import IMAGE, attributes_of
from site_gen.clean.sanitise import text_of
from site_gen.models import Post

LENGTH = 180
"""Letters of an excerpt at most; a Chinese character has the room, and says the words, of two."""


def excerpt(post: Post) -> str:
    """The first words that the author wrote; those of a quote only where there are no others."""
    return shortened(own_words(post) or post.text)


def own_words(post: Post) -> str:
    """A post's text without its quotes."""
    if "<blockquote" not in post.html:
        return post.text
    body = parsed(post.html)
    for quote in body.css("blockquote"):
        quote.decompose()
    return text_of(body.inner_html or "")


def shortened(text: str, room: int = LENGTH) -> str:
    """A text cut where it fills the room, after a word if one ends near, with an ellipsis for the rest."""
    if len(text) <= room // 2:
        return text
    filled = list(accumulate(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:room]))
    if len(text) <= room and filled[-1] <= room:
        return text
    cut = text[: sum(width < room for width in filled)]
    end = cut.rfind(" ", len(cut) - 30)
    return (cut[:end] if end > 0 else cut).rstrip() + "…"


def shown_pictures(posts: Iterable[Post]) -> dict[str, tuple[int, str | None]]:
    """For each picture's address, as bodies say it, the number of the first post that shows it and its description.

    Smilies are none.
    """
    shown: dict[str, tuple[int, str | None]] = {}
    for post in posts:
        for source, description in pictures_of(post):
            shown.setdefault(source, (post.n, description))
    return shown


def pictures_of(post: Post) -> Iterator[tuple[str, str | None]]:
    """The pictures in a post's body and those attached to it, with their descriptions or names."""
    for tag in IMAGE.findall(post.html) if "<img" in post.html else ():
        attributes = attributes_of(tag)
        if "src" in attributes and attributes.get("class") != "smiley":
            yield attributes["src"], attributes.get("alt") or None
    for attachment in post.attachments:
        if attachment.href:
            yield attachment.href, attachment.name
