"""Hypermail: one page per message, its facts in comments, its lines with ``<br>`` (``print.c``), 1.x to 2.4.

Versions before 2.1 print the headers as ``<strong>From:</strong> … <br>`` and have the comments
``sent``, ``name``, ``subject``, ``id``; later ones have ``address.headers`` and ``div.mail`` as
well. Quoted lines are ``em.quotelev1`` or ``i``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.mail.common import (
    between,
    children,
    comment_value,
    message,
    name_in,
    subject_id,
)
from site_gen.engines.mail.text import MAIL_RULES, lines_of
from site_gen.engines.tools.addresses import address_and_site
from site_gen.load.page import Page
from site_gen.text.subjects import bare_subject

BODY = re.compile(r"<!--\s*body=\"start\"\s*-->"), re.compile(r"<!--\s*body=\"end\"\s*-->")
VERSION = re.compile(r"hypermail (?:version )?(\d+(?:\.\w+)+)", re.I)
OWN_NUMBER = re.compile(r"(?:^#start|\.html?#(?:msg)?)(\d{1,6})$")
NUMBER = re.compile(r"^(\d{4,})\.html?$")
ANSWERED = re.compile(r"in[\s_-]?reply[\s_-]?to", re.I)
TITLE = re.compile(r"^(?P<list>[^:]{1,60}): (?P<subject>.+)$")
LIST = re.compile(r" on \d{4}-\d\d-\d\d \((?P<list>[^()]+)\)$")
FURNITURE = frozenset(("headers", "received", "map", "script", "style"))
OLD_HEADERS = re.compile(r"^\s*(?:From|Date|Subject|In[- ]reply[- ]to|To|Cc|Message-ID)\s*:", re.I)
NUMBER_WIDTH = 4


def split(page: Page) -> Iterator[RawPost]:
    """The one message of the page."""
    source = between(page.text, *BODY)
    box = page.tree.css_first("div.mail") if source is None else None
    if source is None and box is None:
        return
    nodes = children(source) if source is not None else [box] if box is not None else []
    if boxed := next(
        (node for node in nodes if node.tag == "div" and node.attributes.get("class") == "mail"),
        None,
    ):
        nodes = list(boxed.iter(include_text=True))
    lines = lines_of([node for node in nodes if node.is_text_node or not is_furniture(node)])
    while lines and (not lines[0].strip() or OLD_HEADERS.match(re.sub(r"<[^>]*>", "", lines[0]))):
        lines.pop(0)
    yield message(
        lines,
        {
            "id": own_number(page),
            "parent": answered(page),
            "author": name_in(comment_value(page.text, "name")) or shown(page, "from"),
            "date_text": shown(page, "date") or comment_value(page.text, "sent"),
        },
    )


def is_furniture(node: LexborNode) -> bool:
    """Whether an element is a header box, the "Received on" line or a menu."""
    names = {node.tag, node.attributes.get("id"), *(node.attributes.get("class") or "").split()}
    return not names.isdisjoint(FURNITURE)


def shown(page: Page, name: str) -> str | None:
    """A header as the page shows it: ``span#date``, or ``<strong>Date:</strong> …`` up to the line's end."""
    node = page.tree.css_first(f"#{name}")
    text = squash(node.text()) if node is not None else None
    if text is None:
        match = re.search(
            rf"<(?:strong|b|dfn)>\s*{name}\s*:?\s*</(?:strong|b|dfn)>\s*:?(.*?)<(?:br|p|ul|!--)",
            page.text,
            re.I | re.S,
        )
        text = squash(" ".join(node.text() for node in children(match[1]))) if match else None
    said = re.sub(rf"^{name}\s*:\s*", "", text or "", flags=re.I)
    return (name_in(said) if name == "from" else said) or None


def own_number(page: Page) -> str | None:
    """The message's number, as wide as the name of its file: its anchor on the page or in the indexes."""
    for link in page.tree.css("a[href]"):
        if match := OWN_NUMBER.search(link.attributes.get("href") or ""):
            return match[1].zfill(NUMBER_WIDTH)
    match = re.search(r"(\d{4,})\.html?$", page.capture.url or page.name)
    return match[1] if match else None


def answered(page: Page) -> str | None:
    """The number of the message that this one answers ("In reply to", "Maybe in reply to")."""
    for link in page.tree.css("li a[href], map a[href]"):
        match = NUMBER.match(link.attributes.get("href") or "")
        label = link.parent.css_first("strong, b, dfn") if link.parent is not None else None
        said = f"{squash(label.text())} " if label is not None else ""
        said += squash(link.text()).split('"')[0]
        if match and ANSWERED.search(said):
            return match[1]
    return None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, list and version.

    A page names the message it answers, never the thread's first: subjects join them.
    """
    head = page.tree.css_first("title")
    title = squash(head.text()) if head is not None else ""
    heading = page.tree.css_first("h1")
    subject = comment_value(page.text, "subject") or (
        squash(heading.text()) if heading is not None else None
    )
    match = LIST.search(title) or (
        TITLE.match(title) if subject and title.endswith(f": {subject}") else None
    )
    version = VERSION.search(page.text[:4_000]) or VERSION.search(page.text[-4_000:])
    return {
        **address_and_site(page),
        "title": bare_subject(subject),
        "board": [match["list"]] if match else [],
        "thread_id": subject_id(subject, match["list"] if match else None),
        "engine_version": version[1] if version else None,
    }


def refuse(page: Page) -> str | None:
    """Indexes hold no message."""
    return "an index of a mailing list, without messages" if "<!-- body=" not in page.text else None


HYPERMAIL = Engine(
    name="hypermail",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "generator", ('content="hypermail', 'CONTENT="hypermail', '"http://www.hypermail'), 2
        ),
        Fingerprint(
            "comments of the message", ("<!-- isosent=", "<!-- isoreceived=", "<!-- inreplyto="), 3
        ),
        Fingerprint("comments around the body", ('<!-- body="start" -->',), 3),
        Fingerprint("quoted lines", ('class="quotelev1"', "class=quotelev1"), 1),
        Fingerprint(
            "headers and mail boxes",
            (
                '<address class="headers">',
                "<address class=headers>",
                '<div class="mail">',
                "<div class=mail>",
            ),
            2,
        ),
        Fingerprint(
            "navigation",
            ('id="navbar"', "id=navbar", "Contemporary messages sorted", "Messages sorted by:"),
            1,
        ),
    ),
    threshold=4,
    split=split,
    rules=MAIL_RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome={
        "message-links": ".links, ul, map",
        "headers": ".headers, .head, address",
        "received": "#received, .received",
        "title": "h1",
        "site-footer": ".foot, body > p small",
    },
)
