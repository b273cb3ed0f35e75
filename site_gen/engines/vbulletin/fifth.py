"""The thread page of vBulletin 5 and 6."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import PLACE, digits, first_group, shown, stated
from site_gen.engines.vbulletin.bodies import RULES
from site_gen.engines.vbulletin.common import (
    POST_NUMBER,
    SHARED_CHROME,
    edited,
    refuse,
    version,
    zone,
)
from site_gen.load.page import Page
from site_gen.models import Attachment, Comment

NODE_THREAD = re.compile(r"[\"']nodeid[\"']\s*:\s*[\"']?(\d+)|data-node-id=[\"'](\d+)")
NODE_URL = re.compile(r"/(\d+)-[^/?#]*")
POST_URL = re.compile(r"#post(\d+)$")
MEMBER_URL = re.compile(r"/(\d+)(?:-|$)|[?&]u(?:serid)?=(\d+)")
COUNT = ".b-post__count, .js-show-post-link"
CLOSED = ".conversation-closed, .js-topic-closed, .topic-status-icon--closed"
EDIT_MARKS = ".b-post__edit-reason, .js-post-info, .post-edit-reason"
COMMENT_WORDS = ".js-comment-entry__text, .b-comment-entry__body, .js-post__content-text"
FILES = ".b-post-attachments a[href*='filedata'], .post-attachments a[href*='filedata']"


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards, pages and counts."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    counts = statistics(page)
    crumbs = [link.text for link in root.all("#breadcrumbs a.crumb-link")]
    tags = [tag.text for tag in root.all(".js-content-tag a, .b-tags a, .js-content-tag-text a")]
    return {
        **facts,
        "zone": zone(page),
        "engine_version": version(page),
        "thread_id": first_group(NODE_URL, facts["url"]) or first_group(NODE_THREAD, page.text),
        "title": root.at(".js-main-title, h1.main-title, .b-post__title").text or None,
        "board": [text for text in crumbs[2:] if text],
        "tags": [tag for tag in tags if tag],
        "page": page_number(root),
        "pages_claimed": digits(root.at(".pagetotal").text),
        "locked": bool(root.at(CLOSED)) or None,
        "views": counts.get("ViewAction"),
        "replies": counts.get("CommentAction"),
    }


def page_number(root: Node) -> int | None:
    """Return the page's number, which a page of several has in a field to jump to others."""
    field = root.at("input.js-pagenum, input[name=page]")
    if not field:
        return 1
    return digits(field.attr("value"))


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Read what stands around a body of version 5."""
    post = Node(node)
    ident = post_number(post)
    if ident is None or not post.at(".js-post__content-text"):
        return None
    time = post.at(".b-post__timestamp time, time[datetime]")
    user = post.at(".b-userinfo, .userinfo") or post
    name = user.at(".author a, .author [itemprop=name], .author strong, .author")
    member = user.at(".author a[href], a.avatar[href]")
    votes = post.at(".votecount, .js-post__vote-count, .b-post-control__vote-count")
    return {
        "id": ident,
        "floor": digits(post.at(COUNT).text),
        "author": name.text or None,
        "author_id": first_group(MEMBER_URL, member.attr("href")),
        "author_title": user.at(".usertitle").text or None,
        "location": location(user),
        "date_text": time.text or post.at(".b-post__timestamp").text or None,
        "date_stated": time.attr("datetime") or None,
        "subject": post.at(".js-post-title, .b-post__title").text or None,
        "comments": comments(node),
        "attachments": attachments(post, page),
        **stated(up=number(votes.text)),
        **edited(node.css_first(EDIT_MARKS), page),
    }


def post_number(post: Node) -> str | None:
    """Return the post's number, from its anchor, its data or the link to it."""
    return (
        first_group(POST_NUMBER, post.at("a.anchor[id^=post], a[id^=post]").id)
        or post.attr("data-node-id")
        or first_group(POST_URL, post.at(COUNT).attr("href"))
    )


def location(user: Node) -> str | None:
    """Return where a member lives, from the lines below the name."""
    for line in user.all(".b-userinfo__additional-info, .profile-field"):
        if PLACE.match(line.at("label").text):
            return line.at("span").text or None
    return None


def comments(node: LexborNode) -> list[Comment]:
    """Return the comments on a post: small notes inside it (``.b-comment-entry``)."""
    found: list[Comment] = []
    for entry in node.css(".b-comment-entry"):
        said = entry.css_first(COMMENT_WORDS)
        if said is not None:
            author = shown(entry.css_first(".author, .b-comment-entry__username"))
            when = shown(entry.css_first("time, .b-comment-entry__date"))
            found.append(Comment(author=author, date=when, text=words(said)))
    return found


def attachments(post: Node, page: Page) -> list[Attachment]:
    """Return the files listed below a body."""
    found: list[Attachment] = []
    for link in post.all(FILES):
        name = link.text or squash(link.at("img").attr("alt"))
        href = page.absolute(link.attr("href"))
        found.append(Attachment(name=name or None, href=href or None))
    return found


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
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    chrome=SHARED_CHROME,
)
