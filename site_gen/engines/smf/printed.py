"""The print page of SMF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.smf.bodies import BODY_RULES
from site_gen.engines.smf.threads import TOPIC, head_title, refuse
from site_gen.engines.tools.addresses import host, href, own_address
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption


def printed_posts(page: Page) -> Iterator[RawPost]:
    """Heads of three strong values (subject, author, date), each with its body.

    2.x: ``.postheader`` and ``.postbody``; 1.1: loose words between two rules, and a box with a margin of ``5ex``.
    """
    heads, bodies = page.tree.css(".postheader"), page.tree.css(".postbody")
    if heads:
        for head, body in zip(heads, bodies, strict=False):
            yield printed_post(head.css("strong, b"), body)
        return
    for body in page.tree.css('td > div[style*="5ex"]'):
        values: list[LexborNode] = []
        before = body.prev
        while before is not None and before.tag not in ("div", "td") and len(values) < 3:
            if before.tag in ("b", "strong"):
                values.insert(0, before)
            before = before.prev
        if values:
            yield printed_post(values, body)


def printed_post(values: list[LexborNode], body: LexborNode) -> RawPost:
    """A post by the strong words of its head.

    A day in words is strong itself: "<b><b>Today</b> at 5:46</b>".
    """
    said = [squash(value.text()) for value in values]
    date = said[2] if len(said) > 2 else None
    after = values[2].next if len(values) > 2 else None
    if date and not re.search(r"\d", date) and after is not None and after.is_text_node:
        date = f"{date} {squash(after.text_content)}"
    return RawPost(
        body=body,
        fields={
            "subject": (said[0] or None) if said else None,
            "author": (said[1] or None) if len(said) > 1 else None,
            "date_text": date,
        },
    )


def printed_thread(page: Page) -> dict[str, Any]:
    """Title, board path and address: "CATEGORY => BOARD => Started by: NAME on DATE" in ``#linktree``."""
    tree = page.tree
    url = own_address(page, "link[rel=canonical]")
    line = tree.css_first("#linktree, h2.normaltext")
    parts = [squash(part) for part in squash(line.text()).split("=>")] if line is not None else []
    name = tree.css_first("#title, h1")
    first = tree.css_first(".postheader strong, .postheader b")
    site = (squash(name.text()) or None) if name is not None else None
    return {
        "thread_id": first_group(
            TOPIC, url, *map(href, tree.css(".print_options a, #print_options a"))
        ),
        "url": url,
        "site": host(url, page.base),
        "site_name": site,
        "title": (squash(first.text()) if first is not None else "") or printed_title(page),
        "board": [part for part in (site, *parts[:-1]) if part],
        "poll": printed_poll(tree.css_first("#poll_data")),
    }


def printed_title(page: Page) -> str | None:
    """The title in the page's head, after the words for "print page"."""
    return (head_title(page) or "").partition(" - ")[2] or head_title(page)


def printed_poll(box: LexborNode | None) -> Poll | None:
    """The poll of the print view (2.1): "Option 1: TEXT Votes: N", each in a box."""
    if box is None:
        return None
    question = box.css_first(".question strong")
    options: list[PollOption] = []
    for row in box.css("div:not(.question)"):
        option = row.css_first("strong")
        votes = re.search(r":\s*(\d+)$", squash(row.text()))
        if option is not None:
            options.append(
                PollOption(text=squash(option.text()), votes=number(votes[1]) if votes else None)
            )
    return Poll(
        question=(squash(question.text()) or None) if question is not None else None,
        options=options,
    )


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
    split=printed_posts,
    post_boxes=".postheader, .postbody",
    rules=BODY_RULES,
    more_thread=printed_thread,
    refuse=refuse,
    chrome={
        "site-header": "#title, h1",
        "breadcrumb": "#linktree, h2",
        "byline": ".postheader",
        "print-options": ".print_options, #print_options",
        "site-footer": "#footer, .smalltext",
    },
)
