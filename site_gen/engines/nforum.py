"""nForum, the web face of KBS bulletin boards (``app/views/article/index.tpl``), and its page for phones.

A post's body is the article as the board's text system stores it: a head of three lines (发信人,
标题, 发信站), the words, quotes as lines that begin with ": " below "【 在 甲 (nick) 的大作中提到:
】", a signature below "--", and lines of the system that begin with "※" (source with an address,
last change).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import edit_mark, quotes
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import host, whole
from site_gen.load.page import Page
from site_gen.models import Attachment, Dropped, Rating

BREAK = re.compile(r"<br\s*/?>", re.I)
TAG = re.compile(r"<[^>]*>")
PARAGRAPH = re.compile(r"^\s*<p>|</p>\s*$")
WRITER = re.compile(
    r"^(?:发信人|寄信人|作者)\s*[:：]\s*(?P<who>\w[\w.-]*)\s*(?:\((?P<nick>.*?)\))?\s*(?:,|，|$)"
)
BOARD = re.compile(r"(?:信区|看板)\s*[:：]\s*([\w.-]+)")
SUBJECT = re.compile(r"^标\s*题\s*[:：]\s*(.*)$")
STATION = re.compile(r"^发信站\s*[:：]\s*(?P<site>[^(（]*?)\s*[(（](?P<date>[^)）]*)[)）]")
REPLY = re.compile(r"^(?:Re|RE)\s*[:：]\s*")
QUOTE_HEAD = re.compile(
    r"^【\s*(?:在)?\s*(?P<who>[\w.-]+)\s*(?:\(.*\))?\s*.*(?:大作|文章|邮件|写道|提到).*】\s*$"
)
SOURCE = re.compile(r"^※\s*来源\s*[:：].*")
CHANGED = re.compile(
    r"^※\s*修改\s*[:：]\s*·?\s*(?P<who>[\w.-]+)\s*(?:于|於)\s*(?P<date>.*?)\s*修改"
)
FROM = re.compile(r"\[FROM\s*[:：]\s*([^\]]+)\]")
SYSTEM = re.compile(r"^※\s*(?:来源|转载|转寄|修改)")
ARTICLE = re.compile(r"/article/([\w.-]+)/(?:#!?)?(\d+)")
POST_ID = re.compile(
    r"/article/[\w.-]+/(?:post|reply|edit|forward|ajax_\w+|tmpl\?id=|single)/?(\d+)|[?&]id=(\d+)"
)
BODY_CLASS = re.compile(r"\bbody(\d+)\b")
FLOORS = {"沙发": 1, "板凳": 2, "地板": 3}
FLOOR = re.compile(r"(\d+)\s*楼")
SIZE = re.compile(r"\(\s*([\d.]+\s*(?:Bytes|[KMG]B?))\s*\)", re.I)


def plain(line: str) -> str:
    """A line of a body as a reader sees it."""
    return squash(html.unescape(TAG.sub("", line)))


class Article(Struct, frozen=True):
    """A stored article: the HTML of its words, what its head and the system's lines state, what is left out of it."""

    words: str = ""
    facts: dict[str, Any] = {}
    signature: str | None = None
    dropped: list[Dropped] = []


def article(source: str) -> Article:
    """Take a stored article apart, line by line."""
    lines = BREAK.split(PARAGRAPH.sub("", source))
    facts: dict[str, Any] = {}
    start = head_of(lines, facts)
    words_of: list[str] = []
    sign: list[str] = []
    marks: list[str] = []
    dropped = [
        Dropped(rule="article-head", text=text) for line in lines[:start] if (text := plain(line))
    ]
    in_sign = False
    for n, line in enumerate(lines[start:], start):
        text = plain(line)
        if SYSTEM.match(text):
            dropped.append(Dropped(rule="system-line", text=text))
            if match := FROM.search(text) if SOURCE.match(text) else None:
                facts["location"] = match[1].strip()
            if match := CHANGED.match(text):
                facts["editor"] = match["who"]
                marks.append(f'<p class="changed">{html.escape(text)}</p>')
            continue
        if text == "--" and ends_words(lines[n + 1 :]):
            in_sign = True
            dropped.append(Dropped(rule="signature-line", text=text))
            continue
        (sign if in_sign else words_of).append(line)
    signature = squash(" ".join(plain(line) for line in sign)) or None
    pictures = [line for line in sign if "<img" in line or "/att/" in line]
    shown = "".join([marked_quotes(without_blank_ends([*words_of, *pictures])), *marks])
    return Article(shown, facts, signature, dropped)


def without_blank_ends(lines: list[str]) -> list[str]:
    """The lines from the first to the last that shows something."""
    full = [n for n, line in enumerate(lines) if plain(line) or "<img" in line]
    return lines[full[0] : full[-1] + 1] if full else []


def ends_words(rest: list[str]) -> bool:
    """Whether a "--" begins the signature: no other "--" stands below it before the system's lines."""
    texts = [plain(line) for line in rest]
    last = next((n for n, text in enumerate(texts) if SYSTEM.match(text)), len(texts))
    return "--" not in texts[:last]


def head_of(lines: list[str], facts: dict[str, Any]) -> int:
    """Read the three lines above the words; gives where the words begin."""
    for n, line in enumerate(lines[:8]):
        text = plain(line)
        if match := WRITER.match(text):
            facts["writer"] = match["who"]
            board = BOARD.search(text)
            facts["board"] = board[1] if board else None
        elif match := SUBJECT.match(text):
            facts["subject"] = match[1] or None
        elif match := STATION.match(text):
            facts["site_name"], facts["date_text"] = (
                match["site"] or None,
                match["date"].strip() or None,
            )
            return n + 1
    return 0


def marked_quotes(lines: list[str]) -> str:
    """The lines with quotes made quotes: the head's line and the lines below it that begin with a colon."""
    found: list[str] = []
    open_quote = False
    for line in lines:
        text = plain(line)
        if QUOTE_HEAD.match(text):
            found.append(
                f'{"</blockquote>" if open_quote else ""}<blockquote class="quote"><cite>{html.escape(text)}</cite>'
            )
            open_quote = True
        elif open_quote and text.startswith((":", "：", ">")):
            found.append(
                re.sub(r"^((?:\s|<[^>]*>|&nbsp;)*)[:：>]\s?", r"\1", line.replace("&gt;", ">", 1))
                + "<br>"
            )
        else:
            if open_quote:
                found.append("</blockquote>")
                open_quote = False
            found.append(line + "<br>")
    return "".join(found) + ("</blockquote>" if open_quote else "")


def quoted_name(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted, from the head "【 在 甲 (nick) 的大作中提到: 】"."""
    del box
    match = QUOTE_HEAD.match(squash(cite.text())) if cite is not None else None
    return match["who"] if match else None


def note_files(body: Body) -> None:
    """An upload that is no picture: a link below ``/att/`` with its name and size."""
    taken: list[Attachment] = []
    for link in body.each("a[href*='/att/']"):
        if link.css_first("img") is None:
            text = re.sub(r"^附件\s*[:：]?\s*", "", words(link))
            size = SIZE.search(text)
            name = SIZE.sub("", text).strip()
            taken.append(
                Attachment(
                    name=name or None,
                    href=body.absolute(link.attributes.get("href") or ""),
                    size=size[1] if size else None,
                )
            )
    body.found.attachments += reversed(taken)


RULES: tuple[Rule | TagRule, ...] = (
    edit_mark("p.changed", needles=('class="changed"',)),
    INVISIBLE,
    quotes("blockquote.quote", head="cite", who=quoted_name),
    Rule("files", ("/att/",), note_files),
    FORGET_CLASS,
    *FINISH,
)


def split(page: Page) -> Iterator[RawPost]:
    """The articles of a desktop page."""
    for table in page.tree.css("table.article"):
        cell = table.css_first(".a-content")
        if cell is not None:
            yield raw_post(table, cell)


def raw_post(table: LexborNode, cell: LexborNode) -> RawPost:
    """One article: its body without the system's lines, and what its frame says."""
    body = cell.css_first(".a-content-wrap") or cell.css_first("p") or cell
    stored = article(body.inner_html or "")
    facts = stored.facts
    name = table.css_first(".a-u-name a") or table.css_first(".a-u-name")
    links = [a.attributes.get("href") or "" for a in table.css(".a-func a, .a-bottom a")]
    ids = [match[1] or match[2] for href in links if (match := POST_ID.search(href))]
    named = BODY_CLASS.search(cell.attributes.get("class") or "")
    label = table.css_first(".a-pos")
    uid = squash(name.text()) if name is not None else ""
    title = table.css_first(".a-u-uid")
    return RawPost(
        body=parsed(stored.words),
        signature=stored.signature,
        dropped=stored.dropped,
        fields={
            "id": (named[1] if named else None) or (ids[0] if ids else None),
            "floor": floor_of(squash(label.text())) if label is not None else None,
            "author": uid or facts.get("writer"),
            "author_id": uid if name is not None and name.tag == "a" and uid else None,
            "author_title": level(table)
            or (squash(title.text()) or None if title is not None else None),
            "date_text": facts.get("date_text"),
            "subject": subject_of(facts),
            "ratings": likes(cell),
            **{key: facts[key] for key in ("location", "editor") if key in facts},
        },
    )


def subject_of(facts: dict[str, Any]) -> str | None:
    """The subject of a post; one that only says "Re:" says nothing of its own."""
    subject = facts.get("subject")
    return subject if subject and not REPLY.match(subject) else None


def floor_of(label: str) -> int | None:
    """第1楼, 沙发 1, 板凳 2; 楼主 is the thread itself."""
    match = FLOOR.search(label)
    return FLOORS.get(label) or (number(match[1]) if match else None)


def level(table: LexborNode) -> str | None:
    """The author's level (等级, or 身份 where there is none) in the list beside the body."""
    box = table.css_first(".a-u-info")
    if box is None:
        return None
    names, values = (
        [squash(n.text()) for n in box.css("dt")],
        [squash(n.text()) for n in box.css("dd")],
    )
    facts = dict(zip(names, values, strict=False))
    return facts.get("等级") or facts.get("身份") or None


def likes(cell: LexborNode) -> list[Rating]:
    """Like 评价 below the words: points, name, a short note."""
    found: list[Rating] = []
    for row in cell.css(".likes li, .like_list li"):
        name, note = row.css_first(".like_user"), row.css_first(".like_msg")
        score = re.search(r"([+-]?\d{1,4})", squash(row.text()))
        found.append(
            Rating(
                author=squash(name.text()).strip(":：") or None if name is not None else None,
                score=int(score[1])
                if score and row.css_first("[class^=like_score]") is not None
                else None,
                reason=(squash(note.text()) or None) if note is not None else None,
            )
        )
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board and pages out of the frame.

    Board and forum out of the first article's head where it is silent.
    """
    tree = page.tree
    share = tree.css_first("#a_share")
    heading = tree.css_first(".b-head .n-left, .b-head")
    shown = (
        re.search(r"(?:文章主题|主题)\s*[:：]\s*(\S.*)$", squash(heading.text()))
        if heading is not None
        else None
    )
    title = (share.attributes.get("_c") if share is not None else None) or (
        shown[1] if shown else None
    )
    url = whole(page, share.attributes.get("_u") if share is not None else None, page.capture.url)
    cell = tree.css_first(".a-content, ul.list .sp")
    facts = article(cell.inner_html or "").facts if cell is not None else {}
    links = [a.attributes["href"] or "" for a in tree.css("a[href*='/article/']")]
    found = ARTICLE.search(url or "") or next(
        (match for href in links if (match := ARTICLE.search(href))), None
    )
    total = tree.css_first(".page-pre i")
    posts = number(squash(total.text())) if total is not None else None
    current = tree.css_first(".page-main .page-select, .page-select")
    pages = [
        count
        for a in tree.css(".page-main li")
        if (count := number(squash(a.text()).strip("."))) is not None
    ]
    board = (found[1] if found else None) or facts.get("board")
    return {
        "thread_id": found[2] if found else None,
        "url": url,
        "site": host(url, page.base),
        "site_name": facts.get("site_name"),
        "title": squash(title) or subject_of(facts) or None,
        "board": [board] if board else [],
        "board_id": board,
        "replies": posts - 1 if posts else None,
        "page": (number(squash(current.text())) if current is not None else None) or 1,
        "pages_claimed": max(pages, default=None),
    }


def refuse(page: Page) -> str | None:
    """What a page of nForum is, if it is no thread."""
    tree = page.tree
    if tree.css_first(".board-list, table.board-list, .b-content table.tiz") is not None:
        return "a board's list of threads, not a thread"
    if tree.css_first(".error, #error") is not None:
        return "a notice of the forum, not a thread"
    return "a page of an nForum board without articles"


ADDRESSES = (re.compile(r"/article/[\w.-]+/(?P<thread>\d+)(?:[?#]|$)"),)

DESKTOP = Engine(
    name="nforum",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "boxes of class a-wrap", ('class="a-wrap', "class=a-wrap", 'class="article"'), 1
        ),
        Fingerprint("names of class a-u-name", ("a-u-name",), 3),
        Fingerprint("places of class a-pos", ('class="a-pos"', "class=a-pos", "class='a-pos'"), 2),
        Fingerprint("cells of class a-content", ('class="a-content', "class=a-content"), 2),
        Fingerprint("addresses below nForum", ("/nForum/", "/nforum/"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".a-wrap, table.article",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "page-links": ".page, .pagination",
        "like-button": ".add_like",
        "thread-tools": ".t-btn, .t-pre, .t-pre-bottom, .b-head",
        "author-column": ".a-left",
        "post-tools": ".a-func, .a-pos, .a-bottom",
        "likes": ".likes",
        "advert": "#sogou_banner, #midadv_slider, [id$=bfd_box], .ad",
        "quick-reply": "#quick_post, #quick_reply, #f_search",
        "site-header": "#top_head, #menu, #notice, nav",
        "site-footer": "#bot_foot, footer",
        "templates": "script, .u-dialog",
    },
)


def split_touch(page: Page) -> Iterator[RawPost]:
    """The articles of the page for phones: a line of links, then the words."""
    for entry in page.tree.css("ul.list > li"):
        bar, cell = entry.css_first("div.nav"), entry.css_first("div.sp")
        if bar is None or cell is None:
            continue
        stored = article(cell.inner_html or "")
        facts = stored.facts
        name = bar.css_first("a[href*='/user/query/']")
        plants = [squash(a.text()) for a in bar.css("a.plant")]
        ids = [
            match[1] or match[2]
            for a in bar.css("a")
            if (match := POST_ID.search(a.attributes.get("href") or ""))
        ]
        uid = squash(name.text()) if name is not None else None
        yield RawPost(
            body=parsed(stored.words),
            signature=stored.signature,
            dropped=stored.dropped,
            fields={
                "id": ids[0] if ids else None,
                "floor": floor_of(plants[0]) if plants else None,
                "author": uid or facts.get("writer"),
                "author_id": uid or None,
                "date_text": facts.get("date_text") or (plants[1] if len(plants) > 1 else None),
                "subject": subject_of(facts),
                **{key: facts[key] for key in ("location", "editor") if key in facts},
            },
        )


def more_thread_touch(page: Page) -> dict[str, Any]:
    """Title and pages of the page for phones."""
    tree = page.tree
    first = tree.css_first("ul.list li.f")
    title = re.sub(r"^主题\s*[:：]\s*", "", squash(first.text())) if first is not None else ""
    pair = next(
        (m for a in tree.css("a.plant") if (m := re.match(r"(\d+)/(\d+)$", squash(a.text())))), None
    )
    return {
        **more_thread(page),
        **({"title": title} if title else {}),
        "replies": None,
        "page": number(pair[1]) if pair else 1,
        "pages_claimed": number(pair[2]) if pair else None,
    }


TOUCH = Engine(
    name="nforum",
    view="touch",
    fingerprints=(
        Fingerprint("lists of class sec", ('<ul class="list sec">', "<ul class='list sec'>"), 2),
        Fingerprint("bars over the words", ('<div class="nav hl">',), 2),
        Fingerprint("plain links", ('class="plant"',), 2),
    ),
    threshold=5,
    split=split_touch,
    post_boxes="ul.list > li",
    rules=RULES,
    more_thread=more_thread_touch,
    refuse=refuse,
    chrome={
        "site-header": "#wraper > .menu, .menu, .logo",
        "page-links": ".sec.nav",
        "byline-tools": "div.nav",
        "title-line": "li.f",
        "site-footer": ".footer, #footer",
    },
)

ENGINES = (DESKTOP, TOUCH)
