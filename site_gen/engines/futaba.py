"""Japanese boards without members: Futaba Channel's threads, and 2ch's ``read.cgi`` in its three markups.

2ch: ``dl.thread > dt + dd`` (until 2017), ``div.post > div.meta + div.message`` (2017),
``article.post`` with ``details.post-header`` and ``section.post-content`` (2022). Futaba:
``div.thre`` holds the first post, a table with ``td.rtd`` each other. A name is what the writer
typed; ``ID:`` is the day's mark of an address, not a member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, whole
from site_gen.load.page import Page
from site_gen.models import Attachment

HEAD_LINE = re.compile(r"^\s*(?P<no>\d+)\s*[：:]\s*(?P<who>.*?)\s*[：:]\s*(?P<rest>.*)$", re.S)
DATE = re.compile(
    r"(?:(?P<century>(?:19|20)\d\d)|(?P<short>\d\d))/(?P<day>\d\d/\d\d)\s*(?:\([^)]*\))?\s*(?P<time>[\d:]{5,8})?"
)
WRITER_ID = re.compile(r"\bID:([\w+/.]{4,20})")
PARENT = re.compile(r"^\s*>>(\d+)\b")
READ_CGI = re.compile(r"/read\.cgi/(?P<board>[\w-]+)/(?P<thread>\d+)")
FUTABA = re.compile(r"/(?P<board>\w+)/res/(?P<thread>\d+)\.htm")
NUMBER = re.compile(r"No\.(\d+)")


def dated(text: str) -> dict[str, Any]:
    """A date as shown ("24/03/09(土)21:14:05") and in a form without the weekday and with its century."""
    match = DATE.search(text)
    if not match:
        return {}
    year = match["century"] or f"20{match['short']}"
    return {
        "date_text": squash(match[0]),
        "date_stated": f"{year}/{match['day']} {match['time'] or ''}".strip(),
    }


def answered(body: LexborNode) -> str | None:
    """The number of the post that a post answers: the one it begins with (">>12")."""
    match = PARENT.match(squash(body.text()))
    return match[1] if match else None


def post(body: LexborNode, no: str, who: str, line: str) -> RawPost:
    """One post of 2ch; its number is its floor and what others point to."""
    mark = WRITER_ID.search(line)
    stated = dated(line)
    return RawPost(
        body=body,
        date_stated=stated.pop("date_stated", None),
        fields={
            "id": no,
            "floor": number(no),
            "parent": answered(body),
            "author": who or None,
            "author_id": mark[1] if mark else None,
            **stated,
        },
    )


def split_2ch(page: Page) -> Iterator[RawPost]:
    """The posts of a thread in any of the three markups."""
    for term in page.tree.css("dl.thread > dt, dl > dt"):
        body, head = term.next, HEAD_LINE.match(term.text())
        while body is not None and body.tag != "dd":
            body = body.next
        if head and body is not None:
            yield post(body, head["no"], squash(head["who"]), squash(head["rest"]))
    for node in page.tree.css("div.post, article.post"):
        number_box, name = (
            node.css_first(".number, .postid"),
            node.css_first(".name, .postusername"),
        )
        body, bar = node.css_first(".message, .post-content"), node.css_first(".meta, .post-header")
        no = (
            squash(number_box.text()).strip(":：")
            if number_box is not None
            else node.attributes.get("data-id") or ""
        )
        if body is not None and bar is not None and number(no) is not None:
            who = squash(name.text()) if name is not None else ""
            yield post(body, str(number(no)), who, squash(bar.text(separator=" ")))


def address(page: Page, pattern: re.Pattern[str]) -> dict[str, Any]:
    """Thread, board and host by the page's address, or by the links to itself."""
    links = (
        a.attributes.get("href") or "" for a in page.tree.css("a[href], link[href], form[action]")
    )
    places = (page.capture.url or "", page.base or "", *links)
    found = next(((place, match) for place in places if (match := pattern.search(place))), None)
    own = page.capture.url if page.capture.url and pattern.search(page.capture.url) else None
    if found is None:
        return {"url": own}
    return {
        "url": own,
        "thread_id": found[1]["thread"],
        "board_id": found[1]["board"],
        "site": host(whole(page, found[0])),
    }


def more_2ch(page: Page) -> dict[str, Any]:
    """Title and board of a thread of 2ch."""
    tree = page.tree
    title = tree.css_first("h1.title, h1#threadtitle, h1") or tree.css_first("title")
    board = tree.css_first("a.menuitem[href*='.ch.net/'], #boardname, .breadcrumb a:last-child")
    facts = address(page, READ_CGI)
    name = squash(board.text()).strip("■") if board is not None else facts.get("board_id") or ""
    return {
        **facts,
        "title": (squash(title.text()) or None) if title is not None else None,
        "board": [name] if name else [],
    }


def split_futaba(page: Page) -> Iterator[RawPost]:
    """The first post, then one for each cell of replies."""
    for node in page.tree.css("div.thre, td.rtd"):
        body = next((child for child in node.iter() if child.tag == "blockquote"), None)
        if body is None:
            continue
        line = squash(
            " ".join(
                c.text()
                for c in node.iter(include_text=True)
                if c.tag not in ("blockquote", "table")
            )
        )
        no, place = NUMBER.search(line), own(node, "rsc")
        name, subject = own(node, "cnm"), own(node, "csb")
        likes = re.search(r"そうだねx(\d+)", line)
        stated = dated(line)
        yield RawPost(
            body=parsed(body.inner_html or ""),
            date_stated=stated.pop("date_stated", None),
            fields={
                "id": no[1] if no else None,
                "floor": number(squash(place.text())) or None if place is not None else None,
                "author": (squash(name.text()) or None) if name is not None else None,
                "author_id": mark[1] if (mark := WRITER_ID.search(line)) else None,
                "subject": (squash(subject.text()) or None) if subject is not None else None,
                "up": number(likes[1]) if likes else None,
                "attachments": pictures(node, page),
                **stated,
            },
        )


def own(node: LexborNode, cls: str) -> LexborNode | None:
    """The part of a post with a class; the replies stand inside the first post's box."""
    return next((child for child in node.iter() if child.attributes.get("class") == cls), None)


def pictures(node: LexborNode, page: Page) -> list[Attachment]:
    """The picture of a post: a link to the file, named beside it, and its thumbnail."""
    links = [
        child
        for child in node.iter()
        if child.tag == "a" and "/src/" in (child.attributes.get("href") or "")
    ]
    named = next((squash(link.text()) for link in links if squash(link.text())), None)
    size = re.search(r"\((\d+\s*B)\)", squash(node.text(deep=False)))
    href = page.absolute(links[0].attributes.get("href") or "") if links else None
    return [Attachment(name=named, href=href, size=size[1] if size else None)] if links else []


def more_futaba(page: Page) -> dict[str, Any]:
    """Title (the subject, or the first words) and board of a thread of Futaba."""
    head = page.tree.css_first("title")
    parts = [squash(part) for part in (head.text() if head is not None else "").split(" - ")]
    board = page.tree.css_first("#tit")
    name = (
        squash(board.text())
        if board is not None
        else parts[-1].partition("＠")[0]
        if len(parts) > 1
        else ""
    )
    return {**address(page, FUTABA), "title": parts[0] or None, "board": [name] if name else []}


CHANNEL = Engine(
    name="2ch",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "list of posts", ('<dl class="thread"', "<dl class='thread'", "<dl class=thread"), 3
        ),
        Fingerprint("addresses of read.cgi", ("/read.cgi/", "/bbs.cgi"), 2),
        Fingerprint("bars of class meta", ('<div class="meta"><span class="number">',), 3),
        Fingerprint("bars of class post-header", ('<details class="post-header">',), 3),
        Fingerprint("addresses of writers", ("mailto:sage",), 1),
    ),
    threshold=4,
    split=split_2ch,
    post_boxes="dl.thread > dd, div.post, article.post",
    rules=COMMON,
    more_thread=more_2ch,
    addresses=(
        re.compile(r"/read\.cgi/[\w-]+/(?P<thread>\d+)/(?P<post>\d+)(?:[?#]|$)"),
        re.compile(r"/read\.cgi/[\w-]+/(?P<thread>\d+)"),
    ),
    chrome={
        "byline": "dt, .meta, .post-header",
        "title-line": "h1",
        "menus": ".topmenu, .bottommenu, .navmenu, .menuitem, .pagestats, .newposts",
        "quick-reply": "form, .formbox",
        "site-footer": "#footer, footer, .socialmedia",
    },
)
IMAGE_BOARD = Engine(
    name="futaba",
    view="desktop",
    fingerprints=(
        Fingerprint("first post of class thre", ('class="thre"', "class=thre"), 3),
        Fingerprint("cells of replies", ("class=rtd", 'class="rtd"'), 3),
        Fingerprint("numbers of class cno", ('class="cno"', "class=cno", 'class="rsc"'), 2),
        Fingerprint("scripts", ("futaba.php", "2chan.net"), 1),
    ),
    threshold=4,
    split=split_futaba,
    post_boxes="div.thre, td.rtd",
    rules=COMMON,
    more_thread=more_futaba,
    addresses=(FUTABA,),
    chrome={
        "byline": ".csb, .cnm, .cnw, .cno, .rsc, .sod, .rtd, .thre",
        "advert": ".chui, #rightad, .tue2",
        "menus": "#hdp, #hml, .thrnav",
        "title-line": "#tit, .hdp",
        "quick-reply": "form#fm, .ftb2, .ftbl",
        "site-footer": ".ftr, #uform",
    },
)

ENGINES = (CHANNEL, IMAGE_BOARD)
