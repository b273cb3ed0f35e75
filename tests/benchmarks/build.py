"""How fast and how small a build is, against the least that any build must do.

::

    python tests/benchmarks/build.py DIR [--jobs N] [--memory-pages 1000]

All figures are of one run on one machine, so that their ratios mean something where their seconds
do not: a cold build of the pages below DIR, one with nothing changed, one with one page changed,
and the floor: reading the bytes of every page, parsing it once with Lexbor, and writing the bytes
of the site, in the same number of processes. Memory is the greatest sum of the proportional set
sizes (PSS) of the process tree, sampled.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
from selectolax.lexbor import LexborHTMLParser

from site_gen.archive.archive import Archive

CHUNK = 16


class Run(NamedTuple):
    """One build: seconds, and the peak memory of its process tree in MB."""

    seconds: float
    memory: float


def main() -> int:
    """Measure, and print one figure to a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--memory-pages", type=int, default=1000, help="pages of the smaller archive for the memory"
    )
    options = parser.parse_args()
    pages = [found for found in Archive(options.archive).files() if found.is_read]
    with tempfile.TemporaryDirectory(
        dir=options.archive.resolve().parent, prefix="sitegen-benchmark-"
    ) as scratch:
        report(
            options.archive,
            [page.path for page in pages],
            options.jobs,
            options.memory_pages,
            Path(scratch),
        )
    return 0


def report(archive: Path, pages: list[str], jobs: int, memory_pages: int, scratch: Path) -> None:
    """Build, change, build again; then do the least."""
    copy = mirror(archive, pages, scratch / "archive")
    site = scratch / "site"
    cold = build(copy, site, jobs)
    posts = count_posts(site)
    line("pages", f"{len(pages):,}")
    line("posts", f"{posts:,}")
    line("processes", f"{jobs}")
    rate("cold build", cold, len(pages), posts)
    unchanged = build(copy, site, jobs)
    rate("nothing changed", unchanged, len(pages), posts)
    change(copy / pages[len(pages) // 2])
    changed = build(copy, site, jobs)
    rate("one page changed", changed, len(pages), posts)
    floor = floor_seconds(copy, pages, site, scratch / "floor", jobs)
    line("floor", f"{floor:.2f} s")
    few = pages[:memory_pages]
    small = build(mirror(archive, few, scratch / "few"), scratch / "small", jobs)
    line("cold / floor", f"{cold.seconds / floor:.2f}")
    line("unchanged / cold", f"{unchanged.seconds / cold.seconds:.3f}")
    line("one changed / cold", f"{changed.seconds / cold.seconds:.3f}")
    line(
        "peak memory",
        f"{cold.memory:.0f} MB for {len(pages):,} pages, {small.memory:.0f} MB for {len(few):,}",
    )


def mirror(archive: Path, pages: list[str], target: Path) -> Path:
    """A copy of the pages, with their times, that may be changed."""
    for page in pages:
        (target / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(archive / page, target / page)
    return target


def change(page: Path) -> None:
    """Change one letter of one post, as a fresh save of the page might."""
    data = page.read_bytes()
    at = data.find(b"<br", len(data) // 2)
    page.write_bytes(data[:at] + b"." + data[at:])


def build(archive: Path, site: Path, jobs: int) -> Run:
    """One ``sitegen build`` in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "site_gen",
        "build",
        str(archive),
        "-o",
        str(site),
        "--jobs",
        str(jobs),
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    peak = [0.0]
    watcher = threading.Thread(target=watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    _, messages = process.communicate()
    seconds = time.perf_counter() - begun
    if process.returncode != 0:
        raise SystemExit(f"the build failed ({process.returncode}): {messages}")
    return Run(seconds, peak[0] / 1e6)


def watch(pid: int, peak: list[float]) -> None:
    """Keep the greatest memory of a process and its children, until it ends."""
    try:
        root = psutil.Process(pid)
        while True:
            peak[0] = max(
                peak[0], sum(pss(process) for process in [root, *root.children(recursive=True)])
            )
            time.sleep(0.2)
    except psutil.NoSuchProcess:
        return


def pss(process: psutil.Process) -> float:
    """Memory of a process, what it shares divided among the sharers.

    Resident memory where that is unknown.
    """
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(full, "pss", full.rss))


def count_posts(site: Path) -> int:
    """Posts of the site, by its report."""
    return int(json.loads((site / "report.json").read_text("utf-8"))["counts"]["posts"])


def floor_seconds(archive: Path, pages: list[str], site: Path, target: Path, jobs: int) -> float:
    """Seconds to read and parse every page once and to write every byte of the site, in ``jobs`` processes."""
    files = [(entry.path, os.path.relpath(entry.path, site)) for entry in files_below(site)]
    for _, path in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
    contents = [(str(target / path), Path(source).read_bytes()) for source, path in files]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        pool.map(parse, [])  # the processes have started
        begun = time.perf_counter()
        for _ in pool.imap_unordered(parse, (str(archive / page) for page in pages), CHUNK):
            pass
        for _ in pool.imap_unordered(write, contents, CHUNK):
            pass
        return time.perf_counter() - begun


def files_below(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Every file below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(Path(entry.path))
            else:
                yield entry


def parse(path: str) -> int:
    """Read one page and parse it."""
    return len(LexborHTMLParser(Path(path).read_bytes()).root.tag or "")


def write(content: tuple[str, bytes]) -> int:
    """Write one file."""
    return Path(content[0]).write_bytes(content[1])


def line(name: str, value: str) -> None:
    """One figure."""
    print(f"{name:<20}{value}")


def rate(name: str, run: Run, pages: int, posts: int) -> None:
    """One build: seconds and what it did in each."""
    line(
        name,
        f"{run.seconds:.2f} s   {pages / run.seconds:,.0f} pages/s   {posts / run.seconds:,.0f} posts/s",
    )


if __name__ == "__main__":
    sys.exit(main())
