"""Gather the threads of an archive without a site: read and join, as a build does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from site_gen.archive.archive import Archive
from site_gen.build.joining import join_threads
from site_gen.build.pool import Pool
from site_gen.build.reading import Progress, read_files, scan
from site_gen.build.worker import Worker
from site_gen.config import Config
from site_gen.store.store import Store


@contextmanager
def gathered(
    archive: Archive,
    config: Config,
    *,
    jobs: int = 1,
    profiles: Sequence[Path] = (),
    only: Sequence[str] = (),
    progress: Progress = lambda *_: None,
) -> Iterator[Store]:
    """Read and join an archive into a store of its own, which ends with the block.

    ``profiles`` are engines' tables in TOML, asked first; ``only`` names the engines to ask, by
    default all.
    """
    with tempfile.TemporaryDirectory(prefix="sitegen-") as folder:
        path = Path(folder) / "store.sqlite"
        with (
            Store.open(path, "") as store,
            Pool(jobs, Worker, archive, path, Path(folder), profiles, only) as pool,
        ):
            assets_changed = scan(archive, store, progress)
            read_files(store, pool, config, progress)
            join_threads(store, pool, assets_changed, progress)
            yield store
