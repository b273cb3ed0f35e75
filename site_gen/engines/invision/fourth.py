"""The thread page of Invision Community 4 and 5."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, squash
from site_gen.engines.invision.bodies import RULES
from site_gen.engines.invision.common import (
    ENTRY,
    MEMBER_URL,
    SHARED_CHROME,
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
from site_gen.engines.tools.appstate import State, state, statistics
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

NUMBERED = re.compile(r"^#\d+$")  # until 4.4 the link to a post shows its place
HEADS = ".ipsComment_meta a, .ipsComment_header a, .ipsComment_tools a"
TITLES = (
    "h1.ipsType_pageTitle .ipsType_break, h1[data-ips-hook=title], .ipsPageHeader h1,"
    " h1.ipsType_pageTitle, h1"
)
TAGS = ".ipsPageHeader .ipsTags a, .ipsTags a.ipsTag, .ipsPageHeader .ipsTags__tag"
LOCKS = (
    ".ipsPageHeader .fa-lock, h1 .fa-lock, .ipsBadge_icon .fa-lock, [data-ips-hook=badges] .fa-lock"
)
BODIES = "article[id^='elComment_'] [data-role='commentContent']"
TIMES = (
    ".ipsComment_meta time, .ipsEntry__meta time, .ipsEntry__date time, .ipsEntry__header time,"
    " time"
)
EDIT_MARKS = ".ipsEdited, [data-el='edited'], [data-excludequote]:has(time)"
NAMES = (
    ".ipsEntry__username .ipsUsername",
    ".cAuthorPane_author a",
    ".cAuthorPane_author strong > span",
    ".cAuthorPane_author > span",
    ".ipsEntry__username",
    ".cAuthorPane_author",
)
MEMBER_LINKS = ".cAuthorPane_author a[href], .ipsEntry__username a[href], a.ipsUserPhoto[href]"


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards, pages, counts and poll."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    current, last = page_links(root)
    counts = statistics(page)
    tags = [tag.text for tag in root.all(TAGS)]
    return {
        **facts,
        "engine_version": version(page) or generation(root),
        "thread_id": thread_number(root, facts["url"]),
        "title": root.at(TITLES).text or None,
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": boards(root, ".ipsBreadcrumb"),
        "page": current or 1,
        "pages_claimed": last,
        "locked": bool(root.at(LOCKS)) or None,
        "poll": poll(root.at("[data-controller*='core.front.core.poll'], .cPoll")),
        "views": counts.get("ViewAction"),
        "replies": replies(root, counts.get("CommentAction"), last),
    }


def generation(root: Node) -> str:
    """Return "4" or "5", as the classes of the posts tell."""
    if root.at("article.ipsEntry, .ipsRichText"):
        return "5"
    return "4"


def thread_number(root: Node, url: str | None) -> str | None:
    """Return the thread's number, which the page's body has in its data, or its address."""
    body = root.at("body")
    stated = body.attr("data-pageid") or body.attr("data-id")
    if stated.isdecimal():
        return stated
    return first_group(TOPIC_URL, url)


def replies(root: Node, count: int | None, last: int | None) -> int | None:
    """Return the replies that JSON-LD claims.

    Early releases of 4 count the opening post too, as a single page shows.
    """
    if count is not None and last in (None, 1):
        shown_here = {body.key for body in root.all(BODIES)}
        if count == len(shown_here):
            return count - 1
    return count


def poll(box: Node) -> Poll | None:
    """Return the first question of a poll, with the votes that the page shows."""
    entry = box.at(".cPollList > li, .cPollList li")
    options: list[PollOption] = []
    for row in entry.all(".cPollList_choices > li"):
        text = row.at("label, .ipsGrid_span4, .cPollList_choice, div").text
        if text:
            votes = digits(row.at(".ipsGrid_span1, .cPollVoteCount").text)
            options.append(PollOption(text=text, votes=votes))
    if not options:
        return None
    head = entry.at("h3, .ipsType_sectionHead").text
    question = head.removeprefix(entry.at(".cPollList_number").text).strip()
    return Poll(question=question or None, options=options)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around a body of versions 4 and 5.

    Adverts dressed as posts have no number.
    """
    post = Node(node)
    number = first_group(ENTRY, post.id) or post.at("[data-commentid]").attr("data-commentid")
    if not number or not post.at("[data-role='commentContent']"):
        return None
    quoted = state(post.at("[data-quotedata]").attr("data-quotedata"))
    time = post.at(TIMES)
    mark = post.at(EDIT_MARKS)
    group = post.at(".ipsEntry__group, .cAuthorPane_info [data-role='group']")
    return {
        "id": number,
        "floor": floor(post),
        "author": author(post, quoted),
        "author_id": author_id(post, quoted),
        "author_title": group.text or None,
        "location": location(node),
        "date_text": date_text(time),
        "date_stated": time.attr("datetime") or None,
        "attachments": attachments(node, page),
        "up": likes(post),
        **edited((mark.at("strong") or mark).raw, mark.at("time").attr("datetime"), page),
    }


def date_text(time: Node) -> str | None:
    """Return a date as shown.

    Version 5 prints a long and a short form, of which a wide screen shows the long one.
    """
    return time.at(".ipsTime__long").text or time.text or None


def floor(post: Node) -> int | None:
    """Return the number in the words "#12" of a link in a post's head."""
    for link in post.all(HEADS):
        if NUMBERED.match(link.text):
            return digits(link.text)
    return None


def author(post: Node, quoted: State) -> str | None:
    """Return the name as shown, without the badges and buttons beside it.

    Else the name that the quote button would say.
    """
    for css in NAMES:
        if found := post.at(css).text:
            return found
    return squash(quoted.get("username")) or None


def author_id(post: Node, quoted: State) -> str | None:
    """Return the member's number: what the quote button would say, or a link to the profile."""
    if quoted.get("userid"):
        return str(quoted["userid"])
    return first_group(MEMBER_URL, *(link.attr("href") for link in post.all(MEMBER_LINKS)))


def likes(post: Node) -> int | None:
    """Return the counter of the reactions, where one kind alone stands there.

    Several kinds are no votes.
    """
    counters = post.all(".ipsReact_reactCount")
    if len(counters) != 1:
        return None
    return digits(counters[0].text)


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
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#ipsLayout_header, .ipsMobileHeader, .ipsHeader, .ipsNavBar_primary,"
        " #elUserNav, #header",
        "breadcrumb": ".ipsBreadcrumb",
        "title-line": ".ipsPageHeader",
        "page-links": ".ipsPagination, .ipsButtonBar",
        "member-panel": ".cAuthorPane, .ipsComment_author, .ipsEntry__author-column,"
        " .ipsEntry__header, .ipsUserPhoto",
        "byline-tools": ".ipsComment_meta, .ipsEntry__meta, .ipsComment_tools, .ipsComment_badges",
        "post-tools": ".ipsItemControls, .ipsEntry__footer, .ipsComment_controls, .cPostShareMenu",
        "reactions": ".ipsReact",
        "announcements": ".cAnnouncements, i-announcement-banner, .cAnnouncementsContent",
        "recommended": ".ipsRecommendedComments, [data-role=recommendedComments]",
        "quick-reply": "#replyForm, .cTopicPostArea, [data-role=replyArea], .ipsComposeArea,"
        " .cGuestTeaser",
        "related-threads": ".ipsWidget, #ipsLayout_sidebar, .cTopicRelated",
        "site-footer": "#ipsLayout_footer, #elCopyright, .ipsFooter, #elFooterLinks",
    },
)
