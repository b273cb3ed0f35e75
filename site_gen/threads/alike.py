"""Tell whether two saved texts are one text, whatever a view left out of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

WORD = re.compile(r"\w+")
IN_COMMON = 0.9  # of the words of both


def alike(one: str, other: str) -> bool:
    """Tell whether two texts are one but for labels, smiley codes and the like.

    Nine words of ten must be in common.
    """
    bag, other_bag = _bag(one), _bag(other)
    total = bag.total() + other_bag.total()
    return total == 0 or 2 * (bag & other_bag).total() >= IN_COMMON * total


def _bag(text: str) -> Counter[str]:
    """Count the words of a text, and its characters where a script writes none apart."""
    bag: Counter[str] = Counter()
    for word in WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        bag.update([word] if word.isascii() else word)
    return bag
