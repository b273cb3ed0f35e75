"""The thread page of Invision Community 4 and 5."""

from __future__ import annotations

import json
import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.dates import Clock
from site_gen.engines.core.table import Engine, Fingerprint, squash
from site_gen.engines.invision.bodies import RULES
from site_gen.engines.invision.common import (
    ENTRY,
    MEMBER_URL,
    SHARED_CHROME,
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
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.values import digits, first_group, shown
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

NUMBERED = re.compile(r"^#\d+$")  # until 4.4 the link to a post shows its place
HEADS = ".ipsComment_meta a, .ipsComment_header a, .ipsComment_tools a"


def more_thread_4(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages, counts and poll."""
    tree = page.tree
    facts = address_and_site(page)
    body = tree.css_first("body")
    stated = (
        (body.attributes.get("data-pageid") or body.attributes.get("data-id")) if body else None
    )
    current, last = page_links(page)
    counts = statistics(page)
    title = tree.css_first(
        "h1.ipsType_pageTitle .ipsType_break, h1[data-ips-hook=title], .ipsPageHeader h1, h1.ipsType_pageTitle, h1"
    )
    tags = [
        shown(node)
        for node in tree.css(
            ".ipsPageHeader .ipsTags a, .ipsTags a.ipsTag, .ipsPageHeader .ipsTags__tag"
        )
    ]
    fifth = tree.css_first("article.ipsEntry, .ipsRichText") is not None
    locked = tree.css_first(
        ".ipsPageHeader .fa-lock, h1 .fa-lock, .ipsBadge_icon .fa-lock, [data-ips-hook=badges] .fa-lock"
    )
    return {
        **facts,
        "engine_version": version(page) or ("5" if fifth else "4"),
        "thread_id": stated
        if stated and stated.isdecimal()
        else first_group(TOPIC_URL, facts["url"]),
        "title": shown(title),
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": crumbs(page, ".ipsBreadcrumb"),
        "page": current or 1,
        "pages_claimed": last,
        "locked": True if locked is not None else None,
        "poll": poll(tree.css_first("[data-controller*='core.front.core.poll'], .cPoll")),
        **({"views": counts["ViewAction"]} if "ViewAction" in counts else {}),
        **replies(page, counts.get("CommentAction"), last),
    }


def replies(page: Page, count: int | None, last: int | None) -> dict[str, int]:
    """The replies that JSON-LD claims.

    Early releases of 4 count the opening post too, as a single page shows.
    """
    if count is None:
        return {}
    shown_here = len(
        {
            node.mem_id
            for node in page.tree.css("article[id^='elComment_'] [data-role='commentContent']")
        }
    )
    return {"replies": count - 1 if last in (None, 1) and count == shown_here else count}


def poll(box: LexborNode | None) -> Poll | None:
    """The first question of a poll, with the votes that the page shows."""
    entry = box.css_first(".cPollList > li, .cPollList li") if box is not None else None
    if box is None or entry is None:
        return None
    number = entry.css_first(".cPollList_number")
    question = (
        (shown(entry.css_first("h3, .ipsType_sectionHead")) or "")
        .removeprefix(shown(number) or "")
        .strip()
    )
    options: list[PollOption] = []
    for row in entry.css(".cPollList_choices > li"):
        text = row.css_first("label, .ipsGrid_span4, .cPollList_choice, div")
        votes = row.css_first(".ipsGrid_span1, .cPollVoteCount")
        if said := shown(text):
            options.append(PollOption(text=said, votes=digits(shown(votes))))
    return Poll(question=question or None, options=options) if options else None


def numbered(node: LexborNode) -> str | None:
    """The words "#12" of a link in a post's head."""
    said = (squash(link.text()) for link in node.css(HEADS))
    return next((text for text in said if NUMBERED.match(text)), None)


def more_post_4(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of versions 4 and 5; adverts dressed as posts have no number."""
    holder = node.css_first("[data-commentid]")
    number = first_group(ENTRY, node.id) or (
        holder.attributes.get("data-commentid") if holder else None
    )
    if number is None or node.css_first("[data-role='commentContent']") is None:
        return None
    quoted = quote_data(node)
    time = node.css_first(
        ".ipsComment_meta time, .ipsEntry__meta time, .ipsEntry__date time, .ipsEntry__header time, time"
    )
    mark = node.css_first(".ipsEdited, [data-el='edited'], [data-excludequote]:has(time)")
    moment = mark.css_first("time") if mark is not None else None
    stated = moment.attributes.get("datetime") if moment is not None else None
    said = words(mark.css_first("strong") or mark) if mark is not None else ""
    group = node.css_first(".ipsEntry__group, .cAuthorPane_info [data-role='group']")
    return {
        "id": number,
        "floor": digits(numbered(node)),
        "author": author(node) or squash(quoted.get("username")) or None,
        "author_id": str(quoted["userid"]) if quoted.get("userid") else member_number(node),
        "author_title": shown(group),
        "location": place(node),
        "date_text": long_form(time),
        "date_stated": time.attributes.get("datetime") if time else None,
        "attachments": attachments(node, page),
        **reactions(node),
        **(editing(said, stated, Clock.of(page)) if said else {}),
    }


def quote_data(node: LexborNode) -> dict[str, Any]:
    """What the quote button would say about a post."""
    holder = node.css_first("[data-quotedata]")
    try:
        data = (
            json.loads(holder.attributes.get("data-quotedata") or "{}")
            if holder is not None
            else {}
        )
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def author(node: LexborNode) -> str | None:
    """The name as shown, without the badges and buttons beside it."""
    for css in (
        ".ipsEntry__username .ipsUsername",
        ".cAuthorPane_author a",
        ".cAuthorPane_author strong > span",
        ".cAuthorPane_author > span",
        ".ipsEntry__username",
        ".cAuthorPane_author",
    ):
        if found := shown(node.css_first(css)):
            return found
    return None


def member_number(node: LexborNode) -> str | None:
    """The member's number, out of a link to the profile."""
    links = node.css(
        ".cAuthorPane_author a[href], .ipsEntry__username a[href], a.ipsUserPhoto[href]"
    )
    return next(
        (
            found
            for link in links
            if (found := first_group(MEMBER_URL, link.attributes.get("href")))
        ),
        None,
    )


def long_form(time: LexborNode | None) -> str | None:
    """A date as shown: version 5 prints a long and a short form, of which a wide screen shows the long one."""
    return shown(time.css_first(".ipsTime__long")) or shown(time) if time is not None else None


def reactions(node: LexborNode) -> dict[str, int]:
    """The sum of the reactions' counters, where one kind alone stands there: several kinds are no votes."""
    counters = [digits(shown(box)) for box in node.css(".ipsReact_reactCount")]
    return {"up": counters[0]} if len(counters) == 1 and counters[0] is not None else {}


FOURTH = Engine(
    name="invision",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "posts named elComment", ("id='elComment_", 'id="elComment_', "id=elComment_"), 3
        ),
        Fingerprint(
            "bodies by data-role",
            (
                "data-role='commentContent'",
                'data-role="commentContent"',
                "data-role=commentContent",
            ),
            2,
        ),
        Fingerprint(
            "feed of comments",
            ("core.front.core.commentFeed", "data-commentApp=", "data-commentapp="),
            2,
        ),
        Fingerprint(
            "an application of Invision",
            ("ipsApp ipsApp_front", "ipsLayout_container", "ipsLayout__container"),
            1,
        ),
        Fingerprint("settings of Invision", ("ips.setSetting(", "ipsSettings"), 1),
    ),
    threshold=4,
    posts="article[id^='elComment_'], article:has([data-commentid]):not([id^='elComment_'])",
    body="[data-role='commentContent']",
    signature="[data-role='memberSignature']",
    rules=RULES,
    more_thread=more_thread_4,
    more_post=more_post_4,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#ipsLayout_header, .ipsMobileHeader, .ipsHeader, .ipsNavBar_primary, #elUserNav, #header",
        "breadcrumb": ".ipsBreadcrumb",
        "title-line": ".ipsPageHeader",
        "page-links": ".ipsPagination, .ipsButtonBar",
        "member-panel": ".cAuthorPane, .ipsComment_author, .ipsEntry__author-column, .ipsEntry__header, .ipsUserPhoto",
        "byline-tools": ".ipsComment_meta, .ipsEntry__meta, .ipsComment_tools, .ipsComment_badges",
        "post-tools": ".ipsItemControls, .ipsEntry__footer, .ipsComment_controls, .cPostShareMenu",
        "reactions": ".ipsReact",
        "announcements": ".cAnnouncements, i-announcement-banner, .cAnnouncementsContent",
        "recommended": ".ipsRecommendedComments, [data-role=recommendedComments]",
        "quick-reply": "#replyForm, .cTopicPostArea, [data-role=replyArea], .ipsComposeArea, .cGuestTeaser",
        "related-threads": ".ipsWidget, #ipsLayout_sidebar, .cTopicRelated",
        "site-footer": "#ipsLayout_footer, #elCopyright, .ipsFooter, #elFooterLinks",
    },
)
