"""What the archivers of mailing lists share: names out of From lines, subjects without "Re:", the ids of threads."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.engines.core.table import RawPost, squash
from site_gen.engines.mail.text import body_of, lines_of, written
from site_gen.models import Dropped
from site_gen.text.subjects import bare_subject

PREFIX = re.compile(r"\[(?P<list>[^\]]{1,40})\]")
FROM = re.compile(r"^\s*\"?(?P<name>[^\"<]*?)\"?\s*<[^<>]*>\s*$")
FROM_OLD = re.compile(r"^\s*\S+(?:@| at )\S*\s+\((?P<name>[^()]+)\)\s*$")


def name_in(line: str | None) -> str | None:
    """The name in a From line: ``"Name" <a@b>``, ``a@b (Name)``, or the address where no name stands."""
    line = squash(line)
    match = FROM.match(line) or FROM_OLD.match(line)
    name = match["name"].strip(" '\"") if match else ""
    return name or line.strip("<> ") or None


def list_in(subject: str | None) -> str | None:
    """The list that a subject names: "[name] …"."""
    match = PREFIX.match(bare_subject(subject) or "")
    return match["list"] if match else None


def subject_id(subject: str | None, mailing_list: str | None) -> str | None:
    """A thread's id by its list and subject, for archivers whose pages name no first message.

    Equal subjects on one list are one thread. Two lists kept in one folder both have a "Welcome".
    """
    bare = bare_subject(subject)
    if bare is None:
        return None
    words = re.sub(r"\s+", " ", re.sub(r"^(?:\[[^\]]{1,40}\]\s*)+(?=\S)", "", bare)).casefold()
    named = f"{squash(mailing_list).casefold()}\n{words}" if mailing_list else words
    return "s" + hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def between(text: str, start: re.Pattern[str], end: re.Pattern[str]) -> str | None:
    """The source between two marks, to its end where the second is missing (a page cut short)."""
    first = start.search(text)
    if first is None:
        return None
    last = end.search(text, first.end())
    return text[first.end() : last.start() if last else len(text)]


def children(source: str) -> list[LexborNode]:
    """The nodes of a piece of source."""
    return list(parsed(source).iter(include_text=True))


def message(lines: Sequence[str], fields: dict[str, Any], *, more: str = "") -> RawPost:
    """A message out of its lines.

    ``more`` is HTML that follows its words (parts of a mail that are no text).
    """
    said = written(lines)
    dropped = [Dropped(rule="list-footer", text=said.footer)] if said.footer else []
    fields = {**fields, "code": said.code}
    stated = fields.pop("date_stated", None)
    return RawPost(
        body=body_of(said.html + more),
        fields=fields,
        signature=said.signature,
        date_stated=stated,
        dropped=dropped,
    )


def attached_text(name: str | None, source: str) -> str:
    """A text file that an archiver prints below a message: part of the page, no words of the message."""
    head = f"<p>{html.escape(name, quote=False)}</p>" if name else ""
    return f'<aside class="attached">{head}<pre>{source.strip(chr(10))}</pre></aside>'


def preformatted(node: LexborNode) -> list[str]:
    """The lines of one ``pre``."""
    return lines_of(list(node.iter(include_text=True)), preformatted=True)


def comment_value(text: str, name: str) -> str | None:
    """The value of an archiver's comment ``<!--X-Name: value -->`` with its entities read."""
    match = re.search(rf"<!--\s*{name}\s*[:=]\s*\"?(.*?)\"?\s*-->", text[:20_000])
    return squash(html.unescape(match[1])) or None if match else None
