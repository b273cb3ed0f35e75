"""YaBB 1 Gold (``Display.pl``), YaBB 2 (``Display.template``, ``YaBBC.pl``) and its print page (``Printpage.pl``).

From the sources alone. YaBB counts a thread's posts from 0 and knows them by nothing else: the
count is the post's anchor, and "Reply #3" is the post of that count. Addresses are
``YaBB.pl?num=THREAD/COUNT#COUNT``; YaBB 1 writes
``YaBB.pl?board=BOARD;action=display;num=THREAD;start=COUNT#COUNT``.

YaBB 2 has a class for the words (``div.message``) and for quotes (``div.quote``). YaBB 1 has
neither: a post is a table whose first cell spans two rows, the words are the ``font`` beside it,
quotes and code are tables in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import address_and_site, href
from site_gen.engines.tools.values import PLACE, digits, first_group, shown, stated, written
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption

THREAD = re.compile(r"[?&;]num=(\d+)")
BOARD = re.compile(r"[?&;]board=([^;&#/]+)")
USER = re.compile(r"action=viewprofile[;&]username=([^;&#\"]+)")
COUNT = re.compile(r"[?&;](?:quote|message)=(\d+)")
QUOTED = re.compile(r"[?&;]num=\d+(?:/\d+)?[^#]*#(\d+)$")
REPLY = re.compile(r"^[^#:]{0,30}#(\d+)\s*-\s*")
FLOOR = re.compile(r"#(\d+)")
VIEWS = re.compile(r"\([^()\d]*(\d[\d.,\u00a0 ]*)[^()\d]*\)\s*$")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?B)\b", re.I)
FILE = re.compile(r"(?P<href>\S+[;&?]file=)?(?P<name>\S+)\s+\((?P<size>[\d.,]+\s*[KMG]?B)\b", re.I)
VOTES = re.compile(r"^(\d+)\s*\(")
VERSION = re.compile(r"YaBB (2\.\d[\w.]*|1 Gold)")
POSTS = re.compile(r"^[^\d:]{1,30}:\s*[\d.,]+$")
EDITOR = re.compile(r"\d\S*(?:\s*[ap]m)?\s+(?:by|von|par|por|da|door|av|от)\s+(?P<who>\S.*)$", re.I)
INLINE = ("-text", "a", "b", "br", "font", "i", "sup")
BODY = "div.message"
OLD_BODY = 'td[rowspan="2"] + td > font'
# What leads to the thread itself, surest first: printing and answering it, its posts.
OWN_LINKS = (
    'a[href*="action=print"]',
    'a[href*="action=post"]',
    '.dividerbot a[href*="#"]',
    'td.catbg a[href*="num="]',
)
QUOTE_BOXES = "div.quote, div.quote2"


def lines_of(node: LexborNode | None) -> list[str]:
    """The lines of an element as ``br`` parts them, empty ones left out."""
    if node is None:
        return []
    found = re.split(r"<br\s*/?>", node.inner_html or "", flags=re.I)
    return [line for part in found if (line := squash(text_of(sanitise(part))))]


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, views, poll and pages.

    The bar with the title ends in "(Read 12 times)".
    """
    path = [(squash(link.text()), href(link) or "") for link in crumbs(page)]
    bar = title_bar(page)
    line = squash(bar.text()) if bar is not None else ""
    labelled = bar is not None and bar.css_first("font b") is not None  # YaBB 1: "Topic: TITLE"
    views = VIEWS.search(line)
    version = VERSION.search(page.text)
    links = [href(link) for css in OWN_LINKS for link in page.tree.css(css)]
    return {
        **address_and_site(page, "link[rel=canonical]"),
        **stated(site_name=path[0][0] if path else None),
        "engine_version": version[1] if version else None,
        "thread_id": first_group(THREAD, *links, page.capture.url),
        "title": VIEWS.sub("", line.partition(": ")[2] if labelled else line).strip() or None,
        "board": [name for name, address in path[1:] if not THREAD.search(address)],
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "views": digits(views[1]) if views else None,
        "locked": locked(bar),
        "poll": poll(page.tree.css_first("form[name=poll]")),
        **pages(page),
    }


def crumbs(page: Page) -> list[LexborNode]:
    """The links to forum, category and board above the posts.

    Those to moderators stand among them in YaBB 1.
    """
    box = page.tree.css_first("td.nav:has(a)")
    links = box.css("a[href]") if box is not None else page.tree.css("a.nav[href]")
    named = [link for link in links if squash(link.text()) and not USER.search(href(link) or "")]
    return list({squash(link.text()): link for link in reversed(named)}.values())[::-1]


def title_bar(page: Page) -> LexborNode | None:
    """The cell with the thread's title: the one that ends in the count of views."""
    return next(
        (cell for cell in page.tree.css("td.titlebg") if VIEWS.search(squash(cell.text()))), None
    )


def locked(bar: LexborNode | None) -> bool | None:
    """The icon says it (``locked.gif``, ``stickylock.gif``): in the title's cell, or in the one before it (YaBB 1)."""
    cells = [
        bar,
        *(
            cell
            for cell in (bar.parent.css("td") if bar is not None and bar.parent is not None else [])
        ),
    ]
    for cell in cells:
        icon = cell.css_first("img") if cell is not None else None
        if icon is not None:
            return "lock" in (icon.attributes.get("src") or "").rpartition("/")[2]
    return None


def pages(page: Page) -> dict[str, Any]:
    """Read "Pages: 1 [2] 3": the page's own number is bold, or in the menu that a script makes a cell of its own."""
    for box in page.tree.css("#ViewIndex1, td.catbg, .tabtitle td"):
        own = [
            n for node in box.css("b, td.titlebg") if (n := number(squash(node.text()).strip("[]")))
        ]
        linked = [n for link in box.css('a[href*="num="]') if (n := number(squash(link.text())))]
        if own:
            return {"page": own[0], "pages_claimed": max([own[0], *linked])}
    return {"page": 1}


def poll(form: LexborNode | None) -> Poll | None:
    """The poll above the posts: three boxes side by side for each option (words, bar, votes), or labels to choose."""
    if form is None:
        return None
    options: list[PollOption] = []
    for count in form.css("#piestyle .small"):
        votes = VOTES.match(squash(count.text()))
        option = (
            next(iter(count.parent.iter()), None) if votes and count.parent is not None else None
        )
        if votes and option is not None:
            options.append(PollOption(text=squash(option.text()), votes=number(votes[1])))
    choices = [PollOption(text=text) for label in form.css("label") if (text := shown(label))]
    head = form.css_first("td.catbg div, td.catbg")
    label = shown(head.css_first("b")) if head is not None else None
    question = (shown(head) or "").removeprefix(label or "").strip()
    return Poll(question=question or None, options=options or choices)


def edit_mark(node: LexborNode) -> str | None:
    """What stands in "« Last Edit: DATE by NAME »" below a post."""
    for mark in node.css("div.small > i, font > i"):
        around = squash(mark.parent.text()) if mark.parent is not None else ""
        if around.startswith("«") and any(c.isdigit() for c in around):
            return squash(mark.text())
    return None


def edited(page: Page, node: LexborNode) -> dict[str, Any]:
    """When and by whom a post was last edited."""
    mark = edit_mark(node)
    by = EDITOR.search(mark or "")
    return stated(edited=written(page, mark), editor=by["who"] if by else None)


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words in YaBB 2."""
    count = next(
        (c for place in node.css("a[name], .anchor[id]") if (c := named(place)).isdecimal()), None
    )
    cell = node.css_first("td")
    if cell is None or (count is None and node.css_first(".dividerbot") is None):
        return None
    info = lines_of(cell.css_first("div.small"))
    heads = [small for small in node.css(".dividerbot .small") if small.css_first("b") is not None]
    head = lines_of(heads[0]) if heads else []
    stamp = head[-1] if head else ""
    return stated(
        id=count,
        floor=number(first_group(REPLY, stamp)),
        author=name_in(cell),
        author_id=first_group(USER, *map(href, node.css('a[href*="username="]'))),
        author_title=info[0] if info and not POSTS.match(info[0]) else None,
        location=place_of(info),
        subject=head[0] if len(head) > 1 else None,
        date_text=REPLY.sub("", stamp) or None,
        attachments=attachments(node, page),
        **edited(page, node),
    )


def named(place: LexborNode) -> str:
    """The name of an anchor."""
    return place.attributes.get("name") or place.id or ""


def name_in(cell: LexborNode) -> str | None:
    """The author's name: in bold, before the lines about the author."""
    return next((text for node in cell.css("b") if (text := shown(node))), None)


def place_of(info: Sequence[str]) -> str | None:
    """Where the author lives: a line without a label behind the count of posts (2.0 to 2.5), or a labelled one."""
    labelled = next(
        (PLACE.sub("", line) for line in info if ":" in line and PLACE.match(line)), None
    )
    n = next((n for n, line in enumerate(info, 1) if POSTS.match(line)), len(info))
    return labelled or next((line for line in info[n : n + 1] if ":" not in line), None)


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files below a post: "NAME (12 KB | 3 )".

    A picture is linked twice, once with its name.
    """
    found: list[Attachment] = []
    for link in node.css('a[href*="action=downloadfile"]'):
        if (name := shown(link)) is not None:
            beside = squash(link.parent.text()) if link.parent is not None else ""
            size = SIZE.search(beside.partition(name)[2])
            address = page.absolute(href(link) or "")
            found.append(Attachment(name=name, href=address, size=size[1] if size else None))
    return found


def sign(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words in YaBB 1, whose post is known by the anchor before its table or around it."""
    cell = node.css_first('td[rowspan="2"]')
    beside = node.css_first('td[rowspan="2"] + td')
    line = (
        next((font for font in beside.css("table font") if "«" in font.text()), None)
        if beside is not None
        else None
    )
    if cell is None or beside is None or line is None:
        return None
    label = shown(line.css_first("b")) or ""
    info = lines_of(cell.css_first("font"))
    subject = next((text for bold in beside.css("table b") if (text := shown(bold))), None)
    return stated(
        id=anchor_before(node) or first_group(COUNT, *map(href, beside.css("table a"))),
        floor=number(first_group(FLOOR, label)),
        author=name_in(cell),
        author_id=first_group(USER, *map(href, cell.css("a"))),
        author_title=info[1] if len(info) > 1 and not POSTS.match(info[1]) else None,
        subject=subject if subject != label else None,
        date_text=squash(line.text()).strip("«» ").removeprefix(label).strip() or None,
        **edited(page, node),
    )


def anchor_before(node: LexborNode) -> str | None:
    """The count in ``<a name="3">``, which stands before a post's table.

    1 Gold's first release never closes it.
    """
    before, around = node.prev, node.parent
    while before is not None and before.tag in ("-text", "-comment"):
        before = before.prev
    while around is not None and around.tag not in ("a", "body"):
        around = around.parent
    found = [named(place) for place in (before, around) if place is not None and place.tag == "a"]
    return next((name for name in found if name.isdecimal()), None)


def split_old(page: Page) -> Iterator[RawPost]:
    """The posts of YaBB 1."""
    for node in page.tree.css(OLD_POSTS):
        body = node.css_first(OLD_BODY)
        if body is not None and (fields := sign(node, page)) is not None:
            yield RawPost(body=body, fields=fields, signature=signature_in(last_font(node)))


def last_font(node: LexborNode) -> LexborNode | None:
    """What holds a signature in YaBB 1: the last ``font`` of the lower cell, behind the table of the edit mark."""
    for cell in node.css('td[valign="bottom"]'):
        table = cell.css_first("table")
        after = table.next if table is not None else None
        while after is not None and after.tag != "font":
            after = after.next
        if after is not None:
            return after
    return None


def signature_in(node: LexborNode | None) -> str | None:
    """The text of an element, as a signature is kept."""
    return text_of(sanitise(node.inner_html or "")) or None if node is not None else None


def split_modern(page: Page) -> Iterator[RawPost]:
    """The posts of YaBB 2.

    A signature stands behind a rule, in a box of its own that holds no others.
    """
    for node in page.tree.css(MODERN_POSTS):
        body = node.css_first(BODY)
        if body is not None and (fields := more_post(node, page)) is not None:
            boxes = [rule.parent for rule in node.css("div.small > hr") if rule.parent is not None]
            own = next(
                (box for box in boxes if not box.css("div.small div.small, a[href*=downloadfile]")),
                None,
            )
            yield RawPost(body=body, fields=fields, signature=signature_in(own))


def split_printed(page: Page) -> Iterator[RawPost]:
    """The print page: "Subject: TITLE", "Post by NAME on DATE", a rule, the words.

    All in one cell.
    """
    for cell in page.tree.css('table[style*="1px solid"] td:has(> b):has(> hr)'):
        bold = [squash(node.text()) for node in cell.css("td > b")]
        body = cell.css_first("hr + div, hr + span")
        if body is None or len(bold) < 3:
            continue
        files = printed_files(body)
        yield RawPost(
            body=body,
            fields=stated(
                subject=bold[0] or None,
                author=bold[1] or None,
                date_text=bold[2] or None,
                attachments=files,
            ),
        )


def printed_files(body: LexborNode) -> list[Attachment]:
    """The files below the words, behind a rule, as text: "ADDRESS;file=NAME (31 KB | 7 )".

    Taken out of the body.
    """
    found: list[Attachment] = []
    for box in body.css("div.small"):
        if match := FILE.search(squash(box.text())):
            found.append(
                Attachment(
                    name=match["name"],
                    href=match["href"] and match["href"] + match["name"],
                    size=match["size"],
                )
            )
            box.decompose()
    rules = body.css("hr")
    if found and rules:
        rules[-1].decompose()
    return found


def printed_thread(page: Page) -> dict[str, Any]:
    """The head of the print page: the forum, its address, "Category >> Board >> Title", the thread's address."""
    lines = [squash(span.text()) for span in page.tree.css("table span")]
    path = next((line.split(" >> ") for line in lines if " >> " in line), [])
    address = next((line for line in lines if THREAD.search(line)), None)
    return {
        **address_and_site(page),
        **stated(url=address, site_name=lines[0] if lines else None),
        "thread_id": first_group(THREAD, address, page.capture.url),
        "title": path[-1] if path else None,
        "board": path[:-1],
        "page": 1,
    }


def head_before(box: LexborNode) -> list[LexborNode]:
    """What stands before a quote in its own line: "NAME wrote on DATE:", which a link or a bold word begins."""
    found: list[LexborNode] = []
    before = box.prev
    while (
        before is not None and before.tag in INLINE and not (before.tag == "br" and words_in(found))
    ):
        found.insert(0, before)
        if begins_head(before):
            return found
        before = before.prev
    return []


def begins_head(node: LexborNode) -> bool:
    """Whether an element is the link to the quoted post or its author, or the word "Quote:" in bold."""
    link = node if node.tag == "a" else node.css_first("a[href]") if node.tag != "-text" else None
    leads = QUOTED.search(href(link) or "") or USER.search(href(link) or "")
    return bool(leads) or (node.tag in ("b", "i") and squash(node.text()).endswith(":"))


def words_in(nodes: Sequence[LexborNode]) -> str:
    """The text of some nodes, one after the other."""
    return squash(
        "".join((node.text_content if node.tag == "-text" else node.text()) or "" for node in nodes)
    )


def quote_heads(body: Body) -> None:
    """Make each quote, with the line before it as ``cite``, a ``blockquote.quote`` that knows whom it quotes."""
    for box in body.each(f"{QUOTE_BOXES}, table:has(table)"):
        head = [] if is_code(box) else head_before(box)
        if not head:
            continue
        link = head[0] if head[0].tag == "a" else head[0].css_first("a[href]")
        said = words_in(head)
        quote, cite = body.new("blockquote", class_="quote"), body.new("cite")
        cite.insert_child(body.new("a", said, href=href(link) or "") if link is not None else said)
        quote.attrs["data-author"] = words(link) if link is not None else ""
        quote.attrs["data-post-id"] = first_group(QUOTED, href(link)) or ""
        quote.insert_child(cite)
        inner = box if box.tag == "div" else box.css_first("font") or box.css("td")[-1]
        for child in inner.iter(include_text=True):
            quote.insert_child(child)
        for node in head:
            node.decompose()
        body.replace(box, quote)


def is_code(box: LexborNode) -> bool:
    """YaBB 1 writes code in Courier."""
    font = box.css_first("font[face]") if box.tag == "table" else None
    return font is not None and (font.attributes["face"] or "").lower().startswith("courier")


def code_boxes(body: Body) -> None:
    """``<b>Code:</b>`` before a ``pre`` (2) or a table with words in Courier (1): a label of the forum's."""
    for box in body.each("pre, table:has(table)"):
        if box.tag == "table" and not is_code(box):
            continue
        before = box.prev
        while before is not None and (
            before.tag == "br" or (before.tag == "-text" and not squash(before.text_content))
        ):
            before = before.prev
        if before is not None and before.tag == "b" and squash(before.text()).endswith(":"):
            body.drop(before, "code-head")
        if box.tag == "table":
            pre = body.new("pre")
            for child in (box.css_first("font[face]") or box).iter(include_text=True):
                pre.insert_child(child)
            body.replace(box, pre)


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the words of the link in the head, "NAME wrote"."""
    del cite
    match = blocks.HEAD_NAME.match(box.attributes.get("data-author") or "")
    return match["who"] if match else None


def show_pictures(body: Body) -> None:
    """Pictures are hidden until a script has made them small (``name="post_img_resize"``)."""
    for image in body.each("img[name$=img_resize][style]"):
        del image.attrs["style"]


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smileys lie with the images of the template (2), in ``Smilies`` or in ``YaBBImages`` (1)."""
    del found
    own = any(
        part in image.get("src", "") for part in ("/Smilies/", "/Templates/Forum/", "YaBBImages/")
    )
    kept = {key: value for key, value in image.items() if key != "class"}
    return {**kept, "class": "smiley"} if own and "name" not in image else kept


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    if page.tree.css_first('form[name="loginform"], form[action*="action=login2"]') is not None:
        return "a login page, not a thread"
    return (
        "a list of boards or threads, not a thread"
        if page.tree.css_first("td.titlebg, td.catbg")
        else None
    )


RULES: tuple[Rule | TagRule, ...] = (
    Rule("pictures-to-come", ("img_resize",), show_pictures),
    Rule("code-heads", ("<pre", "<table"), code_boxes),
    blocks.code("pre", needles=("<pre", "<table")),
    Rule("quote-heads", ('class="quote', "<table"), quote_heads),
    INVISIBLE,
    blocks.quotes("blockquote.quote", needles=('class="quote', "<table"), who=quoted),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
CHROME = {
    "site-header": "table.tabmenu, table.windowbg2, #ImageAlert",
    "breadcrumb": "td.nav, font.nav, a.nav, .navbarcontainer",
    "title-line": "td.titlebg",
    "page-links": "td.catbg, .tabtitle, .tabtitle-bottom",
    "polls": "form[name=poll]",
    "byline": ".dividerbot",
    "contact-links": ".dividertop",
    "edit-mark": 'td > div.small[style*="text-align: right"]',
    "attachments": 'td > div.small[style*="width: 99%"]:has(a[href*=downloadfile])',
    "signature": 'td > div.small[style*="width: 99%"], td > div.small[style*="width: 100%"]',
    "author-column": "td > div.small, .post-userinfo",
    "post-tools": 'a[href="#top"]',
    "quick-reply": "form[name=postmodify]",
    "thread-tools": "select, form",
    "site-footer": ".copyright, .navf",
}
OLD_CHROME = {
    "breadcrumb": "font.nav, a.nav",
    "title-line": "td.titlebg",
    "page-links": "td.catbg",
    "author-column": 'td[rowspan="2"]',
    "byline": 'td[rowspan="2"] + td > table',
    "edit-mark": 'td[valign="bottom"] > table',
    "signature": 'td[valign="bottom"] > font',
    "thread-tools": "form",
    "site-footer": "center",
}
ADDRESSES = (
    re.compile(
        r"\.(?:pl|cgi)\?(?:.*[;&])?num=(?P<thread>\d+)(?:/\d+)?(?:[;&][^#]*)?(?:#(?P<post>\d+))?$"
    ),
    re.compile(r"\.(?:pl|cgi)\?(?:.*[;&])?num=(?P<thread>\d+)"),
)
MODERN_POSTS = "table.bordercolor:has(div.message)"
OLD_POSTS = 'table:has(> tbody > tr > td[rowspan="2"])'
NAMED = Fingerprint("scripts and addresses of YaBB", ("YaBB.pl", "/YaBB.js", "YaBB.cgi"), 2)
POWERED = Fingerprint(
    "powered by YaBB", ("yabbforum.com", "Powered by YaBB", "YaBB 1 Gold", 'alt="YaBB'), 2
)
DESKTOP = Engine(
    name="yabb",
    view="desktop",
    fingerprints=(
        NAMED,
        POWERED,
        Fingerprint("boxes of class displaycontainer", ('class="displaycontainer"',), 2),
        Fingerprint("bar of class navbarcontainer", ('class="navbarcontainer"',), 1),
        Fingerprint(
            "words of class message, floating", ('class="message" style="float: left;',), 2
        ),
    ),
    threshold=5,
    split=split_modern,
    post_boxes=MODERN_POSTS,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=CHROME,
)
OLD = Engine(
    name="yabb",
    view="desktop",
    fingerprints=(
        NAMED,
        POWERED,
        Fingerprint(
            "thread of YaBB 1",
            ("action=display;num=", "action=display&num=", "action=display&amp;num="),
            2,
        ),
        Fingerprint(
            "author's cell over two rows", ('width="20%" rowspan="2"', "width='20%' rowspan='2'"), 2
        ),
        Fingerprint("images of YaBB 1", ("YaBBImages/",), 1),
    ),
    threshold=5,
    split=split_old,
    post_boxes=OLD_POSTS,
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    chrome=OLD_CHROME,
)
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
    split=split_printed,
    post_boxes='table[style*="1px solid"]',
    rules=RULES,
    more_thread=printed_thread,
    chrome={
        "page-head": "table:has(#Hide_Image)",
        "byline": 'table[style*="1px solid"]',
        "site-footer": "table:last-of-type",
    },
)
ENGINES = (DESKTOP, OLD, PRINT)
