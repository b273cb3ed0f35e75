"""The tags that threads bear: the list of all, and the threads of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from site_gen.catalogue.rows import SUMMARY, Runs, paged, pages_for, summary
from site_gen.config import Config
from site_gen.render.places import later_page, tag_path
from site_gen.render.views.tags import TagRow, TagsView, TagView
from site_gen.store.store import Store

FIRST = "tags/index.html"
TAGS_PAGE = 500
"""Tags on one page of their list: each is a word or two."""

COLUMNS = ", ".join(f"t.{name}" for name in SUMMARY.split(", "))
COUNTS = "SELECT j.value, COUNT(*) FROM threads t, json_each(t.tags) j GROUP BY 1 ORDER BY 1"
THREADS = (
    f"SELECT j.value, {COLUMNS} FROM threads t, json_each(t.tags) j ORDER BY 1, t.last DESC, t.id"
)


class Tags:
    """The tags of one site."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.rows = [
            TagRow(name=name, path=tag_path(name), threads=count)
            for name, count in store.rows(COUNTS)
        ]

    def lists(self) -> Iterator[TagsView]:
        """Every page of the list of tags, by name; none where no thread has a tag."""
        if self.rows:
            paths = [_list_path(number) for number in pages_for(len(self.rows), TAGS_PAGE)]
            for pager, rows in paged(paths, TAGS_PAGE, iter(sorted(self.rows, key=_rank))):
                yield TagsView(
                    path=paths[pager.number - 1], pager=pager, rows=rows, tags=len(self.rows)
                )

    def views(self) -> Iterator[TagView]:
        """Every page of every tag, the threads with the newest posts first."""
        threads = Runs(self.store.rows(THREADS))
        cap = self.config.list_cap
        for tag in self.rows:
            paths = [later_page(tag.path, number) for number in pages_for(tag.threads, cap)]
            for pager, rows in paged(paths, cap, threads.of(tag.name)):
                yield TagView(
                    name=tag.name,
                    path=paths[pager.number - 1],
                    pager=pager,
                    rows=[summary(row[1:], self.config.boards.names) for row in rows],
                    threads=tag.threads,
                )


def _list_path(number: int) -> str:
    return FIRST if number == 1 else f"tags/index-{number}.html"


def _rank(tag: TagRow) -> tuple[str, str]:
    return unicodedata.normalize("NFKC", tag.name).casefold(), tag.name
