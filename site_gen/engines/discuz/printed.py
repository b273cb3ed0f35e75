"""The Discuz! print page: the posts of a page in one run of HTML.

Template: ``template/default/forum/viewthread_printable.htm``.

No element holds a post; ``<hr noshade>`` parts them, and each begins ``<b>作者: </b>甲&nbsp; &nbsp;
<b>时间: </b>2024-5-9 15:39<br />``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.engines.discuz.common import thread_facts
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

RULE = re.compile(r"<hr\s+noshade\b[^>]*>", re.I)
HEAD = re.compile(
    r"\s*<b>[^<]{1,20}[:：]\s*</b>(?P<author>.*?)(?:&nbsp;|\u00a0)\s*(?:&nbsp;|\u00a0)\s*"
    r"<b>[^<]{1,20}[:：]\s*</b>(?P<date>.*?)<br\s*/?>"
    r"(?:\s*<b>(?P<label>标题|標題|Subject|Title)[:：]\s*</b>(?P<subject>[^<]*)<br\s*/?>)?",
    re.S,
)
TRAILING_BREAKS = re.compile(r"(?:\s*<br\s*/?>)+\s*$", re.I)
# A post that the forum withheld: "提示: <em>作者被禁止或删除 内容自动屏蔽</em>", and nothing else.
BLOCKED = re.compile(r"\s*[^<:：]{1,10}[:：]\s*<em>[^<]*</em>\s*\Z")
TITLE = re.compile(r"<b>[^<]{1,20}[:：]\s*</b>(?P<title>.*?)\s*<b>\s*<a\b[^>]*window\.print", re.S)


def split(page: Page) -> Iterator[RawPost]:
    """Yield the posts of the run of HTML."""
    for head, body in pieces(page.text):
        fields = {
            "author": plain(head["author"]),
            "date_text": plain(head["date"]),
            "subject": plain(head["subject"]),
        }
        if blocked := BLOCKED.match(body):
            yield RawPost(body=None, fields={**fields, "gates": [plain(blocked[0])]})
        else:
            yield RawPost(body=parsed(body), fields=fields)


def pieces(text: str) -> list[tuple[re.Match[str], str]]:
    """Cut the run of HTML at its rules into posts, each with its head.

    A piece that does not begin like a post belongs to the one before it.
    """
    start = RULE.search(text)
    posts: list[tuple[re.Match[str], str]] = []
    if start is None:
        return posts
    for piece in RULE.split(text[start.end() :])[:-1]:
        if head := HEAD.match(piece):
            posts.append((head, piece[head.end() :]))
        elif posts:
            posts[-1] = (posts[-1][0], f"{posts[-1][1]}<hr>{piece}")
    if posts:
        posts[-1] = (posts[-1][0], TRAILING_BREAKS.sub("", posts[-1][1]))
    return posts


def plain(text: str | None) -> str | None:
    """Return the text of a piece of HTML without elements of its own, or ``None``."""
    return squash(html.unescape(re.sub(r"<[^>]+>", "", text or ""))) or None


def more_thread(page: Page) -> dict[str, Any]:
    """Return title and address; the page knows no board, no counts and no pages."""
    root = Node(page.tree.root)
    return {
        **thread_facts(page),
        "title": title_of(page, root),
        "site_name": root.at("h1").text or None,
    }


def title_of(page: Page, root: Node) -> str | None:
    """Return the title that stands before the button to print, else the one of the page's head."""
    if match := TITLE.search(page.text):
        return plain(match["title"])
    return panels.title_from_head(root) or None


PRINT = Engine(
    name="discuz",
    view="print",
    fingerprints=(
        Fingerprint("rules between posts", ("<hr noshade",), 2),
        Fingerprint("print link", ("window.print()",), 2),
        Fingerprint("bold author line", ("<b>作者: </b>", "<b>作者:</b>", "<b>Author: </b>"), 2),
        Fingerprint("style variables of the header", ("var STYLEID",), 1),
    ),
    threshold=4,
    split=split,
    rules=DISCUZ_RULES,
    more_thread=more_thread,
    chrome={"print-frame": "h1, b, body > table"},
)
