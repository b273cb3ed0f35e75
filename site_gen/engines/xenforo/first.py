"""The thread page of XenForo 1."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.values import digits, first_group, shown
from site_gen.engines.xenforo.bodies import RULES
from site_gen.engines.xenforo.posts import (
    attachments,
    author_id,
    edited,
    location,
    post_id,
    reactions,
    stated_date,
)
from site_gen.engines.xenforo.threads import (
    SHARED_CHROME,
    THREAD_URL,
    boards,
    first_crumbs,
    poll,
    refuse,
    title_and_labels,
)
from site_gen.load.page import Page


def more_thread_1(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages, poll."""
    tree = page.tree
    facts = address_and_site(page)
    title, labels = title_and_labels(tree.css_first(".titleBar h1, .titleText h1, h1"))
    tags = [squash(node.text()) for node in tree.css(".tagList a.tag, .tagList .tag a")]
    links = tree.css_first(".PageNav[data-page]")
    permalink = tree.css_first(
        "a.datePermalink, a.postNumber, #pageDescription a[href*='threads/']"
    )
    link = permalink.attributes.get("href") if permalink else None
    return {
        **facts,
        "engine_version": "1",
        "thread_id": first_group(THREAD_URL, facts["url"], link),
        "title": title,
        "tags": list(dict.fromkeys([*labels, *(tag for tag in tags if tag)])),
        "board": boards(first_crumbs(page, ".crumbs, .breadcrumb", "a.crumb")),
        "page": digits(links.attributes.get("data-page")) if links else 1 if facts["url"] else None,
        "pages_claimed": digits(links.attributes.get("data-last")) if links else None,
        "locked": True
        if tree.css_first(".threadAlerts .lockedAlert, .lockedAlert, .threadAlert.locked")
        else None,
        "poll": poll(tree.css_first(".PollContainer")),
    }


def more_post_1(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around the body of a post of version 1."""
    number = post_id(node)
    if number is None or node.css_first(".messageText") is None:
        return None
    text, stated = stated_date(
        node.css_first(".datePermalink .DateTime") or node.css_first(".DateTime")
    )
    return {
        "id": number,
        "floor": digits(shown(node.css_first(".postNumber"))),
        "author": squash(node.attributes.get("data-author"))
        or shown(node.css_first(".userText .username, .username")),
        "author_id": author_id(node),
        "date_text": text,
        "date_stated": stated,
        "location": location(node),
        "attachments": attachments(node, page),
        **edited(node.css_first(".editDate"), page),
        **reactions(node),
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
    more_thread=more_thread_1,
    more_post=more_post_1,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#header, #headerMover #headerProxy, #navigation, #logoBlock, #moderatorBar, #userBar, header",
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
