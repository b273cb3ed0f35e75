"""The saved pictures: each once, with the first post that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.catalogue.rows import paged, pages_for
from site_gen.config import Config
from site_gen.render.places import numbered_page, post_place
from site_gen.render.views.gallery import GalleryPicture, GalleryView
from site_gen.store.gallery import Shown, count_pictures, count_pictures_and_icons, pictures
from site_gen.store.store import Store

FIRST = "gallery/index.html"
PICTURES = 60
"""Pictures on one page: rows of two to six fill it."""


class Gallery:
    """The pictures of one site that posts show.

    ``total`` counts them, ``small`` the icons that are left out.
    """

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.total = count_pictures(store)
        self.small = count_pictures_and_icons(store) - self.total

    def views(self) -> Iterator[GalleryView]:
        """Yield every page of the gallery, the pictures of the newest posts first.

        None where no picture is saved.
        """
        if not self.total:
            return
        paths = [numbered_page(FIRST, number) for number in pages_for(self.total, PICTURES)]
        for pager, shown in paged(paths, PICTURES, pictures(self.store)):
            yield GalleryView(
                path=paths[pager.number - 1],
                pager=pager,
                pictures=[self._picture(picture) for picture in shown],
                total=self.total,
                small=self.small,
            )

    def _picture(self, shown: Shown) -> GalleryPicture:
        return GalleryPicture(
            path=f"media/{shown.name}",
            href=post_place(shown.thread, shown.n, shown.post_id, self.config.page_cap),
            alt=shown.alt,
            title=shown.title,
            author=shown.author,
            date=shown.date,
            width=shown.width,
            height=shown.height,
        )
