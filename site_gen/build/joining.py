"""Join: make threads of the pages that were read, those anew whose pages changed."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from site_gen.build.pool import Pool
from site_gen.build.reading import Progress
from site_gen.render.places import thread_name
from site_gen.store import files, threads
from site_gen.store.store import Store
from site_gen.store.threads import SavedPage
from site_gen.text.digest import digest
from site_gen.threads.group import Key, group


class JoinTask(NamedTuple):
    """A thread to join: its id in the site, its forum and number there, its pages.

    Pages are (path, hash, reading's key); ``inputs`` is a hash of all that it is joined from.
    """

    id: str
    inputs: str
    site: str
    main_site: str
    number: str
    board: list[str]
    pages: tuple[tuple[str, str, str], ...]


def join_threads(store: Store, pool: Pool, assets_changed: bool, progress: Progress) -> None:
    """Join every thread whose pages changed, or all if pictures may have."""
    main_site = files.main_site(store)
    if assets_changed or store.meta("main_site") != main_site:
        threads.forget_inputs(store)
    store.set_meta("main_site", main_site)
    store.commit()
    known = threads.inputs(store)
    due = [task for task in tasks(store, main_site) if known.pop(task.id, None) != task.inputs]
    for gone in known:
        threads.forget_thread(store, gone)
    store.commit()
    if not due:
        return
    from site_gen.build.tasks import join_task  # loads every engine

    for done, result in enumerate(pool.map(join_task, due), 1):
        threads.keep_thread(store, *result)
        progress("join", done, len(due))
    store.commit()


def tasks(store: Store, main_site: str) -> list[JoinTask]:
    """Return every thread of the archive with its pages, by number, and note it of each page.

    Of two forums' equal numbers, the thread with more pages keeps it.
    """
    found: list[JoinTask] = []
    moved: list[tuple[str, str]] = []
    boards = threads.fullest_boards(store)
    for number, pages in groupby(threads.saved_pages(store), key=lambda page: page.thread_id):
        grouped = group((Key(page.engine, page.site, number), page.title, page) for page in pages)
        ranked = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
        for rank, (key, saved) in enumerate(ranked):
            board = max((boards.get((key.site, page.board_id), []) for page in saved), key=len)
            name = _name(key, rank)
            moved += [(name, page.path) for page in saved if page.thread != name]
            found.append(_task(name, key, main_site, board, saved))
    files.keep_thread_of(store, moved)
    return found


def _name(key: Key, rank: int) -> str:
    name = thread_name(key.thread_id)
    return name if rank == 0 else f"{name}-{digest(key.engine, key.site)[:6]}"


def _task(
    name: str, key: Key, main_site: str, board: list[str], saved: list[SavedPage]
) -> JoinTask:
    pages = tuple((page.path, page.sha256, page.key) for page in saved)
    inputs = digest(*(part for page in pages for part in page), *board)
    return JoinTask(name, inputs, key.site, main_site, key.thread_id, board, pages)
