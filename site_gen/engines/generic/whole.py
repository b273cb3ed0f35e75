"""Pages that were written as XML: ``<iframe …/>`` ends there, and swallows the rest of the page where it is read as HTML.

Tools that keep pages as XHTML (lxml's ``tostring``, browsers' saves of ``application/xhtml+xml``) shorten every empty
element. In HTML only void elements may be; after ``<script …/>`` everything would be script.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from site_gen.load.page import Page

INSIDE = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
SWALLOWING = re.compile(rf"""<(script|iframe|textarea|style|title|noscript)\b{INSIDE}["'\s]?/>(?!\s*</\1)""", re.I)
VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
SHORTENED = re.compile(rf"<(?!(?:{VOID})\b)([a-zA-Z][\w:-]*)\b({INSIDE})\s*/>")


@lru_cache(maxsize=2)
def whole(page: Page) -> Page:
    """The page with its shortened elements written out, where it is one that was written as XML; else itself."""
    if not page.is_html or "/>" not in page.text or not SWALLOWING.search(page.text):
        return page
    return replace(page, text=SHORTENED.sub(r"<\1\2></\1>", page.text))
