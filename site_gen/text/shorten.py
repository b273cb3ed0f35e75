"""Texts cut to the room there is: a post in a list, a page among a search's results."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

ROOM = 180
"""Letters at most; a Chinese character has the room, and says the words, of two."""


def shortened(text: str, room: int = ROOM) -> str:
    """Cut a text where it fills the room, after a word if one ends near, with an ellipsis."""
    if len(text) <= room // 2:
        return text
    filled = list(
        accumulate(
            2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:room]
        )
    )
    if len(text) <= room and filled[-1] <= room:
        return text
    cut = text[: sum(width < room for width in filled)]
    end = cut.rfind(" ", len(cut) - 30)
    return (cut[:end] if end > 0 else cut).rstrip() + "…"
