"""Woltlab Burning Board 2, from the templates alone.

They are ``thread.tpl``, ``thread_postbit.tpl`` and ``codetag.tpl``.

A post is a table of two rows. The first has the author's cell, which begins with ``<a
name="post12">``, and the cell of the words: a table with the subject and the tools, a rule, the
words, the files, the signature below a line of underscores, the edit mark. The second row begins
with the date. The forum gives posts no floors. Quotes and code are tables in the words; the words
"Original von NAME" stand in italics at the head of a quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import PLACE, first_group, stated, written
from site_gen.load.page import Page
from site_gen.models import Attachment

THREAD = re.compile(r"[?&]threadid=(\d+)")
BOARD = re.compile(r"board\.php\?(?:.*&)?boardid=(\d+)")
USER = re.compile(r"profile\.php\?(?:.*&)?userid=(\d+)")
POST = re.compile(r"^post(\d+)$")
PAGES = re.compile(r"\((\d+)\)\s*:")
HERE = re.compile(r"\[(\d+)\]")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?B(?:ytes?)?)\b", re.I)
LINE = re.compile(r"^_{5,}$")
# "Dieser Beitrag wurde 2 mal editiert, zum letzten Mal von NAME: 03.05.2004 12:33." and its English
# counterpart.
EDITED = re.compile(
    r"^(?:Dieser Beitrag wurde|This post has been edited|This post was edited)\b.*\d", re.I
)
EDITOR = re.compile(r"\b(?:von|by)\s+(?P<who>\S.*?)\s*(?::|\bam\b|\bon\b)\s")
SAID = re.compile(r"^(?:Original(?:ly posted)? (?:von|by)|Zitat von)\s+(?P<who>\S.*?)\s*:?$", re.I)
VERSION = re.compile(
    r"Burning Board(?: Lite)?\s*(?:</\w+>\s*)?(\d\.\d[\w. ]*?)(?=[<,&]|\s+(?:PL|pl)\b|$)"
)
POSTS = 'table.tableinborder:has(> tbody > tr > td > a[name^="post"])'


def more_thread(page: Page) -> dict[str, Any]:
    """Read title, board path and pages."""
    root = Node(page.tree.root)
    small = root.all("td .smallfont")
    bar = next((box for box in small if box.at("a[href*='board.php?']")), NOTHING)
    path = [(link.text, link.attr("href")) for link in bar.all("a[href]")]
    links = root.all("a[href*='threadid='], link[href*='threadid=']")
    return {
        **address_and_site(page, "link[rel=canonical]"),
        **stated(site_name=next((name for name, _ in path), None)),
        "engine_version": version(page),
        "thread_id": first_group(THREAD, *(link.attr("href") for link in links), page.capture.url),
        "title": title_in(bar, path) or root.at("td.tablecat .normalfont b").text or None,
        "board": [name for name, _ in path[1:] if name],
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        **pages(small),
    }


def pages(small: list[Node]) -> dict[str, Any]:
    """Return the page's number and the number of pages: "Seiten (3): [1] 2 3 nächste »"."""
    line = next((text for box in small if HERE.search(text := box.text)), "")
    return {
        "page": number(first_group(HERE, line) or "1"),
        "pages_claimed": number(first_group(PAGES, line)),
    }


def version(page: Page) -> str | None:
    """Return the version that the footer states."""
    found = first_group(VERSION, page.text[-20_000:])
    if found is None:
        return None
    return found.strip()


def title_in(bar: Node, path: list[tuple[str, str]]) -> str | None:
    """Return the thread's title: what follows the last link of the path, its prefix left out."""
    if not path:
        return None
    prefix = bar.at(".prefix").text
    said = bar.text.rpartition(path[-1][0])[2].lstrip("»> \u00a0")
    return said.removeprefix(prefix).strip() or None


def split(page: Page) -> Iterator[RawPost]:
    """Find the posts of a page; the words' cell is freed of all that is not the words."""
    for table in page.tree.css(POSTS):
        rows = [row for body in children(table, "tbody") for row in children(body, "tr")]
        author_cell, words_cell, *_ = [*map(Node, children(rows[0], "td")), NOTHING, NOTHING]
        rule = words_cell.at("hr")
        body = rule.parent.raw
        if rule.raw is None or body is None:
            continue
        subject = words_cell.at("table table b, td table b").text
        files = attachments(body, page)
        mark = edit_mark(body)
        signature = cut_signature(body)
        cut_head(rule.raw)
        fields = stated(
            **author_fields(author_cell),
            subject=subject or None,
            attachments=files,
            date_text=date_in(rows),
            **edited(page, mark),
        )
        yield RawPost(body=body, signature=signature, fields=fields)


def children(node: LexborNode, tag: str) -> list[LexborNode]:
    """Return the children of an element that are of a kind."""
    return [child for child in node.iter() if child.tag == tag]


def cut_head(rule: LexborNode) -> None:
    """Take a rule and what stands before it out of a post: the subject and the tools."""
    while (before := rule.prev) is not None:
        before.decompose()
    rule.decompose()


def author_fields(cell: Node) -> dict[str, Any]:
    """Read number of the post, and who wrote it: name, rank and place, line by line."""
    info = cell.at("td.smallfont, .smallfont")
    lines = [squash(text_of(sanitise(line))) for line in re.split(r"<br\s*/?>", info.html)]
    members = cell.all("a[href]")
    labelled = (PLACE.sub("", line) for line in lines if ":" in line and PLACE.match(line))
    return {
        "id": first_group(POST, cell.at("a[name]").attr("name")),
        "author": cell.at(".normalfont b, b").text or None,
        "author_id": first_group(USER, *(link.attr("href") for link in members)),
        "author_title": next((line for line in lines[1:2] if line), None),
        "location": next(labelled, None),
    }


def date_in(rows: list[LexborNode]) -> str | None:
    """Return the date in the first cell of the second row."""
    if len(rows) < 2:
        return None
    return Node(rows[1]).at("td").text or None


def edit_mark(body: LexborNode) -> str | None:
    """Take the last small line below the words out, if it says when they were edited."""
    for box in reversed(body.css("p > .smallfont, p.smallfont")):
        if EDITED.match(text := squash(box.text())):
            box.decompose()
            return text
    return None


def edited(page: Page, mark: str | None) -> dict[str, Any]:
    """Return when and by whom a post was last edited."""
    return stated(edited=written(page, mark), editor=first_group(EDITOR, mark))


def attachments(body: LexborNode, page: Page) -> list[Attachment]:
    """Return the files named below the words."""
    found: list[Attachment] = []
    for link in Node(body).all('a[href*="attachment.php?attachmentid="]'):
        if name := link.text:
            size = first_group(SIZE, link.parent.text.partition(name)[2])
            address = page.absolute(link.attr("href"))
            found.append(Attachment(name=name, href=address, size=size))
    return found


def cut_signature(body: LexborNode) -> str | None:
    """Take the last line of underscores and what stands below it out of a body; return that."""
    line = last_line(body)
    if line is None or line.parent is None:
        return None
    box = line.parent
    said = cut_behind(line)
    line.decompose()
    while box.mem_id != body.mem_id and box.next is not None and not box.text().strip():
        said += box.next.html or ""
        box.next.decompose()
    return text_of(sanitise(said)) or None


def last_line(body: LexborNode) -> LexborNode | None:
    """Find the last text of a body that is nothing but a line drawn with underscores."""
    found = None
    for node in body.traverse(include_text=True):
        if node.tag == "-text" and LINE.match(node.text().strip()):
            found = node
    return found


def cut_behind(line: LexborNode) -> str:
    """Take out what follows a line in its box; return its source."""
    said = ""
    while (after := line.next) is not None:
        if after.tag == "-text":
            said += after.text()
        else:
            said += after.html or ""
        after.decompose()
    return said


def tables_in_words(body: Body) -> None:
    """Make quotes and code of ``table.tableinborder`` in the words: with a ``pre`` it is code.

    Its first row is a label.
    """
    for box in body.each("table.tableinborder:has(td.inposttable)"):
        cell = box.css("td.inposttable")[-1]
        head, outer = box.css_first("td.tablecat"), outermost(box, body.root)
        is_code = box.css_first("pre") is not None
        if head is not None:
            body.drop(head, "code-head" if is_code else "quote-label")
        if is_code:
            body.replace(outer, body.new("pre", cell.text().strip("\n")))
        else:
            body.replace(outer, quote_in(body, cell))


def quote_in(body: Body, cell: LexborNode) -> LexborNode:
    """Make a quote of a cell; the words "Original von NAME" in italics become its head."""
    quote = body.new("blockquote", class_="quote")
    for child in (cell.css_first(".smallfont") or cell).iter(include_text=True):
        quote.insert_child(child)
    first = quote.css_first("i")
    if first is not None and SAID.match(words(first)):
        body.replace(first, body.new("cite", words(first)))
    return quote


def outermost(box: LexborNode, root: LexborNode) -> LexborNode:
    """Find the table that centres a quote or code, around it and holding nothing else."""
    found, around, said = box, box.parent, squash(box.text())
    while around is not None and around.mem_id != root.mem_id and squash(around.text()) == said:
        if around.tag == "table":
            found = around
        around = around.parent
    return found


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: "Original von NAME"."""
    del box
    if cite is None:
        return None
    return first_group(SAID, words(cite))


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smileys, which lie in ``images/smilies``; code or name is the alternative text."""
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    if "/smilies/" in image.get("src", ""):
        return {**kept, "class": "smiley"}
    return kept


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    if root.at('form[action*="login.php"] input[name=l_password]'):
        return "a login page, not a thread"
    if root.at("td.tabletitle"):
        return "a list of boards or threads, not a thread"
    return None


DESKTOP = Engine(
    name="woltlab",
    view="desktop",
    fingerprints=(
        Fingerprint("tables of class tableinborder", ('class="tableinborder"',), 1),
        Fingerprint("cells of class tablea and tableb", ('class="tablea"', 'class="tableb"'), 1),
        Fingerprint("inner tables of class tablea_fc", ("tablea_fc", "tableb_fc"), 2),
        Fingerprint("line below a post's tools", ('class="threadline"',), 3),
        Fingerprint(
            "addresses of answers",
            ("addreply.php?", "thread.php?postid=", "thread.php?goto=lastpost"),
            2,
        ),
        Fingerprint("own name in the footer", ("Burning Board", "woltlab.de"), 2),
    ),
    threshold=6,
    split=split,
    post_boxes=POSTS,
    rules=(
        Rule("tables-in-words", ("inposttable",), tables_in_words),
        blocks.code("pre", needles=("<pre", "inposttable")),
        INVISIBLE,
        blocks.quotes("blockquote.quote", needles=("inposttable",), who=quoted),
        TagRule("smilies", "img", name_smiley),
        *FINISH,
    ),
    more_thread=more_thread,
    refuse=refuse,
    addresses=(
        re.compile(
            r"/thread\.php\?(?:.*&)?threadid=(?P<thread>\d+)(?:&[^#]*)?(?:#post(?P<post>\d+))?$"
        ),
        re.compile(r"/thread\.php\?(?:.*&)?postid=(?P<post>\d+)"),
    ),
    chrome={
        "breadcrumb": "tr.tablea_fc .smallfont, td.tablea > .smallfont",
        "title-line": "td.tablecat",
        "thread-tools": "td.tabletitle",
        "author-column": "td.smallfont",
        "byline": "td[nowrap] .smallfont",
        "site-footer": "form, center",
    },
)
ENGINES = (DESKTOP,)
