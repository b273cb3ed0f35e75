"""NodeBB (0.5 to 4): ``templates/topic.tpl``, ``partials/topic/post.tpl`` of the themes Persona, Lavender, Harmony.

A theme may change everything but the ``component`` attributes and the ``data`` of a post, which
NodeBB's scripts need: ``[component=post]`` with ``data-pid``, ``data-uid``, ``data-index``,
``data-username``, ``data-timestamp``. The page also holds what the scripts draw from, as JSON in
``#ajaxify-data``: counts, and the posts that came with the page, of which a page scrolled far and
then saved has lost the markup. A reader who went on to another topic leaves the JSON of the first
one behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks, parsed
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.appstate import State, counted, html_of, part, parts, said, state
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.values import first_node, first_text, first_value, stated, written
from site_gen.load.page import Page
from site_gen.models import Quote

POSTS = "[component=post][data-pid], li.post-row[data-pid]"
BODY = ('[component="post/content"]', ".post-content", ".content")
TITLE = ('[component="topic/title"]', ".topic-title")
SHOWN_DATE = (
    ".post-header .timeago",
    '[component="post/timestamp"]',
    ".post-info .timeago",
    "a.timeago",
    ".timeago",
)
CRUMBS = ".breadcrumb [itemprop=name], .breadcrumb [itemprop=title]"
TOPIC = re.compile(r"/topic/(\d+)")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
DIGITS = re.compile(r"\d+")
POST_LINK = re.compile(r"/post/([^/?#]+)")

ADDRESSES = (
    re.compile(r"/topic/(?P<thread>\d+)(?:/[^?#]*)?(?:[?#].*)?$"),
    re.compile(r"/post/(?P<post>\d+)[?#]"),
)


# ── The posts ─────────────────────────────────────────────────────────────────────────────────────


def split(page: Page) -> Iterator[RawPost]:
    """Every post of the page: the drawn ones, and those that only the JSON has, in the order of their numbers."""
    stored = {
        facts["id"]: facts
        for post in parts(own_state(page), "posts")
        if (facts := stored_post(post, page))
    }
    found: dict[str, dict[str, Any]] = {}
    for node in page.tree.css(POSTS):
        facts = drawn_post(node, page)
        found[facts["id"]] = {**stored.pop(facts["id"], {}), **facts}
    both = [*found.values(), *stored.values()]
    if stored and all(facts.get("floor") is not None for facts in both):
        both.sort(key=lambda facts: facts["floor"])
    for facts in both:
        if facts.pop("deleted", False) or facts.get("body") is None:
            continue  # only "This post is deleted!" is left of it
        yield RawPost(
            body=facts.pop("body"),
            date_stated=facts.pop("date_stated", None),
            signature=facts.pop("signature", None),
            fields=facts,
        )


def drawn_post(node: LexborNode, page: Page) -> dict[str, Any]:
    """A post as the theme draws it. ``data-index`` counts from 0; the number shown is one more."""
    data = node.attributes
    index = number(data.get("data-index"))
    place = DIGITS.search(first_text(node, ".post-index") or "")
    date = first_node(node, *SHOWN_DATE)
    published = first_value(node, "meta[itemprop=datePublished]", "content") or (
        squash(date.attributes.get("title")) if date is not None else None
    )
    changed = first_value(node, "meta[itemprop=dateModified]", "content") or first_value(
        node, '[component="post/editor"] .timeago', "title"
    )
    is_edited = bool(changed and DIGITS.search(changed))
    editor = first_text(node, '[component="post/editor"] a') if is_edited else None
    signature = node.css_first('[component="post/signature"], .post-signature')
    uid = squash(data.get("data-uid"))
    return stated(
        body=first_node(node, *BODY),
        deleted=True if "deleted" in (data.get("class") or "").split() else None,
        id=squash(data.get("data-pid")),
        floor=index + 1 if index is not None else number(place[0]) if place else None,
        parent=first_value(node, '[component="post/parent"]', "data-topid"),
        author=squash(data.get("data-username"))
        or first_value(node, "[itemprop=author] [itemprop=name]", "content"),
        author_id=uid if uid != "0" else None,
        author_title=first_text(node, ".post-header .badge-text", ".group-label", ".user-title"),
        date_text=(squash(date.text()) if date is not None else None)
        or published
        or data.get("data-timestamp"),
        date_stated=published or data.get("data-timestamp"),
        edited=written(page, changed) if is_edited else None,
        editor=editor,
        up=votes(node),
        signature=(words(signature) or None) if signature is not None else None,
        marks=["Solved"] if node.css_first(".answered, .accepted-answer") is not None else None,
    )


def votes(node: LexborNode) -> int | None:
    """``post/vote-count``: up less down; only a sum of none or more can be the up-votes."""
    count = node.css_first('[component="post/vote-count"], .votes')
    if count is None:
        return None
    return number(squash(count.attributes.get("data-votes")) or squash(count.text()))


def stored_post(post: State, page: Page) -> dict[str, Any] | None:
    """A post as the JSON has it (``src/topics/posts.js``)."""
    content, ident = html_of(post, "content"), said(post, "pid")
    if content is None or ident is None:
        return None
    index, user, uid = counted(post, "index"), part(post, "user"), said(post, "uid")
    changed = said(post, "editedISO")
    signature = html_of(user, "signature")
    return stated(
        body=parsed(content),
        deleted=True if post.get("deleted") else None,
        id=ident,
        floor=index + 1 if index is not None else None,
        parent=said(post, "toPid"),
        author=said(user, "username"),
        author_id=uid if uid != "0" else None,
        date_text=said(post, "timestampISO"),
        date_stated=said(post, "timestampISO"),
        edited=written(page, changed) if changed else None,
        editor=said(part(post, "editor"), "username") if changed else None,
        up=counted(post, "upvotes"),
        down=counted(post, "downvotes") or None,
        signature=(words(parsed(signature)) or None) if signature else None,
        marks=["Solved"] if post.get("isAnswer") is True else None,
    )


# ── The topic ─────────────────────────────────────────────────────────────────────────────────────


def own_state(page: Page) -> State:
    """The JSON of the topic that the page shows."""
    holder = page.tree.css_first("#ajaxify-data")
    found = state(holder.text()) if holder is not None else {}
    shown = drawn_topic(page)
    return found if shown in (None, said(found, "tid")) else {}


def drawn_topic(page: Page) -> str | None:
    """The number of the topic whose posts are drawn."""
    box = page.tree.css_first("[component=topic][data-tid], ul.posts[data-tid]")
    return squash(box.attributes.get("data-tid")) if box is not None else None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, boards, tags and counts."""
    root, held = page.tree.root, own_state(page)
    if root is None:
        return {}
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    topic = TOPIC.search(url or "")
    shown = PAGE_NUMBER.search(page.capture.url or url or "")
    paging = part(held, "pagination")
    total = counted(held, "postcount") or number(
        first_value(root, '[component="topic/post-count"]', "title")
    )
    title = said(held, "titleRaw") or said(held, "title") or first_text(root, *TITLE)
    crumbs = [squash(crumb.text()) for crumb in root.css(CRUMBS)]
    own = said(part(held, "category"), "name")
    return {
        "thread_id": drawn_topic(page) or said(held, "tid") or (topic[1] if topic else None),
        "url": url,
        "site": host(url, page.base, first_value(root, ".breadcrumb a", "href")),
        "site_name": site_name(page),
        "title": words(parsed(title)) if title else None,
        "board": [name for name in crumbs[1:] if name != title]
        or ([words(parsed(own))] if own else []),
        "board_id": said(held, "cid") or first_value(root, "[data-cid]", "data-cid"),
        "tags": tags(root),
        "views": counted(held, "viewcount") if held else views(root),
        "replies": total - 1 if total else None,
        "locked": locked(root, held),
        "page": counted(paging, "currentPage") or (number(shown[1]) if shown else 1),
        "pages_claimed": counted(paging, "pageCount"),
    }


def views(root: LexborNode) -> int | None:
    """The count beside the eye.

    *persona* once drew none, and has it last, after the count of posts, without a name.
    """
    for box in root.css(".stats"):
        if box.css_first(".fa-eye") is not None:
            return number(first_value(box, "[title]:not(i)", "title"))
    boxes = root.css(".topic-info .stats")
    if len(boxes) > 1 and boxes[-1].css_first("[component]") is None:
        return number(first_value(boxes[-1], ".human-readable-number[title]", "title"))
    return None


def tags(root: LexborNode) -> list[str]:
    """The topic's tags; the widgets below list other topics with theirs."""
    box = root.css_first('[component="topic/tags"], .topic-title .tags, .tags')
    names = (
        [squash(tag.attributes.get("data-tag")) or squash(tag.text()) for tag in box.css(".tag")]
        if box
        else []
    )
    return list(dict.fromkeys(name for name in names if name))


def locked(root: LexborNode, held: State) -> bool | None:
    """Whether the topic takes no more replies: a number in the JSON, a label that is hidden or not on the page."""
    if "locked" in held:
        return bool(held["locked"])
    label = root.css_first('[component="topic/locked"]')
    return (
        "hidden" not in (label.attributes.get("class") or "").split() if label is not None else None
    )


def refuse(page: Page) -> str | None:
    """What a page of NodeBB is, if it is no topic."""
    if (
        page.tree.css_first('[component="category/topic"], [component="categories/category"]')
        is not None
    ):
        return "a list of boards or topics, not a thread"
    if (
        page.tree.css_first('[component="login/local"], #login-form, [data-template="login"]')
        is not None
    ):
        return "a login page, not a thread"
    return None


# ── The bodies ────────────────────────────────────────────────────────────────────────────────────


def note_quotes(body: Body) -> None:
    """``<p><a>@NAME</a> said in <a href="/post/1">TITLE</a>:</p><blockquote>``: who is quoted stands before the quote.

    The line is the composer's (``[[modules:composer.user-said-in]]``); it stays where it is.
    """
    found: list[Quote] = []
    for box in body.each("blockquote"):
        box.attrs["class"] = "quote"
        if is_nested(box, body.root):
            continue
        head = box.prev
        while head is not None and head.tag == "-text" and not squash(head.text_content):
            head = head.prev
        link = (
            head.css_first('a[href*="/post/"]')
            if head is not None and words(head).endswith(":")
            else None
        )
        post = POST_LINK.search((link.attributes.get("href") if link is not None else None) or "")
        name = head.css_first("a") if head is not None and post else None
        found.append(
            Quote(
                author=words(name).lstrip("@ ") or None if name is not None else None,
                text=words(box),
                post_id=post[1] if post else None,
                url=body.absolute(link.attributes.get("href") or "")
                if link is not None and post
                else None,
            )
        )
    body.found.quotes += reversed(found)


def is_nested(box: LexborNode, root: LexborNode) -> bool:
    """Whether a quote stands in another one."""
    above = box.parent
    while above is not None and above.mem_id != root.mem_id:
        if above.tag == "blockquote":
            return True
        above = above.parent
    return False


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    blocks.furniture(
        "buttons", "button, [component='copy/code/btn']", needles=("<button", "copy/code")
    ),
    blocks.code("pre", lines="code", needles=("<pre",)),
    Rule("quotes", ("<blockquote",), note_quotes),
    INVISIBLE,
    SMILIES,
    *FINISH,
)

DESKTOP = Engine(
    name="nodebb",
    view="desktop",
    fingerprints=(
        Fingerprint("data for the scripts", ('id="ajaxify-data"', "id=ajaxify-data"), 3),
        Fingerprint("components", ('component="post/content"', "component=post/content"), 4),
        Fingerprint("posts", ('component="post"', "component=post ", 'class="post-row'), 2),
        Fingerprint("title", ('component="topic/title"', "component=topic/title"), 1),
        Fingerprint("anchors", ('component="post/anchor"', "component=post/anchor"), 1),
        Fingerprint("own names", ("nodebb-plugin-", "/assets/nodebb.min.js"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=POSTS,
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "header, #header-menu, .navbar, nav, .sidebar, [component='sidebar/left']",
        "breadcrumb": ".breadcrumb",
        "title-line": ".topic-info, [component='post/header'], [component='topic/labels']",
        "byline": ".post-header, .avatar, [component='user/status'], [component='post/editor']",
        "post-tools": "[component='post/footer'], .post-footer, [component='post/actions'], .post-tools, .votes",
        "reply-count": "[component='post/reply-count'], [component='post/replies/container']",
        "reply-to": "[component='post/parent']",
        "deleted-posts": "[component=post].deleted",
        "notices": ".alert, [component='topic/deleted/message'], noscript",
        "labels-for-readers-aloud": ".visually-hidden, .sr-only",
        "signature": "[component='post/signature']",
        "events": "[component='topic/event'], .timeline-event, .necro-post",
        "topic-tools": ".topic-main-buttons, [component='topic/reply'], .pagination-block",
        "thread-tools": ".topic-sidebar-tools, [component='topic/browsing-users'], .dropdown-menu",
        "page-links": "[component=pagination], .pagination",
        "widgets": "[data-widget-area], [component='widget/area']",
        "quick-reply": "[component='topic/quickreply/container'], .quick-reply",
        "site-footer": "footer, [component='sidebar/right']",
    },
)

ENGINES = (DESKTOP,)
