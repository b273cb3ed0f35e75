"""report.json: the account of every saved file and of every gap, for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from site_gen.catalogue import Catalogue
from site_gen.config import Config
from site_gen.exports import Made
from site_gen.store import files, threads
from site_gen.store.store import Store


def report_file(made: Made) -> Iterator[tuple[str, bytes]]:
    """Yield ``report.json``."""
    yield "report.json", report(made.store, made.config)


def report(store: Store, config: Config) -> bytes:
    """Return the report of a site."""
    catalogue = Catalogue(store, config)
    about = catalogue.about(None)
    published = set(threads.posts_of_published(store))
    made = {
        "generator": "sitegen",
        "counts": catalogue.counts(),
        "files": about.read,
        "engines": about.engines,
        "gaps": about.gaps,
        "unknown": about.unknown,
        "dropped": about.dropped,
        "pages": [_page(outcome, published) for outcome in files.outcomes(store)],
        "threads": [
            {"id": thread, "gaps": [{"kind": kind, "detail": detail} for kind, detail in gaps]}
            for thread, gaps in threads.gaps(store)
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def _page(outcome: files.Outcome, published: set[str]) -> dict[str, Any]:
    if outcome.reason:
        return {"path": outcome.path, "outcome": "skipped", "reason": outcome.reason}
    became = "published" if outcome.path in published else "merged"
    return {"path": outcome.path, "outcome": became}
