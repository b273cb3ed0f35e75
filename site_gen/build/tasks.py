"""The tasks that read a file and join a thread: functions from a small task to a small result.

They run in the processes of the pool. The pages themselves travel through the store, not through
pipes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from site_gen.build.joining import JoinTask
from site_gen.build.reading import ReadTask
from site_gen.build.worker import Worker
from site_gen.engines.choice import read_file
from site_gen.errors import Skipped
from site_gen.models import NO_EVIDENCE, Evidence, Reading, Summary, Thread
from site_gen.render.places import author_path
from site_gen.store import files
from site_gen.store.schema import MediaRow, PostRow, ReadingRow, RefRow, ThreadRow
from site_gen.text.digest import digest
from site_gen.threads.addresses import references
from site_gen.threads.excerpts import excerpt, shown_pictures
from site_gen.threads.join import assemble
from site_gen.threads.pictures import Copy, with_saved_copies
from site_gen.threads.states import Saved

READING = msgspec.msgpack.Decoder(Reading)
ENCODE = msgspec.msgpack.Encoder().encode


class ReadResult(NamedTuple):
    """What came of a file: its hash, and its reading or the reason why it holds no thread."""

    path: str
    sha256: str
    row: ReadingRow | None
    reason: str | None


def read_task(worker: Worker, task: ReadTask) -> ReadResult:
    """Read one saved file."""
    try:
        data = worker.archive.read(task.path)
    except Skipped as skipped:
        return ReadResult(task.path, "", None, str(skipped))
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror})"
        return ReadResult(task.path, "", None, reason)
    sha256 = hashlib.sha256(data).hexdigest()
    name = PurePath(task.path).name
    try:
        reading = read_file(data, name, task.evidence, worker.engines)
    except Skipped as skipped:
        return ReadResult(task.path, sha256, None, str(skipped))
    return ReadResult(task.path, sha256, _reading_row(sha256, task.evidence, reading), None)


def _reading_row(sha256: str, evidence: Evidence, reading: Reading) -> ReadingRow:
    captured = None
    if not reading.capture.guess:
        captured = reading.capture.time
    return ReadingRow(
        key=_key(sha256, evidence, reading),
        sha256=sha256,
        engine=reading.engine,
        view=reading.view,
        site=reading.site or "",
        site_name=reading.site_name,
        thread_id=reading.thread_id,
        title=reading.title,
        board_id=reading.board_id,
        board=reading.board,
        captured=captured,
        url=reading.capture.url or reading.url,
        charset=reading.charset,
        dropped=dict(sorted(Counter(drop.rule for drop in reading.dropped).items())),
        record=ENCODE(reading),
    )


def _key(sha256: str, evidence: Evidence, reading: Reading) -> str:
    """Return what a reading is kept under: equal bytes with equal evidence read equal."""
    key = sha256
    if reading.uses_file_time and evidence.file_time is not None:
        key += f"@{int(evidence.file_time)}"
    stated = msgspec.structs.replace(evidence, file_time=None)
    if stated != NO_EVIDENCE:
        key += f"+{digest(ENCODE(stated))}"
    return key


class JoinResult(NamedTuple):
    """The rows of one thread."""

    thread: ThreadRow
    posts: list[PostRow]
    refs: list[RefRow]
    media: list[MediaRow]


def join_task(worker: Worker, task: JoinTask) -> JoinResult:
    """Join the saved pages of one thread and find its pictures' saved copies."""
    saved = [
        Saved(path, sha256, READING.decode(files.reading(worker.store, key)))
        for path, sha256, key in task.pages
    ]
    thread = assemble(task.id, saved, task.board)
    thread, copies = with_saved_copies(thread, worker.archive)
    return JoinResult(
        thread=_thread_row(task, thread, copies),
        posts=_post_rows(task, thread),
        refs=_ref_rows(task, thread),
        media=_media_rows(thread, copies),
    )


def _thread_row(task: JoinTask, thread: Thread, copies: dict[str, Copy]) -> ThreadRow:
    record = ENCODE(thread)
    media = [(source, copy.asset, *copy.picture) for source, copy in copies.items()]
    summary = summarise(thread, author_path(thread.posts[0], task.site, task.main_site))
    return ThreadRow(
        **msgspec.structs.asdict(summary),
        inputs=task.inputs,
        digest=digest(record, *map(str, media)),
        site=task.site,
        number=task.number,
        gap_details=[(gap.kind, gap.detail) for gap in thread.gaps],
        engine=thread.engine,
        url=thread.url,
        tags=list(dict.fromkeys(thread.tags)),
        record=record,
    )


def _post_rows(task: JoinTask, thread: Thread) -> list[PostRow]:
    return [
        PostRow(
            thread=thread.id,
            n=post.n,
            post_id=post.id,
            author_page=author_path(post, task.site, task.main_site),
            author=post.author,
            author_title=post.author_title,
            date=post.date,
            source=post.source,
            excerpt=excerpt(post),
            images=len(post.images),
        )
        for post in thread.posts
    ]


def _ref_rows(task: JoinTask, thread: Thread) -> list[RefRow]:
    return [
        RefRow(
            thread=thread.id,
            href=href,
            site=target.site or task.site,
            number=target.number,
            post_id=target.post_id,
            quoter=quoter,
        )
        for href, target, quoter in references(thread, task.site)
    ]


def _media_rows(thread: Thread, copies: dict[str, Copy]) -> list[MediaRow]:
    shown = shown_pictures(thread.posts)
    rows = []
    for source, copy in copies.items():
        n, alt = shown.get(source, (None, None))
        rows.append(
            MediaRow(
                thread=thread.id,
                path=source,
                asset=copy.asset,
                name=copy.picture.path,
                width=copy.picture.width,
                height=copy.picture.height,
                n=n,
                alt=alt,
            )
        )
    return rows


def summarise(thread: Thread, author_page: str | None) -> Summary:
    """Return the thread's row in the site's lists."""
    dates = sorted(post.date for post in thread.posts if post.date)
    return Summary(
        id=thread.id,
        title=thread.title,
        board=thread.board,
        author=thread.posts[0].author,
        author_page=author_page,
        first=next(iter(dates), None),
        last=next(reversed(dates), None),
        posts=len(thread.posts),
        views=thread.views,
        replies=thread.replies,
        locked=thread.locked,
        gaps=len(thread.gaps),
        images=sum(len(post.images) for post in thread.posts),
    )
