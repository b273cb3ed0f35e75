"""The thread page of XenForo 1."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group
from site_gen.engines.xenforo.bodies import RULES
from site_gen.engines.xenforo.posts import (
    attachments,
    author_id,
    edited,
    likes,
    location,
    moment,
    post_id,
)
from site_gen.engines.xenforo.threads import (
    SHARED_CHROME,
    THREAD_URL,
    boards,
    page_number,
    poll,
    refuse,
    title_and_labels,
)
from site_gen.load.page import Page

PERMALINKS = "a.datePermalink, a.postNumber, #pageDescription a[href*='threads/']"
LOCKS = ".threadAlerts .lockedAlert, .lockedAlert, .threadAlert.locked"


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards, pages and poll."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    title, labels = title_and_labels(root.at(".titleBar h1, .titleText h1, h1"))
    tags = [tag.text for tag in root.all(".tagList a.tag, .tagList .tag a")]
    pager = root.at(".PageNav[data-page]")
    permalink = root.at(PERMALINKS).attr("href")
    return {
        **facts,
        "engine_version": "1",
        "thread_id": first_group(THREAD_URL, facts["url"], permalink),
        "title": title,
        "tags": list(dict.fromkeys([*labels, *(tag for tag in tags if tag)])),
        "board": boards(root, ".crumbs, .breadcrumb", "a.crumb"),
        "page": page_number(pager, pager.attr("data-page"), facts["url"]),
        "pages_claimed": digits(pager.attr("data-last")),
        "locked": bool(root.at(LOCKS)) or None,
        "poll": poll(root.at(".PollContainer")),
    }


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around the body of a post of version 1."""
    post = Node(node)
    number = post_id(node)
    if number is None or not post.at(".messageText"):
        return None
    name = post.at(".userText .username, .username")
    time = post.at(".datePermalink .DateTime", ".DateTime")
    return {
        "id": number,
        "floor": digits(post.at(".postNumber").text),
        "author": squash(post.attr("data-author")) or name.text or None,
        "author_id": author_id(post),
        "date_text": time.text or None,
        "date_stated": moment(time),
        "location": location(post),
        "attachments": attachments(post, page),
        **edited(post.at(".editDate"), page),
        "up": likes(post),
    }


XENFORO_1 = Engine(
    name="xenforo",
    view="desktop",
    fingerprints=(
        Fingerprint("a page with id XenForo", ('id="XenForo"', "id=XenForo"), 3),
        Fingerprint("bodies of class messageText", ('class="messageText', "class=messageText"), 2),
        Fingerprint("quotable bodies", ("SelectQuoteContainer",), 2),
        Fingerprint(
            "member panels messageUserInfo", ('"messageUserInfo', "class=messageUserInfo"), 1
        ),
        Fingerprint("end of a body", ("messageTextEndMarker",), 1),
        Fingerprint("overlay triggers", ("OverlayTrigger",), 1),
        Fingerprint("list of messages", ('id="messageList"', "id=messageList"), 1),
    ),
    threshold=4,
    posts="li[id^=post-], .message[id^=post-]:not(li)",
    body=".messageText",
    signature=".signature",
    post={"author_title": (where(".userTitle"),)},
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#header, #headerMover #headerProxy, #navigation, #logoBlock,"
        " #moderatorBar, #userBar, header",
        "title-line": ".titleBar, #pageDescription",
        "thread-tools": ".linkGroup, .threadAlerts, .topCtrl, .pageNavLinkGroup",
        "member-panel": ".extraUserInfo, .avatarHolder, .userBanner, .messageUserBlock",
        "byline-tools": ".messageDetails, .messageMeta",
        "edit-mark": ".editDate",
        "reactions": ".likesSummary",
        "post-tools": ".privateControls, .publicControls, .messageNotices",
        "attachments-head": ".attachedFiles",
        "quick-reply": "#QuickReply, .quickReply, .bottomControls",
        "related-threads": ".sidebar, aside.sidebar, .similarThreads, .section.infoBlock",
        "site-footer": ".footer, .footerLegal, footer, #copyright",
    },
)
