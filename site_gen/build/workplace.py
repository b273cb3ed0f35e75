"""Publish: the only stage that writes.

The site is built in a stage beside the output and put in its place in one step.

A build that is killed, runs out of disk or meets bad input leaves the site as it was. Pages that
did not change are linked from the old site, not written again.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from site_gen.errors import OutputError

MARK = "report.json"  # every site that sitegen made holds one, and it says so
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


class Workplace:
    """The folder beside the output with the store and the stage: ``.<output>.sitegen/``."""

    def __init__(self, output: Path) -> None:
        self.output = output.absolute()
        self.folder = self.output.parent / f".{self.output.name}.sitegen"
        self.store = self.folder / "store.sqlite"
        self.stage = self.folder / f"stage-{os.getpid()}"
        self.previous = self.folder / "previous"
        self.lock = FileLock(self.folder / "lock")

    def enter(self, force: bool = False) -> None:
        """Take the lock, mend what a killed build left, check that the output may go."""
        if not force and not replaceable(self.output):
            raise OutputError(
                f"{self.output}: not a site that sitegen made, so it is not replaced. "
                "Choose another folder with -o, or say --force to replace it"
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self.folder}: cannot be made ({error.strerror}); choose another output with -o"
            ) from error
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            raise OutputError(
                f"{self.output}: another build of this site is running; wait for it to end"
            ) from None
        if self.previous.exists() and not self.output.exists():
            self.previous.rename(self.output)
        for leftover in (
            self.previous,
            *self.folder.glob("stage-*"),
        ):  # a killed build's workers may still hold theirs
            shutil.rmtree(leftover, ignore_errors=True)
        self.stage.mkdir(exist_ok=True)

    def leave(self) -> None:
        """Remove the stage and give the lock back."""
        shutil.rmtree(self.stage, ignore_errors=True)
        self.lock.release()

    def swap(self) -> None:
        """Put the stage in the output's place, and remove the old site.

        That is one step where the system can.
        """
        if not self.output.exists():
            self.stage.rename(self.output)
            return
        if not exchange(self.stage, self.output):
            self.output.rename(self.previous)
            self.stage.rename(self.output)
        for old in (self.previous, self.stage):
            shutil.rmtree(old, ignore_errors=True)


def replaceable(output: Path) -> bool:
    """Tell whether a folder may be replaced: it is not there, empty, or a site of ours."""
    if output.is_symlink():
        return False
    if not output.exists():
        return True
    if not output.is_dir():
        return False
    return not any(output.iterdir()) or is_site(output)


def is_site(output: Path) -> bool:
    """Tell whether a folder is a site that sitegen made."""
    try:
        report = json.loads((output / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and report.get("generator") == "sitegen"


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one atomic step (Linux ``renameat2``).

    ``False`` where the system cannot.
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done = renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if done != 0 and ctypes.get_errno() not in (
        errno.ENOSYS,
        errno.EINVAL,
        errno.ENOTSUP,
        errno.EXDEV,
    ):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return bool(done == 0)


def write(stage: Path, path: str, data: bytes) -> tuple[int, int]:
    """Write one file of the site; returns its size and its modification time in nanoseconds."""
    target = stage / path
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "wb", buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def keep(output: Path, stage: Path, path: str, size: int, mtime_ns: int) -> bool:
    """Take an unchanged file over from the old site.

    ``False`` where it is gone or was touched since.
    """
    source, target = output / path, stage / path
    try:
        status = source.lstat()
        if (status.st_size, status.st_mtime_ns) != (size, mtime_ns):
            return False
        try:
            os.link(source, target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)
    return True
