"""Slashdot (Slash with "D2" discussions, since 2007): a story and a tree of comments.

Sources: Slashcode's ``Slash/Slash.pm`` and ``comments.pl``. The story is ``article.fhitem-story``,
its words ``#text-…``. A comment is ``li.comment`` with its answers in the list ``#commtree_…``
inside it; its words are ``#comment_body_…``. What a reader's threshold leaves out is ``.hidden``
and empty, what it folds is ``.oneline``: the words are there, but long ones are cut, which only a
script of the page tells (``D2.abbrev_comments``) where no link "Read the rest of this comment..."
(``.commentshrunk``) says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.clean.blocks import code, quotes
from site_gen.clean.rules import COMMON
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, signed
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.stories import link_line
from site_gen.engines.tools.values import digits, distinct, first_group, meta
from site_gen.load.page import Page

DISCUSSION = re.compile(r"\bsid=(\d+)")
TO_DISCUSSION = (
    '#commentlisting a[href*="sid="]',
    'a.search_comments[href*="sid="]',
    'a[href*="comments.pl?"]',
)
CUT = re.compile(r"D2\.abbrev_comments\(\{([^{}]*)\}\)")
SCORE = re.compile(r"Score:\s*(-?\d)")
LABEL = re.compile(r",\s*([^,()]+)\)\s*$")
POSTED = re.compile(r"Posted\s+by\s+(\S.*?)\s*(?:\bon\b|\bfrom the\b|$)", re.S)
REST = "Read the rest of this comment..."  # the link that Slash prints below a comment that it cut
NOBODY = "Anonymous Coward"
STORY = "article.fhitem-story, div.fhitem-story"
TO_USER = 'a[href*="/~"]'


def split(page: Page) -> Iterator[RawPost]:
    """Yield the story, then the comments that hold words, in the page's order."""
    root = Node(page.tree.root)
    main = story(page, root)
    ident = discussion(root)
    if main is not None:
        yield main
    cut = cut_comments(page)
    for entry in root.all("li.comment[id^=tree_]"):
        comment = raw_comment(entry, cut)
        if comment is not None:
            comment.fields["parent"] = answered(entry) or ident
            yield comment


def cut_comments(page: Page) -> set[str]:
    """Return the numbers of the comments that a script of the page cuts."""
    entries = (entry for found in CUT.findall(page.text) for entry in found.split(","))
    return {entry.partition(":")[0].strip() for entry in entries}


def raw_comment(entry: Node, cut: set[str]) -> RawPost | None:
    """Make a post of a comment; one without words on the page is none."""
    ident = entry.id.removeprefix("tree_")
    body = entry.at(f"#comment_body_{ident}") if ident.isdecimal() else None
    if not body:
        return None
    gate = entry.at(f"#comment_shrunk_{ident}").text
    if not gate and ident in cut:
        gate = REST
    return RawPost(
        body=body.raw,
        fields={
            "id": ident,
            **byline(entry.at(f"#comment_top_{ident}") or entry),
            "gates": distinct([gate]),
        },
        signature=signature(entry.at(f"#comment_sig_{ident}")),
    )


def signature(sign: Node) -> str | None:
    """Return the words of a signature."""
    if not sign:
        return None
    return text_of(sanitise(sign.html)) or None


def story(page: Page, root: Node) -> RawPost | None:
    """Return the story that the page is about.

    Its number is the discussion's, so that comments have one to answer.
    """
    box = root.at(STORY)
    body = box.at("[id^=text-]")
    if not body:
        return None
    line = box.at(".story-byline", ".details")
    dept = box.said(".dept-text")
    fields = {
        "id": discussion(root),
        "author": line.at(TO_USER).text or first_group(POSTED, line.own_text),
        "date_text": box.said("time[id^=fhtime-], time") or None,
        "marks": [f"from the {dept} dept."] if dept else [],
    }
    source = box.at("a.story-sourcelnk")
    below = link_line(page, source.attr("href"), source.lines.strip(" ()\n\t"))
    return RawPost(body=parsed(body.html + below), fields=fields)


def byline(top: Node) -> dict[str, Any]:
    """Return who wrote a comment and when, its subject, its score and the label of the score."""
    by = top.at(".by")
    author = by.at(TO_USER).text
    if not author and NOBODY in by.text:
        author = NOBODY
    number_of_user = digits(top.said(".by .uid"))
    scored = top.said(".score")
    label = LABEL.search(scored)
    return {
        "author": author or None,
        "author_id": str(number_of_user) if number_of_user is not None else None,
        "date_text": top.at(".otherdetails").own_text.partition("(")[0].strip() or None,
        "subject": top.said("h4 a[id^=comment_link_], h4 a") or None,
        "up": signed(first_group(SCORE, scored)),
        "marks": [label[1].strip()] if label else [],
    }


def answered(entry: Node) -> str | None:
    """Return the comment that an entry's list belongs to."""
    return entry.up("li[id^=tree_]").id.removeprefix("tree_") or None


def discussion(root: Node) -> str | None:
    """Return the number of the discussion, by a link to one of its comments or to its search."""
    for css in TO_DISCUSSION:
        if ident := first_group(DISCUSSION, *(link.attr("href") for link in root.all(css))):
            return ident
    return None


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, topics, number and count of comments."""
    root = Node(page.tree.root)
    box = root.at(STORY)
    titled = box.said(".story-title > a, h1 a, .story a")
    if not titled:
        titled = (meta(page, 'meta[property="og:title"]') or "").removesuffix(" - Slashdot")
    return {
        "title": titled or None,
        "tags": distinct(topic.value("img[alt]", "alt") for topic in box.all(".topic a")),
        "replies": number(root.said(".totalcommentcnt", ".comment-bubble a")),
        "locked": "This discussion has been archived" in page.text or None,
        "thread_id": discussion(root),
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str | None:
    """Say that the front page and the firehose hold stories without comments."""
    if len(page.tree.css(".fhitem")) <= 1:
        return None
    return "a list of stories, without comments"


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
        "thread-tools": (
            "#commentwrap > nav, #besttabs, #newcomments, #discussion_buttons, .comment-controls"
        ),
        "sidebar": "#clickgen, #slashboxes, .adwrap, .deals-footer",
        "site-footer": "footer, #ft, #fhft, #quote-block",
        "firehose-data": ".sd-info-block",
    },
)

ENGINES = (SLASHDOT,)
