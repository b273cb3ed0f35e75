"""What lists show of a post: its first words, and the pictures that are the post's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_gen.clean import parsed
from site_gen.clean.body import IMAGE, attributes_of
from site_gen.clean.sanitise import text_of
from site_gen.models import Post
from site_gen.text.shorten import shortened


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


def shown_pictures(posts: Iterable[Post]) -> dict[str, tuple[int, str | None]]:
    """Return for each picture's address the first post that shows it, and its description.

    Addresses are as bodies say them. Smilies are none.
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
