"""What every page shows, and what many kinds of pages share."""

from __future__ import annotations

from msgspec import Struct


class Crumb(Struct, frozen=True):
    """One step of the path to a page; ``href`` is ``None`` where no page of its own exists."""

    title: str
    href: str | None = None


class Pager(Struct, frozen=True, kw_only=True):
    """Where a page stands among the pages of one list: ``paths[number - 1]`` is this page."""

    number: int
    paths: list[str]


class Order(Struct, frozen=True, kw_only=True):
    """An order in which a list can be read: its name, and the first page of the list so read."""

    name: str
    href: str


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page shows of the site.

    ``address`` is where it will be published ("https://…/") if known; ``curated`` are the curator's
    own pages, for the navigation. ``lists`` are the paths of the lists that only some sites have:
    by date, by tag, of pictures.
    """

    title: str
    language: str = "en"
    address: str | None = None
    description: str | None = None
    curated: list[Crumb] = []
    lists: list[str] = []


class CuratedView(Struct, frozen=True, kw_only=True):
    """A page the curator wrote in Markdown, already HTML."""

    title: str
    path: str
    html: str
