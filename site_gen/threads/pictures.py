"""Find the saved copies of pictures, and tell what a picture's bytes are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import imagesize
import msgspec

from site_gen.models import Post, Thread

KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
"""The kinds of pictures that browsers show and that cannot run code, by their first bytes."""

SOURCE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"')


class Picture(NamedTuple):
    """A saved picture: its path in the site, its width and height in pixels if its header says."""

    path: str
    width: int | None = None
    height: int | None = None


class Copy(NamedTuple):
    """The saved copy of a picture: where it lies in the archive, and what it is in the site."""

    asset: str
    picture: Picture


def asset_candidates(src: str, page: str) -> Iterator[str]:
    """Paths below the archive where a picture of a page may lie, best first.

    ``src`` is as in the page or made absolute, ``page`` the page's path below the archive. Saved
    beside the page ("X_files/a.jpg"), in a mirror's tree (a folder named like the host), or in the
    host's tree seen from the page.
    """
    try:
        parts = urlsplit(src)
    except ValueError:
        return
    path = unquote(parts.path)
    folder = page.rpartition("/")[0]
    if not parts.scheme and not parts.netloc:
        yield from _inside(f"{folder}/{path}")
        return
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return
    mirrored = path.lstrip("/") + (f"@{parts.query}" if parts.query else "")
    steps = folder.split("/") if folder else []
    for depth in range(len(steps), -1, -1):
        yield from _inside("/".join([*steps[:depth], parts.hostname, mirrored]))
    if parts.hostname in steps:
        root = steps[: steps.index(parts.hostname) + 1]
        yield from _inside("/".join([*root, mirrored]))


def _inside(path: str) -> Iterator[str]:
    """The path with its dots resolved, unless it leads out of the archive."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    if steps:
        yield "/".join(steps)


def saved_copy(src: str, page: str, exists: Callable[[str], bool]) -> str | None:
    """Path below the archive of a picture's saved copy, or ``None``."""
    return next((path for path in asset_candidates(src, page) if exists(path)), None)


def picture_kind(data: bytes) -> str | None:
    """File suffix for bytes that are a picture browsers show safely.

    ``None`` for all else (SVG may hold scripts).
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    return next((suffix for magic, suffix in KINDS if data.startswith(magic)), None)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels that a picture's header states, turned as its EXIF says.

    ``None`` if unreadable.
    """
    try:
        width, height = imagesize.get(BytesIO(data))
    except Exception:  # a broken file may fail in any way; all it costs is the size
        return None
    return (width, height) if width > 0 and height > 0 else None


def with_saved_copies(
    thread: Thread, exists: Callable[[str], bool], opened: Callable[[str], Picture | None]
) -> tuple[Thread, dict[str, Copy]]:
    """Set ``local`` on the pictures of a thread; return it and the copies by original address.

    ``exists`` tells whether the archive holds a path, ``opened`` what picture lies there.
    """
    copies: dict[str, Copy] = {}
    posts = []
    for post in thread.posts:
        for source in picture_sources(post):
            if source not in copies:
                path = saved_copy(source, post.source, exists)
                picture = opened(path) if path else None
                if path and picture:
                    copies[source] = Copy(path, picture)
        posts.append(_with_local(post, copies))
    return msgspec.structs.replace(thread, posts=posts), dict(sorted(copies.items()))


def _with_local(post: Post, copies: dict[str, Copy]) -> Post:
    if not any(image.src in copies for image in post.images):
        return post
    images = []
    for image in post.images:
        if copy := copies.get(image.src):
            image = msgspec.structs.replace(image, local=copy.asset)
        images.append(image)
    return msgspec.structs.replace(post, images=images)


def picture_sources(post: Post) -> list[str]:
    """Return the addresses of every picture of a post, each once.

    Those in its body (smilies too), then those attached to it.
    """
    sources = [html.unescape(source) for source in SOURCE.findall(post.html)]
    attached = [attachment.href for attachment in post.attachments if attachment.href]
    return list(dict.fromkeys([*sources, *attached]))
