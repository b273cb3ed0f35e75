"""The print page of YaBB 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated
from site_gen.engines.yabb.bodies import RULES
from site_gen.engines.yabb.common import NAMED, POWERED, THREAD
from site_gen.load.page import Page
from site_gen.models import Attachment

FILE = re.compile(r"(?P<href>\S+[;&?]file=)?(?P<name>\S+)\s+\((?P<size>[\d.,]+\s*[KMG]?B)\b", re.I)


def split(page: Page) -> Iterator[RawPost]:
    """Find the posts of the print page.

    "Subject: TITLE", "Post by NAME on DATE", a rule and the words stand all in one cell.
    """
    for cell in page.tree.css('table[style*="1px solid"] td:has(> b):has(> hr)'):
        bold = [node.text or None for node in Node(cell).all("td > b")]
        body = cell.css_first("hr + div, hr + span")
        if body is None or len(bold) < 3:
            continue
        subject, author, date = bold[:3]
        files = printed_files(body)
        fields = stated(subject=subject, author=author, date_text=date, attachments=files)
        yield RawPost(body=body, fields=fields)


def printed_files(body: LexborNode) -> list[Attachment]:
    """Take the files below the words out of the body.

    They stand behind a rule, as text: "ADDRESS;file=NAME (31 KB | 7 )".
    """
    found: list[Attachment] = []
    for box in body.css("div.small"):
        if match := FILE.search(squash(box.text())):
            name, href = match["name"], match["href"]
            if href is not None:
                href += name
            found.append(Attachment(name=name, href=href, size=match["size"]))
            box.decompose()
    rules = body.css("hr")
    if found and rules:
        rules[-1].decompose()
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Read the head of the print page, line by line.

    The forum, its address, "Category >> Board >> Title", the thread's address.
    """
    lines = [span.text for span in Node(page.tree.root).all("table span")]
    path = next((line.split(" >> ") for line in lines if " >> " in line), [""])
    *boards, title = path
    address = next((line for line in lines if THREAD.search(line)), None)
    return {
        **address_and_site(page),
        **stated(url=address, site_name=next(iter(lines), None)),
        "thread_id": first_group(THREAD, address, page.capture.url),
        "title": title or None,
        "board": boards,
        "page": 1,
    }


PRINT = Engine(
    name="yabb",
    view="print",
    fingerprints=(
        NAMED,
        POWERED,
        Fingerprint("button of the print page", ('id="Hide_Image"',), 3),
        Fingerprint(
            "posts in boxes of one cell",
            ('cellpadding="10" style="border: 1px solid #000000;"',),
            2,
        ),
    ),
    threshold=5,
    split=split,
    post_boxes='table[style*="1px solid"]',
    rules=RULES,
    more_thread=more_thread,
    chrome={
        "page-head": "table:has(#Hide_Image)",
        "byline": 'table[style*="1px solid"]',
        "site-footer": "table:last-of-type",
    },
)
