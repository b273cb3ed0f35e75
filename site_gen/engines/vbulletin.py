"""vBulletin 3 (3.0 to 3.8), 4 (4.0 to 4.2) and 5/6.

Templates ``postbit``, ``postbit_legacy``, ``postbit_wrapper``, ``bbcode_quote`` (3),
``postbit_legacy``, ``postbit_lastedit``, ``bbcode_quote`` (4) and ``conversation_content_item`` /
``display_contenttype_*`` (5). In 3 and 4, quick editing needs ``post_message_N``, so that every
skin keeps it; what surrounds it differs from skin to skin, and the template's own comments ("status
icon and date", "sig", "edit note") are the best landmarks of version 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import code, furniture, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.dates import Clock, offset, read_date
from site_gen.engines.core.table import Engine, Field, Fingerprint, RawPost, number, squash, where
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.boxes import between, post_boxes
from site_gen.engines.tools.values import PLACE, digits, first_group, meta, shown
from site_gen.load.page import Page
from site_gen.models import Attachment, Comment, Dropped, Poll, PollOption

GENERATOR = re.compile(r"vBulletin\D{0,12}(\d(?:\.\d+){0,2})")
POST_NUMBER = re.compile(r"(?:post_message_|td_post_|post_?)(\d+)$")
MEMBER = re.compile(
    r"(?:member\.php\?(?:.*?\bu=(\d+)|(\d+)|.*?&(\d+)-)|/?members?/(\d+)|finduser.*?\bu(?:serid)?=(\d+)|/m(\d+)/)"
)
# The thread's number as the page's own tools name it, surest first; then as an address of the
# thread writes it.
TOOL_THREAD = re.compile(
    r"(?:postings|printthread|subscription|sendmessage|poll|threadrate)\.php\?[^\"'<>\s]*?\bt=(\d+)"
    r"|name=[\"']?t[\"']? value=[\"']?(\d+)|var threadid = [\"']?(\d+)"
)
THREAD_URL = re.compile(
    r"showthread\.php\?(?:[^#\"'<>]*?\bt=(\d+)|(\d+)|t-(\d+))"
    r"|showthread\.php/(\d+)|/threads/(\d+)|/(\d+)-[^/?#]*(?:\.html|/?$|[?#])|-(\d+)(?:-\d+)?\.html|t-?(\d+)[./]"
)
NODE_THREAD = re.compile(r"[\"']nodeid[\"']\s*:\s*[\"']?(\d+)|data-node-id=[\"'](\d+)")
NODE_URL = re.compile(r"/(\d+)-[^/?#]*")
PAGE_OF = re.compile(r"(\d+)\D+?(\d+)")
EDITOR = re.compile(
    r"\b(?:by|von|par|por|da|door|av|af|przez)\s+(?P<who>\S.{0,60}?)\s*(?:[;(]|,\s|\s-\s)"
)
FILE_URL = "a[href*='attachment.php'], a[href*='attachmentid='], a[href*='/attachments/'], a[href*='filedata/fetch']"
THUMBNAIL = re.compile(r":\s*(?P<name>\S[^:]*?\.\w{2,5})\s")
SIZE = re.compile(r"\d[\d.,]*\s*(?:Bytes|[KMG]i?B|Ko|Mo)\b", re.I)
UNDERLINE = re.compile(r"^_{3,}\s*")
MESSAGE = "[id^='post_message_']"
OLD_MESSAGE = "td[id^='td_post_']"
# In every language "GMT", the offset and a full stop; then the time now (3 and 4), or when the page
# was made (5).
ZONE = re.compile(
    r"\bGMT\s*(?P<zone>[+-] ?\d{1,2}(?:[.:]\d{1,2})?)\.[^<>]{0,60}(?:<span class=\"?time\b|\b\d?\d:\d\d\b)"
)
ADDRESSES = (
    re.compile(r"showthread\.php\?(?:.*&)?t=(?P<thread>\d+)(?:&[^#]*)?(?:#post(?P<post>\d+))?"),
    re.compile(r"showthread\.php\?(?P<thread>\d+)(?:-[^&#]*)?(?:[&#].*?)?(?:#post(?P<post>\d+))?$"),
    re.compile(r"/threads/(?P<thread>\d+)(?:-[^?#]*)?(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"),
    re.compile(
        r"/(?:forum|thread)s?/(?:[^?#]*/)?(?P<thread>\d+)-[^?#/]*(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"
    ),
    re.compile(r"show(?:thread|post)\.php\?(?:.*&)?p=(?P<post>\d+)"),
)

# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────


def mark_boxes(body: Body) -> None:
    """Version 3 styles its boxes by hand; here they get the classes of version 4.

    A quote is a cell (some skins: a box) with ``border:1px inset`` below a label, in a box with a
    margin; its head is the first box of the cell when a second in italics follows. Code is ``pre``,
    PHP a box with ``dir=ltr``.
    """
    for cell in body.each("td[style*='inset'], div[style*='inset']:not([dir])"):
        frame = framed(cell)
        if frame is None:
            continue
        label = taken_label(frame, cell)
        parts = [part for part in cell.iter() if part.tag != "br"]
        if len(parts) > 1 and "italic" in (parts[1].attributes.get("style") or ""):
            parts[0].attrs["class"] = "bbcode_postedby"
            parts[1].attrs["class"] = "message"
            next(parts[0].iter(include_text=True)).insert_before(f"{label} ")
        elif (first := next(cell.iter(include_text=True), None)) is not None:
            first.insert_before(body.new("div", label, class_="bbcode_postedby"))
        frame.attrs["class"] = "bbcode_quote"
        for wrapper in body.each("table, tbody, tr"):
            if (
                wrapper.css_first("td[style*='inset']") is not None
                and wrapper.mem_id != cell.mem_id
            ):
                marked = wrapper.css("td[style*='inset']")
                if len(marked) == 1 and marked[0].mem_id == cell.mem_id:
                    wrapper.unwrap()
        cell.unwrap()
    for box in body.each("pre[style*='inset'], pre.alt2[dir], div[dir][style*='inset']"):
        frame = framed(box)
        if frame is not None and (label := taken_label(frame, box)):
            body.found.dropped.append(Dropped(rule="box-label", text=label))
        box.attrs["class"] = "bbcode_code"


def bare_quotes(body: Body) -> None:
    """Version 4 puts a container around every box, and a skin one around the words: neither says anything."""
    for wrapper in body.each(".bbcode_container, span[itemprop]"):
        if wrapper.css_first(".bbcode_quote") is not None:
            wrapper.unwrap()


def framed(box: LexborNode) -> LexborNode | None:
    """The box with a margin that holds a quote's or a code's label and its frame."""
    parent = box.parent
    for _ in range(6):
        if parent is None or parent.tag == "body":
            return None
        if parent.tag == "div" and "margin" in (parent.attributes.get("style") or ""):
            return parent
        parent = parent.parent
    return None


def taken_label(frame: LexborNode, box: LexborNode) -> str:
    """The label ("Quote:", "PHP Code:") that is the frame's first child, taken out of it."""
    first = next(frame.iter(), None)
    if (
        first is None
        or first.mem_id == box.mem_id
        or first.css_first("[style*='inset']") is not None
    ):
        return ""
    label = words(first)
    first.decompose()
    return label


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the head prints the name in bold."""
    del box
    return shown(cite.css_first("strong, b")) if cite is not None else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.inlineimg`` with a ``smilieid`` or out of the smilies' folder."""
    del found
    kept = {key: value for key, value in image.items() if key != "class"}
    if "smilieid" in image or (
        "inlineimg" in image.get("class", "") and "smil" in image.get("src", "")
    ):
        return {**kept, "class": "smiley", "alt": image.get("alt") or image.get("title", "")}
    return kept


RULES = (
    Rule("version-3-boxes", ("inset", "alt2"), mark_boxes),
    Rule("bare-quotes", ("bbcode_quote",), bare_quotes),
    furniture(
        "box-label",
        ".bbcode_description, .bbcode_quote_container, .b-bbcode__title",
        needles=("bbcode_description", "bbcode_quote_container", "bbcode__title"),
    ),
    furniture(
        "advert",
        ".axd, ins.adsbygoogle, [id^='div-gpt-ad'], [class*='ad_showthread']",
        needles=("ad", "axd"),
    ),
    quotes(
        ".bbcode_quote",
        head=".bbcode_postedby",
        body=".message",
        needles=("bbcode_quote", "inset"),
        who=quoted_name,
    ),
    code(
        "pre.bbcode_code, div.bbcode_code, code.bbcode_code",
        lines="pre, code",
        needles=("bbcode_code", "inset", "alt2"),
    ),
    spoilers(
        ".bbcode_spoiler, .spoiler_container, .b-spoiler",
        title=".spoiler_title",
        inside=".spoiler_content, .spoiler_body, .bbcode_spoiler_content",
        needles=("spoiler",),
    ),
    furniture("edit-mark", ".lastedited", needles=("lastedited",)),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)

# ── Posts of 3 and 4 ──────────────────────────────────────────────────────────────────────────────


def split(page: Page) -> Iterator[RawPost]:
    """The posts around every ``post_message_N``; before 3.5 around every ``td_post_N``."""
    css = MESSAGE if page.tree.css_first(MESSAGE) is not None else OLD_MESSAGE
    for message, box in post_boxes(page, css):
        match = POST_NUMBER.search(message.id or "")
        if match is None:
            continue
        source = box.html or ""
        body = message
        if css == OLD_MESSAGE:
            body = between(source, "message") or message
        elif (words_of := message.css_first(".postcontent")) is not None:
            body = words_of
        text = signature(message, box, source)
        yield RawPost(
            body=body, fields=post_fields(match[1], message, box, source, page), signature=text
        )


def post_fields(
    number_: str, message: LexborNode, box: LexborNode, source: str, page: Page
) -> dict[str, Any]:
    """The fields of a post, from the classes of version 4 or the comments of version 3."""
    name = box.css_first(".bigusername") or box.css_first(
        ".username_container .username, .username, .userinfo .guest"
    )
    name = name or box.css_first("[id^='postmenu_']:not([id$='_menu'])")
    counter = box.css_first(f"[id='postcount{number_}']") or box.css_first(
        ".postcounter, .postnumber"
    )
    links = [
        link.attributes.get("href") for link in box.css("a[href]") if not inside(link, message)
    ]
    return {
        "id": number_,
        "floor": digits(shown(counter) or (counter.attributes.get("name") if counter else None)),
        "author": author(name),
        "author_id": next((found for href in links if (found := first_group(MEMBER, href))), None),
        "author_title": member_title(box),
        "location": place(box),
        "date_text": post_date(box, source),
        "subject": subject(box, source),
        "attachments": attachments(box, message, page),
        **edited(box, source, page),
    }


def author(node: LexborNode | None) -> str | None:
    """A name without the menus that some skins put into its box."""
    if node is None:
        return None
    for menu in node.css("script, .popupbody, .vbmenu_popup"):
        menu.decompose()
    return shown(node)


def inside(node: LexborNode, outer: LexborNode) -> bool:
    """Whether an element stands in another."""
    parent = node.parent
    while parent is not None:
        if parent.mem_id == outer.mem_id:
            return True
        parent = parent.parent
    return False


def member_title(box: LexborNode) -> str | None:
    """``.usertitle``; in version 3 the small print right after the name."""
    titled = box.css_first(".usertitle")
    if titled is not None:
        return shown(titled)
    menu = box.css_first("[id^='postmenu_']:not([id$='_menu'])")
    after = menu.next if menu is not None else None
    while after is not None and after.tag in ("-text", "-comment", "script", "br"):
        after = after.next
    if after is None or "smallfont" not in (after.attributes.get("class") or ""):
        return None
    return (
        shown(after) if len(after.css("div")) == 1 and after.css_first("img, br") is None else None
    )


def place(box: LexborNode) -> str | None:
    """Where a member lives: a line of the profile with the language's word for it."""
    for label in box.css(".userinfo_extra dt, .userinfo dt, dl dt"):
        if PLACE.match(squash(label.text())):
            value = label.next
            while value is not None and value.tag != "dd":
                value = value.next
            return shown(value)
    for line in box.css(".smallfont div, .alt2 div"):
        text = squash(line.text())
        if len(line.css("div")) == 1 and (match := PLACE.match(text)) and ":" in match[0]:
            return text[match.end() :] or None
    return None


def post_date(box: LexborNode, source: str) -> str | None:
    """``.postdate .date``.

    In version 3 what stands between comments, or beside the post's anchor.
    """
    if (found := shown(box.css_first(".postdate .date, .posthead .date, .postdate"))) is not None:
        return found
    commented = between(source, "status icon and date")
    if commented is not None and (found := shown(commented)):
        return found.lstrip("#0123456789 ") if found.startswith("#") else found
    for anchor in box.css("a[name^='post']"):
        if anchor.parent is not None and any(letter.isdigit() for letter in anchor.parent.text()):
            return shown(anchor.parent)
    return None


def subject(box: LexborNode, source: str) -> str | None:
    """A post's own title."""
    titled = box.css_first(".posttitle, .postbody h2.title, .postrow h2")
    if titled is not None:
        return shown(titled)
    commented = between(source, "icon and title")
    return shown(commented.css_first("strong")) if commented is not None else None


def signature(message: LexborNode, box: LexborNode, source: str) -> str | None:
    """``.signaturecontainer``.

    In version 3 what stands between ``sig`` comments, below its line.
    """
    found = box.css_first(".signaturecontainer") or box.css_first(
        "blockquote.signature, .signature"
    )
    if found is None:
        found = between(source, "sig")
    if found is None or inside(found, message):
        return None
    return UNDERLINE.sub("", words(found)) or None


def edited(box: LexborNode, source: str, page: Page) -> dict[str, Any]:
    """The edit mark's date and editor; its words where the date is not read."""
    mark = box.css_first(".lastedited") or between(source, "edit note")
    text = words(mark) if mark is not None else ""
    if not text:
        return {}
    date, _ = read_date(text, Clock.of(page))
    match = EDITOR.search(text)
    return {"edited": date or text, "editor": match["who"] if match else None}


def attachments(box: LexborNode, message: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body, each with its name and size.

    Thumbnails keep the name in the alternative text.
    """
    found: list[Attachment] = []
    for link in box.css(FILE_URL):
        if inside(link, message):
            continue
        picture = link.css_first("img")
        alt = squash(picture.attributes.get("alt")) if picture is not None else ""
        thumbnail = THUMBNAIL.search(alt + " ")
        name = shown(link) or (thumbnail["name"] if thumbnail else alt)
        size = SIZE.search(squash(link.parent.text())) if link.parent is not None else None
        size = size or SIZE.search(alt)
        if name:
            href = page.absolute(link.attributes.get("href") or "")
            found.append(Attachment(name=name, href=href or None, size=size[0] if size else None))
    return found


# ── Threads of 3 and 4 ────────────────────────────────────────────────────────────────────────────


def more_thread(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages and counts."""
    tree = page.tree
    facts = address_and_site(page)
    generator = GENERATOR.search(meta(page, "meta[name=generator]") or "")
    version = generator or GENERATOR.search(page.text[-20_000:])
    crumbs = breadcrumb(page)
    current, last = page_numbers(page)
    counted = [
        number(found) for found in re.findall(r"\d+", shown(tree.css_first(".postpagestats")) or "")
    ]
    return {
        **facts,
        "zone": zone(page),
        "engine_version": version[1] if version else None,
        "site": facts["site"],
        "thread_id": first_group(TOOL_THREAD, page.text)
        or first_group(THREAD_URL, facts["url"], reload_address(page), page.text),
        "title": title(page),
        "tags": list(
            dict.fromkeys(
                tag
                for node in tree.css("#tag_list_cell a, #taglist a, .taglist a")
                if (tag := shown(node))
            )
        ),
        "board": crumbs,
        "page": current or 1,
        "pages_claimed": last,
        "replies": counted[-1] - 1 if len(counted) == 3 and counted[-1] else None,
        "locked": True
        if tree.css_first("img[src*='threadclosed'], .newcontent_textcontrol[href*='closed']")
        else None,
        "poll": poll(page),
        **({"views": views} if (views := statistics(page).get("ViewAction")) else {}),
    }


def title(page: Page) -> str | None:
    """The title: ``.threadtitle`` (4), the bold end of the breadcrumb (3), or the head's without the forum's name."""
    tree = page.tree
    for css in (".threadtitle", "td.navbar strong", ".navbar strong", "h1 strong", ".lastnavbit"):
        node = tree.css_first(css)
        if node is not None and (found := shown(node)):
            return found
    head = shown(tree.css_first("title")) or ""
    return head.rpartition(" - ")[0] or head or None


def more_thread_plain(page: Page) -> dict[str, Any]:
    """The archive and the printable page name the thread by its link to the full version."""
    tree = page.tree
    facts = address_and_site(page)
    full = tree.css_first(
        ".largefont a[href], h3 a[href], .pagetitle a[href], a[href*='showthread']"
    )
    href = (full.attributes.get("href") if full else None) or ""
    number_ = re.search(r"/t-(\d+)", facts["url"] or "")
    boards = [shown(link) for link in tree.css("#navbar a[href*='/f-']")]
    return {
        **facts,
        "zone": zone(page),
        "thread_id": number_[1] if number_ else first_group(THREAD_URL, href),
        "title": shown(full) or shown(tree.css_first("title")),
        "board": [board for board in boards if board],
    }


def reload_address(page: Page) -> str | None:
    """The thread's own link, at its title."""
    link = page.tree.css_first(
        ".threadtitle a[href], td.navbar > a[href*='showthread'], .navbar a[href*='showthread']"
    )
    return link.attributes.get("href") if link else None


def breadcrumb(page: Page) -> list[str]:
    """The boards above a thread: the links of the first breadcrumb that lead to a board, without home and index."""
    tree = page.tree
    links = tree.css("#breadcrumb .navbit a[href]") or tree.css("span.navbar a[href]")
    links = (
        links
        or tree.css("[itemtype*='BreadcrumbList'] a[href]")
        or tree.css("[itemtype*='readcrumb'] a[href]")
    )
    named = [
        (squash(link.text()), link.attributes.get("href") or "", link.attributes.get("accesskey"))
        for link in links
    ]
    named = [(text, href, key) for text, href, key in named if text]
    boards = [text for text, href, key in named if key != "1" and is_board(href)]
    return list(dict.fromkeys(boards or [text for text, _, _ in named[1:]]))


def is_board(href: str) -> bool:
    """Whether a link of a breadcrumb leads to a board and not to the front page, the index or the thread."""
    path = re.sub(r"^https?://[^/]+", "", href).split("?s=")[0].rstrip("/")
    if re.search(r"forumdisplay|[?&/]f=?\d|/?forums?/\d|\bf\d+\b", path):
        return True
    return bool(path) and not re.search(
        r"(?:index|forum|forums|portal|showthread)(?:\.php)?$|showthread|^#", path
    )


def zone(page: Page) -> str | None:
    """The offset of the page's times: "All times are GMT -5.

    The time now is 03:39 PM" below the page.
    """
    found = list(ZONE.finditer(page.text, max(0, len(page.text) - 20_000)))
    return offset(found[-1]["zone"].replace(" ", "")) if found else None


def page_numbers(page: Page) -> tuple[int | None, int | None]:
    """The page and the number of pages, as "Page 1 of 16" in front of the page links says in any language."""
    for node in page.tree.css(
        ".pagenav .vbmenu_control, .pagination .popupctrl, .pagenav td, .pagination span"
    ):
        if match := PAGE_OF.search(squash(node.text())):
            first, last = number(match[1]), number(match[2])
            if first and last and first <= last:
                return first, last
    return None, None


def poll(page: Page) -> Poll | None:
    """A poll's results: ``pollresults_table`` and ``polloption`` of 3 (rows with a count in bold), ``.poll`` of 4."""
    box = page.tree.css_first(".pollresults, .poll_results, #pollresults, form[action*='poll.php']")
    if box is None:
        return None
    question = box.css_first(".pollquestion, .blockhead, .tcat strong, .tcat span, td.tcat, .thead")
    options: list[PollOption] = []
    for row in box.css("tr, li, dl"):
        text = row.css_first("td.alt1, .polloption, label, dt")
        votes = row.css_first("td[title] strong, td strong, .votes, .pollvotes")
        if text is not None and (said := shown(text)) and text.css_first("table") is None:
            options.append(PollOption(text=said, votes=digits(shown(votes))))
    return Poll(question=shown(question), options=options) if options else None


def refuse(page: Page) -> str | None:
    """Why a page of vBulletin holds no thread."""
    if page.tree.css_first(
        "[id^='thread_title_'], [id^='threadbits_forum'], #threadlist, [id^='collapseobj_forumbit']"
    ):
        return "a list of threads or boards"
    if page.tree.css_first(
        ".standard_error, form[action*='login.php'] input[name=url], .panelsurround form[action*=login]"
    ):
        return "an error, a notice or a login page of the forum"
    return None


# ── Version 5 and 6 ───────────────────────────────────────────────────────────────────────────────


def more_thread_5(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages and counts."""
    tree = page.tree
    facts = address_and_site(page)
    counts = statistics(page)
    crumbs = [
        (shown(link), link.attributes.get("href") or "")
        for link in tree.css("#breadcrumbs a.crumb-link")
    ]
    generator = GENERATOR.search(meta(page, "meta[name=generator]") or "")
    version = generator or GENERATOR.search(page.text[-20_000:])
    current = tree.css_first("input.js-pagenum, input[name=page]")
    number_ = facts["url"] and first_group(NODE_URL, facts["url"])
    tags = [
        shown(node) for node in tree.css(".js-content-tag a, .b-tags a, .js-content-tag-text a")
    ]
    return {
        **facts,
        "zone": zone(page),
        "engine_version": version[1] if version else None,
        "thread_id": number_ or first_group(NODE_THREAD, page.text),
        "title": shown(tree.css_first(".js-main-title, h1.main-title, .b-post__title")),
        "board": [text for text, _ in crumbs[2:] if text],
        "tags": [tag for tag in tags if tag],
        "page": digits(current.attributes.get("value")) if current else 1,
        "pages_claimed": digits(shown(tree.css_first(".pagetotal"))),
        "locked": True
        if tree.css_first(".conversation-closed, .js-topic-closed, .topic-status-icon--closed")
        else None,
        **({"views": counts["ViewAction"]} if "ViewAction" in counts else {}),
        **({"replies": counts["CommentAction"]} if "CommentAction" in counts else {}),
    }


def more_post_5(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of version 5; comments on a post are small notes inside it."""
    anchor = node.css_first("a.anchor[id^=post], a[id^=post]")
    count = node.css_first(".b-post__count, .js-show-post-link")
    number_ = first_group(POST_NUMBER, anchor.id if anchor else None) or node.attributes.get(
        "data-node-id"
    )
    number_ = number_ or first_group(
        re.compile(r"#post(\d+)$"), count.attributes.get("href") if count else None
    )
    if number_ is None or node.css_first(".js-post__content-text") is None:
        return None
    time = node.css_first(".b-post__timestamp time, time[datetime]")
    user = node.css_first(".b-userinfo, .userinfo") or node
    name = user.css_first(".author a, .author [itemprop=name], .author strong, .author")
    member = user.css_first(".author a[href], a.avatar[href]")
    mark = (
        words(found)
        if (found := node.css_first(".b-post__edit-reason, .js-post-info, .post-edit-reason"))
        else ""
    )
    editor = EDITOR.search(mark)
    clock = Clock.of(page)
    return {
        "id": number_,
        "floor": digits(shown(count)),
        "author": shown(name),
        "author_id": first_group(
            re.compile(r"/(\d+)(?:-|$)|[?&]u(?:serid)?=(\d+)"),
            member.attributes.get("href") if member else None,
        ),
        "author_title": shown(user.css_first(".usertitle")),
        "location": place_5(user),
        "date_text": shown(time) or shown(node.css_first(".b-post__timestamp")),
        "date_stated": time.attributes.get("datetime") if time else None,
        "subject": shown(node.css_first(".js-post-title, .b-post__title")),
        "comments": comments(node),
        "attachments": attachments_5(node, page),
        **votes(node),
        **(
            {
                "edited": read_date(mark, clock)[0] or mark,
                "editor": editor["who"] if editor else None,
            }
            if mark
            else {}
        ),
    }


def place_5(user: LexborNode) -> str | None:
    """Where a member lives, among the lines below the name."""
    for line in user.css(".b-userinfo__additional-info, .profile-field"):
        label, value = line.css_first("label"), line.css_first("span")
        if label is not None and PLACE.match(squash(label.text())):
            return shown(value)
    return None


def comments(node: LexborNode) -> list[Comment]:
    """The comments below a post (``.b-comment-entry``)."""
    found: list[Comment] = []
    for entry in node.css(".b-comment-entry"):
        said = entry.css_first(
            ".js-comment-entry__text, .b-comment-entry__body, .js-post__content-text"
        )
        when = entry.css_first("time, .b-comment-entry__date")
        if said is not None:
            author_ = shown(entry.css_first(".author, .b-comment-entry__username"))
            found.append(Comment(author=author_, date=shown(when), text=words(said)))
    return found


def attachments_5(node: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body."""
    found: list[Attachment] = []
    for link in node.css(
        ".b-post-attachments a[href*='filedata'], .post-attachments a[href*='filedata']"
    ):
        picture = link.css_first("img")
        name = shown(link) or (
            squash(picture.attributes.get("alt")) if picture is not None else None
        )
        found.append(
            Attachment(
                name=name or None, href=page.absolute(link.attributes.get("href") or "") or None
            )
        )
    return found


def votes(node: LexborNode) -> dict[str, int]:
    """Likes of a post."""
    count = number(
        shown(node.css_first(".votecount, .js-post__vote-count, .b-post-control__vote-count"))
    )
    return {"up": count} if count is not None else {}


SHARED_CHROME = {
    "site-header": "#header, .above_body, #navbar, .navtabs, #toplinks, .b-top-menu__background, header",
    "breadcrumb": "#breadcrumb, .breadcrumb, .breadcrumbs-wrapper, .navbar",
    "login-prompt": "form[action*='login.php'], #navbar_loginform, .notices, #notices",
    "page-links": ".pagenav, .pagination, .pagination_top, .pagination_bottom, .pagenav-controls, .postpagestats",
    "thread-tools": ".toolsmenu, .thread_controls, #threadtools_menu, .vbmenu_control, .toolbar, .js-toolbar",
    "menu": ".vbmenu_popup, .popupbody, .b-comp-menu-dropdown__content",
    "member-panel": "td.alt2[width], .tcell.alt2, .userinfo, .userinfo_extra, .b-userinfo, [id^='postmenu_']",
    "share-buttons": ".b-sharing-menu",
    "post-tools": ".postfoot, .postcontrols, .b-post__footer, .nodecontrols, .posthead, .thead, .tfoot",
    "edit-mark": ".lastedited, .js-post-info",
    "box-label": ".bbcode_description",
    "attachments-head": ".attachments, fieldset.fieldset, .b-post-attachments",
    "title-line": ".pagetitle, .b-post__count, .posttitle, h2.title",
    "quick-reply": "#quick_reply, #qrform, .quickreply, form[name=vbform], .b-editor",
    "related-threads": "#similar_threads, #collapseobj_similarthreads, .similar_threads, .sidebar, #sidebar",
    "posting-rules": "#posting_rules, #forumrules, #collapseobj_forumrules, .forumrules, .options_block_container",
    "site-footer": "#footer, .footer, .below_body, #footer_time, #footer_copyright, #footer-copyright, footer",
}

CLASSIC = Engine(
    name="vbulletin",
    view="desktop",
    fingerprints=(
        Fingerprint("bodies named post_message", ('id="post_message_', "id=post_message_"), 3),
        Fingerprint("cells named td_post", ('id="td_post_', "id=td_post_"), 2),
        Fingerprint(
            "the template's comments", ("<!-- status icon and date -->", "<!-- / message -->"), 2
        ),
        Fingerprint(
            "vBulletin's scripts",
            ("vbulletin_global.js", "vbulletin-core.js", "vbulletin_post_loader"),
            2,
        ),
        Fingerprint("vBulletin's menus", ("vbmenu_register(", "vbmenu_control", "vbmenu_popup"), 1),
        Fingerprint("bodies of class postcontent restore", ("postcontent restore",), 2),
        Fingerprint("posts counted by postcount", ('id="postcount', "id=postcount"), 1),
        Fingerprint("the generator line", ('content="vBulletin 3', 'content="vBulletin 4'), 2),
        Fingerprint("the page vbulletin_html", ('id="vbulletin_html"', "id=vbulletin_html"), 2),
    ),
    threshold=4,
    split=split,
    post_boxes="[id^='edit'], table[id^='post'], li[id^='post_'], .postbit, .postbitlegacy",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=SHARED_CHROME,
)

FIFTH = Engine(
    name="vbulletin",
    view="desktop",
    fingerprints=(
        Fingerprint("posts of class b-post", ("b-post js-post", "js-post__content-text"), 3),
        Fingerprint("bodies js-post__content", ("js-post__content",), 2),
        Fingerprint("member panels b-userinfo", ("b-userinfo",), 1),
        Fingerprint("the page vb-page-body", ('id="vb-page-body"', "id=vb-page-body"), 2),
        Fingerprint("vBulletin's page data", ("var pageData = {", "js-login-menu"), 1),
        Fingerprint("the generator line", ('content="vBulletin 5', 'content="vBulletin 6'), 2),
    ),
    threshold=4,
    posts=".b-post.js-post, .b-post[data-node-id]:not(.js-post)",
    body=".js-post__content-text",
    signature=".post-signature, .b-post__signature, .js-post__signature, .signature",
    rules=RULES,
    more_thread=more_thread_5,
    more_post=more_post_5,
    refuse=refuse,
    chrome=SHARED_CHROME,
)

ARCHIVE = Engine(
    name="vbulletin",
    view="archiver",
    fingerprints=(
        Fingerprint("bodies of class posttext", ('class="posttext"', "class=posttext"), 2),
        Fingerprint("bylines of class posttop", ('class="posttop"', "class=posttop"), 2),
        Fingerprint(
            "the archive's style sheet",
            ("vbulletin_archive.css", "/archive/archive.css", "archive.css"),
            2,
        ),
        Fingerprint("the archive's addresses", ("/archive/index.php",), 1),
    ),
    threshold=4,
    posts="div.post:has(.posttext)",
    body=".posttext",
    post={"author": (where(".posttop .username"),), "date_text": (where(".posttop .date"),)},
    rules=RULES,
    more_thread=more_thread_plain,
    chrome={
        "breadcrumb": "#navbar",
        "page-links": "#pagenumbers",
        "full-version": ".largefont",
        "login-prompt": "form",
        "site-footer": "#copyright",
    },
)

PRINT = Engine(
    name="vbulletin",
    view="print",
    fingerprints=(
        Fingerprint("the print page's address", ("printthread.php",), 2),
        Fingerprint("bodies of class restore", ('class="restore"', "class=restore"), 1),
        Fingerprint("the page vbulletin_html", ('id="vbulletin_html"', "id=vbulletin_html"), 1),
        Fingerprint("the print style sheet", ("printthread.css",), 2),
        Fingerprint("dates of class datetime", ('class="datetime"', "class=datetime"), 1),
    ),
    threshold=5,
    posts="li.postbit[id^='post_']:has(.datetime)",
    body=".content blockquote",
    post={
        "author": (where(".header .username, .username"),),
        "date_text": (where(".datetime"),),
        "id": (Field("*", "id", re.compile(r"^post_(\d+)$")),),
        "subject": (where(".title"),),
    },
    rules=RULES,
    more_thread=more_thread_plain,
    chrome={
        "title-line": "h3, .pagetitle",
        "page-links": ".pagination, #pagination",
        "site-footer": ".below_body, #footer",
    },
)

ENGINES = (CLASSIC, FIFTH, ARCHIVE, PRINT)
