"""Scan and read: compare the archive with the store, and read every file that is new or changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from site_gen.archive.archive import Archive
from site_gen.archive.kinds import Found
from site_gen.build.pool import Pool
from site_gen.config import Config
from site_gen.models import Evidence
from site_gen.store import files
from site_gen.store.files import Known
from site_gen.store.schema import FileRow
from site_gen.store.store import Store
from site_gen.text.zones import local_seconds

Progress = Callable[[str, int, int], None]
"""Told as a stage goes on: its name, how much is done, how much there is (0 if unknown)."""

ENCODE = msgspec.msgpack.Encoder().encode
EVIDENCE = msgspec.msgpack.Decoder(Evidence)


class ReadTask(NamedTuple):
    """A file to read: its path in the archive, and what is known of its capture."""

    path: str
    evidence: Evidence


def scan(archive: Archive, store: Store, progress: Progress) -> bool:
    """Compare the archive's files with the store. Tell whether files beside the pages changed."""
    progress("scan", 0, 0)
    known = files.known_files(store)
    fresh: list[FileRow] = []
    assets_changed = False
    for found in archive.files():
        before = known.pop(found.path, None)
        now = Known(found.path, found.kind, found.stamp)
        if before == now and found.kind != "skip":
            continue
        was_asset = before is not None and before.kind == "asset"
        assets_changed |= was_asset or found.kind == "asset"
        fresh.append(_row(found))
    assets_changed |= any(gone.kind == "asset" for gone in known.values())
    files.keep_files(store, fresh, known)
    return assets_changed


def _row(found: Found) -> FileRow:
    return FileRow(
        path=found.path,
        kind=found.kind,
        stamp=found.stamp,
        evidence=ENCODE(found.evidence),
        seen=not found.is_read,
        reason=found.reason,
    )


def read_files(store: Store, pool: Pool, config: Config, progress: Progress) -> int:
    """Read every file that the store has not seen in its state. Return how many there were."""
    due = files.due_files(store)
    if not due:
        return 0
    from site_gen.build.tasks import read_task  # loads every engine

    tasks = (ReadTask(path, _in_zone(EVIDENCE.decode(known), config)) for path, known in due)
    for done, result in enumerate(pool.map(read_task, tasks), 1):
        files.keep_reading(store, result.path, result.sha256, result.row, result.reason)
        progress("read", done, len(due))
    files.forget_unused_readings(store)
    return len(due)


def _in_zone(evidence: Evidence, config: Config) -> Evidence:
    """Put a file's time into the forum's zone, where the curator says which that is."""
    if config.zone is None or evidence.file_time is None:
        return evidence
    local = local_seconds(evidence.file_time, config.zone)
    return msgspec.structs.replace(evidence, file_time=local)
