"""FluxBB (1.2 to 1.5) and PunBB 1.2, from which it came: ``viewtopic.php``, ``include/template/main.tpl``.

A post is ``div.blockpost`` named ``p`` and its number: a line of floor and date (``h2``), the
author's list (``.postleft``), the words (``.postright > .postmsg``). PunBB 1.2 writes quotes and
code as ``div.incqbox``. A style is a style sheet only, so that the markup is the same on all
forums; the words on it are not.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, number, squash, where
from site_gen.engines.tools.addresses import host, href, own_address
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

TOPIC = re.compile(r"(?:viewtopic\.php\?(?:.*[?&;])?id=|[?&;]tid=|/topic/?)(\d+)")
PAGE = re.compile(r"[?&;]p=(\d+)|/page/(\d+)")
USER = re.compile(r"profile\.php\?(?:.*[?&;])?id=(\d+)|/user/(\d+)")
VERSION = re.compile(r"\b(?:FluxBB|PunBB)(?:</?\w[^>]*>|\s|&nbsp;)*(\d\.\d[\w.]*)")
WROTE = re.compile(
    r"^(?P<who>\S.*?)\s*(?:wrote|said|schrieb|hat geschrieben|a écrit|escribió|escreveu|ha scritto|schreef"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|skrev|kirjoitti|írta|yazdı|пишет|писал\(?а?\)?|написал\(?а?\)?|写道|كتب)?\s*[:：]?$",
    re.I | re.S,
)
EDITED_BY = re.compile(
    r"\b(?:by|von|par|por|da|door|przez|av|от|кем)\s+(?P<who>\S.*?)\s+\(?(?=\d{2,4}[-/.]|\w+\s+\d\d?:)"
)
SMILIES = re.compile(r"/img/smilies/[^/]+$")

ADDRESSES = (
    re.compile(r"viewtopic\.php\?(?:.*&)?id=(?P<thread>\d+)(?:&p=\d+)?(?:#p(?P<post>\d+))?$"),
    re.compile(r"viewtopic\.php\?(?:.*&)?pid=(?P<post>\d+)"),
    re.compile(r"/topic/?(?P<thread>\d+)(?:/[^?#]*)?(?:\?[^#]*)?(?:#p(?P<post>\d+))?$"),
)


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the ``cite`` says "NAME wrote:" in the forum's language, and only names people."""
    del box
    match = WROTE.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def open_old_boxes(body: Body) -> None:
    """PunBB 1.2: ``blockquote > div.incqbox > h4`` is a quote, ``div.codebox > div.incqbox > h4`` the head of code."""
    for label in body.each(".codebox h4"):
        body.drop(label, "code-head")
    for box in body.each("blockquote > .incqbox"):
        head, quote = box.css_first("h4"), box.parent
        if quote is None:
            continue
        quote.attrs["class"] = "quotebox"
        if head is not None:
            body.replace(head, body.new("cite", words(head)))
        box.unwrap()


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img/smilies/NAME.png``: a smiley, its name as alternative text."""
    del found
    return {**image, "class": "smiley"} if SMILIES.search(image.get("src", "")) else image


BODY_RULES: tuple[Rule | TagRule, ...] = (
    blocks.edit_mark(".postedit", needles=("postedit",)),
    Rule("old-boxes", ("incqbox",), open_old_boxes),
    blocks.code(".codebox", lines="pre", needles=("codebox",)),
    INVISIBLE,
    blocks.quotes(
        ".quotebox", body=".quotebox > blockquote", needles=("quotebox", "incqbox"), who=quoted
    ),
    FORGET_CLASS,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)


def more_thread(page: Page) -> dict[str, Any]:
    """The thread's number, title, board path and pages."""
    tree = page.tree
    url = own_address(page, "link[rel=canonical]")
    links = tree.css(
        "link[rel=canonical], .crumbs a, link[rel=alternate], .postlink a, .linkst a, .postfootright a"
    )
    crumbs = tree.css_first(".crumbs, .linkst ul, .linkst .inbox > ul")
    path = (
        [squash(item.text()).strip("» \u00a0") for item in crumbs.css("li")]
        if crumbs is not None
        else []
    )
    thread = first_group(TOPIC, url, *map(href, links))
    # Under crumbs of boards alone the title is the first post's ("h3", PunBB 1.2), or stands in the
    # head.
    forum = tree.css_first('.crumbs a[href*="viewforum"], .linkst a[href*="viewforum"]')
    pager = tree.css_first(".pagelink")
    numbers = (
        [n for part in pager.css("a, strong") if (n := number(squash(part.text())))]
        if pager is not None
        else []
    )
    current = pager.css_first("strong") if pager is not None else None
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    name = tree.css_first("#brdtitle h1")
    return {
        "thread_id": thread,
        "url": url,
        "site": host(url, page.base),
        "site_name": (squash(name.text()) or None) if name is not None else None,
        "engine_version": version[1] if version else None,
        "title": (path[-1] if len(path) > 1 else head_title(page)) or None,
        "board": [name for name in path[:-1] if name],
        "board_id": first_group(re.compile(r"[?&;]id=(\d+)"), href(forum)),
        "page": (number(squash(current.text())) if current is not None else None)
        or number(first_group(PAGE, url))
        or 1,
        "pages_claimed": max(numbers) if numbers else None,
        "locked": locked(tree.css(".postlink")),
    }


def locked(boxes: list[LexborNode]) -> bool | None:
    """A closed topic has words beside (or in place of) the link to reply.

    A forum without the link says nothing.
    """
    if not boxes:
        return None
    return any(squash(box.text(deep=False)).strip("/ ") for box in boxes)


def head_title(page: Page) -> str:
    """The thread's title in the page's head: "TITLE / BOARD / FORUM" (FluxBB), "FORUM / TITLE" (PunBB 1.2)."""
    head = page.tree.css_first("title")
    first = page.tree.css_first(".blockpost h3")
    parts = [squash(part) for part in (head.text() if head is not None else "").split(" / ")]
    own = squash(first.text()) if first is not None else ""
    if own and own in parts:
        return own
    return parts[0] if len(parts) != 2 else parts[1]


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body.

    Quick reply and poll are boxes of the same kind without a number.
    """
    del page
    ident = (node.id or "").removeprefix("p")
    if not ident.isdecimal() and node.css_first(".postright .postmsg") is None:
        return None
    name = node.css_first(".postleft dt")
    link = name.css_first("a") if name is not None else None
    floor = node.css_first("h2 .conr")
    mark = node.css_first(".postedit")
    by = EDITED_BY.search(words(mark)) if mark is not None else None
    return {
        "id": ident if ident.isdecimal() else None,
        "floor": number(squash(floor.text()).lstrip("#")) if floor is not None else None,
        "author": (squash(name.text()) or None) if name is not None else None,
        "author_id": first_group(USER, href(link)),
        "location": place_of(
            [line for line in node.css(".postleft dd") if not line.attributes.get("class")]
        ),
        **({"editor": by["who"]} if by else {}),
    }


def place_of(lines: list[LexborNode]) -> str | None:
    """Where the author lives: "From: PLACE" is the first plain line of the list, before the day of registration.

    The labels are in the forum's language; where the place is missing, the second line is a count
    of posts.
    """
    values = [value.strip() for line in lines if (value := squash(line.text()).partition(":")[2])]
    if len(values) < 2 or re.fullmatch(r"[\d., ]+", values[1]):
        return None
    return values[0] or None


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    ident = page.tree.css_first(".pun, .brd-page")
    name = (ident.id or "") if ident is not None else ""
    if page.tree.css_first("#msg, #brd-message") is not None or name in (
        "punmessage",
        "brd-message",
    ):
        notice = page.tree.css_first("#msg .inbox, #brd-main .main-message")
        return f"a notice of the forum, not a thread: “{squash(notice.text())[:120] if notice is not None else ''}”"
    if "login" in name:
        return "a login page, not a thread"
    if "forum" in name or "index" in name:
        return "a list of boards or threads, not a thread"
    return None


CHROME = {
    "site-header": "#brdheader, .top-box, #brdtitle, #brdmenu, #brdwelcome, #announce",
    "breadcrumb": ".crumbs, .linkst ul",
    "page-links": ".pagelink, .linkst, .linksb, .postlinksb, .postlink, .subscribelink",
    "post-title": ".postright > h3",
    "byline": ".blockpost > h2",
    "author-column": ".postleft",
    "edit-mark": ".postedit",
    "code-head": ".codebox h4",
    "post-tools": ".postfoot, .postfootleft, .postfootright",
    "quick-reply": "#quickpost, #quickpostform",
    "moderation-tools": "#modcontrols",
    "site-footer": "#brdfooter, .end-box, #poweredby, #debugtime",
}
PAGES = (
    Fingerprint("page of class pun", ('id="punviewtopic"', "id=punviewtopic"), 3),
    Fingerprint("posts of class blockpost", ('class="blockpost', "class=blockpost"), 2),
    Fingerprint("author lists in postleft", ('class="postleft"', "class=postleft"), 1),
    Fingerprint("bodies of class postmsg", ('class="postmsg"', "class=postmsg"), 2),
    Fingerprint("forum boxes", ('id="brdmenu"', "id=brdmenu", 'id="brdfooter"', "id=brdfooter"), 1),
)


def viewtopic(name: str, fingerprints: tuple[Fingerprint, ...], threshold: int = 6) -> Engine:
    """The page as both forums make it, by the marks that tell them apart."""
    return Engine(
        name=name,
        view="desktop",
        fingerprints=fingerprints,
        threshold=threshold,
        posts=".blockpost",
        post_boxes=".blockpost",
        body=".postright .postmsg:not(.postsignature)",
        signature=".postsignature",
        post={
            "author_title": (where(".postleft .usertitle"),),
            "subject": (where(".postright > h3"),),
            "date_text": (where("h2 > span > a, h2 a[href*='#p'], h2 a"),),
        },
        rules=BODY_RULES,
        more_thread=more_thread,
        more_post=more_post,
        refuse=refuse,
        addresses=ADDRESSES,
        chrome=CHROME,
    )


ENGINES = (viewtopic("fluxbb", PAGES),)
