"""What a profile matches on a page, for people: one entry a key, with values and misses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from site_gen.engines.profiles import Profile, matches
from site_gen.engines.profiles.matching import Match, Matches
from site_gen.load import Page

SHOWN = 3  # values of a key
LONGEST = 28  # characters of a value
MOST_MISSES = 12
INDENT = 34


def show_matches(path: Path, profile: Profile, page: Page) -> None:
    """Show for each key of a profile how often it matches, and the posts where it does not."""
    click.echo()
    click.secho(f"Profile {path}", bold=True)
    if not page.is_html:
        click.secho("  plain text: profiles read HTML only", fg="yellow")
        return
    found = matches(profile, page)
    show_marks(profile, found)
    for match in found.keys:
        show_match(match)
    for fault in dict.fromkeys(fault for _, fault in found.faults):
        elements = numbered("element", [n for n, other in found.faults if other == fault])
        click.secho(f"  no post at {elements} of post.each: {fault}", fg="yellow")


def show_marks(profile: Profile, found: Matches) -> None:
    """The fingerprints, and whether they are enough for the profile to be asked about the page."""
    for mark, is_there in found.marks:
        line(
            "fingerprint",
            "found" if is_there else "not found",
            mark,
            None if is_there else "yellow",
        )
    held = sum(is_there for _, is_there in found.marks)
    if not found.marks:
        click.echo("  no fingerprints: asked about pages that no other engine reads")
    elif held < profile.needed:
        click.secho(
            f"  not asked about this page: {held} of {profile.needed} needed fingerprints found",
            fg="red",
        )


def show_match(match: Match) -> None:
    """Show one key: a line for each of its places, then its values and its misses."""
    for n, (place, times) in enumerate(match.places):
        key = match.key if n == 0 else ""
        line(key, count_of(match, times), place, colour(match))
    if values := list(dict.fromkeys(short(value) for value in match.values)):
        more = " · …" if len(values) > SHOWN else ""
        click.echo(f"{'':<{INDENT}}{' · '.join(values[:SHOWN])}{more}")
    if match.misses and match.found:
        click.secho(f"{'':<{INDENT}}not in {numbered('post', match.misses)}", fg="yellow")


def count_of(match: Match, times: int) -> str:
    """Return how often a place of a key matches; "-" where a place before it gave all there is."""
    if len(match.places) > 1:
        is_spare = not times and match.found and not match.misses
        return "-" if is_spare else str(times)
    if match.of is not None:
        return f"{match.found} of {match.of}"
    return str(match.found)


def line(key: str, count: str, text: str, fg: str | None) -> None:
    """Show a line of three columns."""
    click.echo("  " + click.style(f"{key:<21} {count:<10}", fg=fg) + text)


def colour(match: Match) -> str | None:
    """Red for what matches nothing, yellow for what is missing in some posts."""
    return "red" if not match.found else "yellow" if match.misses else None


def short(value: str) -> str:
    """The beginning of a value."""
    return value if len(value) <= LONGEST else value[:LONGEST].rstrip() + "…"


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """Things by their numbers: "post 4", "posts 1, 2, 5"."""
    named = ", ".join(map(str, numbers[:MOST_MISSES])) + (
        ", …" if len(numbers) > MOST_MISSES else ""
    )
    return f"{noun}{'s' if len(numbers) > 1 else ''} {named}"
