"""The print view of phpBB 3 (``view=print``): prosilver's ``viewtopic_print.html`` and that of subsilver2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash, where
from site_gen.engines.phpbb.bodies import PHPBB_RULES
from site_gen.engines.phpbb.common import FORUM, local_time, thread_facts
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

BYLINE = re.compile(r"^(?P<who>.+?)\s*\[\s*(?P<date>[^\]]*\d[^\]]*?)\s*\]$")


def more_thread(page: Page) -> dict[str, Any]:
    """The head of the page: forum, title, addresses, "Page 1 of 2"."""
    tree = page.tree
    title = tree.css_first("#page-header h2, .topic")
    line = tree.css_first(".page-number")
    place = line or next(
        (cell for cell in tree.css("td .gensmall") if len(cell.css("strong, b")) == 2), None
    )
    counts = (
        [count for node in place.css("strong, b") if (count := number(squash(node.text())))]
        if place
        else []
    )
    links = [node.attributes.get("href") for node in tree.css("#page-header a, td a")]
    return {
        **thread_facts(page, "#page-header a[href*=viewtopic], td .gensmall a[href*=viewtopic]"),
        "title": (squash(title.text()) or None) if title is not None else None,
        "board_id": first_group(FORUM, *links),
        "page": counts[0] if counts else 1,
        "pages_claimed": counts[-1] if counts else None,
    }


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """The date of a post; the print view gives posts no numbers."""
    del page
    stamp = node.css_first(".date time")
    shown = node.css_first(".date strong, .date time")
    if node.css_first(".content") is None or node.css_first(".author") is None:
        return None
    text = squash(shown.text()) if shown is not None else None
    return {
        "date_text": text,
        "date_stated": local_time(stamp.attributes.get("datetime"), text)
        if stamp is not None
        else None,
    }


def split_tables(page: Page) -> Iterator[RawPost]:
    """subsilver2: a table for each post, "NAME [ DATE ]" in its first row, the words behind ``hr.sep``."""
    for line in page.tree.css("hr.sep"):
        cell = line.parent
        table = cell
        while table is not None and table.tag != "table":
            table = table.parent
        if cell is None or table is None:
            continue
        rows = table.css("tr")
        byline = (
            BYLINE.match(squash(rows[0].css("td")[-1].text()))
            if rows and rows[0].css("td")
            else None
        )
        subject = rows[1].css_first("b") if len(rows) > 1 else None
        line.decompose()
        for box in cell.css("table.tablebg"):
            box.decompose()
        yield RawPost(
            body=cell,
            fields={
                "author": byline["who"] if byline else None,
                "date_text": byline["date"] if byline else None,
                "subject": (squash(subject.text()) or None) if subject is not None else None,
            },
        )


PRINT = Engine(
    name="phpbb",
    view="print",
    fingerprints=(
        Fingerprint("body named phpbb", ('id="phpbb"', "id=phpbb"), 2),
        Fingerprint(
            "page numbers of the print view", ('class="page-number"', "class=page-number"), 3
        ),
        Fingerprint("posts without numbers", ('<div class="post">', "<div class=post>"), 2),
        Fingerprint("style sheet of the print view", ("/print.css",), 1),
    ),
    threshold=5,
    posts="div.post",
    post_boxes="div.post",
    body=".content",
    thread={"site_name": (where("#page-header h1"),)},
    post={"author": (where(".author strong"),), "subject": (where("h3"),)},
    rules=PHPBB_RULES,
    more_thread=more_thread,
    more_post=more_post,
    chrome={
        "site-header": "#page-header",
        "page-links": ".page-number",
        "byline": ".date, .author",
        "subject": ".post h3",
        "site-footer": "#page-footer",
    },
)

TABLES_PRINT = Engine(
    name="phpbb",
    view="print",
    fingerprints=(
        Fingerprint("lines of class sep", ('<hr class="sep"', "<hr class=sep"), 3),
        Fingerprint("names of class Forum", ('class="Forum"', "class=Forum"), 1),
        Fingerprint("titles of class topic", ('class="topic"', "class=topic"), 1),
        Fingerprint("footer", ("Powered by phpBB", "http://www.phpbb.com/"), 1),
    ),
    threshold=5,
    thread={"site_name": (where(".Forum"), where(".forum"))},
    rules=PHPBB_RULES,
    more_thread=more_thread,
    split=split_tables,
    chrome={"page": "body > table"},
)
