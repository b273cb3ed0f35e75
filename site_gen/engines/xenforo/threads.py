"""What a thread page of either version of XenForo states: title, boards, poll, or a refusal."""

from __future__ import annotations

import re

from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

THREAD_URL = re.compile(r"/?\bthreads/(?:[^/?#\"']*\.)?(\d+)(?:/|$|[?#])")
BOARD_URL = re.compile(r"(?:[./#](\d+)/?$)|/(?:forums|categories)/[^/]+/?$")
QUESTIONS = ".questionText, .block-header .poll-question, .block-header, .block-minorHeader"
ANSWERS = ".pollResult-response, .optionText, .pollOption-text, h3, label"
LISTS = ("forum_view", "category_view", "forum_list", "forum_overview")


def title_and_labels(box: Node) -> tuple[str | None, list[str]]:
    """Return a title without the coloured prefixes that stand before it, and those."""
    prefixes = [prefix.text for prefix in box.all(".label, .prefix")]
    labels = list(dict.fromkeys(label for label in prefixes if label))
    title = box.text
    for label in labels:
        title = title.removeprefix(label).strip()
    return title or None, labels


def boards(root: Node, lists: str, links: str) -> list[str]:
    """Return the boards of the first breadcrumb that has links: pages repeat it at the bottom.

    Boards carry a number or a name of their own in their address; home and the index do not.
    """
    crumbs = next(filter(None, (box.all(links) for box in root.all(lists))), [])
    named = [(link.text, link.attr("href")) for link in crumbs if link.text]
    found = [text for text, href in named if BOARD_URL.search(href)]
    return list(dict.fromkeys(found or [text for text, _ in named]))


def page_number(pager: Node, said: str, url: str | None) -> int | None:
    """Return the page's number, as its page links say it.

    Without such links it is the first page, if it is known which page was saved.
    """
    if pager:
        return digits(said)
    if url:
        return 1
    return None


def poll(box: Node) -> Poll | None:
    """Return a poll with the votes it shows: ``poll_macros`` (2), ``thread_view_poll`` (1)."""
    options: list[PollOption] = []
    for row in box.all(".pollResult, .pollOption, .pollResults li"):
        text = row.at(ANSWERS).text
        if text:
            votes = row.at(".pollResult-votes, .voteCount, .count")
            options.append(PollOption(text=text, votes=digits(votes.lines)))
    if not options:
        choices = [choice.text for choice in box.all(".inputChoices-choice")]
        options = [PollOption(text=text) for text in choices if text]
    if not options:
        return None
    return Poll(question=box.at(QUESTIONS).text or None, options=options)


def refuse(page: Page) -> str | None:
    """Return why a page of XenForo holds no thread: version 2 names the template of every page."""
    root = Node(page.tree.root)
    template = root.at("html").attr("data-template")
    if template in LISTS or root.at(".discussionList, .structItem--thread, .nodeList"):
        return "a list of threads or boards"
    if template in ("login", "register") or root.at("#pageLogin, form#login"):
        return "a login page"
    if template == "error" or root.at(
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
