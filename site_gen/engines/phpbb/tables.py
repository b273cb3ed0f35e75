"""The thread pages made of tables: phpBB 2 (``subSilver/viewtopic_body.tpl``) and subsilver2 of phpBB 3.0 and 3.1.

A post has no element of its own. Its anchor ``a[name]`` ("123", since phpBB 3 "p123") begins it;
the author's name stands beside the anchor, the date in small print before the words, the words in
``.postbody``. In phpBB 2 a quote ends the ``span.postbody`` and another goes on behind it, and the
signature follows a line of underscores in the last; an edit mark is small print in the same cell.
So a page is read along its anchors, which the styles keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.phpbb.addresses import ADDRESSES
from site_gen.engines.phpbb.bodies import PHPBB_RULES, ancestor, listed_files
from site_gen.engines.phpbb.common import (
    EDIT_DATE,
    VERSION,
    boards,
    edit_fields,
    pages,
    refuse,
    thread_facts,
    user_id,
)
from site_gen.load.page import Page
from site_gen.models import Dropped, Poll, PollOption

ANCHOR = re.compile(r"^p?(\d+)$")
MARKS = (
    "a[name], a[id], .postauthor, .name, .postbody, .postdetails, .gensmall, a[href*=viewprofile]"
)
UNDERSCORES = "_" * 17
LINE = re.compile(r"^\s*_{8,}\s*$")  # the line that phpBB draws above a signature
HOUR = re.compile(r"\d[:.hH]\s?\d\d")
LABEL = re.compile(r"^[^\d:：]{0,40}[:：]\s*")
PLACE = re.compile(
    r"(?:^|\s)(?:Location|Wohnort|Localisation|Ubicación|Località|Woonplaats|Lokalizacja|Skąd|Откуда|来自|來自|Sted|Bydliště)"
    r"\s*:\s*(?P<place>.+?)\s*$",
    re.I | re.M,
)
VOTES = re.compile(r"^\[\s*(\d+)\s*\]$")
TOTAL = re.compile(r"^\[\s*(\d+)\s+\D+\]$")
FINGERPRINTS = (
    Fingerprint("words of class postbody", ('class="postbody"', "class=postbody"), 2),
    Fingerprint("names of class postauthor", ('class="postauthor"', "class=postauthor"), 3),
    Fingerprint("names of class name", ('class="name"', "class=name"), 1),
    Fingerprint(
        "small print of class postdetails", ('class="postdetails"', "class=postdetails"), 2
    ),
    Fingerprint("small print of class gensmall", ('class="gensmall', "class=gensmall"), 1),
    Fingerprint("tables of class forumline", ('class="forumline"', "class=forumline"), 1),
    Fingerprint("tables of class tablebg", ('class="tablebg"', "class=tablebg"), 1),
    Fingerprint("links to viewtopic", ("viewtopic.php?",), 1),
    Fingerprint(
        "footer", (">phpBB</a> 2.", ">phpBB</a> &copy; 2001", ">phpBB</a> © 2001", "phpBB Group"), 1
    ),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, pages, counts, poll, state."""
    tree = page.tree
    facts = thread_facts(
        page, "a.maintitle, a.titles, h2 a[href*=viewtopic], a.cattitle[href*=viewtopic]"
    )
    head = tree.css_first("a.maintitle, a.titles, h2 a, a.cattitle[href*=viewtopic]")
    site, _, titled = (squash(node.text()) if (node := tree.css_first("title")) else "").partition(
        " :: "
    )
    where_page = [
        node
        for node in tree.css("td.nav, span.nav, .pagination")
        if len(node.css("strong, b")) >= 2
    ]
    total = next(
        (m for node in tree.css("td.gensmall") if (m := TOTAL.match(squash(node.text())))), None
    )
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    lock = tree.css_first(
        'a[href*="mode=reply"] img[src*="lock"], img[src*="topic_locked"], .button_topic_locked'
    )
    crumbs = tree.css(
        ".breadcrumbs a[href*=viewforum], a.nav[href*=viewforum], .nav a[href*=viewforum]"
    )
    return {
        **facts,
        **boards(crumbs),
        "site_name": site or None,
        "engine_version": version[1] if version else None,
        "title": (squash(head.text()) if head is not None else "")
        or titled.partition(" - ")[2]
        or None,
        "replies": int(total[1]) - 1 if total and number(total[1]) else None,
        "locked": True if lock is not None else None,
        "poll": poll(page),
        **pages(where_page[0] if where_page else None, facts["url"]),
    }


def poll(page: Page) -> Poll | None:
    """The poll: a row for each choice, its votes in brackets ("[ 5 ]"), the question above them."""
    options: list[PollOption] = []
    rows: list[LexborNode] = []
    for row in page.tree.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag == "td"]
        votes = VOTES.match(squash(cells[-1].text())) if len(cells) >= 3 else None
        if votes and squash(cells[0].text()):
            options.append(PollOption(text=squash(cells[0].text()), votes=number(votes[1])))
            rows.append(row)
    if not options:
        return None
    table = ancestor(rows[0], "table")
    outer = ancestor(table, "table") if table is not None else None
    question = outer.css_first(".gen b, b") if outer is not None else None
    return Poll(
        question=(squash(question.text()) or None) if question is not None else None,
        options=options,
    )


def split(page: Page) -> Iterator[RawPost]:
    """The posts along their anchors."""
    posts: list[tuple[str, LexborNode, list[LexborNode]]] = []
    for node in page.tree.css(MARKS):
        match = (
            ANCHOR.match(node.attributes.get("name") or node.id or "") if node.tag == "a" else None
        )
        if match and (not posts or posts[-1][0] != match[1]):
            posts.append((match[1], node, []))
        elif posts:
            posts[-1][2].append(node)
    for pid, anchor, parts in posts:
        body = next((part for part in parts if "postbody" in classes(part)), None)
        if body is not None:
            yield raw_post(pid, anchor, parts, body, page)


def raw_post(
    pid: str, anchor: LexborNode, parts: list[LexborNode], first: LexborNode, page: Page
) -> RawPost:
    """One post out of the marked elements between its anchor and the next."""
    place = next(n for n, part in enumerate(parts) if part.mem_id == first.mem_id)
    before = parts[:place]
    beside = ancestor_of_class(anchor, "name")
    name = beside or next((part for part in parts if classes(part) & {"postauthor", "name"}), None)
    inner = name.css_first("b, strong") if name is not None else None
    link = next(
        (part for part in parts if "viewprofile" in (part.attributes.get("href") or "")), None
    )
    line = date_line(before)
    box = next(
        (
            p
            for p in before
            if "postdetails" in classes(p) and (line is None or p.mem_id != line.mem_id)
        ),
        None,
    )
    fields: dict[str, Any] = {
        "id": pid,
        "author": (squash((inner or name).text()) or None) if name is not None else None,
        "author_id": user_id(link),
        **(date_and_subject(line) if line is not None else {}),
        **(profile(box) if box is not None else {}),
    }
    cell = ancestor(first, "td") or first
    holds_more = any(
        ANCHOR.match(node.attributes.get("name") or "") for node in cell.css("a[name]")
    )
    signature, more, dropped = take_apart(first if holds_more else cell, page)
    return RawPost(
        body=first if holds_more else cell,
        signature=signature,
        fields=fields | more,
        dropped=dropped,
    )


def classes(node: LexborNode) -> set[str]:
    """The classes of an element; none of a text."""
    return set() if node.is_text_node else set((node.attributes.get("class") or "").split())


def ancestor_of_class(node: LexborNode, name: str) -> LexborNode | None:
    """The nearest element of that class above a node, no further than its cell."""
    parent = node.parent
    while parent is not None and parent.tag not in ("td", "body"):
        if name in classes(parent):
            return parent
        parent = parent.parent
    return None


def date_line(parts: list[LexborNode]) -> LexborNode | None:
    """The small print with the date: one line, where the profile, which may tell an hour as well, has several."""
    found = [
        part
        for part in parts
        if classes(part) & {"postdetails", "gensmall"} and HOUR.search(part.text())
    ]
    return next(
        (part for part in found if part.css_first("br") is None), found[-1] if found else None
    )


def date_and_subject(line: LexborNode) -> dict[str, Any]:
    """Date and subject: "Posted: DATE  Post subject: SUBJECT", in one line of small print or in two boxes of it."""
    pieces = [squash(piece) for piece in re.split("\u00a0|\n\\s*\n", line.text())]
    boxes = [squash(box.text()) for box in line.css("div")] or [piece for piece in pieces if piece]
    shown = next((piece for piece in boxes if HOUR.search(piece)), "")
    subject = next((piece for piece in boxes if piece != shown and LABEL.match(piece)), "")
    return {"date_text": LABEL.sub("", shown) or None, "subject": LABEL.sub("", subject) or None}


def profile(box: LexborNode) -> dict[str, Any]:
    """Rank and place, out of the small print below the name: the rank stands before the first labelled line."""
    for br in box.css("br"):
        br.insert_before("\n")
    lines = [line for line in (squash(piece) for piece in box.text().split("\n")) if line]
    place = next((match["place"] for line in lines if (match := PLACE.search(line))), None)
    return {"author_title": lines[0] if lines and ":" not in lines[0] else None, "location": place}


def take_apart(cell: LexborNode, page: Page) -> tuple[str | None, dict[str, Any], list[Dropped]]:
    """Leave only the author's words in a post's cell: signature, edit mark, files and buttons go."""
    signature = take_signature(cell)
    found: dict[str, Any] = {"gates": [], "attachments": []}
    dropped = [Dropped(rule="signature-line", text=UNDERSCORES)] if signature else []
    for child in list(cell.iter()):
        is_words = (
            "postbody" in classes(child)
            or child.css_first(".postbody") is not None
            or is_quote(child)
        )
        if is_words or child.tag not in ("span", "div", "table", "p", "form", "center", "hr"):
            continue
        take_note(child, found, page)
        if squash(child.text()):
            dropped.append(Dropped(rule="post-notes", text=words(child)))
        child.decompose()
    for part in cell.css(".postbody"):
        if part.child is None:
            part.decompose()
        else:
            part.unwrap()
    return signature, found, dropped


def take_note(box: LexborNode, found: dict[str, Any], page: Page) -> None:
    """What a box behind the words says: files, that files are hidden from guests, when the post was edited."""
    mark = box if classes(box) & {"gensmall", "postdetails"} else box.css_first(".row3 .gensmall")
    if (box.tag == "table" or box.css_first(".attachtable")) and (
        files := listed_files(box, page.absolute)
    ):
        found["attachments"] += files
    elif "error" in classes(box) and squash(box.text()):
        found["gates"].append(squash(box.text()))
    elif mark is not None and "edited" not in found and EDIT_DATE.search(mark.text()):
        found |= edit_fields(mark, page)


def is_quote(node: LexborNode) -> bool:
    """Whether an element is a box of quoted words or code, which phpBB 2 puts between the parts of a body."""
    return node.css_first(
        "td.quote, td.code, .quotecontent, .codecontent, .quotediv"
    ) is not None or bool(
        classes(node) & {"quotetitle", "quotecontent", "codetitle", "codecontent", "quotediv"}
    )


def take_signature(cell: LexborNode) -> str | None:
    """Take out what follows the last line of underscores, up to the small print.

    Its words are the signature.
    """
    line: LexborNode | None = None
    for node in cell.traverse(include_text=True):
        if node.is_text_node and LINE.match(node.text_content or "") and not in_quote(node, cell):
            line = node
    if line is None:
        return None
    said: list[str] = []
    going: list[LexborNode | None] = [line.next]
    holder = line.parent
    while holder is not None and holder.mem_id != cell.mem_id:
        going.append(holder.next)
        holder = holder.parent
    for start in going:
        said += taken(start)
    line.decompose()
    return squash(" ".join(said)) or None


def taken(node: LexborNode | None) -> list[str]:
    """Take a node and those behind it out of the page, up to small print or a table of files.

    Their words.
    """
    said: list[str] = []
    while node is not None:
        after = node.next
        if classes(node) & {"gensmall", "tablebg"} or (node.tag == "table" and not is_quote(node)):
            break
        said.append((node.text_content or "") if node.is_text_node else words(node))
        node.decompose()
        node = after
    return said


def in_quote(node: LexborNode, cell: LexborNode) -> bool:
    """Whether a node stands inside a quote or code of the cell."""
    parent = node.parent
    while parent is not None and parent.mem_id != cell.mem_id:
        if classes(parent) & {"quote", "code", "quotecontent", "codecontent"}:
            return True
        parent = parent.parent
    return False


TABLES = Engine(
    name="phpbb",
    view="desktop",
    fingerprints=FINGERPRINTS,
    threshold=5,
    rules=PHPBB_RULES,
    more_thread=more_thread,
    split=split,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#wrapheader, #menubar, .mainmenu, .maintitle, .bodyline > table:first-child",
        "board-path": ".breadcrumbs, .nav",
        "byline": ".postdetails, .name, .postauthor, .thLeft, .thRight, th",
        "thread-tools": ".catHead, .catBottom, .cat, td.row3",
        "small-print": ".gensmall, .gen, .genmed",
        "profile": ".profile",
        "jump-list": "form",
        "site-footer": "#wrapfooter, .copyright, .legend",
    },
)
