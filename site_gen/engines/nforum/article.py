"""The stored article that is a post's body in nForum, as the board's text system keeps it.

It is a head of three lines (发信人, 标题, 发信站), the words, quotes as lines that begin with ": "
below "【 在 甲 (nick) 的大作中提到: 】", a signature below "--", and lines of the system that begin
with "※" (source with an address, last change).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import edit_mark, quotes
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Attachment, Dropped

BREAK = re.compile(r"<br\s*/?>", re.I)
TAG = re.compile(r"<[^>]*>")
PARAGRAPH = re.compile(r"^\s*<p>|</p>\s*$")
WRITER = re.compile(
    r"^(?:发信人|寄信人|作者)\s*[:：]\s*(?P<who>\w[\w.-]*)\s*(?:\((?P<nick>.*?)\))?\s*(?:,|，|$)"
)
BOARD = re.compile(r"(?:信区|看板)\s*[:：]\s*([\w.-]+)")
SUBJECT = re.compile(r"^标\s*题\s*[:：]\s*(.*)$")
STATION = re.compile(r"^发信站\s*[:：]\s*(?P<site>[^(（]*?)\s*[(（](?P<date>[^)）]*)[)）]")
REPLY = re.compile(r"^(?:Re|RE)\s*[:：]\s*")
QUOTE_HEAD = re.compile(
    r"^【\s*(?:在)?\s*(?P<who>[\w.-]+)\s*(?:\(.*\))?\s*.*(?:大作|文章|邮件|写道|提到).*】\s*$"
)
SOURCE = re.compile(r"^※\s*来源\s*[:：].*")
CHANGED = re.compile(
    r"^※\s*修改\s*[:：]\s*·?\s*(?P<who>[\w.-]+)\s*(?:于|於)\s*(?P<date>.*?)\s*修改"
)
FROM = re.compile(r"\[FROM\s*[:：]\s*([^\]]+)\]")
SYSTEM = re.compile(r"^※\s*(?:来源|转载|转寄|修改)")
SIZE = re.compile(r"\(\s*([\d.]+\s*(?:Bytes|[KMG]B?))\s*\)", re.I)
QUOTE_SIGN = re.compile(r"^((?:\s|<[^>]*>|&nbsp;)*)[:：>]\s?")
FILE_LABEL = re.compile(r"^附件\s*[:：]?\s*")


class Article(Struct, frozen=True):
    """A stored article taken apart.

    It is the HTML of its words, what its head and the system's lines state, and what is left out.
    """

    words: str = ""
    facts: dict[str, Any] = {}
    signature: str | None = None
    dropped: list[Dropped] = []


def article(source: str) -> Article:
    """Take a stored article apart, line by line."""
    lines = BREAK.split(PARAGRAPH.sub("", source))
    facts: dict[str, Any] = {}
    start = head_of(lines, facts)
    head = filter(None, map(plain, lines[:start]))
    dropped = [Dropped(rule="article-head", text=text) for text in head]
    own: list[str] = []
    sign: list[str] = []
    marks: list[str] = []
    kept = own
    for n, line in enumerate(lines[start:], start):
        text = plain(line)
        if SYSTEM.match(text):
            dropped.append(Dropped(rule="system-line", text=text))
            marks += system_line(text, facts)
        elif text == "--" and ends_words(lines[n + 1 :]):
            dropped.append(Dropped(rule="signature-line", text=text))
            kept = sign
        else:
            kept.append(line)
    shown = marked_quotes(without_blank_ends([*own, *filter(is_picture, sign)]))
    signature = squash(" ".join(map(plain, sign))) or None
    return Article("".join([shown, *marks]), facts, signature, dropped)


def plain(line: str) -> str:
    """Return a line of a body as a reader sees it."""
    return squash(html.unescape(TAG.sub("", line)))


def head_of(lines: list[str], facts: dict[str, Any]) -> int:
    """Read the three lines above the words, and return the number of the first line of these."""
    for n, line in enumerate(lines[:8]):
        text = plain(line)
        if match := WRITER.match(text):
            facts["writer"] = match["who"]
            facts["board"] = first_group(BOARD, text)
        elif match := SUBJECT.match(text):
            facts["subject"] = match[1] or None
        elif match := STATION.match(text):
            facts["site_name"] = match["site"] or None
            facts["date_text"] = match["date"].strip() or None
            return n + 1
    return 0


def system_line(text: str, facts: dict[str, Any]) -> list[str]:
    """Read a line of the system; one that tells of a change is returned as the edit mark."""
    if SOURCE.match(text) and (match := FROM.search(text)):
        facts["location"] = match[1].strip()
    if match := CHANGED.match(text):
        facts["editor"] = match["who"]
        return [f'<p class="changed">{html.escape(text)}</p>']
    return []


def ends_words(rest: list[str]) -> bool:
    """Tell whether a "--" begins the signature.

    No other "--" stands below it before the system's lines.
    """
    texts = [plain(line) for line in rest]
    last = next((n for n, text in enumerate(texts) if SYSTEM.match(text)), len(texts))
    return "--" not in texts[:last]


def is_picture(line: str) -> bool:
    """Tell whether a line below the words is an upload of the post, and no signature."""
    return "<img" in line or "/att/" in line


def without_blank_ends(lines: list[str]) -> list[str]:
    """Return the lines from the first to the last that shows something."""
    full = [n for n, line in enumerate(lines) if plain(line) or "<img" in line]
    if not full:
        return []
    return lines[full[0] : full[-1] + 1]


def marked_quotes(lines: Iterable[str]) -> str:
    """Return the lines with quotes made quotes.

    A quote is the line of its head and the lines below it that begin with a colon.
    """
    found: list[str] = []
    end = ""  # of an open quote
    for line in lines:
        text = plain(line)
        if QUOTE_HEAD.match(text):
            found.append(f'{end}<blockquote class="quote"><cite>{html.escape(text)}</cite>')
            end = "</blockquote>"
        elif end and text.startswith((":", "：", ">")):
            found.append(QUOTE_SIGN.sub(r"\1", line.replace("&gt;", ">", 1)) + "<br>")
        else:
            found.append(f"{end}{line}<br>")
            end = ""
    return "".join(found) + end


def subject_of(facts: dict[str, Any]) -> str | None:
    """Return the subject of a post; one that only says "Re:" says nothing of its own."""
    subject = facts.get("subject")
    if not subject or REPLY.match(subject):
        return None
    return str(subject)


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted, from the head "【 在 甲 (nick) 的大作中提到: 】"."""
    del box
    return first_group(QUOTE_HEAD, Node(cite).text)


def note_files(body: Body) -> None:
    """Note an upload that is no picture: a link below ``/att/`` with its name and size."""
    taken: list[Attachment] = []
    for link in body.each("a[href*='/att/']"):
        if link.css_first("img") is None:
            text = FILE_LABEL.sub("", words(link))
            name = SIZE.sub("", text).strip() or None
            href = body.absolute(Node(link).attr("href"))
            taken.append(Attachment(name=name, href=href, size=first_group(SIZE, text)))
    body.found.attachments += reversed(taken)


RULES: tuple[Rule | TagRule, ...] = (
    edit_mark("p.changed", needles=('class="changed"',)),
    INVISIBLE,
    quotes("blockquote.quote", head="cite", who=quoted_name),
    Rule("files", ("/att/",), note_files),
    FORGET_CLASS,
    *FINISH,
)
