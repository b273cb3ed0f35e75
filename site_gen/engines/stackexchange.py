"""Stack Exchange: a question, its answers, and short comments under each (Stack Overflow, Server Fault, …).

The question is ``#question[data-questionid]``, an answer ``.answer[data-answerid]`` (both since
2010). The body is ``.js-post-body`` (before 2018 ``.post-text``). Who asked or answered stands in
the last ``.post-signature`` (owner) and an editor in the one before it. Exact times are in
``span.relativetime[title]`` (UTC). Comments are ``li.comment``, formerly ``tr.comment``; since 2025
some sites have them as ``[itemprop=comment]`` without these classes.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import code, furniture, quotes, spoilers
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.load.page import Page
from site_gen.models import Comment

QUESTION = re.compile(r"/q(?:uestions)?/(\d+)")
USER = re.compile(r"/users/(-?\d+)")
EXACT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ?")
DIGITS = re.compile(r"\d[\d,.\u00a0\u202f ]*")
CLOSED = re.compile(
    r"\[(?:closed|duplicate|on hold|locked|migrated|cerrada|fechada|закрыт|クローズ済み)\]$", re.I
)
BODY = ".js-post-body, .post-text"


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body."""
    if node.css_first(BODY) is None:
        return None
    ident = own_id(node, page)
    owner, editor = signatures(node)
    return {
        "id": ident,
        "parent": node.attributes.get("data-parentid")
        or (None if is_question(node) else question_id(page)),
        **author(owner),
        "date_stated": exact(owner) or question_time(node),
        "date_text": shown_time(owner),
        **edited(editor),
        "up": votes(node),
        "marks": marks(node),
        "comments": comments(node),
    }


def is_question(node: LexborNode) -> bool:
    """Whether a post is the question."""
    return (
        node.attributes.get("id") == "question"
        or "question" in (node.attributes.get("class") or "").split()
    )


def own_id(node: LexborNode, page: Page) -> str | None:
    """A post's number."""
    if is_question(node):
        return question_id(page)
    return (
        node.attributes.get("data-answerid")
        or (node.attributes.get("id") or "").removeprefix("answer-")
        or None
    )


def question_id(page: Page) -> str | None:
    """The question's number: its data, its voting box, or the page's address."""
    question = page.tree.css_first("#question, .question")
    box = question.css_first("[data-post-id]") if question is not None else None
    stated = question.attributes.get("data-questionid") if question is not None else None
    match = QUESTION.search(page.capture.url or "")
    return (
        stated
        or (box.attributes.get("data-post-id") if box is not None else None)
        or (match[1] if match else None)
    )


def answer_count(page: Page) -> int | None:
    """How many answers the page counts."""
    stated = page.tree.css_first("[data-answercount]")
    shown = page.tree.css_first("[itemprop=answerCount]")
    if stated is not None:
        return number(stated.attributes.get("data-answercount"))
    return number(squash(shown.text())) if shown is not None else None


def signatures(node: LexborNode) -> tuple[LexborNode | None, LexborNode | None]:
    """The box of the author and that of the last editor (whose time links to the revisions)."""
    boxes = [
        box
        for box in node.css(".post-signature")
        if box.css_first(".user-info, .user-details") is not None
    ]
    marked = [
        b
        for b in boxes
        if "owner" in (b.attributes.get("class") or "") or b.css_first("[itemprop=author]")
    ]
    revised = [
        box for box in boxes if box.css_first('.user-action-time a[href*="/revisions"]') is not None
    ]
    plain = [box for box in boxes if all(box.mem_id != other.mem_id for other in revised)]
    owner = next(iter([*marked, *plain[-1:], *boxes[-1:]]), None)
    return owner, next(iter(revised), None)


def author(owner: LexborNode | None) -> dict[str, Any]:
    """Name and number of the author.

    A deleted account is words without a link, a community wiki has its own box.
    """
    if owner is None:
        return {}
    details = owner.css_first(".user-details")
    link = owner.css_first('.user-details a[href*="/users/"]')
    named = (
        link
        or owner.css_first(".user-details meta[itemprop=name]")
        or owner.css_first(".community-wiki")
    )
    if named is not None and named.tag == "meta":
        name = squash(named.attributes.get("content"))
    else:
        name = (
            squash(named.text())
            if named is not None
            else squash(details.text(deep=False))
            if details
            else ""
        )
    match = USER.search(link.attributes.get("href") or "") if link is not None else None
    return {"author": name or None, "author_id": match[1] if match else None}


def exact(box: LexborNode | None) -> str | None:
    """The exact time in the title of a shown one: "2011-02-11 23:49:17Z"."""
    node = box.css_first(".user-action-time [title]") if box is not None else None
    titles = (
        [span.attributes.get("title") or "" for span in box.css("[title]")]
        if box is not None
        else []
    )
    stated = [node.attributes.get("title") or "", *titles] if node is not None else titles
    return next((match[0] for title in stated if (match := EXACT.match(title))), None)


def question_time(node: LexborNode) -> str | None:
    """The time that an answer's own ``time`` element states."""
    time = node.css_first("time[itemprop=dateCreated][datetime]")
    return time.attributes.get("datetime") if time is not None else None


def shown_time(box: LexborNode | None) -> str | None:
    """A time as shown ("Feb 11, 2011 at 23:49")."""
    node = box.css_first(".relativetime, .relativetime-clean") if box is not None else None
    return (squash(node.text()) or None) if node is not None else None


def edited(box: LexborNode | None) -> dict[str, Any]:
    """When a post was last edited, and by whom: the author where the box names none."""
    if box is None:
        return {}
    link = box.css_first('.user-details a[href*="/users/"]')
    stated = exact(box)
    return {
        "edited": (parse_absolute(stated) if stated else None) or shown_time(box),
        "editor": (squash(link.text()) or None) if link is not None else None,
    }


def votes(node: LexborNode) -> int | None:
    """The score; it may be negative."""
    count = node.css_first(".js-vote-count, .vote-count-post")
    stated = node.attributes.get("data-score") or ""
    if count is not None:
        stated = count.attributes.get("data-value") or squash(count.text()) or stated
    stated = stated.replace("−", "-")
    return int(stated) if re.fullmatch(r"-?\d{1,9}", stated) else None


def marks(node: LexborNode) -> list[str]:
    """The label of an accepted answer, in the page's words."""
    if "accepted-answer" not in (node.attributes.get("class") or "").split():
        mark = node.css_first(".vote-accepted-on")
    else:
        mark = node.css_first(".js-accepted-answer-indicator, .vote-accepted-on")
    if mark is None:
        return []
    return [squash(mark.attributes.get("aria-label")) or squash(mark.text()) or "accepted"]


def comments(node: LexborNode) -> list[Comment]:
    """The comments under a post that the page shows; the others come by script."""
    found: list[Comment] = []
    entries = node.css("li.comment, tr.comment") or node.css("[itemprop=comment]")
    for entry in entries:
        said = entry.css_first(".comment-copy") or entry.css_first("[itemprop=text]")
        if said is None:
            continue
        name, when = (
            entry.css_first(".comment-user"),
            entry.css_first(".comment-date, .comment-link"),
        )
        title = when.css_first("[title]") if when is not None else None
        stated = parse_absolute(title.attributes.get("title") or "") if title is not None else None
        shown = squash(when.text()) if when is not None else None
        author = (squash(name.text()) or None) if name is not None else None
        found.append(Comment(author=author, date=stated or shown or None, text=squash(said.text())))
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Title, tags, counts and the question's number."""
    tree = page.tree
    heading = tree.css_first(
        "#question-header h1, #question-header a.question-hyperlink, h1[itemprop=name]"
    )
    title = squash(heading.text()) if heading is not None else None
    url = own_address(page)
    current = tree.css_first(
        ".pager-answers .current, .pager .page-numbers.current, .s-pagination--item.is-selected"
    )
    links = tree.css(".pager-answers .page-numbers, .s-pagination--item")
    numbers = [number(squash(node.text())) or 0 for node in links]
    name = site_name(page)
    return {
        "title": title,
        "board": [name] if name else [],
        "site_name": name,
        "tags": list(
            dict.fromkeys(
                squash(tag.text()) for tag in tree.css("#question .post-tag, .question .post-tag")
            )
        ),
        "views": views(page),
        "replies": answer_count(page),
        "locked": True if title and CLOSED.search(title) else None,
        "thread_id": question_id(page),
        "page": number(squash(current.text())) if current is not None else 1,
        "pages_claimed": max(numbers, default=0) or None,
        "site": host(url, page.base),
        "url": url,
    }


def views(page: Page) -> int | None:
    """How often the question was viewed: "Viewed 5,763 times" in a title.

    Formerly a row of ``#qinfo``.
    """
    for node in page.tree.css("#question-header ~ div [title]"):
        said = squash(node.attributes.get("title"))
        if (
            not EXACT.match(said)
            and node.css_first("time, a") is None
            and (match := DIGITS.search(said))
        ):
            return number(re.sub(r"\D", "", match[0]))
    for row in page.tree.css("#qinfo tr, .module.question-stats tr"):
        value = row.css_first("b")
        if (
            value is not None
            and row.css_first("a, time, [title]") is None
            and (match := DIGITS.search(row.text()))
        ):
            return number(re.sub(r"\D", "", match[0]))
    return None


def refuse(page: Page) -> str | None:
    """Lists of questions hold no answers."""
    listed = page.tree.css_first(".question-summary, .s-post-summary")
    return "a list of questions, without their words" if listed is not None else None


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
        "post-tools": ".js-post-menu, .post-menu, .comments-link, .js-add-link, .js-comments-menu, .comments",
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
