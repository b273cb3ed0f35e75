"""What sites of stories and comments share.

A first post may be a link, and comments stand inside each other.
"""

from __future__ import annotations

import html
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash
from site_gen.load.page import Page


def link_line(page: Page, href: str | None, words: str | None) -> str:
    """Write a paragraph that is a link, as HTML; nothing without an address or words."""
    address, said = page.absolute(href or ""), squash(words)
    if not address or not said:
        return ""
    return f'<p><a href="{html.escape(address)}">{html.escape(said)}</a></p>'


def enclosing(node: LexborNode, matches: Callable[[LexborNode], bool]) -> LexborNode | None:
    """Return the nearest element around another that matches."""
    around = node.parent
    while around is not None and not matches(around):
        around = around.parent
    return around
