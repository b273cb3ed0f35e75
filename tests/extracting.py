"""Threads of saved pages as ``sitegen extract`` prints them, in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from site_gen.archive.archive import Archive
from site_gen.build.gather import gathered
from site_gen.config import Config
from site_gen.exports.jsonl import lines
from site_gen.store import files


def extract(
    paths: Sequence[Path],
    skipped: Callable[[str, str], object] = lambda *_: None,
    only: Sequence[str] = (),
) -> list[bytes]:
    """The record of every thread; ``skipped`` is told (path, reason), ``only`` names engines."""
    archive = Archive.of(paths)
    with gathered(archive, Config(), only=only) as store:
        for path, reason in files.skipped_files(store):
            skipped(path, reason)
        return list(lines(store))
