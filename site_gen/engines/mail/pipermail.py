"""Pipermail, Mailman 2's archiver: one page per message (``HyperArch.py``, ``templates/en/article.html``).

``<H1>[List] subject</H1> <B>name</B> <A HREF="mailto:…">address</A><BR> <I>date</I>``, then the
message in ``<PRE>`` between the comments ``beginarticle`` and ``endarticle``. Quoted lines are
``&gt;<i> … </I>``. Attachments are named in the text, after a line "next part".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.mail.common import between, children, list_in, message, subject_id
from site_gen.engines.mail.text import MAIL_RULES, lines_of
from site_gen.engines.tools.addresses import address_and_site
from site_gen.load.page import Page
from site_gen.models import Attachment
from site_gen.text.subjects import bare_subject

BODY = re.compile(r"<!--\s*beginarticle\s*-->", re.I), re.compile(r"<!--\s*endarticle\s*-->", re.I)
OWN_NUMBER = re.compile(r"(?:date|thread|subject|author)\.html#(\d+)$")
NEXT_PART = re.compile(r"^-{10,} next part -{10,}$")
SCRUBBED = re.compile(r"\battachment was scrubbed|An embedded .* was scrubbed", re.I)
FACT = re.compile(r"^(?P<name>Name|Size|URL|Desc|Type)\s*:\s*(?P<value>.*)$")
TAG = re.compile(r"<[^>]*>")
LIST = re.compile(r"About (?P<a>\S+)|information about the (?P<b>.+?)\s+mailing list", re.I)
NUMBER_WIDTH = 6


def split(page: Page) -> Iterator[RawPost]:
    """The one message of the page."""
    source = between(page.text, *BODY)
    box = page.tree.css_first("body > pre") if source is None else None
    nodes = children(source) if source is not None else [box] if box is not None else []
    if not nodes:
        return
    lines, files = without_parts(lines_of(nodes))
    name, when = page.tree.css_first("h1 ~ b"), page.tree.css_first("h1 ~ i")
    yield message(
        lines,
        {
            "id": own_number(page),
            "author": (squash(name.text()) or None) if name is not None else None,
            "date_text": (squash(when.text()) or None) if when is not None else None,
            "attachments": files,
        },
    )


def without_parts(lines: Sequence[str]) -> tuple[list[str], list[Attachment]]:
    """The message without the notes about files that were taken out of it, and those files."""
    kept: list[str] = []
    files: list[Attachment] = []
    i = 0
    while i < len(lines):
        note = " ".join(TAG.sub("", line) for line in lines[i + 1 : i + 3])
        if not (NEXT_PART.match(lines[i]) and SCRUBBED.search(note)):
            kept.append(lines[i])
            i += 1
            continue
        facts: dict[str, str] = {}
        i += 2
        while i < len(lines) and lines[i].strip() and not NEXT_PART.match(lines[i]):
            if match := FACT.match(squash(TAG.sub("", lines[i]))):
                facts[match["name"]] = (
                    match["value"].replace("&lt;", "").replace("&gt;", "").strip()
                )
            i += 1
        href = facts.get("URL") or None
        name = facts.get("Name") or (href.rsplit("/", 1)[-1] if href else None)
        files.append(Attachment(name=name, href=href, size=facts.get("Size")))
    return kept, files


def own_number(page: Page) -> str | None:
    """The message's number, as wide as the name of its file."""
    for link in page.tree.css("a[href]"):
        if match := OWN_NUMBER.search(link.attributes.get("href") or ""):
            return match[1].zfill(NUMBER_WIDTH)
    match = re.search(r"(\d{6})\.html?$", page.capture.url or page.name)
    return match[1] if match else None


def more_thread(page: Page) -> dict[str, Any]:
    """Title and list. A page names no message that it answers; equal subjects are one thread."""
    heading = page.tree.css_first("h1") or page.tree.css_first("title")
    subject = squash(heading.text()) if heading is not None else None
    lists = (
        m["a"] or m["b"] for a in page.tree.css("a[href]") if (m := LIST.search(squash(a.text())))
    )
    name = next(lists, None)
    return {
        **address_and_site(page),
        "title": bare_subject(subject),
        "board": [name] if name else [],
        "thread_id": subject_id(subject, name or list_in(subject)),
    }


PIPERMAIL = Engine(
    name="pipermail",
    view="desktop",
    fingerprints=(
        Fingerprint("comments around the message", ("<!--beginarticle-->", "<!--endarticle-->"), 3),
        Fingerprint(
            "indexes by date and thread",
            ('<a href="date.html#', '<a href="thread.html#', "<a href=date.html#"),
            1,
        ),
        Fingerprint("sorted by", ("Messages sorted by:",), 1),
        Fingerprint("link to the list", ("/mailman/listinfo/",), 1),
        Fingerprint(
            "link made",
            (
                '<LINK REL="made" HREF="mailto:',
                '<link rel="made" href="mailto:',
                "<LINK REL=made HREF=",
            ),
            1,
        ),
        Fingerprint(
            "links to other messages",
            (
                '<LINK REL="Next"  HREF="0',
                '<LINK REL="Previous"  HREF="0',
                "REL=Next  HREF=0",
                "REL=Previous  HREF=0",
            ),
            1,
        ),
    ),
    threshold=4,
    split=split,
    rules=MAIL_RULES,
    more_thread=more_thread,
    chrome={
        "message-links": "ul",
        "title": "h1",
        "headers": "h1 ~ a, h1 ~ b, h1 ~ i",
        "site-footer": "body > a",
    },
)
