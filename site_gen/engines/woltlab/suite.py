"""WoltLab Suite Forum (3 to 6) and Burning Board (4.

3 and Lite 2): ``templates/threadPostList.tpl``, ``thread.tpl``.

From 4 on a post is ``article.message`` (``.wbbPost``) with ``data-post-id`` or ``data-object-id``:
author in ``.messageSidebar``, date in ``.messageHeader time`` (6: ``woltlab-core-date-time``),
words in ``.messageText``. 3 and Lite 2 have ``div.message`` named ``postRow1`` of
``.messageSidebar``, ``.messageContentInner`` and ``.messageBody``, which holds the poll and, as
``postText1``, the words.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import host, href, own_address, site_name
from site_gen.engines.tools.values import PLACE as PLACE_LABEL
from site_gen.engines.tools.values import (
    first_group,
    first_node,
    first_text,
    first_value,
    stated,
    written,
)
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption

POSTS = ".message"
NAMED = re.compile(r"^post(?:Row)?(\d+)$")
POST_LINK = re.compile(r"postID=(\d+)|#post(\d+)")
USER = re.compile(r"/user/(\d+)|userID=(\d+)|user=(\d+)")
THREAD = re.compile(r"/thread/(\d+)|[?&]threadID=(\d+)|/thread(\d+)-|-(\d{3,})/(?:[?#]|$)")
PAGE_NUMBER = re.compile(r"[?&]pageNo=(\d+)")
COUNTERS = ".jsButtonShare, .messageStatus a, .messageNumber, .messageCount, .messageCounter"
PLACE = re.compile(r"^#?\s*(\d+)$")
SAID = re.compile(
    r"^(?:(?:Zitat von|Quote from|Quoted from|Citation de|Cita de)\s+)?(?P<who>\S.*?)(?:\s+(?:schrieb|wrote))?\s*:?$"
)
EDITOR = re.compile(r"[»„“\"]([^»«„“”\"]+)[«“”\"]")
TITLE_NAME = re.compile(r"^threadTitle(\d+)$")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?B(?:ytes?)?)\b", re.I)
EDIT_NOTES = (".messageFooterNote.wbbPostEditNote", ".wbbPostEditNote", ".editNote")
LOCKS = ".contentHeader .fa-lock, .jsIconClosed, .contentHeader [name=lock], img[id^=threadEdit][src*=Closed]"
FILES = (
    ".attachmentFileList > li, .messageAttachmentList > li, .attachmentThumbnail, "
    ".attachmentFile li, .attachmentPreview li"
)
VERSION = re.compile(
    r"(?:WoltLab (?:Suite|Community Framework)|Burning Board)[^<\d]{0,20}(\d\.\d[\w.]*)"
)

ADDRESSES = (
    re.compile(
        r"/thread/(?P<thread>\d+)(?:-[^/?#]*)?/?(?:\?(?:.*&)?postID=(?P<post>\d+))?(?:[^#]*)?(?:#.*)?$"
    ),
    re.compile(r"page=Thread&(?:.*&)?threadID=(?P<thread>\d+)"),
    re.compile(r"page=Thread&(?:.*&)?postID=(?P<post>\d+)"),
)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words.

    The forms for replies are ``.message`` too and have no words.
    """
    ident = post_id(node)
    if ident is None or first_node(node, ".messageText", ".messageBody") is None:
        return None
    data = node.attributes
    time = first_node(
        node,
        ".messagePublicationTime time",
        ".messageHeader time",
        "time.datetime",
        "time",
        "woltlab-core-date-time",
    )
    shown = (
        squash(time.text())
        if time is not None
        else first_text(node, ".messageHeader .smallFont", ".messageHeading .light")
    )
    exact = moment(time) or first_value(
        node, "meta[itemprop=dateCreated], meta[itemprop=datePublished]", "content"
    )
    counters = [squash(link.text()) for link in node.css(COUNTERS)]
    place = next((match[1] for text in counters if (match := PLACE.match(text))), None)
    changed = first_node(
        node,
        *(f"{note} {tag}" for note in EDIT_NOTES for tag in ("time", "woltlab-core-date-time")),
    )
    note = first_node(node, ".wbbPostEditNote", ".editNote")
    likes = number(data.get("data-like-likes"))
    own = words(note) if note is not None else None
    return stated(
        id=ident,
        floor=number(place),
        author=first_text(
            node,
            ".messageSidebar [itemprop=name]",
            ".messageSidebar .username",
            ".messageAuthor .username",
            ".userName",
        ),
        author_id=author_id(node),
        author_title=first_text(node, ".messageSidebar .userTitle", ".userTitle"),
        location=location(node),
        subject=first_text(node, ".messageTitle"),
        date_text=shown or exact,
        date_stated=exact,
        edited=written(page, moment(changed) or own),
        editor=first_text(node, ".wbbPostEditNote a") or first_group(EDITOR, own),
        up=likes,
        down=number(data.get("data-like-dislikes")) or None,
        marks=[
            mark
            for mark in (
                first_text(node, ".wbbPostOfficialLabel"),
                first_text(node, ".jsLabelBestAnswer"),
            )
            if mark
        ],
        attachments=attachments(node, page),
    )


def moment(time: LexborNode | None) -> str | None:
    """The moment that an element states: ``time[datetime]``, ``woltlab-core-date-time[date]`` (6)."""
    return (
        (time.attributes.get("datetime") or time.attributes.get("date"))
        if time is not None
        else None
    )


def location(node: LexborNode) -> str | None:
    """Where the author lives: a labelled line of the side bar (3), a pair of its list (4 and later)."""
    for line in node.css(".userCredits p, .userCredits li"):
        if PLACE_LABEL.match(text := squash(line.text())):
            return PLACE_LABEL.sub("", text) or None
    for label in node.css(".userCredits dt"):
        value = label.next
        while value is not None and value.tag == "-text":
            value = value.next
        if PLACE_LABEL.fullmatch(squash(label.text())) and value is not None and value.tag == "dd":
            return squash(value.text()) or None
    return None


def post_id(node: LexborNode) -> str | None:
    """The post's number: of its data, its own name or the name of the entry around it."""
    data = node.attributes
    stated_id = data.get("data-post-id") or data.get("data-object-id")
    if stated_id and stated_id.isdecimal() and stated_id != "0":
        return stated_id
    names = [node.id or "", (node.parent.id or "") if node.parent is not None else ""]
    return next((match[1] for name in names if (match := NAMED.match(name))), None)


def author_id(node: LexborNode) -> str | None:
    """The member's number; guests have 0 or none."""
    data = node.attributes.get("data-user-id")
    found = data or first_group(USER, *map(href, node.css(".messageSidebar a, .messageAuthor a")))
    return found if found and found != "0" else None


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """Files and thumbnails below the words (``attachments.tpl``)."""
    found = [
        Attachment(
            name=first_text(box, ".attachmentFilename", ".messageAttachmentFilename", "a")
            or first_value(box, ".enlargable, img[title]", "title"),
            href=page.absolute(
                href(box.css_first("a"))
                or box.attributes.get("href")
                or first_value(box, "img[title]", "src")
                or ""
            )
            or None,
            size=first_text(box, ".messageAttachmentMeta", ".attachmentFilesize") or size_of(box),
        )
        for box in node.css(FILES)
    ]
    return [attachment for attachment in found if attachment.name or attachment.href]


def size_of(box: LexborNode) -> str | None:
    """The size in "(12,5 kB - 7 mal heruntergeladen - zuletzt: …)", beside a file's name in 3."""
    match = SIZE.search(first_text(box, ".smallFont") or "")
    return match[1] if match else None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path and pages."""
    root = page.tree.root
    if root is None:
        return {}
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    crumbs = [
        squash(c.text())
        for c in root.css(".breadcrumbs [itemprop=name], .breadcrumbs [itemprop=title]")
    ]
    path = root.css_first(".breadCrumbs")  # 3: similar threads have paths of the same class
    crumbs = crumbs or (
        [squash(c.text()) for c in path.css("li a span")] if path is not None else []
    )
    title = first_text(
        root,
        ".contentHeaderTitle h1",
        ".contentHeader h1",
        "h1.contentTitle",
        "[id^=threadTitle] a",
        ".headlineContainer h2",
        "h1",
    )
    shown = PAGE_NUMBER.search(page.capture.url or url or "")
    pager = root.css_first(".pagination, .pageNavigation, woltlab-core-pagination")
    counted = pager.attributes if pager is not None else {}
    pages = number(counted.get("data-pages") or counted.get("count"))
    current = number(
        counted.get("page")
        or first_text(
            root, ".pagination .active span", ".pagination .active", ".pageNavigation .active"
        )
    )
    numbers = [
        n
        for link in (pager.css("a, span") if pager is not None else [])
        if (n := number(squash(link.text())))
    ]
    version = VERSION.search(page.text, max(0, len(page.text) - 30_000))
    return {
        "engine_version": version[1] if version else None,
        "thread_id": first_value(root, "[data-thread-id]", "data-thread-id")
        or first_group(THREAD, url)
        or first_group(TITLE_NAME, first_value(root, "[id^=threadTitle]", "id")),
        "url": url,
        "site": host(url, page.base),
        "site_name": site_name(page),
        "title": title,
        "board": list(dict.fromkeys(name for name in crumbs[1:] if name and name != title)),
        "tags": list(
            dict.fromkeys(
                squash(tag.text())
                for tag in root.css(".tagList .tag, .infoBox a[href*=TaggedObjects]")
            )
        ),
        "locked": locked(root),
        "poll": poll(root),
        "page": current or (number(shown[1]) if shown else 1),
        "pages_claimed": pages or (max(numbers) if numbers else None),
    }


def locked(root: LexborNode) -> bool | None:
    """What the head of the thread states (``data-is-closed``), or an icon."""
    said = first_value(root, ".contentHeader[data-is-closed]", "data-is-closed")
    return said == "1" if said else root.css_first(LOCKS) is not None or None


def poll(root: LexborNode) -> Poll | None:
    """``.pollContainer`` (3: ``.poll``): the choices with their votes in brackets, or labels to choose from."""
    box = root.css_first(".pollContainer, .message .poll")
    if box is None:
        return None
    options: list[PollOption] = []
    for row in box.css(".pollResultItem, .pollOption") or box.css("label"):
        caption = first_text(row, ".caption", ".pollMeter + *") or words(row)
        votes = re.search(r"\((\d+)\)\s*$", caption)
        options.append(
            PollOption(
                text=caption[: votes.start()].strip() if votes else caption,
                votes=number(votes[1]) if votes else None,
            )
        )
    return Poll(question=first_text(box, "h2", ".pollTitle", ".pollQuestion h4"), options=options)


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    if page.tree.css_first(".wbbThreadList, .wbbBoardList, .boardList, #boardlist") is not None:
        return "a list of boards or threads, not a thread"
    if (
        page.tree.css_first(
            "#loginForm, #tplLogin, [data-template=login], [data-template=authFlowRedirect]"
        )
        is not None
    ):
        return "a login page, not a thread"
    return None


def quoted(box: LexborNode, head: LexborNode | None) -> str | None:
    """Who is quoted: ``cite``, or the words of the head ("Zitat von 甲")."""
    del box
    match = SAID.match(words(head)) if head is not None else None
    return (
        match["who"].strip("»«„“”\"'")
        if match and match["who"] not in ("Zitat", "Quote", "Citation")
        else None
    )


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.smiley``, ``/images/smilies/``: a smiley, its code as alternative text."""
    del found
    kept = {key: value for key, value in image.items() if key != "class" or value == "attached"}
    is_smiley = "smiley" in image.get("class", "").split() or "/images/smilies/" in image.get(
        "src", ""
    )
    return {**kept, "class": "smiley"} if is_smiley else kept


def keep_quote_link(body: Body) -> None:
    """``blockquote.quoteBox[data-link]`` (5) and ``cite`` attributes (4): where the quoted post stands."""
    for box in body.each(".quoteBox, .container.bbCodeBlock.quoteBox"):
        match = POST_LINK.search(
            box.attributes.get("data-link") or box.attributes.get("cite") or ""
        )
        if match:
            box.attrs["data-post-id"] = match[1] or match[2]


BODY_RULES: tuple[Rule | TagRule, ...] = (
    blocks.furniture(
        "toggles",
        ".toggleButton, .codeBoxHeader, .codeBox header, button, .quoteBoxExpand",
        needles=("oggle", "ode", "utton"),
    ),
    blocks.code(".codeBox", lines="code, ol, pre", needles=("codeBox",)),
    Rule("quote-links", ("quoteBox",), keep_quote_link),
    blocks.quotes(
        ".quoteBox",
        head=".quoteBoxTitle, .quoteHeader, header",
        body=".quoteBoxContent, .quoteBody",
        needles=("quoteBox",),
        who=quoted,
    ),
    blocks.spoilers(
        ".spoilerBox",
        title=".jsOnly, .spoilerBoxTitle, header",
        inside=".spoilerBoxContent",
        needles=("spoilerBox",),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)

DESKTOP = Engine(
    name="woltlab",
    view="desktop",
    fingerprints=(
        Fingerprint("posts of class wbbPost", ("wbbPost", 'id="postRow'), 3),
        Fingerprint("kinds of things", ("com.woltlab.wbb",), 3),
        Fingerprint("side bars of messages", ("messageSidebar",), 2),
        Fingerprint("bodies of messages", ('class="messageText"', 'class="messageBody"'), 2),
        Fingerprint(
            "page of a thread",
            ('id="tplThread"', 'data-template="thread"', "tpl_wbb_thread", 'id="tpl_wbb_thread"'),
            2,
        ),
        Fingerprint("start of the scripts", ("WCF.System", "WoltLabSuite/Core", "WCF_PATH"), 2),
        Fingerprint("own name in the footer", ("Forensoftware:", "Forum Software:", "WoltLab"), 1),
    ),
    threshold=5,
    posts=POSTS,
    post_boxes=POSTS,
    body=".messageText, .messageBody [id^=postText], .messageBody:not(:has(.messageText, [id^=postText]))",
    signature=".messageSignature, .signature",
    rules=BODY_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#pageHeader, #pageHeaderContainer, #topMenu, #header, #headerContainer, nav",
        "breadcrumb": ".breadcrumbs, .breadCrumbs",
        "title-line": ".contentHeader, .contentHeaderTitle, .headlineContainer",
        "author-column": ".messageSidebar",
        "byline": ".messageHeader, .messageStatus, .messageTitle",
        "signature": ".messageSignature, .signature",
        "edit-mark": ".messageFooterNotes, .editNote",
        "post-tools": ".messageFooter, .messageFooterGroup, .messageQuickOptions, .smallButtons",
        "reactions": ".reactionSummaryList, .likesSummary",
        "attachments": ".messageAttachmentList, .attachmentFileList, .attachmentThumbnailList, "
        ".attachmentFile, .attachmentPreview",
        "polls": ".pollContainer, .poll",
        "page-links": ".pagination, .pageNavigation, .paginationTop, .paginationBottom",
        "quick-reply": "#messageQuickReply, .messageQuickReply",
        "similar-threads": ".wbbSimilarThreadList, .similarThreads, .section, .container",
        "side-panel": "aside, .sidebar, .boxesSidebarRight, .boxesFooterBoxes",
        "site-footer": "#pageFooter, #footer, #pageFooterCopyright, .copyright",
    },
)

ENGINES = (DESKTOP,)
