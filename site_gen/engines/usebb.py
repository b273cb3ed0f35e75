"""UseBB 1: ``topic.tpl.php`` of the template set *default*, from the templates and ``topic.php`` alone.

A post is two rows of a table: the author's name and the date, then the author's list and the words.
The words end in the signature and the edit mark. Addresses are ``topic.php?id=THREAD``, or
``topic-THREAD.html`` where the forum's owner has switched friendly addresses on; a second number is
the page.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Findings, TagRule
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import address_and_site, href
from site_gen.engines.tools.boxes import take_away
from site_gen.engines.tools.values import PLACE, first_group, first_text, shown, stated
from site_gen.load.page import Page

THREAD = re.compile(r"topic\.php\?(?:.*[?&;])?id=(\d+)|topic-(\d+)")
BOARD = re.compile(r"forum\.php\?(?:.*[?&;])?id=(\d+)|forum-(\d+)")
USER = re.compile(r"profile\.php\?(?:.*[?&;])?id=(\d+)|profile-(\d+)")
POST = re.compile(r"^post(\d+)$|#post(\d+)$")
FLOOR = re.compile(r"^#(\d+)$")
VERSION = re.compile(r">UseBB</a>\s*(\d+\.\d[\w.]*)")
PAGE = re.compile(r"\d+")
RULE = re.compile(r"^_{5,}$")


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path and pages; the location bar ends in the title, which is no link."""
    tree = page.tree
    name = tree.css_first("#forumname a")
    bar = tree.css_first(".locationbar")
    path = [(squash(link.text()), href(link)) for link in bar.css("a")] if bar is not None else []
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    links = [href(name), *map(href, tree.css("#pagelinkstop a, .postlinks a"))]
    return {
        **address_and_site(page, "link[rel=canonical]"),
        **stated(site_name=shown(tree.css_first("#boardname"))),
        "engine_version": version[1] if version else None,
        "thread_id": first_group(THREAD, *links, page.capture.url),
        "title": shown(name) or shown(tree.css_first("#forumname")),
        "board": [text for text, _ in path[1:] if text],
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        **pages(tree.css_first("#pagelinkstop, #pagelinksbottom")),
    }


def pages(box: LexborNode | None) -> dict[str, Any]:
    """Where the page stands in "Page: « 1, 2, 3 »": its own number is no link."""
    if box is None:
        return {"page": 1}
    linked = [n for link in box.css("a") if (n := number(squash(link.text())))]
    own = [
        number(n)
        for n in PAGE.findall(squash(box.text(deep=False)) or first_text(box, "strong, b") or "")
    ]
    here = next((n for n in own if n not in linked), None)
    return {
        "page": here or 1,
        "pages_claimed": max([*linked, *([here] if here else [])], default=None),
    }


def head_of(row: LexborNode) -> LexborNode | None:
    """The row above the words, with the author's name and the date."""
    before = row.prev
    while before is not None and before.tag != "tr":
        before = before.prev
    return before


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands in the row of a post's words and in the one above it."""
    del page
    head = head_of(node)
    if head is None or node.css_first(BODY) is None:
        return None
    name, date = head.css_first(".postername"), head.css_first(".postdate")
    anchor = date.css_first("a[name], a[href]") if date is not None else None
    label = shown(anchor)
    drop_rule(node.css_first(".signature"))
    places = [
        PLACE.sub("", text)
        for line in node.css(".posterinfo .field")
        if PLACE.match(text := squash(line.text()))
    ]
    said = node.css_first(".posterinfo")
    return stated(
        id=first_group(POST, anchor.attributes.get("name"), href(anchor))
        if anchor is not None
        else None,
        floor=number(first_group(FLOOR, label)),
        author=shown(name),
        author_id=first_group(USER, href(name.css_first("a"))) if name is not None else None,
        author_title=squash(said.text(deep=False)) or None if said is not None else None,
        location=places[0] if places else None,
        date_text=squash(date.text()).removeprefix(label or "").strip() or None
        if date is not None
        else None,
    )


def drop_rule(signature: LexborNode | None) -> None:
    """``sig_format`` begins with a line of underscores, which is drawn and not written."""
    first = signature.child if signature is not None else None
    if first is not None and first.is_text_node and RULE.match((first.text_content or "").strip()):
        first.decompose()


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    box = page.tree.css_first(".msgbox")
    if box is not None:
        return f"a notice of the forum, not a thread: “{squash(box.text(separator=' '))[:120]}”"
    if page.tree.css_first("td.forumcat, td.lastpostinfo") is not None:
        return "a list of boards or threads, not a thread"
    return None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smileys lie in the template set's folder ``smilies``; their code is the alternative text."""
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    return {**kept, "class": "smiley"} if "/smilies/" in image.get("src", "") else kept


BODY = ".postcontent .post"
DESKTOP = Engine(
    name="usebb",
    view="desktop",
    fingerprints=(
        Fingerprint("cells of class postername", ('class="postername"',), 2),
        Fingerprint("containers of names", ('class="posternamecontainer"',), 2),
        Fingerprint("cells of class posterinfo and postcontent", ('<td class="postcontent"',), 2),
        Fingerprint("name of the thread", ('id="forumname"',), 1),
        Fingerprint("page links", ('id="pagelinkstop"',), 1),
        Fingerprint("powered by UseBB", ('">UseBB</a>', 'alt="UseBB"'), 3),
    ),
    threshold=5,
    posts="tr:has(> .postcontent)",
    post_boxes="tr:has(> .postcontent), tr:has(> .postername)",
    body=BODY,
    signature=".signature",
    rules=(
        blocks.edit_mark(".editinfo", needles=("editinfo",)),
        take_away("signature", ".signature", needles=('class="signature"',)),
        blocks.code("pre.code", needles=('class="code"',)),
        INVISIBLE,
        blocks.quotes(
            "blockquote.quote, fieldset.quote",
            head=".title, legend",
            body=".content",
            needles=('class="quote"',),
        ),
        TagRule("smilies", "img", name_smiley),
        *FINISH,
    ),
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=(
        re.compile(
            r"topic\.php\?(?:.*[&;])?id=(?P<thread>\d+)(?:[&;][^#]*)?(?:#post(?P<post>\d+))?$"
        ),
        re.compile(r"topic\.php\?(?:.*[&;])?post=(?P<post>\d+)"),
        re.compile(r"topic-(?P<thread>\d+)(?:-\d+)?\.html(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"),
    ),
    chrome={
        "site-header": "#logo, #boardname, #boarddescr, #topmenu, #topmenu-shadow",
        "breadcrumb": ".locationbar",
        "title-line": "#forumname, #forummods",
        "page-links": "#pagelinkstop, #pagelinksbottom, #toolbartop, #toolbarbottom",
        "table-head": ".maintable th",
        "byline": ".postinfo, .postername",
        "author-column": ".posterinfo",
        "edit-mark": ".editinfo",
        "signature": ".signature",
        "address-of-poster": ".poster-ip-addr",
        "thread-tools": "#actionlinks",
        "quick-reply": "form",
        "site-footer": "#linkbar, #bottom, #debug-info-small, #debug-info-large",
    },
)
ENGINES = (DESKTOP,)
