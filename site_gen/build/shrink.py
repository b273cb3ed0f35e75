"""Refuse to put a site in place that lost what the one before it held."""

from __future__ import annotations

import re
from pathlib import Path

from site_gen.build.workplace import is_site
from site_gen.errors import ArchiveError
from site_gen.store import files, threads
from site_gen.store.store import Store

MOST_GONE = 0.5  # of the threads of the site before
LATER_PAGE = re.compile(r"(?P<thread>.+)-(?:\d+|all|op)")


def check_shrink(store: Store, archive: Path, output: Path) -> None:
    """Raise :class:`ArchiveError` where the archive holds no page, or lost most of its threads.

    A disk that is not mounted, a folder that was moved, a wrong ``exclude``: none of them may empty
    a site.
    """
    if not files.has_pages(store):
        raise ArchiveError(
            f"{archive}: no saved page is in it, so nothing was built; "
            "the site was left as it was. "
            "Is it the right folder, and is its disk there? To publish a site without threads, "
            "say --allow-shrink"
        )
    before = published_threads(output)
    gone = before - {thread.id for thread in threads.digests(store)}
    if len(gone) > MOST_GONE * len(before):
        raise ArchiveError(
            f"{archive}: {len(gone):,} of the {len(before):,} threads of {output} are gone, "
            "so nothing was built; the site was left as it was. Are all of the saved pages there? "
            "If they are meant to go, say --allow-shrink"
        )


def published_threads(output: Path) -> set[str]:
    """Return the threads of a site that sitegen published, by the names of their pages."""
    if not is_site(output):
        return set()
    pages = {path.stem for path in (output / "threads").glob("*.html")}
    return {page for page in pages if not _is_later(page, pages)}


def _is_later(page: str, pages: set[str]) -> bool:
    match = LATER_PAGE.fullmatch(page)
    return match is not None and match["thread"] in pages
