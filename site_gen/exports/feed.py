"""The feed of a site: its newest threads (Atom)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from site_gen.exports import Made
from site_gen.models import Thread
from site_gen.render.i18n import negotiate, translations
from site_gen.render.machine import Entry, feed
from site_gen.render.places import thread_path
from site_gen.store import threads
from site_gen.store.store import Store
from site_gen.text.shorten import shortened

MOST = 50  # threads
ROOM = 400  # letters of each
THREAD = msgspec.msgpack.Decoder(Thread)


def feed_file(made: Made) -> Iterator[tuple[str, bytes]]:
    """Yield ``feed.xml``."""
    forum = made.store.meta("main_site") or ""
    held = list(entries(made.store, made.site.language))
    yield "feed.xml", feed(made.site, forum, held, made.config.zone)


def entries(store: Store, language: str) -> Iterator[Entry]:
    """Yield the newest threads, newest first.

    A thread whose first day is unknown is in no order and not here.
    """
    untitled = translations(negotiate(language)).gettext("Untitled thread")
    for row in threads.newest(store, MOST):
        opening = THREAD.decode(row.record).posts[0]
        yield Entry(
            path=thread_path(row.id),
            title=row.title or untitled,
            author=row.author,
            first=row.first or "",
            last=row.last or "",
            board=row.board,
            text=shortened(opening.text, ROOM),
        )
