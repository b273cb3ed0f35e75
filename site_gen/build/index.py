"""Indexing: the site's search, out of the store.

Buckets whose posts did not change, and files that would be the same, are kept from the build
before.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, takewhile
from pathlib import Path
from typing import NamedTuple

from site_gen.build.pool import Pool
from site_gen.build.tasks import THREAD, context
from site_gen.build.workplace import Workplace, keep, write
from site_gen.config import Config
from site_gen.render.views import BoardRow, SearchBoard, SearchView
from site_gen.search.blocks import block, cut
from site_gen.search.documents import Document, Place, board_page, buckets, document
from site_gen.search.pack import packed, part_path
from site_gen.search.postings import Head, joined, parts, run_head, save_run
from site_gen.search.root import maps, root
from site_gen.search.shards import shards
from site_gen.search.words import common_words
from site_gen.store.store import Output, Store
from site_gen.text.digest import digest

SEARCH_SCRIPT = "search.js"  # what a theme ships if it has a search
SAMPLE_THREADS, SAMPLE_POSTS = (
    128,
    20,
)  # threads, and posts of each, that say which words are common
ORDER = """
DROP TABLE IF EXISTS temp.ordered;
CREATE TEMP TABLE ordered AS
SELECT
    CASE WHEN p.date GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(p.date, 1, 4) ELSE '' END AS year,
    coalesce(p.date, '') AS date, p.thread, p.n, t.digest
FROM posts p JOIN threads t ON t.id = p.thread
ORDER BY year = '', p.date, p.thread, p.n;
"""


class Words(NamedTuple):
    """What indexing a post needs beside it: the common words, and the curator's names of boards."""

    common: frozenset[str]
    board_names: Mapping[str, str]


class Old(NamedTuple):
    """The site of the build before: its folder, and its files of the index by path."""

    folder: Path
    files: Mapping[str, Output]

    def kept(self, stage: Path, wanted: list[tuple[str, str]]) -> list[Output] | None:
        """Take files over into a stage, as (path, key): all of them or, where one is of another key, none."""
        before = [
            output for path, key in wanted if (output := self.files.get(path)) and output.key == key
        ]
        if len(before) < len(wanted):
            return None
        whole = [
            output
            for output in before
            if keep(self.folder, stage, output.path, output.size, output.mtime_ns)
        ]
        if len(whole) == len(wanted):
            return whole
        for output in whole:
            (stage / output.path).unlink()
        return None


class BucketTask(NamedTuple):
    """A bucket to index: the key of what it is made of, its name, its posts as (thread, number) in order.

    ``old`` is the site before, with the files that may be this bucket's.
    """

    key: str
    name: str
    posts: list[tuple[str, int]]
    old: Old


class PartTask(NamedTuple):
    """A file of the index to write: its name, its key, its bytes."""

    name: str
    key: str
    data: bytes


class Bucket(NamedTuple):
    """A bucket as it is planned: its name, how many posts it has, the key of what it is made of."""

    name: str
    posts: int
    key: str


class Indexing:
    """The search of one site.

    Beside the store lie the buckets' runs, from one build to the next.
    """

    def __init__(self, store: Store, config: Config, place: Workplace) -> None:
        self.store = store
        self.config = config
        self.place = place
        self.runs = runs_beside(place.store)
        known = (
            Output(*row) for row in store.rows("SELECT * FROM outputs WHERE path LIKE 'search/%'")
        )
        self.old = Old(place.output, {output.path: output for output in known})
        self.kept: list[Output] = []
        store.db.executescript(ORDER)  # sorted once, read three times
        self.words = Words(self._common_words(), config.boards.names)
        self.buckets = [
            Bucket(name, len(places), self._key(places)) for name, places in self._buckets()
        ]
        self.version = digest(
            *(f"{bucket.name} {bucket.key}" for bucket in self.buckets), str(config.page_cap)
        )
        """Of the whole index: pages ask for files of this version, so that no browser mixes two builds."""

    def view(self, boards: list[BoardRow]) -> SearchView:
        """What the search page shows. ``boards`` is the tree of all boards."""
        years = [bucket.name[:4] for bucket in self.buckets if bucket.name[:4].isdecimal()]
        return SearchView(
            version=self.version[:12],
            boards=[
                SearchBoard(name=row.title, page=board_page(row.path), depth=row.depth)
                for row in boards
            ],
            first=years[0] if years else None,
            last=years[-1] if years else None,
        )

    def _key(self, places: list[Place]) -> str:
        stated = (f"{place.thread} {place.n} {place.digest}" for place in places)
        names = repr(sorted(self.words.board_names.items()))
        return digest(
            self.store.meta("version") or "", names, " ".join(sorted(self.words.common)), *stated
        )

    def _places(self) -> Iterator[Place]:
        """Every post in the order of the index."""
        return (Place(*row) for row in self.store.rows("SELECT * FROM temp.ordered ORDER BY rowid"))

    def _buckets(self) -> Iterator[tuple[str, list[Place]]]:
        counts = "SELECT substr(date, 1, 4), COUNT(*) FROM posts WHERE date IS NOT NULL GROUP BY 1"
        years = dict(self.store.rows(counts))
        return buckets(self._places(), years)

    def _common_words(self) -> frozenset[str]:
        """The common words, by a sample of threads that a new thread seldom changes."""
        ids = (row[0] for row in self.store.rows("SELECT id FROM threads"))
        chosen = heapq.nsmallest(
            SAMPLE_THREADS, ids, key=lambda thread: (zlib.crc32(thread.encode()), thread)
        )
        records = (
            self.store.one("SELECT record FROM threads WHERE id = ?", thread)[0]
            for thread in chosen
        )
        posts = chain.from_iterable(
            THREAD.decode(record).posts[:SAMPLE_POSTS] for record in records
        )
        return common_words(post.text for post in posts)

    def write(self, pool: Pool) -> Iterator[Output]:
        """Put every file of the index into the stage, new ones and those that are as they were, and yield them."""
        self.runs.mkdir(exist_ok=True)
        for outputs in pool.map(partial(index_bucket, self.words), self._due(), chunk=2):
            yield from outputs
        yield from pool.map(write_part, self._parts())
        yield from self.kept
        self._forget_old_runs()

    def _run(self, bucket: Bucket) -> Path:
        return self.runs / f"{bucket.key}.run"

    def _keeps(self, wanted: list[tuple[str, str]]) -> bool:
        found = self.old.kept(self.place.stage, wanted)
        self.kept += found or []
        return found is not None

    def _due(self) -> Iterator[BucketTask]:
        for bucket, (_, places) in zip(self.buckets, self._buckets(), strict=True):
            if not self._is_kept(bucket):
                before = {path: self.old.files[path] for path in self._paths_before(bucket)}
                posts = [(place.thread, place.n) for place in places]
                yield BucketTask(bucket.key, bucket.name, posts, Old(self.old.folder, before))

    def _is_kept(self, bucket: Bucket) -> bool:
        try:
            head = run_head(self._run(bucket))
        except (OSError, ValueError):
            return False
        names = block_names(bucket.name, len(head.blocks))
        return self._keeps(
            [(part_path(name), key) for name, key in zip(names, head.keys, strict=True)]
        )

    def _paths_before(self, bucket: Bucket) -> Iterator[str]:
        """The text blocks that a bucket of this name had."""
        paths = (part_path(name) for name in block_names(bucket.name, bucket.posts + 1))
        return takewhile(self.old.files.__contains__, paths)

    def _parts(self) -> Iterator[PartTask]:
        """Every file of the index beside the text blocks that is not as it was."""
        for name, data in self._files():
            key = digest(data)
            if not self._keeps([(part_path(name), key)]):
                yield PartTask(name, key, data)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        ends, runs = 0, []
        for bucket in self.buckets:
            runs.append((self._run(bucket), ends))
            ends += bucket.posts
        begins: list[str] = []
        long: dict[str, int] = {}
        for part in shards(joined(runs), ends):
            if part.begins is not None:
                begins.append(part.begins)
            if part.term is not None:
                long[part.term] = part.posts
            yield part.name, part.data
        mapped: list[tuple[str, int]] = []
        for name, posts, data in maps(self._places()):
            mapped.append((name, posts))
            yield name, data
        blocks = [(bucket.name, run_head(self._run(bucket)).blocks) for bucket in self.buckets]
        yield "root", root(blocks, mapped, begins, long, self.words.common, self.config.page_cap)

    def _forget_old_runs(self) -> None:
        used = {self._run(bucket) for bucket in self.buckets}
        for path in self.runs.iterdir():
            if path not in used:
                path.unlink(missing_ok=True)


def block_names(bucket: str, count: int) -> list[str]:
    """The names of a bucket's text blocks."""
    return [f"t/{bucket}-{number}" for number in range(count)]


def index_bucket(words: Words, task: BucketTask) -> list[Output]:
    """Index the posts of one bucket: its run goes beside the store, its text blocks into the stage."""
    documents = read_documents(words, task)
    blocks = list(cut(documents))
    outputs = []
    for name, held in zip(block_names(task.name, len(blocks)), blocks, strict=True):
        data = block(held)
        part = PartTask(name, digest(data), data)
        outputs += task.old.kept(context.stage, [(part_path(name), part.key)]) or [write_part(part)]
    head = Head([len(held) for held in blocks], [output.key for output in outputs])
    save_run(
        runs_beside(context.store_path) / f"{task.key}.run", head, parts(documents, words.common)
    )
    return outputs


def runs_beside(store: Path) -> Path:
    """The folder of the buckets' runs."""
    return store.parent / "search"


def read_documents(words: Words, task: BucketTask) -> list[Document]:
    """The posts of a bucket as documents, in its order."""
    wanted: dict[str, list[int]] = {}
    for name, n in task.posts:
        wanted.setdefault(name, []).append(n)
    found: dict[tuple[str, int], Document] = {}
    for name, numbers in wanted.items():
        thread = THREAD.decode(
            context.store.one("SELECT record FROM threads WHERE id = ?", name)[0]
        )
        board = words.board_names.get(thread.board[-1], thread.board[-1]) if thread.board else ""
        posts = {post.n: post for post in thread.posts}
        found.update({(name, n): document(thread, posts[n], board) for n in numbers})
    return [found[post] for post in task.posts]


def write_part(task: PartTask) -> Output:
    """Write one file of the index."""
    size, mtime_ns = write(context.stage, part_path(task.name), packed(task.name, task.data))
    return Output(part_path(task.name), task.key, size, mtime_ns)
