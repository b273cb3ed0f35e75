"""What both pages of nForum state of a post: its number and its floor."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import number
from site_gen.engines.nforum.article import Article, subject_of
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.load.page import Page

POST_ID = re.compile(
    r"/article/[\w.-]+/(?:post|reply|edit|forward|ajax_\w+|tmpl\?id=|single)/?(\d+)|[?&]id=(\d+)"
)
FLOORS = {"沙发": 1, "板凳": 2, "地板": 3}
FLOOR = re.compile(r"(\d+)\s*楼")


def floor_of(label: str) -> int | None:
    """Return the floor of 第1楼, 沙发 (1) or 板凳 (2); 楼主 is the thread itself."""
    return FLOORS.get(label) or number(first_group(FLOOR, label))


def linked_id(links: list[Node]) -> str | None:
    """Return the number of a post, which the addresses of its tools state."""
    return first_group(POST_ID, *(link.attr("href") for link in links))


def article_fields(stored: Article) -> dict[str, Any]:
    """Return the fields of a post that its article states."""
    facts = stored.facts
    return {
        "subject": subject_of(facts),
        **stated(location=facts.get("location"), editor=facts.get("editor")),
    }


def refuse(page: Page) -> str | None:
    """Return what a page of nForum is, if it is no thread."""
    root = Node(page.tree.root)
    if root.at(".board-list, table.board-list, .b-content table.tiz"):
        return "a board's list of threads, not a thread"
    if root.at(".error, #error"):
        return "a notice of the forum, not a thread"
    return "a page of an nForum board without articles"
