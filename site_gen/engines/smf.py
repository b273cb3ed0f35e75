"""Simple Machines Forum 1.1, 2.0 and 2.1: ``Display.template.php`` and ``Printpage.template.php``.

Scripts need ``subject_N``, ``msg_N`` and ``modified_N`` in every version and theme. 2.x wraps a
post in ``.post_wrapper``; 1.1 has a table in a cell of class ``windowbg``. Quotes are a
``blockquote`` with its head inside (2.1) or in a ``div.quoteheader`` before it (2.0; before a
``div.quote`` in 1.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash, where
from site_gen.engines.tools.addresses import host, href, own_address, site_name
from site_gen.engines.tools.boxes import carry
from site_gen.engines.tools.values import first_group, shown
from site_gen.load.page import Page
from site_gen.models import Attachment, Dropped, Poll, PollOption

TOPIC = re.compile(r"\btopic[=,](\d+)")
BOARD = re.compile(r"\bboard[=,](\d+)")
USER = re.compile(r"\bprofile[;,/](?:.*[;,&])?u[=,](\d+)|[;&?]u=(\d+)")
MESSAGE = re.compile(r"^(?:subject|msg)_(\d+)$")
ANY_NUMBER = re.compile(r"(\d+)")
VERSION = re.compile(r"\bSMF (\d\.\d(?:\.\d+)?(?: (?:RC|Beta|Alpha) ?\d[\d.]*)?)")
VIEWS = re.compile(r"\([^()\d]*(\d[\d.,\u00a0 ]*)[^()\d]*\)\s*$")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?i?B(?:ytes)?)\b", re.I)
VOTES = re.compile(r"^(\d+)\b")
CLOSED = re.compile(r"voting (?:(closed)|closes)", re.I)
# "Quote from: NAME on DATE", the small words in the forum's language
# (Themes/*/languages/index.*.php: search_on).
ON = r"on|am|le|el|em|il|op|w dniu|dnia|den|den|på|ons?|dňa|dne|от|в|tarihinde|于|於"
DATED_HEAD = re.compile(
    rf"^(?P<head>(?:[^:]{{1,30}}:\s*)?(?P<who>\S.*))\s+(?:{ON})\s+(?P<date>\S.*\d.*)$", re.S
)
PLAIN_HEAD = re.compile(r"^[^:]{1,30}:\s*(?P<who>\S.*)$", re.S)
EDITED_BY = re.compile(
    r"\d\S*(?:\s*[AaPp]\.?[Mm]\.?)?\s+(?:by|von|par|por|da|door|przez|av|от|tarafından)\s+(?P<who>\S.*?)\s*»?$"
)
QUOTE_BOXES = ".bbc_standard_quote, .bbc_alternate_quote"
QUOTE_CITES = ".bbc_standard_quote > cite, .bbc_alternate_quote > cite"


def join_quote_heads(body: Body) -> None:
    """Put each quote's head into its box as ``cite`` without the date, which the quoted post has itself."""
    for footer in body.each(".quotefooter"):
        footer.decompose()
    for head in body.each(".quoteheader"):
        box = next_element(head)
        if box is None or not (
            box.tag == "blockquote" or "quote" in (box.attributes.get("class") or "").split()
        ):
            continue
        link, said = head.css_first("a[href]"), words(head)
        cite = body.new("cite")
        cite.insert_child(body.new("a", said, href=href(link) or "") if link is not None else said)
        first = next(iter(box.iter(include_text=True)), None)
        if first is not None:
            first.insert_before(cite)
        else:
            box.insert_child(cite)
        box.attrs["class"] = "bbc_standard_quote"
        head.decompose()
    for cite in body.each(QUOTE_CITES):
        match = DATED_HEAD.match(words(cite))
        if match is None:
            continue
        link = cite.css_first("a[href]")
        body.found.dropped.append(Dropped(rule="quote-date", text=words(cite)))
        short = body.new("cite")
        short.insert_child(
            body.new("a", match["head"], href=href(link) or "")
            if link is not None
            else match["head"]
        )
        body.replace(cite, short)


def next_element(node: LexborNode) -> LexborNode | None:
    """The element that follows, over white space."""
    after = node.next
    while after is not None and after.is_text_node and not (after.text_content or "").strip():
        after = after.next
    return after if after is not None and not after.is_text_node else None


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: "Quote from: NAME"; "Quote" alone names nobody."""
    del box
    match = PLAIN_HEAD.match(words(cite)) if cite is not None else None
    return match["who"] if match else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smileys have the class or lie in the folder ``Smileys``.

    Other classes mean nothing after this.
    """
    del found
    is_smiley = "smiley" in image.get("class", "").split() or "/Smileys/" in image.get("src", "")
    kept = {key: value for key, value in image.items() if key != "class"}
    return {**kept, "class": "smiley"} if is_smiley else kept


BODY_RULES: tuple[Rule | TagRule, ...] = (
    blocks.edit_mark("[id^=modified_], .modified", needles=("modified",)),
    blocks.furniture("code-head", ".codeheader", needles=("codeheader",)),
    blocks.code("code.bbc_code, pre.bbc_code, div.code", needles=("bbc_code", 'class="code"')),
    Rule(
        "quote-heads",
        ("quoteheader", "bbc_standard_quote", "bbc_alternate_quote"),
        join_quote_heads,
    ),
    INVISIBLE,
    blocks.quotes(QUOTE_BOXES, head=QUOTE_CITES, needles=("quote",), who=quoted),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, counts, poll and pages."""
    tree = page.tree
    url = own_address(
        page,
        "link[rel=canonical]",
        "meta[property='og:url']",
        ".navigate_section .last a, div.nav b:last-child a.nav",
    )
    path = [(squash(link.text()), href(link) or "") for link in crumbs(page)]
    names = [name for name, _ in path if name]
    title = tree.css_first("#top_subject")
    head = tree.css_first("#top_subject, #forumposts h3.catbg") or tree.css_first(
        "h3.catbg:has(#author)"
    )
    line = squash(head.text()) if head is not None else ""
    views = VIEWS.search(line)
    version = VERSION.search(page.text, max(0, len(page.text) - 30_000))
    return {
        "thread_id": thread_number(page, url),
        "url": url,
        "site": host(url, page.base, *map(href, crumbs(page))),
        "site_name": site_name(page)
        or shown(page.tree.css_first(".forumtitle"))
        or (names[0] if len(names) > 1 else None),
        "engine_version": version[1] if version else None,
        "title": (names[-1] if names and is_topic(path[-1]) else None)
        or (squash(title.text()) if title is not None and not views else None)
        or head_title(page),
        "board": names[:-1] if path and is_topic(path[-1]) else names,
        "board_id": first_group(BOARD, *(address for _, address in reversed(path))),
        "views": number(re.sub(r"\D", "", views[1])) if views else None,
        "locked": locked(page),
        "poll": poll(tree.css_first("#poll, #poll_options")),
        **pages(page),
    }


def crumbs(page: Page) -> list[LexborNode]:
    """The links of the board path, which pages show above and below the posts.

    A board's moderators are left out.
    """
    for css in (
        ".navigate_section",
        "#linktree, .linktree",
        "div.nav:has(a.nav)",
        ".breadcrumb, .breadcrumbs",
    ):
        box = page.tree.css_first(css)
        links = (
            [link for link in box.css("a[href]") if not USER.search(href(link) or "")]
            if box is not None
            else []
        )
        if links:
            return links
    return []


def is_topic(crumb: tuple[str, str]) -> bool:
    """Whether a link of the board path is that of the thread: SMF always ends the path with it."""
    return not BOARD.search(crumb[1])


def thread_number(page: Page, url: str | None) -> str | None:
    """The thread's number, from its own address or from any of the links and forms that act on it."""
    acting = page.tree.css(
        "link[rel=canonical], [id^=subject_] a, a[href*=printpage], a[href*=prev_next], link[rel=prev], link[rel=next]"
    )
    form = page.tree.css_first("form[name=quickModForm]")
    field = page.tree.css_first("input[name=topic], input[name=sd_topic]")
    return (
        first_group(
            TOPIC,
            *map(href, acting),
            url,
            form.attributes.get("action") if form is not None else None,
        )
        or (field.attributes.get("value") if field is not None else None)
        or None
    )


def head_title(page: Page) -> str | None:
    """The page's title, which is the thread's."""
    head = page.tree.css_first("title")
    return (squash(head.text()) or None) if head is not None else None


def locked(page: Page) -> bool | None:
    """The icon beside the title says it: ``normal_post_locked.gif`` (1.1, 2.0), a span of class ``lock`` (2.1)."""
    if page.tree.css_first("#display_head, .display_title") is not None:
        return page.tree.css_first("#display_head .lock, .display_title .lock") is not None
    icon = page.tree.css_first('img[src*="/topic/"]')
    return "locked" in (icon.attributes.get("src") or "") if icon is not None else None


def pages(page: Page) -> dict[str, Any]:
    """The page's own number and the last one that the page links name."""
    for box in page.tree.css(".pagelinks, .pages, td.middletext, .pagesection"):
        current = box.css_first(".current_page") or box.css_first("strong, b")
        shown = number(squash(current.text())) if current is not None else None
        if shown is None:
            continue
        linked = [
            n for link in box.css(".navPages, .nav_page") if (n := number(squash(link.text())))
        ]
        return {"page": shown, "pages_claimed": max([shown, *linked])}
    return {"page": 1}


def poll(box: LexborNode | None) -> Poll | None:
    """The poll above the posts: options with votes, or to choose from."""
    if box is None:
        return None
    question = box.css_first("#pollquestion") or box.css_first("h3, h4")
    votes = [VOTES.match(squash(count.text())) for count in box.css(".percentage")]
    shown = [squash(option.text()) for option in box.css("dt")]
    options = [
        PollOption(text=text, votes=number(votes[n][1]) if n < len(votes) and votes[n] else None)  # type: ignore[index]
        for n, text in enumerate(shown)
    ]
    choices = [
        PollOption(text=text) for label in box.css("label") if (text := squash(label.text()))
    ]
    closed = CLOSED.search(squash(box.text(separator=" ")))
    return Poll(
        question=(squash(question.text()) or None) if question is not None else None,
        options=options or choices,
        closed=bool(closed[1]) if closed else None,
    )


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's body."""
    body = node.css_first(BODY)
    subject = node.css_first("[id^=subject_]")
    if body is None:
        return None
    ident = first_group(MESSAGE, subject.id if subject is not None else None, body.id)
    name = node.css_first(".poster h4, .poster .name") or node.css_first(
        "td[rowspan] > b, td[rowspan] b, .poster a"
    )
    link = node.css_first('.poster h4 a, .poster a[href*="profile"], td[rowspan] > b a')
    mark = node.css_first("[id^=modified_]")
    edited = squash(mark.text()) if mark is not None else ""
    by = EDITED_BY.search(editor_line(mark))
    if edited:
        carry(mark, body)
    for picture in node.css(
        ".attachments img[src*=dlattach], .attachments img.atc_img, td.smalltext img[src*=dlattach]"
    ):
        carry(picture, body)
    return {
        "id": ident,
        "author": author_of(name, link),
        **group_of(node.css_first("td[rowspan] > div.smalltext")),
        "author_id": first_group(USER, href(link)),
        "attachments": attachments(node, page),
        "up": likes(node.css_first(".like_count, .likes_count")),
        **stamp(node),
        **({"editor": by["who"]} if by else {}),
    }


def editor_line(mark: LexborNode | None) -> str:
    """An edit mark without its reason: "« Last Edit: DATE by NAME »", then (2.1) a labelled reason."""
    if mark is None:
        return ""
    reason = mark.css_first("#reason, .lastedit ~ .lastedit")
    line = squash(mark.text())
    return squash(
        line.partition(squash(reason.text()))[0] if reason is not None else line.partition("»")[0]
    )


def group_of(info: LexborNode | None) -> dict[str, str]:
    """The member's title or group in 1.1: the first words below the name, if a line of their own."""
    first = (
        next((part for part in info.iter(include_text=True)), None) if info is not None else None
    )
    said = squash(first.text_content) if first is not None and first.is_text_node else ""
    return {"author_title": said} if said else {}


def author_of(name: LexborNode | None, link: LexborNode | None) -> str | None:
    """The name in the author's column: a link; plain where the account is gone or a guest wrote."""
    shown = squash(link.text()) if link is not None else ""
    return shown or (squash(name.text()) if name is not None else "") or None


def stamp(node: LexborNode) -> dict[str, Any]:
    """Date and reply number: "« Reply #5 on: DATE »", whose words are strong.

    A link with a title in 2.1.
    """
    modern = node.css_first(".postinfo > a.smalltext, .postinfo a.smalltext, .postinfo time")
    if modern is not None:
        reply = first_group(
            ANY_NUMBER, *(squash(shown.text()) for shown in node.css(".page_number"))
        )
        return {"date_text": squash(modern.text()) or None, "floor": number(reply)}
    subject = node.css_first("[id^=subject_]")
    beside = (
        subject.parent.css_first(".smalltext")
        if subject is not None and subject.parent is not None
        else None
    )
    line = node.css_first(".keyinfo .smalltext") or beside
    if line is None:
        return {}
    label = line.css_first("strong, b")
    said = squash(label.text()) if label is not None else ""
    shown = squash(line.text()).strip("«» ")
    number_said = re.search(r"#?(\d+)", said)
    return {
        "date_text": shown.removeprefix(said).strip("«» :") or None
        if said.endswith(":")
        else shown or None,
        "floor": number(number_said[1]) if number_said and said.endswith(":") else None,
    }


def likes(box: LexborNode | None) -> int | None:
    """How many like a post: "3 people like this", "You and 2 others like this": the count is in the link."""
    if box is None or not squash(box.text()):
        return None
    link = box.css_first("a")
    if link is None:
        return 1
    count = number(first_group(ANY_NUMBER, squash(link.text())))
    before = link.prev
    too = before is not None and before.is_text_node and bool(squash(before.text_content))
    return count + too if count is not None else None


def attachments(node: LexborNode, page: Page) -> list[Attachment]:
    """The files below a body, name and size; pictures stand there with their name."""
    found: list[Attachment] = []
    links = node.css(".attachments a, [id$=_footer] a, td.smalltext a[href*=dlattach]")
    for link in {link.mem_id: link for link in links}.values():
        name = squash(link.text())
        if not name or "dlattach" not in (href(link) or "dlattach"):
            continue
        after = link.next
        size = SIZE.search(after.text() if after is not None else "")
        if size is None and link.parent is not None:
            size = SIZE.search(squash(link.parent.text()).partition(name)[2])
        found.append(
            Attachment(
                name=name, href=page.absolute(href(link) or ""), size=size[1] if size else None
            )
        )
    return found


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    error = tree.css_first("#fatal_error .content, #fatal_error")
    if error is not None:
        return f"a notice of the forum, not a thread: “{squash(error.text())[:120]}”"
    if tree.css_first("#frmLogin, form[name=frmLogin]") is not None:
        return "a login page, not a thread"
    if (
        tree.css_first("#messageindex, #boardindex_table, #categories_table, #board_list")
        is not None
    ):
        return "a list of boards or threads, not a thread"
    return None


BODY = ".inner[data-msgid], .inner[id^=msg_], .post:not(:has(.inner[id^=msg_]))"
NEVER_HEADER = (
    "#header, #top_section, #upper_section, #headerarea, #main_menu, .dropmenu, #menu_nav, #mobile_user_menu,"
    " .mobile_user_menu, #search_form, #guest_form, #toolbar, .user, .news"
)
ADDRESSES = (
    re.compile(r"topic[=,](?P<thread>\d+)\.msg(?P<post>\d+)"),
    re.compile(r"topic[=,](?P<thread>\d+)(?:\.\w+)?[^#]*(?:#msg(?P<post>\d+))?$"),
    re.compile(r"index\.php\?(?:.*[&;])?msg=(?P<post>\d+)"),
)
DESKTOP = Engine(
    name="smf",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "scripts of SMF", ("var smf_scripturl", "var smf_theme_url", "smf_images_url"), 2
        ),
        Fingerprint("posts named msg and subject", ('id="subject_', "id=subject_"), 2),
        Fingerprint(
            "form for many posts",
            ('name="quickModForm"', "name=quickModForm", 'id="quickModForm"'),
            2,
        ),
        Fingerprint(
            "posts of class post_wrapper", ('class="post_wrapper"', "class=post_wrapper"), 2
        ),
        Fingerprint("edit marks by number", ('id="modified_', "id=modified_"), 1),
        Fingerprint("icons of the theme", ("Themes/default/",), 1),
    ),
    threshold=4,
    posts=".post_wrapper, td[class^=windowbg]:has(.post):has([id^=subject_])",
    post_boxes=".post_wrapper, td[class^=windowbg]:has([id^=subject_])",
    body=BODY,
    signature=".signature",
    post={
        "author_title": (
            where(".poster .membergroup"),
            where(".poster .postgroup"),
            where(".poster .title"),
        ),
        "subject": (where("[id^=subject_]"),),
    },
    rules=BODY_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": NEVER_HEADER,
        "breadcrumb": ".navigate_section, .linktree, #linktree, div.nav",
        "page-links": ".pagesection, .pagelinks, .nextlinks, .nextlinks_bottom, .middletext",
        "thread-tools": ".buttonlist, .mobile_buttons, #display_head, .cat_bar, .catbg, .catbg3, .mirrortab_back",
        "poll-panel": "#poll, #pollmoderation, #poll_options",
        "byline": ".keyinfo, .postinfo, [id^=subject_]",
        "author-column": ".poster, .user_info, td[rowspan]",
        "edit-mark": "[id^=modified_]",
        "code-head": ".codeheader",
        "attachment-list": ".attachments",
        "likes": ".under_message, .like_count",
        "post-tools": ".quickbuttons, .moderatorbar, .reportlinks, [id$=_quick_mod], td.smalltext, .smalltext",
        "moderation-tools": "#moderationbuttons",
        "thread-tools-below": "#display_jump_to, .plainbox, #similar_topics, .tborder",
        "quick-reply": "#quickReplyOptions, #quickreply, #quickreplybox, #postmodify",
        "site-footer": "#footer, #footer_section, #footerarea, .copyright, #ajax_in_progress",
    },
)


def printed_posts(page: Page) -> Iterator[RawPost]:
    """Heads of three strong values (subject, author, date), each with its body.

    2.x: ``.postheader`` and ``.postbody``; 1.1: loose words between two rules, and a box with a margin of ``5ex``.
    """
    heads, bodies = page.tree.css(".postheader"), page.tree.css(".postbody")
    if heads:
        for head, body in zip(heads, bodies, strict=False):
            yield printed_post(head.css("strong, b"), body)
        return
    for body in page.tree.css('td > div[style*="5ex"]'):
        values: list[LexborNode] = []
        before = body.prev
        while before is not None and before.tag not in ("div", "td") and len(values) < 3:
            if before.tag in ("b", "strong"):
                values.insert(0, before)
            before = before.prev
        if values:
            yield printed_post(values, body)


def printed_post(values: list[LexborNode], body: LexborNode) -> RawPost:
    """A post by the strong words of its head.

    A day in words is strong itself: "<b><b>Today</b> at 5:46</b>".
    """
    said = [squash(value.text()) for value in values]
    date = said[2] if len(said) > 2 else None
    after = values[2].next if len(values) > 2 else None
    if date and not re.search(r"\d", date) and after is not None and after.is_text_node:
        date = f"{date} {squash(after.text_content)}"
    return RawPost(
        body=body,
        fields={
            "subject": (said[0] or None) if said else None,
            "author": (said[1] or None) if len(said) > 1 else None,
            "date_text": date,
        },
    )


def printed_thread(page: Page) -> dict[str, Any]:
    """Title, board path and address: "CATEGORY => BOARD => Started by: NAME on DATE" in ``#linktree``."""
    tree = page.tree
    url = own_address(page, "link[rel=canonical]")
    line = tree.css_first("#linktree, h2.normaltext")
    parts = [squash(part) for part in squash(line.text()).split("=>")] if line is not None else []
    name = tree.css_first("#title, h1")
    first = tree.css_first(".postheader strong, .postheader b")
    site = (squash(name.text()) or None) if name is not None else None
    return {
        "thread_id": first_group(
            TOPIC, url, *map(href, tree.css(".print_options a, #print_options a"))
        ),
        "url": url,
        "site": host(url, page.base),
        "site_name": site,
        "title": (squash(first.text()) if first is not None else "") or printed_title(page),
        "board": [part for part in (site, *parts[:-1]) if part],
        "poll": printed_poll(tree.css_first("#poll_data")),
    }


def printed_title(page: Page) -> str | None:
    """The title in the page's head, after the words for "print page"."""
    return (head_title(page) or "").partition(" - ")[2] or head_title(page)


def printed_poll(box: LexborNode | None) -> Poll | None:
    """The poll of the print view (2.1): "Option 1: TEXT Votes: N", each in a box."""
    if box is None:
        return None
    question = box.css_first(".question strong")
    options: list[PollOption] = []
    for row in box.css("div:not(.question)"):
        option = row.css_first("strong")
        votes = re.search(r":\s*(\d+)$", squash(row.text()))
        if option is not None:
            options.append(
                PollOption(text=squash(option.text()), votes=number(votes[1]) if votes else None)
            )
    return Poll(
        question=(squash(question.text()) or None) if question is not None else None,
        options=options,
    )


PRINT = Engine(
    name="smf",
    view="print",
    fingerprints=(
        Fingerprint("print style sheet", ("/css/print.css", "/print.css?fin", "minified_print"), 1),
        Fingerprint("heads of class postheader", ('class="postheader"', "class=postheader"), 2),
        Fingerprint("bodies of class postbody", ('class="postbody"', "class=postbody"), 1),
        Fingerprint("line of boards", ('id="linktree"', "id=linktree"), 2),
        Fingerprint("bodies of 1.1", ('<div style="margin: 0 5ex;">',), 4),
        Fingerprint("line of boards of 1.1", ('<h2 class="normaltext">',), 1),
    ),
    threshold=5,
    split=printed_posts,
    post_boxes=".postheader, .postbody",
    rules=BODY_RULES,
    more_thread=printed_thread,
    refuse=refuse,
    chrome={
        "site-header": "#title, h1",
        "breadcrumb": "#linktree, h2",
        "byline": ".postheader",
        "print-options": ".print_options, #print_options",
        "site-footer": "#footer, .smalltext",
    },
)
ENGINES = (DESKTOP, PRINT)
