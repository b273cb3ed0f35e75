"""Mail is plain text: lines, ``>`` for quotes, four spaces for code, ``-- `` before the signature.

Archivers print it in ``<pre>``, or with ``<br>`` after each line, and some mark the quoted lines.
:func:`lines_of` brings every form back to the lines that were mailed (as HTML source, links kept),
:func:`written` makes of them what the site shows: paragraphs with their lines, nested quotes, code,
and the signature apart (RFC 3676, 4.3).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from site_gen.clean import Body, Rule, parsed
from site_gen.clean.rule import words
from site_gen.clean.rules import COMMON
from site_gen.models import Quote

QUOTED = re.compile(r"^ ?(?:&gt;|>)(?!From ) ?")
# The line before a quote: a name and a verb of saying, or a date and a name, then a colon.
SAID = (
    r"wrote|writes|said|schrieb|schreibt|a écrit|écrit|escribió|escribiu|ha scritto|scrive|scritto|napisał(?:\(?a\)?)?|"
    r"skrev|schreef|kirjoitti|írta|napsala?|писал\(?а?\)?|пишет|написал\(?а?\)?|写道|寫道|写了|さんは書きました|כתב|كتب"
)
ATTRIBUTION = re.compile(rf"(?:\b|\s|>)(?:{SAID})(?:\s+.{{0,80}})?\s*[:：]?\s*(?:\.\.\.)?$", re.I)
DATED = re.compile(r"^(?:on|am|le|el|il|op|den|dnia|at|в|在)\b.*\d.*[:：]$", re.I)
ADDRESSED = re.compile(r"^(?:quoting\s|\*\s|\d{4}-\d\d-\d\d\s).*<[^<>\s]+@[^<>\s]+>.*:$", re.I)
BEFORE_NAME = re.compile(
    r"^.*(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:[+-]\d{4}|\([A-Z]{2,5}\)|UTC|GMT))*|\b(?:19|20)\d\d(?:-\d\d-\d\d)?)"
    r"(?:\s*\([A-Z+\d -]{2,10}\))?\s*(?:,|\bby\b|\bschrieb\b|\s)\s*",
    re.I,
)
VERB = re.compile(rf"[\s,]*(?:{SAID})\b.*$", re.I | re.S)
AFTER_VERB = re.compile(r"\bschrieb\s+(?P<who>\S.*?)\s*[:：]?$", re.I)
ADDRESS = re.compile(r"\s*(?:<[^<>]*>|\[mailto:[^\]]*\]|\([^()]*@[^()]*\))")
LIST_RULE = re.compile(r"^_{20,}\s*$")
CODE_LINE = re.compile(r"^(?: {4}|\t)")
PATCH = re.compile(r"^(?:diff --git |Index: \S|--- (?:a/|/dev/null)|@@ -\d)")
LAID_OUT = re.compile(r"^[ \t]{2,}\S|\S(?: {3,}|\t+)\S")
INLINE = frozenset(
    "a abbr b big cite code del em font i ins kbd s samp small span strike strong sub sup tt u var".split()
)
KEPT = frozenset("a b i u strong tt code s del ins sub sup".split())
SEPARATE = frozenset("p div address center li h1 h2 h3 h4 h5 h6 dd dt".split())

DEEPEST = 60  # tags or quotes; no mail nests deeper, and each level costs a call


@dataclass
class Written:
    """A message as HTML, with what stands apart from its words."""

    html: str = ""
    signature: str | None = None
    code: list[str] = field(default_factory=list)
    footer: str | None = None


# ── From markup to lines ──────────────────────────────────────────────────────────────────────────


def lines_of(
    nodes: Sequence[LexborNode], *, preformatted: bool = False, depth: int = 0
) -> list[str]:
    """The lines of a message as HTML source: ``>`` before what is quoted, a block that is no text on one line."""
    out = [""]
    _walk(nodes, preformatted, out, depth)
    return [line.rstrip() if line.strip() != "--" else line for line in out]


def _walk(nodes: Sequence[LexborNode], preformatted: bool, out: list[str], depth: int = 0) -> None:
    for node in nodes:
        name = node.tag or ""
        if node.is_text_node:
            words = html.escape(node.text_content or "", quote=False)
            _add(
                words
                if preformatted
                else re.sub(r"[ \t]*\r?\n[ \t]*", " " if out[-1].strip() else "", words),
                out,
            )
        elif depth > DEEPEST:
            _add(html.escape(node.text(), quote=False), out)
        elif name == "br":
            out.append("")
        elif name == "pre":
            _fresh(out)
            _walk(list(node.iter(include_text=True)), True, out, depth + 1)
            _fresh(out)
        elif name == "blockquote":
            _fresh(out)
            inner = lines_of(
                list(node.iter(include_text=True)), preformatted=preformatted, depth=depth + 1
            )
            out += ["&gt; " + line for line in _trimmed(inner)]
            out.append("")
        elif name in SEPARATE:
            _fresh(out, gap=name == "p")
            _walk(list(node.iter(include_text=True)), preformatted, out, depth + 1)
            _fresh(out, gap=name == "p")
        elif name in INLINE:
            _inline(node, preformatted, out, depth + 1)
        elif name and not name.startswith("-"):
            _fresh(out)
            out[-1] = (node.html or "").replace("\n", "&#10;")
            out.append("")


def _inline(node: LexborNode, preformatted: bool, out: list[str], depth: int) -> None:
    """Marks of a kind that mail has (links above all) stay around each line.

    Colours and classes go.
    """
    name = node.tag or ""
    inside = list(node.iter(include_text=True))
    href = node.attributes.get("href") if name == "a" else None
    quoted = name == "i" and out[-1].strip().endswith("&gt;")  # Pipermail's quoted lines
    if name not in KEPT or quoted or (name == "a" and not href) or _holds_blocks(node):
        _walk(inside, preformatted, out, depth)
        return
    inner = [""]
    _walk(inside, preformatted, inner, depth)
    start = f'<a href="{html.escape(href)}">' if href else f"<{name}>"
    _add("\n".join(f"{start}{line}</{name}>" if line.strip() else line for line in inner), out)


def _holds_blocks(node: LexborNode) -> bool:
    return node.css_first("p, div, pre, blockquote, table, ul, ol, img") is not None


def _add(source: str, out: list[str]) -> None:
    first, *more = source.replace("\r", "").split("\n")
    out[-1] += first
    out += more


def _fresh(out: list[str], *, gap: bool = False) -> None:
    """Begin a new line, after an empty one for a ``gap``."""
    if out[-1].strip():
        out.append("")
    out[-1] = ""
    if gap and len(out) > 1 and out[-2].strip():
        out.append("")


# ── From lines to what the site shows ─────────────────────────────────────────────────────────────


def written(lines: Sequence[str]) -> Written:
    """The message in ``lines``: HTML of its words, and its signature, code and list footer."""
    body, footer = _without_footer(_trimmed(lines))
    body, signature = _without_signature(body)
    message = Written(signature=signature, footer=footer)
    message.html = _blocks(body, message.code)
    return message


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not _plain(kept[0]):
        kept.pop(0)
    while kept and not _plain(kept[-1]):
        kept.pop()
    return kept


def _plain(line: str) -> str:
    """A line's text without its markup, spaces around it gone; a picture counts as a word."""
    return html.unescape(re.sub(r"<(?!img)[^>]*>", "", line)).replace("\u00a0", " ").strip()


def _without_footer(lines: list[str]) -> tuple[list[str], str | None]:
    """The lines that a list's software adds below its rule: ``____`` and then "X mailing list" (Mailman)."""
    for i in range(len(lines) - 1, -1, -1):
        if (
            LIST_RULE.match(_plain(lines[i]))
            and "mailing list" in " ".join(map(_plain, lines[i + 1 : i + 4])).lower()
        ):
            return _trimmed(lines[:i]), " ".join(filter(None, map(_plain, lines[i + 1 :])))
    return lines, None


def _without_signature(lines: list[str]) -> tuple[list[str], str | None]:
    """What stands below the last ``-- `` line.

    Where a quote follows it (top posting), up to the next empty line.
    """
    marks = [i for i, line in enumerate(lines) if line.replace("\u00a0", " ") in ("-- ", "--")]
    if not marks:
        return lines, None
    start = marks[-1]
    end = len(lines)
    if any(QUOTED.match(line) for line in lines[start:]):
        start = marks[0]
        end = next(
            (i for i in range(start + 1, end) if not _plain(lines[i]) or QUOTED.match(lines[i])),
            end,
        )
    said = [_plain(line) for line in lines[start + 1 : end]]
    signature = " ".join(" ".join(said).split()) or None
    return _trimmed([*lines[:start], *lines[end:]]), signature


def _blocks(lines: Sequence[str], code: list[str], depth: int = 0) -> str:
    """Paragraphs, code and quotes of one level."""
    parts: list[str] = []
    plain: list[str] = []
    i = 0
    while i < len(lines):
        if depth > DEEPEST or not QUOTED.match(lines[i]):
            plain.append(lines[i])
            i += 1
            continue
        end = _quote_end(lines, i)
        head = _attribution(plain)
        parts += _paragraphs(plain, code)
        plain = []
        inner = [QUOTED.sub("", line, count=1) for line in lines[i:end]]
        cite = f"<cite>{'<br>'.join(head)}</cite>" if head else ""
        parts.append(
            f'<blockquote class="quote">{cite}{_blocks(_trimmed(inner), [], depth + 1)}</blockquote>'
        )
        i = end
    return "\n".join([*parts, *_paragraphs(plain, code)])


def _quote_end(lines: Sequence[str], start: int) -> int:
    """Where a quote ends.

    An empty line inside a quote that goes on is part of it only if it is marked.
    """
    end = start
    while end < len(lines) and QUOTED.match(lines[end]):
        end += 1
    return end


def _attribution(plain: list[str]) -> list[str]:
    """Take the lines that say who is quoted off the end of ``plain``: one, or two where the mailer broke them."""
    said = [i for i, line in enumerate(plain) if _plain(line)]
    if not said:
        return []
    if _is_attribution(_plain(plain[said[-1]])):
        del plain[said[-1] + 1 :]
    last = _plain(plain[-1])
    before = _plain(plain[-2]) if len(plain) > 1 else ""
    both = f"{before} {last}"
    broken = (
        before
        and not before.endswith((".", "!", "?"))
        and DATED.match(both)
        and ATTRIBUTION.search(both)
    )
    if broken and not DATED.match(last):
        head = plain[-2:]
    elif _is_attribution(last):
        head = plain[-1:]
    else:
        return []
    del plain[-len(head) :]
    return head


def _is_attribution(line: str) -> bool:
    return (
        len(line) < 200
        and line.endswith((":", "：", "..."))
        and bool(ATTRIBUTION.search(line) or DATED.match(line) or ADDRESSED.match(line))
    )


def _paragraphs(lines: Sequence[str], code: list[str]) -> list[str]:
    """Lines without quotes as paragraphs.

    Indented ones and patches as code, laid-out ones with their spaces.
    """
    parts: list[str] = []
    block: list[str] = []
    patch = False
    groups: list[tuple[str, list[str]]] = []
    for line in [*lines, ""]:
        patch = patch or bool(PATCH.match(_plain(line)) and not block)
        if _plain(line) or (patch and block):
            block.append(line)
        elif block:
            groups.append((_kind(block), block))
            block = []
    if block:
        groups.append(("code", _trimmed(block)))
    for kind, group in _joined(groups):
        if kind == "code":
            text = "\n".join(
                _dedented([html.unescape(re.sub(r"<[^>]*>", "", line)) for line in group])
            )
            code.append(text)
            parts.append(f"<pre><code>{html.escape(text, quote=False)}</code></pre>")
        elif kind == "laid-out":
            parts.append("<pre>" + "\n".join(group) + "</pre>")
        else:
            parts.append("<p>" + "<br>\n".join(line.strip() for line in group) + "</p>")
    return parts


def _kind(block: Sequence[str]) -> str:
    plain = [html.unescape(re.sub(r"<[^>]*>", "", line)).replace("\u00a0", " ") for line in block]
    if all(CODE_LINE.match(line) for line in plain) and not any("<img" in line for line in block):
        return "code"
    laid_out = sum(bool(LAID_OUT.search(line)) for line in plain)
    return "laid-out" if len(plain) > 1 and 2 * laid_out >= len(plain) else "text"


def _joined(groups: Sequence[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Neighbours that are both code are one piece of it."""
    joined: list[tuple[str, list[str]]] = []
    for kind, block in groups:
        if joined and kind == joined[-1][0] == "code":
            joined[-1][1].extend(["", *block])
        else:
            joined.append((kind, list(block)))
    return joined


def _dedented(lines: Sequence[str]) -> list[str]:
    expanded = [line.replace("\u00a0", " ").expandtabs(8).rstrip() for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in expanded if line), default=0)
    return [line[margin:] for line in expanded]


# ── Who is quoted ─────────────────────────────────────────────────────────────────────────────────


def record_quotes(body: Body) -> None:
    """Note the outermost quotes: :func:`written` has put each at the body's top level, with its head as ``cite``."""
    for box in body.root.iter():
        if box.tag != "blockquote":
            continue
        cite = next((node for node in box.iter() if node.tag == "cite"), None)
        head = words(cite) if cite is not None else ""
        body.found.quotes.append(
            Quote(author=quoted_name(head), text=words(box).removeprefix(head).strip())
        )


def quoted_name(line: str) -> str | None:
    """The name in an attribution: "On 9 May 2024, 甲 <a@b> wrote:", "Am … schrieb 甲:", "甲 writes:"."""
    line = re.sub(
        r"^(?:quoting|\*)\s+|\s*\[[\d: -]+\](?=:$)|\s*GMT[+-]\d\d:\d\d",
        "",
        ADDRESS.sub("", line),
        flags=re.I,
    )
    if match := AFTER_VERB.search(line):
        return match["who"]
    name = VERB.sub("", line).rstrip(" :")
    name = (
        BEFORE_NAME.sub("", name, count=1)
        if re.search(r"\d", name)
        else re.sub(r"^In article\s*,?\s*", "", name)
    )
    return name.strip(" ,\"'") or None


MAIL_RULES = (Rule("mail-quotes", ("<blockquote",), record_quotes), *COMMON)
"""The rules for a message that :func:`written` has made."""


def body_of(message: str) -> LexborNode:
    """A message's HTML as a body."""
    return parsed(message)
