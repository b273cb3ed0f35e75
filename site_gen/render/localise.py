"""Lead the links and pictures of a post's HTML to this site."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from site_gen.threads.pictures import Picture

TAG = re.compile(r'<(/?a|img)\b((?:[^>"]|"[^"]*")*)>')
LINK = re.compile(r'<(a)\b((?:[^>"]|"[^"]*")*)>')
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
EMPTY_LINK = re.compile(r'<a href="([^"]*)"></a>')

LINE = 28
"""Pixels of a line of text, which a smiley may fill."""

SMALL = 320
"""Pixels of width and height up to which a picture fits the narrowest screens as it is."""


class Local(NamedTuple):
    """What :func:`localise` needs: places in the site for addresses and pictures.

    They are relative to the page.
    """

    links: Mapping[str, str]
    media: Mapping[str, Picture]


def localise(clean: str, local: Local, missing: str, picture: str = "picture") -> str:
    """Return a post's HTML, its links and pictures led to this site.

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
        tag, name, attributes = match[0], match[1], match[2]
        if name == "/a":
            within_link = False
            return tag
        stated = dict(ATTRIBUTE.findall(attributes))
        if name == "a":
            within_link = True
            return _link(tag, stated, local)
        return _picture(stated, local, missing, "" if within_link else picture)

    tags = TAG if "<img" in clean else LINK
    return EMPTY_LINK.sub(r'<a href="\1">\1</a>', tags.sub(change, clean))


def _link(tag: str, attributes: dict[str, str], local: Local) -> str:
    href = html.unescape(attributes.get("href", ""))
    place = local.links.get(href)
    if place is None:
        return tag
    title = ""
    if "title" in attributes:
        title = f' title="{attributes["title"]}"'
    return f'<a href="{html.escape(place)}"{title}>'


def _picture(attributes: dict[str, str], local: Local, missing: str, name: str) -> str:
    """Return a picture in its place.

    ``name`` is what a link to it is called; "" within a link, which can hold no other.
    """
    source = html.unescape(attributes.get("src", ""))
    alt = attributes.get("alt", "")
    picture = local.media.get(source)
    if attributes.get("class") == "smiley":
        return _smiley(picture, alt)
    if picture is None:
        return _missing_picture(source, alt, missing, within_link=not name)
    return _saved_picture(picture, alt, name)


def _smiley(picture: Picture | None, alt: str) -> str:
    if picture is None:
        return alt
    return picture_tag(lowered(picture), alt, ' class="smiley"')


def _saved_picture(picture: Picture, alt: str, name: str) -> str:
    shown = picture_tag(picture, alt, ' loading="lazy"')
    if not name or is_small(picture):
        return shown
    label = ""
    if not alt:
        label = f' aria-label="{html.escape(name)}"'
    return f'<a class="pic" href="{html.escape(picture.path)}"{label}>{shown}</a>'


def picture_tag(picture: Picture, alt: str, rest: str) -> str:
    """Return an ``img`` with the picture's size. ``alt`` and ``rest`` are HTML."""
    size = ""
    if picture.width:
        size = f' width="{picture.width}" height="{picture.height}"'
    return f'<img src="{html.escape(picture.path)}" alt="{alt}"{size}{rest}>'


def lowered(picture: Picture) -> Picture:
    """Return a smiley with the size it is shown at: no higher than a line of text."""
    if not picture.width or not picture.height or picture.height <= LINE:
        return picture
    width = max(1, round(picture.width * LINE / picture.height))
    return picture._replace(width=width, height=LINE)


def is_small(picture: Picture) -> bool:
    """Tell whether a picture is shown in full wherever it stands: there is nothing more to see."""
    return picture.width is not None and picture.width <= SMALL and (picture.height or 0) <= SMALL


def _missing_picture(source: str, alt: str, missing: str, within_link: bool) -> str:
    """Return a labelled place for a picture that nobody saved.

    It shows the picture's description and its original address.
    """
    label = f"{missing}: {alt}" if alt else missing
    if not source.startswith(("http://", "https://")):
        name = html.escape(unquote(urlsplit_path(source)).rpartition("/")[2])
        if name and name != alt:
            label = f"{label} ({name})"
        return f'<span class="missing">{label}</span>'
    where = html.escape(shown_address(source))
    if not within_link:
        where = f'<a href="{html.escape(source)}">{where}</a>'
    return f'<span class="missing">{label} <small>{where}</small></span>'


def shown_address(address: str, longest: int = 60) -> str:
    """Return a web address for people: without its scheme, the middle of a long one left out."""
    bare = address.partition("://")[2]
    if len(bare) <= longest:
        return bare
    return f"{bare[: longest // 2]}…{bare[-longest // 2 :]}"


def urlsplit_path(address: str) -> str:
    """Return the path of an address; "" where it is broken."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
