"""``sitegen engines``."""

from __future__ import annotations

import click

from site_gen.engines.registry import ENGINES, TEXT_ENGINES


@click.command("engines", short_help="List the forum engines that sitegen reads.")
def command() -> None:
    """List the engines in the order they are asked, with the marks each is recognised by.

    \b
    Example:
      sitegen engines
    """
    from rich.console import Console
    from rich.table import Table

    table = Table("engine", "kind of page", "recognised by", box=None)
    for engine in (*ENGINES, *TEXT_ENGINES):
        table.add_row(
            engine.name, engine.view, ", ".join(mark.name for mark in engine.fingerprints)
        )
    Console().print(table)
