"""bbPress: the WordPress plugin (2.0 to 2.6), and the forum of its own that it was (1.0 and 1.1).

The plugin (``templates/default/bbpress/loop-single-reply.php``) puts ``.bbp-reply-header``, named
``post-1``, before the box that holds ``.bbp-reply-author`` and ``.bbp-reply-content``; WordPress
gives the box the class ``post-1`` as well, ``bbp-reply-position-2`` and ``user-id-3``. 2.0 has a
table of the same classes. A topic shown above its replies is ``.bbp-topic-content``. Themes keep
these classes, and move or leave out the boxes around.

1.0 (``bb-templates/kakumei/post.php``): ``#thread li[id^=post-]`` of ``.threadauthor``, ``.threadpost .post`` and
``.poststuff``.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.bbpress.bodies import BODY_RULES, PERMALINK
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import host, href, own_address, site_name
from site_gen.engines.tools.values import first_group, first_text, first_value, stated
from site_gen.load.page import Page
from site_gen.models import Attachment

CONTENT = ".bbp-reply-content, .bbp-topic-content"
NOT_POSTS = frozenset("bbp-header bbp-footer bbp-template-notice".split())
POST = re.compile(r"^post-(\d+)$")
POSITION = re.compile(r"^bbp-reply-position-(\d+)$")
USER = re.compile(r"^user-id-(\d+)$")
TOPIC_LIST = re.compile(r"^(?:topic|bbp-topic)-(\d+)(?:-replies|-lead)?$")
PAGE_NUMBER = re.compile(r"/page/(\d+)|[?&](?:paged|page)=(\d+)")
DIGITS = re.compile(r"\d[\d.,]*")
PROFILE_1 = re.compile(r"/profile(?:/|\.php\?id=)([^/?#&]+)")
FORUM_TAIL = re.compile(r"\s+(?:[|–—«»•]|&#187;|-)\s+[^|–—«»•]*$")

ADDRESSES = (
    re.compile(r"/topic\.php\?(?:.*&)?id=(?P<thread>\d+)(?:&[^#]*)?(?:#post-(?P<post>\d+))?$"),
    re.compile(r"/reply/(?P<post>\d+)/?[?#]"),
    re.compile(r"[?&]post_type=reply&p=(?P<post>\d+)"),
)


# ── The plugin ────────────────────────────────────────────────────────────────────────────────────


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words: in the box, in the header before it, or, in some themes, around both."""
    del page
    names = classes(node)
    if (
        names & NOT_POSTS
        or "bbp-header" in classes(node.parent)
        or "bbp-footer" in classes(node.parent)
    ):
        return None
    header = header_of(node)
    ident = post_id(node, header)
    if ident is None:
        return None
    places = [node, header] if header is not None else [node]
    position, user = named(names, POSITION), named(names, USER)
    date = text_in(
        places, ".bbp-reply-post-date", ".bbp-topic-post-date", ".bbp-topic-started-in time", "time"
    )
    exact = next(
        (stamp for place in places if (stamp := first_value(place, "time[datetime]", "datetime"))),
        None,
    )
    return stated(
        id=ident,
        floor=number(position),
        parent=reply_to(node),
        author=text_in(
            places,
            ".bbp-author-name",
            ".bbp-author-link",
            ".bbp-reply-author a",
            ".bbp-topic-author a",
        ),
        author_id=user if user != "0" else None,
        author_title=text_in(places, ".bbp-author-role", ".bbp-author-title"),
        date_text=date,
        date_stated=exact,
        subject=text_in(places, ".bbp-reply-title h3"),
        attachments=attachments(node),
    )


def classes(node: LexborNode | None) -> frozenset[str]:
    """The classes of an element."""
    return (
        frozenset((node.attributes.get("class") or "").split()) if node is not None else frozenset()
    )


def named(names: frozenset[str], pattern: re.Pattern[str]) -> str | None:
    """The number in the class that a pattern describes."""
    return next((match[1] for name in sorted(names) if (match := pattern.match(name))), None)


def header_of(node: LexborNode) -> LexborNode | None:
    """The header of a post: the element before its box, or in it."""
    inside = node.css_first(".bbp-reply-header, .bbp-topic-header")
    if inside is not None:
        return inside
    before = node.prev
    while before is not None and before.tag in ("-text", "-comment", "_comment", "!--"):
        before = before.prev
    return before if classes(before) & {"bbp-reply-header", "bbp-topic-header"} else None


def post_id(node: LexborNode, header: LexborNode | None) -> str | None:
    """The post's number: its class, its name, its header's, its permanent link's, that of the box above."""
    found = named(classes(node), POST)
    for place in (node, header, node.parent):
        match = POST.match((place.id or "") if place is not None else "")
        found = found or (match[1] if match else None)
    links = [
        place.css_first(".bbp-reply-permalink, .bbp-topic-permalink")
        for place in (header, node)
        if place
    ]
    return found or first_group(PERMALINK, *map(href, links)) or named(classes(node.parent), POST)


def text_in(places: list[LexborNode], *css: str) -> str | None:
    """The first words that any of some selectors, in order of trust, finds in any of some places."""
    return next(
        (text for selector in css for place in places if (text := first_text(place, selector))),
        None,
    )


def reply_to(node: LexborNode) -> str | None:
    """In a threaded topic a reply's box stands in a list below the one it answers."""
    above = node.parent
    seen = 0
    while above is not None and above.tag != "body":
        if (
            above.tag == "li"
            and above.parent is not None
            and "bbp-threaded-replies" in classes(above.parent)
        ):
            seen += 1
            if seen == 1:
                owner = above.parent.parent
                header = (
                    owner.css_first(".bbp-reply-header")
                    if owner is not None and owner.tag == "li"
                    else None
                )
                match = POST.match((header.id or "") if header is not None else "")
                return match[1] if match else None
        above = above.parent
    return None


def attachments(node: LexborNode) -> list[Attachment]:
    """``.bbp-attachments li a`` of the plugin GD bbPress Attachments, below the words."""
    return [
        Attachment(name=squash(link.text()) or first_value(link, "img", "alt"), href=href(link))
        for link in node.css(".bbp-attachments li a, .d4p-bbp-attachment a")
        if squash(link.text()) or link.css_first("img") is not None
    ]


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, tags and counts."""
    root = page.tree.root
    if root is None:
        return {}
    url = own_address(page, "link[rel=canonical]", "meta[property='og:url']")
    crumbs = [
        squash(crumb.text())
        for crumb in root.css("a.bbp-breadcrumb-forum, .bbp-breadcrumb-forum a")
    ]
    title = first_text(root, "h1.entry-title", ".bbp-topic-title h1", ".bbp-breadcrumb-current")
    head = first_text(root, "title") or ""
    shown = PAGE_NUMBER.search(page.capture.url or url or "")
    pages = [
        n
        for link in root.css(".bbp-pagination-links .page-numbers")
        if (n := number(squash(link.text())))
    ]
    current = number(first_text(root, ".bbp-pagination-links .current"))
    notice = DIGITS.search(first_text(root, ".bbp-topic-description") or "")
    return {
        "thread_id": topic_id(root),
        "url": url,
        "site": host(url, page.base, first_value(root, ".bbp-reply-permalink", "href")),
        "site_name": site_name(page),
        "title": title or FORUM_TAIL.sub("", head) or None,
        "board": list(dict.fromkeys(name for name in crumbs if name)),
        "tags": list(dict.fromkeys(squash(tag.text()) for tag in root.css(".bbp-topic-tags a"))),
        "replies": replies(root, notice),
        "locked": root.css_first(".status-closed") is not None or None,
        "page": current
        or (number(next(filter(None, shown.groups()), None)) if shown else None)
        or 1,
        "pages_claimed": max([*pages, current or 1]) if pages else None,
    }


def replies(root: LexborNode, notice: re.Match[str] | None) -> int | None:
    """Replies as "This topic contains 4 replies, has 3 voices" counts them, else posts less one of "(of 5 total)"."""
    if notice:
        return number(re.sub(r"\D", "", notice[0]))
    counts = DIGITS.findall(first_text(root, ".bbp-pagination-count") or "")
    total = number(re.sub(r"\D", "", counts[-1])) if len(counts) in (1, 3) else None
    return total - 1 if total else None


def topic_id(root: LexborNode) -> str | None:
    """The topic's number: the list of its replies is named after it, as are classes of its posts and of the page."""
    for box in root.css("ul[id^=topic-], ul[id^=bbp-topic-], table[id^=topic-], .bbp-replies"):
        if match := TOPIC_LIST.match(box.id or ""):
            return match[1]
    post = root.css_first("[class*=bbp-parent-topic-]")
    body = root.css_first("body")
    return named(classes(post), re.compile(r"^bbp-parent-topic-(\d+)$")) or named(
        classes(body) if "single-topic" in classes(body) else frozenset(),
        re.compile(r"^postid-(\d+)$"),
    )


def refuse(page: Page) -> str | None:
    """What a page of bbPress is, if it is no topic."""
    if page.tree.css_first(".bbp-topics, .bbp-forums, ul.forums, #forumlist, #latest") is not None:
        return "a list of boards or topics, not a thread"
    if page.tree.css_first(".bbp-login-form") is not None:
        return "a login page, not a thread"
    return None


# ── The forum of its own ──────────────────────────────────────────────────────────────────────────


def more_old_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """``.threadauthor strong`` (name), ``small`` (rank), ``.poststuff`` ("Posted 5 years ago #")."""
    del page
    match = POST.match(node.id or "")
    if not match or node.css_first(".threadpost, .post") is None:
        return None
    stuff = node.css_first(".poststuff")
    shown = squash(stuff.text(deep=False)) if stuff is not None else ""
    return stated(
        id=match[1],
        floor=number(squash(node.attributes.get("value")) or None),
        author=first_text(node, ".threadauthor strong a", ".threadauthor strong"),
        author_id=first_group(PROFILE_1, *map(href, node.css(".threadauthor a"))),
        author_title=first_text(node, ".threadauthor small a"),
        date_text=shown.strip("# ·|-") or None,
        date_stated=first_value(node, ".poststuff [title]", "title"),
    )


def more_old_thread(page: Page) -> dict[str, Any]:
    """Title, board and tags of the forum of its own."""
    root = page.tree.root
    if root is None:
        return {}
    url = own_address(page, "link[rel=canonical]")
    crumbs = [squash(crumb.text()) for crumb in root.css(".bbcrumb a")]
    boxes = [box.attributes.get("class") or "" for box in root.css("[class*=topic-]")]
    pages = [
        n
        for link in root.css(".nav .page-numbers, .page-numbers")
        if (n := number(squash(link.text())))
    ]
    current = number(first_text(root, ".page-numbers.current"))
    return {
        "thread_id": first_group(re.compile(r"\btopic-(\d+)\b"), *boxes)
        or first_group(
            re.compile(r"[?&](?:id|topic)=(\d+)"),
            url,
            *map(href, root.css('a[href*="topic="], link')),
        ),
        "url": url,
        "site": host(url, page.base),
        "site_name": crumbs[0] if crumbs else None,
        "title": first_text(root, ".topictitle", "h2.topictitle", "#topic-info h2"),
        "board": crumbs[1:],
        "tags": list(
            dict.fromkeys(squash(tag.text()) for tag in root.css("#yourtags a, #othertags a"))
        ),
        "page": current or 1,
        "pages_claimed": max(pages) if pages else None,
    }


# ── The bodies ────────────────────────────────────────────────────────────────────────────────────


BOXES = ":has(> .bbp-reply-content), :has(> .bbp-topic-content)"

PLUGIN = Engine(
    name="bbpress",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "bodies of class bbp-reply-content", ("bbp-reply-content", "bbp-topic-content"), 3
        ),
        Fingerprint("forum box", ('id="bbpress-forums"', "id=bbpress-forums"), 3),
        Fingerprint("author links", ("bbp-author-",), 2),
        Fingerprint("classes of posts", ("bbp-parent-topic-", "bbp-reply-position-"), 2),
        Fingerprint("headers of posts", ("bbp-reply-header", "bbp-topic-header"), 1),
        Fingerprint("plugin's files", ("/plugins/bbpress/",), 1),
    ),
    threshold=4,
    posts=BOXES,
    post_boxes=BOXES,
    body=CONTENT,
    signature=".bbp-signature, .bbp-reply-signature",
    rules=BODY_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "header, #masthead, #header, nav",
        "breadcrumb": ".bbp-breadcrumb",
        "notices": ".bbp-template-notice, .bbp-no-reply",
        "title-line": ".entry-title, .entry-header, .page-title",
        "list-heads": ".bbp-header, .bbp-footer",
        "byline": ".bbp-reply-header, .bbp-topic-header, .bbp-reply-author, .bbp-topic-author, .bbp-meta",
        "edit-mark": ".bbp-reply-revision-log, .bbp-topic-revision-log",
        "page-links": ".bbp-pagination",
        "tags": ".bbp-topic-tags",
        "quick-reply": ".bbp-reply-form, .bbp-topic-form, .bbp-login-form",
        "search": ".bbp-search-form",
        "side-panel": "aside, .widget, .widget-area, .sidebar, #sidebar, #secondary",
        "site-footer": "footer, #footer, #colophon",
    },
)

OLD = Engine(
    name="bbpress",
    view="standalone",
    fingerprints=(
        Fingerprint(
            "authors of class threadauthor", ('class="threadauthor"', "class=threadauthor"), 3
        ),
        Fingerprint("posts of class threadpost", ('class="threadpost"', "class=threadpost"), 2),
        Fingerprint("tools of class poststuff", ('class="poststuff"', "class=poststuff"), 2),
        Fingerprint("breadcrumb of class bbcrumb", ("bbcrumb",), 1),
        Fingerprint("own name", ("http://bbpress.org", "bb-templates/", "bbPress"), 1),
    ),
    threshold=5,
    posts="[id^=post-]",
    post_boxes="[id^=post-]",
    body=".threadpost .post, .post",
    rules=BODY_RULES,
    more_thread=more_old_thread,
    more_post=more_old_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, .search, .login",
        "breadcrumb": ".bbcrumb",
        "title-line": ".infobox, #topic-info, .topictitle, .topicmeta, #topic-tags",
        "byline": ".threadauthor, .poststuff",
        "page-links": ".nav",
        "quick-reply": ".postform, #post-form-container",
        "site-footer": "#footer",
    },
)
