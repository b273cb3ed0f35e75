"""A post's clean HTML as a page shows it: its headings in the page's outline, its spoilers with a word to open them."""

from __future__ import annotations

import re
from html import escape

HEADING = re.compile(r"<(/?)h([2-6])>")
FIRST, LAST = 3, 6
"""The levels of headings within a post: above them stand the thread's title and the post's author."""

UNNAMED = '<details class="spoiler"><summary></summary>'


def shown_body(html: str, spoiler: str) -> str:
    """Clean HTML for a page; ``spoiler`` is the word that a spoiler without a title of its own is opened by."""
    if UNNAMED in html:
        html = html.replace(UNNAMED, f"{UNNAMED[: -len('</summary>')]}{escape(spoiler)}</summary>")
    return outlined(html) if "<h" in html else html


def outlined(html: str) -> str:
    """HTML whose headings begin at :data:`FIRST` and never skip a level, below each other as the author had them."""
    above: list[int] = []
    level = FIRST

    def change(tag: re.Match[str]) -> str:
        nonlocal level
        if not tag[1]:
            stated = int(tag[2])
            while above and above[-1] >= stated:
                above.pop()
            level = min(FIRST + len(above), LAST)
            above.append(stated)
        return f"<{tag[1]}h{level}>"

    return HEADING.sub(change, html)
