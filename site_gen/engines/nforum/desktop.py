"""The thread page of nForum (``app/views/article/index.tpl``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.nforum.article import RULES, article, subject_of
from site_gen.engines.nforum.common import article_fields, floor_of, linked_id, refuse
from site_gen.engines.tools.addresses import host, whole
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Rating

ARTICLE = re.compile(r"/article/([\w.-]+)/(?:#!?)?(\d+)")
BODY_CLASS = re.compile(r"\bbody(\d+)\b")
HEADING = re.compile(r"(?:文章主题|主题)\s*[:：]\s*(\S.*)$")
SCORE = re.compile(r"([+-]?\d{1,4})")


def split(page: Page) -> Iterator[RawPost]:
    """Yield the articles of a page."""
    for raw in page.tree.css("table.article"):
        table = Node(raw)
        cell = table.at(".a-content")
        if cell:
            yield raw_post(table, cell)


def raw_post(table: Node, cell: Node) -> RawPost:
    """Return one article: its body without the system's lines, and what its frame says."""
    body = cell.at(".a-content-wrap", "p") or cell
    stored = article(body.html)
    facts = stored.facts
    name = table.at(".a-u-name a", ".a-u-name")
    uid = name.text or None
    links = table.all(".a-func a, .a-bottom a")
    return RawPost(
        body=parsed(stored.words),
        signature=stored.signature,
        dropped=stored.dropped,
        fields={
            "id": first_group(BODY_CLASS, cell.attr("class")) or linked_id(links),
            "floor": floor_of(table.at(".a-pos").text),
            "author": uid or facts.get("writer"),
            "author_id": uid if name.tag == "a" else None,
            "author_title": level(table) or table.at(".a-u-uid").text or None,
            "date_text": facts.get("date_text"),
            "ratings": likes(cell),
            **article_fields(stored),
        },
    )


def level(table: Node) -> str | None:
    """Return the author's level (等级, or 身份 where there is none) in the list beside the body."""
    box = table.at(".a-u-info")
    names = [name.text for name in box.all("dt")]
    values = [value.text for value in box.all("dd")]
    facts = dict(zip(names, values, strict=False))
    return facts.get("等级") or facts.get("身份")


def likes(cell: Node) -> list[Rating]:
    """Return 评价 (likes) below the words: points, name, a short note."""
    return [like(row) for row in cell.all(".likes li, .like_list li")]


def like(row: Node) -> Rating:
    """Return one like; its number is no points where no element is named after them."""
    score = SCORE.search(row.text) if row.at("[class^=like_score]") else None
    return Rating(
        author=row.at(".like_user").text.strip(":：") or None,
        score=int(score[1]) if score else None,
        reason=row.at(".like_msg").text or None,
    )


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board and pages out of the frame.

    Where it is silent, the first article's head states board and forum.
    """
    root = Node(page.tree.root)
    share = root.at("#a_share")
    heading = root.at(".b-head .n-left, .b-head").text
    url = whole(page, share.attr("_u"), page.capture.url)
    facts = article(root.at(".a-content, ul.list .sp").html).facts
    board, thread_id = article_address(root, url)
    board = board or facts.get("board")
    posts = number(root.at(".page-pre i").text)
    return {
        "thread_id": thread_id,
        "url": url,
        "site": host(url, page.base),
        "site_name": facts.get("site_name"),
        "title": squash(share.attr("_c") or first_group(HEADING, heading))
        or subject_of(facts)
        or None,
        "board": [board] if board else [],
        "board_id": board,
        "replies": posts - 1 if posts else None,
        "page": number(root.at(".page-main .page-select, .page-select").text) or 1,
        "pages_claimed": pages_claimed(root),
    }


def article_address(root: Node, url: str | None) -> tuple[str | None, str | None]:
    """Return board and thread by the page's address, or by the first link to an article."""
    links = (link.attr("href") for link in root.all("a[href*='/article/']"))
    for address in (url or "", *links):
        if match := ARTICLE.search(address):
            return match[1], match[2]
    return None, None


def pages_claimed(root: Node) -> int | None:
    """Return the highest number of the page links."""
    numbers = (number(link.text.strip(".")) for link in root.all(".page-main li"))
    return max((count for count in numbers if count is not None), default=None)


ADDRESSES = (re.compile(r"/article/[\w.-]+/(?P<thread>\d+)(?:[?#]|$)"),)

DESKTOP = Engine(
    name="nforum",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "boxes of class a-wrap", ('class="a-wrap', "class=a-wrap", 'class="article"'), 1
        ),
        Fingerprint("names of class a-u-name", ("a-u-name",), 3),
        Fingerprint("places of class a-pos", ('class="a-pos"', "class=a-pos", "class='a-pos'"), 2),
        Fingerprint("cells of class a-content", ('class="a-content', "class=a-content"), 2),
        Fingerprint("addresses below nForum", ("/nForum/", "/nforum/"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".a-wrap, table.article",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "page-links": ".page, .pagination",
        "like-button": ".add_like",
        "thread-tools": ".t-btn, .t-pre, .t-pre-bottom, .b-head",
        "author-column": ".a-left",
        "post-tools": ".a-func, .a-pos, .a-bottom",
        "likes": ".likes",
        "advert": "#sogou_banner, #midadv_slider, [id$=bfd_box], .ad",
        "quick-reply": "#quick_post, #quick_reply, #f_search",
        "site-header": "#top_head, #menu, #notice, nav",
        "site-footer": "#bot_foot, footer",
        "templates": "script, .u-dialog",
    },
)
