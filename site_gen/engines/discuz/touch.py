"""The Discuz! touch page (``template/default/touch/forum/viewthread.htm``.

``mobile=2``), X3.1 to X3.5.

X3.1 to X3.4 keep author and date in ``ul.authi > li.grey``; X3.5 in ``li.mtit`` and ``li.mtime``.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, number, squash, where
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.engines.discuz.common import floor_number, page_number, thread_facts, user_id
from site_gen.engines.discuz.desktop import refuse
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
    """Title, type, board, pages and (X3.5) counts."""
    tree = page.tree
    facts = thread_facts(page)
    title, kind = title_and_type(page)
    first = tree.css_first("[id^=pid]")
    board = tree.css_first(".header h2 a, .header .name")
    back = tree.css_first('.header a[href*="fid="], .header a[href*="forum-"]')
    fid = FID.search((back.attributes.get("href") if back else None) or "")
    links = tree.css_first(".pg")
    current = links.css_first("strong") if links else None
    shown = number(squash(current.text())) if current else None
    numbers = [
        count
        for node in tree.css(".mtime .y em")
        if (count := number(squash(node.text()))) is not None
    ]
    return {
        **facts,
        "title": title or None,
        "tags": [kind] if kind else [],
        "board": [squash(board.text())] if board and squash(board.text()) else [],
        "board_id": fid[1] if fid else None,
        "page": shown or page_number(page, facts["url"]) or 1,
        "pages_claimed": panels.pages_claimed(links) if links else None,
        "poll": panels.poll(first) if first else None,
        "special": panels.special(first) if first else None,
        **({"views": numbers[0], "replies": numbers[1]} if len(numbers) >= 2 else {}),
    }


def title_and_type(page: Page) -> tuple[str, str | None]:
    """The title and the thread's type, which the page prints before it as "[求购]"."""
    head = panels.title_from_head(page.tree)
    box = page.tree.css_first(".view_tit, .postlist h2")
    if box is None:
        return head, None
    shown = squash(box.text(deep=False))
    kind = box.css_first("em")
    if kind is not None:
        return shown, squash(kind.text()).strip("[]") or None
    match = TYPED_TITLE.match(shown)
    if match and head.startswith(match["title"][:20]):
        return match["title"], match["type"]
    return shown, None


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body."""
    del page
    match = POST_ID.match(node.attributes.get("id") or "")
    if not match:
        return None
    pid = match[1]
    label = node.css_first(".mtit .y, .authi em")
    link = node.css_first(".mtit .z a, .authi b a, .authi .z a")
    name = link or node.css_first(".mtit .z, .authi b")
    text = squash(label.text()) if label else ""
    return {
        "id": pid,
        "floor": floor_number(text),
        "marks": panels.stuck_mark(text),
        "author": (squash(name.text()) or None) if name else None,
        "author_id": user_id(link.attributes.get("href")) if link else None,
        **date(node),
        **panels.votes(node.css(panels.VOTES)),
        "comments": comments(node, pid),
        "ratings": ratings(node),
    }


def date(node: LexborNode) -> dict[str, Any]:
    """The date: alone in its list entry, beside counters (X3.5) or a favourite button (X3.1 to X3.4)."""
    byline = node.css_first(".authi")
    for entry in reversed(byline.css("li.grey, .mtime") if byline else []):
        exact = entry.css_first("span[title]")
        shown = squash(entry.text(deep=False)) or (squash(exact.text()) if exact else "")
        if shown:
            return {
                "date_text": shown_date(shown) or shown,
                "date_stated": exact.attributes.get("title") if exact else None,
            }
    return {}


def comments(node: LexborNode, pid: str) -> list[Comment]:
    """点评 as X3.5's touch page lists them: like small posts, inside the post they belong to."""
    found: list[Comment] = []
    for entry in node.css(f"#comment_{pid} .authi"):
        name, said, when = (
            entry.css_first(".mtit .z a"),
            entry.css_first(".mtxt"),
            entry.css_first(".mtime"),
        )
        if said is None:
            continue
        exact = when.css_first("span[title]") if when else None
        stated = (exact.attributes.get("title") if exact else None) or (when.text() if when else "")
        author = (squash(name.text()) or None) if name else None
        found.append(
            Comment(
                author=author,
                date=shown_date(squash(stated)),
                text=squash(said.text(separator=" ")),
            )
        )
    return found


def ratings(node: LexborNode) -> list[Rating]:
    """评分 as X3.5's touch page lists them: name, points, reason in three boxes."""
    found: list[Rating] = []
    for row in node.css("[id^=ratelog_] .mli"):
        name = row.css_first(".flex-2 .z a")
        reason = row.css_first(".flex-3")
        if name is None or "viewratings" in (name.attributes.get("href") or ""):
            continue
        scores = [
            int(m[1] + m[2])
            for box in row.css(".flex-2")
            if (m := panels.SCORE.match(squash(box.text())))
        ]
        said = (squash(reason.text()) or None) if reason else None
        found += [Rating(author=squash(name.text()), score=score, reason=said) for score in scores]
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
