"""Discuz! 6 and 7: the thread page (``templates/default/viewthread.htm``, ``viewthread_node.htm``) and the archiver.

Each post is ``table#pid123`` with ``td.postauthor`` and ``td.postcontent``; 7 puts it into
``div#post_123``. What the boards share with Discuz! X (addresses, floors, edit marks, uploads,
ratings) is read by its rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import edit_mark, furniture, quotes
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute, shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.addresses import ADDRESSES
from site_gen.engines.discuz.bodies import DISCUZ_RULES, found_size
from site_gen.engines.discuz.common import (
    board_path,
    floor_number,
    page_number,
    thread_facts,
    user_id,
)
from site_gen.load.page import Page
from site_gen.models import Attachment, Poll, PollOption, Rating

POST_ID = re.compile(r"^pid(\d+)$")
EDITED = re.compile(r"^\s*(?:本帖最后由|本帖最後由|This post was last edited by)")
# 6: "原帖由 甲 于 2009-9-4 09:32 发表", "Originally posted by 甲 at 2009-9-4 09:32"; 7.2: "甲
# 发表于 2010-3-30 21:48".
QUOTED = re.compile(
    r"^(?:原帖由|原帖|Originally posted by)\s*(?P<old>\S.{0,60}?)\s*(?:于|於|at|on)\s+\d{4}-"
    r"|^(?P<new>\S.{0,60}?)\s+(?:发表于|發表於|posted on)\s+\d{4}-",
    re.I,
)
COUNTS = re.compile(r"(?:查看|浏览|查閱)\s*[:：]\s*(\d+)|(?:回复|回覆)\s*[:：]\s*(\d+)")
FULL = re.compile(
    r"^(?:查看)?(?:完整版本?|完整版)\s*[:：]\s*|^(?:View )?Full Version\s*[:：]\s*", re.I
)
PAGE_IN_TITLE = re.compile(r"\s*\(\s*页\s*\d+\s*\)\s*$")
SCORE = re.compile(r"([+-])\s*(\d{1,9})")
VOTES = re.compile(r"^\s*(\d+)\s*(?:\(|票|$)")


def cite_heads(body: Body) -> None:
    """The label 引用 goes.

    The line that says who is quoted becomes a ``cite`` with the link to the post in it.
    """
    for label in body.each("div.quote > h5"):
        body.drop(label, "quote-label")
    for box in body.each("div.quote > blockquote"):
        line: list[LexborNode] = []
        for node in box.iter(include_text=True):
            if node.tag == "br":
                break
            line.append(node)
        said = squash("".join(node.text() for node in line))
        if not line or not QUOTED.match(said):
            continue
        link = next(
            (
                a
                for node in line
                for a in links_in(node)
                if "pid=" in (a.attributes.get("href") or "")
            ),
            None,
        )
        cite = body.new("cite")
        if link is not None:
            cite.insert_child(body.new("a", said, href=link.attributes.get("href") or ""))
        else:
            cite.insert_child(said)
        end = line[-1].next
        line[0].insert_before(cite)
        for part in line:
            part.decompose()
        if end is not None and end.tag == "br":
            end.decompose()


def links_in(node: LexborNode) -> list[LexborNode]:
    """The links of a node that may itself be one."""
    return [] if node.is_text_node else [node] if node.tag == "a" else node.css("a")


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted, from the head of a quote."""
    del box
    match = QUOTED.match(squash(cite.text())) if cite is not None else None
    return (match["old"] or match["new"]) if match else None


def take_plain_mark(body: Body) -> None:
    """6: "[ <i>本帖最后由 甲 于 … 编辑</i> ]" is a field, not text; 7 has ``i.pstatus`` for it."""
    for mark in body.each("i, em"):
        text = words(mark)
        if not EDITED.match(text):
            continue
        for side, bracket in ((mark.prev, "["), (mark.next, "]")):
            if side is not None and side.is_text_node and bracket in (side.text_content or ""):
                side.replace_with((side.text_content or "").replace(bracket, "", 1))
        body.found.edit_mark = text
        mark.decompose()


def note_gates(body: Body) -> None:
    """6: ``div.notice`` stands over shown secrets (a label) or in place of words or files that are hidden (a gate)."""
    for box in body.each("div.notice"):
        text = words(box)
        if re.match(r"以下内容需要|以下內容需要", text):
            body.drop(box, "hidden-text-label")
        else:
            body.gate(box, text)


RULES: tuple[Rule | TagRule, ...] = (
    furniture("code-head", ".blockcode .headactions, .blockcode h5", needles=("blockcode",)),
    furniture("attachment-icon", "img[src*='attachicons/']", needles=("attachicons/",)),
    Rule("edit-mark-6", ("本帖最后由", "本帖最後由", "last edited by"), take_plain_mark),
    Rule("gates-6", ("notice",), note_gates),
    *(rule for rule in DISCUZ_RULES if rule.name != "quotes"),
    Rule("quote-heads", ("quote",), cite_heads),
    quotes("div.quote", body="blockquote", who=quoted_name),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, counts, pages and poll."""
    tree = page.tree
    facts = thread_facts(page)
    heading = tree.css_first(
        "#threadtitle h1, .mainbox.viewthread > h1, .viewthread h1, .mainbox h1"
    )
    kinds = [squash(a.text()).strip("[]") for a in heading.css("a")] if heading is not None else []
    head = PAGE_IN_TITLE.sub("", panels.title_from_head(tree))
    title = squash(heading.text(deep=False) or heading.text()) if heading is not None else head
    crumbs = [(squash(a.text()), a.attributes.get("href") or "") for a in tree.css("#nav a")]
    pages = tree.css_first(".pages")
    current = pages.css_first("strong") if pages is not None else None
    numbers = [
        int(m[0])
        for a in (pages.css("a, strong") if pages else ())
        if (m := re.search(r"\d{1,9}", a.text()))
    ]
    shown = number(squash(current.text())) if current is not None else None
    closed = any(
        "关闭" in node.text() or "關閉" in node.text()
        for node in tree.css(".mainbox > ins, .modact")
    )
    tags = [squash(a.text()) for a in tree.css(".posttags a, .threadtags a")]
    return {
        **facts,
        **board_path(list(dict.fromkeys(crumbs)), title),
        "title": title or head or None,
        "tags": list(dict.fromkeys(tag for tag in (*kinds, *tags) if tag)),
        "locked": True if closed else None,
        "page": shown or page_number(page, facts["url"]) or 1,
        "pages_claimed": max(numbers, default=None),
        "poll": poll(page),
        **counts(page),
    }


def counts(page: Page) -> dict[str, Any]:
    """Views and replies, where a skin shows them over the posts."""
    found: dict[str, Any] = {}
    for box in page.tree.css(".viewthread .headactions, .forumcontrol, #threadtitle, .threadinfo"):
        for views, replies in COUNTS.findall(squash(box.text())):
            found |= {"views": number(views)} if views else {"replies": number(replies)}
    return found


def poll(page: Page) -> Poll | None:
    """A vote (``viewthread_poll.htm``): rows of a number, a choice and, where shown, its bar and count."""
    box = page.tree.css_first(".pollpanel, form[action*=votepoll], .box.pollpanel, #poll")
    if box is None:
        return None
    options: list[PollOption] = []
    for row in box.css("tr, .polloption, .pollchart li"):
        label = row.css_first("label, .polloption")
        texts = [squash(cell.text()) for cell in row.css("td")]
        text = (
            squash(label.text())
            if label is not None
            else next((t for t in texts if t and not VOTES.match(t)), "")
        )
        count = next((m[1] for t in texts[1:] if (m := VOTES.match(t))), None)
        if text:
            options.append(PollOption(text=re.sub(r"^\d+\.\s*", "", text), votes=number(count)))
    return Poll(options=options) if options else None


def split(page: Page) -> Iterator[RawPost]:
    """The posts of a page, by the names of their tables."""
    for node in page.tree.css("table[id^=pid]"):
        if (match := POST_ID.match(node.id or "")) and node.css_first(
            ".postauthor, .postcontent"
        ) is not None:
            yield raw_post(match[1], node, page)


def raw_post(pid: str, node: LexborNode, page: Page) -> RawPost:
    """One post: its body and what stands around it."""
    body = node.css_first(f"#postmessage_{pid}") or node.css_first(
        ".t_msgfont, .t_bigfont, .t_smallfont"
    )
    label = node.css_first(f"#postnum{pid}, #postnum_{pid}, .postinfo > strong")
    stamp = node.css_first(f"#authorposton{pid}")
    line = node.css_first(".postinfo")
    said = (
        squash(stamp.text())
        if stamp is not None
        else squash(line.text(deep=False))
        if line is not None
        else ""
    )
    exact = stamp.css_first("span[title]") if stamp is not None else None
    subject = node.css_first(".postmessage > h2")
    gates = [
        words(box)
        for box in node.css(".postmessage .notice, .postmessage .locked")
        if not within(box, body)
    ]
    sign = node.css_first(".signatures")
    floor = (
        floor_number(squash(label.text(deep=False)) or squash(label.text()))
        if label is not None
        else None
    )
    return RawPost(
        body=body,
        date_stated=exact.attributes.get("title") if exact is not None else None,
        signature=(squash(sign.text(separator=" ")) or None) if sign is not None else None,
        fields={
            "id": pid,
            "floor": floor
            if floor is not None
            else floor_number(squash(label.text()))
            if label is not None
            else None,
            **author_of(node),
            "date_text": shown_date(said) or said or None,
            "subject": (squash(subject.text()) or None) if subject is not None else None,
            "gates": gates,
            "attachments": listed_files(node, body, page),
            "ratings": ratings(node, pid),
        },
    )


def within(box: LexborNode, body: LexborNode | None) -> bool:
    """Whether a box stands inside a body."""
    parent = box.parent
    while parent is not None:
        if body is not None and parent.mem_id == body.mem_id:
            return True
        parent = parent.parent
    return False


def author_of(node: LexborNode) -> dict[str, Any]:
    """Name, number and group of a post's author: 7 names him over the body or beside it, 6 in a ``cite``."""
    column = node.css_first(".postauthor")
    if column is None:
        return {}
    group = column.css_first("p > em")
    fields: dict[str, Any] = {
        "author_title": (squash(group.text()) or None) if group is not None else None
    }
    places = (
        ".authorinfo a.posterlink",
        ".postauthor > .postinfo a",
        ".postauthor cite a",
        ".postauthor .name a",
    )
    for css in places:
        link = next(
            (a for a in node.css(css) if "getip" not in (a.attributes.get("href") or "")), None
        )
        if link is not None and squash(link.text()):
            return {
                **fields,
                "author": author_name(link),
                "author_id": user_id(link.attributes.get("href")),
            }
    inside = column.css_first(".popuserinfo a")
    if inside is not None and squash(inside.text()):
        return {
            **fields,
            "author": squash(inside.text()),
            "author_id": user_id(inside.attributes.get("href")),
        }
    plain = column.css_first("cite, .avatar")
    name = (squash(plain.text(deep=False)) or squash(plain.text())) if plain is not None else ""
    return {**fields, "author": name or None, "author_title": None}


def author_name(link: LexborNode) -> str | None:
    """The name in a link; a guest's link holds his address too."""
    return squash(link.text(deep=False)) or squash(link.text()) or None


def listed_files(node: LexborNode, body: LexborNode | None, page: Page) -> list[Attachment]:
    """The files and pictures listed below a body (``dl.t_attachlist``)."""
    found: list[Attachment] = []
    for entry in node.css(".t_attachlist"):
        if within(entry, body):
            continue
        link = entry.css_first(".attachname a, .imgtitle a") or next(
            (a for a in entry.css("dt a") if "aid=" in (a.attributes.get("href") or "")), None
        )
        picture = next(
            (i for i in entry.css("img") if "attachicons/" not in (i.attributes.get("src") or "")),
            None,
        )
        address = (link.attributes.get("href") if link is not None else None) or ""
        if picture is not None:
            address = picture.attributes.get("file") or picture.attributes.get("src") or address
        if link is None and picture is None:
            continue
        name = (
            squash(link.text())
            if link is not None
            else picture.attributes.get("alt")
            if picture is not None
            else ""
        )
        found.append(
            Attachment(
                name=name or None,
                href=page.absolute(address) or None,
                size=found_size(squash(entry.text())),
            )
        )
    return found


def ratings(node: LexborNode, pid: str) -> list[Rating]:
    """评分: 7 has ``li#rate_<post>_<member>``, 6 a list in a ``fieldset``.

    Several kinds of points, then the reason.
    """
    found: list[Rating] = []
    for entry in node.css(f"li[id^=rate_{pid}_], .postmessage fieldset li"):
        names = [
            text
            for a in entry.css("cite a, a[href*=uid]")
            if (text := squash(a.text()).rstrip(":："))
        ]
        scores = [
            int(m[1] + m[2])
            for part in entry.css("em, span, strong")
            if (m := SCORE.search(part.text()))
        ]
        notes = [squash(part.text()) for part in entry.css("em") if not SCORE.search(part.text())]
        notes = [text for text in notes if text and not parse_absolute(text)]
        reason = (squash(entry.text(deep=False)) if entry.id else "") or (notes[0] if notes else "")
        found += [
            Rating(author=names[0] if names else None, score=score, reason=reason or None)
            for score in scores
        ]
    return found


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    notice = tree.css_first(".box.message p, .postbox .alert_error, .postbox .alert_info")
    if notice is not None and (text := squash(notice.text())):
        return f"a notice of the forum, not a thread: “{text[:120]}”"
    if tree.css_first(".mainbox.threadlist, #threadlist") is not None:
        return "a board's list of threads, not a thread"
    if tree.css_first("form[name=login]") is not None:
        return "a login page, not a thread"
    return "a page of a Discuz! forum without posts"


DESKTOP = Engine(
    name="discuz",
    view="desktop",
    fingerprints=(
        Fingerprint("generator line", ('content="Discuz! 6', 'content="Discuz! 7'), 3),
        Fingerprint("boxes of class viewthread", ("mainbox viewthread",), 4),
        Fingerprint("tables named pid", ('<table id="pid', "<table id=pid", 'summary="pid'), 2),
        Fingerprint("author cells", ('class="postauthor"', "class=postauthor"), 3),
        Fingerprint("bodies of class t_msgfont", ("t_msgfont",), 3),
        Fingerprint("bodies named postmessage_", ('id="postmessage_', "id=postmessage_"), 1),
        Fingerprint("lists of posts", ('class="postmessage', "class=postmessage"), 2),
    ),
    threshold=4,
    split=split,
    post_boxes="table[id^=pid]",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, #menu, #umenu, #nav_bar, #ad_headerbanner, #append_parent",
        "breadcrumb": "#nav, #foruminfo",
        "menus": ".popupmenu_popup, .popmenu, .dropmenu",
        "page-links": ".pages, .pages_btns, .threadflow",
        "thread-tools": ".headactions, .mainbox > ins, .useraction, .forumcontrol, #threadstamp",
        "author-column": ".postauthor",
        "byline-tools": ".postinfo, .posterinfo",
        "post-tools": ".postactions, .postact, .postratings",
        "attachment-list": ".postattachlist",
        "rating-head": ".newrate, .postmessage fieldset, [id^=post_rate_]",
        "tag-list": ".posttags, .threadtags, #relatedtags",
        "poll-panel": ".pollpanel",
        "related-threads": ".tagrelated, .box.related",
        "moderation-note": ".modact",
        "edit-mark": ".pstatus",
        "advert": "[id^=ad_], .ad_text, .ad_column, .threadad, .adcontent",
        "quick-reply": "#postform, #f_post, #fastpost, .quickpost",
        "site-footer": "#footer, #footlinks, .copyright",
    },
)


def split_archiver(page: Page) -> Iterator[RawPost]:
    """``div.archiver_post``: a line with name and date, then the words, a subject at their head."""
    for node in page.tree.css(".archiver_post"):
        name, line, body = (
            node.css_first("p cite"),
            node.css_first("p"),
            node.css_first(".archiver_postbody"),
        )
        if line is None or body is None:
            continue
        said = squash(line.text(deep=False))
        subject = body.css_first("h2")
        heading = squash(subject.text()) if subject is not None else ""
        if subject is not None:
            subject.decompose()
        yield RawPost(
            body=body,
            fields={
                "author": (squash(name.text()) or None) if name is not None else None,
                "date_text": shown_date(said) or said or None,
                "subject": heading or None,
            },
        )


def more_thread_archiver(page: Page) -> dict[str, Any]:
    """Title, board and pages of the archiver of 5 and 6."""
    tree = page.tree
    full = tree.css_first("h1 a[href*='viewthread'], h1 a[href*='thread-']")
    title = FULL.sub("", squash(full.text())) if full is not None else ""
    crumbs = [(squash(a.text()), a.attributes.get("href") or "") for a in tree.css("#nav a")]
    path = board_path(crumbs, title)
    links = tree.css_first(".archiver_pages")
    current = links.css_first("strong") if links is not None else None
    numbers = [
        int(m[0])
        for a in (links.css("a, strong") if links else ())
        if (m := re.search(r"\d{1,9}", a.text()))
    ]
    shown = re.search(r"\d+", current.text()) if current is not None else None
    return {
        **thread_facts(page),
        **path,
        "title": title or PAGE_IN_TITLE.sub("", panels.title_from_head(tree)) or None,
        "page": number(shown[0]) if shown else 1,
        "pages_claimed": max(numbers, default=None),
    }


ARCHIVER = Engine(
    name="discuz",
    view="archiver",
    fingerprints=(
        Fingerprint(
            "posts of class archiver_post", ('class="archiver_post"', "class=archiver_post"), 4
        ),
        Fingerprint("bodies of class archiver_postbody", ("archiver_postbody",), 2),
        Fingerprint("archiver in the head", ("Discuz! Archiver", "archiver/"), 1),
    ),
    threshold=4,
    split=split_archiver,
    post_boxes=".archiver_post",
    rules=(edit_mark(".pstatus", needles=("pstatus",)), *COMMON),
    more_thread=more_thread_archiver,
    addresses=(),
    chrome={
        "site-header": "#header, #headerwrap",
        "breadcrumb": "#nav",
        "title-line": "h1",
        "page-links": ".archiver_pages",
        "byline": ".archiver_post > p",
        "subject-line": "h2",
        "site-footer": "#footer, .footer, #copyright",
    },
)

ENGINES = (DESKTOP, ARCHIVER)
