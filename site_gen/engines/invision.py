"""Invision Power Board (IPB, IP.Board, Invision Community): 1.3 to 2.3, 3.0 to 3.4, 4 and 5.

Templates ``skin_topic`` (1, 2: ``RenderRow``), ``topicViewTemplate`` and ``post`` (3),
``postContainer`` and ``post`` (4, 5). Scripts need ``post-N`` (2), ``post_id_N`` (3),
``elComment_N`` and ``data-role`` (4, 5).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import TagRule
from site_gen.clean.blocks import code, edit_mark, furniture, quotes, spoilers
from site_gen.clean.rule import Attributes, Body, Findings, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.boxes import post_boxes
from site_gen.engines.tools.values import PLACE, digits, first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption

TOPIC_URL = re.compile(
    r"showtopic[=/]?(\d+)|/(?:topic|forum/topic)/(\d+)(?:-|/|$)|/topic(\d+)\.html|[?&;]t=(\d+)"
)
TOPIC_SCRIPT = re.compile(
    r"ipb_input_t\s*=\s*[\"'](\d+)|ipb\.topic\.inSection|[\"']?topic_id[\"']?\s*[:=]\s*[\"']?(\d+)"
)
MEMBER_URL = re.compile(r"(?:showuser=|[?&]MID=|/(?:user|profile)/)(\d+)", re.I)
ENTRY = re.compile(r"(?:entry|post-|post_id_|p|elComment_|comment-|findComment-)(\d+)$")
VERSION = re.compile(
    r"IP\.?\s?B(?:oard)?\D{0,40}?v?(\d\.\d+(?:\.\d+)?)|Invision (?:Power Board|Community)\D{0,40}?v?(\d\.\d+(?:\.\d+)?)"
)
QUOTE_NAME = re.compile(r"(?:\(|^)\s*(?P<who>[^()]{1,80}?)\s*@\s")
NAME_FIRST = re.compile(r"^(?P<who>[^,]{1,80}), [^,]*\d.*:\s*$")
SAID = re.compile(
    r"(?:^|,\s|\d\s)(?P<who>[^,]{1,80}?)\s+(?:said|wrote|a dit|schrieb|sagte|dijo|ha scritto|сказал\S*|disse)\s*:?\s*$"
)
EDITOR = re.compile(
    r"\b(?:by|von|par|por|da|door|пользователем)\s+(?P<who>\S.{0,60}?)\s*(?:[:,;]|\d|\(|$)"
)
SIZE = re.compile(r"\d[\d.,]*\s*(?:bytes|[KMG]i?B|Ko|Mo|Кб|Мб|[kmg]b)\b", re.I)
COUNT = re.compile(r"#?\s*(\d+)\s*$")
NUMBERED = re.compile(r"^#\d+$")  # until 4.4 the link to a post shows its place
HEADS = ".ipsComment_meta a, .ipsComment_header a, .ipsComment_tools a"
ADDRESSES = (
    re.compile(r"showtopic=(?P<thread>\d+)(?:.*?(?:[&#](?:p=|entry|findpost&p=)(?P<post>\d+)))?"),
    re.compile(
        r"/topic/(?P<thread>\d+)(?:-[^/?#]*)?/?(?:.*?(?:comment[=-]|#entry|p__)(?P<post>\d+))?"
    ),
    re.compile(
        r"(?:act|section|do|CODE)=find(?:post|Comment)&(?:.*&)?(?:pid|p|comment)=(?P<post>\d+)",
        re.I,
    ),
)

# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────


def pair_boxes(body: Body) -> None:
    """Versions 1 to 3.1 print a head and a box as neighbours (``.quotetop``, ``.quotemain``): here they get one box."""
    for kind in ("quote", "code", "sql", "html"):
        for head in body.each(f".{kind}top, .{kind.upper()}TOP"):
            box = following(head, f"{kind}main")
            if box is not None:
                enclose(body, head, box, "pair-quote" if kind == "quote" else "pair-code")
    for head in body.each("p.citation, div.citation"):
        box = following(head, "lockquote")
        if box is not None:
            enclose(body, head, box, "pair-quote")


def following(head: LexborNode, name: str) -> LexborNode | None:
    """The element right after a head, if its class holds the name."""
    after = head.next
    while after is not None and (
        after.tag == "-comment" or (after.tag == "-text" and not after.text().strip())
    ):
        after = after.next
    return after if after is not None and name in (after.attributes.get("class") or "") else None


def enclose(body: Body, head: LexborNode, box: LexborNode, name: str) -> None:
    """Put a head and its box into one new element."""
    head.attrs["class"] = "pair-head"
    stated = {
        key: value for key, value in box.attributes.items() if key.startswith("data-") and value
    }
    box.attrs["class"] = "pair-body"
    frame = body.new("div", class_=name)
    for key, value in stated.items():
        frame.attrs[key] = value or ""
    head.insert_before(frame)
    placed = head.prev
    if placed is not None:
        placed.insert_child(head)
        placed.insert_child(box)
    head.decompose()
    box.decompose()


def head_lines(body: Body) -> None:
    """The furniture of a quote's head in version 4: a toggle, and an arrow whose link leads to the quoted post."""
    for toggle in body.each("a[data-action='toggleQuote']"):
        toggle.decompose()
    for arrow in body.each(
        ".ipsQuote_citation a.ipsPos_right, .ipsQuote_citation a:has(.fa-share)"
    ):
        for child in list(arrow.iter(include_text=True)):
            child.decompose()


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: an attribute of the box, or "(X @ date)", "X, on date, said:" in its head."""
    for key in ("data-ipsquote-username", "data-author", "data-cite"):
        if stated := squash(box.attributes.get(key)):
            return stated
    text = words(cite) if cite is not None else ""
    match = QUOTE_NAME.search(text) or NAME_FIRST.search(text) or SAID.search(text)
    return match["who"] if match else None


def quoted_posts(body: Body) -> None:
    """The number of the quoted post, under the name that the common rule reads."""
    for box in body.each("[data-ipsquote-contentcommentid], [data-cid]"):
        stated = box.attributes.get("data-ipsquote-contentcommentid") or box.attributes.get(
            "data-cid"
        )
        if stated and stated.isdecimal():
            box.attrs["data-post-id"] = stated
    for box in body.each("blockquote.ipsBlockquote"):
        box.attrs["class"] = "ipsQuote"


def take_files(body: Body) -> None:
    """Version 2 prints a file inside the body: icon, name, "( 435 KB )", number of downloads.

    Version 3: a list.
    """
    for note in body.each("span.desc"):
        if note.prev is not None and "act=attach" in (body.root.inner_html or ""):
            body.drop(note, "download-count")
    seen: set[str] = set()
    for link in reversed(
        body.each("a[href*='act=attach'], a[href*='act%3Dattach'], a[href*='core&module=attach']")
    ):
        picture = link.css_first("img")
        if (
            picture is not None
            and "mime_types" not in (picture.attributes.get("src") or "")
            and not link.text().strip()
        ):
            continue
        href = body.absolute(link.attributes.get("href") or "")
        name = squash(link.text()) or None
        after = link.next
        size = None
        if (
            name
            and after is not None
            and after.tag == "-text"
            and (match := SIZE.search(after.text()))
        ):
            size = squash(match[0])
            after.replace_with("\n")
        if name and href not in seen:
            seen.add(href)
            body.found.attachments.append(Attachment(name=name, href=href or None, size=size))
        before = link.prev
        if before is not None and before.tag == "-text" and before.text().rstrip().endswith("["):
            before.replace_with(before.text().rstrip().removesuffix("["))
        link.decompose()


def embedded_files(body: Body) -> None:
    """``a.ipsAttachLink`` of version 4 and 5: a file is an attachment.

    A picture stays in its place.
    """
    for link in body.each("a.ipsAttachLink"):
        if link.css_first("img") is not None:
            continue
        name, href = squash(link.text()), body.absolute(link.attributes.get("href") or "")
        if name:
            body.found.attachments.append(Attachment(name=name, href=href or None))


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.bbc_emoticon`` (3), ``data-emoticon`` (4), ``emoid`` (2), or a picture out of the emoticons' folder."""
    del found
    classes, source = image.get("class", ""), image.get("src", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    if (
        "emoticon" in classes
        or "data-emoticon" in image
        or "emoid" in image
        or "/emoticons/" in source
    ):
        return {
            **kept,
            "class": "smiley",
            "alt": image.get("alt") or image.get("title") or image.get("emoid", ""),
        }
    if "ipsEmoji" in classes:
        return {**kept, "class": "smiley"}
    return kept


RULES = (
    Rule("pair-boxes", ("quotetop", "codetop", "sqltop", "htmltop", "citation"), pair_boxes),
    Rule("files-in-bodies", ("act=attach", "act%3Dattach", "module=attach"), take_files),
    Rule("embedded-files", ("ipsAttachLink",), embedded_files),
    Rule("quote-heads", ("toggleQuote", "ipsQuote_citation"), head_lines),
    Rule("quoted-posts", ("data-ipsquote", "data-cid", "ipsBlockquote"), quoted_posts),
    edit_mark(
        "span.edit, p.edit, .ipsEdited, [data-excludequote]",
        needles=("edit", "Edited", "excludequote"),
    ),
    furniture(
        "expander",
        ".ipsTruncate_more, .ipsQuote_expand",
        needles=("ipsTruncate_more", "ipsQuote_expand"),
    ),
    furniture(
        "advert",
        "[data-nbenhadvid], [data-nbEnhAdvId], ins.adsbygoogle, .ipsAd",
        needles=("dv", "adsby", "ipsAd"),
    ),
    quotes(
        ".pair-quote, .ipsQuote",
        head=".pair-head, .ipsQuote_citation",
        body=".pair-body, .ipsQuote_contents",
        needles=("uote", "citation"),
        who=quoted_name,
    ),
    furniture("code-head", ".pair-code > .pair-head", needles=("codetop", "sqltop", "htmltop")),
    code(
        "pre.ipsCode, pre.prettyprint, pre._prettyXprint, .pair-code, pre.ipsCode__content",
        lines=".pair-body, code, pre",
        needles=("ode", "pretty", "top"),
    ),
    spoilers(
        ".ipsSpoiler, .bbc_spoiler, .ipsStyle_spoiler, details.ipsDetails",
        title=".bbc_spoiler_title, .ipsDetails__summary",
        inside=".ipsSpoiler_contents, .bbc_spoiler_wrapper, .bbc_spoiler_content, .ipsDetails__content",
        needles=("poiler", "ipsDetails"),
    ),
    INVISIBLE,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)

# ── Shared by the versions ────────────────────────────────────────────────────────────────────────


def version(page: Page) -> str | None:
    """The version that the footer states."""
    return first_group(VERSION, page.text[-15_000:])


def place(box: LexborNode) -> str | None:
    """Where a member lives: a line of the profile with the language's word for it."""
    for row in box.css("[data-role='custom-field'], .custom_fields li, .ipsEntry__authorFields li"):
        text = squash(row.text(separator=" "))
        if match := PLACE.match(text):
            return text[match.end() :] or None
    for line in box.css(".info, .user_fields li, .cAuthorPane_info li"):
        text = squash(line.text(separator=" "))
        if (match := PLACE.match(text)) and ":" in match[0]:
            return text[match.end() :] or None
    for details in box.css(".postdetails"):
        lines = (squash(text) for text in details.text(separator="\n").split("\n"))
        for said in lines:
            if (match := PLACE.match(said)) and ":" in match[0] and said[match.end() :]:
                return said[match.end() :]
    return None


def editing(mark: str, stated: str | None, clock: Clock) -> dict[str, Any]:
    """The fields of an edit mark; its words where the date is not read."""
    date = read_date(stated, clock)[0] or read_date(mark, clock)[0]
    editor = EDITOR.search(mark)
    return {"edited": date or mark, "editor": editor["who"] if editor else None}


def crumbs(page: Page, css: str) -> list[str]:
    """The boards of the first breadcrumb that has links to boards."""
    for box in page.tree.css(css):
        named = [
            (squash(link.text()), link.attributes.get("href") or "") for link in box.css("a[href]")
        ]
        boards = [
            text
            for text, href in named
            if text and re.search(r"showforum|/forum/\d|/forums?/\d|[?&]f=\d|[?&]c=\d", href)
        ]
        if boards:
            return list(dict.fromkeys(boards))
        if named and box.css_first("a[href*='topic']") is None:
            return list(dict.fromkeys(text for text, _ in named[1:] if text))
    return []


def page_links(page: Page) -> tuple[int | None, int | None]:
    """The page's number and the number of pages."""
    tree = page.tree
    box = tree.css_first(".ipsPagination[data-pages], [data-ipspagination-pages]")
    if box is not None:
        last = digits(
            box.attributes.get("data-pages") or box.attributes.get("data-ipspagination-pages")
        )
        active = box.css_first(
            ".ipsPagination_active a, .ipsPagination__active a, .ipsPagination_active, .ipsPagination__active"
        )
        return digits(shown(active)), last
    current = tree.css_first(".pagecurrent, .pagination li.page.active, .pagination .active")
    jump = tree.css_first(".pagelink[id^='page-jump'], .pagelink, .pagejump, .pagination .pagejump")
    numbers = re.findall(r"\d+", shown(jump) or "")
    return digits(shown(current)), digits(numbers[-1]) if numbers and current is not None else None


def refuse(page: Page) -> str | None:
    """Why a page of Invision holds no thread."""
    tree = page.tree
    if tree.css_first(
        "[data-rowid], .ipsDataItem, .forum_table, .topic_list, [data-pagecontroller='forums']"
    ):
        return "a list of threads or boards"
    if tree.css_first(
        "#elSignIn, #elError, .errorwrap, #sign_in, form[name=LOGIN], [data-role='registerForm']"
    ):
        return "an error, a notice or a login page of the forum"
    return None


# ── Versions 1 and 2 ──────────────────────────────────────────────────────────────────────────────


def split(page: Page) -> Iterator[RawPost]:
    """The posts around every ``.postcolor``."""
    for body, box in post_boxes(page, ".postcolor"):
        anchor = box.css_first("a[name^='entry'], a[id^='entry']")
        named = (anchor.attributes.get("name") or anchor.id) if anchor is not None else None
        number = first_group(ENTRY, body.id, named)
        if number is None:
            continue
        name = box.css_first("[id^='post-member-'] .normalname, .normalname, .unreg")
        if name is not None and name.css_first("a") is not None and shown(name.css_first("a")):
            name = name.css_first("a")
        members = box.css(".normalname a[href], [id^='post-member-'] a[href]")
        details = box.css("span.postdetails")
        when = next(
            (
                text
                for node in details
                if node.css_first("a") is None and (text := shown(node)) and dated(text)
            ),
            None,
        )
        counter = box.css_first("a[onclick*='link_to_post']")
        sign = box.css_first(".signature")
        yield RawPost(
            body=body,
            fields={
                "id": number,
                "floor": digits(shown(counter)),
                "author": shown(name),
                "author_id": next(
                    (
                        x
                        for link in members
                        if (x := first_group(MEMBER_URL, link.attributes.get("href")))
                    ),
                    None,
                ),
                "author_title": member_title(box),
                "location": place(box),
                "date_text": when,
            },
            signature=words(sign) or None if sign is not None else None,
        )


def dated(text: str) -> bool:
    """Whether a line of small print is a date: a time of day, or a day, and little else."""
    return len(text) < 60 and bool(re.search(r"\d\s*[:.]\s*\d\d|\d{1,4}[/.-]\d{1,2}", text))


def member_title(box: LexborNode) -> str | None:
    """The first line of the profile, where a skin keeps each in a box."""
    line = box.css_first(".postdetails .info")
    text = shown(line)
    return text if text and ":" not in text else None


def more_thread_2(page: Page) -> dict[str, Any]:
    """Thread number, title, boards and pages."""
    tree = page.tree
    facts = address_and_site(page)
    current, last = page_links(page)
    head = shown(tree.css_first("title")) or ""
    topic = shown(tree.css_first(".maintitle b, .maintitle td b, #topic-title, .topictitle b"))
    closed = tree.css_first("img[src*='t_closed'], img[src*='closed.gif']")
    link = tree.css_first("a[href*='showtopic']")
    return {
        **facts,
        "engine_version": version(page),
        "thread_id": first_group(TOPIC_SCRIPT, page.text)
        or first_group(TOPIC_URL, facts["url"], link.attributes.get("href") if link else None),
        "title": (topic if topic and topic in head else None)
        or head.rpartition(" - ")[0]
        or head
        or None,
        "board": crumbs(page, "#navstrip, .navstrip")[-3:],
        "page": current or 1,
        "pages_claimed": last,
        "locked": True if closed is not None else None,
    }


# ── Version 3 ─────────────────────────────────────────────────────────────────────────────────────


def more_thread_3(page: Page) -> dict[str, Any]:
    """Thread number, title, boards and pages."""
    tree = page.tree
    facts = address_and_site(page)
    current, last = page_links(page)
    title = tree.css_first(
        "h1.ipsType_pagetitle, h1[itemprop=name], .topic_title_h1, .main_topic_title, h2.maintitle"
    )
    tags = [shown(node) for node in tree.css(".ipsTag, .topic_tags a, a.ipsTag span")]
    return {
        **facts,
        "engine_version": version(page) or "3",
        "thread_id": first_group(TOPIC_URL, facts["url"])
        or first_group(TOPIC_SCRIPT, page.text)
        or first_group(
            TOPIC_URL, *(link.attributes.get("href") for link in tree.css("a[rel=bookmark]"))
        ),
        "title": shown(title),
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": crumbs(page, "#secondary_navigation, .breadcrumb, #breadcrumb"),
        "page": current or 1,
        "pages_claimed": last,
        "locked": True
        if tree.css_first(".topic_buttons .closed, .topic_buttons .important .locked")
        else None,
    }


def more_post_3(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of version 3."""
    number = first_group(ENTRY, node.id)
    if number is None or node.css_first(".entry-content, .post") is None:
        return None
    time = node.css_first("abbr.published, .posted_info abbr, .posted_info time, .published")
    name = node.css_first("[itemprop='creator name'], .author.vcard, .author a, .author, .guest")
    members = node.css(".author a[href], .user_details a[href], .author_info a[href]")
    mark = node.css_first("p.edit")
    votes = node.css_first(".rep_bar .reputation, .reputation")
    count = re.fullmatch(r"\+?(\d+)", shown(votes) or "")
    return {
        "id": number,
        "floor": digits(first_group(COUNT, shown(node.css_first(".post_id, .post_number")))),
        "author": shown(name),
        "author_id": next(
            (x for link in members if (x := first_group(MEMBER_URL, link.attributes.get("href")))),
            None,
        ),
        "author_title": shown(node.css_first(".member_title, .title")),
        "location": place(node),
        "date_text": shown(time),
        "date_stated": time.attributes.get("title") or time.attributes.get("datetime")
        if time
        else None,
        "attachments": attachments(node, page),
        **({"up": digits(count[1])} if count else {}),
        **(editing(words(mark), None, Clock.of(page)) if mark is not None and words(mark) else {}),
    }


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files listed below a body: ``.attachments``, ``li.attachment`` (3), ``.ipsAttachment`` (4)."""
    found: list[Attachment] = []
    for entry in node.css(
        "li.attachment, .attach_wrap li, [id^='attach_wrap'] li, .ipsAttachment_fileList > *"
    ):
        link = entry.css_first("a[href]")
        name = entry.css_first("strong, .ipsAttach_title") or link
        if link is None or not shown(name):
            continue
        size = SIZE.search(squash(entry.text(separator=" ")))
        found.append(
            Attachment(
                name=shown(name),
                href=page.absolute(link.attributes.get("href") or "") or None,
                size=size[0] if size else None,
            )
        )
    return found


# ── Versions 4 and 5 ──────────────────────────────────────────────────────────────────────────────


def more_thread_4(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages, counts and poll."""
    tree = page.tree
    facts = address_and_site(page)
    body = tree.css_first("body")
    stated = (
        (body.attributes.get("data-pageid") or body.attributes.get("data-id")) if body else None
    )
    current, last = page_links(page)
    counts = statistics(page)
    title = tree.css_first(
        "h1.ipsType_pageTitle .ipsType_break, h1[data-ips-hook=title], .ipsPageHeader h1, h1.ipsType_pageTitle, h1"
    )
    tags = [
        shown(node)
        for node in tree.css(
            ".ipsPageHeader .ipsTags a, .ipsTags a.ipsTag, .ipsPageHeader .ipsTags__tag"
        )
    ]
    fifth = tree.css_first("article.ipsEntry, .ipsRichText") is not None
    locked = tree.css_first(
        ".ipsPageHeader .fa-lock, h1 .fa-lock, .ipsBadge_icon .fa-lock, [data-ips-hook=badges] .fa-lock"
    )
    return {
        **facts,
        "engine_version": version(page) or ("5" if fifth else "4"),
        "thread_id": stated
        if stated and stated.isdecimal()
        else first_group(TOPIC_URL, facts["url"]),
        "title": shown(title),
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": crumbs(page, ".ipsBreadcrumb"),
        "page": current or 1,
        "pages_claimed": last,
        "locked": True if locked is not None else None,
        "poll": poll(tree.css_first("[data-controller*='core.front.core.poll'], .cPoll")),
        **({"views": counts["ViewAction"]} if "ViewAction" in counts else {}),
        **replies(page, counts.get("CommentAction"), last),
    }


def replies(page: Page, count: int | None, last: int | None) -> dict[str, int]:
    """The replies that JSON-LD claims.

    Early releases of 4 count the opening post too, as a single page shows.
    """
    if count is None:
        return {}
    shown_here = len(
        {
            node.mem_id
            for node in page.tree.css("article[id^='elComment_'] [data-role='commentContent']")
        }
    )
    return {"replies": count - 1 if last in (None, 1) and count == shown_here else count}


def poll(box: LexborNode | None) -> Poll | None:
    """The first question of a poll, with the votes that the page shows."""
    entry = box.css_first(".cPollList > li, .cPollList li") if box is not None else None
    if box is None or entry is None:
        return None
    number = entry.css_first(".cPollList_number")
    question = (
        (shown(entry.css_first("h3, .ipsType_sectionHead")) or "")
        .removeprefix(shown(number) or "")
        .strip()
    )
    options: list[PollOption] = []
    for row in entry.css(".cPollList_choices > li"):
        text = row.css_first("label, .ipsGrid_span4, .cPollList_choice, div")
        votes = row.css_first(".ipsGrid_span1, .cPollVoteCount")
        if said := shown(text):
            options.append(PollOption(text=said, votes=digits(shown(votes))))
    return Poll(question=question or None, options=options) if options else None


def numbered(node: LexborNode) -> str | None:
    """The words "#12" of a link in a post's head."""
    said = (squash(link.text()) for link in node.css(HEADS))
    return next((text for text in said if NUMBERED.match(text)), None)


def more_post_4(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of versions 4 and 5; adverts dressed as posts have no number."""
    holder = node.css_first("[data-commentid]")
    number = first_group(ENTRY, node.id) or (
        holder.attributes.get("data-commentid") if holder else None
    )
    if number is None or node.css_first("[data-role='commentContent']") is None:
        return None
    quoted = quote_data(node)
    time = node.css_first(
        ".ipsComment_meta time, .ipsEntry__meta time, .ipsEntry__date time, .ipsEntry__header time, time"
    )
    mark = node.css_first(".ipsEdited, [data-el='edited'], [data-excludequote]:has(time)")
    moment = mark.css_first("time") if mark is not None else None
    stated = moment.attributes.get("datetime") if moment is not None else None
    said = words(mark.css_first("strong") or mark) if mark is not None else ""
    group = node.css_first(".ipsEntry__group, .cAuthorPane_info [data-role='group']")
    return {
        "id": number,
        "floor": digits(numbered(node)),
        "author": author(node) or squash(quoted.get("username")) or None,
        "author_id": str(quoted["userid"]) if quoted.get("userid") else member_number(node),
        "author_title": shown(group),
        "location": place(node),
        "date_text": long_form(time),
        "date_stated": time.attributes.get("datetime") if time else None,
        "attachments": attachments(node, page),
        **reactions(node),
        **(editing(said, stated, Clock.of(page)) if said else {}),
    }


def quote_data(node: LexborNode) -> dict[str, Any]:
    """What the quote button would say about a post."""
    holder = node.css_first("[data-quotedata]")
    try:
        data = (
            json.loads(holder.attributes.get("data-quotedata") or "{}")
            if holder is not None
            else {}
        )
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def author(node: LexborNode) -> str | None:
    """The name as shown, without the badges and buttons beside it."""
    for css in (
        ".ipsEntry__username .ipsUsername",
        ".cAuthorPane_author a",
        ".cAuthorPane_author strong > span",
        ".cAuthorPane_author > span",
        ".ipsEntry__username",
        ".cAuthorPane_author",
    ):
        if found := shown(node.css_first(css)):
            return found
    return None


def member_number(node: LexborNode) -> str | None:
    """The member's number, out of a link to the profile."""
    links = node.css(
        ".cAuthorPane_author a[href], .ipsEntry__username a[href], a.ipsUserPhoto[href]"
    )
    return next(
        (
            found
            for link in links
            if (found := first_group(MEMBER_URL, link.attributes.get("href")))
        ),
        None,
    )


def long_form(time: LexborNode | None) -> str | None:
    """A date as shown: version 5 prints a long and a short form, of which a wide screen shows the long one."""
    return shown(time.css_first(".ipsTime__long")) or shown(time) if time is not None else None


def reactions(node: LexborNode) -> dict[str, int]:
    """The sum of the reactions' counters, where one kind alone stands there: several kinds are no votes."""
    counters = [digits(shown(box)) for box in node.css(".ipsReact_reactCount")]
    return {"up": counters[0]} if len(counters) == 1 and counters[0] is not None else {}


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────

SHARED_CHROME = {
    "spoiler-button": ".ipsSpoiler_header, .bbc_spoiler_show",
    "attachments-head": "#attach_wrap, [id^='attach_wrap'], .attachments",
    "advert": "article.cPost:not([id]), ins.adsbygoogle",
    "edit-mark": ".edit, .ipsEdited, [data-excludequote]",
    "menu": ".popupmenu-new, .popupmenu, .ipsMenu, .ipbmenu_content, i-dropdown, .iDropdown",
}

SECOND = Engine(
    name="invision",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "bodies of class postcolor",
            ('class="postcolor"', "class='postcolor'", "class=postcolor"),
            3,
        ),
        Fingerprint(
            "the template's comments", ("<!--Begin Msg Number", "<!-- THE POST ", "<!--IBF."), 2
        ),
        Fingerprint("scripts of IPB", ("ipb_global.js", "ipb_var_", "ipb_topic.js"), 2),
        Fingerprint(
            "the wrapper",
            ('id="ipbwrapper"', "id='ipbwrapper'", 'class="ipbtable"', "class='ipbtable'"),
            2,
        ),
        Fingerprint("addresses of IPB", ("showtopic=", "act=Post&amp;CODE="), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".borderwrap, .ipbtable:has(.postcolor), .tableborder",
    rules=RULES,
    more_thread=more_thread_2,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        **SHARED_CHROME,
        "site-header": "#logostrip, #submenu, #userlinks, #userlinksguest, #top-member-bar",
        "breadcrumb": "#navstrip",
        "page-links": ".pagelink, .pagecurrent, .pagelinklast",
        "member-panel": ".postdetails",
        "post-tools": ".formbuttonrow, .barb, .barc",
        "signature-line": "td.post1, td.post2",
        "site-footer": ".copyright, #gfooter, .bottomborder",
    },
)

THIRD = Engine(
    name="invision",
    view="desktop",
    fingerprints=(
        Fingerprint("posts named post_id", ("id='post_id_", 'id="post_id_', "id=post_id_"), 3),
        Fingerprint(
            "posts of class post_block",
            ("post_block hentry", "class='post_block", 'class="post_block'),
            2,
        ),
        Fingerprint("scripts of IP.Board 3", ("ipb.vars[", "ips.topic.js", "ipb.topic."), 2),
        Fingerprint(
            "the wrapper",
            ("id='ipbwrapper'", 'id="ipbwrapper"', "id='ipboard_body'", 'id="ipboard_body"'),
            2,
        ),
        Fingerprint("bodies of class entry-content", ("post entry-content",), 1),
    ),
    threshold=4,
    posts="[id^='post_id_']",
    body=".entry-content",
    signature=".signature",
    rules=RULES,
    more_thread=more_thread_3,
    more_post=more_post_3,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#header_bar, #branding, #primary_nav, #user_navigation, #header",
        "breadcrumb": "#secondary_navigation, .breadcrumb",
        "page-links": ".pagination, .topic_controls",
        "member-panel": ".author_info, .user_details, .basic_info, .user_fields, .custom_fields",
        "post-tools": ".post_controls, .rep_bar, .post_id, .posted_info",
        "quick-reply": "#fast_reply_wrapper, #fastreply, .topic_buttons",
        "site-footer": "#footer_utilities, #copyright, [id^=ipbfs], #stats, #topic_stats",
    },
)

FOURTH = Engine(
    name="invision",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "posts named elComment", ("id='elComment_", 'id="elComment_', "id=elComment_"), 3
        ),
        Fingerprint(
            "bodies by data-role",
            (
                "data-role='commentContent'",
                'data-role="commentContent"',
                "data-role=commentContent",
            ),
            2,
        ),
        Fingerprint(
            "feed of comments",
            ("core.front.core.commentFeed", "data-commentApp=", "data-commentapp="),
            2,
        ),
        Fingerprint(
            "an application of Invision",
            ("ipsApp ipsApp_front", "ipsLayout_container", "ipsLayout__container"),
            1,
        ),
        Fingerprint("settings of Invision", ("ips.setSetting(", "ipsSettings"), 1),
    ),
    threshold=4,
    posts="article[id^='elComment_'], article:has([data-commentid]):not([id^='elComment_'])",
    body="[data-role='commentContent']",
    signature="[data-role='memberSignature']",
    rules=RULES,
    more_thread=more_thread_4,
    more_post=more_post_4,
    refuse=refuse,
    chrome={
        **SHARED_CHROME,
        "site-header": "#ipsLayout_header, .ipsMobileHeader, .ipsHeader, .ipsNavBar_primary, #elUserNav, #header",
        "breadcrumb": ".ipsBreadcrumb",
        "title-line": ".ipsPageHeader",
        "page-links": ".ipsPagination, .ipsButtonBar",
        "member-panel": ".cAuthorPane, .ipsComment_author, .ipsEntry__author-column, .ipsEntry__header, .ipsUserPhoto",
        "byline-tools": ".ipsComment_meta, .ipsEntry__meta, .ipsComment_tools, .ipsComment_badges",
        "post-tools": ".ipsItemControls, .ipsEntry__footer, .ipsComment_controls, .cPostShareMenu",
        "reactions": ".ipsReact",
        "announcements": ".cAnnouncements, i-announcement-banner, .cAnnouncementsContent",
        "recommended": ".ipsRecommendedComments, [data-role=recommendedComments]",
        "quick-reply": "#replyForm, .cTopicPostArea, [data-role=replyArea], .ipsComposeArea, .cGuestTeaser",
        "related-threads": ".ipsWidget, #ipsLayout_sidebar, .cTopicRelated",
        "site-footer": "#ipsLayout_footer, #elCopyright, .ipsFooter, #elFooterLinks",
    },
)

ENGINES = (FOURTH, THIRD, SECOND)
