"""The saved pictures."""

from __future__ import annotations

from msgspec import Struct

from site_gen.render.views.site import Pager


class GalleryPicture(Struct, frozen=True, kw_only=True):
    """A saved picture in the gallery: its path, its description, its size in pixels.

    ``href`` leads to the first post that shows it, whose author and date are told.
    """

    path: str
    href: str
    alt: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None
    width: int | None = None
    height: int | None = None


class GalleryView(Struct, frozen=True, kw_only=True):
    """One page of the saved pictures, newest first.

    ``small`` counts icons and the like, which are left out.
    """

    path: str
    pager: Pager
    pictures: list[GalleryPicture]
    total: int
    small: int = 0
