"""The panels of a Discuz! page: counts, pages, tags, votes, files, comments, ratings, special threads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import number, squash
from site_gen.engines.discuz.bodies import found_size
from site_gen.load.page import Page
from site_gen.models import Attachment, Comment, Fact, Poll, PollOption, Rating, Special

VOTES = "[id^=review_], [id^=recommendv_]"
PAGES = re.compile(r"(\d+)\s*(?:页|頁|$)")
SCORE = re.compile(r"^([+-])\s*(\d{1,15})$")


def title_from_head(tree: LexborHTMLParser) -> str:
    """The thread's title out of ``<title>``, whose later parts are board and forum, joined by " - "."""
    node = tree.css_first("title")
    parts = squash(node.text()).split(" - ") if node else [""]
    return " - ".join(parts[:-3]) if len(parts) > 3 else parts[0]


def counts(head: LexborNode, tree: LexborHTMLParser) -> dict[str, Any]:
    """Views and replies as the first page claims them.

    Later pages do not say, and name the author in that place.
    """
    numbers = numbers_of(head.css(".hm span.xi1"))
    if (
        len(numbers) < 2 and head.css_first("#tath, .hm") is None
    ):  # a skin that shows them elsewhere
        numbers = numbers_of(tree.css(".foldviews span, .foldviews em, [class^=subforum_] em"))
    return {"views": numbers[0], "replies": numbers[1]} if len(numbers) >= 2 else {}


def numbers_of(nodes: Iterable[LexborNode]) -> list[int]:
    """The texts that are whole numbers."""
    return [count for node in nodes if (count := number(squash(node.text()))) is not None]


def pages_claimed(links: LexborNode) -> int | None:
    """The number of pages that the page links name.

    ``None`` where a thread has one page and no links.
    """
    label = links.css_first(".pg label span[title], label span[title]")
    if label is not None and (match := PAGES.search(label.attributes.get("title") or "")):
        return number(match[1])
    numbers = [
        int(match[0])
        for node in links.css(".pg a, .pg strong")
        if "nxt" not in (node.attributes.get("class") or "")
        and (match := re.search(r"\d{1,9}", squash(node.text())))
    ]
    return max(numbers, default=None)


def tags(head: LexborNode, first: LexborNode) -> list[str]:
    """The thread's type ("[求购]"), which stands before its title, and its tags, which stand below the first post."""
    nodes = [*head.css("h1.ts > a, .ts > a[href*=typeid]"), *first.css(".ptg a")]
    found = [squash(node.text()).strip("[]") for node in nodes]
    return list(dict.fromkeys(tag for tag in found if tag))


def locked(head: LexborNode, first: LexborNode) -> bool | None:
    """Whether the thread is closed, where the page says so.

    A page does not say that a thread is open.
    """
    if any("关闭" in node.text() or "關閉" in node.text() for node in first.css(".modact")):
        return True
    icon = head.css_first('img[src*="locked"], img[alt*="关闭"], [class*="fico-lock"]')
    return True if icon is not None else None


def stuck_mark(label: str) -> list[str]:
    """A reply pinned below the first post says so before its floor: "顶 来自 2#"."""
    return ["置顶"] if re.search(r"来自|來自", label) else []


def post_marks(node: LexborNode) -> list[str]:
    """The side a reply takes in a debate, as its label says."""
    return list(
        dict.fromkeys(text for side in node.css(".pdbts a.v") if (text := squash(side.text())))
    )


def votes(boxes: Iterable[LexborNode]) -> dict[str, int]:
    """支持 and 反对 of a post, from the boxes of their numbers (:data:`VOTES`).

    The buttons of a post without votes show no number; those of the first post hide a zero, which
    counts only where the other number is shown.
    """
    counts: dict[str, int] = {}
    shown = False
    for box in boxes:
        count = number(squash(box.text()))
        if count is not None:
            kind = (box.id or "").split("_")[1]
            counts.setdefault("down" if kind in ("against", "subtract") else "up", count)
            shown |= "none" not in (box.attributes.get("style") or "")
    return counts if shown else {}


def listed_attachments(cell: LexborNode, page: Page) -> list[Attachment]:
    """The files and pictures listed below a body (``.pattl dl.tattl``)."""
    found: list[Attachment] = []
    for entry in cell.css(".tattl"):
        link = entry.css_first(".attnm a, a[id^=aid], .mbn a.xw1, p a")
        picture = entry.css_first("img[zoomfile], img[file], img[aid], dd > img[alt]")
        if link is None and picture is None:
            continue
        address = (link.attributes.get("href") if link else None) or ""
        if picture is not None:
            address = (
                picture.attributes.get("zoomfile") or picture.attributes.get("file") or address
            )
            address = address or picture.attributes.get("src") or ""
        found.append(
            Attachment(
                name=squash(link.text()) or None
                if link
                else picture.attributes.get("alt")
                if picture
                else None,
                href=page.absolute(address) or None,
                size=next(
                    (size for node in entry.css("em, p") if (size := found_size(node.text()))), None
                ),
            )
        )
    return found


def comments(node: LexborNode, pid: str) -> list[Comment]:
    """点评: short notes below a post, in the page's order."""
    found: list[Comment] = []
    for entry in node.css(f"#comment_{pid} .pstl"):
        names = [squash(link.text()) for link in entry.css(".psta a, .psti a.xi2, .psti a.xw1")]
        said = entry.css_first(".psti")
        if said is None:
            continue
        stamp = said.css_first("span.xg1, .xg1")
        exact = stamp.css_first("span[title]") if stamp is not None else None
        when = (exact.attributes.get("title") if exact else None) or (
            squash(stamp.text(separator=" ")) if stamp else ""
        )
        name = next((text for text in names if text), None)
        text = squash(
            "".join(
                part.text()
                for part in said.iter(include_text=True)
                if part.tag in ("-text", "font", "strong", "i", "u", "em", "div", "p")
            )
        )
        found.append(Comment(author=name, date=shown_date(when or ""), text=text))
    return found


def ratings(node: LexborNode) -> list[Rating]:
    """评分: who gave how many points, and why.

    The table form and the form of avatars with a hint.
    """
    found: list[Rating] = []
    for entry in node.css("[id^=rate_]"):
        if not re.match(r"rate_\d+_\d+$", entry.attributes.get("id") or ""):
            continue
        if entry.tag == "tr":
            found += table_ratings(entry)
        elif hint := entry.attributes.get("tip"):
            found.append(hinted_rating(entry, hint))
    return found


def table_ratings(row: LexborNode) -> list[Rating]:
    """One row of the table: the name, a column for each kind of points, the reason."""
    cells = row.css("td")
    names = [squash(link.text()) for link in cells[0].css("a")] if cells else []
    name = next((text for text in names if text), None)
    scores = [int(m[1] + m[2]) for cell in cells[1:] if (m := SCORE.match(squash(cell.text())))]
    last = squash(cells[-1].text()) if len(cells) > 1 else ""
    reason = last if last and not SCORE.match(last) else None
    return [Rating(author=name, score=score, reason=reason) for score in scores]


def hinted_rating(entry: LexborNode, hint: str) -> Rating:
    """A rating out of ``<p tip="<strong>原创内容</strong>&nbsp;<em class='xi1'>金钱 + 10</em>">`` (rate list)."""
    inner = LexborHTMLParser(hint)
    reason = inner.css_first("strong")
    score = re.search(r"([+-])\s*(\d{1,15})", squash(inner.text()))
    names = [text for link in entry.css("a") if (text := squash(link.text()))]
    return Rating(
        author=names[-1] if names else None,
        score=int(score[1] + score[2]) if score else None,
        reason=(squash(reason.text()) or None) if reason else None,
    )


def poll(first: LexborNode) -> Poll | None:
    """A vote: the choices and, where the page shows them, their counts."""
    panel = first.css_first(".pcht")
    if panel is None:
        return None
    options: list[PollOption] = []
    for row in panel.css("tr"):
        label = row.css_first(".pvt label, .pvt")
        if label is not None:
            options.append(PollOption(text=re.sub(r"^\d+\.\s*", "", squash(label.text()))))
        elif (
            options
            and (count := row.css_first("td em"))
            and (match := re.search(r"\((\d+)\)", count.text()))
        ):
            options[-1] = PollOption(text=options[-1].text, votes=number(match[1]))
    form = panel.parent
    ended = (
        any("结束" in node.text() or "結束" in node.text() for node in form.css(".ptmr strong"))
        if form
        else False
    )
    return Poll(options=options, closed=ended or None) if options else None


def special(first: LexborNode) -> Special | None:
    """Debate, reward, activity, paid thread: what their panels state."""
    for kind, read in (("debate", debate), ("reward", reward), ("activity", activity)):
        if facts := read(first):
            return Special(kind=kind, facts=facts)  # type: ignore[arg-type]
    return None


def debate(first: LexborNode) -> list[Fact]:
    """The two sides with their claims and their votes."""
    facts: list[Fact] = []
    for point in first.css(".ds .point"):
        head, claim = point.css_first("strong"), point.css_first("p")
        if head is not None:
            facts.append(
                Fact(name=squash(head.text()), value=squash(claim.text()) if claim else "")
            )
    return facts


def reward(first: LexborNode) -> list[Fact]:
    """The price of a question, and whether it was answered."""
    price = first.css_first(".rsld")
    if price is None:
        return []
    facts = [Fact(name="悬赏", value=squash(price.text(separator=" ")))]
    answer = first.css_first(".rwdbst .psta a.xw1, .rwdbst .psta a.xi2")
    if answer is not None:
        facts.append(Fact(name="最佳答案", value=squash(answer.text())))
    return facts


def activity(first: LexborNode) -> list[Fact]:
    """Type, time, place and price of an event, as the panel pairs them."""
    panel = first.css_first(".act")
    if panel is None:
        return []
    names, values = panel.css("dt"), panel.css("dd")
    return [
        Fact(name=squash(a.text()).rstrip(":："), value=squash(b.text()))
        for a, b in zip(names, values, strict=False)
    ]
