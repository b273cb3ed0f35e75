"""Words: how a text becomes the terms it is found by.

``search.js`` does the same; a test holds them together.

Scripts that write no spaces (Chinese, Japanese, Thai, …) and Korean, whose words grow at their
ends, give every pair of neighbouring characters and the last character of each run, so that any
part of a run is found. All other letters and digits give words, the plural of Latin ones taken off.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

SOLID = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer; the Chinese, Japanese and Korean scripts."""
LONGEST = 32  # characters of a word that count
COMMON_SHARE = 0.04  # of the posts hold a word that is common


def _marks() -> str:
    """Return the accents and vowel signs that follow a letter as characters of their own.

    They are Unicode's category M.
    """
    characters = map(chr, range(0x300, 0x11000))
    marks = (mark for mark in characters if unicodedata.category(mark).startswith("M"))
    return "".join(mark for mark in marks if not re.match(f"[{SOLID}]", mark))


TOKEN = re.compile(rf"([{SOLID}]+)|((?:[^\W_{SOLID}]+[{_marks()}]*)+)")
LATIN = re.compile(r"[a-z\u00e0-\u024f]+")


def fold(text: str) -> str:
    """Return a text as it is compared: compatibility forms (NFKC) and case made one."""
    return unicodedata.normalize("NFKC", text).lower().replace("ß", "ss").replace("ς", "σ")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a folded word, cut to what counts, without the plural's ending.

    This is the S-stemmer of Harman 1991, with -xes.
    """
    word = word[:LONGEST]
    if len(word) < 4 or word[-1] != "s" or not LATIN.fullmatch(word):
        return word
    if word.endswith("ies"):
        if len(word) < 5 or word[-4] in "ae":
            return word
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word[-2] in "sui":
        return word
    return word[:-1]


def terms(text: str, common: Collection[str] = ()) -> list[str]:
    """Return every term of a text, in order and as often as it stands there.

    Of neighbours in ``common`` also the pair.
    """
    found: list[str] = []
    before = ""
    for solid, word in TOKEN.findall(fold(text)):
        if solid:
            found += [solid[at : at + 2] for at in range(len(solid) - 1)]
            found.append(solid[-1])
            before = ""
            continue
        word = stem(word)
        found.append(word)
        if before in common and word in common:
            found.append(f"{before} {word}")
        before = word
    return found


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that very many of the texts hold.

    A phrase of them is better looked up by its pairs.
    """
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update({stem(word) for solid, word in TOKEN.findall(fold(text)) if word})
        total += 1
    return frozenset(word for word, count in counts.items() if count > max(COMMON_SHARE * total, 2))
