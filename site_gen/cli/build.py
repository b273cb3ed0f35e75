"""``sitegen build``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from site_gen.build.build import Built, build
from site_gen.build.limits import warnings
from site_gen.cli.options import profiles_for, site_options
from site_gen.cli.progress import progress_for
from site_gen.config import find_config, load_config


@click.command("build", short_help="Build the site from an archive of saved pages.")
@site_options
@click.option(
    "--address",
    metavar="URL",
    help="Where the site will be published, instead of the configured address.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=None,
    metavar="N",
    help="Processes to use.  [default: all cores]",
)
@click.option(
    "--allow-shrink",
    is_flag=True,
    help="Publish although no page, or under half of the last build's threads, is there.",
)
@click.option(
    "--strict", is_flag=True, help="Exit with 3 if any file was skipped or any gap was found."
)
@click.option("-v", "--verbose", is_flag=True, help="List every skipped file.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(
    archive: Path,
    output: Path,
    config: Path | None,
    profiles: tuple[Path, ...],
    theme: str | None,
    address: str | None,
    jobs: int | None,
    force: bool,
    allow_shrink: bool,
    strict: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Read the saved pages below ARCHIVE and write a site that opens by double-click.

    The archive is only read. The old site stays as it is until the new one is whole. A second build
    reads only what changed.

    \b
    Examples:
      sitegen build
      sitegen build saved -o site --jobs 4
      sitegen build --strict -q            for scripts: 3 means skips or gaps

    \b
    Exit codes: 0 done, 1 failed and nothing changed, 2 usage, 3 skips or gaps under --strict.
    """
    found = config or find_config(archive)
    settings = load_config(found, theme=theme, address=address)
    with progress_for(quiet) as progress:
        built = build(
            archive,
            output,
            settings,
            jobs=jobs or os.cpu_count() or 1,
            force=force,
            allow_shrink=allow_shrink,
            profiles=profiles_for(profiles, found),
            progress=progress,
        )
    if not quiet:
        show(built, verbose)
    if strict and (built.files["skipped"] or built.counts["gaps"]):
        sys.exit(3)


def show(built: Built, verbose: bool) -> None:
    """Show the summary, for people, on stderr: stdout stays free."""
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True, highlight=False)
    table = Table(show_header=False, box=None, padding=(0, 1))
    for name, said in summary(built):
        table.add_row(name, said)
    for reason, count in built.reasons.items():
        table.add_row("", f"skipped {count:,}: {reason}", style="yellow")
    table.add_row("took", f"{built.seconds:.1f} s, {work(built)}")
    console.print(table)
    index = (built.output / "index.html").resolve().as_uri()
    console.print(f" open     {index}", style="bold", markup=False, soft_wrap=True)
    for warning in (*built.advice, *warnings(built.size, built.pages, built.big)):
        console.print(f" warning  {warning}", style="yellow", markup=False, soft_wrap=True)
    if verbose:
        for path, reason in built.skips:
            console.print(f"  {path}: {reason}", markup=False, soft_wrap=True)


def summary(built: Built) -> Iterator[tuple[str, str]]:
    """Yield what a site holds, as (name, words)."""
    counts, files, assets = built.counts, built.files, built.assets
    read = (f"{files[name]:,} {name}" for name in ("published", "merged", "skipped"))
    yield "files", ", ".join(read)
    if assets.all:
        yield "assets", f"{assets.all:,}, of them {assets.shown:,} shown"
    posts, people = f"{counts['posts']:,} posts", f"{counts['authors']:,} people"
    yield "threads", f"{counts['threads']:,} with {posts} by {people}"
    hint = " (see about.html)" if counts["gaps"] else ""
    yield "gaps", f"{counts['gaps']:,}{hint}"


def work(built: Built) -> str:
    """Return what a build did, in words."""
    done = f"{built.read:,} files read, {built.rendered:,} pages written"
    if built.unchanged:
        done = "nothing changed"
    return f"{done}; {built.pages:,} files, {built.size / 1e6:,.1f} MB"
