"""The thread page of IP.Board 3."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.dates import Clock
from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.invision.bodies import RULES
from site_gen.engines.invision.common import (
    ENTRY,
    MEMBER_URL,
    SHARED_CHROME,
    TOPIC_SCRIPT,
    TOPIC_URL,
    crumbs,
    editing,
    page_links,
    place,
    refuse,
    version,
)
from site_gen.engines.invision.files import attachments
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.values import digits, first_group, shown
from site_gen.load.page import Page

COUNT = re.compile(r"#?\s*(\d+)\s*$")


def more_thread_3(page: Page) -> dict[str, Any]:
    """Thread number, title, boards and pages."""
    tree = page.tree
    facts = address_and_site(page)
    current, last = page_links(page)
    title = tree.css_first(
        "h1.ipsType_pagetitle, h1[itemprop=name], .topic_title_h1, .main_topic_title, h2.maintitle"
    )
    tags = [shown(node) for node in tree.css(".ipsTag, .topic_tags a, a.ipsTag span")]
    return {
        **facts,
        "engine_version": version(page) or "3",
        "thread_id": first_group(TOPIC_URL, facts["url"])
        or first_group(TOPIC_SCRIPT, page.text)
        or first_group(
            TOPIC_URL, *(link.attributes.get("href") for link in tree.css("a[rel=bookmark]"))
        ),
        "title": shown(title),
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": crumbs(page, "#secondary_navigation, .breadcrumb, #breadcrumb"),
        "page": current or 1,
        "pages_claimed": last,
        "locked": True
        if tree.css_first(".topic_buttons .closed, .topic_buttons .important .locked")
        else None,
    }


def more_post_3(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of version 3."""
    number = first_group(ENTRY, node.id)
    if number is None or node.css_first(".entry-content, .post") is None:
        return None
    time = node.css_first("abbr.published, .posted_info abbr, .posted_info time, .published")
    name = node.css_first("[itemprop='creator name'], .author.vcard, .author a, .author, .guest")
    members = node.css(".author a[href], .user_details a[href], .author_info a[href]")
    mark = node.css_first("p.edit")
    votes = node.css_first(".rep_bar .reputation, .reputation")
    count = re.fullmatch(r"\+?(\d+)", shown(votes) or "")
    return {
        "id": number,
        "floor": digits(first_group(COUNT, shown(node.css_first(".post_id, .post_number")))),
        "author": shown(name),
        "author_id": next(
            (x for link in members if (x := first_group(MEMBER_URL, link.attributes.get("href")))),
            None,
        ),
        "author_title": shown(node.css_first(".member_title, .title")),
        "location": place(node),
        "date_text": shown(time),
        "date_stated": time.attributes.get("title") or time.attributes.get("datetime")
        if time
        else None,
        "attachments": attachments(node, page),
        **({"up": digits(count[1])} if count else {}),
        **(editing(words(mark), None, Clock.of(page)) if mark is not None and words(mark) else {}),
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
    more_thread=more_thread_3,
    more_post=more_post_3,
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
