"""Woltlab Burning Board 2 (``thread.tpl``, ``thread_postbit.tpl``, ``codetag.tpl``), from the templates alone.

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
from site_gen.engines.tools.addresses import address_and_site, href
from site_gen.engines.tools.values import PLACE, first_group, shown, stated, written
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
    """Title, board path and pages: "Seiten (3): [1] 2 3 nächste »"."""
    tree = page.tree
    bar = next(
        (
            box
            for box in tree.css("td .smallfont")
            if box.css_first("a[href*='board.php?']") is not None
        ),
        None,
    )
    path = (
        [(squash(link.text()), href(link)) for link in bar.css("a[href]")]
        if bar is not None
        else []
    )
    pager = next(
        (
            squash(box.text())
            for box in tree.css("td .smallfont")
            if HERE.search(squash(box.text()))
        ),
        "",
    )
    here, counted = HERE.search(pager), PAGES.search(pager)
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    links = [href(link) for link in tree.css("a[href*='threadid='], link[href*='threadid=']")]
    return {
        **address_and_site(page, "link[rel=canonical]"),
        **stated(site_name=path[0][0] if path else None),
        "engine_version": version[1].strip() if version else None,
        "thread_id": first_group(THREAD, *links, page.capture.url),
        "title": title_in(bar, path) or shown(tree.css_first("td.tablecat .normalfont b")),
        "board": [name for name, _ in path[1:] if name],
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "page": number(here[1]) if here else 1,
        "pages_claimed": number(counted[1]) if counted else None,
    }


def title_in(bar: LexborNode | None, path: list[tuple[str, str | None]]) -> str | None:
    """The thread's title: what follows the last link of the board path, its prefix left out."""
    if bar is None or not path:
        return None
    prefix = shown(bar.css_first(".prefix")) or ""
    said = squash(bar.text()).rpartition(path[-1][0])[2].lstrip("»> \u00a0")
    return said.removeprefix(prefix).strip() or None


def split_posts(page: Page) -> Iterator[RawPost]:
    """The posts of a page; the words' cell is freed of all that is not the words."""
    for table in page.tree.css(POSTS):
        rows = [
            row
            for body in table.iter()
            if body.tag == "tbody"
            for row in body.iter()
            if row.tag == "tr"
        ]
        cells = [cell for cell in rows[0].iter() if cell.tag == "td"]
        rule = cells[1].css_first("hr") if len(cells) > 1 else None
        body = rule.parent if rule is not None else None
        if rule is None or body is None:
            continue
        subject = shown(cells[1].css_first("table table b, td table b"))
        files = attachments(body, page)
        mark = edit_mark(body)
        signature = cut_signature(body)
        while (before := rule.prev) is not None:
            before.decompose()
        rule.decompose()
        yield RawPost(
            body=body,
            signature=signature,
            fields=stated(
                **author_fields(cells[0]), subject=subject, attachments=files, **edited(page, mark)
            )
            | stated(date_text=date_in(rows[1] if len(rows) > 1 else None)),
        )


def author_fields(cell: LexborNode) -> dict[str, Any]:
    """Number of the post, and who wrote it: name, rank and place, line by line."""
    name = cell.css_first(".normalfont b, b")
    info = cell.css_first("td.smallfont, .smallfont")
    lines = (
        [squash(text_of(sanitise(line))) for line in re.split(r"<br\s*/?>", info.inner_html or "")]
        if info
        else []
    )
    anchor = cell.css_first("a[name]")
    return {
        "id": first_group(POST, anchor.attributes.get("name")) if anchor is not None else None,
        "author": shown(name),
        "author_id": first_group(USER, *map(href, cell.css("a[href]"))),
        "author_title": next((line for line in lines[1:2] if line), None),
        "location": next(
            (PLACE.sub("", line) for line in lines if ":" in line and PLACE.match(line)), None
        ),
    }


def date_in(row: LexborNode | None) -> str | None:
    """The date in the first cell of the second row."""
    return shown(row.css_first("td")) if row is not None else None


def edit_mark(body: LexborNode) -> str | None:
    """The last small line below the words, if it says when they were edited.

    It is taken out of the body.
    """
    for box in reversed(body.css("p > .smallfont, p.smallfont")):
        if EDITED.match(text := squash(box.text())):
            box.decompose()
            return text
    return None


def edited(page: Page, mark: str | None) -> dict[str, Any]:
    """When and by whom a post was last edited."""
    by = EDITOR.search(mark or "")
    return stated(edited=written(page, mark), editor=by["who"] if by else None)


def attachments(body: LexborNode, page: Page) -> list[Attachment]:
    """The files named below the words."""
    found: list[Attachment] = []
    for link in body.css('a[href*="attachment.php?attachmentid="]'):
        if (name := shown(link)) is not None:
            around = squash(link.parent.text()) if link.parent is not None else ""
            size = SIZE.search(around.partition(name)[2])
            found.append(
                Attachment(
                    name=name, href=page.absolute(href(link) or ""), size=size[1] if size else None
                )
            )
    return found


def cut_signature(body: LexborNode) -> str | None:
    """What stands below the last line of underscores; both are taken out of the body."""
    lines = [
        node for node in body.traverse(include_text=True) if node.tag == "-text" and is_line(node)
    ]
    line = lines[-1] if lines else None
    if line is None or line.parent is None:
        return None
    said = ""
    while (after := line.next) is not None:
        said += (after.html if after.tag != "-text" else after.text_content) or ""
        after.decompose()
    box = line.parent
    line.decompose()
    while box.mem_id != body.mem_id and box.next is not None and not box.text().strip():
        said += box.next.html or ""
        box.next.decompose()
    return text_of(sanitise(said)) or None


def is_line(node: LexborNode) -> bool:
    """Whether a text is nothing but a line drawn with underscores."""
    return bool(LINE.match((node.text_content or "").strip()))


def tables_in_words(body: Body) -> None:
    """``table.tableinborder`` in the words: with a ``pre`` it is code, else a quote.

    Its first row is a label.
    """
    for box in body.each("table.tableinborder:has(td.inposttable)"):
        cells = box.css("td.inposttable")
        head = box.css_first("td.tablecat")
        outer = outermost(box, body.root)
        if head is not None:
            body.drop(head, "quote-label" if box.css_first("pre") is None else "code-head")
        if box.css_first("pre") is not None:
            body.replace(outer, body.new("pre", cells[-1].text().strip("\n")))
            continue
        quote = body.new("blockquote", class_="quote")
        for child in (cells[-1].css_first(".smallfont") or cells[-1]).iter(include_text=True):
            quote.insert_child(child)
        first = quote.css_first("i")
        if first is not None and SAID.match(words(first)):
            body.replace(first, body.new("cite", words(first)))
        body.replace(outer, quote)


def outermost(box: LexborNode, root: LexborNode) -> LexborNode:
    """The table that centres a quote or code, around it and holding nothing else."""
    found, around, said = box, box.parent, squash(box.text())
    while around is not None and around.mem_id != root.mem_id and squash(around.text()) == said:
        found = around if around.tag == "table" else found
        around = around.parent
    return found


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: "Original von NAME"."""
    del box
    match = SAID.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smileys lie in ``images/smilies``; their code or name is the alternative text."""
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    return {**kept, "class": "smiley"} if "/smilies/" in image.get("src", "") else kept


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    if page.tree.css_first('form[action*="login.php"] input[name=l_password]') is not None:
        return "a login page, not a thread"
    return (
        "a list of boards or threads, not a thread"
        if page.tree.css_first("td.tabletitle") is not None
        else None
    )


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
    split=split_posts,
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
