"""``sitegen serve``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import click

from site_gen.build.build import Built, build
from site_gen.cli.live import Builds
from site_gen.cli.options import jobs_option, processes, profiles_for, site_options
from site_gen.cli.preview import LOOPBACK, Preview
from site_gen.config import Config, find_config, load_config
from site_gen.errors import OutputError


def as_base(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The path of a site on its host: ``repo`` and ``/repo`` mean ``/repo/``."""
    if value and any(mark in value for mark in ("?", "#", ":", "..", "//", " ")):
        raise click.BadParameter(f"{value!r} is no path; write for example /repo/", ctx, param)
    return value and f"/{value.strip('/')}/".replace("//", "/")


@click.command("serve", short_help="Build, preview here, and build again on every change.")
@site_options
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--base",
    callback=as_base,
    metavar="PATH",
    help="Path to serve under: /repo/.  [default: that of `address`]",
)
@jobs_option
def command(
    archive: Path,
    output: Path,
    config: Path | None,
    profiles: tuple[Path, ...],
    theme: str | None,
    port: int,
    base: str | None,
    jobs: int | None,
    force: bool,
) -> None:
    """Build the site of ARCHIVE and show it at http://127.0.0.1:8000/, to this machine alone.

    When the archive, sitegen.toml, a template, a theme or a profile changes, the site is built
    again, and the pages that are open in a browser reload by themselves. Ctrl-C ends it.

    \b
    Examples:
      sitegen serve
      sitegen serve saved --port 9000
      sitegen serve --base /repo/          as under https://you.github.io/repo/
    """
    found = config or find_config(archive)

    def make() -> tuple[Config, Built]:
        settings = load_config(found, theme=theme)
        built = build(
            archive,
            output,
            settings,
            jobs=processes(jobs),
            force=force,
            allow_shrink=not output.exists(),  # pages may come while it is looked at
            profiles=profiles_for(profiles, found),
        )
        return settings, built

    bursts = changes(watched(archive, found, load_config(found, theme=theme), profiles))
    next(bursts)  # what changes while the site is built is seen as well
    click.echo("Building …", err=True)
    settings, built = make()
    tell(built)
    builds = Builds()
    path = base or urlsplit(settings.address or "").path.rstrip("/") + "/"
    with started(output, port, path, builds) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        click.secho(f"Look at {server.address} (Ctrl-C ends)", bold=True, err=True)
        try:
            for changed in filter(None, bursts):
                click.echo(f"{changed} changed; building …", err=True)
                try:
                    tell(make()[1])
                    builds.done()
                except click.ClickException as error:
                    error.show()
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)


def started(output: Path, port: int, base: str, builds: Builds) -> Preview:
    """The server, or an error that says what to do."""
    try:
        return Preview(
            output.absolute(), port, base, lambda line: click.echo(line, err=True), builds
        )
    except OSError as error:
        raise OutputError(
            f"port {port} of {LOOPBACK} cannot be used ({error.strerror}); "
            "choose another: --port 0 takes a free one"
        ) from error


def tell(built: Built) -> None:
    """One line on what a build did."""
    done = (
        "nothing changed"
        if built.unchanged
        else f"{built.read:,} files read, {built.rendered:,} pages written"
    )
    click.echo(f"Built in {built.seconds:.1f} s: {done}", err=True)


def watched(
    archive: Path, found: Path | None, settings: Config, profiles: Sequence[Path]
) -> list[Path]:
    """The files and folders that a site is made of, whether they are there yet or not."""
    home = found.parent if found else Path()
    theme = [Path(settings.theme)] if "/" in settings.theme else []
    more = [
        Path(folder) for folder in (settings.templates, settings.pages, settings.notes) if folder
    ]
    return [
        archive,
        home / "sitegen.toml",
        home / "engines",
        *theme,
        *more,
        *profiles,
        *([found] if found else []),
    ]


def changes(paths: Sequence[Path]) -> Iterator[str]:
    """The first file of each burst of changes below ``paths``, as it happens.

    "" while nothing does.

    From the first answer on, no change is missed.
    """
    from watchfiles import watch

    wanted = [path.resolve() for path in paths]
    folders = {path if path.is_dir() else path.parent for path in wanted}

    def concerns(_: object, changed: str) -> bool:
        return any(Path(changed).is_relative_to(path) for path in wanted)

    there = [folder for folder in folders if folder.is_dir()]
    for burst in watch(*there, watch_filter=concerns, rust_timeout=200, yield_on_timeout=True):
        yield min((path for _, path in burst), default="")
