"""One saved page, ready for an engine: its text, its tree, its capture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from site_gen.errors import Skipped
from site_gen.load.capture import base_url, find_capture
from site_gen.load.decode import decode, looks_like_text
from site_gen.models import NO_EVIDENCE, Capture, Evidence

# Beyond this, Lexbor and nh3 take time in the square of the depth (seconds at 20,000 levels). Real
# pages stay below 200.
MAX_DEPTH = 2_000
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
# Elements that never hold others, or that the next of their kind closes: left open, they do not
# nest.
SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dd dt tr td th "
    "tbody thead tfoot option optgroup colgroup rp rt html head body".split()
)
LOOSE_HTML = re.compile(r"<(?:!doctype|html|head|body|div|table|p|a)\b", re.I)
DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.I)
SWALLOWING = re.compile(r"<(?:script|iframe|textarea|style|title|noscript)\b[^<>]*/>")
WRITTEN_OUT = re.compile(r"<script\b[^<>]*\bsrc=[^<>]*>(</script)?")
VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
VOID_TAG = re.compile(rf"<(?:{VOID})\b[^<>]*>")
EMPTY_TAG = re.compile(rf"<(?!(?:{VOID})\b)([a-zA-Z][\w:-]*)((?:\s[^<>]*?)?)\s*/>")
SUSPICIOUS = 8_000  # fewer tags than this cannot nest deep enough to hurt

FEED = re.compile(
    r"\s*(?:<\?[^<>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*|<![^<>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]",
    re.I,
)
"""The beginning of RSS 0.9 to 2.0 and of Atom, behind what XML allows before it."""

MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"RIFF": "a media file",
    b"Rar!": "a RAR archive",
}


@dataclass(frozen=True)
class Page:
    """A decoded page.

    ``name`` is its file name, as evidence only; ``why_charset`` says how the charset was found.
    """

    name: str
    text: str
    charset: str
    why_charset: str
    capture: Capture
    is_html: bool = True

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as Lexbor reads it, parsed once."""
        return LexborHTMLParser(flatten(opened(self.text)))

    @cached_property
    def base(self) -> str | None:
        """The absolute address that the page's relative links are meant against, if known."""
        stated = base_url(self.text)
        try:
            is_whole = stated is not None and urlsplit(stated).scheme in ("http", "https")
        except ValueError:  # "http://[" and the like
            is_whole = False
        return stated if is_whole else self.capture.url

    @property
    def is_cut(self) -> bool:
        """Whether the page breaks off: it begins and never ends.

        SingleFile leaves optional end tags out.
        """
        if not self.is_html or self.capture.tool == "SingleFile":
            return False
        head, tail = self.text[:4_000], self.text[-8_000:]
        return (
            ("<html" in head or "<HTML" in head) and "</html" not in tail and "</HTML" not in tail
        )

    def absolute(self, address: str) -> str:
        """An address of the page made absolute where the page tells enough, else as it stands."""
        address = address.strip()
        if not self.base or not address or address.startswith(("http://", "https://")):
            return address
        try:
            return urljoin(self.base, address)
        except ValueError:  # "http://[" and the like
            return address


def load_page(data: bytes, name: str, evidence: Evidence = NO_EVIDENCE) -> Page:
    """Decode one file. Raises :class:`Skipped` for bytes that are no page at all.

    ``evidence`` is what is known of its capture from outside it.
    """
    if not data.strip():
        raise Skipped("the file is empty")
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise Skipped(f"not a page but {what}")
    text, charset, why = decode(data, evidence.charset)
    if not looks_like_text(text):
        raise Skipped("not text: the bytes look like a program's own format")
    if FEED.match(text, 0, 8_192):
        raise Skipped("a feed (RSS or Atom), not a page: the pages that it names hold the posts")
    is_html = bool(
        (LOOSE_HTML if not name.lower().endswith(".txt") else DOCUMENT).search(text, 0, 65_536)
    )
    capture = find_capture(text if is_html else "", evidence)
    return Page(
        name=name, text=text, charset=charset, why_charset=why, capture=capture, is_html=is_html
    )


def opened(text: str) -> str:
    """Return a page that a program wrote as XML with its ``<iframe …/>`` closed as in HTML.

    Tools that keep pages as XHTML (lxml's ``tostring``, browsers' saves of
    ``application/xhtml+xml``) shorten every element that is empty. To a browser such a tag stays
    open and swallows the rest of the page. It is a page of that kind where nearly every tag that
    never holds anything is closed so too. Where the first empty script is written out, as on nearly
    every other page, the rest need not be looked at.
    """
    first = WRITTEN_OUT.search(text)
    if (first and first[1]) or not SWALLOWING.search(text):
        return text
    ends = [match[0].endswith("/>") for match in VOID_TAG.finditer(text)]
    return EMPTY_TAG.sub(r"<\1\2></\1>", text) if sum(ends) >= 0.95 * len(ends) else text


def flatten(text: str) -> str:
    """Drop the tags that stand deeper than :data:`MAX_DEPTH`; their text stays.

    Ordinary pages come back untouched.
    """
    if text.count("<") < SUSPICIOUS or _depth_bound(text) <= MAX_DEPTH:
        return text
    depth = 0
    parts: list[str] = []
    end = 0
    for match in TAG.finditer(text):
        closing, name = match[1], match[2].lower()
        if name in SHALLOW:
            continue
        depth += -1 if closing else 1
        if depth + bool(closing) > MAX_DEPTH:
            parts.append(text[end : match.start()])
            end = match.end()
    return "".join([*parts, text[end:]])


def _depth_bound(text: str) -> int:
    """An upper bound of the nesting depth: elements open at once, counting every unclosed one."""
    depth = deepest = 0
    for match in TAG.finditer(text):
        if match[2].lower() not in SHALLOW:
            depth += -1 if match[1] else 1
            deepest = max(deepest, depth)
    return deepest
