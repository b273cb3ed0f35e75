"""The thread page of vBulletin 5 and 6."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.values import PLACE, digits, first_group, meta, shown
from site_gen.engines.vbulletin.bodies import RULES
from site_gen.engines.vbulletin.common import (
    EDITOR,
    GENERATOR,
    POST_NUMBER,
    SHARED_CHROME,
    refuse,
    zone,
)
from site_gen.load.page import Page
from site_gen.models import Attachment, Comment

NODE_THREAD = re.compile(r"[\"']nodeid[\"']\s*:\s*[\"']?(\d+)|data-node-id=[\"'](\d+)")
NODE_URL = re.compile(r"/(\d+)-[^/?#]*")


def more_thread_5(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages and counts."""
    tree = page.tree
    facts = address_and_site(page)
    counts = statistics(page)
    crumbs = [
        (shown(link), link.attributes.get("href") or "")
        for link in tree.css("#breadcrumbs a.crumb-link")
    ]
    generator = GENERATOR.search(meta(page, "meta[name=generator]") or "")
    version = generator or GENERATOR.search(page.text[-20_000:])
    current = tree.css_first("input.js-pagenum, input[name=page]")
    number_ = facts["url"] and first_group(NODE_URL, facts["url"])
    tags = [
        shown(node) for node in tree.css(".js-content-tag a, .b-tags a, .js-content-tag-text a")
    ]
    return {
        **facts,
        "zone": zone(page),
        "engine_version": version[1] if version else None,
        "thread_id": number_ or first_group(NODE_THREAD, page.text),
        "title": shown(tree.css_first(".js-main-title, h1.main-title, .b-post__title")),
        "board": [text for text, _ in crumbs[2:] if text],
        "tags": [tag for tag in tags if tag],
        "page": digits(current.attributes.get("value")) if current else 1,
        "pages_claimed": digits(shown(tree.css_first(".pagetotal"))),
        "locked": True
        if tree.css_first(".conversation-closed, .js-topic-closed, .topic-status-icon--closed")
        else None,
        **({"views": counts["ViewAction"]} if "ViewAction" in counts else {}),
        **({"replies": counts["CommentAction"]} if "CommentAction" in counts else {}),
    }


def more_post_5(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of version 5; comments on a post are small notes inside it."""
    anchor = node.css_first("a.anchor[id^=post], a[id^=post]")
    count = node.css_first(".b-post__count, .js-show-post-link")
    number_ = first_group(POST_NUMBER, anchor.id if anchor else None) or node.attributes.get(
        "data-node-id"
    )
    number_ = number_ or first_group(
        re.compile(r"#post(\d+)$"), count.attributes.get("href") if count else None
    )
    if number_ is None or node.css_first(".js-post__content-text") is None:
        return None
    time = node.css_first(".b-post__timestamp time, time[datetime]")
    user = node.css_first(".b-userinfo, .userinfo") or node
    name = user.css_first(".author a, .author [itemprop=name], .author strong, .author")
    member = user.css_first(".author a[href], a.avatar[href]")
    mark = (
        words(found)
        if (found := node.css_first(".b-post__edit-reason, .js-post-info, .post-edit-reason"))
        else ""
    )
    editor = EDITOR.search(mark)
    clock = Clock.of(page)
    return {
        "id": number_,
        "floor": digits(shown(count)),
        "author": shown(name),
        "author_id": first_group(
            re.compile(r"/(\d+)(?:-|$)|[?&]u(?:serid)?=(\d+)"),
            member.attributes.get("href") if member else None,
        ),
        "author_title": shown(user.css_first(".usertitle")),
        "location": place_5(user),
        "date_text": shown(time) or shown(node.css_first(".b-post__timestamp")),
        "date_stated": time.attributes.get("datetime") if time else None,
        "subject": shown(node.css_first(".js-post-title, .b-post__title")),
        "comments": comments(node),
        "attachments": attachments_5(node, page),
        **votes(node),
        **(
            {
                "edited": read_date(mark, clock)[0] or mark,
                "editor": editor["who"] if editor else None,
            }
            if mark
            else {}
        ),
    }


def place_5(user: LexborNode) -> str | None:
    """Where a member lives, among the lines below the name."""
    for line in user.css(".b-userinfo__additional-info, .profile-field"):
        label, value = line.css_first("label"), line.css_first("span")
        if label is not None and PLACE.match(squash(label.text())):
            return shown(value)
    return None


def comments(node: LexborNode) -> list[Comment]:
    """The comments below a post (``.b-comment-entry``)."""
    found: list[Comment] = []
    for entry in node.css(".b-comment-entry"):
        said = entry.css_first(
            ".js-comment-entry__text, .b-comment-entry__body, .js-post__content-text"
        )
        when = entry.css_first("time, .b-comment-entry__date")
        if said is not None:
            author_ = shown(entry.css_first(".author, .b-comment-entry__username"))
            found.append(Comment(author=author_, date=shown(when), text=words(said)))
    return found


def attachments_5(node: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body."""
    found: list[Attachment] = []
    for link in node.css(
        ".b-post-attachments a[href*='filedata'], .post-attachments a[href*='filedata']"
    ):
        picture = link.css_first("img")
        name = shown(link) or (
            squash(picture.attributes.get("alt")) if picture is not None else None
        )
        found.append(
            Attachment(
                name=name or None, href=page.absolute(link.attributes.get("href") or "") or None
            )
        )
    return found


def votes(node: LexborNode) -> dict[str, int]:
    """Likes of a post."""
    count = number(
        shown(node.css_first(".votecount, .js-post__vote-count, .b-post-control__vote-count"))
    )
    return {"up": count} if count is not None else {}


FIFTH = Engine(
    name="vbulletin",
    view="desktop",
    fingerprints=(
        Fingerprint("posts of class b-post", ("b-post js-post", "js-post__content-text"), 3),
        Fingerprint("bodies js-post__content", ("js-post__content",), 2),
        Fingerprint("member panels b-userinfo", ("b-userinfo",), 1),
        Fingerprint("the page vb-page-body", ('id="vb-page-body"', "id=vb-page-body"), 2),
        Fingerprint("vBulletin's page data", ("var pageData = {", "js-login-menu"), 1),
        Fingerprint("the generator line", ('content="vBulletin 5', 'content="vBulletin 6'), 2),
    ),
    threshold=4,
    posts=".b-post.js-post, .b-post[data-node-id]:not(.js-post)",
    body=".js-post__content-text",
    signature=".post-signature, .b-post__signature, .js-post__signature, .signature",
    rules=RULES,
    more_thread=more_thread_5,
    more_post=more_post_5,
    refuse=refuse,
    chrome=SHARED_CHROME,
)
