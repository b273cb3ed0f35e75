"""The thread page of XenForo 2."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
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

THREAD_KEY = re.compile(r'data-content-key=["\']?thread-(\d+)')
FLOOR = re.compile(r"(?:^|\s)#\s*(\d[\d.,]*)\b")
ADDRESSES = (
    re.compile(
        r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)/(?:page-\d+)?(?:[^#]*)#post-(?P<post>\d+)$"
    ),
    re.compile(r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)/post-(?P<post>\d+)"),
    re.compile(r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)(?:/|[?#]|$)"),
    re.compile(r"/posts/(?P<post>\d+)(?:/|[?#]|$)"),
    re.compile(r"goto/post\?(?:.*&)?id=(?P<post>\d+)"),
)


def more_thread_2(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages, poll."""
    tree = page.tree
    facts = address_and_site(page)
    title, labels = title_and_labels(tree.css_first(".p-title-value") or tree.css_first("h1"))
    tags = [squash(node.text()) for node in tree.css(".tagItem")]
    root = tree.css_first("html")
    counts = statistics(page)
    current = tree.css_first(".pageNav-page--current")
    numbers = [
        count for node in tree.css(".pageNav-page a") if (count := digits(node.text())) is not None
    ]
    link = next(
        (
            href
            for node in tree.css("a[href*='/threads/']")
            if (href := node.attributes.get("href"))
        ),
        None,
    )
    return {
        **facts,
        "engine_version": (root.attributes.get("data-xf") if root else None) or "2",
        "thread_id": first_group(THREAD_KEY, page.text[:4_000])
        or first_group(THREAD_URL, facts["url"], link),
        "title": title,
        "tags": list(dict.fromkeys([*labels, *(tag for tag in tags if tag)])),
        "board": boards(first_crumbs(page, ".p-breadcrumbs", "a[href]")),
        "page": digits(current.text()) if current else 1 if facts["url"] else None,
        "pages_claimed": max(numbers, default=None),
        "locked": True if tree.css_first(".blockStatus-message--locked") else None,
        "poll": poll(
            tree.css_first(
                ".js-pollBlock, form[data-xf-init*='poll-block'], .block--poll, [action*='/poll/vote']"
            )
        ),
        **({"views": counts["ViewAction"]} if "ViewAction" in counts else {}),
        **(
            {"replies": counts.get("CommentAction", counts.get("ReplyAction"))}
            if counts.keys() & {"CommentAction", "ReplyAction"}
            else {}
        ),
    }


def inside_same(node: LexborNode, number: str) -> bool:
    """Whether an element is a skin's inner box of the post that its parent already is."""
    parent = node.parent
    while parent is not None:
        if post_id(parent) == number:
            return True
        parent = parent.parent
    return False


def byline(node: LexborNode, number: str) -> tuple[str | None, str | None, int | None]:
    """Date as shown and as stated, and the floor: in a post's head, or in skins on the links to the post itself."""
    head = node.css_first(".message-attribution time, .message-attribution .u-dt")
    links = [shown(link) or "" for link in node.css(f"a[href$='post-{number}']")]
    labels = [*(shown(box) or "" for box in node.css(".message-attribution-opposite li")), *links]
    floor = next((match[1] for label in labels if (match := FLOOR.search(label))), None)
    if head is None:
        head = node.css_first(f"a[href$='post-{number}'] time, .message-header time")
    text, stated = stated_date(head)
    published = node.css_first("meta[itemprop=datePublished]")
    stated = stated or (published.attributes.get("content") if published else None)
    text = text or next(
        (link for link in links if "#" not in link and len(re.findall(r"\d+", link)) > 1), None
    )
    return text, stated, digits(floor)


def more_post_2(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around the body of a post of version 2."""
    number = post_id(node)
    if number is None or node.css_first(".message-body") is None or inside_same(node, number):
        return None
    text, stated, floor = byline(node, number)
    return {
        "id": number,
        "floor": floor,
        "author": squash(node.attributes.get("data-author"))
        or shown(
            node.css_first(
                ".message-name .username, .message-name, [class*='user-info__name'], a.username"
            )
        ),
        "author_id": author_id(node),
        "date_text": text,
        "date_stated": stated,
        "location": location(node),
        "attachments": attachments(node, page),
        **edited(node.css_first(".message-lastEdit"), page),
        **reactions(node),
    }


XENFORO_2 = Engine(
    name="xenforo",
    view="desktop",
    fingerprints=(
        Fingerprint("a page with id XF", ('id="XF"', "id=XF ", "id=XF>"), 3),
        Fingerprint(
            "posts named by data-content", ('data-content="post-', "data-content=post-"), 3
        ),
        Fingerprint(
            "posts of class js-post",
            ("message--post js-post", "message--article js-post", "js-post "),
            1,
        ),
        Fingerprint("bodies of class bbWrapper", ('class="bbWrapper"', "class=bbWrapper"), 2),
        Fingerprint(
            "message-attribution", ('"message-attribution', "class=message-attribution"), 1
        ),
        Fingerprint("data-xf-init", ("data-xf-init=",), 1),
        Fingerprint("page body p-body", ('class="p-body', "class=p-body"), 1),
    ),
    threshold=4,
    posts="[data-content^='post-'], [id^='js-post-']:not([data-content])",
    body=".message-body .bbWrapper",
    signature=".message-signature",
    post={"author_title": (where(".message-userTitle, .userTitle"),)},
    rules=RULES,
    more_thread=more_thread_2,
    more_post=more_post_2,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        **SHARED_CHROME,
        "site-header": ".p-header, .p-nav, .p-navSticky, .p-sectionLinks, .p-staffBar, .offCanvasMenu, .p-announcement",
        "title-line": ".p-title, .p-description, .p-body-header",
        "thread-tools": ".block-outer, .p-title-pageAction, .block-outer-opposite, .js-threadStatusField",
        "member-panel": ".message-userExtras, .message-userBanner, .userBanner, .message-avatar, .message-userArrow",
        "byline-tools": ".message-attribution, .message-header",
        "edit-mark": ".message-lastEdit",
        "reactions": ".reactionsBar, .likesBar, .message-microdata",
        "post-tools": ".message-actionBar, .message-footer, .message-historyTarget",
        "attachments-head": ".message-attachments",
        "quick-reply": ".js-quickReply, form[action$='add-reply'], .message--quickReply",
        "related-threads": ".structItemContainer, .p-body-sidebar, .p-body-sideNav, .block",
        "site-footer": ".p-footer, .u-bottomFixer",
    },
)
