"""Build a site: scan, read, join, render, publish.

Each step asks the store what is known and does only what is not; a build with nothing changed reads
no page and writes no file. The flow, as :func:`build` reads it aloud.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from site_gen.build.index import SEARCH_SCRIPT, Indexing
from site_gen.build.limits import BIG_FILE
from site_gen.build.pool import Pool
from site_gen.build.tasks import (
    AssembleTask,
    ReadTask,
    RenderTask,
    Settings,
    ViewTask,
    assemble_task,
    prepare,
    read_task,
    render_thread,
    render_view,
)
from site_gen.build.version import code_version
from site_gen.build.workplace import MARK, Workplace, keep, write
from site_gen.catalogue import Catalogue
from site_gen.config import Config
from site_gen.curated import ROOT_PAGES, CuratedPage, curated_notes, curated_pages
from site_gen.engines.choice import chosen
from site_gen.errors import ArchiveError, OutputError
from site_gen.load import Found, walk
from site_gen.machines import machine_files
from site_gen.render.i18n import sayings
from site_gen.render.language import prevailing
from site_gen.render.places import curated_path, thread_name, thread_path
from site_gen.render.theme import Theme
from site_gen.render.views import Crumb, CuratedView, SiteView
from site_gen.store.store import Output, Store
from site_gen.text.digest import digest
from site_gen.threads.addresses import Links
from site_gen.threads.group import Key, group

Progress = Callable[[str, int, int], None]
"""Told as a stage goes on: its name, how much is done, how much there is."""


LINK = (
    "SELECT r.thread, r.href, t.id, p.n, p.post_id, o.title, r.quoter, q.post_id FROM refs r "
    "JOIN threads o ON o.id = r.thread LEFT JOIN posts q ON q.thread = r.thread AND q.n = r.quoter "
)
LINKS = (
    f"{LINK} JOIN threads t ON t.number = r.number AND t.site = r.site "
    "LEFT JOIN posts p ON p.thread = t.id AND p.post_id = r.post_id "
    f"UNION ALL {LINK} JOIN posts p ON p.post_id = r.post_id JOIN threads t ON t.id = p.thread AND t.site = r.site "
    "WHERE r.number = '' GROUP BY r.thread, r.href HAVING COUNT(*) = 1 ORDER BY 1, 2"
)
"""Every link that leads to a thread of the site, from where, and to which post.

Of two such posts it may be either.
"""

COMFORTS = (
    "site.js"  # what a theme ships whose pages have a script; it finds its words in assets/words.js
)


@dataclass(frozen=True)
class Built:
    """What a build did, for the summary: files by outcome, the site's counts, skips by reason, seconds, bytes.

    ``big`` are files of the site that are near to a host's limit, with their bytes.
    """

    output: Path
    files: dict[str, int]
    counts: dict[str, int]
    reasons: dict[str, int]
    skips: list[tuple[str, str]]
    read: int
    rendered: int
    pages: int
    size: int
    seconds: float
    unchanged: bool
    big: list[tuple[str, int]]


def build(
    archive: Path,
    output: Path,
    config: Config | None = None,
    *,
    jobs: int = 1,
    force: bool = False,
    profiles: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
) -> Built:
    """Build the site of ``archive`` in ``output``.

    Raises :class:`SitegenError`, leaving the output as it was.

    ``profiles`` are engines' tables in TOML, asked before all other engines.
    """
    begun = time.monotonic()
    check_folders(archive, output)
    config = config or Config()
    chosen(profiles)  # a fault in one, or in the theme, is told before anything is done
    theme_of(config)
    tables = tuple(str(path.absolute()) for path in profiles)
    place = Workplace(output)
    place.enter(force)
    try:
        with Pool(jobs, prepare, str(archive), str(place.store), str(place.stage), tables) as pool:
            store = Store.open(place.store, code_version(path.read_bytes() for path in profiles))
            run = Build(archive, place, config, store, pool, progress)
            try:
                return run.run(begun)
            finally:
                run.store.close()
    except OSError as error:
        raise OutputError(
            f"{error.filename or output}: {error.strerror or error}; the site was left as it was"
        ) from error
    finally:
        place.leave()


def check_folders(archive: Path, output: Path) -> None:
    """The archive must be there, and neither folder may lie in the other."""
    if archive.is_file():
        raise ArchiveError(
            f"{archive}: a file, not a folder. To read one page: sitegen extract {archive}"
        )
    if not archive.is_dir():
        raise ArchiveError(
            f"{archive}: no such folder. Name the folder of saved pages: sitegen build FOLDER"
        )
    inner, outer = output.resolve(), archive.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise OutputError(
            f"{output}: lies in the archive or holds it; sitegen never writes into an archive. Choose another with -o"
        )


def theme_of(config: Config) -> Theme:
    """The theme with the curator's own templates over it and the curator's options."""
    overrides = Path(config.templates)
    return Theme.load(config.theme, [overrides] if overrides.is_dir() else [], config.theme_options)


class Build:
    """One build on its way."""

    def __init__(
        self,
        archive: Path,
        place: Workplace,
        config: Config,
        store: Store,
        pool: Pool,
        progress: Progress,
    ) -> None:
        self.archive = archive
        self.place = place
        self.config = config
        self.pool = pool
        self.progress = progress
        self.store = store
        self.outputs: list[Output] = []
        self.rendered = 0

    def run(self, begun: float) -> Built:
        """All stages in order."""
        assets_changed = self.scan()
        read = self.read()
        self.join(assets_changed)
        settings, curated = self.settings()
        notes = curated_notes(self.archive, self.config)
        state = digest(settings.key, repr(notes), repr(curated), self.archive_state())
        unchanged = self.store.meta("state") == state and self.is_whole()
        if not unchanged:
            self.render_threads(settings, {note.stem: note.html for note in notes})
            indexing = self.index(settings.theme)
            self.render_lists(settings, curated, indexing)
            self.put_media(
                {name: file for page in (*curated, *notes) for name, file in page.media.items()}
            )
            self.publish(state)
        return self.built(begun, read, unchanged)

    # ── Scan and read ──

    def scan(self) -> bool:
        """Compare the archive's files with the store and forget those that are gone.

        Whether other files changed.
        """
        self.progress("scan", 0, 0)
        known = {
            row[0]: row[1:]
            for row in self.store.rows("SELECT path, kind, size, mtime_ns FROM files")
        }
        fresh: list[Found] = []
        assets_changed = False
        for found in walk(self.archive, self.config.exclude):
            before = known.pop(found.path, None)
            if before == (found.kind, found.size, found.mtime_ns) and found.kind != "skip":
                continue
            assets_changed |= found.kind == "asset" or (before is not None and before[0] == "asset")
            fresh.append(found)
        assets_changed |= any(kind == "asset" for kind, _, _ in known.values())
        self.store.db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in known])
        self.store.insert("files", (self.file_row(found) for found in fresh))
        self.store.commit()
        return assets_changed

    @staticmethod
    def file_row(found: Found) -> tuple[Any, ...]:
        """A file that is to be looked at (``seen`` 0), or one that needs no reading."""
        seen = 0 if found.kind in ("page", "text") else 1
        return found.path, found.kind, found.size, found.mtime_ns, seen, None, None, found.reason

    def read(self) -> int:
        """Read every file the store has not seen in this state."""
        due = self.store.one("SELECT COUNT(*) FROM files WHERE seen = 0")[0]
        tasks = (
            ReadTask(path, self.file_time(mtime_ns))
            for path, mtime_ns in list(
                self.store.rows("SELECT path, mtime_ns FROM files WHERE seen = 0 ORDER BY path")
            )
        )
        for done, result in enumerate(self.pool.map(read_task, tasks), 1):
            if result.row is not None:
                self.store.insert("readings", [result.row])
            self.store.db.execute(
                "UPDATE files SET seen = 1, sha256 = ?, key = ?, reason = ? WHERE path = ?",
                (result.sha256, result.row[0] if result.row else None, result.reason, result.path),
            )
            self.progress("read", done, due)
        self.store.db.execute(
            "DELETE FROM readings WHERE key NOT IN (SELECT key FROM files WHERE key IS NOT NULL)"
        )
        self.store.commit()
        return int(due)

    def file_time(self, mtime_ns: int) -> float:
        """A file's time in the forum's zone, where the curator says which that is."""
        zone = self.config.zone
        if zone is None:
            return mtime_ns / 1e9
        minutes = int(zone[1:3]) * 60 + int(zone[4:6])
        return mtime_ns / 1e9 + (minutes if zone[0] == "+" else -minutes) * 60

    def archive_state(self) -> str:
        """A hash of everything the archive holds, how it was read and what it was joined to."""
        files = self.store.rows("SELECT path, kind, key, reason FROM files ORDER BY path")
        threads = self.store.rows("SELECT id, digest FROM threads ORDER BY id")
        return digest(*map(repr, files), *map(repr, threads))

    # ── Join ──

    def join(self, assets_changed: bool) -> None:
        """Assemble every thread whose pages changed."""
        main_site = self.main_site()
        if assets_changed or self.store.meta("main_site") != main_site:
            self.store.db.execute("UPDATE threads SET inputs = ''")
        self.store.set_meta("main_site", main_site)
        self.store.commit()
        known = dict(self.store.rows("SELECT id, inputs FROM threads"))
        due = [task for task in self.threads(main_site) if known.pop(task.id, None) != task.inputs]
        for gone in known:
            self.store.forget_thread(gone)
        self.store.commit()
        for done, result in enumerate(self.pool.map(assemble_task, due), 1):
            self.store.forget_thread(result.thread[0])
            self.store.insert("threads", [result.thread])
            self.store.insert("posts", result.posts)
            self.store.insert("refs", result.refs)
            self.store.insert("media", result.media)
            self.progress("join", done, len(due))
        self.store.commit()

    def main_site(self) -> str:
        """The forum that most pages are from: its threads keep their plain numbers."""
        row = self.store.one(
            "SELECT site FROM readings WHERE site != '' GROUP BY site ORDER BY COUNT(*) DESC, site LIMIT 1"
        )
        return row[0] if row else ""

    def threads(self, main_site: str) -> Iterator[AssembleTask]:
        """Every thread of the archive with its pages, by number.

        Of two forums' equal numbers, the fuller keeps it.
        """
        rows = self.store.rows(
            "SELECT r.thread_id, r.engine, r.site, r.title, f.path, f.sha256, r.key, r.board_id "
            "FROM files f "
            "JOIN readings r ON r.key = f.key ORDER BY r.thread_id, r.engine, r.site, f.path"
        )
        boards = self.boards()
        for number, pages in groupby(rows, key=lambda row: row[0]):
            grouped = group((Key(row[1], row[2], row[0]), row[3], row[4:]) for row in pages)
            ranked = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
            for rank, (key, saved) in enumerate(ranked):
                name = thread_name(number)
                name = name if rank == 0 else f"{name}-{digest(key.engine, key.site)[:6]}"
                board = max((boards.get((key.site, page[3]), []) for page in saved), key=len)
                inputs = digest(*(part for page in saved for part in page[:3]), *board)
                yield AssembleTask(
                    name,
                    inputs,
                    key.site,
                    main_site,
                    number,
                    board,
                    tuple(page[:3] for page in saved),
                )

    def boards(self) -> dict[tuple[str, str | None], list[str]]:
        """The fullest path to each board by forum and number: a phone's page names the board alone."""
        found: dict[tuple[str, str | None], list[str]] = {}
        rows = self.store.rows(
            "SELECT DISTINCT site, board_id, board FROM readings WHERE board_id IS NOT NULL ORDER BY 1, 2, 3"
        )
        for site, number, board in rows:
            found[site, number] = max(found.get((site, number), []), json.loads(board), key=len)
        return found

    # ── Render ──

    def settings(self) -> tuple[Settings, list[CuratedPage]]:
        """What every page depends on: theme, site, names."""
        curated = curated_pages(self.archive, self.config)
        theme = theme_of(self.config)
        language = self.language()
        site = SiteView(
            title=self.config.title or self.forum_name(),
            language=language,
            address=self.config.address.rstrip("/") + "/" if self.config.address else None,
            description=self.config.description,
            curated=[
                Crumb(page.title, curated_path(page.stem))
                for page in curated
                if page.stem not in ROOT_PAGES
            ],
            lists=Catalogue(self.store, self.config).rare(),
        )
        main_site = self.store.meta("main_site") or ""
        config = msgspec.json.encode(self.config)
        key = digest(
            theme.digest,
            msgspec.json.encode(site),
            config,
            main_site,
            self.store.meta("version") or "",
        )
        names = dict(self.config.boards.names)
        caps = self.config.page_cap, self.config.whole_cap
        return Settings(key, theme, site, main_site, *caps, names, sayings(language)), curated

    def forum_name(self) -> str:
        """The name that most pages give the forum."""
        row = self.store.one(
            "SELECT site_name FROM readings WHERE site_name IS NOT NULL "
            "GROUP BY site_name ORDER BY COUNT(*) DESC, site_name LIMIT 1"
        )
        return row[0] if row else self.archive.resolve().name

    def language(self) -> str:
        """The interface's language: the curator's, else that of most threads where it can be told."""
        if self.config.language != "auto":
            return self.config.language
        rows = self.store.rows(
            "SELECT title, (SELECT group_concat(excerpt, ' ') FROM posts WHERE thread = id AND n <= 5) "
            "FROM threads ORDER BY id LIMIT 200"
        )
        return prevailing(" ".join(filter(None, row)) for row in rows) or "en"

    def render_threads(self, settings: Settings, remarks: dict[str, str]) -> None:
        """Take over the pages of threads that did not change, render the others."""
        total = self.store.one("SELECT COUNT(*) FROM threads")[0]
        known = {row[0]: Output(*row) for row in self.store.rows("SELECT * FROM outputs")}
        made: dict[str, list[str]] = {}
        for output in known.values():
            made.setdefault(output.key, []).append(output.path)
        links = self.links()
        due: list[RenderTask] = []
        for thread, made_of in list(self.store.rows("SELECT id, digest FROM threads ORDER BY id")):
            led = links.get(thread, Links({}, {}))
            led_to = repr((sorted(led.places.items()), sorted(led.quoted.items())))
            key = digest(settings.key, made_of, led_to, remarks.get(thread, ""))
            if key not in made or not self.taken_over(known, key, made[key]):
                due.append(RenderTask(thread, key, led, remarks.get(thread)))
        for done, outputs in enumerate(self.pool.map(partial(render_thread, settings), due), 1):
            self.outputs += outputs
            self.rendered += len(outputs)
            self.progress("render", total - len(due) + done, total)

    def links(self) -> dict[str, Links]:
        """For each thread what leads from it into this site, and from other threads to it."""
        found: defaultdict[str, Links] = defaultdict(lambda: Links({}, {}))
        for thread, href, target, n, post, title, quoter, by in self.store.rows(LINKS):
            found[thread].places[href] = self.place_of(target, n or 1, post)
            if n and quoter and target != thread:
                by_others = found[target].quoted.setdefault(n, {})
                by_others[self.place_of(thread, quoter, by)] = title or ""
        return found

    def place_of(self, thread: str, n: int, post_id: str | None) -> str:
        """Where a post stands in the site.

        The page where it would stand if the address names none.
        """
        page = thread_path(thread, (n - 1) // self.config.page_cap + 1)
        return f"{page}#p{post_id}" if post_id and post_id.isalnum() else page

    def taken_over(self, known: dict[str, Output], key: str, paths: list[str]) -> bool:
        """Whether the pages stand in the old site as they would be made now.

        If so, they are taken into the new one.
        """
        before = [known.get(path) for path in paths]
        if not all(output and output.key == key for output in before):
            return False
        whole = [
            o
            for o in before
            if o and keep(self.place.output, self.place.stage, o.path, o.size, o.mtime_ns)
        ]
        if len(whole) == len(paths):
            self.outputs += whole
            return True
        for output in whole:
            (self.place.stage / output.path).unlink()
        return False

    def index(self, theme: Theme) -> Indexing | None:
        """The search's index, for a theme that has a search."""
        if not theme.has_asset(SEARCH_SCRIPT):
            return None
        self.progress("index", 0, 0)
        indexing = Indexing(self.store, self.config, self.place)
        self.outputs += indexing.write(self.pool)
        return indexing

    def render_lists(
        self, settings: Settings, curated: list[CuratedPage], indexing: Indexing | None
    ) -> None:
        """Home, boards, people, about, search, the curator's pages, 404, assets and the report."""
        known = {row[0]: Output(*row) for row in self.store.rows("SELECT * FROM outputs")}
        self.progress("lists", 0, 0)
        tasks = self.lists(settings, curated, indexing)
        due = (task for task in tasks if not self.taken_over(known, task.key, [task.path]))
        for outputs in self.pool.map(partial(render_view, settings), due):
            self.outputs += outputs
            self.rendered += len(outputs)
        for path, data in self.files(settings):
            key = digest(data)
            if not self.taken_over(known, key, [path]):
                self.put(path, key, data)

    def files(self, settings: Settings) -> Iterator[tuple[str, bytes]]:
        """Every file beside the pages and the pictures, as (path, content)."""
        yield from settings.theme.assets()
        yield from machine_files(
            self.store, self.config, settings.site, [output.path for output in self.outputs]
        )
        yield MARK, self.report()

    def put_media(self, curated: dict[str, Path]) -> None:
        """The saved pictures of posts and the curator's, each once, by a hash of what they are."""
        known = {
            row[0]: Output(*row)
            for row in self.store.rows("SELECT * FROM outputs WHERE path LIKE 'media/%'")
        }
        rows = self.store.rows("SELECT sha256, MIN(asset) FROM media GROUP BY sha256 ORDER BY 1")
        for name, file in sorted(
            {**curated, **{name: self.archive / asset for name, asset in rows}}.items()
        ):
            if not self.taken_over(known, name, [f"media/{name}"]):
                self.put(f"media/{name}", name, file.read_bytes())

    def lists(
        self, settings: Settings, curated: list[CuratedPage], indexing: Indexing | None
    ) -> Iterator[ViewTask]:
        """Every page that is not a thread's."""

        def task(method: str, path: str, view: Any) -> ViewTask:
            return ViewTask(
                method, path, digest(settings.key, method, msgspec.msgpack.encode(view)), view
            )

        catalogue = Catalogue(self.store, self.config)
        intros = {page.stem: page.html for page in curated}
        yield task("about", "about.html", catalogue.about(intros.get("about")))
        yield task("missing", "404.html", None)
        if settings.theme.has_asset(COMFORTS):
            yield task("words", "assets/words.js", None)
        if indexing:
            yield task("search", "search.html", indexing.view(catalogue.boards.tree))
        yield from (task(*page) for page in catalogue.pages(intros.get("index")))
        for page in curated:
            if page.stem not in ROOT_PAGES:
                path = curated_path(page.stem)
                yield task(
                    "curated", path, CuratedView(title=page.title, path=path, html=page.html)
                )

    def put(self, path: str, key: str, data: bytes) -> None:
        """Write one file of the new site."""
        size, mtime_ns = write(self.place.stage, path, data)
        self.outputs.append(Output(path, key, size, mtime_ns))
        self.rendered += 1

    def report(self) -> bytes:
        """report.json: the account of every saved file and of every gap, for machines."""
        catalogue = Catalogue(self.store, self.config)
        about = catalogue.about(None)
        files = self.store.rows(
            "SELECT path, kind, reason FROM files WHERE kind IN ('page', 'text', 'skip') ORDER BY path"
        )
        published = {row[0] for row in self.store.rows("SELECT DISTINCT source FROM posts")}
        report = {
            "generator": "sitegen",
            "counts": catalogue.counts(),
            "files": about.read,
            "engines": about.engines,
            "gaps": about.gaps,
            "unknown": about.unknown,
            "dropped": about.dropped,
            "pages": [
                {"path": path, "outcome": "skipped", "reason": reason}
                if reason
                else {"path": path, "outcome": "published" if path in published else "merged"}
                for path, _, reason in files
            ],
            "threads": [
                {
                    "id": thread,
                    "gaps": [{"kind": kind, "detail": detail} for kind, detail in json.loads(gaps)],
                }
                for thread, gaps in self.store.rows(
                    "SELECT id, gap_details FROM threads WHERE gaps > 0 ORDER BY id"
                )
            ],
        }
        return json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n"

    # ── Publish ──

    def is_whole(self) -> bool:
        """Whether every file of the published site is as it was left."""
        for path, _, size, mtime_ns in self.store.rows("SELECT * FROM outputs"):
            try:
                status = (self.place.output / path).lstat()
            except OSError:
                return False
            if (status.st_size, status.st_mtime_ns) != (size, mtime_ns):
                return False
        return self.place.output.is_dir()

    def publish(self, state: str) -> None:
        """Put the new site in place, then remember what it is made of."""
        self.progress("publish", 0, 0)
        self.place.swap()
        self.store.db.execute("DELETE FROM outputs")
        self.store.insert("outputs", self.outputs)
        self.store.set_meta("state", state)
        self.store.commit()

    def built(self, begun: float, read: int, unchanged: bool) -> Built:
        """The account of this build."""
        catalogue = Catalogue(self.store, self.config)
        pages, size = self.store.one("SELECT COUNT(*), TOTAL(size) FROM outputs")
        skips = list(
            self.store.rows("SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path")
        )
        return Built(
            output=self.place.output,
            files=catalogue.outcomes(),
            counts=catalogue.counts(),
            reasons=dict(Counter(reason for _, reason in skips).most_common()),
            skips=skips,
            read=read,
            rendered=self.rendered,
            pages=pages,
            size=int(size),
            seconds=time.monotonic() - begun,
            unchanged=unchanged,
            big=list(
                self.store.rows(
                    "SELECT path, size FROM outputs WHERE size >= ? ORDER BY size DESC", BIG_FILE
                )
            ),
        )
