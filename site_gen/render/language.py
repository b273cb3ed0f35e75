"""The language of a text and the way it is written, for fonts, line breaking, screen readers and the interface.

Scripts tell most languages, characters that only one of several languages uses tell others, common
words tell those in Latin letters. What is not told beyond doubt is ``None``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from site_gen.render.latin import COMMON, latin_language

# Characters that only one of the two Chinese scripts uses, among the most frequent ones.
SIMPLIFIED = re.compile("[们这来时国为会说过发个还对样东车书见长开问间关几气现应让给经头师]")
TRADITIONAL = re.compile("[們這來時國為會說過發個還對樣東車書見長開問間關幾氣現應讓給經頭師]")
TOLD = re.compile("[\u0370-\u06ff\u0e01-\u0e5b\u3041-\u9fff\uac00-\ud7af]")
"""Letters of the scripts that tell a language here."""
SCRIPTS = {
    "cyrillic": re.compile("[\u0400-\u052f]+"),
    "arabic": re.compile("[\u0620-\u06ff]+"),
    "kana": re.compile("[\u3041-\u30fa]+"),
    "hangul": re.compile("[\uac00-\ud7af]+"),
    "han": re.compile("[\u4e00-\u9fff]+"),
    "hebrew": re.compile("[\u05d0-\u05ea]+"),
    "greek": re.compile("[\u0370-\u03ff]+"),
    "thai": re.compile("[\u0e01-\u0e5b]+"),
}
"""In the order they are tried: Japanese before Chinese."""
LEAST_SHARE = {"kana": 0.1, "hangul": 0.2, "han": 0.27}
"""The share of a text's letters that tells a script, 0.3 where nothing is said: a Chinese character says as much as several letters, and Japanese is mostly Chinese characters."""
CYRILLIC = [
    (None, re.compile("[әғқңөұүһҗӣӯҷљњђћџѓќѕј]")),
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[ыэё]")),
]
"""Letters that tell the languages of the Cyrillic script, tried in order.

``None`` for those that many others use.
"""
ARABIC = [
    ("ps", re.compile("[ښځډړڅ]")),
    ("ckb", re.compile("[ێڕڵ]")),
    ("ug", re.compile("[ەېۆۈۋڭ]")),
    ("ur", re.compile("[ٹڈڑںےہ]")),
    ("fa", re.compile("[پچژگکی]")),
]
"""Letters that Arabic does not use, by the language that does."""
BELARUSIAN = re.compile("ў")
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdfc\ufe70-\ufefc]+")
RTL_LANGUAGES = {"ar", "ckb", "dv", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi"}
OTHER_CJK = re.compile("[\u3041-\u30fa\uac00-\ud7af]")
SAMPLE = 1_500
OPENING = 400
"""How many characters of a post tell its language."""
VOICES = 20
"""How many posts tell a thread's language."""


def language_of(text: str) -> str | None:
    """A BCP 47 tag ("zh-Hans", "ja", "ar", "de") or ``None`` where it cannot be told."""
    sample = text[:SAMPLE]
    if not TOLD.search(sample):
        return latin_language(sample)
    letters = letters_of(sample) or 1
    for script, characters in SCRIPTS.items():
        if length(characters.findall(sample)) > LEAST_SHARE.get(script, 0.3) * letters:
            return language_in(script, sample)
    return latin_language(sample)


def prevailing(texts: Iterable[str]) -> str | None:
    """The language of most texts of which it can be told; ``None`` where it can be told of none."""
    told = Counter(language for text in texts if (language := language_of(text)))
    return told.most_common(1)[0][0] if told else None


def sample_of(title: str | None, texts: Iterable[str]) -> str:
    """What tells the language of a thread: its title and the opening of its first posts."""
    return " ".join(
        [title or "", *(text[:OPENING] for text, _ in zip(texts, range(VOICES), strict=False))]
    )


def language_in(script: str, text: str) -> str | None:
    """The language of a text that is written in a script."""
    if script == "han":
        return chinese_of(text)
    if script == "cyrillic":
        return cyrillic_language(text.lower())
    if script == "arabic":
        letters = length(SCRIPTS["arabic"].findall(text))
        return next((tag for tag, own in ARABIC if len(own.findall(text)) > 0.03 * letters), "ar")
    return {"kana": "ja", "hangul": "ko", "hebrew": "he", "greek": "el", "thai": "th"}[script]


def cyrillic_language(text: str) -> str | None:
    """Russian, Ukrainian, or ``None`` for the many others and for what is too short to tell."""
    letters = length(SCRIPTS["cyrillic"].findall(text))
    if BELARUSIAN.search(text):
        return None
    return next((tag for tag, own in CYRILLIC if len(own.findall(text)) > 0.01 * letters), None)


def chinese_of(text: str) -> str:
    """Simplified or traditional, by characters that only one of them uses."""
    return (
        "zh-Hant" if len(TRADITIONAL.findall(text)) > len(SIMPLIFIED.findall(text)) else "zh-Hans"
    )


def length(runs: Iterable[str]) -> int:
    """How many characters stand in runs of them."""
    return sum(map(len, runs))


def letters_of(text: str) -> int:
    """How many letters of any script a text has."""
    return sum(map(str.isalpha, text))


def direction_of(language: str | None) -> str | None:
    """Which way a language is written: "rtl" or "ltr"; ``None`` for an unknown language."""
    return None if language is None else "rtl" if language in RTL_LANGUAGES else "ltr"


def written(text: str) -> str | None:
    """Which way most letters of a text are written; ``None`` for a text without letters."""
    letters = letters_of(text[:SAMPLE])
    if not letters:
        return None
    return "rtl" if 2 * length(RTL.findall(text[:SAMPLE])) > letters else "ltr"


def aside_of(text: str, language: str | None) -> tuple[str | None, str | None]:
    """Language and direction of one post where they may differ from those of its thread, else ``None`` for each."""
    opening = text[:OPENING]
    if text.isascii():
        own = latin_language(opening) if language is not None and language not in COMMON else None
        return own, "auto" if language in RTL_LANGUAGES else None
    direction = "auto" if language not in RTL_LANGUAGES and RTL.search(text) else None
    if (
        language is None
        or OTHER_CJK.search(opening)
        or (language in COMMON and TOLD.search(opening))
    ):
        own = language_of(opening)
        return own if own != language else None, direction
    return None, direction
