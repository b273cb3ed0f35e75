"""What the tests in the browser share: how it is started, what it may not do, which kinds of pages a site has."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Request, Response

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium's switches: it runs as root in CI, and asks for nothing on its own."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
"""When a page's elements were all there, in milliseconds from the request."""

NEAR = ("file:", "data:", "about:", "http://127.0.0.1:")

MOVED = (
    "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {"
    "moved += entry.value; })).observe({ type: 'layout-shift', buffered: true })"
)
"""Keeps in ``moved`` how much of the page has moved on its own (the cumulative layout shift)."""

KINDS = {
    "home": r"index",
    "boards": r"boards/index",
    "board": r"boards/[0-9a-f]{12}",
    "sorted board": r"boards/\w+-by-replies",
    "thread": r"threads/\w+",
    "later page": r"threads/\w+-2",
    "whole thread": r"threads/\w+-all",
    "original poster": r"threads/\w+-op",
    "people": r"authors/index",
    "people by name": r"authors/by-name",
    "person": r"authors/n?[0-9a-f]+",
    "threads of a person": r"authors/\w+-threads",
    "calendar": r"dates/index",
    "year": r"dates/\d{4}",
    "month": r"dates/\d{4}-\d\d",
    "on this day": r"dates/on-\d\d",
    "tags": r"tags/index",
    "tag": r"tags/[0-9a-f]{12}",
    "gallery": r"gallery/index",
    "search": r"search",
    "about": r"about",
    "curated": r"pages/\w+",
    "missing": r"404",
}
"""Each kind of page, and what the paths of its pages look like without ``.html``."""


def of_each_kind(site: Path) -> dict[str, Path]:
    """The largest page of each kind that the site has."""
    pages = sorted(site.rglob("*.html"), key=lambda path: path.stat().st_size)
    names = {path.relative_to(site).as_posix().removesuffix(".html"): path for path in pages}
    found = {
        kind: [path for name, path in names.items() if re.fullmatch(form, name)]
        for kind, form in KINDS.items()
    }
    return {kind: paths[-1] for kind, paths in found.items() if paths}


def watch(context: BrowserContext) -> list[str]:
    """What goes wrong from now on: errors and warnings, failed requests, requests to elsewhere, dialogs."""
    troubles: list[str] = []
    context.on(
        "console",
        lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None,
    )
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("dialog", lambda dialog: troubles.append(dialog.message))
    context.on(
        "requestfailed",
        lambda request: None if left(request) else troubles.append(f"failed: {request.url}"),
    )
    context.on(
        "response",
        lambda answer: troubles.append(f"{answer.status}: {answer.url}") if bad(answer) else None,
    )
    context.on(
        "request", lambda asked: None if asked.url.startswith(NEAR) else troubles.append(asked.url)
    )
    return troubles


def left(request: Request) -> bool:
    """Whether a request failed because the reader went on before it was answered."""
    return request.failure == "net::ERR_ABORTED"


def bad(answer: Response) -> bool:
    """Whether a server's answer is an error.

    For the icon that browsers ask for on their own it may be one.
    """
    return answer.status >= 400 and not answer.url.endswith("/favicon.ico")


def is_wide(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def scrolled_through(page: Page, height: int = 12_000) -> float:
    """Read a page from top to bottom; returns how much of it moved on its own.

    Wants :data:`MOVED`.
    """
    for y in range(0, height, 600):
        page.evaluate(f"scrollTo({{ top: {y}, behavior: 'instant' }})")
        page.wait_for_timeout(20)
    return float(page.evaluate("moved"))


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder while it is served on this machine."""
    handler = functools.partial(Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def shown(page: Page) -> list[str]:
    """The posts that can be seen, from the top."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('article')].filter(a => a.offsetParent)"
        ".sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map(a => a.id)"
    )
    return found
