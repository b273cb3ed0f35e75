"""Indexing: the site's search, out of the store.

Buckets whose posts did not change, and files that would be the same, are kept from the build
before.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from site_gen.build.outputs import Outputs, kept_files, write_output
from site_gen.build.pages import THREAD
from site_gen.build.pool import Pool
from site_gen.build.worker import Worker
from site_gen.config import Config
from site_gen.render.views.boards import BoardRow
from site_gen.render.views.search import SearchBoard, SearchView
from site_gen.search.blocks import block, cut
from site_gen.search.documents import Document, board_page, buckets, document
from site_gen.search.pack import packed, part_path
from site_gen.search.postings import Head, joined, parts, run_head, save_run
from site_gen.search.root import maps, root
from site_gen.search.shards import shards
from site_gen.search.words import common_words
from site_gen.store import posts, threads
from site_gen.store.posts import OrderedPost
from site_gen.store.schema import Output
from site_gen.store.store import Store
from site_gen.text.digest import digest

SAMPLE_THREADS, SAMPLE_POSTS = (
    128,
    20,
)  # threads, and posts of each, that say which words are common


class Words(NamedTuple):
    """What indexing a post needs beside it: the common words, and the curator's names of boards."""

    common: frozenset[str]
    board_names: Mapping[str, str]


class Old(NamedTuple):
    """The site of the build before: its folder, and its files of the index by path."""

    folder: Path
    files: Mapping[str, Output]

    def keep(self, stage: Path, wanted: Sequence[tuple[str, str]]) -> list[Output] | None:
        """Take files over into a stage, as (path, key): all of them, or ``None``."""
        return kept_files(self.files, wanted, self.folder, stage)


class BucketTask(NamedTuple):
    """A bucket to index: the key of what it is made of, its name, its posts in order.

    Posts are (thread, number).

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

    def __init__(self, store: Store, config: Config, outputs: Outputs) -> None:
        self.store = store
        self.config = config
        self.outputs = outputs
        self.place = outputs.place
        self.runs = runs_beside(self.place.store)
        before = {path: made for path, made in outputs.before.items() if path.startswith("search/")}
        self.old = Old(self.place.output, before)
        posts.sort_posts(store)  # once, and read three times
        self.words = Words(self._common_words(), config.boards.names)
        self.buckets = [Bucket(name, len(held), self._key(held)) for name, held in self._buckets()]
        stated = (f"{bucket.name} {bucket.key}" for bucket in self.buckets)
        self.version = digest(*stated, str(config.page_cap))
        """Of the whole index: pages ask for its files, so that no browser mixes two builds."""

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

    def _key(self, held: list[OrderedPost]) -> str:
        stated = (f"{post.thread} {post.n} {post.digest}" for post in held)
        names = repr(sorted(self.words.board_names.items()))
        version = self.store.meta("version") or ""
        return digest(version, names, " ".join(sorted(self.words.common)), *stated)

    def _buckets(self) -> Iterator[tuple[str, list[OrderedPost]]]:
        return buckets(posts.ordered_posts(self.store), posts.posts_by_year(self.store))

    def _common_words(self) -> frozenset[str]:
        """Return the common words, by a sample of threads that a new thread seldom changes."""
        ids = (thread.id for thread in threads.digests(self.store))
        chosen = heapq.nsmallest(SAMPLE_THREADS, ids, key=_sampled)
        texts = []
        for thread in chosen:
            held = THREAD.decode(threads.record(self.store, thread).record)
            texts += [post.text for post in held.posts[:SAMPLE_POSTS]]
        return common_words(texts)

    def write(self, pool: Pool) -> None:
        """Put every file of the index into the stage: new ones, and those that are as they were."""
        self.runs.mkdir(exist_ok=True)
        made = self.outputs.made
        for written in pool.map(partial(bucket_task, self.words), self._due(), chunk=2):
            made += written
        made += pool.map(part_task, self._parts())
        self._forget_old_runs()

    def _run(self, bucket: Bucket) -> Path:
        return self.runs / f"{bucket.key}.run"

    def _keeps(self, wanted: list[tuple[str, str]]) -> bool:
        found = self.old.keep(self.place.stage, wanted)
        self.outputs.made += found or []
        return found is not None

    def _due(self) -> Iterator[BucketTask]:
        for bucket, (_, held) in zip(self.buckets, self._buckets(), strict=True):
            if not self._is_kept(bucket):
                before = {path: self.old.files[path] for path in self._paths_before(bucket)}
                wanted = [(post.thread, post.n) for post in held]
                yield BucketTask(bucket.key, bucket.name, wanted, Old(self.old.folder, before))

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
        for name, count, data in maps(posts.ordered_posts(self.store)):
            mapped.append((name, count))
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


def _sampled(thread: str) -> tuple[int, str]:
    return zlib.crc32(thread.encode()), thread


def bucket_task(words: Words, worker: Worker, task: BucketTask) -> list[Output]:
    """Index the posts of one bucket.

    Its run goes beside the store, its text blocks into the stage.
    """
    documents = read_documents(words, worker.store, task)
    blocks = list(cut(documents))
    outputs = []
    for name, held in zip(block_names(task.name, len(blocks)), blocks, strict=True):
        data = block(held)
        part = PartTask(name, digest(data), data)
        kept = task.old.keep(worker.stage, [(part_path(name), part.key)])
        outputs += kept or [part_task(worker, part)]
    head = Head([len(held) for held in blocks], [output.key for output in outputs])
    run = runs_beside(worker.store_path) / f"{task.key}.run"
    save_run(run, head, parts(documents, words.common))
    return outputs


def runs_beside(store: Path) -> Path:
    """The folder of the buckets' runs."""
    return store.parent / "search"


def read_documents(words: Words, store: Store, task: BucketTask) -> list[Document]:
    """Return the posts of a bucket as documents, in its order."""
    wanted: dict[str, list[int]] = {}
    for name, n in task.posts:
        wanted.setdefault(name, []).append(n)
    found: dict[tuple[str, int], Document] = {}
    for name, numbers in wanted.items():
        thread = THREAD.decode(threads.record(store, name).record)
        board = thread.board[-1] if thread.board else ""
        title = words.board_names.get(board, board)
        held = {post.n: post for post in thread.posts}
        found.update({(name, n): document(thread, held[n], title) for n in numbers})
    return [found[post] for post in task.posts]


def part_task(worker: Worker, task: PartTask) -> Output:
    """Write one file of the index."""
    data = packed(task.name, task.data)
    return write_output(worker.stage, part_path(task.name), task.key, data)
