"""The language of a text and the way it is written.

Fonts, line breaking, screen readers and the interface need it.

Scripts tell most languages, characters that only one of several languages uses tell others, common
words tell those in Latin letters. What is not told beyond doubt is ``None``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

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
"""The share of a text's letters that tells a script, 0.3 where nothing is said.

A Chinese character says as much as several letters, and Japanese is mostly Chinese characters.
"""
LANGUAGES = {"kana": "ja", "hangul": "ko", "hebrew": "he", "greek": "el", "thai": "th"}
"""The languages of the scripts that tell one."""
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
    """Return a BCP 47 tag ("zh-Hans", "ja", "ar", "de"), ``None`` where it cannot be told."""
    sample = text[:SAMPLE]
    if not TOLD.search(sample):
        return latin_language(sample)
    letters = letters_of(sample) or 1
    for script, characters in SCRIPTS.items():
        if length(characters.findall(sample)) > LEAST_SHARE.get(script, 0.3) * letters:
            return language_in(script, sample)
    return latin_language(sample)


def prevailing(texts: Iterable[str]) -> str | None:
    """Return the language of most texts of which it can be told; ``None`` where of none."""
    told = Counter(filter(None, map(language_of, texts)))
    return next((language for language, _ in told.most_common(1)), None)


def sample_of(title: str | None, texts: Iterable[str]) -> str:
    """Return what tells the language of a thread: its title and the opening of its first posts."""
    openings = [text[:OPENING] for text in islice(texts, VOICES)]
    return " ".join([title or "", *openings])


def language_in(script: str, text: str) -> str | None:
    """Return the language of a text that is written in a script."""
    if script == "han":
        return chinese_of(text)
    if script == "cyrillic":
        return cyrillic_language(text.lower())
    if script == "arabic":
        letters = length(SCRIPTS["arabic"].findall(text))
        return next((tag for tag, own in ARABIC if len(own.findall(text)) > 0.03 * letters), "ar")
    return LANGUAGES[script]


def cyrillic_language(text: str) -> str | None:
    """Return Russian, Ukrainian, or ``None`` for the many others and what is too short to tell."""
    letters = length(SCRIPTS["cyrillic"].findall(text))
    if BELARUSIAN.search(text):
        return None
    return next((tag for tag, own in CYRILLIC if len(own.findall(text)) > 0.01 * letters), None)


def chinese_of(text: str) -> str:
    """Return simplified or traditional, by characters that only one of them uses."""
    if len(TRADITIONAL.findall(text)) > len(SIMPLIFIED.findall(text)):
        return "zh-Hant"
    return "zh-Hans"


def length(runs: Iterable[str]) -> int:
    """Count the characters that stand in runs of them."""
    return sum(map(len, runs))


def letters_of(text: str) -> int:
    """Count the letters of any script in a text."""
    return sum(map(str.isalpha, text))


def direction_of(language: str | None) -> str | None:
    """Return which way a language is written: "rtl" or "ltr"; ``None`` for an unknown language."""
    if language is None:
        return None
    return "rtl" if language in RTL_LANGUAGES else "ltr"


def written(text: str) -> str | None:
    """Return which way most letters of a text are written; ``None`` for a text without letters."""
    letters = letters_of(text[:SAMPLE])
    if not letters:
        return None
    return "rtl" if 2 * length(RTL.findall(text[:SAMPLE])) > letters else "ltr"


def aside_of(text: str, language: str | None) -> tuple[str | None, str | None]:
    """Return language and direction of one post where they may differ from those of its thread.

    Else ``None`` for each. ``language`` is that of the thread.
    """
    opening = text[:OPENING]
    is_rtl = language in RTL_LANGUAGES
    if text.isascii():
        own = None
        if language is not None and language not in COMMON:
            own = latin_language(opening)
        return own, "auto" if is_rtl else None
    direction = None
    if not is_rtl and RTL.search(text):
        direction = "auto"
    if not _may_differ(opening, language):
        return None, direction
    own = language_of(opening)
    return own if own != language else None, direction


def _may_differ(opening: str, language: str | None) -> bool:
    """Tell whether the letters of a post may be those of another language than its thread's."""
    if language is None or OTHER_CJK.search(opening):
        return True
    return language in COMMON and TOLD.search(opening) is not None
