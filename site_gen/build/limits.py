"""What GitHub takes, and what to do before a site is too big for it.

Sources: GitHub's documentation, "GitHub Pages limits" (sites of at most 1 GB, deployments of at
most 10 minutes) and "About large files on GitHub" (files of at most 100 MiB).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SITE = 1_000_000_000
FILE = 100 << 20
FILES = 10_000
NEAR = 0.8
"""A warning comes from this share of a limit on."""

BIG_FILE = int(FILE * NEAR)
MORE = "See docs/hosting.md, Limits."


def warnings(size: int, files: int, big: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Warnings with figures.

    ``size`` is in bytes, ``big`` are the files above :data:`BIG_FILE` with their bytes.
    """
    if size >= SITE * NEAR:
        yield (
            f"the site is {size / 1e9:.2f} GB, and GitHub Pages takes sites of up to 1 GB. "
            "Leave files out (`exclude`) "
            f"or make two sites of it, or choose another host. {MORE}"
        )
    for path, bytes_ in big:
        yield (
            f"{path} is {bytes_ / (1 << 20):.0f} MB, and GitHub takes files of up to 100 MB. "
            "Leave it out (`exclude`), "
            f"or choose another host. {MORE}"
        )
    if files >= FILES:
        yield (
            f"{files:,} files are slow to publish from a branch. "
            "The workflow that `sitegen init` writes sends them "
            f"packed. {MORE}"
        )
