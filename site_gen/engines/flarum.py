"""Flarum (0.1 beta to 2): the page for readers without scripts, the drawn application, and its JSON.

``#flarum-content`` (``views/frontend/content/discussion.blade.php``) has names and words only, one
page of 20; the drawn ``.PostStream-item`` (``forum/components/PostStream``, ``CommentPost``) has
ids and dates, but only of the posts around the reader; the JSON:API document in
``#flarum-json-payload`` (0.1: a call of ``app.boot`` or ``app.load``) has all facts, and a few
posts more than the page shows, which others mention. A reader who went on to another discussion
leaves both the page for readers without scripts and the JSON of the first one behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks, parsed
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.appstate import State, counted, html_of, part, parts, said, state
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.values import first_node, first_text, first_value, stated, written
from site_gen.load.page import Page

DRAWN = ".PostStream-item"
PLAIN = "noscript article"
DISCUSSION = re.compile(r"/d/(\d+)")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
DIGITS = re.compile(r"\d+")
BOOT = re.compile(
    r"(?:app\.load|app\.boot|flarum\.core\.app\.load)\((\{.*?\})\);?\s*(?:\n|</script|flarum)", re.S
)
NAMELESS = re.compile(r"\W+")

ADDRESSES = (re.compile(r"/d/(?P<thread>\d+)(?:-[^/?#]*)?(?:/\d+)?(?:[?#].*)?$"),)


# ── The posts ─────────────────────────────────────────────────────────────────────────────────────


def split(page: Page) -> Iterator[RawPost]:
    """Every post of the page, by its number; what several places say of it becomes one post."""
    drawn = {facts["id"]: facts for node in page.tree.css(DRAWN) if (facts := drawn_post(node))}
    document = own_document(page)
    stored = [facts for post in comments(document) if (facts := stored_post(post, document, page))]
    plain = plain_posts(page) if not gone(page) else []
    posts = match_plain(plain, stored) if plain else stored
    by_id = {facts["id"]: facts for facts in posts if facts.get("id")}
    merged = [*(facts for facts in posts if not facts.get("id"))]
    merged += [
        {**drawn.get(ident, {}), **by_id.get(ident, {}), **shown_body(drawn.get(ident))}
        for ident in dict.fromkeys([*by_id, *drawn])
    ]
    if all(facts.get("floor") is not None for facts in merged):
        merged.sort(key=lambda facts: facts["floor"])
    elif plain and not drawn:
        merged = posts
    for facts in merged:
        if facts.get("body") is not None:
            yield RawPost(
                body=facts.pop("body"),
                date_stated=facts.pop("date_stated", None),
                fields=facts,
            )


def shown_body(drawn: dict[str, Any] | None) -> dict[str, Any]:
    """The body as drawn, which may have saved pictures."""
    return {"body": drawn["body"]} if drawn and drawn.get("body") is not None else {}


def plain_posts(page: Page) -> list[dict[str, Any]]:
    """The posts for readers without scripts: ``article`` of ``.PostUser`` and ``.Post-body``."""
    found: list[dict[str, Any]] = []
    for node in page.tree.css(PLAIN):
        body = node.css_first(".Post-body")
        if body is not None:
            name = first_text(node, ".PostUser .username", ".PostUser-name", ".PostUser h3")
            found.append(stated(body=body, author=name))
    return found


def match_plain(
    plain: Sequence[dict[str, Any]], stored: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The facts of the JSON for the posts that the page shows, which come in the same order.

    Others it leaves out.
    """
    found: list[dict[str, Any]] = []
    rest = list(stored)
    for facts in plain:
        key = letters(facts["body"])
        at = next((n for n, other in enumerate(rest) if letters(other["body"]) == key), None)
        if at is None:
            found.append(facts)
        else:
            found.append({**rest[at], "body": facts["body"]})
            rest = rest[at + 1 :]
    return found


def letters(node: LexborNode) -> str:
    """The words of a body without white space and marks."""
    return NAMELESS.sub("", node.text())


def drawn_post(node: LexborNode) -> dict[str, Any] | None:
    """A post as the application draws it.

    Events ("renamed the discussion") and gaps are items of the stream too.
    """
    body = node.css_first(".Post-body")
    if body is None or node.attributes.get("data-id") is None:
        return None
    time = first_node(node, ".PostMeta time", ".item-meta time", "time")
    place = DIGITS.search(
        node.attributes.get("data-number") or first_text(node, ".PostMeta-number") or ""
    )
    changed = first_value(node, ".PostEdited time", "datetime") or first_value(
        node, ".PostEdited", "title"
    )
    likes = [len(box.css("a[href*='/u/'], .username")) for box in node.css(".Post-likedBy")]
    return stated(
        body=body,
        id=node.attributes.get("data-id"),
        floor=number(place[0]) if place else None,
        author=first_text(node, ".PostUser .username", ".PostUser-name", ".PostUser h3"),
        author_title=first_text(node, ".PostUser-title, .PostUser-level"),
        date_text=squash(time.text()) if time is not None else None,
        date_stated=(time.attributes.get("datetime") if time is not None else None)
        or squash(node.attributes.get("data-time"))
        or None,
        edited=changed or first_text(node, ".PostEdited"),
        up=likes[0]
        if likes and likes[0] and "other" not in words(node.css(".Post-likedBy")[0])
        else None,
    )


def comments(document: State) -> list[State]:
    """The posts with words in a document, by their number; the others are events."""
    posts = [entry for entry in parts(document, "included") if entry.get("type") == "posts"]
    said_something = [
        post for post in posts if part(post, "attributes").get("contentHtml") is not None
    ]
    return sorted(said_something, key=lambda post: counted(part(post, "attributes"), "number") or 0)


def stored_post(post: State, document: State, page: Page) -> dict[str, Any] | None:
    """A post as the JSON has it (``PostSerializer``); keys of 0.1 are ``time`` and ``editTime``."""
    facts, html = part(post, "attributes"), html_of(part(post, "attributes"), "contentHtml")
    if html is None or facts.get("contentType") not in (None, "comment"):
        return None
    user, editor = related(post, "user", document), related(post, "editedUser", document)
    created = said(facts, "createdAt") or said(facts, "time")
    changed = said(facts, "editedAt") or said(facts, "editTime")
    return stated(
        body=parsed(html),
        id=said(post, "id"),
        floor=counted(facts, "number"),
        author=said(part(user, "attributes"), "displayName")
        or said(part(user, "attributes"), "username"),
        author_id=said(user, "id"),
        date_text=created,
        date_stated=created,
        edited=written(page, changed),
        editor=said(part(editor, "attributes"), "displayName"),
        up=counted(facts, "likesCount"),
        marks=best_answer(post, document),
    )


def best_answer(post: State, document: State) -> list[str] | None:
    """``bestAnswerPost`` of the discussion (extension ``fof/best-answer``)."""
    best = part(part(part(part(document, "data"), "relationships"), "bestAnswerPost"), "data")
    return ["Best Answer"] if best and said(best, "id") == said(post, "id") else None


def related(entry: State, name: str, document: State) -> State:
    """What an entry of a document refers to, out of the same document."""
    link = part(part(part(entry, "relationships"), name), "data")
    wanted = (link.get("type"), said(link, "id"))
    return next(
        (
            other
            for other in parts(document, "included")
            if (other.get("type"), said(other, "id")) == wanted
        ),
        {},
    )


# ── The discussion ────────────────────────────────────────────────────────────────────────────────


def payload(page: Page) -> State:
    """All that the page gives to its scripts."""
    holder = page.tree.css_first("#flarum-json-payload")
    if holder is not None:
        return state(holder.text())
    match = BOOT.search(page.text) if "app." in page.text else None
    return state(match[1]) if match else {}


def document_of(page: Page) -> State:
    """The discussion in the page's JSON with all that belongs to it (0.1: ``document``)."""
    held = payload(page)
    return part(held, "apiDocument") or part(held, "document")


def drawn_number(page: Page) -> str | None:
    """The discussion that the application shows, by the links of its posts."""
    links = page.tree.css(
        f'{DRAWN} a[href*="/d/"], .DiscussionListItem.active a[href*="/d/"], link[rel=canonical]'
    )
    active = page.tree.css(".DiscussionListItem.active a[href*='/d/']")
    for link in [*active, *links]:
        if page.tree.css_first(DRAWN) is not None and (
            match := DISCUSSION.search(link.attributes.get("href") or "")
        ):
            return match[1]
    return None


def gone(page: Page) -> bool:
    """Whether the reader went on to another discussion: none of the drawn posts is one of those that came along."""
    drawn = {node.attributes.get("data-id") for node in page.tree.css(DRAWN)} - {None}
    relations = part(part(part(document_of(page), "data"), "relationships"), "posts")
    served = {
        said(post, "id") for post in [*parts(relations, "data"), *comments(document_of(page))]
    }
    return bool(drawn and served and not drawn & served)


def own_document(page: Page) -> State:
    """The discussion in the page's JSON, if it is the one that the page shows."""
    return {} if gone(page) else document_of(page)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, tags and counts."""
    root, document = page.tree.root, own_document(page)
    if root is None:
        return {}
    discussion = part(document, "data")
    facts = part(discussion, "attributes")
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    match = DISCUSSION.search(url or "")
    forum = next(
        (entry for entry in parts(payload(page), "resources") if entry.get("type") == "forums"), {}
    )
    total = counted(facts, "commentCount") or counted(facts, "commentsCount")
    shown = PAGE_NUMBER.search(page.capture.url or "")
    following = PAGE_NUMBER.search(first_value(root, "link[rel=next]", "href") or "")
    board, tags = filed(discussion, document, root)
    return {
        "thread_id": (drawn_number(page) if gone(page) else None)
        or said(discussion, "id")
        or (match[1] if match else None)
        or drawn_number(page),
        "url": url,
        "site": host(url, page.base, said(part(forum, "attributes"), "baseUrl")),
        "site_name": said(part(forum, "attributes"), "title")
        or first_value(root, "#home-link img", "alt"),
        "title": said(facts, "title")
        or first_text(root, ".DiscussionHero-title", "#flarum-content h1", "noscript h1")
        or first_value(root, "meta[property='og:title']", "content"),
        "board": board,
        "tags": tags,
        "replies": total - 1 if total else None,
        "views": counted(facts, "viewCount") or counted(facts, "views"),
        "locked": locked(root, facts),
        "page": number(shown[1]) if shown else 1,
        "pages_claimed": number(following[1])
        if following and root.css_first(DRAWN) is None
        else None,
    }


def filed(discussion: State, document: State, root: LexborNode) -> tuple[list[str], list[str]]:
    """Boards and tags: Flarum's primary tags, a tag above its sub-tag, are what other forums call boards."""
    links = parts(part(part(discussion, "relationships"), "tags"), "data")
    known = {
        said(entry, "id"): entry
        for entry in parts(document, "included")
        if entry.get("type") == "tags"
    }
    found = [
        part(known[ident], "attributes") for link in links if (ident := said(link, "id")) in known
    ]
    if not found:
        drawn = [squash(tag.text()) for tag in root.css(".DiscussionHero .TagLabel")]
        return [], list(dict.fromkeys(name for name in drawn if name))
    boards = sorted(
        (tag for tag in found if tag.get("position") is not None),
        key=lambda tag: bool(tag.get("isChild")),
    )
    others = [tag for tag in found if tag.get("position") is None]
    return names(boards), names(others)


def names(tags: Sequence[State]) -> list[str]:
    """The names of tags."""
    return [name for tag in tags if (name := said(tag, "name"))]


def locked(root: LexborNode, facts: State) -> bool | None:
    """Whether the discussion takes no more posts (extension ``flarum/lock``)."""
    if "isLocked" in facts:
        return bool(facts["isLocked"])
    return (
        root.css_first(".Badge--locked") is not None
        if root.css_first(".DiscussionHero") is not None
        else None
    )


def refuse(page: Page) -> str | None:
    """What a page of Flarum is, if it is no discussion."""
    if page.tree.css_first(".DiscussionList") is not None or isinstance(
        document_of(page).get("data"), list
    ):
        return "a list of discussions, not a thread"
    return None


# ── The bodies ────────────────────────────────────────────────────────────────────────────────────


def quoted(box: LexborNode, mention: LexborNode | None) -> str | None:
    """Who is quoted: the mention that opens the quote (extension ``flarum/mentions``)."""
    if mention is None:
        return None
    if ident := mention.attributes.get("data-id"):
        box.attrs["data-post-id"] = ident
    return words(mention).lstrip("@ ") or None


def drop_icons(body: Body) -> None:
    """``i.icon`` and scripts of players: they hold no words."""
    for icon in body.each("i.icon"):
        icon.decompose()


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    Rule("icons", ("icon",), drop_icons),
    blocks.furniture("buttons", "button, .Button", needles=("utton",)),
    blocks.code("pre", lines="code", needles=("<pre",)),
    blocks.quotes(
        "blockquote",
        head=".PostMention:first-child, cite",
        needles=("<blockquote",),
        who=quoted,
    ),
    INVISIBLE,
    SMILIES,
    *FINISH,
)

DESKTOP = Engine(
    name="flarum",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "data for the scripts", ('id="flarum-json-payload"', "id=flarum-json-payload"), 4
        ),
        Fingerprint("page without scripts", ('id="flarum-content"', "id=flarum-content"), 3),
        Fingerprint("start of the application", ("flarum.core.app", "flarum-loading"), 2),
        Fingerprint("drawn posts", ("PostStream-item",), 4),
        Fingerprint("authors of class PostUser", ('class="PostUser', "class=PostUser"), 2),
        Fingerprint("bodies of class Post-body", ('class="Post-body"', "class=Post-body"), 2),
    ),
    threshold=4,
    split=split,
    post_boxes=f"{PLAIN}, {DRAWN}",
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, .App-header, .App-drawer, #app-navigation, .sr-only",
        "loading-notices": "#flarum-loading, #flarum-loading-error, .Alert, #notices, #alerts",
        "title-line": ".DiscussionHero",
        "byline": ".Post-header, .PostUser, .PostMeta",
        "events": ".EventPost, .PostStream-timeGap",
        "post-tools": ".Post-actions, .Post-footer, .Post-controls",
        "reply-box": ".ReplyPlaceholder, .App-composer, #composer",
        "page-links": ".PostStreamScrubber, #flarum-content a[href*='page='], noscript a[href*='page=']",
        "thread-tools": ".DiscussionPage-nav",
        "discussion-list": ".DiscussionPage-list, .DiscussionList",
        "site-footer": "#footer, .App-footer",
    },
)

ENGINES = (DESKTOP,)
