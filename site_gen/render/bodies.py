"""A post's clean HTML as a page shows it.

Headings stand in the page's outline, spoilers have a word, empty lines are gone.

Editors part paragraphs, lists and tables by empty lines; here the style sheet does.
"""

from __future__ import annotations

import re
from html import escape

HEADING = re.compile(r"<(/?)h([2-6])>")
FIRST, LAST = 3, 6
"""The levels of headings within a post.

Above them stand the thread's title and the post's author.
"""

EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\s*")
AFTER_BLOCK = re.compile(r"(</(?:blockquote|details|h[2-6]|ol|p|pre|table|ul)>)(?:\s*<br>)+")

SPOILER = '<details class="spoiler"><summary>'


def shown_body(html: str, spoiler: str) -> str:
    """Return clean HTML for a page.

    ``spoiler`` is the word that a spoiler without a title of its own is opened by.
    """
    html = html.replace(f"{SPOILER}</summary>", f"{SPOILER}{escape(spoiler)}</summary>")
    if "<p>" in html:
        html = EMPTY.sub("", html)
    if "<br>" in html and "</" in html:
        html = AFTER_BLOCK.sub(r"\1", html)
    if "<h" in html:
        html = outlined(html)
    return html


def outlined(html: str) -> str:
    """Return HTML whose headings begin at :data:`FIRST` and never skip a level.

    They stand below each other as the author had them.
    """
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
