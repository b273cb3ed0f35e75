"""Find the saved copies of pictures, and tell what a picture's bytes are."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import imagesize
import msgspec

from site_gen.archive.archive import Archive
from site_gen.archive.mirror import inside, mirrored_path
from site_gen.errors import Skipped
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
    """Return the paths of the archive at which a picture of a page may lie, best first.

    ``src`` is as in the page or made absolute, ``page`` the path of the page. A picture lies beside
    its page ("X_files/a.jpg"), or in a mirror's tree (a folder named like the host) that stands in
    one of the folders around the page.
    """
    folder = page.rpartition("/")[0]
    try:
        parts = urlsplit(src)
    except ValueError:
        return
    if not parts.scheme and not parts.netloc:
        beside = inside(f"{folder}/{unquote(parts.path)}")
        if beside:
            yield beside
        return
    mirrored = mirrored_path(src)
    if mirrored:
        steps = folder.split("/") if folder else []
        for depth in range(len(steps), 0, -1):
            yield "/".join([*steps[:depth], mirrored])


def saved_copy(src: str, page: str, archive: Archive) -> str | None:
    """Return the path of a picture's saved copy in the archive, or ``None``."""
    for path in asset_candidates(src, page):
        if archive.is_asset(path):
            return path
    mirrored = archive.by_url(src)
    return mirrored if mirrored and archive.is_asset(mirrored) else None


def open_picture(archive: Archive, path: str) -> Picture | None:
    """Return the picture that lies in the archive; ``None`` where the file is none.

    Its path is its name in the site: ``<hash>.<suffix>``.
    """
    try:
        data = archive.read(path)
    except (OSError, Skipped):
        return None
    name = picture_name(data)
    if name is None:
        return None
    width, height = picture_size(data) or (None, None)
    return Picture(name, width, height)


def picture_name(data: bytes) -> str | None:
    """Return the name in the site of a picture's bytes, or ``None`` for what is none."""
    suffix = picture_kind(data)
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{suffix}" if suffix else None


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


def with_saved_copies(thread: Thread, archive: Archive) -> tuple[Thread, dict[str, Copy]]:
    """Set ``local`` on the pictures of a thread; return it and the copies by original address."""
    copies: dict[str, Copy | None] = {}
    for post in thread.posts:
        for source in picture_sources(post):
            if copies.get(source) is None:
                copies[source] = _copy(source, post.source, archive)
    found = {source: copy for source, copy in sorted(copies.items()) if copy}
    posts = [_with_local(post, found) for post in thread.posts]
    return msgspec.structs.replace(thread, posts=posts), found


def _copy(source: str, page: str, archive: Archive) -> Copy | None:
    path = saved_copy(source, page, archive)
    picture = open_picture(archive, path) if path else None
    return Copy(path, picture) if path and picture else None


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
