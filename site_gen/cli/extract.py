"""``sitegen extract``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_gen.cli.options import config_near, config_option, profile_option, profiles_for
from site_gen.engines.choice import chosen
from site_gen.extract import extract


@click.command("extract", short_help="Print threads as JSON Lines.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@config_option("Use the profiles beside this sitegen.toml; default: the nearest one.")
@profile_option
@click.option(
    "--engine",
    "names",
    multiple=True,
    metavar="NAME",
    help="Ask only this engine (see sitegen engines).",
)
def command(
    paths: tuple[Path, ...], config: Path | None, profiles: tuple[Path, ...], names: tuple[str, ...]
) -> None:
    """Read saved pages (files or folders) and print one JSON object per thread, one per line, on stdout.

    Messages, such as files left out and why, go to stderr; where no thread is found at all, the
    exit code is 1. The fields are described in docs/record.md.

    \b
    Examples:
      sitegen extract thread-56-1-1.html
      sitegen extract saved/ > threads.jsonl
      sitegen extract saved/ | jq -r .title
      sitegen extract --engine generic page.html
    """
    engines = chosen(profiles_for(profiles, config or config_near(paths[0])), names)
    found = False
    threads = extract(
        paths, lambda path, reason: click.echo(f"{path}: skipped: {reason}", err=True), engines
    )
    out = sys.stdout.buffer
    for line in threads:
        out.write(line + b"\n")
        found = True
    out.flush()
    if not found:
        sys.exit(1)
