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
from site_gen.engines.tools.appstate import html_of, part, said, state
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.values import first_node, first_text, first_value, stated, written
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption, Quote

POSTS = "[id^=Discussion_], [id^=Comment_]"
POST = re.compile(r"^(?:Discussion|Comment)_(\d+)$")
DISCUSSION = re.compile(r"/discussion/(\d+)")
PAGE_NUMBER = re.compile(r"/p(\d+)(?:[/?#]|$)")
COMMENT = re.compile(r"comment/(\d+)")
DIGITS = re.compile(r"\d+")
SAID = re.compile(r"\s+(?:said|wrote|hat gesagt|schrieb|a dit|dijo)\s*:?\s*$|\s*:\s*$", re.I)
FORUM_TAIL = re.compile(r"\s+(?:—|-|–|\|)\s+[^—|]*$")

ADDRESSES = (
    re.compile(
        r"/discussion/(?P<thread>\d+)(?:/[^?#]*)?(?:\?[^#]*)?(?:#(?:Comment_(?P<post>\d+)|.*))?$"
    ),
    re.compile(r"/discussion/comment/(?P<post>\d+)"),
)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words.

    Other boxes of these names (a poll, a form) have no ``.Message``.
    """
    match = POST.match(node.id or "")
    if not match or node.css_first(".Message") is None:
        return None
    time = first_node(node, ".DateCreated [datetime]", ".DateCreated", ".Meta time")
    dated = time.attributes if time is not None else {}
    names = [link for link in node.css(".Author a") if squash(link.text())]
    changed = first_node(node, ".DateUpdated time", ".DateUpdated")
    place = DIGITS.search(first_value(node, ".Permalink[name^=Item_]", "name") or "")
    score = first_text(node, ".Column-Score, .Score .VoteCount, .CountVotes")
    return stated(
        id=match[1],
        floor=(number(place[0]) or 0) + 1
        if place
        else 1
        if (node.id or "").startswith("Discussion_")
        else None,
        author=squash(names[-1].text())
        if names
        else first_value(node, ".Author a[title]", "title"),
        author_id=first_value(node, ".Author [data-userid]", "data-userid"),
        date_text=squash(time.text()) if time is not None else None,
        date_stated=squash(dated.get("datetime")) or squash(dated.get("title")) or None,
        edited=edited(changed, page) if changed is not None else None,
        editor=first_text(node, ".DateUpdated a, .DateUpdated .Author"),
        up=number(score),
        marks=[label]
        if (label := first_text(node, ".Meta .Tag-QnA, .AcceptedAnswer, .QnA-Accepted"))
        else [],
        attachments=attachments(node),
    )


def edited(mark: LexborNode, page: Page) -> str | None:
    """When a post was changed: ``.DateUpdated`` ("edited March 2014") with the moment in its ``time`` or title."""
    return (
        written(page, squash(mark.attributes.get("datetime")) or said_in_title(mark))
        or words(mark)
        or None
    )


def said_in_title(mark: LexborNode) -> str | None:
    """The words "Edited March 3, 2014 8:00AM by NAME." of a title, if they name a day (2)."""
    said = squash(mark.attributes.get("title"))
    return said if any(c.isdigit() for c in said) else None


def attachments(node: LexborNode) -> list[Attachment]:
    """``.Attachment`` of the plugin FileUpload, below the words.

    ``.embedFile`` of the newer editor is among them.
    """
    found: list[Attachment] = []
    for box in node.css(".AttachFileContainer .Attachment, .Attachments .Attachment"):
        link = next((a for a in box.css(".FileMeta a, .FileName a, a") if squash(a.text())), None)
        if link is not None:
            size = first_text(box, ".FileSize, .FileMeta span")
            found.append(
                Attachment(name=squash(link.text()), href=link.attributes.get("href"), size=size)
            )
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, counts and pages."""
    root = page.tree.root
    if root is None:
        return {}
    url = own_address(
        page, "link[rel=canonical]", "meta[property='og:url']", "[id^=Discussion_] .Permalink"
    )
    first = root.css_first("[id^=Discussion_]")
    own = POST.match((first.id or "") if first is not None else "")
    address = DISCUSSION.search(url or "")
    shown = PAGE_NUMBER.search(page.capture.url or url or "") or PAGE_NUMBER.search(
        first_value(root, ".Pager a.Highlight", "href") or ""
    )
    pages = [n for link in root.css(".Pager a") if (n := number(squash(link.text())))]
    current = number(first_text(root, ".Pager .Highlight")) or (number(shown[1]) if shown else 1)
    crumbs = [
        squash(crumb.text()) for crumb in root.css(".Breadcrumbs .CrumbLabel:not(.HomeCrumb) a")
    ]
    category = first_text(root, "[id^=Discussion_] .Category a")
    head = first_text(root, "title") or ""
    return {
        "thread_id": own[1] if own else address[1] if address else None,
        "url": url,
        "site": host(url, page.base),
        "site_name": site_name(page),
        "title": first_text(root, "#Item_0 h1", ".PageTitle h1", ".Tabs .SubTab", "h1")
        or FORUM_TAIL.sub("", head)
        or None,
        "board": list(dict.fromkeys(name for name in crumbs if name))
        or ([category] if category else []),
        "tags": list(
            dict.fromkeys(
                squash(tag.text()) for tag in root.css(".InlineTags a, .DiscussionTags a")
            )
        ),
        "views": number(re.sub(r"\D", "", first_text(root, ".DiscussionMeta .ViewCount") or "")),
        "locked": root.css_first(".Foot.Closed .Note.Closed:not(.SignInOrRegister), .Tag-Closed")
        is not None
        or None,
        "poll": poll(root),
        "page": current,
        "pages_claimed": max([*pages, current or 1]) if pages else None,
    }


def poll(root: LexborNode) -> Poll | None:
    """The poll of the plugin Polls: ``.DP_ResultOption``, or ``.PollOption`` with its ``.VoteOption``."""
    box = root.css_first(".DP_ResultsForm, .Poll, #DP_Results")
    if box is None:
        return None
    options = [
        PollOption(
            text=first_text(option, ".DP_ResultOption span, .PollOptionTitle, .VoteOption")
            or words(option),
            votes=number(first_text(option, ".Number_votes", ".CountVotes")),
        )
        for option in box.css(".DP_ResultOption, .PollOption")
    ]
    return (
        Poll(question=first_text(box, ".DP_ResultTitle, .PollTitle, h3"), options=options)
        if options
        else None
    )


def refuse(page: Page) -> str | None:
    """What a page of Vanilla is, if it is no discussion."""
    if page.tree.css_first(".DataList.Discussions, .CategoryList, .DiscussionsTable") is not None:
        return "a list of boards or discussions, not a thread"
    if (
        page.tree.css_first("#Form_User_SignIn, .SignInPopup, body.signin, #Form_ConnectName")
        is not None
    ):
        return "a login page, not a thread"
    return None


def open_embeds(body: Body) -> None:
    """``.js-embed[data-embedjson]``: what the editor of 2019 has its script draw.

    A quote is whole in the JSON.
    """
    for box in body.each("[data-embedjson]"):
        held = state(box.attributes.get("data-embedjson"))
        text = html_of(held, "body") or html_of(held, "bodyRaw")
        if held.get("embedType") == "quote" and text:
            quote = body.new("blockquote", **{"data-post-id": said(held, "recordID") or ""})
            quote.insert_child(body.new("cite", said(part(held, "insertUser"), "name") or ""))
            for child in parsed(text).iter(include_text=True):
                quote.insert_child(child)
            body.replace(box, quote)
        elif box.css_first("a[href], img") is None and (address := said(held, "url")):
            body.replace(box, body.new("a", said(held, "name") or address, href=address))


def name_old_quotes(body: Body) -> None:
    """``.QuoteAuthor`` ("甲 said:") heads ``.UserQuote``.

    In the HTML of some editors ``cite`` does.
    """
    for head in body.each(".QuoteAuthor"):
        body.replace(head, body.new("cite", words(head)))


def note_quotes(body: Body) -> None:
    """``blockquote.Quote``, ``.UserQuote``: the quotes.

    A bare ``blockquote`` is the editor's and says no name.
    """
    found: list[Quote] = []
    for box in body.each("blockquote"):
        box.attrs["class"] = "quote"
        above = box.parent
        while above is not None and above.mem_id != body.root.mem_id and above.tag != "blockquote":
            above = above.parent
        if above is not None and above.tag == "blockquote":
            continue
        cite = box.css_first("cite")
        name = cite.css_first("a") if cite is not None else None
        head = words(cite) if cite is not None else ""
        link = (
            next((a.attributes.get("href") or "" for a in cite.css("a")), "")
            if cite is not None
            else ""
        )
        post = COMMENT.search(link)
        who = words(name) if name is not None else SAID.sub("", head)
        found.append(
            Quote(
                author=who.strip() or None,
                text=words(box).removeprefix(head).strip(),
                post_id=box.attributes.get("data-post-id") or (post[1] if post else None),
            )
        )
    body.found.quotes += reversed(found)


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
    post={
        "author_title": (
            where(".AuthorInfo .RoleTitle"),
            where(".AuthorTitle"),
            where(".AuthorInfo .Rank"),
        ),
        "location": (where(".AuthorInfo .UserLocation", match=r"([^:]+)$"),),
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
