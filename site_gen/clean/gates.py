"""The gate's mark: the note that stands in a post where content was hidden from guests."""

from __future__ import annotations

import html
import re

OPENING = '<aside class="gate">'
GATE = re.compile(OPENING + "(.*?)</aside>", re.S)


def gate_note(text: str) -> str:
    """Return the note of a gate as HTML. ``text`` is plain."""
    return f"{OPENING}{html.escape(text, quote=False)}</aside>"


def count_gates(clean: str) -> int:
    """Count the gates in a post's clean HTML."""
    return clean.count(OPENING)


def gate_texts(clean: str) -> list[str]:
    """Return the words of every gate in a post's clean HTML."""
    return [html.unescape(words).strip() for words in GATE.findall(clean)]
