"""The archiver of Discuz! 5 and 6: text for robots, without post ids, floors and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean.blocks import edit_mark
from site_gen.clean.rules import COMMON
from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number
from site_gen.engines.discuz.common import board_path, first_numbers, links_of, thread_facts
from site_gen.engines.discuz.seven.desktop import title_from_head
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

FULL = re.compile(
    r"^(?:查看)?(?:完整版本?|完整版)\s*[:：]\s*|^(?:View )?Full Version\s*[:：]\s*", re.I
)
NUMBER = re.compile(r"(\d+)")


def split(page: Page) -> Iterator[RawPost]:
    """Yield the posts, ``div.archiver_post``: a line with name and date, then the words."""
    for raw in page.tree.css(".archiver_post"):
        node = Node(raw)
        line, body = node.at("p"), node.at(".archiver_postbody")
        if not line or not body:
            continue
        said = line.own_text
        yield RawPost(
            fields={
                "author": node.at("p cite").text or None,
                "date_text": shown_date(said) or said or None,
                "subject": take_subject(body),
            },
            body=body.raw,
        )


def take_subject(body: Node) -> str | None:
    """Take the subject, which stands at the head of a post's words, out of them."""
    subject = body.at("h2")
    if subject.raw is None:
        return None
    heading = subject.text
    subject.raw.decompose()
    return heading or None


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board and pages."""
    root = Node(page.tree.root)
    title = FULL.sub("", root.at("h1 a[href*='viewthread'], h1 a[href*='thread-']").text)
    links = root.at(".archiver_pages")
    current = first_group(NUMBER, links.at("strong").text)
    return {
        **thread_facts(page),
        **board_path(links_of(root.all("#nav a")), title),
        "title": title or title_from_head(root) or None,
        "page": number(current or "1"),
        "pages_claimed": max(first_numbers(links.all("a, strong")), default=None),
    }


ARCHIVER = Engine(
    name="discuz",
    view="archiver",
    fingerprints=(
        Fingerprint(
            "posts of class archiver_post", ('class="archiver_post"', "class=archiver_post"), 4
        ),
        Fingerprint("bodies of class archiver_postbody", ("archiver_postbody",), 2),
        Fingerprint("archiver in the head", ("Discuz! Archiver", "archiver/"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".archiver_post",
    rules=(edit_mark(".pstatus", needles=("pstatus",)), *COMMON),
    more_thread=more_thread,
    addresses=(),
    chrome={
        "site-header": "#header, #headerwrap",
        "breadcrumb": "#nav",
        "title-line": "h1",
        "page-links": ".archiver_pages",
        "byline": ".archiver_post > p",
        "subject-line": "h2",
        "site-footer": "#footer, .footer, #copyright",
    },
)
