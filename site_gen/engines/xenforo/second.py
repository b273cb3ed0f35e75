"""The thread page of XenForo 2."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
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

THREAD_KEY = re.compile(r'data-content-key=["\']?thread-(\d+)')
FLOOR = re.compile(r"(?:^|\s)#\s*(\d[\d.,]*)\b")
DIGITS = re.compile(r"\d+")
ADDRESSES = (
    re.compile(
        r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)/(?:page-\d+)?(?:[^#]*)#post-(?P<post>\d+)$"
    ),
    re.compile(r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)/post-(?P<post>\d+)"),
    re.compile(r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)(?:/|[?#]|$)"),
    re.compile(r"/posts/(?P<post>\d+)(?:/|[?#]|$)"),
    re.compile(r"goto/post\?(?:.*&)?id=(?P<post>\d+)"),
)
POLLS = ".js-pollBlock, form[data-xf-init*='poll-block'], .block--poll, [action*='/poll/vote']"
NAMES = ".message-name .username, .message-name, [class*='user-info__name'], a.username"


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards, pages and poll."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    title, labels = title_and_labels(root.at(".p-title-value", "h1"))
    tags = [tag.text for tag in root.all(".tagItem")]
    counts = statistics(page)
    current = root.at(".pageNav-page--current")
    numbers = [digits(link.lines) for link in root.all(".pageNav-page a")]
    return {
        **facts,
        "engine_version": root.at("html").attr("data-xf") or "2",
        "thread_id": thread_number(root, page, facts["url"]),
        "title": title,
        "tags": list(dict.fromkeys([*labels, *(tag for tag in tags if tag)])),
        "board": boards(root, ".p-breadcrumbs", "a[href]"),
        "page": page_number(current, current.lines, facts["url"]),
        "pages_claimed": max((n for n in numbers if n is not None), default=None),
        "locked": bool(root.at(".blockStatus-message--locked")) or None,
        "poll": poll(root.at(POLLS)),
        "views": counts.get("ViewAction"),
        "replies": counts.get("CommentAction", counts.get("ReplyAction")),
    }


def thread_number(root: Node, page: Page, url: str | None) -> str | None:
    """Return the thread's number, from the page's data, its address or the first link to one."""
    link = root.at("a[href*='/threads/']").attr("href")
    return first_group(THREAD_KEY, page.text[:4_000]) or first_group(THREAD_URL, url, link)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around the body of a post of version 2."""
    number = post_id(node)
    if number is None or node.css_first(".message-body") is None or inside_same(node, number):
        return None
    post = Node(node)
    own_links = [link.text for link in post.all(f"a[href$='post-{number}']")]
    time = post.at(
        ".message-attribution time, .message-attribution .u-dt",
        f"a[href$='post-{number}'] time, .message-header time",
    )
    return {
        "id": number,
        "floor": floor(post, own_links),
        "author": squash(post.attr("data-author")) or post.at(NAMES).text or None,
        "author_id": author_id(post),
        "date_text": time.text or next(filter(is_date, own_links), None),
        "date_stated": moment(time) or post.at("meta[itemprop=datePublished]").attr("content"),
        "location": location(post),
        "attachments": attachments(post, page),
        **edited(post.at(".message-lastEdit"), page),
        "up": likes(post),
    }


def inside_same(node: LexborNode, number: str) -> bool:
    """Tell whether an element is a skin's inner box of the post that its parent already is."""
    parent = node.parent
    while parent is not None:
        if post_id(parent) == number:
            return True
        parent = parent.parent
    return False


def floor(post: Node, own_links: list[str]) -> int | None:
    """Return the floor: in a post's head, or in skins on the links to the post itself."""
    labels = (label.text for label in post.all(".message-attribution-opposite li"))
    return digits(first_group(FLOOR, *labels, *own_links))


def is_date(text: str) -> bool:
    """Tell whether the words of a link to the post itself are a date: they hold several numbers."""
    return "#" not in text and len(DIGITS.findall(text)) > 1


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
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        **SHARED_CHROME,
        "site-header": ".p-header, .p-nav, .p-navSticky, .p-sectionLinks, .p-staffBar,"
        " .offCanvasMenu, .p-announcement",
        "title-line": ".p-title, .p-description, .p-body-header",
        "thread-tools": ".block-outer, .p-title-pageAction, .block-outer-opposite,"
        " .js-threadStatusField",
        "member-panel": ".message-userExtras, .message-userBanner, .userBanner, .message-avatar,"
        " .message-userArrow",
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
