"""Reload the open page when a build is done: a script and a stream of events, of the preview alone.

The events are those of the HTML standard ("Server-sent events"). Nothing of this is in the built
site: the server adds the script to the pages that it sends, and lets them connect to it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from threading import Condition

FOLDER = "-sitegen-/"  # below the site's base: no page of a site is called so
SCRIPT, EVENTS = FOLDER + "live.js", FOLDER + "events"
BEAT = 15.0  # seconds between signs of life, by which a reader who left is noticed
POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"')
LIVE_JS = b"""\
(function () {
  var shown = null;
  new EventSource("events").onmessage = function (event) {
    if (shown !== null && shown !== event.data) location.reload();
    shown = event.data;
  };
})();
"""


class Builds:
    """The builds of one preview: readers wait for the next one."""

    def __init__(self) -> None:
        self._begun = time.time_ns()  # another run of the program is another number
        self._count = 0
        self._changed = Condition()

    @property
    def number(self) -> str:
        """What the site that stands is told by."""
        return f"{self._begun}-{self._count}"

    def done(self) -> None:
        """Tell all who wait that another site stands."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def events(self) -> Iterator[bytes]:
        """Yield the number of the site, then that of each later one; comments as signs of life."""
        sent = None
        while True:
            with self._changed:
                if sent == self.number:
                    self._changed.wait(BEAT)
                number = self.number
            yield b": alive\n\n" if number == sent else f"data: {number}\n\n".encode()
            sent = number


def live_page(page: bytes, base: str) -> bytes:
    """Return a page with the script, and with a policy that lets the script connect."""
    page = POLICY.sub(lambda match: match[1] + _opened(match[2]) + b'"', page, count=1)
    script = f'<script src="{base}{SCRIPT}"></script>'.encode()
    head, sign, tail = page.rpartition(b"</body>")
    return head + script + sign + tail


def live_script(base: str) -> bytes:
    """Return the script of a preview whose site stands below ``base``."""
    return LIVE_JS.replace(b'"events"', f'"{base}{EVENTS}"'.encode())


def _opened(policy: bytes) -> bytes:
    """Return a Content Security Policy that lets scripts of the server run and connect to it."""
    kept = [part.strip() for part in policy.split(b";") if part.strip()]
    kept = [part for part in kept if not part.startswith((b"script-src", b"connect-src"))]
    return b"; ".join([*kept, b"script-src 'self'", b"connect-src 'self'"])
