"""Options that several commands share: what a site is made of, whose settings, which profiles."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from site_gen.archive.archive import split
from site_gen.config import find_config, find_profiles

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

profile_option: Decorator = click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE",
    type=FILE,
    help="A site's own profile (TOML), asked first.",
)


class SavedPath(click.Path):
    """A saved file that is there, or a member of a container (``saved.zip!/a.html``)."""

    def __init__(self, *, folders: bool) -> None:
        super().__init__(path_type=Path, exists=True, dir_okay=folders)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; usage errors say what is wrong with it."""
        outer, inner = split(str(value))
        if inner:
            super().convert(outer, param, ctx)
            return Path(value)
        return super().convert(value, param, ctx)


jobs_option: Decorator = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=None,
    metavar="N",
    help="Processes to use.  [default: all cores]",
)


def processes(jobs: int | None) -> int:
    """Return how many processes to use, where the command line says or does not say so."""
    return jobs or os.cpu_count() or 1


def config_option(text: str) -> Decorator:
    """``--config FILE``, with what it is for."""
    return click.option("--config", metavar="FILE", type=FILE, help=text)


def site_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command that makes a site is told: from where, to where, how it is to look."""
    shared = (
        click.argument("archive", type=click.Path(path_type=Path), default=Path("archive")),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            default=Path("output"),
            show_default=True,
            help="Where to write.",
        ),
        config_option("Settings; default: sitegen.toml."),
        profile_option,
        click.option("--theme", metavar="NAME", help="Theme to use instead of the configured one."),
        click.option(
            "--force", is_flag=True, help="Replace OUTPUT even if sitegen did not make it."
        ),
    )
    for option in reversed(shared):
        command = option(command)
    return command


def config_near(path: Path) -> Path | None:
    """Return sitegen.toml of the working directory, else the nearest one above a saved page."""
    whole = path.absolute()
    folders = [whole, *whole.parents] if path.is_dir() else whole.parents
    return next((found for folder in folders if (found := find_config(folder))), None)


def profiles_for(named: Sequence[Path], config: Path | None) -> list[Path]:
    """Return the profiles to use: those named on the command line, then those of the project.

    These lie in ``engines/`` beside sitegen.toml. Without a sitegen.toml it is ``engines/`` of the
    working directory.
    """
    return [*named, *find_profiles(config.parent if config else Path())]
