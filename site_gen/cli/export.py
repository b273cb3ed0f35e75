"""``sitegen export``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from site_gen.archive.archive import Archive
from site_gen.build.gather import gathered
from site_gen.cli.options import config_option, jobs_option, processes, profile_option, profiles_for
from site_gen.cli.progress import progress_for
from site_gen.config import find_config, load_config
from site_gen.errors import OutputError
from site_gen.exports.registry import BY_NAME, FORMATS


@click.command("export", short_help="Write all threads to one file, for other programs.")
@click.argument("archive", type=click.Path(path_type=Path), default=Path("archive"))
@click.option(
    "--format",
    "name",
    type=click.Choice(list(BY_NAME)),
    required=True,
    help="; ".join(f"{known.name}: {known.about.partition(': ')[2]}" for known in FORMATS) + ".",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; jsonl goes to stdout without it.",
)
@config_option("Settings; default: sitegen.toml.")
@profile_option
@jobs_option
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(
    archive: Path,
    name: str,
    output: Path | None,
    config: Path | None,
    profiles: tuple[Path, ...],
    jobs: int | None,
    force: bool,
    quiet: bool,
) -> None:
    """Read the saved pages of ARCHIVE and write their threads in another form.

    They are the threads that the site has: the same boards, the same merging. Fields and tables are
    described in docs/record.md.

    \b
    Examples:
      sitegen export --format jsonl > threads.jsonl
      sitegen export --format sqlite -o forum.sqlite saved
    """
    chosen = BY_NAME[name]
    if output is None and name != "jsonl":
        raise click.UsageError(f"{name} needs a file: -o {archive.name or 'forum'}{chosen.suffix}")
    if output is not None and output.exists() and not force:
        raise OutputError(f"{output}: exists already; choose another file, or say --force")
    found = config or find_config(archive)
    settings = load_config(found)
    saved = Archive.of([archive], settings.exclude)
    tables = profiles_for(profiles, found)
    with (
        progress_for(quiet) as progress,
        gathered(
            saved, settings, jobs=processes(jobs), profiles=tables, progress=progress
        ) as store,
    ):
        write(chosen.stream(store), output)


def write(chunks: Iterator[bytes], output: Path | None) -> None:
    """Write what comes to a file, which is whole or not there, or to stdout."""
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        return
    partial = output.with_name(f".{output.name}.part")
    try:
        with partial.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        partial.replace(output)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)
