"""HyperKitty, Mailman 3's archiver (``hyperkitty/templates/hyperkitty/thread.html``, ``messages/message.html``).

A post is ``div.email``; its header has the id. The day is printed where it differs from the post
before (``ifchanged``) and the year where that does; the sender's time stands in full in a
``title``. A body is text in ``p`` with its line breaks, quotes are ``blockquote.quoted-text`` below
the line that says who wrote, as mail has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.mail.common import message
from site_gen.engines.mail.text import MAIL_RULES, lines_of
from site_gen.engines.tools.addresses import address_and_site
from site_gen.load.page import Page
from site_gen.models import Attachment
from site_gen.text.subjects import bare_subject

THREAD = re.compile(r"/thread/([A-Z2-7]{32})\b|[?&]thread=([A-Z2-7]{32})\b")
LEVEL = re.compile(r"\breply-level-(\d+)")
DEEPEST = 5  # levels beyond are printed as this one
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
VERSION = re.compile(r"</a>\s*version\s+(\d[\d.]*\d)")
COUNT = re.compile(r"^(\d+)\b")
NAMES = re.compile(r"^(?P<subject>.*?) - (?P<list>.+?) - (?P<site>.+)$", re.S)
SWITCH = ".quoted-switch"


def split(page: Page) -> Iterator[RawPost]:
    """The messages of the page, each with the day that the ones before it have printed."""
    first: str | None = None
    above: dict[int, str | None] = {}
    day = year = ""
    by_thread = page.tree.css_first('.sort-mode a[href*="sort=thread"]') is None
    for box in page.tree.css(".email"):
        header, body = box.css_first(".email-header"), box.css_first(".email-body")
        if header is None or body is None:
            continue
        ident = header.attributes.get("id")
        level = level_of(box)
        parent = first if level == 1 else above.get(level - 1) if level < DEEPEST + 1 else None
        first = first or ident
        above[level] = ident
        shown = header.css_first(".email-date .date, .date")
        said = squash(shown.text()) if shown is not None else ""
        time = header.css_first(".time span, .time")
        sent = (time.attributes.get("title") or "") if time is not None else ""
        if said:
            stated = YEAR.search(said)
            year = stated[0] if stated else year
            day = said if stated or not year else f"{said} {year}"
        clock = squash(time.text()) if time is not None else ""
        sender = sent.partition(":")[2].strip() if ":" in sent else sent
        whole = bool(day and clock and YEAR.search(day))
        yield message(
            lines_of(list(body_without_switches(body).iter(include_text=True)), preformatted=True),
            {
                "id": ident,
                "parent": parent if by_thread and ident != first else None,
                "author": name(header),
                "author_id": author_id(header),
                "date_text": f"{day} {clock}" if whole else (sender or said or None),
                "subject": changed_subject(header),
                **votes(box),
                "attachments": files(box, page),
            },
        )


def body_without_switches(body: LexborNode) -> LexborNode:
    """The body without the "..." that folds its quotes."""
    for switch in body.css(SWITCH):
        switch.decompose()
    return body


def level_of(box: LexborNode) -> int:
    """How deep a reply stands: 0 the first message, 1 its answers, and so on."""
    if "email-first" in (box.attributes.get("class") or ""):
        return 0
    around = box.parent
    match = LEVEL.search(around.attributes.get("class") or "") if around is not None else None
    return (number(match[1]) or 0) + 1 if match else 1


def name(header: LexborNode) -> str | None:
    """The author's name; links to a profile where there is one."""
    node = header.css_first(".email-author .name, .name, .email-author")
    return (squash(node.text()) or None) if node is not None else None


def author_id(header: LexborNode) -> str | None:
    """The number or id in a link to the author's profile."""
    link = header.css_first('a[href*="/users/"]')
    match = (
        re.search(r"/users/([^/]+)", link.attributes.get("href") or "")
        if link is not None
        else None
    )
    return match[1] if match else None


def changed_subject(header: LexborNode) -> str | None:
    """A subject of its own: HyperKitty prints one only where it differs from the thread's."""
    node = header.css_first(".changed-subject, .new_subject")
    return (
        re.sub(r"^[^:]{0,20}:\s*", "", squash(node.text()), count=1) or None
        if node is not None
        else None
    )


def votes(box: LexborNode) -> dict[str, int | None]:
    """Likes and dislikes."""
    up, down = (
        box.css_first(f".likeform a.{kind}, .likeform .{kind}")
        for kind in ("youlike", "youdislike")
    )
    return {
        key: number(squash(node.text())) if node is not None else None
        for key, node in (("up", up), ("down", down))
    }


def files(box: LexborNode, page: Page) -> list[Attachment]:
    """The files in the menu below a message.

    Type and size stand in the title: "text/plain, 10 bytes".
    """
    found: list[Attachment] = []
    for link in box.css(
        '.email-info .attachments-list a[href], .email-info a[href*="/attachment/"]'
    ):
        href = page.absolute(link.attributes.get("href") or "")
        size = squash(link.attributes.get("title")).partition(", ")[2]
        entry = Attachment(name=squash(link.text()) or None, href=href, size=size or None)
        if entry not in found:
            found.append(entry)
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Title, list, tags, count, and the thread's id: that of its first message."""
    tree = page.tree
    heading = tree.css_first(
        ".thread-header h3, .thread-header h1, .view-thread h3, #thread-content h3"
    )
    title = squash(heading.text()) if heading is not None else ""
    head = tree.css_first("head title")
    whole = squash(head.text()) if head is not None else ""
    brand = tree.css_first("a.navbar-brand")
    site = squash(brand.text()) if brand is not None else ""
    rest = (
        whole.removeprefix(title).removeprefix(" - ") if title and whole.startswith(title) else ""
    )
    match = NAMES.match(whole)
    mailing_list = (
        rest.removesuffix(site).removesuffix(" - ") if rest else (match["list"] if match else "")
    )
    counts = (icon.parent for icon in tree.css(".fa-comment"))
    replies = next(
        (m[1] for box in counts if box is not None and (m := COUNT.match(words(box)))), None
    )
    version = VERSION.search(page.text[-20_000:])
    return {
        **address_and_site(page),
        "title": bare_subject(title or (match["subject"] if match else whole)),
        "board": [part for part in (site, mailing_list) if part],
        "site_name": site or None,
        "tags": [
            squash(tag.text())
            for tag in tree.css("#tags li a.tag, #tags ul li > a")
            if squash(tag.text())
        ],
        "replies": number(replies),
        "thread_id": thread_id(page),
        "engine_version": version[1] if version else None,
    }


def thread_id(page: Page) -> str | None:
    """The id in the addresses of the thread: its download, its sorting, its login links.

    Else the first message's.
    """
    form = page.tree.css_first(
        'form[action*="/thread/"], a[href*="?thread="], .sort-mode a[href*="/thread/"]'
    )
    stated = (
        (form.attributes.get("action") or form.attributes.get("href") or "")
        if form is not None
        else ""
    )
    match = THREAD.search(stated) or THREAD.search(page.capture.url or "")
    header = page.tree.css_first(".email-first .email-header, .email-header")
    return (
        (match[1] or match[2])
        if match
        else header.attributes.get("id")
        if header is not None
        else None
    )


def refuse(page: Page) -> str | None:
    """Overviews hold no messages."""
    return (
        "a list of threads, without messages"
        if page.tree.css_first(".thread-email, .thread-list")
        else None
    )


HYPERKITTY = Engine(
    name="hyperkitty",
    view="desktop",
    fingerprints=(
        Fingerprint("footer", ("hyperkitty.readthedocs.org", 'alt="HyperKitty"'), 2),
        Fingerprint(
            "files of hyperkitty", ("/hyperkitty/css/", "/hyperkitty/libs/", "/css/hyperkitty."), 2
        ),
        Fingerprint("boxes of messages", ('class="email email-first"', 'class="email-header"'), 3),
        Fingerprint(
            "thread header and replies", ('class="thread-header', 'id="thread-content"'), 1
        ),
        Fingerprint("votes", ('class="likeform', "class=likeform"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".email",
    rules=MAIL_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=(
        re.compile(
            r"/list/[^/]+/thread/(?P<thread>[A-Z2-7]{32})(?:/[^#]*#(?P<post>[A-Z2-7]{32}))?"
        ),
    ),
    chrome={
        "site-header": "nav, #keyboard-shortcuts",
        "byline": ".email-header",
        "post-tools": ".email-info",
        "quote-switch": SWITCH,
        "thread-tools": ".thread-header, .sort-mode, #thread-overview-info, section, .col-md-3, .col-sm-3",
        "site-footer": "footer",
    },
)
