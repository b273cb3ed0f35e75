"""The language of a text, as far as its script tells: enough for fonts, line breaking and reading direction."""

from __future__ import annotations

import re

# Characters that only one of the two Chinese scripts uses, among the most frequent ones.
SIMPLIFIED = re.compile("[们这来时国为会说过发个还对样东车书见长开问间关几气现应让给经头师]")
TRADITIONAL = re.compile("[們這來時國為會說過發個還對樣東車書見長開問間關幾氣現應讓給經頭師]")
KANA = re.compile("[\u3041-\u30fa]")
HANGUL = re.compile("[\uac00-\ud7af]")
HAN = re.compile("[\u4e00-\u9fff]")
ARABIC = re.compile("[\u0620-\u06ff]")
UYGHUR = re.compile("[\u06d5\u06d0\u06c6\u06c8\u06cb\u06ad]")
CYRILLIC = re.compile("[\u0410-\u044f]")
LETTER = re.compile(r"[^\W\d_]")
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdfc\ufe70-\ufefc]")
RTL_LANGUAGES = {"ar", "dv", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi"}
OTHER_CJK = re.compile("[\u3041-\u30fa\uac00-\ud7af]")
TOLD = re.compile("[\u0410-\u06ff\u3041-\u9fff\uac00-\ud7af]")
"""Letters of the scripts that tell a language here."""
SAMPLE = 1_500


def language_of(text: str) -> str | None:
    """A BCP 47 tag ("zh-Hans", "ja", "ar") or ``None`` where the script is shared by many languages."""
    sample = text[:SAMPLE]
    if not TOLD.search(sample):
        return None
    letters = len(LETTER.findall(sample)) or 1

    def share(script: re.Pattern[str]) -> float:
        return len(script.findall(sample)) / letters

    if share(KANA) > 0.1:
        return "ja"
    if share(HANGUL) > 0.3:
        return "ko"
    if share(HAN) > 0.3:
        return chinese_of(sample)
    if share(ARABIC) > 0.3:
        return "ug" if share(UYGHUR) > 0.1 else "ar"
    return "ru" if share(CYRILLIC) > 0.3 else None


def chinese_of(text: str) -> str:
    """Simplified or traditional, by characters that only one of them uses."""
    return "zh-Hant" if len(TRADITIONAL.findall(text)) > len(SIMPLIFIED.findall(text)) else "zh-Hans"


def direction_of(language: str | None) -> str | None:
    """Which way a language is written: "rtl" or "ltr"; ``None`` for an unknown language."""
    return None if language is None else "rtl" if language in RTL_LANGUAGES else "ltr"


def aside_of(text: str, language: str | None) -> tuple[str | None, str | None]:
    """Language and direction of one post where they may differ from those of its thread, else ``None`` for each."""
    if text.isascii():
        return None, "auto" if language in RTL_LANGUAGES else None
    direction = "auto" if language not in RTL_LANGUAGES and RTL.search(text) else None
    if language is None or OTHER_CJK.search(text[:200]):
        own = language_of(text[:400])
        return own if own != language else None, direction
    return None, direction
