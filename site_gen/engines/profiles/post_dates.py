"""Read the date of a post: as the page shows it, and as its markup states it exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import squash
from site_gen.engines.profiles.schema import Place

# Where markup keeps an exact date beside the one it shows, in order of trust.
EXACT = (
    "datetime",
    "content",
    "data-timestamp",
    "data-time",
    "data-date",
    "data-datetime",
    "title",
)
EXACT_WITHIN = "time[datetime], [data-time], [data-timestamp]"
LONGEST_DATE = 80
TIME_OF_DAY = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d\d(?![\d.])")
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class PostDate:
    """A date as the page shows it, and the exact one beside it where it says more."""

    text: str
    stated: str | None


def read_post_date(place: Place, node: LexborNode) -> PostDate | None:
    """Return the date of an element that a place selects.

    An element that shows nothing yet may state it.
    """
    text = _text(place, node)
    exact = exact_date(node)
    if not text and not exact:
        return None
    shown = None
    if text:
        shown = shown_date(text)
    if not shown:
        return PostDate((text or exact or "")[:LONGEST_DATE], exact)
    if YEAR.search(shown) and TIME_OF_DAY.search(shown):
        return PostDate(shown, None)  # the time as shown, where it says all
    return PostDate(shown, exact)


def _text(place: Place, node: LexborNode) -> str | None:
    """Return what a place gives of an element that it selects."""
    if not place.attr and not place.match:
        return squash(node.text(separator=" "))
    read = place.read(node)
    if read is None:
        return None
    return read[0]


def exact_date(node: LexborNode) -> str | None:
    """Return the machine-readable date of an element.

    That is its ``datetime``, a ``title``, an epoch in ``data-time``, or that of an element in it.
    """
    sources = [node.attributes]
    if "datetime" not in sources[0]:
        inner = node.css_first(EXACT_WITHIN)
        if inner is not None:
            sources.append(inner.attributes)
    for attributes in sources:
        for name in EXACT:
            value = attributes.get(name)
            if value and any(letter.isdigit() for letter in value):
                return value
    return _date_in_title(node)


def _date_in_title(node: LexborNode) -> str | None:
    """Return the first date with a time of day that a ``title`` in an element shows."""
    for titled in node.css("[title]"):
        title = titled.attributes.get("title")
        if title and (shown := shown_date(title)) and TIME_OF_DAY.search(shown):
            return shown
    return None
