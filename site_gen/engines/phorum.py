"""Phorum 5: ``read.tpl`` of the template sets *default* (5.1) and *emerald* (5.2), from the templates alone.

*default*: ``.PhorumReadMessageBlock`` with one line each for subject, author and date; *emerald*: ``div.message`` with
a table of author, subject and date, and a body that ends in options and attachments. Addresses are
``read.php?FORUM,THREAD,MESSAGE``.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Body, Rule, words
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.tools.addresses import host, href, own_address
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Attachment

THREAD = re.compile(r"read\.php\?\d+,(\d+)")
BOARD = re.compile(r"(?:list|read)\.php\?(\d+)")
MESSAGE = re.compile(
    r"read\.php\?\d+,\d+,(\d+)|^msg-(\d+)$|(?:posting|report|changes)\.php\?\d+,(?:\w+,)*(\d+)"
)
USER = re.compile(r"profile\.php\?\d+,(\d+)")
LABELLED = re.compile(r"^[^:]{1,30}:\s*(.+)$")
SIZE = re.compile(r"\(([\d.,]+\s*[KMG]?B)\)", re.I)


def quote_heads(body: Body) -> None:
    """``blockquote.bbcode``: a small "Quote", then the name in ``strong``, which becomes the quote's ``cite``."""
    for box in body.each("blockquote.bbcode > div"):
        for label in box.css("small"):
            body.drop(label, "quote-label")
        name = next((node for node in box.iter() if node.tag == "strong"), None)
        if name is not None:
            body.replace(name, body.new("cite", words(name)))
        box.unwrap()


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the name alone."""
    del box
    return words(cite).rstrip(":") or None if cite is not None else None


def more_thread(page: Page) -> dict[str, Any]:
    """Number, board and address; the title is the first message's."""
    tree = page.tree
    url = own_address(page, "link[rel=canonical]")
    links = [href(link) for link in tree.css('a[href*="read.php?"], a[href*="list.php?"]')]
    boards = [
        squash(link.text())
        for link in tree.css('#breadcrumb a, .breadcrumb a, .PhorumTitleText a[href*="list.php"]')
    ]
    first = tree.css_first(".PhorumReadBodySubject, .message .generic strong")
    return {
        "thread_id": first_group(THREAD, url, *links),
        "url": url,
        "site": host(url, page.base, *links),
        "title": (squash(first.text(deep=False)) or None) if first is not None else None,
        "board": [name for name in boards if name],
        "board_id": first_group(BOARD, url, *links),
    }


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Author, date and files of a message; an outer box of a page is none."""
    if node.css_first(BODY) is None:
        return None
    before = node.prev
    while before is not None and before.tag in ("-text", "-comment"):
        before = before.prev
    name = before.attributes.get("name") if before is not None and before.tag == "a" else None
    acting = [href(link) for link in node.css(".message-options a, .PhorumReadNavBlock a")]
    author = node.css_first(".message-author")
    link = (
        author.css_first("a")
        if author is not None
        else node.css_first(".PhorumReadBodyHead strong a")
    )
    by = link or author or node.css_first(".PhorumReadBodyHead:not(:has(.PhorumNewFlag)) strong")
    return {
        "id": first_group(MESSAGE, name, *acting),
        "author": ((squash(by.text(deep=False)) or squash(by.text())) or None)
        if by is not None
        else None,
        "author_id": first_group(USER, href(link)),
        "date_text": date_of(node),
        "attachments": attachments(node, page),
    }


def date_of(node: LexborNode) -> str | None:
    """*emerald*: what follows the subject in a small line; *default*: the last labelled line."""
    shown = node.css_first(".message-date") or node.css_first(".generic small")
    if shown is not None:
        return squash(shown.text(deep=False)) or None
    lines = node.css(".PhorumReadBodyHead")
    match = LABELLED.match(squash(lines[-1].text())) if lines else None
    return match[1] if match else None


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """Files below a body: "open | download - NAME (SIZE)" (*emerald*), links of name and size (*default*)."""
    found: list[Attachment] = []
    for link in node.css('a[href*="file.php"]'):
        said, after = squash(link.text()), link.next
        beside = squash(after.text()).lstrip("- ") if after is not None else ""
        line = said if SIZE.search(said) else beside
        size = SIZE.search(line)
        if size:
            name = line[: size.start()].strip()
            found.append(
                Attachment(name=name or None, href=page.absolute(href(link) or ""), size=size[1])
            )
    return found


BODY = ".message-body, .PhorumReadBodyText"
DESKTOP = Engine(
    name="phorum",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "messages of the default set", ("PhorumReadMessageBlock", "PhorumReadBodyText"), 4
        ),
        Fingerprint("authors of emerald", ('class="message-author icon-user"',), 3),
        Fingerprint("bodies of emerald", ('class="message-body"',), 1),
        Fingerprint(
            "options of emerald", ('class="message-options"', 'class="message-user-info"'), 1
        ),
        Fingerprint("element of Phorum", ('id="phorum"',), 1),
    ),
    threshold=4,
    posts=".message, .PhorumReadMessageBlock",
    post_boxes=".message, .PhorumReadMessageBlock",
    body=BODY,
    post={
        "subject": (
            where(".generic strong"),
            where(".PhorumReadBodySubject"),
            where(".PhorumReadBodyHead:has(.PhorumNewFlag) strong"),
        )
    },
    rules=(
        blocks.furniture(
            "post-tools", ".message-options, .message-moderation", needles=("message-",)
        ),
        blocks.furniture("attachment-list", ".attachments", needles=("attachments",)),
        Rule("quote-heads", ("bbcode",), quote_heads),
        blocks.code("pre.bbcode", needles=("<pre",)),
        blocks.quotes(
            "blockquote.bbcode", head="blockquote.bbcode > cite", needles=("bbcode",), who=quoted
        ),
        *COMMON,
    ),
    more_thread=more_thread,
    more_post=more_post,
    addresses=(re.compile(r"read\.php\?\d+,(?P<thread>\d+)(?:,(?P<post>\d+))?"),),
    chrome={
        "site-header": "#logo, #status, #header, .PhorumTitleText",
        "page-links": ".nav, .paging, .PhorumNavBlock",
        "byline": ".generic, .PhorumReadBodyHead, .PhorumReadBodySubject",
        "post-tools": ".message-options, .PhorumReadNavBlock",
        "attachment-list": ".attachments",
        "site-footer": "#footer, .PhorumFooterPlug",
    },
)
ENGINES = (DESKTOP,)
