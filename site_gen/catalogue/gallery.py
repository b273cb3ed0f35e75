"""The saved pictures: each once, with the first post that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from site_gen.catalogue.rows import paged, pages_for
from site_gen.config import Config
from site_gen.render.places import post_place
from site_gen.render.views.gallery import GalleryPicture, GalleryView
from site_gen.store.store import Store

FIRST = "gallery/index.html"
PICTURES = 60
"""Pictures on one page: rows of two to six fill it."""

SMALL = 48
"""Pixels: what is no wider and no higher is an icon."""

BIG = (
    f"m.n IS NOT NULL AND (m.width IS NULL OR m.height IS NULL OR MAX(m.width, m.height) > {SMALL})"
)
SHOWN = (
    "SELECT m.name, m.width, m.height, m.alt, m.thread, m.n, p.post_id, p.author, "
    "MIN(coalesce(p.date, '9') || m.thread), p.date, t.title "
    "FROM media m JOIN posts p ON p.thread = m.thread AND p.n = m.n JOIN threads t ON t.id = m.thread "
    f"WHERE {BIG} GROUP BY m.name ORDER BY p.date DESC, m.thread, m.n, m.name"
)


class Gallery:
    """The pictures of one site that posts show.

    ``total`` counts them, ``small`` the icons that are left out.
    """

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.total: int = store.one(f"SELECT COUNT(DISTINCT m.name) FROM media m WHERE {BIG}")[0]
        every: int = store.one("SELECT COUNT(DISTINCT m.name) FROM media m WHERE m.n IS NOT NULL")[
            0
        ]
        self.small = every - self.total

    def views(self) -> Iterator[GalleryView]:
        """Every page of the gallery, the pictures of the newest posts first.

        None where no picture is saved.
        """
        if not self.total:
            return
        paths = [_list_path(number) for number in pages_for(self.total, PICTURES)]
        for pager, rows in paged(paths, PICTURES, self.store.rows(SHOWN)):
            yield GalleryView(
                path=paths[pager.number - 1],
                pager=pager,
                pictures=[self._picture(row) for row in rows],
                total=self.total,
                small=self.small,
            )

    def _picture(self, row: Sequence[Any]) -> GalleryPicture:
        name, width, height, alt, thread, n, post_id, author, _, date, title = row
        return GalleryPicture(
            path=f"media/{name}",
            href=post_place(thread, n, post_id, self.config.page_cap),
            alt=alt,
            title=title,
            author=author,
            date=date,
            width=width,
            height=height,
        )


def _list_path(number: int) -> str:
    return FIRST if number == 1 else f"gallery/index-{number}.html"
