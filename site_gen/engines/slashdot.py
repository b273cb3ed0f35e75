"""Slashdot (Slash with "D2" discussions, since 2007.

Slashcode's ``Slash/Slash.pm`` and ``comments.pl``): story, tree.

The story is ``article.fhitem-story``, its words ``#text-…``. A comment is ``li.comment`` with its
answers in the list ``#commtree_…`` inside it; its words are ``#comment_body_…``. What a reader's
threshold leaves out is ``.hidden`` and empty, what it folds is ``.oneline``: the words are there,
but long ones are cut, which only a script of the page tells (``D2.abbrev_comments``) where no link
"Read the rest of this comment..." (``.commentshrunk``) says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.stories import enclosing, link_line
from site_gen.engines.tools.values import digits, first_node, first_text, first_value, meta, shown
from site_gen.load.page import Page

DISCUSSION = re.compile(r"\bsid=(\d+)")
CUT = re.compile(r"D2\.abbrev_comments\(\{([^{}]*)\}\)")
SCORE = re.compile(r"Score:\s*(-?\d)")
LABEL = re.compile(r",\s*([^,()]+)\)\s*$")
POSTED = re.compile(r"Posted\s+by\s+(\S.*?)\s*(?:\bon\b|\bfrom the\b|$)", re.S)
REST = "Read the rest of this comment..."  # the link that Slash prints below a comment that it cut
NOBODY = "Anonymous Coward"
STORY = "article.fhitem-story, div.fhitem-story"


def split(page: Page) -> Iterator[RawPost]:
    """The story, then the comments that hold words, in the page's order."""
    main = story(page)
    ident = discussion(page)
    if main is not None:
        yield main
    cut = {
        entry.partition(":")[0].strip()
        for found in CUT.findall(page.text)
        for entry in found.split(",")
    }
    for entry in page.tree.css("li.comment[id^=tree_]"):
        number_ = (entry.attributes.get("id") or "").removeprefix("tree_")
        body = entry.css_first(f"#comment_body_{number_}") if number_.isdecimal() else None
        if body is None:
            continue
        shrunk = entry.css_first(f"#comment_shrunk_{number_}")
        sign = entry.css_first(f"#comment_sig_{number_}")
        gate = shown(shrunk) or (REST if number_ in cut else None)
        yield RawPost(
            body=body,
            fields={
                "id": number_,
                "parent": answered(entry) or ident,
                **byline(entry.css_first(f"#comment_top_{number_}") or entry),
                "gates": [gate] if gate else [],
            },
            signature=(text_of(sanitise(sign.inner_html or "")) or None)
            if sign is not None
            else None,
        )


def story(page: Page) -> RawPost | None:
    """The story that the page is about.

    Its number is the discussion's, so that comments have one to answer.
    """
    box = page.tree.css_first(STORY)
    body = box.css_first("[id^=text-]") if box is not None else None
    if box is None or body is None:
        return None
    line = first_node(box, ".story-byline", ".details")
    author = line.css_first('a[href*="/~"]') if line is not None else None
    posted = POSTED.search(squash(line.text(deep=False))) if line is not None else None
    dept = first_text(box, ".dept-text")
    fields = {
        "id": discussion(page),
        "author": shown(author) or (posted[1] if posted else None),
        "date_text": first_text(box, "time[id^=fhtime-], time"),
        "marks": [f"from the {dept} dept."] if dept else [],
    }
    source = box.css_first("a.story-sourcelnk")
    below = (
        link_line(page, source.attributes.get("href"), source.text().strip(" ()\n\t"))
        if source is not None
        else ""
    )
    return RawPost(body=parsed((body.inner_html or "") + below), fields=fields)


def byline(top: LexborNode) -> dict[str, Any]:
    """Who wrote a comment and when, its subject and its score with the label that it was given for."""
    by = top.css_first(".by")
    link = by.css_first('a[href*="/~"]') if by is not None else None
    nameless = squash(by.text()) if by is not None else ""
    scored = first_text(top, ".score") or ""
    points, label = SCORE.search(scored), LABEL.search(scored)
    when = top.css_first(".otherdetails")
    said = squash(when.text(deep=False)) if when is not None else ""
    return {
        "author": shown(link) or (NOBODY if NOBODY in nameless else None),
        "author_id": str(uid) if (uid := digits(first_text(top, ".by .uid"))) else None,
        "date_text": said.partition("(")[0].strip() or None,
        "subject": first_text(top, "h4 a[id^=comment_link_], h4 a"),
        "up": int(points[1]) if points else None,
        "marks": [label[1].strip()] if label else [],
    }


def answered(entry: LexborNode) -> str | None:
    """The comment that an entry's list belongs to."""
    around = enclosing(entry, lambda node: node.tag == "li" and (node.id or "").startswith("tree_"))
    return (around.id or "").removeprefix("tree_") if around is not None else None


def discussion(page: Page) -> str | None:
    """The number of the discussion, by a link to one of its comments or to its search."""
    for css in (
        '#commentlisting a[href*="sid="]',
        'a.search_comments[href*="sid="]',
        'a[href*="comments.pl?"]',
    ):
        for link in page.tree.css(css):
            if match := DISCUSSION.search(link.attributes.get("href") or ""):
                return match[1]
    return None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, topics, number and count of comments."""
    box = page.tree.css_first(STORY)
    titled = first_text(box, ".story-title > a, h1 a, .story a") if box is not None else None
    count = (
        first_text(page.tree.root, ".totalcommentcnt", ".comment-bubble a")
        if page.tree.root is not None
        else None
    )
    topics = (
        [first_value(topic, "img[alt]", "alt") for topic in box.css(".topic a")]
        if box is not None
        else []
    )
    return {
        "title": titled
        or (meta(page, 'meta[property="og:title"]') or "").removesuffix(" - Slashdot")
        or None,
        "tags": [topic for topic in dict.fromkeys(topics) if topic],
        "replies": number(count),
        "locked": True if "This discussion has been archived" in page.text else None,
        "thread_id": discussion(page),
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str | None:
    """The front page and the firehose hold stories without comments."""
    return "a list of stories, without comments" if len(page.tree.css(".fhitem")) > 1 else None


SLASHDOT = Engine(
    name="slashdot",
    view="desktop",
    fingerprints=(
        Fingerprint("list of comments", ('id="commentlisting"',), 2),
        Fingerprint("heads of comments", ('class="commentTop', 'id="comment_otherdetails_'), 2),
        Fingerprint("trees of comments", ('id="commtree_', 'id="tree_'), 1),
        Fingerprint("the script of discussions", ("D2.setFocusComment(", "D2.abbrev_comments("), 1),
        Fingerprint("a story", ('data-fhtype="story"', "fhitem-story"), 2),
        Fingerprint("story's words", ('id="fhbody-', 'class="story-byline"'), 1),
    ),
    threshold=5,
    split=split,
    rules=(
        quotes("div.quote, blockquote", needles=('class="quote"', "<blockquote")),
        code("pre", needles=("<pre",)),
        *COMMON,
    ),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes="li.comment, article.fhitem-story",
    addresses=(
        re.compile(r"/comments\.pl\?(?:.*&)?sid=(?P<thread>\d+)&(?:.*&)?cid=(?P<post>\d+)"),
        re.compile(r"/comments\.pl\?(?:.*&)?sid=(?P<thread>\d+)"),
    ),
    chrome={
        "site-header": "#top_parent, .nav-wrap, nav, #announcement, #announcementText",
        "byline": ".story-byline, .details, .story-sourcelnk, .comment-bubble, .by, .otherdetails",
        "story-tools": "article aside, .story-tags, menu, #newa2footerv2",
        "votes": ".score, .story-details",
        "post-tools": ".commentSub, .commentstatus, .comment_share",
        "more-comments": "[id^=hiddens_], #commentControlBox, .commentControlFooter",
        "thread-tools": "#commentwrap > nav, #besttabs, #newcomments, #discussion_buttons, .comment-controls",
        "sidebar": "#clickgen, #slashboxes, .adwrap, .deals-footer",
        "site-footer": "footer, #ft, #fhft, #quote-block",
        "firehose-data": ".sd-info-block",
    },
)

ENGINES = (SLASHDOT,)
