"""Bytes to text, as browsers do, and then a check.

A label is believed only as far as the bytes agree: parsers handed bytes with a wrong label drop
characters or whole texts in silence, so nothing but ``str`` leaves this module. Order: byte order
mark, UTF-8 if the bytes are that beyond accident, the document's own ``<meta>`` or XML declaration,
then a statistical guess. Labels follow the WHATWG Encoding Standard, in which ``gb2312`` and
``gbk`` mean gb18030.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import webencodings

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Browsers look at the first 1024 bytes; saving tools put comments and scripts before the <meta>, so
# look further.
PRESCAN = 8192
META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
MARKUP = re.compile(rb"<[^<>]*>")

# Python's names of codecs that cover what the WHATWG label means on the web.
WIDER = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
# Charsets that the standard replaces by an error, by the codec that reads them.
REFUSED = {"hz-gb-2312": "hz", "iso-2022-kr": "iso2022_kr", "csiso2022kr": "iso2022_kr"}
NOT_HTML = re.compile("[\x00-\x08\x0e-\x1a]")


class Decoded(NamedTuple):
    """Text, the charset it was read with, and why that one.

    ``why`` is "byte order mark", "label", "bytes" or "guess".
    """

    text: str
    charset: str
    why: str


def decode(data: bytes, stated: str | None = None) -> Decoded:
    """Decode a saved page or text copy. ``stated`` is the charset that its server named, if known.

    Never raises; characters no charset explains become U+FFFD.
    """
    for bom, charset in BOMS:
        if data.startswith(bom):
            return Decoded(data[len(bom) :].decode(charset, "replace"), charset, "byte order mark")
    label = (stated and codec_of(stated)) or declared(data)
    text = _strict(data, "utf-8")
    if text is not None and (label in (None, "utf-8") or _is_really_utf8(text, label)):
        return Decoded(text, "utf-8", "label" if label == "utf-8" else "bytes")
    if label and (labelled := _strict(data, label)) is not None:
        return Decoded(labelled, label, "label")
    if text is not None:
        return Decoded(text, "utf-8", "bytes")
    return _least_damage(data, label)


def declared(data: bytes) -> str | None:
    """Return the name of the Python codec for the charset that a page declares, or ``None``."""
    match = META_CHARSET.search(data, 0, PRESCAN)
    return codec_of(match[1].decode("ascii", "replace")) if match else None


def codec_of(label: str) -> str | None:
    """Return the name of the Python codec for a label of a charset, or ``None``.

    Labels that browsers refuse, for scripts could hide in them, are read: no script survives here.
    "x-user-defined" is what browsers take it for in a page's head. A page that could be read as
    ASCII up to its label is not UTF-16 (WHATWG says the same).
    """
    encoding = webencodings.lookup(label.lower())
    if encoding is None:
        return None
    name = encoding.codec_info.name
    if name == "replacement":
        return REFUSED.get(label.lower())
    if name == "x-user-defined":
        return "cp1252"
    if name.startswith("utf-16"):
        return "utf-8"
    return WIDER.get(name, WIDER.get(encoding.name, name))


def _is_really_utf8(text: str, label: str) -> bool:
    """Tell whether bytes that are valid UTF-8 are that, though a label says otherwise.

    A page that was saved anew is.
    Other charsets' text is valid UTF-8 only by accident: pairs of bytes are two letters of a
    double-byte charset.
    """
    return not text.isascii() and (label not in WIDER.values() or max(text) > "\u07ff")


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _least_damage(data: bytes, label: str | None) -> Decoded:
    """Decode a page that is not what it says.

    It has a few broken bytes under its own label, or another charset altogether.
    """
    candidates = [label, "utf-8"] if label else ["utf-8"]
    damage = {c: data.decode(c, "replace").count("\ufffd") for c in candidates}
    best = min(candidates, key=lambda c: damage[c])
    if damage[best] <= max(3, len(data) // 2000):
        return Decoded(data.decode(best, "replace"), best, "label" if best == label else "bytes")
    from charset_normalizer import from_bytes  # slow to import, needed for one page in thousands

    match = from_bytes(MARKUP.sub(b" ", data)).best()
    if match is None:
        return Decoded(data.decode(best, "replace"), best, "guess")
    charset = WIDER.get(match.encoding, match.encoding)
    return Decoded(data.decode(charset, "replace"), charset, "guess")


def looks_like_text(text: str) -> bool:
    """Tell whether decoded bytes are text: pictures named .html hold control characters."""
    head = text[:4096]
    return len(NOT_HTML.findall(head)) <= len(head) // 100
