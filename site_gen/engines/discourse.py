"""Discourse (1.0 to 2026): the page for crawlers and readers without scripts, the drawn application, and its JSON.

Three places of one file may hold the posts: ``.crawler-post`` (``app/views/topics/show.html.erb``;
in a ``noscript`` or, for crawlers, the page itself), ``article[data-post-id]`` (the application, in
a page that a browser saved; it holds the posts around the reader only) and the topic in
``#data-preloaded`` (serialisers ``TopicViewSerializer`` and ``PostSerializer``). A post is read
from all of them: its words from the markup, where pictures may be saved copies, its facts from the
JSON. A reader who went on to another topic leaves the JSON and the crawlers' markup of the first
one behind; these are then set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks, parsed
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, own_address, site_name
from site_gen.engines.tools.appstate import State, counted, html_of, part, parts, said, state
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.values import first_node, first_text, first_value, stated, written
from site_gen.load.page import Page
from site_gen.models import Attachment, Dropped, Poll, PollOption

DRAWN = "article[data-post-id]"
CRAWLED = (
    ".crawler-post, [itemtype$='/Article']:has(> [itemprop=articleBody])"  # the second until 1.6
)
PLACES = "[itemprop=position]"
OWN = "link[rel=canonical], meta[property='og:url']"
TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(\d+)")
PAGE_NUMBER = re.compile(r"[?&]page=(\d+)")
POST_BOX = re.compile(r"^post_(\d+)$")
GENERATOR = re.compile(r"^Discourse (\S+)")
STORED = re.compile(r"PreloadStore\.store\(\s*[\"']topic_\d+[\"']\s*,\s*(\{.*\})\s*\)\s*;")
DIGITS = re.compile(r"\d+")
NUMBERED = re.compile(r"#\d+")
BEHIND_NAME = re.compile(
    r"[,)]\s+(\w.*\d{4}.*)$"
)  # "#1 By: ann (Ann Alder), June 14th, 2015 18:05"
SIZE = re.compile(r"^\s*\(([\d.,]+\s*\w+)\)")
LIKE = 2  # PostActionType.types[:like]

ADDRESSES = (
    re.compile(r"/t/(?:[^/?#]+/)?(?P<thread>\d+)(?:/\d+)?(?:\.rss|\.json)?/?(?:[?#].*)?$"),
    re.compile(r"/p/(?P<post>\d+)(?:/\d+)?[?#]"),
)


# ── The posts ─────────────────────────────────────────────────────────────────────────────────────


def split(page: Page) -> Iterator[RawPost]:
    """Every post of the page, by its number; what several places say of it becomes one post."""
    topic = own_topic(page)
    drawn = [facts for node in page.tree.css(DRAWN) if (facts := drawn_post(node, page))]
    stored = {
        facts["floor"]: facts for post in topic_posts(topic) if (facts := stored_post(post, page))
    }
    boxes = [] if gone(page) else page.tree.css(CRAWLED)
    crawled = [facts for node in boxes if (facts := crawled_post(node, page))]
    marked: list[dict[str, Any]] = []
    by_number: dict[int, dict[str, Any]] = {}
    for facts in [*crawled, *drawn]:
        if facts.get("floor") is None:
            marked.append(facts)
        else:
            by_number[facts["floor"]] = {**by_number.get(facts["floor"], {}), **facts}
    for floor, facts in stored.items():
        shown = by_number.get(floor, {})
        body = None if facts.get("gates") else shown.get("body") or facts["body"]
        by_number[floor] = {**shown, **facts, "body": body}
    ids = {floor: facts["id"] for floor, facts in by_number.items() if facts.get("id")}
    for facts in [*marked, *(by_number[floor] for floor in sorted(by_number))]:
        if (raw := raw_post(facts, ids, said(topic, "id"))) is not None:
            yield raw


def raw_post(facts: dict[str, Any], ids: dict[int, str], topic: str | None) -> RawPost | None:
    """One post out of what was found of it.

    A note that the topic was closed or moved, without words, is none.
    """
    body, action = facts.pop("body", None), facts.pop("action", None)
    if body is None and not facts.get("gates"):
        return None
    if action and body is not None and not squash(body.text()) and body.css_first("img") is None:
        return None
    if body is not None:
        name_quoted_posts(body, ids, topic)
    parent = ids.get(facts.pop("answers", None) or 0)
    dropped = [Dropped(rule="action-note", text=action)] if action else []
    return RawPost(
        body=body,
        date_stated=facts.pop("date_stated", None),
        fields={**facts, **stated(parent=parent), "attachments": attachments(body)},
        dropped=dropped,
    )


def name_quoted_posts(body: LexborNode, ids: dict[int, str], topic: str | None) -> None:
    """``aside.quote[data-post]`` has a post's number in its topic.

    Its id is known if the post is on this page.
    """
    for quote in body.css("aside.quote"):
        place = number(quote.attributes.get("data-post"))
        same = topic is None or quote.attributes.get("data-topic") in (None, topic)
        if "data-post" in quote.attributes:
            del quote.attrs["data-post"]
        if same and place in ids:
            quote.attrs["data-post-id"] = ids[place]


def attachments(body: LexborNode | None) -> list[Attachment]:
    """``a.attachment`` with its size in brackets after it (``PrettyText``, ``upload://`` links)."""
    found: list[Attachment] = []
    for link in body.css("a.attachment") if body is not None else []:
        after = link.next
        size = (
            SIZE.match(after.text_content or "")
            if after is not None and after.tag == "-text"
            else None
        )
        found.append(
            Attachment(
                name=squash(link.text()) or None,
                href=link.attributes.get("href"),
                size=size[1] if size else None,
            )
        )
    return found


def crawled_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """A post as the page for crawlers prints it.

    The link to the next page has the same class and no body.
    """
    body = first_node(node, ".post", "[itemprop=articleBody]")
    if body is None:
        return None
    number_shown = POST_BOX.match(node.id or "")
    whole, said = squash(node.text()), squash(body.text())
    head = (whole.partition(said)[0] if said else whole) if node.css_first(PLACES) is None else ""
    place = DIGITS.search(
        number_shown[1] if number_shown else first_text(node, PLACES) or ""
    ) or NUMBERED.search(head)
    time = first_node(node, ".crawler-post-infos time", "time")
    published = first_value(node, "meta[itemprop=datePublished]", "content")
    shown = time.attributes.get("datetime") if time is not None else None
    changed = first_value(node, "[itemprop=dateModified]", "content") or (
        shown if published else None
    )
    created = published or shown
    return stated(
        body=body,
        floor=number(place[0].lstrip("#")) if place else None,
        author=first_text(
            node, ".creator [itemprop=name]", ".creator a", "b[itemprop=author]", ".creator"
        ),
        date_text=squash(time.text())
        if time is not None and not published
        else created or date_in(head),
        date_stated=created,
        edited=written(page, changed) if changed and changed != created else None,
        up=likes_of(node),
    )


def date_in(head: str) -> str | None:
    """The date that ends the line above a post's words."""
    match = BEHIND_NAME.search(head)
    return match[1] if match else None


def likes_of(node: LexborNode) -> int | None:
    """``itemprop=userInteractionCount`` beside the action "like", else the words "5 Likes"."""
    for box in node.css("[itemprop=interactionStatistic]"):
        kind = first_value(box, "[itemprop=interactionType]", "content") or ""
        if kind.endswith("LikeAction"):
            return number(first_value(box, "[itemprop=userInteractionCount]", "content"))
    match = DIGITS.search(first_text(node, ".post-likes") or "")
    return number(match[0]) if match else None


def drawn_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """A post as the application draws it.

    Replies unfolded under another post are drawn there once more.
    """
    if is_inside(node, "embedded-posts"):
        return None
    place = POST_BOX.match(node.id or "")
    date = first_node(node, ".post-date .relative-date", ".post-date [data-time]", ".relative-date")
    likes = DIGITS.search(
        first_text(node, ".like-count, .reactions-counter, .post-action-likes") or ""
    )
    edits = first_value(node, ".edits [title], .post-edits[title]", "title")
    return stated(
        body=first_node(node, ".regular > .cooked", ".contents > .cooked", ".cooked"),
        id=node.attributes.get("data-post-id"),
        floor=number(place[1]) if place else None,
        author=first_value(
            node, ".names [data-user-card], .main-avatar[data-user-card]", "data-user-card"
        )
        or first_text(node, ".names .username"),
        author_id=node.attributes.get("data-user-id"),
        author_title=first_text(node, ".names .user-title", ".user-title"),
        date_text=squash(date.text()) if date is not None else None,
        date_stated=exact_date(date, page) if date is not None else None,
        edited=written(page, edits),
        up=number(likes[0]) if likes else None,
        marks=["Solution"]
        if node.css_first(".accepted-answer, .accepted-text") is not None
        else None,
    )


def exact_date(date: LexborNode, page: Page) -> str | None:
    """``title`` has the date in the reader's language and zone.

    ``data-time`` milliseconds, where that is not read.
    """
    places = [squash(date.attributes.get("title")), squash(date.attributes.get("data-time"))]
    return next((place for place in places if read_date(place, Clock.of(page))[0]), None)


def is_inside(node: LexborNode, name: str) -> bool:
    """Whether an element of a class stands around the node."""
    above = node.parent
    while above is not None and above.tag != "body":
        if name in (above.attributes.get("class") or "").split():
            return True
        above = above.parent
    return False


def stored_post(post: State, page: Page) -> dict[str, Any] | None:
    """A post as the JSON has it (``PostSerializer``)."""
    place, cooked = counted(post, "post_number"), html_of(post, "cooked")
    if place is None or cooked is None:
        return None
    hidden = bool(post.get("hidden") or post.get("cooked_hidden"))
    body = parsed(cooked)
    likes = [entry for entry in parts(post, "actions_summary") if entry.get("id") == LIKE]
    edited = (counted(post, "version") or 1) > 1
    return stated(
        body=None if hidden else body,
        gates=[words(body)] if hidden and words(body) else None,
        id=said(post, "id"),
        floor=place,
        author=said(post, "username"),
        author_id=said(post, "user_id"),
        author_title=said(post, "user_title"),
        date_text=said(post, "created_at"),
        date_stated=said(post, "created_at"),
        edited=written(page, said(post, "updated_at")) if edited else None,
        up=(counted(likes[0], "count") if likes else None)
        or counted(post, "reaction_users_count")
        or 0,
        answers=counted(post, "reply_to_post_number"),
        action=said(post, "action_code"),
        marks=["Solution"] if post.get("accepted_answer") is True else None,
    )


# ── The topic ─────────────────────────────────────────────────────────────────────────────────────


def preloaded(page: Page) -> State:
    """What the page gives to its scripts: ``#data-preloaded``, before 2018 calls of ``PreloadStore.store``."""
    holder = page.tree.css_first("[data-preloaded]")
    if holder is not None:
        return state(holder.attributes.get("data-preloaded"))
    match = STORED.search(page.text) if "PreloadStore.store" in page.text else None
    return {"topic_": match[1]} if match else {}


def topic_of(page: Page) -> State:
    """The topic in the page's JSON, whichever it is."""
    store = preloaded(page)
    return next(
        (part(store, key) for key in store if key.startswith("topic_") and key != "topic_list"), {}
    )


def drawn_topic(page: Page) -> str | None:
    """The number of the topic that the application shows."""
    return first_value_of(page, "[data-topic-id]", "data-topic-id")


def gone(page: Page) -> bool:
    """Whether the reader went on to another topic after the page was served."""
    shown = drawn_topic(page)
    served = said(topic_of(page), "id") or topic_number(
        first_value_of(page, "noscript[data-path]", "data-path")
    )
    return shown is not None and served is not None and shown != served


def own_topic(page: Page) -> State:
    """The topic in the page's JSON, if it is the one that the page shows."""
    return {} if gone(page) else topic_of(page)


def topic_posts(topic: State) -> list[State]:
    """The posts that came with a topic: those around the one asked for."""
    return parts(part(topic, "post_stream"), "posts")


def topic_number(address: str | None) -> str | None:
    """The topic's number in an address."""
    match = TOPIC.search(address or "")
    return match[1] if match else None


def first_value_of(page: Page, css: str, name: str) -> str | None:
    """An attribute of the first element of the page that a selector finds."""
    return first_value(page.tree.root, css, name) if page.tree.root is not None else None


def first_text_of(page: Page, *places: str) -> str | None:
    """The text of the first element of the page that has some, the places in order of trust."""
    return first_text(page.tree.root, *places) if page.tree.root is not None else None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, boards, tags and counts."""
    topic = own_topic(page)
    url = own_address(page, *OWN.split(", "))
    generator = GENERATOR.match(first_value_of(page, "meta[name=generator]", "content") or "")
    total, views = (
        counted(topic, "posts_count"),
        first_value_of(page, ".topic-map .views .number", "title"),
    )
    page_shown = PAGE_NUMBER.search(page.capture.url or url or "")
    return {
        "engine_version": generator[1] if generator else None,
        "thread_id": drawn_topic(page) or said(topic, "id") or topic_number(url),
        "url": url,
        "site": host(url, page.base, first_value_of(page, ".creator a[href]", "href")),
        "site_name": site_name(page),
        "title": first_text_of(page, "h1 .fancy-title")
        or said(topic, "title")
        or first_text_of(page, "#topic-title h1", "#main-outlet > h2 a[href^='/t/']")
        or first_value_of(page, "meta[property='og:title']", "content"),
        "board": boards(page, topic),
        "tags": tags(page, topic),
        "views": counted(topic, "views") if topic else number(re.sub(r"\D", "", views or "")),
        "replies": total - 1 if total else None,
        "locked": locked(page, topic),
        "poll": next((found for post in topic_posts(topic) if (found := poll(post))), None),
        "page": number(page_shown[1]) if page_shown else first_page(page, topic),
        "pages_claimed": pages(page, topic),
    }


def first_page(page: Page, topic: State) -> int | None:
    """1 where the topic's first post is here."""
    begins = any(counted(post, "post_number") == 1 for post in topic_posts(topic))
    places = [
        squash(place.text()).lstrip("#") for place in page.tree.css(f".crawler-post {PLACES}")
    ]
    return 1 if begins or "1" in places or page.tree.css_first("#post_1") is not None else None


def pages(page: Page, topic: State) -> int | None:
    """How many pages there are for crawlers, at least the next one.

    The application has no pages.
    """
    if page.tree.css_first(DRAWN) is not None:
        return None
    total, size = counted(topic, "posts_count"), counted(topic, "chunk_size")
    if total and size:
        return -(-total // size)
    following = PAGE_NUMBER.search(
        first_value_of(page, "link[rel=next], a[rel=next]", "href") or ""
    )
    return number(following[1]) if following else None


def boards(page: Page, topic: State) -> list[str]:
    """The category and the one above it."""
    if not gone(page):
        crumbs = page.tree.css(".topic-category [itemprop=name]")
        if crumbs:
            return distinct(squash(crumb.text()) for crumb in crumbs)
    drawn = page.tree.css("#topic-title .badge-category__name, #topic-title .category-name")
    drawn = drawn or page.tree.css(
        "#topic-title .badge-category, [itemtype$='/Breadcrumb'] [itemprop=title]"
    )
    if drawn:
        return distinct(squash(crumb.text()) for crumb in drawn)
    known = {entry.get("id"): entry for entry in parts(part(preloaded(page), "site"), "categories")}
    own = known.get(topic.get("category_id"), {})
    path = [said(known.get(own.get("parent_category_id"), {}), "name"), said(own, "name")]
    sections = page.tree.css(
        "meta[property='og:article:section'], meta[property='article:section']"
    )
    return distinct(name for name in path if name) or distinct(
        squash(section.attributes.get("content")) for section in sections
    )


def distinct(names: Iterator[str]) -> list[str]:
    """Names in order, each once."""
    return list(dict.fromkeys(name for name in names if name))


def tags(page: Page, topic: State) -> list[str]:
    """The topic's tags: names, since 2025 objects with a name."""
    if topic:
        listed = topic.get("tags") or []
        return [
            name
            for tag in listed
            if (name := said(tag, "name") if isinstance(tag, dict) else str(tag))
        ]
    return distinct(squash(tag.text()) for tag in page.tree.css("#topic-title .discourse-tag"))


def locked(page: Page, topic: State) -> bool | None:
    """Whether the topic takes no more replies."""
    if topic:
        return bool(topic.get("closed") or topic.get("archived"))
    if page.tree.css_first("#topic-title") is None or page.tree.css_first(DRAWN) is None:
        return None
    return (
        page.tree.css_first("#topic-title .topic-statuses .d-icon-lock, #topic-title .fa-lock")
        is not None
    )


def poll(post: State) -> Poll | None:
    """The first poll of a post (plugin ``discourse-poll``)."""
    found = next(iter(parts(post, "polls")), None)
    if found is None:
        return None
    options = [
        PollOption(
            text=words(parsed(html_of(option, "html") or "")), votes=counted(option, "votes")
        )
        for option in parts(found, "options")
    ]
    return Poll(
        question=said(found, "title"), options=options, closed=found.get("status") == "closed"
    )


def refuse(page: Page) -> str | None:
    """What a page of Discourse is, if it is no topic."""
    store = preloaded(page)
    if (
        any(key.startswith("topic_list") for key in store)
        or page.tree.css_first(".topic-list") is not None
    ):
        return "a list of topics, not a thread"
    if (
        page.tree.css_first(".login-welcome, body.static-login, .login-required, #login-form")
        is not None
    ):
        return "a login page, not a thread"
    if topic_number(own_address(page, *OWN.split(", "))):
        return "a topic of Discourse saved before its script had drawn any post"
    return None


# ── The bodies ────────────────────────────────────────────────────────────────────────────────────


def quoted(box: LexborNode, title: LexborNode | None) -> str | None:
    """Who is quoted: ``data-username``, else the head ("NAME:").

    One with a link names another topic, not a person.
    """
    named = squash(box.attributes.get("data-username"))
    if not named and title is not None and title.css_first("a") is None:
        said = words(title)
        named = said.removesuffix(":").strip() if said.endswith(":") else ""
    return named or None


def fold_spoilers(body: Body) -> None:
    """``.spoiler``, ``.spoiled``: blurred words (plugin ``spoiler-alert``), without a head."""
    for box in body.each(".spoiler, .spoiled, .spoiler-blurred"):
        details = body.new("details", class_="spoiler")
        details.insert_child(body.new("summary"))
        for child in box.iter(include_text=True):
            details.insert_child(child)
        body.replace(box, details)


def drop_site_icons(body: Body) -> None:
    """``.onebox img.site-icon``: the mark of the site that a previewed link leads to."""
    for icon in body.each("img.site-icon, .quote .title img.avatar"):
        icon.decompose()


def link_videos(body: Body) -> None:
    """``.video-placeholder-container``: a film that the script would load."""
    for box in body.each("[data-video-src]"):
        body.replace(box, body.new("a", href=box.attributes.get("data-video-src") or ""))


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    blocks.furniture("click-counts", ".badge-notification.clicks, .clicks", needles=("clicks",)),
    blocks.furniture(
        "picture-facts", ".lightbox-wrapper .meta, a.lightbox .meta", needles=("lightbox",)
    ),
    blocks.furniture("polls", ".poll, .poll-outer", needles=("poll",)),
    blocks.furniture(
        "buttons",
        ".codeblock-button-wrapper, .quote-controls, button",
        needles=("button", "controls"),
    ),
    Rule("site-icons", ("site-icon", "avatar"), drop_site_icons),
    Rule("videos", ("data-video-src",), link_videos),
    blocks.code("pre", lines="code", needles=("<pre",)),
    blocks.quotes("aside.quote", head=".title", body="blockquote", needles=("quote",), who=quoted),
    Rule("spoilers", ("spoile",), fold_spoilers),
    INVISIBLE,
    SMILIES,
    *FINISH,
)

DESKTOP = Engine(
    name="discourse",
    view="desktop",
    fingerprints=(
        Fingerprint("generator", ('content="Discourse ', "content='Discourse "), 3),
        Fingerprint(
            "data for the scripts",
            ('id="data-preloaded"', "id=data-preloaded", "PreloadStore.store("),
            2,
        ),
        Fingerprint(
            "set-up for the scripts", ("data-discourse-setup", "discourse/config/environment"), 2
        ),
        Fingerprint("posts of class crawler-post", ("crawler-post",), 3),
        Fingerprint(
            "articles for crawlers", ("itemprop='articleBody'", 'itemprop="articleBody"'), 1
        ),
        Fingerprint("drawn posts", ('class="topic-post', "class=topic-post"), 2),
        Fingerprint("bodies of class cooked", ('class="cooked"', "class=cooked"), 2),
        Fingerprint("author cards", ("data-user-card=",), 1),
        Fingerprint("application's own classes", ("topic-meta-data", "ember-application"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=f"{CRAWLED}, {DRAWN}",
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "header, .d-header, .d-header-wrap, .skip-link",
        "sidebar": ".sidebar-wrapper, .sidebar-container",
        "notices": "#global-notice-alert-global-notice, .alert, .custom-homepage-columns, .pinned-banner",
        "title-tools": "#topic-title, .topic-category",
        "byline": ".crawler-post-meta, .topic-meta-data, .topic-avatar",
        "likes": ".post-likes, .post-menu-area, .post-controls, .post-actions, .post__menu-area",
        "link-backs": ".crawler-linkback-list, .post-links-container, .post-links",
        "topic-map": ".topic-map",
        "small-actions": ".small-action, .time-gap, .gap",
        "unfolded-replies": ".embedded-posts",
        "page-links": "[role=navigation], .topic-navigation, .timeline-container, .topic-timeline, .progress-wrapper",
        "suggested-topics": "#suggested-topics, .suggested-topics, .more-topics__container, .related-topics",
        "topic-tools": "#topic-footer-buttons, .topic-footer-main-buttons, .topic-status-info, .selected-posts",
        "site-footer": "footer, .noscript-footer-nav, #noscript-footer, .below-footer-outlet, .powered-by-discourse",
        "composer": "#reply-control, .d-editor, .discourse-tags",
    },
)

ENGINES = (DESKTOP,)
