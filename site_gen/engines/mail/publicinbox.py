"""public-inbox: a thread as one ``pre`` per message (``lib/PublicInbox/View.pm``, ``eml_entry``), flat or nested.

A message begins ``<a href=#eID id=mID>*</a> <b>subject</b>``, then its place in the thread, then
``From: NAME @ DATE UTC``, the other headers, an empty line and its text; ``<a href=#mID
id=eID>^</a> permalink …`` ends it. The thread overview at the end prints the tree with two spaces
for each level. The page of one message (``msg_page``) has its mail headers (From, Subject, Date,
Message-ID) and its text in ``pre#b``.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.mail.common import attached_text, message, name_in, preformatted
from site_gen.engines.mail.text import MAIL_RULES
from site_gen.engines.tools.addresses import address_and_site
from site_gen.load.page import Page
from site_gen.models import Attachment
from site_gen.text.subjects import bare_subject

ANCHOR = re.compile(r"^m([0-9a-f]{40,64})$")
END = re.compile(r"\n*<a [^>]*\bid=\"e[0-9a-f]{40,64}\"[^>]*>\^</a>")
FROM = re.compile(r"^From: (?P<name>.*?) @ (?P<date>\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d UTC)", re.M)
ATTACHED = re.compile(
    r"<a [^>]*?href=\"(?P<href>[^\"]*)\"[^>]*>(?:\[-- Warning[^\]]*--\]\s*)?"
    r"\[-- Attachment #(?P<n>[\d.]+): (?P<rest>.*?)--\]</a>",
    re.S,
)
SIZE = re.compile(r"Size: ([^-\]]*?)\s*$")
OVERVIEW = re.compile(
    r"^(?:\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d|\s+\[not found\])(?P<gap>\s+)(?P<child>` )?"
    r".*?<a [^>]*href=\"#?(?P<link>[^\"]*)\""
)
COUNT = re.compile(r"(\d+)\+? messages")
INBOX = re.compile(r"/([^/]+@[^/]+|[^/]+%40[^/]+)/(?:raw|T/|t/|$|#)")
MAIL_HEADER = re.compile(r"^(?P<name>[A-Z][A-Za-z-]+):\s*(?P<value>.*)$")


def boxes(page: Page) -> list[tuple[str, LexborNode]]:
    """The messages of a thread page with their ids."""
    found: list[tuple[str, LexborNode]] = []
    for box in page.tree.css("pre"):
        first = box.css_first("a[id^=m]")
        match = ANCHOR.match(first.attributes.get("id") or "") if first is not None else None
        if match:
            found.append((match[1], box))
    return found


def split(page: Page) -> Iterator[RawPost]:
    """The messages of the page."""
    answers = parents(page)
    found = boxes(page)
    if not found:
        yield from single(page)
        return
    for ident, box in found:
        heading = box.css_first("b")
        subject = squash(heading.text()) if heading is not None else None
        source = END.split(box.inner_html or "", maxsplit=1)[0]
        byline = FROM.search(source)
        body = source[byline.end() :].partition("\n\n")[2] if byline else source
        files, text, inline = attachments(body, page)
        lines = preformatted(parsed(f"<pre>\n{text}</pre>").css_first("pre") or box)
        title = bare_subject(subject)
        yield message(
            lines,
            {
                "id": ident,
                "parent": answers.get(ident),
                "author": squash(html.unescape(byline["name"])) or None if byline else None,
                "date_text": squash(byline["date"]) if byline else None,
                "subject": subject if title != bare_subject(page_title(page)) else None,
                "attachments": files,
            },
            more=inline,
        )


def single(page: Page) -> Iterator[RawPost]:
    """The page of one message: mail headers, an empty line, the text."""
    box = page.tree.css_first("pre#b") or next(
        (pre for pre in page.tree.css("pre") if squash(pre.text()).startswith("From: ")), None
    )
    if box is None:
        return
    head, _, body = (box.inner_html or "").lstrip("\n").partition("\n\n")
    facts = {
        m["name"].lower(): m["value"] for line in head.split("\n") if (m := MAIL_HEADER.match(line))
    }
    plain = {name: squash(parsed(value).text()) for name, value in facts.items()}
    if "from" not in plain:
        return
    files, text, inline = attachments(body, page)
    yield message(
        preformatted(parsed(f"<pre>\n{text}</pre>").css_first("pre") or box),
        {
            "id": anchor_of(plain.get("message-id")),
            "parent": anchor_of(plain.get("in-reply-to")),
            "author": name_in(plain["from"]),
            "date_text": plain.get("date", "").split("[thread")[0].strip() or None,
            "attachments": files,
        },
        more=inline,
    )


def anchor_of(line: str | None) -> str | None:
    """The id that a thread page gives the message of a Message-ID: its SHA-1 (``PublicInbox::MID::id_compress``)."""
    ident = (line or "").split(" ")[0].strip("<>")
    return hashlib.sha1(ident.encode(), usedforsecurity=False).hexdigest() if ident else None


def attachments(body: str, page: Page) -> tuple[list[Attachment], str, str]:
    """The files of a message, its text, and the texts of files that are printed below it, as HTML.

    ``<a href=NAME>[-- Attachment #2: name --]⏎[-- Type: text/plain, Size: 10 bytes --]</a>``, then
    the file's text; the first part without a name is the message itself.
    """
    marks = list(ATTACHED.finditer(body))
    if not marks:
        return [], body, ""
    text = body[: marks[0].start()]
    files: list[Attachment] = []
    inline: list[str] = []
    for mark, until in zip(marks, [*(m.start() for m in marks[1:]), len(body)], strict=True):
        label = " ".join(html.unescape(re.sub(r"<[^>]*>|--\]|\[--", " ", mark["rest"])).split())
        name = re.split(r"\s*\bType:", label, maxsplit=1)[0].strip()
        part = body[mark.end() : until]
        if not name and mark["n"].split(".")[-1] == "1":
            text += part
            continue
        size = SIZE.search(label)
        href = page.absolute(html.unescape(mark["href"]))
        files.append(
            Attachment(
                name=name or href.rsplit("/", 1)[-1], href=href, size=size[1] if size else None
            )
        )
        if part.strip():
            inline.append(attached_text(files[-1].name, part))
    return files, text, "".join(inline)


def overview(page: Page) -> tuple[LexborNode | None, list[tuple[int, str]]]:
    """The thread overview: its box, and the level and link of each line.

    Messages that are not there have lines too.
    """
    mark = page.tree.css_first("b#t") or next(
        (b for b in page.tree.css("b") if squash(b.text()).startswith("Thread overview")), None
    )
    box = mark.parent if mark is not None else None
    lines: list[tuple[int, str]] = []
    for line in (box.inner_html or "").replace("<b>", "").split("\n") if box is not None else ():
        if match := OVERVIEW.match(line):
            level = (len(match["gap"]) - 1) // 2 + 1 if match["child"] else 0
            lines.append((level, html.unescape(match["link"])))
    return box, lines


def parents(page: Page) -> dict[str, str]:
    """Which message each one answers, by the levels of the thread overview."""
    found: dict[str, str] = {}
    above: list[str] = []
    for level, link in overview(page)[1]:
        match = ANCHOR.match(link)
        ident = match[1] if match else ""
        del above[level:]
        if ident and level and len(above) == level and above[-1]:
            found[ident] = above[-1]
        above += [""] * (level - len(above)) + [ident]
    return found


def page_title(page: Page) -> str | None:
    """The title of the page, which is the first message's subject."""
    head = page.tree.css_first("head title")
    return squash(head.text()) if head is not None else None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, list, count and the id of the thread's first message."""
    found = boxes(page)
    own = (link.attributes.get("href") or "" for _, box in found[:1] for link in box.css("a[href]"))
    first = next((m[1] for href in own if (m := INBOX.search(href))), None)
    box, lines = overview(page)
    if not found and lines:
        link = lines[0][1]
        match = INBOX.search(link)
        first = match[1] if match else own_id(page)
    count = COUNT.search(words(box)) if box is not None else None
    inbox = page.tree.css_first("form pre a b, form pre b")
    title = page_title(page)
    return {
        **address_and_site(page),
        "title": bare_subject(title if found else re.sub(r" - [^-]+$", "", title or "")),
        "board": [squash(inbox.text())] if inbox is not None else [],
        "thread_id": unquote(first) if first else own_id(page),
        "replies": (number(count[1]) or 1) - 1 if count else None,
    }


def own_id(page: Page) -> str | None:
    """The Message-ID that the page of one message prints."""
    box = page.tree.css_first("pre#b") or page.tree.css_first("pre")
    match = re.search(r"Message-ID: <([^<>\s]+)>", box.text()) if box is not None else None
    return match[1] if match else None


def refuse(page: Page) -> str | None:
    """The list of threads and search results hold no whole message."""
    return (
        "a list of threads, without messages" if page.tree.css_first("form input[name=q]") else None
    )


PUBLIC_INBOX = Engine(
    name="public-inbox",
    view="desktop",
    fingerprints=(
        Fingerprint("footer", ("This is a public inbox, see", "AGPL code for this site"), 2),
        Fingerprint(
            "help, color and mirror", ('_/text/help/"', '_/text/mirror/"', '_/text/color/"'), 2
        ),
        Fingerprint(
            "thread overview",
            (
                ">Thread overview:",
                "links below jump to the message on this page",
                "[thread overview]</a>",
            ),
            2,
        ),
        Fingerprint(
            "permalinks and raw mails", ('/raw">raw</a>', "/raw>raw</a>", '"raw">raw</a>'), 1
        ),
        Fingerprint(
            "flat and nested", ('/t/#u">nested</a>', '/T/#u">flat</a>', '/T/#u"><b>flat</b>'), 2
        ),
    ),
    threshold=4,
    split=split,
    rules=MAIL_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=(
        re.compile(r"/(?P<thread>[^/?#]+@[^/?#]+)/[Tt]/(?:[^#]*#m(?P<post>[0-9a-f]{40}))?"),
    ),
    chrome={"message-head": "pre", "site-header": "form"},
)
