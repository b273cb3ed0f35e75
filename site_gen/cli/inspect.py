"""``sitegen inspect``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Sized
from contextlib import suppress
from pathlib import Path, PurePath

import click

from site_gen.archive.archive import Archive
from site_gen.cli.matches import show_matches
from site_gen.cli.options import SavedPath, config_near, config_option, profile_option, profiles_for
from site_gen.engines.account import INSIDE, dropped_strings
from site_gen.engines.choice import Chosen, chosen, read_page
from site_gen.engines.core.recognition import recognise
from site_gen.engines.core.table import Engine
from site_gen.engines.generic import GENERIC
from site_gen.engines.generic.suggest import suggest as suggest_profile
from site_gen.engines.profiles import read_profile
from site_gen.errors import ArchiveError, Skipped
from site_gen.load import Page, load_page
from site_gen.models import Post, Reading


@click.command("inspect", short_help="Say what is recognised on one page, and why.")
@click.argument("file", type=SavedPath(folders=False))
@config_option("Use the profiles beside this sitegen.toml; default: the nearest one.")
@profile_option
@click.option(
    "--suggest",
    is_flag=True,
    help="Print a profile (TOML) that reads the page, ready to edit, and no more.",
)
def command(file: Path, config: Path | None, profiles: tuple[Path, ...], suggest: bool) -> None:
    """Show what sitegen sees on one saved page.

    The capture, the charset, the engine and why; the posts; the gates; and every string that is
    dropped as chrome, by rule. With --profile, also what each selector of the profile matches.

    \b
    Examples:
      sitegen inspect archive/thread-56-1-1.html
      sitegen inspect archive/thread-56-1-1.html | less -R
      sitegen inspect --suggest page.html > engines/my-forum.toml
      sitegen inspect --profile engines/my-forum.toml page.html
    """
    if suggest and profiles:
        raise click.UsageError("--suggest works a profile out; it takes no --profile")
    engines = chosen(profiles_for(profiles, config or config_near(file)))
    try:
        if suggest:
            print_profile(file, engines)
            return
        show_page(file, load(file), engines.for_page(load(file)))
        for path in profiles:
            show_matches(path, read_profile(path), load(file))
        engine, reading = read_page(load(file), engines)
    except Skipped as reason:
        raise click.ClickException(f"{file}: {reason}") from None
    show_reading(reading)
    show_dropped(dropped_by_rule(load(file), engine, reading))


def load(file: Path) -> Page:
    """Return the page of a file, fresh: reading changes a page's tree.

    The file may be a container's member (``saved.zip!/a.html``). Raises :class:`Skipped`, and
    :class:`SitegenError` where there is no such file.
    """
    archive = Archive.of([file])
    found = next(archive.files(), None)
    if found is None:
        raise ArchiveError(f"{file}: no such file in the container")
    if found.reason is not None:
        raise Skipped(found.reason)
    return load_page(archive.read(found.path), PurePath(found.path).name, found.evidence)


def print_profile(file: Path, engines: Chosen) -> None:
    """Print a profile for the page, and say on stderr if it needs none.

    Raises :class:`Skipped` where none is found.
    """
    click.echo(suggest_profile(load(file)), nl=False)
    with suppress(Skipped):
        engine, _ = read_page(load(file), engines)
        if engine is not GENERIC:
            click.echo(
                f"Note: the {engine.title} engine reads this page already; "
                "a profile is asked before it.",
                err=True,
            )


def dropped_by_rule(page: Page, engine: Engine, reading: Reading) -> dict[str, list[str]]:
    """Return the dropped strings by rule, in the page's order, each once."""
    rules: dict[str, list[str]] = defaultdict(list)
    for drop in dropped_strings(page, engine, reading):
        if drop.text not in rules[drop.rule]:
            rules[drop.rule].append(drop.text)
    return rules


def show_page(file: Path, page: Page, engines: Sequence[Engine]) -> None:
    """Show the capture, the charset and the evidence for each engine."""
    capture = page.capture
    saved = capture.time or "unknown"
    if capture.time and capture.guess:
        saved += " (the file’s own time: a guess)"
    click.secho(str(file), bold=True)
    facts(
        ("saved with", capture.tool or "unknown"),
        ("saved from", capture.url or "unknown"),
        ("saved at", saved),
        ("charset", f"{page.charset} (by {page.why_charset})"),
    )
    for engine, marks in recognise(page, engines, whole=True):
        weight = sum(mark.weight for mark in marks)
        facts(("engine", f"{engine.title}: {weight} points, {engine.threshold} needed"))
        for mark in marks:
            click.echo(f"  {'':<13}+{mark.weight} {mark.name}")


def facts(*rows: tuple[str, str]) -> None:
    """Show facts, a line each, as (name, value)."""
    for name, value in rows:
        click.echo(f"  {name:<11}{value}")


def show_reading(reading: Reading) -> None:
    """Show the thread, its posts as a table, and their gates."""
    click.echo()
    click.secho(reading.title or "(no title)", bold=True)
    facts(
        ("thread", f"{reading.thread_id} on {reading.site or 'an unknown host'}"),
        ("board", " › ".join(reading.board) or "unknown"),
        ("page", f"{reading.page or '?'} of {reading.pages_claimed or '?'}"),
        ("claims", f"{shown(reading.views)} views, {shown(reading.replies)} replies"),
        ("tags", ", ".join(reading.tags) or "none"),
        ("read as", f"{reading.engine} {reading.engine_version or ''} ({reading.view})"),
    )
    if reading.cut:
        click.secho("  the page breaks off: its end is missing", fg="yellow")
    show_posts(reading.posts)
    for post in reading.posts:
        for gate in post.gates:
            click.secho(f"  gate at {post.floor or post.n}: {gate}", fg="cyan")


def show_posts(posts: Sequence[Post]) -> None:
    """Show posts as a table: who, when, and what each holds."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("floor", "id", "author", "date", "text", "holds", box=None)
    for post in posts:
        table.add_row(
            str(post.floor or "?"),
            post.id or "?",
            escape(post.author or "?"),
            shown_date(post),
            escape(post.text[:60]),
            held_by(post),
        )
    Console().print(table)


def shown_date(post: Post) -> str:
    """Return a post's date, marked where it is a guess, or how the page shows it."""
    date = post.date or f"? ({post.date_text})"
    return f"≈ {date}" if post.date_guess else date


def held_by(post: Post) -> str:
    """Return what a post holds beside its words, in words."""
    holds: dict[str, Sized] = {
        "quotes": post.quotes,
        "pictures": post.images,
        "files": post.attachments,
        "code": post.code,
        "gates": post.gates,
    }
    return ", ".join(f"{len(value)} {name}" for name, value in holds.items() if value)


def shown(count: int | None) -> str:
    """Return a number, or "?" where it is unknown."""
    return "?" if count is None else f"{count:,}"


def show_dropped(rules: dict[str, list[str]]) -> None:
    """Show what is not published, by rule, with the text."""
    click.echo()
    click.secho("Not published, by rule", bold=True)
    for rule, texts in rules.items():
        click.secho(f"  {rule}", fg="red" if rule == INSIDE else None, bold=True)
        for text in texts:
            click.echo(f"    {text}")
