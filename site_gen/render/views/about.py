"""The account of the archive."""

from __future__ import annotations

from msgspec import Struct


class Skip(Struct, frozen=True, kw_only=True):
    """A saved file that is not in the site, and why, in words a curator can act on."""

    path: str
    reason: str


class AboutView(Struct, frozen=True, kw_only=True):
    """What this archive is: what was read, from when, what is missing, unknown or dropped.

    ``read`` maps outcomes to files ("published", "merged", "skipped"); ``engines`` names to pages;
    ``gaps`` kinds to counts; ``dropped`` rules to strings; ``unknown`` field names ("author",
    "date") to the posts that do not state them. ``gap_threads`` are the threads with gaps, (title,
    href, details); ``skips`` are capped at a few hundred: ``skipped`` is the true number.
    """

    read: dict[str, int]
    engines: dict[str, int]
    captured: tuple[str, str] | None
    gaps: dict[str, int]
    unknown: dict[str, int]
    dropped: dict[str, int]
    gap_threads: list[tuple[str, str, list[str]]]
    skips: list[Skip]
    skipped: int
    threads: int
    posts: int
    authors: int
    intro: str | None = None
