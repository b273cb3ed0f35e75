"""What lists show of a post: its first words, and the pictures that are the post's own."""

from __future__ import annotations

from collections.abc import Iterable

from site_gen.clean import parsed
from site_gen.clean.sanitise import text_of
from site_gen.models import Post

LENGTH = 200
"""Characters of an excerpt, its dots included."""


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


def shortened(text: str, length: int = LENGTH) -> str:
    """A text cut after a word where one ends near the length, with an ellipsis for the rest."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    end = cut.rfind(" ", length - 30)
    return (cut[:end] if end > 0 else cut).rstrip() + "…"


def shown_pictures(posts: Iterable[Post]) -> dict[str, tuple[int, str | None]]:
    """For each picture's address the number of the first post that shows it and its description; smilies are none."""
    shown: dict[str, tuple[int, str | None]] = {}
    for post in posts:
        for image in post.images:
            shown.setdefault(image.src, (post.n, image.alt))
        for attachment in post.attachments:
            if attachment.href:
                shown.setdefault(attachment.href, (post.n, attachment.name))
    return shown
