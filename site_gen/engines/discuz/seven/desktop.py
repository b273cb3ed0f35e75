"""The thread page of Discuz! 6 and 7 (``templates/default/viewthread.htm``)."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import Engine, Fingerprint, number
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.addresses import ADDRESSES
from site_gen.engines.discuz.common import (
    board_path,
    distinct,
    first_numbers,
    links_of,
    page_number,
    thread_facts,
)
from site_gen.engines.discuz.seven.bodies import RULES
from site_gen.engines.discuz.seven.posts import split
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

TITLE = "#threadtitle h1, .mainbox.viewthread > h1, .viewthread h1, .mainbox h1"
COUNTS = re.compile(r"(?:查看|浏览|查閱)\s*[:：]\s*(\d+)|(?:回复|回覆)\s*[:：]\s*(\d+)")
PAGE_IN_TITLE = re.compile(r"\s*\(\s*页\s*\d+\s*\)\s*$")
VOTES = re.compile(r"^\s*(\d+)\s*(?:\(|票|$)")
OPTION_NUMBER = re.compile(r"^\d+\.\s*")


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board path, counts, pages and poll."""
    root = Node(page.tree.root)
    facts = thread_facts(page)
    heading = root.at(TITLE)
    head = title_from_head(root)
    title = (heading.own_text or heading.text) if heading else head
    crumbs = links_of(root.all("#nav a"))
    return {
        **facts,
        **board_path(list(dict.fromkeys(crumbs)), title),
        "title": title or head or None,
        "tags": tags(root, heading),
        "locked": panels.says_closed(root.all(".mainbox > ins, .modact")) or None,
        **paging(root.at(".pages"), page, facts["url"]),
        "poll": poll(root),
        **counts(root),
    }


def title_from_head(root: Node) -> str:
    """Return the title out of ``<title>``, without the page's number."""
    return PAGE_IN_TITLE.sub("", panels.title_from_head(root))


def tags(root: Node, heading: Node) -> list[str]:
    """Return the thread's type ("[求购]"), which stands in its title, and its tags."""
    kinds = [link.text.strip("[]") for link in heading.all("a")]
    return distinct([*kinds, *(link.text for link in root.all(".posttags a, .threadtags a"))])


def paging(links: Node, page: Page, url: str | None) -> dict[str, Any]:
    """Return the number of this page and of all, by the page links or the page's address."""
    shown = number(links.at("strong").text)
    return {
        "page": shown or page_number(page, url) or 1,
        "pages_claimed": max(first_numbers(links.all("a, strong")), default=None),
    }


def counts(root: Node) -> dict[str, Any]:
    """Return views and replies, where a skin shows them over the posts."""
    found: dict[str, Any] = {}
    for box in root.all(".viewthread .headactions, .forumcontrol, #threadtitle, .threadinfo"):
        for views, replies in COUNTS.findall(box.text):
            if views:
                found["views"] = number(views)
            else:
                found["replies"] = number(replies)
    return found


def poll(root: Node) -> Poll | None:
    """Return a vote (``viewthread_poll.htm``): a row for each choice."""
    box = root.at(".pollpanel, form[action*=votepoll], .box.pollpanel, #poll")
    rows = map(poll_option, box.all("tr, .polloption, .pollchart li"))
    options = [option for option in rows if option is not None]
    return Poll(options=options) if options else None


def poll_option(row: Node) -> PollOption | None:
    """Return the choice of a row: a number, the words and, where shown, a bar and a count."""
    label = row.at("label, .polloption")
    texts = [cell.text for cell in row.all("td")]
    if label:
        text = label.text
    else:
        text = next((text for text in texts if text and not VOTES.match(text)), "")
    if not text:
        return None
    count = next((match[1] for text in texts[1:] if (match := VOTES.match(text))), None)
    return PollOption(text=OPTION_NUMBER.sub("", text), votes=number(count))


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    if text := root.at(".box.message p, .postbox .alert_error, .postbox .alert_info").text:
        return f"a notice of the forum, not a thread: “{text[:120]}”"
    if root.at(".mainbox.threadlist, #threadlist"):
        return "a board's list of threads, not a thread"
    if root.at("form[name=login]"):
        return "a login page, not a thread"
    return "a page of a Discuz! forum without posts"


DESKTOP = Engine(
    name="discuz",
    view="desktop",
    fingerprints=(
        Fingerprint("generator line", ('content="Discuz! 6', 'content="Discuz! 7'), 3),
        Fingerprint("boxes of class viewthread", ("mainbox viewthread",), 4),
        Fingerprint("tables named pid", ('<table id="pid', "<table id=pid", 'summary="pid'), 2),
        Fingerprint("author cells", ('class="postauthor"', "class=postauthor"), 3),
        Fingerprint("bodies of class t_msgfont", ("t_msgfont",), 3),
        Fingerprint("bodies named postmessage_", ('id="postmessage_', "id=postmessage_"), 1),
        Fingerprint("lists of posts", ('class="postmessage', "class=postmessage"), 2),
    ),
    threshold=4,
    split=split,
    post_boxes="table[id^=pid]",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, #menu, #umenu, #nav_bar, #ad_headerbanner, #append_parent",
        "breadcrumb": "#nav, #foruminfo",
        "menus": ".popupmenu_popup, .popmenu, .dropmenu",
        "page-links": ".pages, .pages_btns, .threadflow",
        "thread-tools": ".headactions, .mainbox > ins, .useraction, .forumcontrol, #threadstamp",
        "author-column": ".postauthor",
        "byline-tools": ".postinfo, .posterinfo",
        "post-tools": ".postactions, .postact, .postratings",
        "attachment-list": ".postattachlist",
        "rating-head": ".newrate, .postmessage fieldset, [id^=post_rate_]",
        "tag-list": ".posttags, .threadtags, #relatedtags",
        "poll-panel": ".pollpanel",
        "related-threads": ".tagrelated, .box.related",
        "moderation-note": ".modact",
        "edit-mark": ".pstatus",
        "advert": "[id^=ad_], .ad_text, .ad_column, .threadad, .adcontent",
        "quick-reply": "#postform, #f_post, #fastpost, .quickpost",
        "site-footer": "#footer, #footlinks, .copyright",
    },
)
