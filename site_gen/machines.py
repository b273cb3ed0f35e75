"""The files of a site that machines read, out of the store: feed, sitemap, robots, old addresses, redirects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec

from site_gen import redirects
from site_gen.config import Config
from site_gen.models import Thread
from site_gen.render.i18n import negotiate, translations
from site_gen.render.machine import Entry, feed, robots, sitemaps
from site_gen.render.places import thread_path
from site_gen.render.views import SiteView
from site_gen.store.store import Store
from site_gen.text.shorten import shortened

FEED_THREADS = 50
FEED_TEXT = 400
ANEW = re.compile(r"threads/.*-(?:all|op)\.html|boards/.*-by-.*|authors/by-.*")
"""The whole thread, its starter's posts, a list in another order."""

THREAD = msgspec.msgpack.Decoder(Thread)


def machine_files(
    store: Store, config: Config, site: SiteView, pages: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Every such file as (path, content). ``pages`` are the paths of the site's pages."""
    yield ".nojekyll", b""
    yield "robots.txt", robots(site.address)
    yield (
        "feed.xml",
        feed(site, store.meta("main_site") or "", list(entries(store, site.language)), config.zone),
    )
    if site.address:
        yield from sitemaps(site.address, sorted(path for path in pages if is_listed(path)))
    yield from redirects.lookup(store, config.page_cap)
    yield from redirects.tables(store, config.redirects, base_of(site.address))


def is_listed(path: str) -> bool:
    """Whether a page belongs into the sitemap: those that show the posts or rows of other pages anew do not."""
    return path.endswith(".html") and path != "404.html" and not ANEW.fullmatch(path)


def base_of(address: str | None) -> str:
    """The path of the site on its host, with slashes at both ends."""
    return urlsplit(address or "").path.rstrip("/") + "/"


def entries(store: Store, language: str) -> Iterator[Entry]:
    """The newest threads for the feed, newest first.

    A thread without a known day is in no order and not here.
    """
    untitled = translations(negotiate(language)).gettext("Untitled thread")
    rows = store.rows(
        "SELECT id, title, author, first, last, board, record FROM threads WHERE length(first) >= 10 "
        "ORDER BY first DESC, id LIMIT ?",
        FEED_THREADS,
    )
    for thread, title, author, first, last, board, record in rows:
        text = shortened(THREAD.decode(record).posts[0].text, FEED_TEXT)
        yield Entry(
            thread_path(thread), title or untitled, author, first, last, json.loads(board), text
        )
