"""``sitegen extract``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_gen.archive.archive import Archive
from site_gen.build.gather import gathered
from site_gen.cli.options import (
    SavedPath,
    config_near,
    config_option,
    jobs_option,
    processes,
    profile_option,
    profiles_for,
)
from site_gen.config import load_config
from site_gen.engines.choice import chosen
from site_gen.exports.jsonl import lines
from site_gen.store import files


@click.command("extract", short_help="Print threads as JSON Lines.")
@click.argument("paths", nargs=-1, required=True, type=SavedPath(folders=True))
@config_option("Settings, and the profiles beside them; default: the nearest sitegen.toml.")
@profile_option
@click.option(
    "--engine",
    "names",
    multiple=True,
    metavar="NAME",
    help="Ask only this engine (see sitegen engines).",
)
@jobs_option
def command(
    paths: tuple[Path, ...],
    config: Path | None,
    profiles: tuple[Path, ...],
    names: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Read saved pages (files, folders, ZIPs) and print one JSON object per thread, one per line.

    They are the threads that a site of these pages would have. Messages, such as files left out and
    why, go to stderr; where no thread is found at all, the exit code is 1. The fields are described
    in docs/record.md.

    \b
    Examples:
      sitegen extract thread-56-1-1.html
      sitegen extract saved/ > threads.jsonl
      sitegen extract saved.zip | jq -r .title
      sitegen extract --engine generic page.html
    """
    found = config or config_near(paths[0])
    settings = load_config(found)
    tables = profiles_for(profiles, found)
    chosen(tables, names)  # a fault in one is told before anything is read
    archive = Archive.of(paths, settings.exclude)
    out = sys.stdout.buffer
    any_found = False
    with gathered(archive, settings, jobs=processes(jobs), profiles=tables, only=names) as store:
        for path, reason in files.skipped_files(store):
            click.echo(f"{archive.shown(path)}: skipped: {reason}", err=True)
        for line in lines(store):
            out.write(line)
            any_found = True
    out.flush()
    if not any_found:
        sys.exit(1)
