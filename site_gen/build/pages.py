"""Render: the pages of every thread, and every page that is not a thread's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from site_gen.build.outputs import Outputs, write_output
from site_gen.build.pool import Pool
from site_gen.build.reading import Progress
from site_gen.build.settings import Settings
from site_gen.build.worker import Worker
from site_gen.catalogue import Catalogue
from site_gen.curated import ROOT_PAGES, CuratedPage
from site_gen.models import Thread
from site_gen.render.i18n import sayings
from site_gen.render.known import Surroundings
from site_gen.render.places import author_path, curated_path, post_place, thread_path
from site_gen.render.threads import thread_views
from site_gen.render.views.site import CuratedView
from site_gen.store import threads
from site_gen.store.schema import Output
from site_gen.store.store import Store
from site_gen.text.digest import digest
from site_gen.threads.addresses import Links
from site_gen.threads.pictures import Picture

COMFORTS = "site.js"  # what a theme ships whose pages have a script: its words are words.js
THREAD = msgspec.msgpack.Decoder(Thread)


# ── Threads ───────────────────────────────────────────────────────────────────────────────────────


class ThreadTask(NamedTuple):
    """A thread to render: its id, its pages' key, what leads from and to it, a note (HTML)."""

    id: str
    key: str
    links: Links
    note: str | None


def render_threads(
    store: Store,
    pool: Pool,
    settings: Settings,
    notes: Mapping[str, str],
    outputs: Outputs,
    progress: Progress,
) -> None:
    """Take over the pages of threads that did not change, render the others.

    ``notes`` are the curator's, as HTML by thread.
    """
    due = list(_due_threads(store, settings, notes, outputs))
    total = threads.count_threads(store)
    for done, made in enumerate(pool.map(partial(thread_task, settings), due), 1):
        outputs.add(made)
        progress("render", total - len(due) + done, total)


def _due_threads(
    store: Store, settings: Settings, notes: Mapping[str, str], outputs: Outputs
) -> Iterator[ThreadTask]:
    made = outputs.by_key()
    links = links_of(store, settings.page_cap)
    for thread, held in threads.digests(store):
        led = links.get(thread, Links({}, {}))
        stated = repr((sorted(led.places.items()), sorted(led.quoted.items())))
        key = digest(settings.key, held, stated, notes.get(thread, ""))
        if key not in made or not outputs.take_over(key, made[key]):
            yield ThreadTask(thread, key, led, notes.get(thread))


def links_of(store: Store, page_cap: int) -> dict[str, Links]:
    """Return for each thread what leads from it into this site, and from other threads to it."""
    found: defaultdict[str, Links] = defaultdict(lambda: Links({}, {}))
    for link in threads.links(store):
        place = thread_path(link.target)
        if link.n:
            place = post_place(link.target, link.n, link.post_id, page_cap)
        found[link.thread].places[link.href] = place
        if link.n and link.quoter and link.target != link.thread:
            quoter = post_place(link.thread, link.quoter, link.quoter_id, page_cap)
            found[link.target].quoted.setdefault(link.n, {})[quoter] = link.title or ""
    return found


def thread_task(settings: Settings, worker: Worker, task: ThreadTask) -> list[Output]:
    """Render and write the pages of one thread."""
    found = threads.record(worker.store, task.id)
    around = Surroundings(
        links=task.links,
        media=_saved_pictures(worker.store, task.id),
        board_names=settings.board_names,
        page_cap=settings.page_cap,
        author_page=lambda post: author_path(post, found.site, settings.main_site),
        whole_cap=settings.whole_cap,
        sayings=sayings(settings.site.language),
        note=task.note,
    )
    renderer = worker.renderer(settings)
    return [
        write_output(worker.stage, view.path, task.key, renderer.thread(view))
        for view in thread_views(THREAD.decode(found.record), around)
    ]


def _saved_pictures(store: Store, thread: str) -> dict[str, Picture]:
    """Return the saved pictures of a thread by their original address."""
    return {
        media.path: Picture(f"media/{media.name}", media.width, media.height)
        for media in threads.media_of(store, thread)
    }


# ── All other pages ───────────────────────────────────────────────────────────────────────────────


class ViewTask(NamedTuple):
    """A page of its own to render: the renderer's method for it, its path, its key, its view."""

    method: str
    path: str
    key: str
    view: Any


def render_lists(
    tasks: Iterator[ViewTask], pool: Pool, settings: Settings, outputs: Outputs, progress: Progress
) -> None:
    """Take over the pages that did not change, render the others."""
    progress("lists", 0, 0)
    due = (task for task in tasks if not outputs.take_over(task.key, [task.path]))
    for made in pool.map(partial(view_task, settings), due):
        outputs.add(made)


def list_tasks(
    catalogue: Catalogue, settings: Settings, curated: Sequence[CuratedPage], search: Any
) -> Iterator[ViewTask]:
    """Yield every page that is not a thread's.

    ``search`` is the view of the search page, if there is one.
    """
    task = partial(_view_task, settings)
    intros = {page.stem: page.html for page in curated}
    yield task("about", "about.html", catalogue.about(intros.get("about")))
    yield task("missing", "404.html", None)
    if settings.theme.has_asset(COMFORTS):
        yield task("words", "assets/words.js", None)
    if search is not None:
        yield task("search", "search.html", search)
    for listed in catalogue.pages(intros.get("index")):
        yield task(*listed)
    for page in curated:
        if page.stem not in ROOT_PAGES:
            path = curated_path(page.stem)
            yield task("curated", path, CuratedView(title=page.title, path=path, html=page.html))


def _view_task(settings: Settings, method: str, path: str, view: Any) -> ViewTask:
    key = digest(settings.key, method, msgspec.msgpack.encode(view))
    return ViewTask(method, path, key, view)


def view_task(settings: Settings, worker: Worker, task: ViewTask) -> list[Output]:
    """Render and write one page that is not a thread's."""
    render = getattr(worker.renderer(settings), task.method)
    data = render() if task.view is None else render(task.view)
    return [write_output(worker.stage, task.path, task.key, data)]
