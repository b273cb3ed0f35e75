"""The tags that threads bear: the list of all, and the threads of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from site_gen.catalogue.rows import Runs, paged, pages_for, renamed
from site_gen.config import Config
from site_gen.render.places import later_page, numbered_page, tag_path
from site_gen.render.views.tags import TagRow, TagsView, TagView
from site_gen.store import summaries, tags
from site_gen.store.store import Store

FIRST = "tags/index.html"
TAGS_PAGE = 500
"""Tags on one page of their list: each is a word or two."""


class Tags:
    """The tags of one site."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.rows = [
            TagRow(name=tag.name, path=tag_path(tag.name), threads=tag.threads)
            for tag in tags.tags(store)
        ]

    def lists(self) -> Iterator[TagsView]:
        """Yield every page of the list of tags, by name; none where no thread has a tag."""
        if not self.rows:
            return
        paths = [numbered_page(FIRST, number) for number in pages_for(len(self.rows), TAGS_PAGE)]
        for pager, rows in paged(paths, TAGS_PAGE, sorted(self.rows, key=_rank)):
            path = paths[pager.number - 1]
            yield TagsView(path=path, pager=pager, rows=rows, tags=len(self.rows))

    def views(self) -> Iterator[TagView]:
        """Yield every page of every tag, the threads with the newest posts first."""
        threads = Runs(summaries.by_tag(self.store), "tag")
        cap = self.config.list_cap
        names = self.config.boards.names
        for tag in self.rows:
            paths = [later_page(tag.path, number) for number in pages_for(tag.threads, cap)]
            for pager, tagged in paged(paths, cap, threads.of(tag.name)):
                yield TagView(
                    name=tag.name,
                    path=paths[pager.number - 1],
                    pager=pager,
                    rows=[renamed(found.thread, names) for found in tagged],
                    threads=tag.threads,
                )


def _rank(tag: TagRow) -> tuple[str, str]:
    return unicodedata.normalize("NFKC", tag.name).casefold(), tag.name
