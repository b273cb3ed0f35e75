"""Japanese boards without members: Futaba Channel, and 2ch's ``read.cgi`` in three markups.

2ch: ``dl.thread > dt + dd`` (until 2017), ``div.post > div.meta + div.message`` (2017),
``article.post`` with ``details.post-header`` and ``section.post-content`` (2022). Futaba:
``div.thre`` holds the first post, a table with ``td.rtd`` each other. A name is what the writer
typed; ``ID:`` is the day's mark of an address, not a member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean import parsed
from site_gen.clean.rules import COMMON
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, whole
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Attachment

HEAD_LINE = re.compile(r"^\s*(?P<no>\d+)\s*[：:]\s*(?P<who>.*?)\s*[：:]\s*(?P<rest>.*)$", re.S)
DATE = re.compile(
    r"(?:(?P<century>(?:19|20)\d\d)|(?P<short>\d\d))/(?P<day>\d\d/\d\d)\s*(?:\([^)]*\))?\s*"
    r"(?P<time>[\d:]{5,8})?"
)
WRITER_ID = re.compile(r"\bID:([\w+/.]{4,20})")
PARENT = re.compile(r"^\s*>>(\d+)\b")
READ_CGI = re.compile(r"/read\.cgi/(?P<board>[\w-]+)/(?P<thread>\d+)")
FUTABA = re.compile(r"/(?P<board>\w+)/res/(?P<thread>\d+)\.htm")
NUMBER = re.compile(r"No\.(\d+)")
LIKES = re.compile(r"そうだねx(\d+)")
SIZE = re.compile(r"\((\d+\s*B)\)")


def dated(text: str) -> dict[str, Any]:
    """Return a date as shown ("24/03/09(土)21:14:05"), and without weekday but with century."""
    match = DATE.search(text)
    if not match:
        return {}
    year = match["century"] or f"20{match['short']}"
    time = match["time"] or ""
    return {
        "date_text": squash(match[0]),
        "date_stated": f"{year}/{match['day']} {time}".strip(),
    }


def post(body: Node, no: str, who: str, line: str) -> RawPost:
    """Return one post of 2ch; its number is its floor and what others point to.

    The post that it answers is the one whose number it begins with (">>12").
    """
    date = dated(line)
    return RawPost(
        body=body.raw,
        date_stated=date.pop("date_stated", None),
        fields={
            "id": no,
            "floor": number(no),
            "parent": first_group(PARENT, body.text),
            "author": who or None,
            "author_id": first_group(WRITER_ID, line),
            **date,
        },
    )


def split_2ch(page: Page) -> Iterator[RawPost]:
    """Yield the posts of a thread in any of the three markups."""
    for raw in page.tree.css("dl.thread > dt, dl > dt"):
        term = Node(raw)
        head, body = HEAD_LINE.match(term.lines), definition_of(term)
        if head and body:
            yield post(body, head["no"], squash(head["who"]), squash(head["rest"]))
    for raw in page.tree.css("div.post, article.post"):
        node = Node(raw)
        body, bar = node.at(".message, .post-content"), node.at(".meta, .post-header")
        no = number(number_of(node))
        if body and bar and no is not None:
            yield post(body, str(no), node.at(".name, .postusername").text, spaced(bar))


def definition_of(term: Node) -> Node:
    """Return the ``dd`` that follows a ``dt``."""
    node = term.next
    while node and node.tag != "dd":
        node = node.next
    return node


def number_of(node: Node) -> str:
    """Return the number of a post, which a box shows or an attribute states."""
    box = node.at(".number, .postid")
    if box:
        return box.text.strip(":：")
    return node.attr("data-id")


def spaced(node: Node) -> str:
    """Return the text of an element, the words of different elements kept apart."""
    if node.raw is None:
        return ""
    return squash(node.raw.text(separator=" "))


def address(page: Page, pattern: re.Pattern[str]) -> dict[str, Any]:
    """Return thread, board and host by the page's address, or by the links to itself."""
    own = page.capture.url or ""
    root = Node(page.tree.root)
    links = (node.attr("href") for node in root.all("a[href], link[href], form[action]"))
    for place in (own, page.base or "", *links):
        if match := pattern.search(place):
            return {
                "url": own if place == own else None,
                "thread_id": match["thread"],
                "board_id": match["board"],
                "site": host(whole(page, place)),
            }
    return {}


def more_2ch(page: Page) -> dict[str, Any]:
    """Return title and board of a thread of 2ch."""
    root = Node(page.tree.root)
    board = root.at("a.menuitem[href*='.ch.net/'], #boardname, .breadcrumb a:last-child")
    facts = address(page, READ_CGI)
    name = board.text.strip("■") if board else facts.get("board_id")
    return {
        **facts,
        "title": root.at("h1.title, h1#threadtitle, h1", "title").text or None,
        "board": [name] if name else [],
    }


def split_futaba(page: Page) -> Iterator[RawPost]:
    """Yield the first post, then one for each cell of replies."""
    for raw in page.tree.css("div.thre, td.rtd"):
        node = Node(raw)
        body = next((child for child in node.children() if child.tag == "blockquote"), NOTHING)
        if body:
            yield futaba_post(node, body, page)


def futaba_post(node: Node, body: Node, page: Page) -> RawPost:
    """Return one post of Futaba: its line of words and boxes, and its body."""
    parts = node.children(texts=True)
    line = squash(" ".join(p.lines for p in parts if p.tag not in ("blockquote", "table")))
    date = dated(line)
    return RawPost(
        body=parsed(body.html),
        date_stated=date.pop("date_stated", None),
        fields={
            "id": first_group(NUMBER, line),
            "floor": number(part_of(node, "rsc").text) or None,
            "author": part_of(node, "cnm").text or None,
            "author_id": first_group(WRITER_ID, line),
            "subject": part_of(node, "csb").text or None,
            "up": number(first_group(LIKES, line)),
            "attachments": pictures(node, page),
            **date,
        },
    )


def part_of(node: Node, cls: str) -> Node:
    """Return the part of a post with a class; the replies stand inside the first post's box."""
    return next((child for child in node.children() if child.attr("class") == cls), NOTHING)


def pictures(node: Node, page: Page) -> list[Attachment]:
    """Return the picture of a post: a link to the file, named beside it, and its thumbnail."""
    links = [child for child in node.children() if child.tag == "a"]
    files = [link for link in links if "/src/" in link.attr("href")]
    if not files:
        return []
    name = next((text for link in files if (text := link.text)), None)
    href = page.absolute(files[0].attr("href"))
    return [Attachment(name=name, href=href, size=first_group(SIZE, node.own_text))]


def more_futaba(page: Page) -> dict[str, Any]:
    """Return title (the subject, or the first words) and board of a thread of Futaba."""
    root = Node(page.tree.root)
    title, *rest = (squash(part) for part in root.at("title").lines.split(" - "))
    name = board_of(root, rest)
    return {**address(page, FUTABA), "title": title or None, "board": [name] if name else []}


def board_of(root: Node, rest: list[str]) -> str:
    """Return the board's name, as its heading or the rest of the page's title says."""
    board = root.at("#tit")
    if board:
        return board.text
    return next(reversed(rest), "").partition("＠")[0]


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
