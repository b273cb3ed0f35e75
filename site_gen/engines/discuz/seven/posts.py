"""The posts of Discuz! 6 and 7: author, floor, date, files, ratings.

Template: ``templates/default/viewthread_node.htm``. Each post is ``table#pid123`` with
``td.postauthor`` and ``td.postcontent``; 7 puts it into ``div#post_123``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.clean.rule import words
from site_gen.dates import parse_absolute, shown_date
from site_gen.engines.core.table import RawPost
from site_gen.engines.discuz.bodies import found_size
from site_gen.engines.discuz.common import floor_number, spaced, user_id
from site_gen.engines.discuz.panels import scores_of
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.load.page import Page
from site_gen.models import Attachment, Rating

POST_ID = re.compile(r"^pid(\d+)$")
SCORE = re.compile(r"([+-])\s*(\d{1,9})")
AUTHOR_PLACES = (
    ".authorinfo a.posterlink",
    ".postauthor > .postinfo a",
    ".postauthor cite a",
    ".postauthor .name a",
)


def split(page: Page) -> Iterator[RawPost]:
    """Yield the posts of a page, by the names of their tables."""
    for raw in page.tree.css("table[id^=pid]"):
        node = Node(raw)
        match = POST_ID.match(node.id)
        if match and node.at(".postauthor, .postcontent"):
            yield raw_post(match[1], node, page)


def raw_post(pid: str, node: Node, page: Page) -> RawPost:
    """Return one post: its body and what stands around it."""
    body = node.at(f"#postmessage_{pid}", ".t_msgfont, .t_bigfont, .t_smallfont")
    stamp = node.at(f"#authorposton{pid}")
    label = node.at(f"#postnum{pid}, #postnum_{pid}, .postinfo > strong")
    said = stamp.text if stamp else node.at(".postinfo").own_text
    return RawPost(
        body=body.raw,
        date_stated=stamp.at("span[title]").attr("title"),
        signature=spaced(node.at(".signatures")) or None,
        fields={
            "id": pid,
            "floor": floor_of(label),
            **author_of(node),
            "date_text": shown_date(said) or said or None,
            "subject": node.at(".postmessage > h2").text or None,
            "gates": gates_of(node, body),
            "attachments": listed_files(node, body, page),
            "ratings": ratings(node, pid),
        },
    )


def floor_of(label: Node) -> int | None:
    """Return the floor; some skins put the number into an element of its own."""
    floor = floor_number(label.own_text or label.text)
    if floor is None:
        return floor_number(label.text)
    return floor


def gates_of(node: Node, body: Node) -> list[str]:
    """Return the notes that stand in place of words or files, outside the body."""
    boxes = node.all(".postmessage .notice, .postmessage .locked")
    return [words(box.raw) for box in boxes if box.raw is not None and not is_within(box, body)]


def is_within(box: Node, body: Node) -> bool:
    """Tell whether a box stands inside a body."""
    return bool(body) and any(around == body for around in box.around())


def author_of(node: Node) -> dict[str, Any]:
    """Return name, number and group of a post's author.

    7 names him over the body or beside it, 6 in a ``cite``; a guest or a deleted member has no
    link.
    """
    column = node.at(".postauthor")
    if not column:
        return {}
    link = author_link(node)
    name = link.own_text or link.text  # a guest's link holds his address too
    if not name:
        link = column.at(".popuserinfo a")
        name = link.text
    if name:
        return {
            "author": name,
            "author_id": user_id(link.attr("href")),
            "author_title": column.at("p > em").text or None,
        }
    plain = column.at("cite, .avatar")
    return {"author": plain.own_text or plain.text or None}


def author_link(node: Node) -> Node:
    """Return the link that names the author of a post; a link to his address is none."""
    for css in AUTHOR_PLACES:
        links = (link for link in node.all(css) if "getip" not in link.attr("href"))
        link = next(links, NOTHING)
        if link.text:
            return link
    return NOTHING


def listed_files(node: Node, body: Node, page: Page) -> list[Attachment]:
    """Return the files and pictures listed below a body (``dl.t_attachlist``)."""
    entries = (entry for entry in node.all(".t_attachlist") if not is_within(entry, body))
    found = (listed_file(entry, page) for entry in entries)
    return [attachment for attachment in found if attachment is not None]


def listed_file(entry: Node, page: Page) -> Attachment | None:
    """Return the file or picture of one entry of the list."""
    link = file_link(entry)
    pictures = (image for image in entry.all("img") if "attachicons/" not in image.attr("src"))
    picture = next(pictures, NOTHING)
    if not link and not picture:
        return None
    name = link.text if link else picture.attr("alt")
    address = picture.attr("file") or picture.attr("src") or link.attr("href")
    return Attachment(
        name=name or None,
        href=page.absolute(address) or None,
        size=found_size(entry.text),
    )


def file_link(entry: Node) -> Node:
    """Return the link to a listed file."""
    named = entry.at(".attachname a, .imgtitle a")
    if named:
        return named
    return next((link for link in entry.all("dt a") if "aid=" in link.attr("href")), NOTHING)


def ratings(node: Node, pid: str) -> list[Rating]:
    """Return 评分: several kinds of points, then the reason.

    7 has ``li#rate_<post>_<member>`` for each, 6 a list in a ``fieldset``.
    """
    found: list[Rating] = []
    for entry in node.all(f"li[id^=rate_{pid}_], .postmessage fieldset li"):
        names = (link.text.rstrip(":：") for link in entry.all("cite a, a[href*=uid]"))
        author = next(filter(None, names), None)
        reason = reason_of(entry)
        found += [
            Rating(author=author, score=score, reason=reason)
            for score in scores_of(SCORE, (part.lines for part in entry.all("em, span, strong")))
        ]
    return found


def reason_of(entry: Node) -> str | None:
    """Return the reason of a rating.

    7 says it in the entry's own words; else it is the first note that is neither points nor date.
    """
    if entry.id and (own := entry.own_text):
        return own
    notes = (part.text for part in entry.all("em") if not SCORE.search(part.lines))
    return next((note for note in notes if note and not parse_absolute(note)), None)
