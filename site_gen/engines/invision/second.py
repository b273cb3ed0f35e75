"""The thread page of Invision Power Board 1 and 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, RawPost
from site_gen.engines.invision.bodies import RULES
from site_gen.engines.invision.common import (
    ENTRY,
    MEMBER_URL,
    SHARED_CHROME,
    TOPIC_SCRIPT,
    TOPIC_URL,
    boards,
    location,
    page_links,
    refuse,
    version,
)
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.boxes import post_boxes
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group
from site_gen.load.page import Page

ADDRESSES = (
    re.compile(r"showtopic=(?P<thread>\d+)(?:.*?(?:[&#](?:p=|entry|findpost&p=)(?P<post>\d+)))?"),
    re.compile(
        r"/topic/(?P<thread>\d+)(?:-[^/?#]*)?/?(?:.*?(?:comment[=-]|#entry|p__)(?P<post>\d+))?"
    ),
    re.compile(
        r"(?:act|section|do|CODE)=find(?:post|Comment)&(?:.*&)?(?:pid|p|comment)=(?P<post>\d+)",
        re.I,
    ),
)
MOMENT = re.compile(r"\d\s*[:.]\s*\d\d|\d{1,4}[/.-]\d{1,2}")
TITLES = ".maintitle b, .maintitle td b, #topic-title, .topictitle b"


def split(page: Page) -> Iterator[RawPost]:
    """Find the posts around every ``.postcolor``."""
    for body, box in post_boxes(page, ".postcolor"):
        post = Node(box)
        number = post_number(body, post)
        if number is None:
            continue
        links = post.all(".normalname a[href], [id^='post-member-'] a[href]")
        yield RawPost(
            body=body,
            fields={
                "id": number,
                "floor": digits(post.at("a[onclick*='link_to_post']").text),
                "author": author(post),
                "author_id": first_group(MEMBER_URL, *(link.attr("href") for link in links)),
                "author_title": member_title(post),
                "location": location(box),
                "date_text": date_line(post),
            },
            signature=signature(box),
        )


def post_number(body: LexborNode, post: Node) -> str | None:
    """Return the post's number, from its body's id or from the anchor beside it."""
    anchor = post.at("a[name^='entry'], a[id^='entry']")
    return first_group(ENTRY, body.id, anchor.attr("name") or anchor.id)


def author(post: Node) -> str | None:
    """Return the author's name: a link, or plain where a guest wrote."""
    name = post.at("[id^='post-member-'] .normalname, .normalname, .unreg")
    return name.at("a").text or name.text or None


def date_line(post: Node) -> str | None:
    """Return the line of small print that is a date; lines with links are the post's tools."""
    for line in post.all("span.postdetails"):
        text = line.text
        if is_date(text) and not line.at("a"):
            return text
    return None


def is_date(text: str) -> bool:
    """Tell whether a line of small print is a date: a time of day, or a day, and little else."""
    return len(text) < 60 and bool(MOMENT.search(text))


def member_title(post: Node) -> str | None:
    """Return the first line of the profile, where a skin keeps each in a box."""
    text = post.at(".postdetails .info").text
    if ":" in text:
        return None
    return text or None


def signature(box: LexborNode) -> str | None:
    """Return the words of a post's signature."""
    found = box.css_first(".signature")
    if found is None:
        return None
    return words(found) or None


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards and pages."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    current, last = page_links(root)
    link = root.at("a[href*='showtopic']").attr("href")
    return {
        **facts,
        "engine_version": version(page),
        "thread_id": first_group(TOPIC_SCRIPT, page.text)
        or first_group(TOPIC_URL, facts["url"], link),
        "title": title(root),
        "board": boards(root, "#navstrip, .navstrip")[-3:],
        "page": current or 1,
        "pages_claimed": last,
        "locked": bool(root.at("img[src*='t_closed'], img[src*='closed.gif']")) or None,
    }


def title(root: Node) -> str | None:
    """Return the title above the posts if the page's head has it too, else the head's own."""
    head, above = root.at("title").text, root.at(TITLES).text
    if above and above in head:
        return above
    return head.rpartition(" - ")[0] or head or None


SECOND = Engine(
    name="invision",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "bodies of class postcolor",
            ('class="postcolor"', "class='postcolor'", "class=postcolor"),
            3,
        ),
        Fingerprint(
            "the template's comments", ("<!--Begin Msg Number", "<!-- THE POST ", "<!--IBF."), 2
        ),
        Fingerprint("scripts of IPB", ("ipb_global.js", "ipb_var_", "ipb_topic.js"), 2),
        Fingerprint(
            "the wrapper",
            ('id="ipbwrapper"', "id='ipbwrapper'", 'class="ipbtable"', "class='ipbtable'"),
            2,
        ),
        Fingerprint("addresses of IPB", ("showtopic=", "act=Post&amp;CODE="), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".borderwrap, .ipbtable:has(.postcolor), .tableborder",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        **SHARED_CHROME,
        "site-header": "#logostrip, #submenu, #userlinks, #userlinksguest, #top-member-bar",
        "breadcrumb": "#navstrip",
        "page-links": ".pagelink, .pagecurrent, .pagelinklast",
        "member-panel": ".postdetails",
        "post-tools": ".formbuttonrow, .barb, .barc",
        "signature-line": "td.post1, td.post2",
        "site-footer": ".copyright, #gfooter, .bottomborder",
    },
)
