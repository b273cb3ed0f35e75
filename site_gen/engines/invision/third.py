"""The thread page of IP.Board 3."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.invision.bodies import RULES
from site_gen.engines.invision.common import (
    ENTRY,
    MEMBER_URL,
    SHARED_CHROME,
    TOPIC_SCRIPT,
    TOPIC_URL,
    boards,
    edited,
    location,
    page_links,
    refuse,
    version,
)
from site_gen.engines.invision.files import attachments
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group, stated
from site_gen.load.page import Page

COUNT = re.compile(r"#?\s*(\d+)\s*$")
VOTES = re.compile(r"^\+?(\d+)$")
TITLES = "h1.ipsType_pagetitle, h1[itemprop=name], .topic_title_h1, .main_topic_title, h2.maintitle"
CLOSED = ".topic_buttons .closed, .topic_buttons .important .locked"
NAMES = "[itemprop='creator name'], .author.vcard, .author a, .author, .guest"
MEMBER_LINKS = ".author a[href], .user_details a[href], .author_info a[href]"


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards and pages."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    current, last = page_links(root)
    tags = [tag.text for tag in root.all(".ipsTag, .topic_tags a, a.ipsTag span")]
    return {
        **facts,
        "engine_version": version(page) or "3",
        "thread_id": thread_number(root, page, facts["url"]),
        "title": root.at(TITLES).text or None,
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": boards(root, "#secondary_navigation, .breadcrumb, #breadcrumb"),
        "page": current or 1,
        "pages_claimed": last,
        "locked": bool(root.at(CLOSED)) or None,
    }


def thread_number(root: Node, page: Page, url: str | None) -> str | None:
    """Return the thread's number, from its address, the page's scripts or the posts' own links."""
    number = first_group(TOPIC_URL, url) or first_group(TOPIC_SCRIPT, page.text)
    if number is not None:
        return number
    return first_group(TOPIC_URL, *(link.attr("href") for link in root.all("a[rel=bookmark]")))


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around a body of version 3."""
    post = Node(node)
    number = first_group(ENTRY, post.id)
    if number is None or not post.at(".entry-content, .post"):
        return None
    time = post.at("abbr.published, .posted_info abbr, .posted_info time, .published")
    links = post.all(MEMBER_LINKS)
    votes = first_group(VOTES, post.at(".rep_bar .reputation, .reputation").text)
    return {
        "id": number,
        "floor": digits(first_group(COUNT, post.at(".post_id, .post_number").text)),
        "author": post.at(NAMES).text or None,
        "author_id": first_group(MEMBER_URL, *(link.attr("href") for link in links)),
        "author_title": post.at(".member_title, .title").text or None,
        "location": location(node),
        "date_text": time.text or None,
        "date_stated": time.attr("title") or time.attr("datetime") or None,
        "attachments": attachments(node, page),
        **stated(up=digits(votes)),
        **edited(node.css_first("p.edit"), "", page),
    }


THIRD = Engine(
    name="invision",
    view="desktop",
    fingerprints=(
        Fingerprint("posts named post_id", ("id='post_id_", 'id="post_id_', "id=post_id_"), 3),
        Fingerprint(
            "posts of class post_block",
            ("post_block hentry", "class='post_block", 'class="post_block'),
            2,
        ),
        Fingerprint("scripts of IP.Board 3", ("ipb.vars[", "ips.topic.js", "ipb.topic."), 2),
        Fingerprint(
            "the wrapper",
            ("id='ipbwrapper'", 'id="ipbwrapper"', "id='ipboard_body'", 'id="ipboard_body"'),
            2,
        ),
        Fingerprint("bodies of class entry-content", ("post entry-content",), 1),
    ),
    threshold=4,
    posts="[id^='post_id_']",
    body=".entry-content",
    signature=".signature",
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#header_bar, #branding, #primary_nav, #user_navigation, #header",
        "breadcrumb": "#secondary_navigation, .breadcrumb",
        "page-links": ".pagination, .topic_controls",
        "member-panel": ".author_info, .user_details, .basic_info, .user_fields, .custom_fields",
        "post-tools": ".post_controls, .rep_bar, .post_id, .posted_info",
        "quick-reply": "#fast_reply_wrapper, #fastreply, .topic_buttons",
        "site-footer": "#footer_utilities, #copyright, [id^=ipbfs], #stats, #topic_stats",
    },
)
