"""Build a site: scan, read, join, render, publish.

Each step asks the store what is known and does only what is not; a build with nothing changed reads
no page and writes no file.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen.archive.archive import Archive, is_container
from site_gen.build.advice import advice
from site_gen.build.joining import join_threads
from site_gen.build.limits import BIG_FILE
from site_gen.build.outputs import Outputs
from site_gen.build.pool import Pool
from site_gen.build.reading import Progress, read_files, scan
from site_gen.build.settings import theme_of
from site_gen.build.shrink import check_shrink
from site_gen.build.site import Site
from site_gen.build.version import code_version
from site_gen.build.worker import Worker
from site_gen.build.workplace import Workplace
from site_gen.catalogue import Catalogue
from site_gen.config import Config
from site_gen.errors import ArchiveError, OutputError
from site_gen.store.files import Assets, count_assets, skipped_files
from site_gen.store.outputs import big_files, keep_outputs, total
from site_gen.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a site holds: files by outcome, the site's counts, skips by reason, files and bytes.

    ``big`` are files of the site that are near to a host's limit, with their bytes; ``advice`` are
    warnings of settings that do nothing.
    """

    output: Path
    files: dict[str, int]
    counts: dict[str, int]
    reasons: dict[str, int]
    skips: list[tuple[str, str]]
    assets: Assets
    pages: int
    size: int
    big: list[tuple[str, int]]
    advice: list[str]


@dataclass(frozen=True, kw_only=True)
class Built(Account):
    """What a build did, for the summary: files read, pages written, seconds, and the account."""

    read: int
    rendered: int
    seconds: float
    unchanged: bool


def build(
    archive: Path,
    output: Path,
    config: Config | None = None,
    *,
    jobs: int = 1,
    force: bool = False,
    allow_shrink: bool = False,
    profiles: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
) -> Built:
    """Build the site of ``archive`` in ``output``.

    ``force`` replaces an output that sitegen did not make, ``allow_shrink`` a site by one without
    most of its threads; ``profiles`` are engines' tables in TOML, asked before all other engines.
    Raises :class:`SitegenError`, leaving the output as it was.
    """
    begun = time.monotonic()
    check_folders(archive, output)
    config = config or Config()
    profiles = [path.absolute() for path in profiles]
    check_profiles(profiles)  # a fault in one, or in the theme, is told before anything is done
    theme_of(config)
    saved = Archive.of([archive], config.exclude)
    place = Workplace(output)
    place.enter(force)
    try:
        version = code_version(path.read_bytes() for path in profiles)
        with (
            Store.open(place.store, version) as store,
            Pool(jobs, Worker, saved, place.store, place.stage, profiles) as pool,
        ):
            assets_changed = scan(saved, store, progress)
            read = read_files(store, pool, config, progress)
            join_threads(store, pool, assets_changed, progress)
            if not allow_shrink:
                check_shrink(store, archive, place.output)
            site = Site.of(store, config, saved)
            outputs = Outputs(store, place)
            unchanged = store.meta("state") == site.state and outputs.is_whole()
            if not unchanged:
                site.render(pool, outputs, progress)
                publish(store, place, outputs, site.state, progress)
            return Built(
                **vars(account(store, config, place.output)),
                read=read,
                rendered=outputs.written,
                seconds=time.monotonic() - begun,
                unchanged=unchanged,
            )
    except OSError as error:
        raise OutputError(
            f"{error.filename or output}: {error.strerror or error}; the site was left as it was"
        ) from error
    finally:
        place.leave()


def check_profiles(profiles: Sequence[Path]) -> None:
    """Raise :class:`ConfigError` for a profile with a fault."""
    if profiles:
        from site_gen.engines.profiles import load_profiles  # loads what engines need

        load_profiles(profiles)


def check_folders(archive: Path, output: Path) -> None:
    """Check that the archive is there, and that neither folder lies in the other."""
    if not archive.exists():
        raise ArchiveError(
            f"{archive}: no such folder. Name the folder of saved pages: sitegen build FOLDER"
        )
    if archive.is_file() and not is_container(archive.name):
        raise ArchiveError(
            f"{archive}: a file, not a folder. To read one page: sitegen extract {archive}"
        )
    inner, outer = output.resolve(), archive.resolve()
    if inner == outer or outer in inner.parents or (inner in outer.parents):
        raise OutputError(
            f"{output}: lies in the archive or holds it; sitegen never writes into an archive. "
            "Choose another with -o"
        )


def publish(
    store: Store, place: Workplace, outputs: Outputs, state: str, progress: Progress
) -> None:
    """Put the new site in place, then remember what it is made of."""
    progress("publish", 0, 0)
    place.swap()
    keep_outputs(store, outputs.made)
    store.set_meta("state", state)
    store.commit()


def account(store: Store, config: Config, output: Path) -> Account:
    """Return the account of the site that stands."""
    catalogue = Catalogue(store, config)
    skips = skipped_files(store)
    whole = total(store)
    return Account(
        output=output,
        files=catalogue.outcomes(),
        counts=catalogue.counts(),
        reasons=dict(Counter(reason for _, reason in skips).most_common()),
        skips=skips,
        assets=count_assets(store),
        pages=whole.files,
        size=int(whole.size),
        big=big_files(store, BIG_FILE),
        advice=list(advice(store, config)),
    )
