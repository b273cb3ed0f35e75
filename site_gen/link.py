"""Link: every known original address to its place in the site, every picture to its saved copy.

The addresses of a forum are known by its engine; what leads to a thread or post of this archive
becomes a relative link, all else stays the absolute address it was.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import imagesize

from site_gen.engines.profiles.reading import thread_id_of
from site_gen.engines.registry import ALL
from site_gen.models import Post, Thread

TAG = re.compile(r'<(/?a|img)\b((?:[^>"]|"[^"]*")*)>')
LINK = re.compile(r'<(a)\b((?:[^>"]|"[^"]*")*)>')
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
EMPTY_LINK = re.compile(r'<a href="([^"]*)"></a>')

# The kinds of pictures that browsers show and that cannot run code, by their first bytes.
PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)

KNOWN = frozenset(engine.name for engine in ALL)
"""The engines whose addresses are known; those of other forums are read as a profile reads them."""

LINE = 28
"""Pixels of a line of text, which a smiley may fill."""

SMALL = 320
"""Pixels of width and height up to which a picture fits the narrowest screens as it is."""


class Target(NamedTuple):
    """What an address of a forum leads to: its host, the thread's number ("" if it names a post alone), a post's id."""

    site: str
    number: str
    post_id: str | None


class Links(NamedTuple):
    """What leads from a thread into the site, and from other threads of the site to it.

    ``places`` are places ("threads/12.html#p5") by original address; ``quoted`` names, for each of
    the thread's posts by its number, the titles of other threads by the places of their posts that
    quote it.
    """

    places: dict[str, str]
    quoted: dict[int, dict[str, str]]


@cache
def addresses(engine: str | None) -> Sequence[re.Pattern[str]]:
    """All engines' patterns of addresses: those of the named engine first, then such as name a thread.

    "/post/77" is a thread of Lemmy and a post of NodeBB.
    """
    every = [(known.name, pattern) for known in ALL for pattern in known.addresses]
    every.sort(key=lambda entry: (entry[0] != engine, "thread" not in entry[1].groupindex))
    return [pattern for _, pattern in every]


def target_of(href: str, engine: str | None = None) -> Target | None:
    """The thread and post that an absolute address of any known engine names, or ``None``.

    ``engine`` is that of the forum which the address was found on. Where that is one that only a
    profile or the generic engine knows, the address names a thread in the way in which its pages'
    own addresses do.
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if engine is not None and engine not in KNOWN:
        number, last = thread_id_of(href), re.search(r"(\d+)$", parts.fragment)
        return Target((parts.hostname or "").lower(), number, last and last[1]) if number else None
    rest = f"{parts.path}?{parts.query}" + (f"#{parts.fragment}" if parts.fragment else "")
    for pattern in addresses(engine):
        if match := pattern.search(rest):
            found = match.groupdict()
            post = found.get("post") or (
                m[1] if (m := re.search(r"#p(?:id|ost)?-?(\d+)$", rest)) else None
            )
            return Target((parts.hostname or "").lower(), found.get("thread") or "", post)
    return None


def references(thread: Thread, site: str) -> Iterator[tuple[str, Target, int | None]]:
    """The links of a thread's posts that lead to threads of the same forum, each address once.

    With each goes the number of the first post that quotes what the address leads to, ``None``
    where none does.
    """
    quoters: dict[str, int] = {}
    for post in thread.posts:
        for quote in post.quotes:
            if quote.url:
                quoters.setdefault(quote.url, post.n)
    links = (link.href for post in thread.posts for link in post.links)
    for href in dict.fromkeys([*links, *quoters]):
        target = target_of(href, thread.engine)
        if target and (target.site == site or not site):
            yield href, target, quoters.get(href)


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
    return next((suffix for magic, suffix in PICTURES if data.startswith(magic)), None)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels that a picture's header states, turned as its EXIF says.

    ``None`` if unreadable.
    """
    try:
        width, height = imagesize.get(BytesIO(data))
    except Exception:  # a broken file may fail in any way; all it costs is the size
        return None
    return (width, height) if width > 0 and height > 0 else None


def anchor_of(post: Post) -> str:
    """The element id of a post: the forum's own id, or its place where it has none."""
    return f"p{post.id}" if post.id and post.id.isalnum() else f"n{post.n}"


class Picture(NamedTuple):
    """A saved picture: where it lies in the site, and its width and height in pixels where its header states them."""

    path: str
    width: int | None = None
    height: int | None = None


class Local(NamedTuple):
    """What :func:`localise` needs: places in the site for addresses and pictures, relative to the page."""

    links: Mapping[str, str]
    media: Mapping[str, Picture]


def localise(clean: str, local: Local, missing: str, picture: str = "picture") -> str:
    """A post's HTML, its links and pictures led to this site.

    ``missing`` is the word for a picture nobody saved, ``picture`` for a link to one that has no
    description.

    Pictures are lazy and carry their size, so that nothing moves when they come; one that a column
    may show smaller than it is leads to itself.
    """
    if "<a" not in clean and "<img" not in clean:
        return clean
    within_link = False

    def change(match: re.Match[str]) -> str:
        nonlocal within_link
        if match[1] == "img":
            return _picture(
                dict(ATTRIBUTE.findall(match[2])), local, missing, "" if within_link else picture
            )
        within_link = match[1] == "a"
        return (
            _link(match[0], dict(ATTRIBUTE.findall(match[2])), local) if within_link else match[0]
        )

    tags = TAG if "<img" in clean else LINK
    return EMPTY_LINK.sub(r'<a href="\1">\1</a>', tags.sub(change, clean))


def _link(tag: str, attributes: dict[str, str], local: Local) -> str:
    href = html.unescape(attributes.get("href", ""))
    place = local.links.get(href)
    if place is None:
        return tag
    title = f' title="{attributes["title"]}"' if "title" in attributes else ""
    return f'<a href="{html.escape(place)}"{title}>'


def _picture(attributes: dict[str, str], local: Local, missing: str, name: str) -> str:
    """A picture in its place.

    ``name`` is what a link to it is called; "" within a link, which can hold no other.
    """
    source = html.unescape(attributes.get("src", ""))
    alt = attributes.get("alt", "")
    is_smiley = attributes.get("class") == "smiley"
    if picture := local.media.get(source):
        if is_smiley:
            return picture_tag(lowered(picture), alt, ' class="smiley"')
        shown = picture_tag(picture, alt, ' loading="lazy"')
        if not name or is_small(picture):
            return shown
        label = "" if alt else f' aria-label="{html.escape(name)}"'
        return f'<a class="pic" href="{html.escape(picture.path)}"{label}>{shown}</a>'
    return alt if is_smiley else _missing_picture(source, alt, missing, within_link=not name)


def picture_tag(picture: Picture, alt: str, rest: str) -> str:
    """An ``img`` with the picture's size. ``alt`` and ``rest`` are HTML."""
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
    return f'<img src="{html.escape(picture.path)}" alt="{alt}"{size}{rest}>'


def lowered(picture: Picture) -> Picture:
    """A smiley with the size it is shown at: no higher than a line of text."""
    if not picture.width or not picture.height or picture.height <= LINE:
        return picture
    return picture._replace(width=max(1, round(picture.width * LINE / picture.height)), height=LINE)


def is_small(picture: Picture) -> bool:
    """Whether a picture is shown in full wherever it stands, so that there is nothing more to see."""
    return picture.width is not None and picture.width <= SMALL and (picture.height or 0) <= SMALL


def _missing_picture(source: str, alt: str, missing: str, within_link: bool) -> str:
    """A labelled place for a picture that nobody saved: its description and its original address."""
    address = html.escape(source)
    label = f"{missing}: {alt}" if alt else missing
    if not source.startswith(("http://", "https://")):
        name = html.escape(unquote(urlsplit_path(source)).rpartition("/")[2])
        return f'<span class="missing">{label}{f" ({name})" if name and name != alt else ""}</span>'
    shown = html.escape(shown_address(source))
    where = shown if within_link else f'<a href="{address}">{shown}</a>'
    return f'<span class="missing">{label} <small>{where}</small></span>'


def shown_address(address: str, longest: int = 60) -> str:
    """A web address for people: without its scheme, the middle of a long one left out."""
    bare = address.partition("://")[2]
    return bare if len(bare) <= longest else f"{bare[: longest // 2]}…{bare[-longest // 2 :]}"


def urlsplit_path(address: str) -> str:
    """The path of an address; "" where it is broken."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
