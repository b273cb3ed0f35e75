"""The account of the archive: what was read, and what is missing, unknown and dropped."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from site_gen.render.places import thread_path
from site_gen.render.views.about import AboutView, Skip
from site_gen.store import account, files
from site_gen.store.account import GapThread
from site_gen.store.store import Store

SHOWN_SKIPS = 500
SHOWN_GAPS = 500


def about(store: Store, intro: str | None) -> AboutView:
    """Return the account; ``intro`` is the curator's."""
    gaps: Counter[str] = Counter()
    gap_threads = list(account.gap_threads(store))
    for thread in gap_threads:
        gaps.update(kind for kind, _ in thread.gap_details)
    captured = account.span_of_captures(store)
    read = account.outcomes(store)
    counts = account.counts(store)
    skips = files.skipped_files(store, SHOWN_SKIPS)
    return AboutView(
        read=read._asdict(),
        engines=account.engines(store),
        captured=captured,
        gaps=dict(sorted(gaps.items())),
        unknown=account.unknown(store),
        dropped=dict(sorted(account.dropped(store).items())),
        gap_threads=[_row(thread) for thread in islice(gap_threads, SHOWN_GAPS)],
        skips=[Skip(path=path, reason=reason) for path, reason in skips],
        skipped=read.skipped,
        threads=counts.threads,
        posts=counts.posts,
        authors=counts.authors,
        intro=intro,
    )


def _row(thread: GapThread) -> tuple[str, str, list[str]]:
    """Return a thread with gaps as (title, page, what is missing)."""
    details = [detail for _, detail in thread.gap_details]
    return thread.title or "", thread_path(thread.id), details
