"""MyBB 1.4 to 1.8: the thread page (``postbit``, ``postbit_classic``), the archive ("lite") and the print view.

Scripts need ``post_N``, ``pid_N`` (the body) and ``edited_by_N`` in every theme. 1.8 puts a post
into ``div.post``, 1.4 and 1.6 into a table of that id. The archive is
``inc/functions_archive.php``, the print view ``printthread``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks, parsed
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, href, own_address
from site_gen.engines.tools.boxes import carry
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption

TID = re.compile(r"(?:[?&;]tid=|/thread-|[?/]thread-)(\d+)")
SCRIPT_TID = re.compile(
    r"\bvar (?:tid|thread_id) = ['\"]?(\d+)|id=['\"](?:current_rating|rating_thread)_(\d+)"
)
FID = re.compile(r"(?:[?&;]fid=|[?/]forum-)(\d+)")
UID = re.compile(r"(?:[?&;]uid=|/user-)(\d+)")
PAGE = re.compile(r"(?:[?&;]page=|/thread-\d+-page-|thread-\d+-)(\d+)")
POST = re.compile(r"^(?:post|pid)_(\d+)$")
FLOOR = re.compile(r"#?(\d[\d.,\u00a0 ]*)$")
VERSION = re.compile(r"\bMyBB(?:</?\w[^>]*>|\s|&nbsp;)*(\d\.\d[\d.]*)")
JS_VERSION = re.compile(r"general\.js\?ver=1(\d)\d\d")
ROOT = re.compile(r"var rootpath = ['\"](https?://[^'\"]+)")
SIZE = re.compile(r"\(\D{0,40}?(\d[\d.,]*\s*\w+)\s*/")
WROTE = re.compile(
    r"^(?P<who>\S.*?)\s*(?:wrote|said|schrieb|hat geschrieben|a écrit|escribió|escribio|escreveu|ha scritto|schreef"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|skrev|kirjoitti|írta|yazdı|написал\(?а?\)?|писал\(?а?\)?|写道|寫道|كتب)?\s*[:：]?$",
    re.I | re.S,
)
EDITED_BY = re.compile(
    r"\b(?:by|von|par|por|da|door|przez|av|от|tarafından)\s+(?P<who>[^\s.,()]\S*?)[.)]*(?:\s|$)"
)
EDIT_MARKS = ".post_edit, .edited_post, [id^=edited_by_]"
PRINTED = re.compile(r"<!-- start: printthread_post -->(.*?)<!-- end: printthread_post -->", re.S)
PRINT_BREAK = re.compile(r"<hr\b[^>]*>", re.I)
PRINT_HEAD = re.compile(
    r"^\s*(?:<br\s*/?>\s*)*<strong>(?P<subject>.*?)</strong>\s*-\s*(?P<author>.*?)\s*-\s*<strong>(?P<date>.*?)</strong>\s*"
    r"(?:<br\s*/?>)?",
    re.S | re.I,
)


def single_breaks(body: Body) -> None:
    """``nl2br`` writes a break *and* keeps the end of the line, which no browser shows: in code only one may count."""
    for br in body.each(".codeblock br"):
        after = br.next
        if (
            after is not None
            and after.is_text_node
            and (after.text_content or "").startswith(("\n", "\r"))
        ):
            br.decompose()


def split_cites(body: Body) -> None:
    """``cite``: "(DATE)NAME Wrote:" and a link to the post: the date is dropped, the link gets the words."""
    for cite in body.each("blockquote > cite"):
        for date in cite.css("span"):
            text = words(date)
            if text.startswith("(") and text.endswith(")"):
                body.drop(date, "quote-date")
        link = cite.css_first("a[href]")
        said = words(cite)
        if said and link is not None and not words(link):
            linked = body.new("cite")
            linked.insert_child(body.new("a", said, href=href(link) or ""))
            body.replace(cite, linked)


def mark_quotes(body: Body) -> None:
    """1.4 and 1.6: ``blockquote > cite`` without the class ``mycode_quote``.

    The class tells our own quotes apart.
    """
    for quote in body.each("blockquote:has(> cite)"):
        quote.attrs["class"] = "mycode_quote"


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: "NAME Wrote:".

    "Quote:" alone, without a link or a second word, names nobody.
    """
    del box
    said = words(cite) if cite is not None else ""
    match = WROTE.match(said)
    return match["who"] if match and (match["who"] != said.rstrip(" :：")) else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smilies have the class ``smilie`` or lie in ``images/smilies``.

    Other classes mean nothing after this.
    """
    del found
    classes = image.get("class", "").split()
    kept = {key: value for key, value in image.items() if key != "class"}
    if "smilie" in classes or "/smilies/" in image.get("src", ""):
        return {**kept, "class": "smiley"}
    return {**kept, "class": "attached"} if "attached" in classes else kept


BODY_RULES: tuple[Rule | TagRule, ...] = (
    blocks.edit_mark(EDIT_MARKS, needles=("post_edit", "edited_post", "edited_by_")),
    Rule("quote-class", ("<cite", "<CITE"), mark_quotes),
    Rule("quote-heads", ("<cite", "<CITE"), split_cites),
    Rule("code-lines", ("codeblock",), single_breaks),
    blocks.code(".codeblock", lines="code", needles=("codeblock",)),
    blocks.furniture(
        "spoiler-button", ".spoiler_wrap > button, .spoiler_btn", needles=("spoiler",)
    ),
    blocks.spoilers(
        ".spoiler_wrap",
        title=".spoiler_title, .spoiler_header",
        inside=".spoiler_body, .spoiler_content",
        needles=("spoiler_wrap",),
    ),
    INVISIBLE,
    blocks.quotes(
        "blockquote.mycode_quote",
        head="blockquote.mycode_quote > cite",
        needles=("mycode_quote", "<cite"),
        who=quoted,
    ),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, pages, lock and poll."""
    tree = page.tree
    url = own_address(page, "link[rel=canonical]")
    head = tree.css_first("table:has(#posts) td.thead strong:not(.float_right *):not(.smalltext *)")
    active = tree.css_first(".navigation .active")
    crumbs = [squash(link.text()) for link in first_crumbs(page)]
    return {
        **facts(page, url),
        "title": shown(active) or shown(head) or shown(tree.css_first("title")),
        "board": [name for name in crumbs if name],
        "site_name": crumbs[0] if crumbs else None,
        "board_id": first_group(
            FID, *(unquote(href(link) or "") for link in reversed(first_crumbs(page)))
        ),
        "locked": locked(page),
        "poll": poll(page),
        **pages(tree.css_first(".pagination"), ".pagination_current", url),
    }


def first_crumbs(page: Page) -> list[LexborNode]:
    """The links of the board path; the page shows it once, the archive twice."""
    box = page.tree.css_first(".navigation")
    links = box.css("a[href]") if box is not None else []
    return [
        link
        for link in links
        if "showthread" not in (href(link) or "") and not TID.search(href(link) or "")
    ]


def facts(page: Page, url: str | None) -> dict[str, Any]:
    """Number, address and version, from wherever a page states them."""
    acting = page.tree.css(
        'a[href*="tid="], a[href*="tid%3D"], a[href*="thread-"], form[action*="tid="]'
    )
    stated = page.tree.css_first("form input[name=tid]")
    script = SCRIPT_TID.search(page.text)
    version = VERSION.search(page.text, max(0, len(page.text) - 20_000))
    minor = JS_VERSION.search(page.text, 0, 20_000)
    root = ROOT.search(page.text, 0, 40_000)
    return {
        "thread_id": first_group(TID, url)
        or (stated.attributes.get("value") if stated is not None else None)
        or (next(group for group in script.groups() if group) if script else None)
        or first_group(
            TID, *(unquote(href(link) or link.attributes.get("action") or "") for link in acting)
        ),
        "url": url,
        "site": host(url, page.base, root[1] if root else None, *map(href, first_crumbs(page))),
        "engine_version": version[1] if version else (f"1.{minor[1]}" if minor else None),
    }


def pages(box: LexborNode | None, current: str, url: str | None) -> dict[str, Any]:
    """The page's own number and the last one that the page links name ("Pages (4):")."""
    if box is None:
        return {"page": number(first_group(PAGE, url)) or 1}
    here = [n for node in box.css(current) if (n := number(squash(node.text())))]
    linked = [n for node in box.css("a") if (n := number(squash(node.text()).replace(",", "")))]
    total = first_group(re.compile(r"\((\d+)\)"), shown(box.css_first(".pages")))
    return {
        "page": here[0] if here else number(first_group(PAGE, url)) or 1,
        "pages_claimed": max([number(total) or 1, *here, *linked]),
    }


def locked(page: Page) -> bool | None:
    """A closed thread's reply button is ``a.closed_button`` (1.8) or a picture ``closed.gif``.

    An open one's is not.
    """
    if (
        page.tree.css_first('.closed_button, .closed_thread_button, img[src*="closed.gif"]')
        is not None
    ):
        return True
    return False if page.tree.css_first(".new_reply_button") is not None else None


def poll(page: Page) -> Poll | None:
    """The poll above the posts: bars with counts (``pollbar``), or options to choose (``name="option"``)."""
    bar = page.tree.css_first(".pollbar, img[src*=pollbar]")
    choice = page.tree.css_first('form[action*="polls.php"] [name^=option]')
    table = enclosing(bar or choice, "table")
    if table is None:
        return None
    head = shown(table.css_first(".thead strong")) or ""
    options: list[PollOption] = []
    for row in table.css("tr"):
        cells = row.css("td")
        if row.css_first(".pollbar, img[src*=pollbar]") is not None and len(cells) >= 3:
            options.append(
                PollOption(text=squash(cells[0].text()), votes=number(squash(cells[2].text())))
            )
        elif row.css_first("[name^=option]") is not None and cells:
            options.append(PollOption(text=squash(cells[-1].text())))
    question = re.sub(r"^[^:]{1,20}\s*:\s*", "", head) or None
    return Poll(question=question, options=options, closed=False if choice is not None else None)


def enclosing(node: LexborNode | None, tag: str) -> LexborNode | None:
    """The nearest ancestor of a kind."""
    while node is not None and node.tag != tag:
        node = node.parent
    return node


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body."""
    body = node.css_first(BODY)
    if body is None:
        return None
    name = node.css_first(".author_information .largetext, .post_author .largetext, .largetext")
    link = (name.css_first("a") if name is not None else None) or node.css_first(
        '.author_information strong a[href*="uid="], .author_information strong a[href*="uid%3D"],'
        ' .author_information a[href*="/user-"], .post_author strong a[href*="profile"]'
    )
    plain = name or node.css_first(".author_information strong, .post_author strong")
    mark = node.css_first(".edited_post") or node.css_first(".post_edit, [id^=edited_by_]")
    edited = squash(mark.text()) if mark is not None else ""
    editor = shown(mark.css_first("a")) if mark is not None else None
    by = EDITED_BY.search(edited) if edited and not editor else None
    if edited and body.css_first(EDIT_MARKS) is None:
        carry(mark, body)
    wrap_signature(node)
    return {
        "id": first_group(POST, node.id, body.id),
        "author": shown(link) or shown(plain),
        "author_id": first_group(UID, unquote(href(link) or "")),
        "author_title": title_of(node),
        "floor": floor_of(node),
        "subject": shown(node.css_first(".post_content > .smalltext > strong")),
        "attachments": attachments(node, body, page),
        **date_of(node),
        **({"editor": editor or (by["who"] if by else None)} if edited else {}),
    }


def wrap_signature(node: LexborNode) -> None:
    """1.4 and 1.6 have no box for a signature: what stands between a short rule and the last line gets one."""
    rule = node.css_first('.post_content > hr[width="25%"]')
    if rule is None:
        return
    box = node.parser.create_node("div")
    box.attrs["class"] = "signature"
    after = rule.next
    while after is not None and "post_meta" not in (after.id or ""):
        box.insert_child(after)
        after.decompose()
        after = rule.next
    rule.insert_after(box)
    rule.decompose()


def floor_of(node: LexborNode) -> int | None:
    """The post's number: "#12", the words of the link to the post."""
    for link in node.css(
        '.post_head strong a, .float_right a[href*="pid"], [id^=post_link_], .tcat strong a'
    ):
        if match := FLOOR.search(squash(link.text())):
            return number(re.sub(r"\D", "", match[1]))
    return None


def title_of(node: LexborNode) -> str | None:
    """The author's title: the first words of the small text below the name."""
    small = node.css_first(
        ".author_information > .smalltext, .author_information .smalltext, .post_author .smalltext"
    )
    if small is None:
        return None
    for part in small.iter(include_text=True):
        if part.tag == "br" or not squash(part.text()):
            if part.tag == "br":
                return None
            continue
        return squash(part.text())
    return None


def date_of(node: LexborNode) -> dict[str, Any]:
    """The date.

    A relative one ("Yesterday, 03:22 PM") stands in a ``span`` whose title has the day.
    """
    box = node.css_first(".post_head .post_date, .post_date") or node.css_first(
        ".tcat .smalltext, .tcat"
    )
    if box is None:
        return {}
    for inner in box.css(EDIT_MARKS):
        inner.decompose()
    exact = box.css_first("span[title]")
    shown = squash(box.text()).partition(" (")[0]
    stated = squash(exact.attributes.get("title")) if exact is not None else ""
    rest = re.search(r"\d{1,2}\s*[:h.]\s*\d\d.*$", shown)
    if stated and not re.search(r"\d\s*[:h]\s*\d\d", stated) and rest:
        stated = f"{stated}, {rest[0]}"
    return {"date_text": shown or None, "date_stated": stated or None}


def attachments(node: LexborNode, body: LexborNode, page: Page) -> list[Attachment]:
    """The files of a post: listed below it in a ``fieldset``, or placed in its words.

    A picture's title has its name, size and date, one to a line. Listed pictures become part of the
    body.
    """
    found: list[Attachment] = []
    for box in node.css("fieldset"):
        found += map(partial(attachment, page), box.css(ATTACHED))
        for picture in box.css('img[src*="attachment.php"]'):
            carry(picture, body)
        if any(part.mem_id == box.mem_id for part in body.css("fieldset")):
            box.decompose()
    return found + [attachment(page, link) for link in body.css(ATTACHED)]


def attachment(page: Page, link: LexborNode) -> Attachment:
    """One file by its link: the words, or the lines of the picture's title.

    The size follows in brackets.
    """
    picture = link.css_first("img[title]")
    lines = (
        [squash(line) for line in re.split(r"[\r\n]+", picture.attributes.get("title") or "")]
        if picture
        else []
    )
    after = link.next
    size = SIZE.search(after.text() if after is not None else "")
    listed = lines[1].rpartition(":")[2].strip() if len(lines) > 1 else None
    name = squash(link.text()) or (lines[0] if lines else "")
    address = page.absolute(href(link) or "")
    return Attachment(name=name or None, href=address, size=size[1] if size else listed or None)


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    if tree.css_first(
        "form[action*='member.php'] input[name=quick_login]"
    ) is not None and tree.css_first("td.trow1 ol"):
        return "a notice of the forum, not a thread: it asks to log in"
    notice = tree.css_first(".error, td.trow1.error, #content .error .message")
    if notice is not None:
        return f"a notice of the forum, not a thread: “{squash(notice.text())[:120]}”"
    if (
        tree.css_first(
            ".forumdisplay_regular, .threadlist, .forumlist, [id^=cat_], .subject_new, .subject_old"
        )
        is not None
    ):
        return "a list of boards or threads, not a thread"
    return None


ATTACHED = 'a[href*="attachment.php"]'
BODY = ".post_body[id^=pid_], [id^=pid_]:not(a), .post_body"
ADDRESSES = (
    re.compile(r"showthread\.php\?(?:.*&)?tid=(?P<thread>\d+)(?:.*[&#]pid=?(?P<post>\d+))?"),
    re.compile(r"/thread-(?P<thread>\d+)(?:-p(?:id|ost)-(?P<post>\d+)|-page-\d+|-\d+)?\.html"),
    re.compile(r"showthread\.php\?(?:.*&)?pid=(?P<post>\d+)"),
    re.compile(r"/post-(?P<post>\d+)\.html"),
)
DESKTOP = Engine(
    name="mybb",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "templates named in comments", ("<!-- start: postbit", "<!-- start: showthread -->"), 3
        ),
        Fingerprint("bodies of class post_body named pid", ('id="pid_', "id=pid_"), 2),
        Fingerprint(
            "scripts of MyBB",
            ("my_post_key", "use_xmlhttprequest", "MyBB.", "jscripts/thread.js"),
            1,
        ),
        Fingerprint("edit marks by number", ('id="edited_by_', "id=edited_by_"), 2),
        Fingerprint(
            "posts by number and meta", ('id="post_meta_', "id=post_meta_", 'class="post_meta"'), 1
        ),
        Fingerprint("powered by MyBB", (">MyBB</a>", "MyBB Group"), 1),
        Fingerprint(
            "columns of the author", ('class="author_information"', 'class="author_statistics"'), 1
        ),
    ),
    threshold=4,
    posts="[id^=post_]:has([id^=pid_])",
    post_boxes="#posts > .post, table[id^=post_]",
    body=BODY,
    signature=".signature",
    rules=BODY_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, #panel, #quick_login, .menu, #bridge",
        "breadcrumb": ".navigation",
        "page-links": ".pagination, .pagination_breadcrumb, .drop_go_page",
        "thread-tools": ".thread_tools, .inline_rating, td.thead, .new_reply_button, .closed_button",
        "poll-panel": ".pollbar, form[action*='polls.php'], .trow1, .trow2, .trow_shaded",
        "author-column": ".post_author, .author_information, .author_statistics, .author_avatar",
        "byline": ".post_head, .post_date, .tcat",
        "edit-mark": EDIT_MARKS,
        "code-head": ".codeblock .title",
        "attachment-list": "fieldset",
        "post-tools": ".post_controls, .post_meta, .postbit_buttons, .author_buttons, .post_management_buttons",
        "list-foot": ".tfoot, .smalltext",
        "quick-reply": "#quick_reply_form, #quickreply_multiquote",
        "moderation-tools": ".moderator_options, #inlinemoderation_options, #moderator_options",
        "board-jump": "form.forumjump, select, .forumjump, .popup_menu, [id^=thread_modes]",
        "site-footer": "#footer, #debug, #copyright, #current_time, .popup_item_container",
    },
)


def lite_thread(page: Page) -> dict[str, Any]:
    """The archive's title, path and full address: "Full Version: TITLE"."""
    tree = page.tree
    full = tree.css_first("#fullversion a")
    url = (
        href(full)
        if (href(full) or "").startswith("http")
        else own_address(page, "link[rel=canonical]")
    )
    crumbs = [squash(link.text()) for link in first_crumbs(page)]
    return {
        **facts(page, url),
        "title": shown(full) or shown(tree.css_first("title")),
        "board": [name for name in crumbs if name],
        "site_name": shown(tree.css_first("h1")) or (crumbs[0] if crumbs else None),
        "board_id": first_group(
            FID, *(unquote(href(link) or "") for link in reversed(first_crumbs(page)))
        ),
        **pages(tree.css_first(".multipage"), "strong", page.capture.url),
    }


def lite_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """Author and date of a post of the archive; an announcement has neither."""
    del page
    name, date = node.css_first(".author"), node.css_first(".dateline")
    if name is None:
        return None
    exact = date.css_first("span[title]") if date is not None else None
    return {
        "author": shown(name),
        "author_id": first_group(UID, unquote(href(name.css_first("a")) or "")),
        "date_text": shown(date),
        "date_stated": exact.attributes.get("title") if exact is not None else None,
    }


ARCHIVE = Engine(
    name="mybb",
    view="archiver",
    fingerprints=(
        Fingerprint("link to the full version", ('id="fullversion"', "id=fullversion"), 3),
        Fingerprint(
            "posts of header, author and dateline", ('class="dateline"', "class=dateline"), 2
        ),
        Fingerprint("box with a note", ('id="infobox"', "id=infobox"), 1),
        Fingerprint("archive's style sheet", ("archive/screen.css",), 1),
    ),
    threshold=5,
    posts=".post",
    post_boxes=".post",
    body=".message",
    rules=BODY_RULES,
    more_thread=lite_thread,
    more_post=lite_post,
    refuse=refuse,
    addresses=(re.compile(r"archive/index\.php[?/]thread-(?P<thread>\d+)"),),
    chrome={
        "site-header": "h1",
        "breadcrumb": ".navigation",
        "byline": ".post > .header",
        "full-version": "#fullversion, #infobox",
        "page-links": ".multipage",
        "site-footer": "#footer, #printinfo",
    },
)


def printed_posts(page: Page) -> Iterator[RawPost]:
    """Posts of the print view, which are no elements: "<strong>SUBJECT</strong> - AUTHOR - <strong>DATE</strong>".

    Template comments delimit them; without the comments, ``hr`` does.
    """
    parts = PRINTED.findall(page.text) or PRINT_BREAK.split(page.text)
    for part in parts:
        match = PRINT_HEAD.match(part) or PRINT_HEAD.search(part)
        if match is None:
            continue
        author = parsed(match["author"])
        rest = PRINT_BREAK.split(part[match.end() :])[0]
        yield RawPost(
            body=parsed(rest.partition("</td>")[0]),
            fields={
                "subject": squash(parsed(match["subject"]).text()) or None,
                "author": squash(author.text()) or None,
                "author_id": first_group(UID, *map(href, author.css("a"))),
                "date_text": squash(parsed(match["date"]).text()) or None,
            },
        )


def printed_thread(page: Page) -> dict[str, Any]:
    """Title, path and address of the print view: a line of links with the addresses written out."""
    tree = page.tree
    links = tree.css('a[href*="showthread"], a[href*="thread-"]')
    url = (
        href(links[0]) if links and (href(links[0]) or "").startswith("http") else own_address(page)
    )
    boards = tree.css('a[href*="forumdisplay"], a[href*="forum-"]')
    head = tree.css_first("title")
    title = shown(links[0]) if links else None
    names = [name for name in map(shown, boards) if name and "://" not in name]
    site = (shown(head) or "").partition(" - ")
    return {
        **facts(page, url),
        "title": title if title and "://" not in title else site[2] or None,
        "board": names,
        "site_name": site[0] if site[2] else None,
        "board_id": first_group(FID, *map(href, reversed(boards))),
        **pages(
            tree.css_first(".pagination, .multipage"),
            ".pagination_current, strong",
            page.capture.url,
        ),
    }


PRINT = Engine(
    name="mybb",
    view="print",
    fingerprints=(
        Fingerprint("templates named in comments", ("<!-- start: printthread",), 4),
        Fingerprint("link to itself", ("printthread.php",), 1),
    ),
    threshold=4,
    split=printed_posts,
    rules=BODY_RULES,
    more_thread=printed_thread,
    refuse=refuse,
    chrome={
        "site-header": "img, h1",
        "breadcrumb": "td > a, td > span, td > strong",
        "page-links": ".multipage, .pagination",
        "site-footer": ".smalltext, #copyright",
    },
)
ENGINES = (DESKTOP, ARCHIVE, PRINT)
