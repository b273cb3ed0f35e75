"""The panels of a Discuz! page: counts, pages, tags, votes, files, comments, ratings.

The panels of special threads have a file of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from site_gen.dates import shown_date
from site_gen.engines.core.table import number, squash
from site_gen.engines.discuz.bodies import found_size
from site_gen.engines.discuz.common import (
    distinct,
    first_numbers,
    numbers_of,
    page_number,
    spaced,
)
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Attachment, Comment, Rating

VOTES = "[id^=review_], [id^=recommendv_]"
PAGES = re.compile(r"(\d+)\s*(?:页|頁|$)")
SCORE = re.compile(r"^([+-])\s*(\d{1,15})$")
HINTED_SCORE = re.compile(r"([+-])\s*(\d{1,15})")
RATING_ID = re.compile(r"rate_\d+_\d+$")
COMMENT_TEXTS = ("-text", "font", "strong", "i", "u", "em", "div", "p")


def title_from_head(root: Node) -> str:
    """Return the thread's title out of ``<title>``.

    The later parts of that are board and forum, joined by " - ".
    """
    parts = root.at("title").text.split(" - ")
    if len(parts) > 3:
        return " - ".join(parts[:-3])
    return parts[0]


def counts(head: Node, root: Node) -> dict[str, int]:
    """Return views and replies as the first page claims them.

    Later pages do not say, and name the author in that place.
    """
    numbers = numbers_of(head.all(".hm span.xi1"))
    if len(numbers) < 2 and not head.at("#tath, .hm"):  # a skin that shows them elsewhere
        numbers = numbers_of(root.all(".foldviews span, .foldviews em, [class^=subforum_] em"))
    return views_and_replies(numbers)


def views_and_replies(numbers: Sequence[int]) -> dict[str, int]:
    """Return the first two of the numbers that a page shows, if it shows both."""
    if len(numbers) < 2:
        return {}
    return {"views": numbers[0], "replies": numbers[1]}


def paging(links: Node, page: Page, url: str | None) -> dict[str, Any]:
    """Return the number of this page and of all, by the page links or the page's address."""
    shown = number(links.at("strong").text)
    return {"page": shown or page_number(page, url) or 1, "pages_claimed": pages_claimed(links)}


def pages_claimed(links: Node) -> int | None:
    """Return the number of pages that the page links name.

    ``None`` where a thread has one page and no links.
    """
    label = links.at(".pg label span[title], label span[title]")
    if total := first_group(PAGES, label.attr("title")):
        return number(total)
    pages = (link for link in links.all(".pg a, .pg strong") if "nxt" not in link.attr("class"))
    return max(first_numbers(pages), default=None)


def tags(head: Node, first: Node) -> list[str]:
    """Return the thread's type and its tags.

    The type ("[求购]") stands before the title, the tags stand below the first post.
    """
    nodes = [*head.all("h1.ts > a, .ts > a[href*=typeid]"), *first.all(".ptg a")]
    return distinct(node.text.strip("[]") for node in nodes)


def locked(head: Node, first: Node) -> bool | None:
    """Tell whether the thread is closed, where the page says so.

    A page does not say that a thread is open.
    """
    closed = says_closed(first.all(".modact")) or bool(
        head.at('img[src*="locked"], img[alt*="关闭"], [class*="fico-lock"]')
    )
    return closed or None


def says_closed(notes: Iterable[Node]) -> bool:
    """Tell whether one of a moderator's notes says that the thread was closed."""
    return any("关闭" in note.lines or "關閉" in note.lines for note in notes)


def stuck_mark(label: str) -> list[str]:
    """Return the mark of a reply pinned below the first post.

    Such a reply says where it comes from before its floor: "顶 来自 2#".
    """
    if re.search(r"来自|來自", label):
        return ["置顶"]
    return []


def post_marks(node: Node) -> list[str]:
    """Return the side that a reply takes in a debate, as its label says."""
    return distinct(side.text for side in node.all(".pdbts a.v"))


def votes(boxes: Iterable[Node]) -> dict[str, int]:
    """Return 支持 and 反对 of a post, from the boxes of their numbers (:data:`VOTES`).

    The buttons of a post without votes show no number; those of the first post hide a zero, which
    counts only where the other number is shown.
    """
    counts: dict[str, int] = {}
    shown = False
    for box in boxes:
        count = number(box.text)
        if count is not None:
            against = box.id.split("_")[1] in ("against", "subtract")
            counts.setdefault("down" if against else "up", count)
            shown |= "none" not in box.attr("style")
    return counts if shown else {}


def listed_attachments(cell: Node, page: Page) -> list[Attachment]:
    """Return the files and pictures listed below a body (``.pattl dl.tattl``)."""
    found = (listed_attachment(entry, page) for entry in cell.all(".tattl"))
    return [attachment for attachment in found if attachment is not None]


def listed_attachment(entry: Node, page: Page) -> Attachment | None:
    """Return the file or picture of one entry of the list."""
    link = entry.at(".attnm a, a[id^=aid], .mbn a.xw1, p a")
    picture = entry.at("img[zoomfile], img[file], img[aid], dd > img[alt]")
    if not link and not picture:
        return None
    address = (
        picture.attr("zoomfile") or picture.attr("file") or link.attr("href") or picture.attr("src")
    )
    sizes = (found_size(node.lines) for node in entry.all("em, p"))
    return Attachment(
        name=file_name(link, picture),
        href=page.absolute(address) or None,
        size=next(filter(None, sizes), None),
    )


def file_name(link: Node, picture: Node) -> str | None:
    """Return what an upload is called: the words of its link, else its picture's own."""
    if link or picture.raw is None:
        return link.text or None
    return picture.raw.attributes.get("alt")


def comments(node: Node, pid: str) -> list[Comment]:
    """Return 点评: short notes below a post, in the page's order."""
    entries = node.all(f"#comment_{pid} .pstl")
    return [comment(entry, said) for entry in entries if (said := entry.at(".psti"))]


def comment(entry: Node, said: Node) -> Comment:
    """Return one 点评; its words stand beside its date in one box."""
    stamp = said.at("span.xg1, .xg1")
    when = stamp.at("span[title]").attr("title") or spaced(stamp)
    parts = (part.lines for part in said.children(texts=True) if part.tag in COMMENT_TEXTS)
    return Comment(
        author=entry.said(".psta a, .psti a.xi2, .psti a.xw1") or None,
        date=shown_date(when),
        text=squash("".join(parts)),
    )


def ratings(node: Node) -> list[Rating]:
    """Return 评分: who gave how many points, and why.

    They stand in a table, or in a list of avatars with a hint.
    """
    found: list[Rating] = []
    for entry in node.all("[id^=rate_]"):
        if not RATING_ID.match(entry.id):
            continue
        if entry.tag == "tr":
            found += table_ratings(entry)
        elif hint := entry.attr("tip"):
            found.append(hinted_rating(entry, hint))
    return found


def table_ratings(row: Node) -> list[Rating]:
    """Return one row of the table: the name, a column for each kind of points, the reason."""
    cells = row.all("td")
    if not cells:
        return []
    name = cells[0].said("a") or None
    reason = None
    last = cells[-1].text
    if len(cells) > 1 and not SCORE.match(last):
        reason = last or None
    return [
        Rating(author=name, score=score, reason=reason)
        for score in scores_of(SCORE, (cell.text for cell in cells[1:]))
    ]


def scores_of(pattern: re.Pattern[str], texts: Iterable[str]) -> list[int]:
    """Return the points of each text that has some: a sign and a number, the pattern's groups."""
    return [int(match[1] + match[2]) for text in texts if (match := pattern.search(text))]


def hinted_rating(entry: Node, hint: str) -> Rating:
    """Return a rating of the list of avatars, which stands in a hint.

    For example ``<p tip="<strong>原创内容</strong>&nbsp;<em class='xi1'>金钱 + 10</em>">``.
    """
    inner = Node(LexborHTMLParser(hint).body)
    names = [text for link in entry.all("a") if (text := link.text)]
    return Rating(
        author=next(reversed(names), None),
        score=next(iter(scores_of(HINTED_SCORE, [inner.text])), None),
        reason=inner.at("strong").text or None,
    )
