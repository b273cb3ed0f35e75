"""Decode the names of files that do not say their charset."""

from __future__ import annotations

from collections.abc import Sequence

CHARSETS = ("utf-8", "gb18030", "big5", "cp932")
LEVELS = {
    "gb18030": range(0xB0A1, 0xD7FA),  # GB 2312, level 1: by pronunciation, the common ones
    "big5": range(0xA440, 0xC67F),  # Big5, level 1
    "cp932": range(0x829F, 0x9873),  # kana, and JIS X 0208's level 1
}


def decoded_names(names: Sequence[bytes]) -> list[str]:
    """Decode names together, for one program wrote them all.

    The charset is the one of :data:`CHARSETS` that all names fit and in which most characters are
    common ones; names that fit none are written out (``\\xc4``).
    """
    if all(name.isascii() for name in names):
        return [name.decode("ascii") for name in names]
    fitting = [charset for charset in CHARSETS if _fits(names, charset)]
    if not fitting:
        return [name.decode("ascii", "backslashreplace") for name in names]
    if fitting[0] == "utf-8":
        return [name.decode("utf-8") for name in names]
    best = max(fitting, key=lambda charset: _common(names, charset))
    return [name.decode(best) for name in names]


def _fits(names: Sequence[bytes], charset: str) -> bool:
    try:
        for name in names:
            name.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _common(names: Sequence[bytes], charset: str) -> float:
    """Return the share of the characters beyond ASCII that are common ones of a charset."""
    letters = [letter for name in names for letter in name.decode(charset) if letter > "\x7f"]
    common = 0
    for letter in letters:
        code = int.from_bytes(letter.encode(charset), "big")
        common += code in LEVELS[charset]
    return common / len(letters)
