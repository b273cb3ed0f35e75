"""XenForo 1 (1.0 to 1.5) and XenForo 2 (2.0 to 2.3).

Templates ``message``, ``message_user_info``, ``bb_code_tag_quote`` (1) and ``post_macros``,
``message_macros``, ``bb_code_tag_quote`` (2). The scripts of both need ``data-author`` and the
post's id, so that every skin keeps them.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import HEAD_NAME, code, furniture, gates, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import Engine, Fingerprint, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.values import digits, first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption

THREAD_URL = re.compile(r"/?\bthreads/(?:[^/?#\"']*\.)?(\d+)(?:/|$|[?#])")
THREAD_KEY = re.compile(r'data-content-key=["\']?thread-(\d+)')
POST_ID = re.compile(r"^(?:js-)?post-(\d+)$")
MEMBER_URL = re.compile(r"(?:members|mitglieder)/(?:[^/?#]*\.)?(\d+)/?")
BOARD_URL = re.compile(r"(?:[./#](\d+)/?$)|/(?:forums|categories)/[^/]+/?$")
FLOOR = re.compile(r"(?:^|\s)#\s*(\d[\d.,]*)\b")
SIZE = re.compile(r"[\d.,]+\s*(?:bytes|[KMG]i?B|Ko|Mo)", re.I)
ADDRESSES = (
    re.compile(
        r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)/(?:page-\d+)?(?:[^#]*)#post-(?P<post>\d+)$"
    ),
    re.compile(r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)/post-(?P<post>\d+)"),
    re.compile(r"/threads/(?:[^/?#]*\.)?(?P<thread>\d+)(?:/|[?#]|$)"),
    re.compile(r"/posts/(?P<post>\d+)(?:/|[?#]|$)"),
    re.compile(r"goto/post\?(?:.*&)?id=(?P<post>\d+)"),
)

# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: an attribute of the box says it; else the head's words ("X said:")."""
    stated = box.attributes.get("data-quote") or box.attributes.get("data-author")
    if stated and stated.strip():
        return squash(stated)
    match = HEAD_NAME.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def plain_quotes(body: Body) -> None:
    """Version 1 wraps the words in ``aside`` and draws an arrow as the link to the quoted post."""
    for arrow in body.each(".AttributionLink"):
        for child in list(arrow.iter(include_text=True)):
            child.decompose()
    for wrapper in body.each(".bbCodeQuote > aside"):
        wrapper.unwrap()


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.smilie`` and ``img.mceSmilie*``: the class that sitegen gives.

    Other classes of the page are forgotten.
    """
    del found
    classes = image.get("class", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    if "milie" in classes:
        return {
            **kept,
            "class": "smiley",
            "alt": image.get("data-shortname") or image.get("alt", ""),
        }
    return kept


def lazy_picture(image: Attributes, found: Findings) -> Attributes:
    """``data-url`` keeps the address behind XenForo's image proxy.

    PageSpeed keeps the real one beside a blank.
    """
    del found
    real = image.get("data-pagespeed-lazy-src")
    return {**image, "src": real} if real else image


RULES = (
    furniture(
        "quote-expander",
        ".bbCodeBlock-expandLink, .bbCodeBlock-shrinkLink, .quoteExpand",
        needles=("xpandLink", "quoteExpand", "shrinkLink"),
    ),
    furniture(
        "selection-marker",
        ".messageTextEndMarker, .js-selectToQuoteEnd",
        needles=("messageTextEndMarker", "selectToQuoteEnd"),
    ),
    furniture(
        "code-head",
        ".bbCodeBlock--code > .bbCodeBlock-title, .bbCodeCode > .type, .bbCodePHP > .type, .bbCodeHTML > .type",
        needles=("bbCode",),
    ),
    gates(
        ".bbCodeBlock--hidden, .bbCodeBlock--hide, .bbCodeHide, .messageHide, .hidden-content",
        needles=("--hid", "bbCodeHide", "messageHide", "hidden-content"),
    ),
    Rule("plain-quotes", ("bbCodeQuote", "AttributionLink"), plain_quotes),
    quotes(
        ".bbCodeBlock--quote, .bbCodeQuote",
        head=".bbCodeBlock-title, .attribution",
        body=".bbCodeBlock-content, .quoteContainer",
        needles=("uote",),
        who=quoted_name,
    ),
    code(
        ".bbCodeBlock--code, .bbCodeCode:not(pre):not(code), .bbCodePHP, .bbCodeHTML, .bbCodeQuote > pre",
        lines="pre, .bbCodeCode, code",
        needles=("bbCode",),
    ),
    spoilers(
        ".bbCodeSpoiler, .bbCodeSpoilerContainer",
        title=".bbCodeSpoiler-button-title, .bbCodeSpoilerTitle",
        inside=".bbCodeSpoiler-content .bbCodeBlock-content, .bbCodeSpoilerText",
        needles=("Spoiler",),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    TagRule("proxied-pictures", "img", lazy_picture),
    *FINISH,
)

# ── Threads ───────────────────────────────────────────────────────────────────────────────────────


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


def more_thread_2(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages, poll."""
    tree = page.tree
    facts = address_and_site(page)
    title, labels = title_and_labels(tree.css_first(".p-title-value") or tree.css_first("h1"))
    tags = [squash(node.text()) for node in tree.css(".tagItem")]
    root = tree.css_first("html")
    counts = statistics(page)
    current = tree.css_first(".pageNav-page--current")
    numbers = [
        count for node in tree.css(".pageNav-page a") if (count := digits(node.text())) is not None
    ]
    link = next(
        (
            href
            for node in tree.css("a[href*='/threads/']")
            if (href := node.attributes.get("href"))
        ),
        None,
    )
    return {
        **facts,
        "engine_version": (root.attributes.get("data-xf") if root else None) or "2",
        "thread_id": first_group(THREAD_KEY, page.text[:4_000])
        or first_group(THREAD_URL, facts["url"], link),
        "title": title,
        "tags": list(dict.fromkeys([*labels, *(tag for tag in tags if tag)])),
        "board": boards(first_crumbs(page, ".p-breadcrumbs", "a[href]")),
        "page": digits(current.text()) if current else 1 if facts["url"] else None,
        "pages_claimed": max(numbers, default=None),
        "locked": True if tree.css_first(".blockStatus-message--locked") else None,
        "poll": poll(
            tree.css_first(
                ".js-pollBlock, form[data-xf-init*='poll-block'], .block--poll, [action*='/poll/vote']"
            )
        ),
        **({"views": counts["ViewAction"]} if "ViewAction" in counts else {}),
        **(
            {"replies": counts.get("CommentAction", counts.get("ReplyAction"))}
            if counts.keys() & {"CommentAction", "ReplyAction"}
            else {}
        ),
    }


def more_thread_1(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages, poll."""
    tree = page.tree
    facts = address_and_site(page)
    title, labels = title_and_labels(tree.css_first(".titleBar h1, .titleText h1, h1"))
    tags = [squash(node.text()) for node in tree.css(".tagList a.tag, .tagList .tag a")]
    links = tree.css_first(".PageNav[data-page]")
    permalink = tree.css_first(
        "a.datePermalink, a.postNumber, #pageDescription a[href*='threads/']"
    )
    link = permalink.attributes.get("href") if permalink else None
    return {
        **facts,
        "engine_version": "1",
        "thread_id": first_group(THREAD_URL, facts["url"], link),
        "title": title,
        "tags": list(dict.fromkeys([*labels, *(tag for tag in tags if tag)])),
        "board": boards(first_crumbs(page, ".crumbs, .breadcrumb", "a.crumb")),
        "page": digits(links.attributes.get("data-page")) if links else 1 if facts["url"] else None,
        "pages_claimed": digits(links.attributes.get("data-last")) if links else None,
        "locked": True
        if tree.css_first(".threadAlerts .lockedAlert, .lockedAlert, .threadAlert.locked")
        else None,
        "poll": poll(tree.css_first(".PollContainer")),
    }


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


# ── Posts ─────────────────────────────────────────────────────────────────────────────────────────


def post_id(node: LexborNode) -> str | None:
    """The number in ``data-content`` or in the id."""
    stated = node.attributes.get("data-content") or node.id
    return first_group(POST_ID, stated, node.id)


def author_id(node: LexborNode) -> str | None:
    """The member's number: ``data-user-id``, or the link to the member's page."""
    box = node.css_first(".message-user, .message-cell--user, .messageUserInfo") or node
    named = box.css_first("[data-user-id]")
    if named is not None and (stated := named.attributes.get("data-user-id")) not in (
        "",
        "0",
        None,
    ):
        return stated
    for link in box.css("a.username[href], a.avatar[href]"):
        if found := first_group(MEMBER_URL, link.attributes.get("href")):
            return found
    return None


def stated_date(time: LexborNode | None) -> tuple[str | None, str | None]:
    """A date as shown, and as its element's attributes state it: local forms before seconds since 1970."""
    if time is None:
        return None, None
    attributes = time.attributes
    day, hour = attributes.get("data-datestring"), attributes.get("data-timestring")
    stated = attributes.get("datetime") or (f"{day} {hour}" if day and hour else None)
    stated = (
        stated
        or attributes.get("title")
        or attributes.get("data-time")
        or attributes.get("data-timestamp")
    )
    return shown(time), stated


def edited(mark: LexborNode | None, page: Page) -> dict[str, Any]:
    """When a post was last edited, out of its mark; the mark's words where the date is not read."""
    if mark is None or not shown(mark):
        return {}
    text, stated = stated_date(mark.css_first("time, .DateTime"))
    clock = Clock.of(page)
    date = read_date(stated, clock)[0] or read_date(text, clock)[0]
    return {"edited": date or shown(mark)}


def reactions(node: LexborNode) -> dict[str, int]:
    """Likes: the count in microdata (2.3), or the names of a list and the "3 others" at its end.

    Reactions of several kinds are no votes for a post, so that only a list of likes alone counts.
    """
    kinds = {
        box.attributes.get("data-reaction-id")
        for box in node.css(".reactionsBar [data-reaction-id]")
    }
    if kinds - {"1"}:
        return {}
    box = node.css_first(".reactionsBar-link, .likesBar-link, .likesSummary .LikeText")
    if box is None:
        return {}
    names = box.css("bdi, a.username")
    rest = squash(box.text())
    for name in names:
        rest = rest.replace(squash(name.text()), "", 1)
    others = digits(rest) or 0
    return {"up": len(names) + others} if names or others else {}


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body (``.message-attachments``; version 1 ``.attachedFiles``)."""
    found: list[Attachment] = []
    for entry in node.css(".message-attachments .attachmentList > li, .attachedFiles .attachment"):
        link = entry.css_first(
            ".attachment-name a, .filename a, a.file-preview, a[href*=attachments]"
        )
        name = entry.css_first(".file-name, .attachment-name, .filename")
        title = (name.attributes.get("title") if name else None) or shown(name)
        href = link.attributes.get("href") if link else None
        size = SIZE.search(squash(entry.text(separator=" ")).removeprefix(title or ""))
        found.append(
            Attachment(
                name=title,
                href=page.absolute(href) if href else None,
                size=squash(size[0]) if size else None,
            )
        )
    return found


def location(node: LexborNode) -> str | None:
    """Where a member lives: the link to a map is the same in every language."""
    return shown(node.css_first("a[href*='location-info']"))


def inside_same(node: LexborNode, number: str) -> bool:
    """Whether an element is a skin's inner box of the post that its parent already is."""
    parent = node.parent
    while parent is not None:
        if post_id(parent) == number:
            return True
        parent = parent.parent
    return False


def byline(node: LexborNode, number: str) -> tuple[str | None, str | None, int | None]:
    """Date as shown and as stated, and the floor: in a post's head, or in skins on the links to the post itself."""
    head = node.css_first(".message-attribution time, .message-attribution .u-dt")
    links = [shown(link) or "" for link in node.css(f"a[href$='post-{number}']")]
    labels = [*(shown(box) or "" for box in node.css(".message-attribution-opposite li")), *links]
    floor = next((match[1] for label in labels if (match := FLOOR.search(label))), None)
    if head is None:
        head = node.css_first(f"a[href$='post-{number}'] time, .message-header time")
    text, stated = stated_date(head)
    published = node.css_first("meta[itemprop=datePublished]")
    stated = stated or (published.attributes.get("content") if published else None)
    text = text or next(
        (link for link in links if "#" not in link and len(re.findall(r"\d+", link)) > 1), None
    )
    return text, stated, digits(floor)


def more_post_2(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around the body of a post of version 2."""
    number = post_id(node)
    if number is None or node.css_first(".message-body") is None or inside_same(node, number):
        return None
    text, stated, floor = byline(node, number)
    return {
        "id": number,
        "floor": floor,
        "author": squash(node.attributes.get("data-author"))
        or shown(
            node.css_first(
                ".message-name .username, .message-name, [class*='user-info__name'], a.username"
            )
        ),
        "author_id": author_id(node),
        "date_text": text,
        "date_stated": stated,
        "location": location(node),
        "attachments": attachments(node, page),
        **edited(node.css_first(".message-lastEdit"), page),
        **reactions(node),
    }


def more_post_1(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around the body of a post of version 1."""
    number = post_id(node)
    if number is None or node.css_first(".messageText") is None:
        return None
    text, stated = stated_date(
        node.css_first(".datePermalink .DateTime") or node.css_first(".DateTime")
    )
    return {
        "id": number,
        "floor": digits(shown(node.css_first(".postNumber"))),
        "author": squash(node.attributes.get("data-author"))
        or shown(node.css_first(".userText .username, .username")),
        "author_id": author_id(node),
        "date_text": text,
        "date_stated": stated,
        "location": location(node),
        "attachments": attachments(node, page),
        **edited(node.css_first(".editDate"), page),
        **reactions(node),
    }


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

XENFORO_2 = Engine(
    name="xenforo",
    view="desktop",
    fingerprints=(
        Fingerprint("a page with id XF", ('id="XF"', "id=XF ", "id=XF>"), 3),
        Fingerprint(
            "posts named by data-content", ('data-content="post-', "data-content=post-"), 3
        ),
        Fingerprint(
            "posts of class js-post",
            ("message--post js-post", "message--article js-post", "js-post "),
            1,
        ),
        Fingerprint("bodies of class bbWrapper", ('class="bbWrapper"', "class=bbWrapper"), 2),
        Fingerprint(
            "message-attribution", ('"message-attribution', "class=message-attribution"), 1
        ),
        Fingerprint("data-xf-init", ("data-xf-init=",), 1),
        Fingerprint("page body p-body", ('class="p-body', "class=p-body"), 1),
    ),
    threshold=4,
    posts="[data-content^='post-'], [id^='js-post-']:not([data-content])",
    body=".message-body .bbWrapper",
    signature=".message-signature",
    post={"author_title": (where(".message-userTitle, .userTitle"),)},
    rules=RULES,
    more_thread=more_thread_2,
    more_post=more_post_2,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        **SHARED_CHROME,
        "site-header": ".p-header, .p-nav, .p-navSticky, .p-sectionLinks, .p-staffBar, .offCanvasMenu, .p-announcement",
        "title-line": ".p-title, .p-description, .p-body-header",
        "thread-tools": ".block-outer, .p-title-pageAction, .block-outer-opposite, .js-threadStatusField",
        "member-panel": ".message-userExtras, .message-userBanner, .userBanner, .message-avatar, .message-userArrow",
        "byline-tools": ".message-attribution, .message-header",
        "edit-mark": ".message-lastEdit",
        "reactions": ".reactionsBar, .likesBar, .message-microdata",
        "post-tools": ".message-actionBar, .message-footer, .message-historyTarget",
        "attachments-head": ".message-attachments",
        "quick-reply": ".js-quickReply, form[action$='add-reply'], .message--quickReply",
        "related-threads": ".structItemContainer, .p-body-sidebar, .p-body-sideNav, .block",
        "site-footer": ".p-footer, .u-bottomFixer",
    },
)

XENFORO_1 = Engine(
    name="xenforo",
    view="desktop",
    fingerprints=(
        Fingerprint("a page with id XenForo", ('id="XenForo"', "id=XenForo"), 3),
        Fingerprint("bodies of class messageText", ('class="messageText', "class=messageText"), 2),
        Fingerprint("quotable bodies", ("SelectQuoteContainer",), 2),
        Fingerprint(
            "member panels messageUserInfo", ('"messageUserInfo', "class=messageUserInfo"), 1
        ),
        Fingerprint("end of a body", ("messageTextEndMarker",), 1),
        Fingerprint("overlay triggers", ("OverlayTrigger",), 1),
        Fingerprint("list of messages", ('id="messageList"', "id=messageList"), 1),
    ),
    threshold=4,
    posts="li[id^=post-], .message[id^=post-]:not(li)",
    body=".messageText",
    signature=".signature",
    post={"author_title": (where(".userTitle"),)},
    rules=RULES,
    more_thread=more_thread_1,
    more_post=more_post_1,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#header, #headerMover #headerProxy, #navigation, #logoBlock, #moderatorBar, #userBar, header",
        "title-line": ".titleBar, #pageDescription",
        "thread-tools": ".linkGroup, .threadAlerts, .topCtrl, .pageNavLinkGroup",
        "member-panel": ".extraUserInfo, .avatarHolder, .userBanner, .messageUserBlock",
        "byline-tools": ".messageDetails, .messageMeta",
        "edit-mark": ".editDate",
        "reactions": ".likesSummary",
        "post-tools": ".privateControls, .publicControls, .messageNotices",
        "attachments-head": ".attachedFiles",
        "quick-reply": "#QuickReply, .quickReply, .bottomControls",
        "related-threads": ".sidebar, aside.sidebar, .similarThreads, .section.infoBlock",
        "site-footer": ".footer, .footerLegal, footer, #copyright",
    },
)

ENGINES = (XENFORO_2, XENFORO_1)
