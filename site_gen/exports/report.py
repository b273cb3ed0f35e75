"""report.json: the account of every file of the archive and of every gap, for machines.

docs/report.md describes it; ``sitegen schema report`` prints its JSON Schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from site_gen.catalogue import Catalogue
from site_gen.config import Config
from site_gen.exports import Made
from site_gen.models import Gap, GapKind
from site_gen.store import account, files
from site_gen.store.store import Store

INDENT = 1


class ReportedPage(Struct, frozen=True, kw_only=True):
    """One saved page: what became of it, and what was known of it."""

    path: str
    outcome: Literal["published", "merged", "skipped"]
    reason: str | None = None
    thread: str | None = None
    engine: str | None = None
    view: str | None = None
    charset: str | None = None
    sha256: str | None = None
    url: str | None = None
    captured: str | None = None


class ReportedAsset(Struct, frozen=True, kw_only=True):
    """One file beside the pages: whether the site shows it."""

    path: str
    outcome: Literal["shown", "unused"]


class ReportedThread(Struct, frozen=True, kw_only=True):
    """One thread with gaps."""

    id: str
    gaps: list[Gap]


class Report(Struct, frozen=True, kw_only=True):
    """The account of a site."""

    generator: Literal["sitegen"] = "sitegen"
    schema: Literal["sitegen-report/2"] = "sitegen-report/2"
    counts: dict[str, int]
    files: dict[str, int]
    engines: dict[str, int]
    gaps: dict[str, int]
    unknown: dict[str, int]
    dropped: dict[str, int]
    pages: list[ReportedPage]
    assets: list[ReportedAsset]
    curated: list[str]
    threads: list[ReportedThread]


def report_file(made: Made) -> Iterator[tuple[str, bytes]]:
    """Yield ``report.json``."""
    encoded = msgspec.json.encode(report(made.store, made.config))
    yield "report.json", msgspec.json.format(encoded, indent=INDENT) + b"\n"


def report(store: Store, config: Config) -> Report:
    """Return the report of a site."""
    catalogue = Catalogue(store, config)
    about = catalogue.about(None)
    outcomes = list(files.outcomes(store))
    return Report(
        counts=catalogue.counts(),
        files=about.read,
        engines=about.engines,
        gaps=about.gaps,
        unknown=about.unknown,
        dropped=about.dropped,
        pages=[_page(file) for file in outcomes if file.kind in ("page", "text", "skip")],
        assets=[_asset(file) for file in outcomes if file.kind == "asset"],
        curated=[file.path for file in outcomes if file.kind == "curated"],
        threads=[
            ReportedThread(id=thread.id, gaps=[_gap(*gap) for gap in thread.gap_details])
            for thread in account.gap_threads(store)
        ],
    )


def _page(file: files.Outcome) -> ReportedPage:
    return ReportedPage(
        path=file.path,
        outcome=_became(file),
        reason=file.reason,
        thread=file.thread,
        engine=file.engine,
        view=file.view,
        charset=file.charset,
        sha256=file.sha256 or None,
        url=file.url,
        captured=file.captured,
    )


def _became(file: files.Outcome) -> Literal["published", "merged", "skipped"]:
    if file.reason is not None:
        return "skipped"
    return "published" if file.is_used else "merged"


def _asset(file: files.Outcome) -> ReportedAsset:
    return ReportedAsset(path=file.path, outcome="shown" if file.is_used else "unused")


def _gap(kind: GapKind, detail: str) -> Gap:
    return Gap(kind=kind, detail=detail)
