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
    crumbs,
    page_links,
    place,
    refuse,
    version,
)
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.boxes import post_boxes
from site_gen.engines.tools.values import digits, first_group, shown
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


def split(page: Page) -> Iterator[RawPost]:
    """The posts around every ``.postcolor``."""
    for body, box in post_boxes(page, ".postcolor"):
        anchor = box.css_first("a[name^='entry'], a[id^='entry']")
        named = (anchor.attributes.get("name") or anchor.id) if anchor is not None else None
        number = first_group(ENTRY, body.id, named)
        if number is None:
            continue
        name = box.css_first("[id^='post-member-'] .normalname, .normalname, .unreg")
        if name is not None and name.css_first("a") is not None and shown(name.css_first("a")):
            name = name.css_first("a")
        members = box.css(".normalname a[href], [id^='post-member-'] a[href]")
        details = box.css("span.postdetails")
        when = next(
            (
                text
                for node in details
                if node.css_first("a") is None and (text := shown(node)) and dated(text)
            ),
            None,
        )
        counter = box.css_first("a[onclick*='link_to_post']")
        sign = box.css_first(".signature")
        yield RawPost(
            body=body,
            fields={
                "id": number,
                "floor": digits(shown(counter)),
                "author": shown(name),
                "author_id": next(
                    (
                        x
                        for link in members
                        if (x := first_group(MEMBER_URL, link.attributes.get("href")))
                    ),
                    None,
                ),
                "author_title": member_title(box),
                "location": place(box),
                "date_text": when,
            },
            signature=words(sign) or None if sign is not None else None,
        )


def dated(text: str) -> bool:
    """Whether a line of small print is a date: a time of day, or a day, and little else."""
    return len(text) < 60 and bool(re.search(r"\d\s*[:.]\s*\d\d|\d{1,4}[/.-]\d{1,2}", text))


def member_title(box: LexborNode) -> str | None:
    """The first line of the profile, where a skin keeps each in a box."""
    line = box.css_first(".postdetails .info")
    text = shown(line)
    return text if text and ":" not in text else None


def more_thread_2(page: Page) -> dict[str, Any]:
    """Thread number, title, boards and pages."""
    tree = page.tree
    facts = address_and_site(page)
    current, last = page_links(page)
    head = shown(tree.css_first("title")) or ""
    topic = shown(tree.css_first(".maintitle b, .maintitle td b, #topic-title, .topictitle b"))
    closed = tree.css_first("img[src*='t_closed'], img[src*='closed.gif']")
    link = tree.css_first("a[href*='showtopic']")
    return {
        **facts,
        "engine_version": version(page),
        "thread_id": first_group(TOPIC_SCRIPT, page.text)
        or first_group(TOPIC_URL, facts["url"], link.attributes.get("href") if link else None),
        "title": (topic if topic and topic in head else None)
        or head.rpartition(" - ")[0]
        or head
        or None,
        "board": crumbs(page, "#navstrip, .navstrip")[-3:],
        "page": current or 1,
        "pages_claimed": last,
        "locked": True if closed is not None else None,
    }


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
    more_thread=more_thread_2,
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
