"""Values of fields as the record has them: which are numbers, which are lists."""

from __future__ import annotations

import re

from site_gen.engines.core.table import number

NUMBERS = frozenset("floor up down views replies page pages_claimed".split())
LISTS = frozenset({"board", "tags"})


def field_value(name: str, text: str) -> str | int | None:
    """Return the value of a field of which the page shows a text.

    ``None`` where it should be a number and is none.
    """
    if name not in NUMBERS:
        return text
    match = re.search(r"\d[\d.,'’\u00a0 ]*", text)
    if match is None:
        return None
    return number(re.sub(r"\D", "", match[0]))
