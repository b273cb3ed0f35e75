"""How a build shows that it goes on: a bar per stage on a terminal, a line per stage elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

STAGES = {
    "scan": "Looking",
    "read": "Reading",
    "join": "Joining",
    "render": "Rendering",
    "index": "Indexing",
    "lists": "Listing",
    "publish": "Publishing",
}


@contextmanager
def progress_for(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function to tell of each stage: its name, how much is done, how much there is.

    The last is 0 where it is unknown.
    """
    if quiet:
        yield lambda *_: None
    elif sys.stderr.isatty():
        with bars() as tell:
            yield tell
    else:
        yield lines()


def lines() -> Callable[[str, int, int], None]:
    """One plain line as each stage begins."""
    begun: set[str] = set()

    def tell(stage: str, done: int, total: int) -> None:
        del done
        if stage not in begun:
            begun.add(stage)
            click.echo(f"{STAGES[stage]}{f' {total:,}' if total else ''} …", err=True)

    return tell


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=Console(stderr=True), transient=True, refresh_per_second=8
    ) as progress:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(STAGES[stage], total=total or None)
            progress.update(tasks[stage], completed=done, total=total or None)

        yield tell
