"""Vanilla Forums (2.0 to 2024): ``applications/vanilla/views/discussion/*.php``.

The first post is ``#Discussion_1`` and the others ``#Comment_2``: ids that its scripts need. From
2.1 on they are ``.ItemDiscussion`` and ``.ItemComment``, with author and date in ``.Item-Header``
and the words in ``.Message``; 2.0 has ``li.Comment`` with ``.Meta`` and ``.Message``.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks, parsed
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, number, squash, where
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.appstate import State, html_of, part, said, state
from site_gen.engines.tools.boxes import is_nested
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import distinct, first_group, stated, written
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption, Quote

POSTS = "[id^=Discussion_], [id^=Comment_]"
POST = re.compile(r"^(?:Discussion|Comment)_(\d+)$")
DISCUSSION = re.compile(r"/discussion/(\d+)")
PAGE_NUMBER = re.compile(r"/p(\d+)(?:[/?#]|$)")
COMMENT = re.compile(r"comment/(\d+)")
DIGITS = re.compile(r"(\d+)")
SAID = re.compile(r"\s+(?:said|wrote|hat gesagt|schrieb|a dit|dijo)\s*:?\s*$|\s*:\s*$", re.I)
BEFORE_FORUM = r"^(.*?)(?:\s+(?:—|-|–|\|)\s+[^—|]*)?$"
"""The title of a page up to the forum's name behind a dash."""

CLOSED = ".Foot.Closed .Note.Closed:not(.SignInOrRegister), .Tag-Closed"

ADDRESSES = (
    re.compile(
        r"/discussion/(?P<thread>\d+)(?:/[^?#]*)?(?:\?[^#]*)?(?:#(?:Comment_(?P<post>\d+)|.*))?$"
    ),
    re.compile(r"/discussion/comment/(?P<post>\d+)"),
)


def more_post(post: LexborNode, page: Page) -> dict[str, Any] | None:
    """Return what stands around a post's words.

    Other boxes of these names (a poll, a form) have no ``.Message``.
    """
    node = Node(post)
    ident = first_group(POST, node.id)
    if ident is None or not node.at(".Message"):
        return None
    time = node.at(".DateCreated [datetime]", ".DateCreated", ".Meta time")
    return stated(
        id=ident,
        floor=floor(node),
        author=author(node),
        date_text=time.text if time else None,
        date_stated=squash(time.attr("datetime")) or squash(time.attr("title")) or None,
        edited=edited(node.at(".DateUpdated time", ".DateUpdated"), page),
        marks=distinct([node.said(".Meta .Tag-QnA, .AcceptedAnswer, .QnA-Accepted")]),
        attachments=attachments(node),
    )


def author(node: Node) -> str | None:
    """Return the name in the last link to the author; the first may be a picture."""
    names = [link.text for link in node.all(".Author a") if link.text]
    return names[-1] if names else None


def floor(node: Node) -> int | None:
    """Return a post's number: that of its link counts the comments, which the first post heads."""
    place = first_group(DIGITS, node.value(".Permalink[name^=Item_]", "name"))
    if place is not None:
        return (number(place) or 0) + 1
    return 1 if node.id.startswith("Discussion_") else None


def edited(mark: Node, page: Page) -> str | None:
    """Return when a post was changed.

    ``.DateUpdated`` says "edited March 2014", and its ``time`` or title the moment.
    """
    if mark.raw is None:
        return None
    moment = squash(mark.attr("datetime")) or said_in_title(mark)
    return written(page, moment) or words(mark.raw) or None


def said_in_title(mark: Node) -> str | None:
    """Return the words of a title, if they name a day: "Edited March 3, 2014 8:00AM by NAME."."""
    said = squash(mark.attr("title"))
    return said if any(c.isdigit() for c in said) else None


def attachments(node: Node) -> list[Attachment]:
    """Return the ``.Attachment`` boxes of the plugin FileUpload, which stand below the words.

    ``.embedFile`` of the newer editor is among the words.
    """
    found: list[Attachment] = []
    for box in node.all(".AttachFileContainer .Attachment, .Attachments .Attachment"):
        links = box.all(".FileMeta a, .FileName a, a")
        link = next((link for link in links if link.text), NOTHING)
        if link:
            size = box.said(".FileSize, .FileMeta span") or None
            href = link.attributes.get("href")
            found.append(Attachment(name=link.text, href=href, size=size))
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Return board path, counts and pages."""
    root = Node(page.tree.root)
    url = own_address(
        page, "link[rel=canonical]", "meta[property='og:url']", "[id^=Discussion_] .Permalink"
    )
    own = first_group(POST, root.at("[id^=Discussion_]").id)
    crumbs = [crumb.text for crumb in root.all(".Breadcrumbs .CrumbLabel:not(.HomeCrumb) a")]
    category = root.said("[id^=Discussion_] .Category a")
    tags = root.all(".InlineTags a, .DiscussionTags a")
    return {
        "thread_id": own or first_group(DISCUSSION, url),
        "url": url,
        "site": host(url, page.base),
        "site_name": site_name(page),
        "board": distinct(crumbs) or distinct([category]),
        "tags": list(dict.fromkeys(tag.text for tag in tags)),
        "views": number(re.sub(r"\D", "", root.said(".DiscussionMeta .ViewCount"))),
        "locked": bool(root.at(CLOSED)) or None,
        "poll": poll(root),
        **pages(root, page.capture.url or url),
    }


def pages(root: Node, address: str | None) -> dict[str, int | None]:
    """Return which page of how many this is."""
    shown = first_group(PAGE_NUMBER, address, root.value(".Pager a.Highlight", "href"))
    current = number(root.said(".Pager .Highlight")) or number(shown or "1")
    others = [n for link in root.all(".Pager a") if (n := number(link.text))]
    return {
        "page": current,
        "pages_claimed": max([*others, current or 1]) if others else None,
    }


def poll(root: Node) -> Poll | None:
    """Return the poll of the plugin Polls.

    Its options are ``.DP_ResultOption``, or ``.PollOption`` with a ``.VoteOption``.
    """
    box = root.at(".DP_ResultsForm, .Poll, #DP_Results")
    options = [poll_option(option) for option in box.all(".DP_ResultOption, .PollOption")]
    if not options:
        return None
    question = box.said(".DP_ResultTitle, .PollTitle, h3") or None
    return Poll(question=question, options=options)


def poll_option(box: Node) -> PollOption:
    """Return an option with its votes."""
    text = box.said(".DP_ResultOption span, .PollOptionTitle, .VoteOption")
    if not text and box.raw is not None:
        text = words(box.raw)
    return PollOption(text=text, votes=number(box.said(".Number_votes", ".CountVotes")))


def refuse(page: Page) -> str | None:
    """Say what a page of Vanilla is, if it is no discussion."""
    root = Node(page.tree.root)
    if root.at(".DataList.Discussions, .CategoryList, .DiscussionsTable"):
        return "a list of boards or discussions, not a thread"
    if root.at("#Form_User_SignIn, .SignInPopup, body.signin, #Form_ConnectName"):
        return "a login page, not a thread"
    return None


def open_embeds(body: Body) -> None:
    """Write out ``.js-embed[data-embedjson]``, which the editor of 2019 has its script draw.

    A quote is whole in the JSON.
    """
    for box in body.each("[data-embedjson]"):
        held = state(box.attributes.get("data-embedjson"))
        html, address = html_of(held, "body") or html_of(held, "bodyRaw"), said(held, "url")
        if held.get("embedType") == "quote" and html:
            body.replace(box, embedded_quote(body, held, html))
        elif address and box.css_first("a[href], img") is None:
            body.replace(box, body.new("a", said(held, "name") or address, href=address))


def embedded_quote(body: Body, held: State, html: str) -> LexborNode:
    """Make a quote of the JSON of an embedded one."""
    quote = body.new("blockquote", **{"data-post-id": said(held, "recordID") or ""})
    quote.insert_child(body.new("cite", said(part(held, "insertUser"), "name") or ""))
    for child in parsed(html).iter(include_text=True):
        quote.insert_child(child)
    return quote


def name_old_quotes(body: Body) -> None:
    """Make a ``cite`` of ``.QuoteAuthor`` ("甲 said:"), which heads ``.UserQuote``.

    In the HTML of some editors a ``cite`` stands there.
    """
    for head in body.each(".QuoteAuthor"):
        body.replace(head, body.new("cite", words(head)))


def note_quotes(body: Body) -> None:
    """Note the quotes: ``blockquote.Quote``, ``.UserQuote``.

    A bare ``blockquote`` is the editor's and says no name.
    """
    found: list[Quote] = []
    for box in body.each("blockquote"):
        box.attrs["class"] = "quote"
        if not is_nested(box, body.root):
            found.append(quoted(box))
    body.found.quotes += reversed(found)


def quoted(box: LexborNode) -> Quote:
    """Return a quote with its author and post, as its ``cite`` says them."""
    cite = Node(box).at("cite")
    link = cite.at("a")
    head = words(cite.raw) if cite.raw is not None else ""
    who = words(link.raw) if link.raw is not None else SAID.sub("", head)
    stated_id = box.attributes.get("data-post-id")
    return Quote(
        author=who.strip() or None,
        text=words(box).removeprefix(head).strip(),
        post_id=stated_id or first_group(COMMENT, link.attr("href")),
    )


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    Rule("embeds-of-the-editor", ("data-embedjson",), open_embeds),
    blocks.furniture("buttons", "button", needles=("<button",)),
    blocks.code("pre", lines="code", needles=("<pre",)),
    blocks.spoilers(
        ".UserSpoiler, .Spoiler, .spoiler",
        title=".SpoilerTitle, .spoiler-buttonContainer, summary",
        inside=".SpoilerText, .spoiler-content",
        needles=("poiler",),
    ),
    Rule("quote-heads", ("QuoteAuthor",), name_old_quotes),
    Rule("quotes", ("<blockquote", "data-embedjson"), note_quotes),
    INVISIBLE,
    SMILIES,
    *FINISH,
)

DESKTOP = Engine(
    name="vanilla",
    view="desktop",
    fingerprints=(
        Fingerprint("first post", ('id="Discussion_', "id=Discussion_"), 2),
        Fingerprint("comments", ('id="Comment_', "id=Comment_"), 2),
        Fingerprint("boxes of class ItemComment", ("ItemDiscussion", "ItemComment"), 2),
        Fingerprint("lists of class MessageList", ("MessageList",), 2),
        Fingerprint("bodies of class Message", ('class="Message', "class=Message"), 1),
        Fingerprint(
            "applications' style sheets", ("/applications/vanilla/", "/applications/dashboard/"), 2
        ),
        Fingerprint(
            "definitions for the scripts", ("gdn.meta", 'id="Definitions"', "TransientKey"), 1
        ),
        Fingerprint("picture boxes", ("PhotoWrap",), 1),
    ),
    threshold=5,
    posts=POSTS,
    post_boxes=POSTS,
    body=".Message",
    signature=".UserSignature, .Signature",
    thread={
        "title": (
            where("#Item_0 h1"),
            where(".PageTitle h1"),
            where(".Tabs .SubTab"),
            where("h1"),
            where("title", match=BEFORE_FORUM),
        ),
    },
    post={
        "author": (where(".Author a[title]", "title"),),
        "author_id": (where(".Author [data-userid]", "data-userid"),),
        "author_title": (
            where(".AuthorInfo .RoleTitle"),
            where(".AuthorTitle"),
            where(".AuthorInfo .Rank"),
        ),
        "location": (where(".AuthorInfo .UserLocation", match=r"([^:]+)$"),),
        "editor": (where(".DateUpdated a, .DateUpdated .Author"),),
        "up": (where(".Column-Score, .Score .VoteCount, .CountVotes"),),
    },
    rules=BODY_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#Head, .Head, header, .Banner, nav, .MainMenu",
        "site-search": ".AdvancedSearch, #AdvancedSearch, .SiteSearch, form",
        "breadcrumb": ".Breadcrumbs",
        "notices": ".DismissMessage, .InformMessages",
        "title-line": ".PageTitle, .CommentHeading, .BeforeCommentHeading",
        "byline": ".Item-Header, .AuthorWrap, .Meta, .Options",
        "embeds-of-the-editor": "[data-embedjson]",
        "signature": ".UserSignature, .Signature",
        "reactions": ".Reactions, .Column-Score",
        "attachments": ".Attachments, .AttachFileContainer",
        "page-links": ".Pager, .PagerWrap, .PageControls",
        "quick-reply": ".CommentForm, .Foot, .SignInOrRegister, .GuestBox",
        "side-panel": "#Panel, .Panel, .Box, aside",
        "site-footer": "#Foot, footer, .Footer",
    },
)

ENGINES = (DESKTOP,)
