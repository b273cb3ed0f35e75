"""The Discuz! touch page (``mobile=2``) of X3.1 to X3.5.

Template: ``template/default/touch/forum/viewthread.htm``.

X3.1 to X3.4 keep author and date in ``ul.authi > li.grey``; X3.5 in ``li.mtit`` and ``li.mtime``.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.engines.discuz.common import (
    distinct,
    floor_number,
    numbers_of,
    spaced,
    thread_facts,
    user_id,
)
from site_gen.engines.discuz.desktop import refuse
from site_gen.engines.discuz.special import poll, special
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Comment, Rating

POST_ID = re.compile(r"^pid(\d+)$")
TYPED_TITLE = re.compile(r"^\[(?P<type>[^\]]{1,30})\]\s*(?P<title>\S.*)$")
FID = re.compile(r"(?:fid=|forum-)(\d+)")
FINGERPRINTS = (
    Fingerprint("touch style sheet", ("static/image/mobile/style.css", "/touch/common/"), 2),
    Fingerprint(
        "posts of class plc named pid", ('class="plc cl" id="pid', 'class="plc cl" id=pid'), 4
    ),
    Fingerprint("links with mobile=2", ("mobile=2",), 1),
    Fingerprint("lists of class authi", ('class="authi"', "class=authi"), 1),
    Fingerprint("bodies of class message", ('class="message"', "class=message"), 1),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, type, board, pages and (X3.5) counts."""
    root = Node(page.tree.root)
    facts = thread_facts(page)
    title, kind = title_and_type(root)
    first = root.at("[id^=pid]")
    back = root.at('.header a[href*="fid="], .header a[href*="forum-"]')
    return {
        **facts,
        "title": title or None,
        "tags": distinct([kind]),
        "board": distinct([root.at(".header h2 a, .header .name").text]),
        "board_id": first_group(FID, back.attr("href")),
        **panels.paging(root.at(".pg"), page, facts["url"]),
        "poll": poll(first),
        "special": special(first),
        **panels.views_and_replies(numbers_of(root.all(".mtime .y em"))),
    }


def title_and_type(root: Node) -> tuple[str, str]:
    """Return the title and the thread's type, which the page prints before it as "[求购]"."""
    head = panels.title_from_head(root)
    box = root.at(".view_tit, .postlist h2")
    if not box:
        return head, ""
    shown = box.own_text
    if kind := box.at("em"):
        return shown, kind.text.strip("[]")
    match = TYPED_TITLE.match(shown)
    if match and head.startswith(match["title"][:20]):
        return match["title"], match["type"]
    return shown, ""


def more_post(raw: LexborNode, page: Page) -> dict[str, Any] | None:
    """Return what stands around a post's body."""
    del page
    node = Node(raw)
    match = POST_ID.match(node.id)
    if not match:
        return None
    pid = match[1]
    label = node.at(".mtit .y, .authi em").text
    link = node.at(".mtit .z a, .authi b a, .authi .z a")
    name = link or node.at(".mtit .z, .authi b")
    return {
        "id": pid,
        "floor": floor_number(label),
        "marks": panels.stuck_mark(label),
        "author": name.text or None,
        "author_id": user_id(link.attr("href")),
        **date(node),
        **panels.votes(node.all(panels.VOTES)),
        "comments": comments(node, pid),
        "ratings": ratings(node),
    }


def date(node: Node) -> dict[str, Any]:
    """Return the date, which stands alone in an entry of the line over a body.

    Beside it stand counters (X3.5) or a favourite button (X3.1 to X3.4).
    """
    byline = node.at(".authi")
    for entry in reversed(byline.all("li.grey, .mtime")):
        exact = entry.at("span[title]")
        if shown := entry.own_text or exact.text:
            return {
                "date_text": shown_date(shown) or shown,
                "date_stated": exact.attr("title"),
            }
    return {}


def comments(node: Node, pid: str) -> list[Comment]:
    """Return 点评 as X3.5's touch page lists them.

    They stand like small posts inside the post they belong to.
    """
    entries = node.all(f"#comment_{pid} .authi")
    return [comment(entry, said) for entry in entries if (said := entry.at(".mtxt"))]


def comment(entry: Node, said: Node) -> Comment:
    """Return one 点评; its date is exact in a title where it is shown as "3 天前"."""
    when = entry.at(".mtime")
    stated = when.at("span[title]").attr("title") or when.lines
    return Comment(
        author=entry.at(".mtit .z a").text or None,
        date=shown_date(squash(stated)),
        text=spaced(said),
    )


def ratings(node: Node) -> list[Rating]:
    """Return 评分 as X3.5's touch page lists them: name, points, reason in three boxes."""
    found: list[Rating] = []
    for row in node.all("[id^=ratelog_] .mli"):
        name = row.at(".flex-2 .z a")
        if not name or "viewratings" in name.attr("href"):
            continue
        texts = (box.text for box in row.all(".flex-2"))
        reason = row.at(".flex-3").text or None
        found += [
            Rating(author=name.text, score=score, reason=reason)
            for score in panels.scores_of(panels.SCORE, texts)
        ]
    return found


TOUCH = Engine(
    name="discuz",
    view="touch",
    fingerprints=FINGERPRINTS,
    threshold=4,
    posts="[id^=pid]",
    post_boxes="[id^=pid]",
    body=".message",
    signature=".sign",
    post={"author_title": (where(".authi .mtit em a[href*=gid]"),)},
    rules=DISCUZ_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    chrome={
        "site-header": ".header, header",
        "page-links": ".pg, .page",
        "thread-tools": ".txtlist, .discuz_x, .postlist h2 a, .favbtn",
        "byline-tools": ".authi, .avatar",
        "post-tools": ".threadlist_foot, .replybtn, .box",
        "edit-mark": ".pstatus",
        "quote-label": ".quote",
        "rating-head": ".psth, .post_box",
        "quick-reply": "#fastpostform, .fastpost, .foot, #post_new",
        "site-footer": ".footer, footer, #mask, .foot_height_view",
    },
)
