"""Stack Exchange: a question, its answers, and short comments under each.

Its sites are Stack Overflow, Server Fault, …. The question is ``#question[data-questionid]``, an
answer ``.answer[data-answerid]`` (both since 2010). The body is ``.js-post-body`` (before 2018
``.post-text``). Who asked or answered stands in the last ``.post-signature`` (owner) and an editor
in the one before it. Exact times are in ``span.relativetime[title]`` (UTC). Comments are
``li.comment``, formerly ``tr.comment``; since 2025 some sites have them as ``[itemprop=comment]``
without these classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import code, furniture, quotes, spoilers
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Comment

QUESTION = re.compile(r"/q(?:uestions)?/(\d+)")
EXACT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ?")
DIGITS = re.compile(r"\d[\d,.\u00a0\u202f ]*")
CLOSED = re.compile(
    r"\[(?:closed|duplicate|on hold|locked|migrated|cerrada|fechada|закрыт|クローズ済み)\]$", re.I
)
BODY = ".js-post-body, .post-text"
CURRENT = ".pager-answers .current, .pager .page-numbers.current, .s-pagination--item.is-selected"
PAGES = ".pager-answers .page-numbers, .s-pagination--item"
TO_USER = '.user-details a[href*="/users/"]'
USER = re.compile(r"/users/(-?\d+)")


def more_post(post: LexborNode, page: Page) -> dict[str, Any] | None:
    """Return what stands around a body."""
    node = Node(post)
    if not node.at(BODY):
        return None
    owner, editor = signatures(node)
    return {
        "id": own_id(node, page),
        "parent": node.attr("data-parentid") or answered(node, page),
        **author(owner),
        "date_stated": exact(owner) or question_time(node),
        "date_text": shown_time(owner),
        **edited(editor),
        "up": votes(node),
        "marks": marks(node),
        "comments": list(comments(node)),
    }


def is_question(node: Node) -> bool:
    """Tell whether a post is the question."""
    return node.id == "question" or "question" in node.classes


def own_id(node: Node, page: Page) -> str | None:
    """Return a post's number."""
    if is_question(node):
        return question_id(page)
    return node.attr("data-answerid") or node.id.removeprefix("answer-") or None


def answered(node: Node, page: Page) -> str | None:
    """Return the question's number for an answer."""
    return None if is_question(node) else question_id(page)


def question_id(page: Page) -> str | None:
    """Return the question's number: its data, its voting box, or the page's address."""
    question = Node(page.tree.css_first("#question, .question"))
    stated = question.attr("data-questionid")
    if not stated:
        stated = question.at("[data-post-id]").attr("data-post-id")
    return stated or first_group(QUESTION, page.capture.url)


def answer_count(root: Node) -> int | None:
    """Return how many answers the page counts."""
    stated = root.at("[data-answercount]")
    if stated:
        return number(stated.attr("data-answercount"))
    return number(root.at("[itemprop=answerCount]").text)


def signatures(node: Node) -> tuple[Node, Node]:
    """Return the box of the author and that of the last editor.

    An editor's time links to the revisions.
    """
    boxes = [box for box in node.all(".post-signature") if box.at(".user-info, .user-details")]
    revised = list(filter(is_revision, boxes))
    plain = [box for box in boxes if box not in revised] or boxes
    owner = next(filter(is_owner, boxes), None) or next(reversed(plain), NOTHING)
    return owner, next(iter(revised), NOTHING)


def is_revision(box: Node) -> bool:
    """Tell whether a signature is that of an editor."""
    return bool(box.at('.user-action-time a[href*="/revisions"]'))


def is_owner(box: Node) -> bool:
    """Tell whether a signature says that it is the author's."""
    return "owner" in box.attr("class") or bool(box.at("[itemprop=author]"))


def author(owner: Node) -> dict[str, Any]:
    """Return name and number of the author.

    A deleted account is words without a link, a community wiki has its own box.
    """
    link = owner.at(TO_USER)
    named = link or owner.at(".user-details meta[itemprop=name]", ".community-wiki")
    name = named.text or squash(named.attr("content"))
    if not named:
        name = owner.at(".user-details").own_text
    return {"author": name or None, "author_id": first_group(USER, link.attr("href"))}


def exact(box: Node) -> str | None:
    """Return the exact time in the title of a shown one: "2011-02-11 23:49:17Z"."""
    titled = (box.at(".user-action-time [title]"), *box.all("[title]"))
    matches = (EXACT.match(node.attr("title")) for node in titled)
    return next((match[0] for match in matches if match), None)


def question_time(node: Node) -> str | None:
    """Return the time that an answer's own ``time`` element states."""
    return node.at("time[itemprop=dateCreated][datetime]").attr("datetime") or None


def shown_time(box: Node) -> str | None:
    """Return a time as shown ("Feb 11, 2011 at 23:49")."""
    return box.at(".relativetime, .relativetime-clean").text or None


def edited(box: Node) -> dict[str, Any]:
    """Return when a post was last edited, and by whom: the author where the box names none."""
    if not box:
        return {}
    return {
        "edited": parse_absolute(exact(box) or "") or shown_time(box),
        "editor": box.at(TO_USER).text or None,
    }


def votes(node: Node) -> int | None:
    """Return the score; it may be negative."""
    count = node.at(".js-vote-count, .vote-count-post")
    stated = count.attr("data-value") or count.text or node.attr("data-score")
    stated = stated.replace("−", "-")
    return int(stated) if re.fullmatch(r"-?\d{1,9}", stated) else None


def marks(node: Node) -> list[str]:
    """Return the label of an accepted answer, in the page's words."""
    mark = node.at(".vote-accepted-on")
    if "accepted-answer" in node.classes:
        mark = node.at(".js-accepted-answer-indicator, .vote-accepted-on")
    if not mark:
        return []
    return [squash(mark.attr("aria-label")) or mark.text or "accepted"]


def comments(node: Node) -> Iterator[Comment]:
    """Yield the comments under a post that the page shows; the others come by script."""
    for entry in node.all("li.comment, tr.comment") or node.all("[itemprop=comment]"):
        said = entry.at(".comment-copy", "[itemprop=text]")
        when = entry.at(".comment-date, .comment-link")
        if said:
            yield Comment(
                author=entry.at(".comment-user").text or None,
                date=parse_absolute(when.at("[title]").attr("title")) or when.text or None,
                text=said.text,
            )


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, tags, counts and the question's number."""
    root = Node(page.tree.root)
    heading = root.at(
        "#question-header h1, #question-header a.question-hyperlink, h1[itemprop=name]"
    )
    current = root.at(CURRENT)
    numbers = [number(link.text) or 0 for link in root.all(PAGES)]
    tags = root.all("#question .post-tag, .question .post-tag")
    name, url = site_name(page), own_address(page)
    return {
        "title": heading.text if heading else None,
        "board": [name] if name else [],
        "site_name": name,
        "tags": list(dict.fromkeys(tag.text for tag in tags)),
        "views": views(root),
        "replies": answer_count(root),
        "locked": bool(CLOSED.search(heading.text)) or None,
        "thread_id": question_id(page),
        "page": number(current.text) if current else 1,
        "pages_claimed": max(numbers, default=0) or None,
        "site": host(url, page.base),
        "url": url,
    }


def views(root: Node) -> int | None:
    """Return how often the question was viewed: "Viewed 5,763 times" in a title.

    Formerly a row of ``#qinfo``.
    """
    for node in root.all("#question-header ~ div [title]"):
        said = squash(node.attr("title"))
        match = DIGITS.search(said)
        if match and not EXACT.match(said) and not node.at("time, a"):
            return without_marks(match[0])
    for row in root.all("#qinfo tr, .module.question-stats tr"):
        match = DIGITS.search(row.lines)
        if match and row.at("b") and not row.at("a, time, [title]"):
            return without_marks(match[0])
    return None


def without_marks(figures: str) -> int | None:
    """Return a number that parts its thousands: "5,763"."""
    return number(re.sub(r"\D", "", figures))


def refuse(page: Page) -> str | None:
    """Say that a list of questions holds no answers."""
    if page.tree.css_first(".question-summary, .s-post-summary") is None:
        return None
    return "a list of questions, without their words"


STACKEXCHANGE = Engine(
    name="stackexchange",
    view="desktop",
    fingerprints=(
        Fingerprint("posts with numbers", ("data-questionid=", "data-answerid="), 3),
        Fingerprint("bodies", ("js-post-body", 'class="post-text"'), 2),
        Fingerprint("votes", ("js-vote-count", "vote-count-post"), 1),
        Fingerprint(
            "comments", ("js-comments-container", "comments js-comments", 'class="comment-copy"'), 1
        ),
        Fingerprint("signatures", ("post-signature",), 1),
        Fingerprint("question header", ('id="question-header"', "id=question-header"), 1),
    ),
    threshold=5,
    posts="#question, .answer",
    post_boxes="#question, .answer",
    body=BODY,
    rules=(
        furniture("snippet-tools", ".snippet-ctas, .snippet-result", needles=("snippet-",)),
        spoilers(
            "blockquote.spoiler", title=".spoiler-title", inside="p", needles=('class="spoiler',)
        ),
        quotes("blockquote", needles=("<blockquote",)),
        code("pre", needles=("<pre",)),
        *COMMON,
    ),
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=(
        re.compile(r"/questions/(?P<thread>\d+)/[^?#]*(?:\?[^#]*)?#(?:answer-)?(?P<post>\d+)"),
        re.compile(r"/questions/(?P<thread>\d+)/(?:[^?#/]*/(?P<post>\d+))?"),
        re.compile(r"/q/(?P<thread>\d+)(?:/\d+)?[?#]"),
    ),
    chrome={
        "site-header": "header, .s-topbar, .top-bar, .topbar, #announcement-banner",
        "sidebar": "#left-sidebar, #sidebar, .left-sidebar, #rightSidebar",
        "thread-facts": "#question-header, #question-header ~ div",
        "byline": ".post-signature, .user-info",
        "votes": ".votecell, .js-voting-container",
        "post-tools": (
            ".js-post-menu, .post-menu, .comments-link, .js-add-link, .js-comments-menu, .comments"
        ),
        "tags": ".post-taglist",
        "comments": "[id^=follow-ups-container], .js-you-can-comment-banner-anon",
        "notices": ".js-post-notice, .s-notice, .question-status",
        "answers-head": "#answers-header, .bottom-notice, .pager-answers",
        "advert": ".js-zone-container, .everyonelovesstackoverflow, .js-report-ad-button-container",
        "quick-reply": "#post-form, .js-post-answer, #your-answer",
        "site-footer": "footer, #footer, .site-footer, .js-consent-banner",
    },
)

ENGINES = (STACKEXCHANGE,)
