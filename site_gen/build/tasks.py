"""The tasks of a build that run in the process pool: read a file, assemble a thread, render a thread.

Each is a function from a small task to a small result; the pages themselves travel through the
store, not through pipes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import msgspec

from site_gen.build.workplace import write
from site_gen.engines.choice import Chosen, chosen, read_file
from site_gen.errors import Skipped
from site_gen.models import Reading, Summary, Thread
from site_gen.render.i18n import Sayings
from site_gen.render.places import author_path
from site_gen.render.renderer import Renderer
from site_gen.render.theme import Theme
from site_gen.render.threads import Surroundings, thread_views
from site_gen.render.views import SiteView
from site_gen.store.store import Output, Store
from site_gen.text.digest import digest
from site_gen.threads.addresses import Links, references
from site_gen.threads.excerpts import excerpt, shown_pictures
from site_gen.threads.join import assemble
from site_gen.threads.pictures import Picture, picture_kind, picture_size, with_saved_copies
from site_gen.threads.states import Saved

READING = msgspec.msgpack.Decoder(Reading)
THREAD = msgspec.msgpack.Decoder(Thread)
PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"')
ENCODE = msgspec.msgpack.Encoder().encode


class Settings(NamedTuple):
    """What the rendering of every page depends on beside its own view.

    ``key`` is a hash of all of it.
    """

    key: str
    theme: Theme
    site: SiteView
    main_site: str
    page_cap: int
    whole_cap: int
    board_names: dict[str, str]
    sayings: Sayings


class Context:
    """What a process of a build knows: the archive, the place of the store and of the stage.

    Set by :func:`prepare`.
    """

    archive: Path
    stage: Path
    store_path: Path
    engines: Chosen

    @cached_property
    def store(self) -> Store:
        """The store, open for reading."""
        return Store(self.store_path, readonly=True)


context = Context()


def prepare(archive: str, store: str, stage: str, profiles: tuple[str, ...]) -> None:
    """Set up a process that does tasks."""
    context.__dict__.clear()
    context.engines = chosen([Path(profile) for profile in profiles])
    context.archive, context.store_path, context.stage = Path(archive), Path(store), Path(stage)


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


class ReadTask(NamedTuple):
    """A file to read: its path below the archive and its time (seconds since 1970, in the forum's zone)."""

    path: str
    file_time: float


class ReadResult(NamedTuple):
    """What came of a file: its hash and either the row of its reading or the reason why it holds no thread."""

    path: str
    sha256: str
    row: tuple[Any, ...] | None
    reason: str | None


def read_task(task: ReadTask) -> ReadResult:
    """Read one saved file."""
    try:
        data = (context.archive / task.path).read_bytes()
    except OSError as error:
        return ReadResult(task.path, "", None, f"the file cannot be read ({error.strerror})")
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        reading = read_file(data, PurePath(task.path).name, task.file_time, context.engines)
    except Skipped as skipped:
        return ReadResult(task.path, sha256, None, str(skipped))
    key = f"{sha256}@{int(task.file_time)}" if reading.uses_file_time else sha256
    dropped = json.dumps(
        Counter(d.rule for d in reading.dropped), ensure_ascii=False, sort_keys=True
    )
    saved = None if reading.capture.guess else reading.capture.time
    board = json.dumps(reading.board, ensure_ascii=False)
    row = (key, sha256, reading.engine, reading.view, reading.site or "", reading.site_name, reading.thread_id,
           reading.title, reading.board_id, board, saved, dropped, ENCODE(reading))  # fmt: skip
    return ReadResult(task.path, sha256, row, None)


# ── Assembling ────────────────────────────────────────────────────────────────────────────────────


class AssembleTask(NamedTuple):
    """A thread to join: its id in the site, its forum and number there, its pages as (path, hash, reading's key)."""

    id: str
    inputs: str
    site: str
    main_site: str
    number: str
    board: list[str]
    pages: tuple[tuple[str, str, str], ...]


class AssembleResult(NamedTuple):
    """The rows of one thread, for the store's tables of the same names."""

    thread: tuple[Any, ...]
    posts: list[tuple[Any, ...]]
    refs: list[tuple[Any, ...]]
    media: list[tuple[Any, ...]]


def assemble_task(task: AssembleTask) -> AssembleResult:
    """Join the saved pages of one thread and find its pictures' saved copies."""
    saved = [Saved(path, sha, _reading(key)) for path, sha, key in task.pages]
    thread = assemble(task.id, saved, task.board)
    thread, copies = with_saved_copies(thread, _asset_exists, _asset_picture)
    media = [(source, copy.asset, *copy.picture) for source, copy in copies.items()]
    record = ENCODE(thread)
    shown = shown_pictures(thread.posts)
    tags = json.dumps(list(dict.fromkeys(thread.tags)), ensure_ascii=False)
    posts = [
        (
            task.id,
            p.n,
            p.id,
            author_path(p, task.site, task.main_site),
            p.author,
            p.author_title,
            p.date,
            p.source,
            excerpt(p),
            len(p.images),
        )
        for p in thread.posts
    ]
    s = summarise(thread, author_path(thread.posts[0], task.site, task.main_site))
    board = json.dumps(s.board, ensure_ascii=False)
    gaps = json.dumps([(gap.kind, gap.detail) for gap in thread.gaps], ensure_ascii=False)
    row = (task.id, task.inputs, digest(record, *(str(m) for m in media)), task.site, task.number, s.title, board,
           s.author, s.author_page, s.first, s.last, s.posts, s.views, s.replies, s.locked, s.gaps, s.images, gaps,
           thread.engine, thread.url, tags, record)  # fmt: skip
    refs = [
        (task.id, href, target.site or task.site, target.number, target.post_id, quoter)
        for href, target, quoter in references(thread, task.site)
    ]
    return AssembleResult(
        row, posts, refs, [(task.id, *m, *shown.get(m[0], (None, None))) for m in media]
    )


def _reading(key: str) -> Reading:
    row = context.store.one("SELECT record FROM readings WHERE key = ?", key)
    return READING.decode(row[0])


def _asset_exists(path: str) -> bool:
    return (
        context.store.one("SELECT 1 FROM files WHERE path = ? AND kind = 'asset'", path) is not None
    )


def _asset_picture(path: str) -> Picture | None:
    """A saved picture by its name in the site, ``<hash>.<suffix>``, or ``None`` where the file is none."""
    try:
        data = (context.archive / path).read_bytes()
    except OSError:
        return None
    suffix = picture_kind(data)
    if suffix is None:
        return None
    return Picture(
        f"{hashlib.sha256(data).hexdigest()[:32]}.{suffix}", *(picture_size(data) or (None, None))
    )


def summarise(thread: Thread, author_page: str | None) -> Summary:
    """The thread's row in the site's lists."""
    dates = sorted(post.date for post in thread.posts if post.date)
    return Summary(
        id=thread.id,
        title=thread.title,
        board=thread.board,
        author=thread.posts[0].author,
        author_page=author_page,
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        posts=len(thread.posts),
        views=thread.views,
        replies=thread.replies,
        locked=thread.locked,
        gaps=len(thread.gaps),
        images=sum(len(post.images) for post in thread.posts),
    )


# ── Rendering ─────────────────────────────────────────────────────────────────────────────────────


class RenderTask(NamedTuple):
    """A thread to render: its id, the key of its pages, what leads from and to it, a curator's note (HTML)."""

    id: str
    key: str
    links: Links
    note: str | None


class ViewTask(NamedTuple):
    """A page of its own to render: the renderer's method for it, where it goes, its key and its view."""

    method: str
    path: str
    key: str
    view: Any


_renderers: dict[str, Renderer] = {}


def renderer(settings: Settings) -> Renderer:
    """The renderer for these settings, made once in each process."""
    if settings.key not in _renderers:
        _renderers.clear()
        _renderers[settings.key] = Renderer(settings.theme, settings.site)
    return _renderers[settings.key]


def render_thread(settings: Settings, task: RenderTask) -> list[Output]:
    """Render and write the pages of one thread."""
    record, site = context.store.one("SELECT record, site FROM threads WHERE id = ?", task.id)
    around = Surroundings(
        links=task.links,
        media=saved_pictures(task.id),
        board_names=settings.board_names,
        page_cap=settings.page_cap,
        author_page=lambda post: author_path(post, site, settings.main_site),
        whole_cap=settings.whole_cap,
        sayings=settings.sayings,
        note=task.note,
    )
    outputs = []
    for view in thread_views(THREAD.decode(record), around):
        size, mtime_ns = write(context.stage, view.path, renderer(settings).thread(view))
        outputs.append(Output(view.path, task.key, size, mtime_ns))
    return outputs


def saved_pictures(thread: str) -> dict[str, Picture]:
    """The saved pictures of a thread by their original address."""
    rows = context.store.rows(
        "SELECT path, sha256, width, height FROM media WHERE thread = ?", thread
    )
    return {source: Picture(f"media/{name}", width, height) for source, name, width, height in rows}


def render_view(settings: Settings, task: ViewTask) -> list[Output]:
    """Render and write one page that is not a thread's."""
    render = getattr(renderer(settings), task.method)
    data = render() if task.view is None else render(task.view)
    size, mtime_ns = write(context.stage, task.path, data)
    return [Output(task.path, task.key, size, mtime_ns)]
