"""Names of people: how each is shown, and where it stands in a list by names."""

from __future__ import annotations

import unicodedata

CHINESE, DIGITS, OTHERS = "漢字", "0–9", "#"
"""The initials of names that begin with no letter of an alphabet."""

GROUPS = {CHINESE: 1, DIGITS: 2, OTHERS: 3}
"""The order of these behind the letters."""


def shown_name(name: str) -> str:
    """Return a name that a reader can see.

    It is empty where a name has no mark at all (spaces, invisible characters).
    """
    is_seen = any(mark.isprintable() and not mark.isspace() for mark in name)
    return name if is_seen else ""


def initial_of(name: str) -> str:
    """Return what a name stands under in the list.

    For example "A", "Ж", "か", "漢字" for Chinese, "0–9", "#" for others.
    """
    first = next((mark for mark in unicodedata.normalize("NFKD", name) if mark.isalnum()), "")
    if not first:
        return OTHERS
    if first.isnumeric() and not first.isalpha():
        return DIGITS
    if "CJK" in unicodedata.name(first, ""):
        return CHINESE
    return first.upper()[:1]


def name_rank(name: str) -> tuple[int, str, str]:
    """Return the place of a name in the list: letters by their initials, then the others.

    These are Chinese, digits, and the rest. Then by the name.
    """
    initial = initial_of(name)
    group = GROUPS.get(initial, 0)
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    if group:
        return group, "", letters
    return group, initial, letters
