"""MHonArc: one page per message, its parts between comments (``mhonarc.pl``, resources of ``mhinit.pl``).

The comments at the top (``X-Subject``, ``X-From-R13``, ``X-Date``, ``X-Message-Id``,
``X-Reference``) are MHonArc's own database and stand in every layout; the headers that a reader
sees are a list or a table as the list's owner wished. Where a saving tool took the comments out,
the default layout is read.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.mail.common import (
    attached_text,
    between,
    children,
    comment_value,
    message,
    name_in,
)
from site_gen.engines.mail.text import MAIL_RULES, lines_of
from site_gen.engines.tools.addresses import address_and_site
from site_gen.load.page import Page
from site_gen.models import Attachment
from site_gen.text.subjects import bare_subject

HEAD = (
    re.compile(r"<!--\s*X-Head-of-Message\s*-->"),
    re.compile(r"<!--\s*X-Head-of-Message-End\s*-->"),
)
BODY = (
    re.compile(r"<!--\s*X-Body-of-Message\s*-->"),
    re.compile(r"<!--\s*X-(?:Body-of-Message-End|MsgBody-End|Follow-Ups|References|BotPNI)\s*-->"),
)
REFERENCES = re.compile(r"<!--\s*X-References\s*-->"), re.compile(r"<!--\s*X-References-End\s*-->")
VERSION = re.compile(r"MHonArc v(\d[\d.]*\d)")
HEADER = re.compile(r"^(?P<name>[A-Z][A-Za-z-]{1,30})\s*:\s*(?P<value>\S.*)$", re.S)
OWN_NUMBER = re.compile(
    r"(?:maillist|threads|thrd\d*|mail\d*|index|date|thread)\w*\.html?#(\d{5})$"
)
NUMBER = re.compile(r"msg(\d{5,})\.html?")
NAMED = re.compile(r"^Attachment\b")
LIST_ID = re.compile(r"^\"?(?P<name>[^\"<]+?)\"?\s*<[^>]*>$")


def headers(page: Page) -> dict[str, LexborNode]:
    """The headers shown, by name in lower case: entries of a list, rows of a table."""
    source = between(page.text, *HEAD)
    found: dict[str, LexborNode] = {}
    boxes = (
        children(source)
        if source is not None
        else [box for box in [head_list(page)] if box is not None]
    )
    for box in boxes:
        if box.is_text_node or (box.tag or "").startswith("-"):
            continue
        for entry in [node for css in ("li", "tr", "p", "dd") for node in box.css(css)]:
            if (match := HEADER.match(squash(entry.text()))) and match["name"].lower() not in found:
                found[match["name"].lower()] = entry
    return found


def head_list(page: Page) -> LexborNode | None:
    """The list of headers in the default layout: ``ul > li > em`` with From and Date."""
    for box in page.tree.css("ul"):
        names = {squash(em.text()).rstrip(":").lower() for em in box.css("li > em")}
        if {"from", "date"} <= names and "prev by date" not in squash(box.text()).lower():
            return box
    return None


def value(found: dict[str, LexborNode], name: str) -> str | None:
    """What a header says."""
    match = HEADER.match(squash(found[name].text())) if name in found else None
    return match["value"] if match else None


def author(page: Page, found: dict[str, LexborNode]) -> str | None:
    """Who wrote, by the header shown or by the comment, whose letters are turned by 13."""
    turned = comment_value(page.text, "X-From-R13")
    return name_in(value(found, "from") or (codecs.decode(turned, "rot13") if turned else None))


def own_number(page: Page) -> str | None:
    """The message's number: its anchor in the indexes, else the name of its file."""
    for link in page.tree.css("a[href]"):
        if match := OWN_NUMBER.search(link.attributes.get("href") or ""):
            return match[1]
    match = NUMBER.search(page.capture.url or "") or NUMBER.search(page.name)
    return match[1] if match else None


def answered(page: Page, found: dict[str, LexborNode]) -> str | None:
    """The number of the message that this one answers: its In-reply-to link, else the last of its references."""
    for name in ("in-reply-to", "references"):
        numbers = [
            m[1]
            for a in links(found.get(name))
            if (m := NUMBER.search(a.attributes.get("href") or ""))
        ]
        if numbers:
            return numbers[-1]
    numbers = NUMBER.findall(between(page.text, *REFERENCES) or "")
    return numbers[-1] if numbers else None


def links(node: LexborNode | None) -> list[LexborNode]:
    """The links in an element."""
    return node.css("a[href]") if node is not None else []


def body_nodes(page: Page) -> list[LexborNode]:
    """What stands between the comments of the body.

    In the default layout without comments, between two rules.
    """
    source = between(page.text, *BODY)
    if source is not None:
        return children(source)
    node = head_list(page)
    while node is not None and node.tag != "hr":
        node = node.next
    found: list[LexborNode] = []
    node = node.next if node is not None else None
    while node is not None and node.tag != "hr":
        found.append(node)
        node = node.next
    return found


def split(page: Page) -> Iterator[RawPost]:
    """The one message of the page."""
    found = headers(page)
    parts: list[LexborNode] = []
    files: list[Attachment] = []
    for node in body_nodes(page):
        if attachment := attached(node, page):
            files.append(attachment)
        else:
            parts.append(node)
    parts, more = text_files(parts, page)
    lines = lines_of(parts)
    if not (lines and any(line.strip() for line in lines)) and not files and "from" not in found:
        return
    yield message(
        lines,
        {
            "id": own_number(page),
            "parent": answered(page, found),
            "author": author(page, found),
            "date_text": value(found, "date") or comment_value(page.text, "X-Date"),
            "attachments": files,
        },
        more=more,
    )


def text_files(parts: list[LexborNode], page: Page) -> tuple[list[LexborNode], str]:
    """The message's own parts, and the text files printed below it: the later texts of a ``multipart/mixed`` mail.

    A list's footer is such a part as well; it stays with the message, whose end it is.
    """
    mixed = "mixed" in (comment_value(page.text, "X-Content-Type") or "")
    texts = [node for node in parts if node.tag == "pre"][1:] if mixed else []
    files = [node for node in texts if not squash(node.text()).startswith("_____")]
    taken = {node.mem_id for node in files}
    more = "".join(attached_text(None, node.inner_html or "") for node in files)
    return [node for node in parts if node.mem_id not in taken], more


def attached(node: LexborNode, page: Page) -> Attachment | None:
    """A file beside the message: ``<p><strong>Attachment: </strong><a href><tt>name</tt></a>`` (``mhexternal.pl``)."""
    link = node.css_first("a[href]") if node.tag in ("p", "table", "div") else None
    label = node.css_first("strong, b, tt, em") if link is not None else None
    if link is None or label is None or node.css_first("pre") is not None:
        return None
    named = node.css_first("tt") or link
    if not (NAMED.match(words(label)) or link.css_first("tt") is not None):
        return None
    href = page.absolute(link.attributes.get("href") or "")
    return Attachment(name=words(named) or None, href=href or None)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, list and the id of the thread's first message."""
    found = headers(page)
    heading = page.tree.css_first("h1, h2") or page.tree.css_first("title")
    subject = (
        value(found, "subject")
        or comment_value(page.text, "X-Subject")
        or (squash(heading.text()) if heading is not None else None)
    )
    first = comment_value(page.text, "X-Reference") or comment_value(page.text, "X-Message-Id")
    if first is None and links(found.get("references")):
        first = squash(links(found["references"])[0].text())
    match = LIST_ID.match(value(found, "list-id") or "")
    version = VERSION.search(page.text[:2_000]) or VERSION.search(page.text[-4_000:])
    return {
        **address_and_site(page),
        "title": bare_subject(subject),
        "board": [match["name"]] if match else [],
        "thread_id": html.unescape(first) if first else None,
        "engine_version": version[1] if version else None,
    }


def refuse(page: Page) -> str | None:
    """Indexes hold no message."""
    if "<!--X-ML-" in page.text or "X-TThr" in page.text:
        return "an index of a mailing list, without messages"
    return None


MHONARC = Engine(
    name="mhonarc",
    view="desktop",
    fingerprints=(
        Fingerprint("the generator comment", ("<!-- MHonArc v",), 2),
        Fingerprint(
            "database comments", ("<!--X-From-R13:", "<!--X-Message-Id:", "<!--X-Head-End-->"), 3
        ),
        Fingerprint("comments around the body", ("<!--X-Body-of-Message-->",), 3),
        Fingerprint("headers in a list", ("<li><em>From</em>:", "<li><em>Date</em>:"), 2),
        Fingerprint("links to other messages", ('href="msg0', "href=msg0"), 1),
        Fingerprint(
            "follow-ups", ("<strong>Follow-Ups</strong>", "Prev by Date", ">Date Prev<"), 1
        ),
    ),
    threshold=4,
    split=split,
    rules=MAIL_RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome={
        "title": "h1, h2",
        "message-links": "ul, a[href$='.html'], a[href*='.html#']",
        "headers": "table",
    },
)
