"""JSON Lines: one thread a line, as docs/record.md says (https://jsonlines.org)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from site_gen.exports import Format
from site_gen.models import Thread
from site_gen.store import threads
from site_gen.store.store import Store

THREAD = msgspec.msgpack.Decoder(Thread)
ENCODE = msgspec.json.Encoder().encode
BREAKS = {
    "\u0085".encode(): b"\\u0085",
    "\u2028".encode(): b"\\u2028",
    "\u2029".encode(): b"\\u2029",
}
"""Line breaks that JSON may hold as they are, and that readers of lines break at."""


def line_of(thread: Thread) -> bytes:
    """Return the record of a thread as one line, whatever a reader takes for a line's end."""
    line = ENCODE(thread)
    for sign, escaped in BREAKS.items():
        line = line.replace(sign, escaped)
    return line + b"\n"


def lines(store: Store) -> Iterator[bytes]:
    """Yield the record of every thread, by the forum's numbers."""
    for record in threads.records(store):
        yield line_of(THREAD.decode(record))


JSONL = Format("jsonl", ".jsonl", "JSON Lines: one record a thread, for programs", lines)
