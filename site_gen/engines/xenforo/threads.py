"""What a thread page of either version of XenForo states: title, boards, poll, or why it is none."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash
from site_gen.engines.tools.values import digits, shown
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

THREAD_URL = re.compile(r"/?\bthreads/(?:[^/?#\"']*\.)?(\d+)(?:/|$|[?#])")
BOARD_URL = re.compile(r"(?:[./#](\d+)/?$)|/(?:forums|categories)/[^/]+/?$")


def title_and_labels(box: LexborNode | None) -> tuple[str | None, list[str]]:
    """A title without the coloured prefixes that stand before it, and those."""
    if box is None:
        return None, []
    prefixes = [squash(node.text()) for node in box.css(".label, .prefix")]
    labels = list(dict.fromkeys(label for label in prefixes if label))
    title = squash(box.text())
    for label in labels:
        title = title.removeprefix(label).strip()
    return title or None, labels


def boards(crumbs: list[LexborNode]) -> list[str]:
    """The boards of a breadcrumb: the links that carry a number or a name of their own.

    Home and the index do not.
    """
    named = [(squash(link.text()), link.attributes.get("href") or "") for link in crumbs]
    found = [text for text, href in named if text and BOARD_URL.search(href)]
    return list(dict.fromkeys(found or [text for text, _ in named if text]))


def first_crumbs(page: Page, lists: str, links: str) -> list[LexborNode]:
    """The links of the first breadcrumb that has any: pages repeat it at the bottom."""
    for box in page.tree.css(lists):
        if found := box.css(links):
            return found
    return []


def poll(box: LexborNode | None) -> Poll | None:
    """A poll with the votes it shows: ``poll_macros`` (2), ``thread_view_poll`` (1)."""
    if box is None:
        return None
    question = box.css_first(
        ".questionText, .block-header .poll-question, .block-header, .block-minorHeader"
    )
    options = []
    for row in box.css(".pollResult, .pollOption, .pollResults li"):
        text = row.css_first(".pollResult-response, .optionText, .pollOption-text, h3, label")
        votes = row.css_first(".pollResult-votes, .voteCount, .count")
        if said := shown(text):
            options.append(PollOption(text=said, votes=digits(votes.text()) if votes else None))
    if not options:
        options = [
            PollOption(text=said) for row in box.css(".inputChoices-choice") if (said := shown(row))
        ]
    return Poll(question=shown(question), options=options) if options else None


def refuse(page: Page) -> str | None:
    """Why a page of XenForo holds no thread: version 2 names the template of every page."""
    root = page.tree.css_first("html")
    template = (root.attributes.get("data-template") if root else None) or ""
    if template in (
        "forum_view",
        "category_view",
        "forum_list",
        "forum_overview",
    ) or page.tree.css_first(".discussionList, .structItem--thread, .nodeList"):
        return "a list of threads or boards"
    if template in ("login", "register") or page.tree.css_first("#pageLogin, form#login"):
        return "a login page"
    if template == "error" or page.tree.css_first(
        ".errorOverlay, .errorPanel, .p-body-pageContent > .blockMessage"
    ):
        return "an error or a notice of the forum"
    return None


SHARED_CHROME = {
    "breadcrumb": ".p-breadcrumbs, .breadBoxTop, .breadBoxBottom, .breadcrumb",
    "page-links": ".pageNavWrapper, .pageNav, .pageNavSimple, .PageNav, .pageNavLinkGroup",
    "login-prompt": ".signupTooltip, #SignupButton, .loginBar, #loginBar, .js-registerPrompt",
    "quote-expander": ".bbCodeBlock-expandLink, .quoteExpand",
    "spoiler-button": ".bbCodeSpoiler-button, .bbCodeSpoilerButton",
    "quote-arrow": ".AttributionLink",
    "code-head": ".bbCodeBlock--code > .bbCodeBlock-title, .bbCodeBlock > .type",
    "share-buttons": ".shareButtons, .sharePage, .shareInput",
    "notices": ".notices, .notice, .Notices",
}
