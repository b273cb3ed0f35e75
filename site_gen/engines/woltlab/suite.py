"""WoltLab Suite Forum (3 to 6) and Burning Board (4, 3 and Lite 2).

Templates ``templates/threadPostList.tpl``, ``thread.tpl``.
"""

from __future__ import annotations

import re
from typing import Any

from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, number
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, first_text
from site_gen.engines.woltlab.bodies import RULES
from site_gen.engines.woltlab.posts import more_post
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

POSTS = ".message"
THREAD = re.compile(r"/thread/(\d+)|[?&]threadID=(\d+)|/thread(\d+)-|-(\d{3,})/(?:[?#]|$)")
PAGE_NUMBER = re.compile(r"[?&]pageNo=(\d+)")
TITLE_NAME = re.compile(r"^threadTitle(\d+)$")
VOTES = re.compile(r"\((\d+)\)\s*$")
VERSION = re.compile(
    r"(?:WoltLab (?:Suite|Community Framework)|Burning Board)[^<\d]{0,20}(\d\.\d[\w.]*)"
)
TITLES = (
    ".contentHeaderTitle h1",
    ".contentHeader h1",
    "h1.contentTitle",
    "[id^=threadTitle] a",
    ".headlineContainer h2",
    "h1",
)
TAGS = ".tagList .tag, .infoBox a[href*=TaggedObjects]"
ACTIVE_PAGE = (".pagination .active span", ".pagination .active", ".pageNavigation .active")
LOCKS = (
    ".contentHeader .fa-lock, .jsIconClosed, .contentHeader [name=lock],"
    " img[id^=threadEdit][src*=Closed]"
)
LISTS = ".wbbThreadList, .wbbBoardList, .boardList, #boardlist"
LOGINS = "#loginForm, #tplLogin, [data-template=login], [data-template=authFlowRedirect]"
ADDRESSES = (
    re.compile(
        r"/thread/(?P<thread>\d+)(?:-[^/?#]*)?/?"
        r"(?:\?(?:.*&)?postID=(?P<post>\d+))?(?:[^#]*)?(?:#.*)?$"
    ),
    re.compile(r"page=Thread&(?:.*&)?threadID=(?P<thread>\d+)"),
    re.compile(r"page=Thread&(?:.*&)?postID=(?P<post>\d+)"),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, board path and pages."""
    root = Node(page.tree.root)
    if not root:
        return {}
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    title = root.said(*TITLES)
    boards = [name for name in crumbs(root)[1:] if name and name != title]
    return {
        "engine_version": first_group(VERSION, page.text[-30_000:]),
        "thread_id": thread_number(root, url),
        "url": url,
        "site": host(url, page.base),
        "site_name": site_name(page),
        "title": title or None,
        "board": list(dict.fromkeys(boards)),
        "tags": list(dict.fromkeys(tag.text for tag in root.all(TAGS))),
        "locked": locked(root),
        "poll": poll(root),
        **pages(root, page.capture.url or url),
    }


def thread_number(root: Node, url: str | None) -> str | None:
    """Return the thread's number, from its data, its address or the name of its title."""
    return (
        root.value("[data-thread-id]", "data-thread-id")
        or first_group(THREAD, url)
        or first_group(TITLE_NAME, root.value("[id^=threadTitle]", "id"))
    )


def crumbs(root: Node) -> list[str]:
    """Return the words of the board path.

    In 3 similar threads have paths of the same class; the page's own is the first.
    """
    names = root.all(".breadcrumbs [itemprop=name], .breadcrumbs [itemprop=title]")
    return [name.text for name in names or root.at(".breadCrumbs").all("li a span")]


def pages(root: Node, url: str | None) -> dict[str, Any]:
    """Return the page's number and the number of pages."""
    pager = root.at(".pagination, .pageNavigation, woltlab-core-pagination")
    current = number(pager.attr("page") or root.said(*ACTIVE_PAGE))
    last = number(pager.attr("data-pages") or pager.attr("count"))
    linked = [n for link in pager.all("a, span") if (n := number(link.text))]
    return {
        "page": current or number(first_group(PAGE_NUMBER, url) or "1"),
        "pages_claimed": last or max(linked, default=None),
    }


def locked(root: Node) -> bool | None:
    """Tell whether the thread is closed.

    The head of the thread states it (``data-is-closed``), or an icon.
    """
    said = root.value(".contentHeader[data-is-closed]", "data-is-closed")
    if said:
        return said == "1"
    return bool(root.at(LOCKS)) or None


def poll(root: Node) -> Poll | None:
    """Return the poll in ``.pollContainer`` (3: ``.poll``).

    It has choices with their votes in brackets, or labels to choose from.
    """
    box = root.at(".pollContainer, .message .poll")
    if box.raw is None:
        return None
    options: list[PollOption] = []
    for row in box.raw.css(".pollResultItem, .pollOption") or box.raw.css("label"):
        caption = first_text(row, ".caption", ".pollMeter + *") or words(row)
        votes = number(first_group(VOTES, caption))
        options.append(PollOption(text=VOTES.sub("", caption).strip(), votes=votes))
    question = box.said("h2", ".pollTitle", ".pollQuestion h4")
    return Poll(question=question or None, options=options)


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    if root.at(LISTS):
        return "a list of boards or threads, not a thread"
    if root.at(LOGINS):
        return "a login page, not a thread"
    return None


DESKTOP = Engine(
    name="woltlab",
    view="desktop",
    fingerprints=(
        Fingerprint("posts of class wbbPost", ("wbbPost", 'id="postRow'), 3),
        Fingerprint("kinds of things", ("com.woltlab.wbb",), 3),
        Fingerprint("side bars of messages", ("messageSidebar",), 2),
        Fingerprint("bodies of messages", ('class="messageText"', 'class="messageBody"'), 2),
        Fingerprint(
            "page of a thread",
            ('id="tplThread"', 'data-template="thread"', "tpl_wbb_thread", 'id="tpl_wbb_thread"'),
            2,
        ),
        Fingerprint("start of the scripts", ("WCF.System", "WoltLabSuite/Core", "WCF_PATH"), 2),
        Fingerprint("own name in the footer", ("Forensoftware:", "Forum Software:", "WoltLab"), 1),
    ),
    threshold=5,
    posts=POSTS,
    post_boxes=POSTS,
    body=".messageText, .messageBody [id^=postText],"
    " .messageBody:not(:has(.messageText, [id^=postText]))",
    signature=".messageSignature, .signature",
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#pageHeader, #pageHeaderContainer, #topMenu, #header, #headerContainer,"
        " nav",
        "breadcrumb": ".breadcrumbs, .breadCrumbs",
        "title-line": ".contentHeader, .contentHeaderTitle, .headlineContainer",
        "author-column": ".messageSidebar",
        "byline": ".messageHeader, .messageStatus, .messageTitle",
        "signature": ".messageSignature, .signature",
        "edit-mark": ".messageFooterNotes, .editNote",
        "post-tools": ".messageFooter, .messageFooterGroup, .messageQuickOptions, .smallButtons",
        "reactions": ".reactionSummaryList, .likesSummary",
        "attachments": ".messageAttachmentList, .attachmentFileList, .attachmentThumbnailList, "
        ".attachmentFile, .attachmentPreview",
        "polls": ".pollContainer, .poll",
        "page-links": ".pagination, .pageNavigation, .paginationTop, .paginationBottom",
        "quick-reply": "#messageQuickReply, .messageQuickReply",
        "similar-threads": ".wbbSimilarThreadList, .similarThreads, .section, .container",
        "side-panel": "aside, .sidebar, .boxesSidebarRight, .boxesFooterBoxes",
        "site-footer": "#pageFooter, #footer, #pageFooterCopyright, .copyright",
    },
)

ENGINES = (DESKTOP,)
