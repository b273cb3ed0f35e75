"""A local server for looking at a site: for this machine alone, answering as static hosts do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from site_gen.cli.live import EVENTS, SCRIPT, Builds, live_page, live_script

LOOPBACK = "127.0.0.1"
OWN_NAMES = {"127.0.0.1", "localhost"}
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    ".avif": "image/avif",
    "": "application/octet-stream",
}


class Handler(SimpleHTTPRequestHandler):
    """Files of the site below ``base``; any other address gets 404.html with the status 404."""

    extensions_map = KINDS
    server_version = "sitegen"
    sys_version = ""

    def __init__(
        self,
        *arguments: Any,
        base: str,
        tell: Callable[[str], None],
        builds: Builds | None,
        **named: Any,
    ) -> None:
        self.builds = builds
        self.base = base
        self.tell = tell
        super().__init__(*arguments, **named)

    def send_head(self) -> Any:
        """Answer with a file.

        The site's root leads to its base, names of other hosts are refused.
        """
        if not self.is_for_us():
            self.send_error(HTTPStatus.FORBIDDEN, "This server answers to localhost only")
            return None
        path = urlsplit(self.path).path
        if path in ("/", self.base.rstrip("/")) and self.base != "/":
            return self.lead(self.base)
        if not path.startswith(self.base):
            return self.missing()
        below = path[len(self.base) :]
        if self.builds is not None and below in (SCRIPT, EVENTS):
            return self.live_answer(self.builds, below)
        self.path = "/" + below
        if not path.endswith("/") and Path(self.translate_path(self.path)).is_dir():
            return self.lead(path + "/")
        page = self.page_of(self.translate_path(self.path))
        if self.builds is not None and page is not None:
            return self.answer(live_page(page.read_bytes(), self.base), KINDS[".html"])
        return super().send_head()

    def live_answer(self, builds: Builds, below: str) -> BytesIO | None:
        """Answer with the script of a page that reloads, or with the events that it listens to."""
        if below == SCRIPT:
            return self.answer(live_script(self.base), KINDS[".js"])
        self.stream(builds)
        return None

    def page_of(self, path: str) -> Path | None:
        """Return the HTML file that a path names, itself or as its folder."""
        file = Path(path)
        if file.is_dir():
            file /= "index.html"
        return file if file.suffix == ".html" and file.is_file() else None

    def answer(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> BytesIO:
        """Send the head of an answer, and return its body."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def stream(self, builds: Builds) -> None:
        """Tell of every build for as long as the reader listens."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in builds.events():
            self.wfile.write(event)
            self.wfile.flush()

    def lead(self, place: str) -> None:
        """Send the browser to another path of this server."""
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", "/" + place.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def is_for_us(self) -> bool:
        """Tell whether the request names this machine.

        A page of the web may not read the archive under another name.
        """
        return urlsplit(f"//{self.headers.get('Host', LOOPBACK)}").hostname in OWN_NAMES

    def list_directory(self, path: Any) -> None:
        """A folder without an index is missing, as on a host."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """404.html for what is not there."""
        if code == HTTPStatus.NOT_FOUND and self.command in ("GET", "HEAD"):
            self.missing()
        else:
            super().send_error(code, message, explain)

    def missing(self) -> None:
        """Send 404.html."""
        self.tell(f"not found: {self.requestline.split(' ')[1]}")
        page = Path(self.directory) / "404.html"
        data = page.read_bytes() if page.is_file() else b"not found"
        if self.builds is not None:
            data = live_page(data, self.base)
        body = self.answer(data, KINDS[".html"], HTTPStatus.NOT_FOUND)
        if self.command != "HEAD":
            self.wfile.write(body.read())

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next build may change it."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (the library's name)
        """Requests are not worth a line."""


class Preview(ThreadingHTTPServer):
    """A server of the folder ``site``, on a port of this machine; port 0 takes any that is free.

    With ``builds``, pages that are open in a browser reload after each.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self,
        site: Path,
        port: int,
        base: str,
        tell: Callable[[str], None],
        builds: Builds | None = None,
    ) -> None:
        handler = partial(Handler, directory=str(site), base=base, tell=tell, builds=builds)
        super().__init__((LOOPBACK, port), handler)
        self.base = base

    @property
    def address(self) -> str:
        """Where to look at the site."""
        return f"http://{LOOPBACK}:{self.server_address[1]}{self.base}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who went away is no error."""
