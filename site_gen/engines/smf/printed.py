"""The print page of SMF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.smf.bodies import RULES
from site_gen.engines.smf.threads import TOPIC, refuse
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

VOTES = re.compile(r":\s*(\d+)$")


def split(page: Page) -> Iterator[RawPost]:
    """Read heads of three strong values (subject, author, date), each with its body.

    2.x: ``.postheader`` and ``.postbody``; 1.1: loose words between two rules, and a box with a
    margin of ``5ex``.
    """
    heads, bodies = page.tree.css(".postheader"), page.tree.css(".postbody")
    if heads:
        for head, body in zip(heads, bodies, strict=False):
            yield printed_post(Node(head).all("strong, b"), body)
        return
    for body in page.tree.css('td > div[style*="5ex"]'):
        if values := strong_before(Node(body)):
            yield printed_post(values, body)


def strong_before(body: Node) -> list[Node]:
    """Find the three strong values before a body of 1.1, up to the box before it."""
    values: list[Node] = []
    before = body.prev
    while before and before.tag not in ("div", "td") and len(values) < 3:
        if before.tag in ("b", "strong"):
            values.insert(0, before)
        before = before.prev
    return values


def printed_post(values: list[Node], body: LexborNode) -> RawPost:
    """Make a post of a body and the strong words of its head."""
    subject, author, date, *_ = [*values, NOTHING, NOTHING, NOTHING]
    fields = {
        "subject": subject.text or None,
        "author": author.text or None,
        "date_text": date_text(date),
    }
    return RawPost(body=body, fields=fields)


def date_text(date: Node) -> str | None:
    """Return the date of a head.

    A day in words is strong itself: "<b><b>Today</b> at 5:46</b>".
    """
    if not date:
        return None
    text, after = date.text, date.next
    if text and not re.search(r"\d", text) and after.is_text:
        return f"{text} {after.text}"
    return text


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, board path and address.

    "CATEGORY => BOARD => Started by: NAME on DATE" stands in ``#linktree``.
    """
    root = Node(page.tree.root)
    url = own_address(page, "link[rel=canonical]")
    parts = map(squash, root.at("#linktree, h2.normaltext").text.split("=>"))
    links = root.all(".print_options a, #print_options a")
    site = root.at("#title, h1").text
    return {
        "thread_id": first_group(TOPIC, url, *(link.attr("href") for link in links)),
        "url": url,
        "site": host(url, page.base),
        "site_name": site or None,
        "title": root.at(".postheader strong, .postheader b").text or printed_title(root),
        "board": [part for part in (site, *[*parts][:-1]) if part],
        "poll": printed_poll(root.at("#poll_data")),
    }


def printed_title(root: Node) -> str | None:
    """Return the title in the page's head, after the words for "print page"."""
    head = root.at("title").text
    return head.partition(" - ")[2] or head or None


def printed_poll(box: Node) -> Poll | None:
    """Return the poll of the print view (2.1): "Option 1: TEXT Votes: N", each in a box."""
    if not box:
        return None
    options: list[PollOption] = []
    for row in box.all("div:not(.question)"):
        option = row.at("strong")
        if option:
            votes = number(first_group(VOTES, row.text))
            options.append(PollOption(text=option.text, votes=votes))
    return Poll(question=box.at(".question strong").text or None, options=options)


PRINT = Engine(
    name="smf",
    view="print",
    fingerprints=(
        Fingerprint("print style sheet", ("/css/print.css", "/print.css?fin", "minified_print"), 1),
        Fingerprint("heads of class postheader", ('class="postheader"', "class=postheader"), 2),
        Fingerprint("bodies of class postbody", ('class="postbody"', "class=postbody"), 1),
        Fingerprint("line of boards", ('id="linktree"', "id=linktree"), 2),
        Fingerprint("bodies of 1.1", ('<div style="margin: 0 5ex;">',), 4),
        Fingerprint("line of boards of 1.1", ('<h2 class="normaltext">',), 1),
    ),
    threshold=5,
    split=split,
    post_boxes=".postheader, .postbody",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome={
        "site-header": "#title, h1",
        "breadcrumb": "#linktree, h2",
        "byline": ".postheader",
        "print-options": ".print_options, #print_options",
        "site-footer": "#footer, .smalltext",
    },
)
