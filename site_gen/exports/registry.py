"""All exports: the formats that ``sitegen export`` writes, and the files that every site holds."""

from __future__ import annotations

from site_gen.exports import Format, SiteExport
from site_gen.exports.feed import feed_file
from site_gen.exports.jsonl import JSONL
from site_gen.exports.redirects import lookup_files, table_files
from site_gen.exports.report import report_file
from site_gen.exports.sitemap import sitemap_files
from site_gen.exports.sqlite import SQLITE

FORMATS: tuple[Format, ...] = (
    JSONL,
    SQLITE,
)
BY_NAME = {known.name: known for known in FORMATS}
SITE_EXPORTS: tuple[SiteExport, ...] = (
    feed_file,
    sitemap_files,
    lookup_files,
    table_files,
    report_file,
)
