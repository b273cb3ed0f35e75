"""phpwind 5 to 9: the thread page (``template/wind/read.htm``.

``template/bbs/read_floor.htm`` in 9).

The names that the page's scripts need have been the same since version 5: ``read_tpc`` and
``read_123`` hold the bodies, ``td_`` the cells, ``alert_`` the edit marks, ``att_`` the uploads;
``tpc`` stands for the thread's first post. The author's cell is ``th.r_two`` up to 7,
``td.floot_left`` in 8. Floors count from the first reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import edit_mark, furniture
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.dates import ABSOLUTE, parse_absolute, shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash, where
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page
from site_gen.models import Attachment, Quote, Rating

BODY_ID = re.compile(r"^read_(tpc|\d+)$")
PID = re.compile(r"\bpid[=-](tpc|\d+)")
LOU = re.compile(r"\barticle[=-](\d+)")
UID = re.compile(r"\buid[=-](\d+)")
TID = re.compile(
    r"var\s+(?:tid|TID)\s*=\s*'(\d+)'|name=[\"']?tid[\"']?\s+value=[\"']?(\d+)|id=[\"']?js-tid[\"']?\s+value=[\"']?(\d+)"
)
TID_ADDRESS = re.compile(r"(?:\btid[=-]|read-htm-tid-|/read/)(\d+)")
FID = re.compile(r"\bfid[=-](\d+)")
HOST = re.compile(
    r"(?:certificate\.php\?host=|db_bbsurl\s*=\s*'https?://|copyurl\s*=\s*'https?://)([\w.-]+)"
)
VERSION = re.compile(r"phpwind\s*(?:</?\w[^>]*>\s*)*v?(\d\.\d(?:\.\d)?)", re.I)
FLOORS = {"沙发": 1, "沙發": 1, "板凳": 2, "地板": 3}
NUMBER = re.compile(r"(\d{1,9})")
PAGES = re.compile(r"(\d+)\s*/\s*(\d+)")
LOCATION = re.compile(r"来自\s*[:：]\s*([^\s,，|][^,，|]{0,40})")
LEVEL = re.compile(r"^(?:级别|等级)\s*[:：]\s*(\S.*)$")
# How the skins of the languages that phpwind was translated into (Chinese, Uyghur) say a thread was
# read.
VIEWS = re.compile(
    r"(?:阅读|瀏覽|浏览|点击|人气|Views)\s*[:：]?\s*(\d+)|(\d+)\s*(?:人阅读|次阅读)|(\d+)\s*قېتىم\s+ك[ۆۈ]رۈلدى"
)
REPLIES = re.compile(r"(?:回复|回覆|Replies)\s*[:：]?\s*(\d+)")
# "引用第3楼甲于2009-04-16 11:08发表的 :", and its Uyghur form.
QUOTED = re.compile(
    r"(?:第?\s*\d+\s*(?:楼|樓)|楼主|قەۋەتتىكى)\s*(?P<who>\S.{0,60}?)\s*(?:于|於|在|نىڭ|دە)\s*(?=\d{4}-\d)",
    re.S,
)
EDITOR = re.compile(r"(?:此帖|本帖|帖子)被\s*(?P<who>\S.{0,60}?)\s*(?:在|于)\s*\d{4}-")
SIZE = re.compile(r"([\d.]+\s*(?:KB?|MB?|Bytes))\b", re.I)
HIDDEN = re.compile("设定了隐藏|設定了隱藏|设定了加密|没有登录|出售内容|出售的内容|购买后显示")
PLAYER = re.compile(r"player\('[^']*',\s*'([^']+)'")
SMILEY = re.compile(r"(?:post/smile|images/emotion)/[\w-]+/[^/]+$|post/smile/[^/]+$")


def cite_heads(body: Body) -> None:
    """A quote's label ("Quote:", 引用) and its first line become its ``cite``; its words stay.

    5 to 7: ``h6.quote`` before ``blockquote.blockquote`` (a label with a ``span`` heads a shown
    secret or a note of the thread's author instead); 7: ``blockquote.blockquote3 > h6.quote2``; 8:
    ``blockquote3 > div.quote + div.text``; 9: ``blockquote.blockquote``, the name as a link.
    """
    found: list[Quote] = []
    for box in body.each("blockquote.blockquote, blockquote.blockquote3"):
        label = quote_label(box)
        inner = (
            box.css_first("div.text")
            or next((n for n in box.iter() if n.tag == "div" and n != label), None)
            or box
        )
        head = first_line(inner)
        said = squash("".join(node.text() for node in head))
        is_head = bool(ABSOLUTE.search(said)) and said.endswith((":", "："))
        jump = box.css_first("a.return, a[href*='action=topost'], a[href*='a=jump']")
        if label is None and not is_head and jump is None:
            continue
        match = QUOTED.search(said) if is_head else None
        author = match["who"] if match else None
        if not is_head and (named := named_link(box)) is not None:
            author, said, head, is_head = (
                squash(named.text()),
                f"{squash(named.text())}：",
                [named],
                True,
            )
            behind = named.next
            if behind is not None and behind.is_text_node:
                behind.replace_with((behind.text_content or "").lstrip(" :："))
        cite = body.new(
            "cite", squash(f"{words(label) if label is not None else ''} {said if is_head else ''}")
        )
        for node in head if is_head else ():
            node.decompose()
        if label is not None:
            label.decompose()
        url = body.absolute(jump.attributes.get("href") or "") if jump is not None else None
        pid = PID.search(url or "")
        if jump is not None:
            body.drop(jump, "quote-link")
        if not is_nested(box, body.root):
            found.append(
                Quote(author=author, text=words(box), post_id=pid[1] if pid else None, url=url)
            )
        first = next(box.iter(include_text=True), None)
        if first is not None and cite.text():
            first.insert_before(cite)
        box.attrs["class"] = "quote"
    body.found.quotes += reversed(found)


def named_link(box: LexborNode) -> LexborNode | None:
    """9: the link to the quoted member, first in a quote, with a colon behind it."""
    link = box.css_first("span.fl > a")
    behind = link.next if link is not None else None
    is_head = (
        behind is not None
        and behind.is_text_node
        and (behind.text_content or "").lstrip().startswith((":", "："))
    )
    return link if is_head and link is not None and link.prev is None else None


def quote_label(box: LexborNode) -> LexborNode | None:
    """The label of a quote: inside it (``h6.quote2``, ``div.quote``), or the ``h6.quote`` just before it."""
    inside = box.css_first("h6.quote2, div.quote, h6.quote")
    if inside is not None:
        return inside
    before = box.prev
    while before is not None and before.is_text_node and not (before.text_content or "").strip():
        before = before.prev
    if before is None or before.tag != "h6" or before.css_first("span") is not None:
        return None
    return before if "quote" in (before.attributes.get("class") or "") else None


def first_line(box: LexborNode) -> list[LexborNode]:
    """The nodes of a box up to its first break, the break too, labels left out."""
    line: list[LexborNode] = []
    for node in box.iter(include_text=True):
        if node.tag in ("h6", "div", "blockquote", "p"):
            if line:
                break
            continue
        line.append(node)
        if node.tag == "br":
            break
    return line


def is_nested(box: LexborNode, root: LexborNode) -> bool:
    """Whether a quote stands inside another."""
    parent = box.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.tag == "blockquote":
            return True
        parent = parent.parent
    return False


def note_gates(body: Body) -> None:
    """What hides words from a reader who has not answered, paid or logged in (``require/bbscode.php``)."""
    for box in body.each(
        "blockquote.blockquote, .quoteTips, .content_hidden, .content_sell, [id^=hidden_]"
    ):
        for label in box.css("h6"):
            if label.next is not None and words(box) != words(label):
                body.drop(label, "hidden-text-label")
        text = words(box)
        if HIDDEN.search(text) and len(text) < 200:
            body.gate(box, text)


def plain_code(body: Body) -> None:
    """``div#code1 > ol > li`` up to 8, ``pre[data-role=code]`` in 9: code with its lines, without the copy button."""
    found: list[str] = []
    for box in body.each("div[id^=code], pre[data-role=code]"):
        lines = box.css("li")
        text = "\n".join(item.text().replace("\n", "") for item in lines) if lines else box.text()
        text = text.replace("\r", "").replace("\u00a0", " ").strip("\n")
        found.append(text)
        pre = body.new("pre")
        pre.insert_child(body.new("code", text))
        frame = enclosing_table(box)
        body.replace(frame or box, pre)
    body.found.code += reversed(found)


def enclosing_table(box: LexborNode) -> LexborNode | None:
    """The table that version 8 puts around code and its button, if the code is all it holds."""
    cell = box.parent
    table = cell.parent if cell is not None else None
    while table is not None and table.tag in ("tr", "tbody"):
        table = table.parent
    return (
        table
        if cell is not None and cell.tag == "td" and table is not None and table.tag == "table"
        else None
    )


def link_players(body: Body) -> None:
    """A button that starts a player becomes a link to what it plays."""
    for button in body.each("[onclick*='player(']"):
        if match := PLAYER.search(button.attributes.get("onclick") or ""):
            body.replace(button, body.new("a", words(button), href=match[1]))


def note_files(body: Body) -> None:
    """Uploads placed in the text: a link to ``job.php?action=download``, its size in the title or behind it."""
    taken: list[Attachment] = []
    for box in body.each("span[id^=att_] > div, span[id^=att_] .pw_menu"):
        body.drop(box, "attachment-menu")
    for link in body.each("a[href*='job.php?action'], a[href*='bbs/attach/download']"):
        if "download" in (address := link.attributes.get("href") or ""):
            size = SIZE.search(link.attributes.get("title") or "")
            taken.append(
                Attachment(
                    name=words(link) or None,
                    href=body.absolute(address),
                    size=size[1] if size else None,
                )
            )
    body.found.attachments += reversed(taken)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """A smiley (``images/post/smile/``, ``images/emotion/``) has no words of its own: its file's name."""
    del found
    source = image.get("src", "")
    if not SMILEY.search(source):
        return image
    return {**image, "alt": f":{source.rpartition('/')[2].partition('.')[0]}:", "class": "smiley"}


RULES: tuple[Rule | TagRule, ...] = (
    edit_mark("[id^=alert_]", needles=("alert_",)),
    INVISIBLE,
    Rule("players", ("player(",), link_players),
    furniture("advert", "[id^=ads_], .ads", needles=("ads",)),
    furniture("inside-title", ".inside_title", needles=("inside_title",)),
    Rule(
        "gates",
        ("blockquote", "quoteTips", "content_hidden", "content_sell", "hidden_"),
        note_gates,
    ),
    Rule("code", ('id="code', "data-role"), plain_code),
    Rule("quotes", ("blockquote",), cite_heads),
    Rule("files", ("job.php", "attach/download"), note_files),
    FORGET_CLASS,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)


def thread_facts(page: Page) -> dict[str, Any]:
    """Thread number, address, forum, version: where every version states them."""
    head, tail = page.text[:60_000], page.text[-20_000:]
    own = own_address(page)
    version = VERSION.search(head) or VERSION.search(tail)
    return {
        "thread_id": first_group(TID, page.text) or first_group(TID_ADDRESS, own),
        "url": own,
        "site": host(own, page.base) or (first_group(HOST, page.text) or "").lower() or None,
        "engine_version": version[1] if version else None,
    }


def path_of(box: LexborNode | None) -> dict[str, Any]:
    """Boards, forum and title out of a line of links: forum » board » title."""
    links = (
        [(squash(a.text()), a.attributes.get("href") or "") for a in box.css("a")]
        if box is not None
        else []
    )
    links = [(text, href) for text, href in links if text]
    boards = [
        n
        for n, (_, href) in enumerate(links)
        if re.search(r"thread(?:\.php|-htm)|c=thread|/thread/", href)
    ]
    path = [text for n, (text, _) in enumerate(links) if n in boards]
    ids = [match[1] for n in boards if (match := FID.search(links[n][1]))]
    after = links[boards[-1] + 1 :] if boards else []
    return {
        "board": path,
        "board_id": ids[-1] if ids else None,
        "site_name": next(
            (text for text, href in links if "index.php" in href or "index" in href), None
        ),
        "title": after[0][0] if after else None,
    }


def crumbs(page: Page) -> dict[str, Any]:
    """The path to the thread: the first line of links that leads over a board to a thread, else to a board.

    Its box has another name in every version; a menu of boards has each in a box of its own.
    """
    best: dict[str, Any] = {}
    seen: set[int] = set()
    for link in page.tree.css("a[href*='thread.php?fid'], a[href*='thread-htm-fid']"):
        box = link.parent
        if box is not None and len(box.css("a")) < 2:
            box = box.parent
        if box is None or box.mem_id in seen or len(seen) > 200:
            continue
        seen.add(box.mem_id)
        if not 2 <= len(box.css("a")) <= 12:
            continue
        path = path_of(box)
        if path["site_name"] and path["board"] and (path["title"] or not best):
            best = path
        if best.get("title"):
            break
    return best


def page_numbers(boxes: Iterable[LexborNode], page: Page) -> dict[str, Any]:
    """The number of this page and of all: scripts say it, else the page links do."""
    current = re.search(r"var\s+page\s*=\s*parseInt\('(\d+)'\)", page.text)
    total = re.search(r"var\s+totalpage\s*=\s*parseInt\('(\d+)'\)", page.text)
    shown, numbers = None, []
    for box in boxes:
        for node in box.css("a, b, strong"):
            count = number(squash(node.text()).lstrip("."))
            if count is not None:
                numbers.append(count)
                shown = count if node.tag != "a" and shown is None else shown
        if pair := PAGES.search(squash(box.text())):
            shown = shown or number(pair[1])
            numbers.append(number(pair[2]) or 1)
    return {
        "page": (number(current[1]) if current else None) or shown or 1,
        "pages_claimed": (number(total[1]) if total else None) or max(numbers, default=None),
    }


def more_thread(page: Page) -> dict[str, Any]:
    """What a page of version 5 to 8 says of its thread."""
    tree = page.tree
    path = crumbs(page)
    subject = tree.css_first("#subject_tpc")
    heading = squash(subject.text()) if subject is not None else ""
    head = title_parts(page)
    bar = tree.css_first("form[name=delatc] th.h, form[name=delatc] .h")
    title = heading or path.get("title") or barred_title(bar) or first_heading(page) or head[0]
    counts = squash(
        " ".join(
            node.text(separator=" ")
            for node in tree.css(".readTop, .t3, tr.tr2, .readNum, .h")[:12]
        )
    )
    if not path.get("board") and len(head) > 1:
        path["board"] = [head[1]]
    return {
        **thread_facts(page),
        "board": path.get("board") or [],
        "board_id": path.get("board_id"),
        "site_name": path.get("site_name"),
        "title": title or None,
        **read_counts(tree.css_first(".readTop"), counts),
        **page_numbers(tree.css(".pages")[:1], page),
    }


def barred_title(bar: LexborNode | None) -> str | None:
    """The title in the bar over the posts: "本页主题: …"."""
    bold = bar.css_first("strong, b") if bar is not None else None
    if bar is None or bold is None:
        return None
    behind = re.search(r"[:：]\s*(\S.*)$", squash(bold.text()))
    return behind[1] if behind else squash(bar.text(deep=False)) or None


def first_heading(page: Page) -> str | None:
    """The title over the first post of a page, where old versions have no name for it."""
    node = page.tree.css_first(".r_one h4, .r_one h1")
    return (squash(node.text()) or None) if node is not None else None


def title_parts(page: Page) -> list[str]:
    """``<title>`` cut at its bars: title | board | category - forum."""
    node = page.tree.css_first("title")
    return [squash(part) for part in (node.text() if node is not None else "").split("|")] or [""]


def read_counts(box: LexborNode | None, text: str) -> dict[str, Any]:
    """Views and replies: version 8 has boxes for them, others a line of words."""
    shown = [number(squash(node.text())) for node in box.css("li span")] if box is not None else []
    if len(shown) >= 2:
        return {"views": shown[0], "replies": shown[1]}
    views, replies = VIEWS.search(text), REPLIES.search(text)
    return {
        **({"views": number(next(group for group in views.groups() if group))} if views else {}),
        **({"replies": number(replies[1])} if replies else {}),
    }


def split(page: Page) -> Iterator[RawPost]:
    """The posts of version 5 to 8: every body, with the box around it that holds an author's cell too."""
    seen: set[int] = set()
    for node in page.tree.css("[id^=read_], .tpc_content"):
        named = BODY_ID.match(node.id or "")
        if not named and (
            "tpc_content" not in (node.attributes.get("class") or "")
            or node.css_first("[id^=read_]")
        ):
            continue
        box = box_of(node)
        if box is None or box.mem_id in seen:
            continue
        seen.add(box.mem_id)
        yield raw_post(page, box, node, named[1] if named else None)


def box_of(node: LexborNode) -> LexborNode | None:
    """The nearest element around a body that holds its author's cell."""
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in ("table", "div") and parent.css_first(".r_two, .floot_left") is not None:
            return parent
        parent = parent.parent
    return None


def raw_post(page: Page, box: LexborNode, body: LexborNode, pid: str | None) -> RawPost:
    """One post of version 5 to 8."""
    links = " ".join(
        a.attributes.get("href") or ""
        for a in box.css("a[href*=post], a[href*=operate], a[href*=job]")
    )
    stated, lou = PID.search(links), LOU.search(links)
    side = box.css_first(".r_two, .floot_left")
    bar = box.css_first(".tipad") or box.css_first(".tipTop, .tiptop")
    top = box.css_first(".tipTop, .tiptop")
    number_box = top.css_first("a.s2") if top is not None else None
    label = squash(number_box.text()) if number_box is not None else ""
    stamp = next(
        (text for part in (bar, top) if part is not None and (text := date_in(part))), None
    )
    subject = box.css_first("[id^=subject_]")
    pid = pid or (stated[1] if stated else None)
    place = LOCATION.search(squash(top.text())) if top is not None else None
    editor = (
        EDITOR.search(squash(words(alert)))
        if (alert := body.css_first("[id^=alert_]")) is not None
        else None
    )
    fields: dict[str, Any] = {
        "id": pid,
        "floor": floor_of(label) or (number(lou[1]) if lou and lou[1] != "0" else None),
        "date_text": stamp,
        "marks": ["置顶"] if "置顶" in label else [],
        **(author_of(side) if side is not None else {}),
        "attachments": listed_files(box, body, page),
        "ratings": ratings(box),
        "gates": outer_gates(box, body),
        **({"location": place[1].strip()} if place else {}),
        **({"editor": editor["who"]} if editor else {}),
    }
    if subject is not None and pid != "tpc" and squash(subject.text()):
        fields["subject"] = squash(subject.text())
    exact = (
        next((n.attributes["title"] or "" for n in top.css("span[title]")), "")
        if top is not None
        else ""
    )
    sign = box.css_first(".signature")
    return RawPost(
        body=body,
        date_stated=exact if ABSOLUTE.search(exact) else None,
        signature=(squash(sign.text(separator=" ")) or None) if sign is not None else None,
        fields=fields,
    )


def date_in(part: LexborNode) -> str | None:
    """The date of a line of a post's frame."""
    return shown_date(squash(part.text(separator=" ")))


def floor_of(label: str) -> int | None:
    """The floor that a label states: 沙发 1, 板凳 2, "5楼".

    The thread's own post (楼主) is none.
    """
    label = label.rstrip("#").strip()
    if label in FLOORS:
        return FLOORS[label]
    match = NUMBER.match(label)
    return (number(match[1]) or None) if match else None


def author_of(side: LexborNode) -> dict[str, Any]:
    """Name, number and level of a post's author, from the cell beside it."""
    name = side.css_first(".r_name a") or side.css_first(".r_name") or side.css_first("b")
    uid = next(
        (
            m[1]
            for a in side.css("a[href*=uid]")
            if (m := UID.search(a.attributes.get("href") or ""))
        ),
        None,
    )
    level = side.css_first("font[color='#555555']")
    title = squash(level.text()) if level is not None else ""
    for line in side.css("p") if not title else ():
        if match := LEVEL.match(squash(line.text())):
            title = str(match[1])
    return {
        "author": (squash(name.text()) or None) if name is not None else None,
        "author_id": uid if uid != "0" else None,
        "author_title": title or None,
    }


def listed_files(box: LexborNode, body: LexborNode, page: Page) -> list[Attachment]:
    """Uploads shown beside a body, each in a box of its own (``att_123``): a picture, or a link with a size."""
    found: list[Attachment] = []
    within = {node.mem_id for node in body.css("[id^=att_]")}
    for entry in box.css("[id^=att_]"):
        if entry.mem_id in within or not re.fullmatch(r"att_\d+", entry.id or ""):
            continue
        picture = entry.css_first("img[onclick], img[onload], img.pic, br ~ img")
        link = next(
            (a for a in entry.css("a") if "download" in (a.attributes.get("href") or "")), None
        )
        size = SIZE.search(squash(entry.text()))
        name = re.match(r"(?:描述\s*[:：].*?)?(?:图片|圖片)\s*[:：]\s*(\S+)", squash(entry.text()))
        if link is not None:
            href = page.absolute(link.attributes.get("href") or "")
            found.append(
                Attachment(
                    name=squash(link.text()) or None, href=href, size=size[1] if size else None
                )
            )
        elif picture is not None:
            source = page.absolute(picture.attributes.get("src") or "")
            found.append(Attachment(name=name[1] if name else None, href=source or None))
    return found


def outer_gates(box: LexborNode, body: LexborNode) -> list[str]:
    """Notes beside a body that uploads are hidden (``hidden_att_123``)."""
    del body
    return [text for node in box.css("[id^=hidden_att_]") if (text := words(node))]


def ratings(box: LexborNode) -> list[Rating]:
    """评分 of version 8: a row for each: face, name, kind, points, time, reason."""
    found: list[Rating] = []
    for row in box.css("tr[id^=pingLogTr_]"):
        name, points = row.css_first(".p_name"), row.css_first("td.s2")
        cells = row.css("td")
        score = (
            re.search(r"([+-]?)\s*(\d{1,9})", squash(points.text())) if points is not None else None
        )
        found.append(
            Rating(
                author=(squash(name.text()) or None) if name is not None else None,
                score=int(score[1] + score[2]) if score else None,
                reason=(squash(cells[4].text()) or None) if len(cells) > 4 else None,
            )
        )
    return found


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    if tree.css_first("#ajaxtable, #threadlist, .thread_posts_list, tr.tr3.t_one") is not None:
        return "a board's list of threads, not a thread"
    if tree.css_first("form[name=login], form#login") is not None:
        return "a login page, not a thread"
    return "a page of a phpwind forum without posts"


ADDRESSES = (
    re.compile(r"read\.php\?(?:.*&)?tid[=-](?P<thread>\d+)[^#]*#(?P<post>tpc|\d+)$"),
    re.compile(
        r"job\.php\?(?:.*&)?action=topost&(?:.*&)?tid=(?P<thread>\d+)&(?:.*&)?pid=(?P<post>tpc|\d+)"
    ),
    re.compile(r"read\.php\?(?:.*&)?tid[=-](?P<thread>\d+)"),
    re.compile(r"/read-htm-tid-(?P<thread>\d+)"),
    re.compile(r"[?&]c=read&(?:.*&)?tid=(?P<thread>\d+)"),
)
CHROME = {
    "site-header": "#header, #head, #nav, .toptool, .banner, #search, #top, #navA, #searchA, .nav-wrap",
    "breadcrumb": "#breadcrumbs, #breadCrumb, .guide, .bread_crumb",
    "menus": ".menu, .pw_menu, .core_menu, [id^=menu_]",
    "page-links": ".pages, .pagesone",
    "thread-tools": ".t3, th.h, td.h, .readTop, .floor_title, .read_management, tr.tr2",
    "author-column": ".r_two, .floot_left, .floor_left, .user-info2",
    "byline-tools": ".tiptop, .tipTop, .floor_top_tips",
    "post-tools": ".tipad, .tipBottom, .readbot, .floor_bottom",
    "moderation-note": "[id^=mag_], .tips, .r_one > .gray, .inside_logs",
    "rating-head": ".score, [id^=mark_]",
    "attachment-list": "[id^=read_Att_], [id^=att_], .read_attach_pic, .read_attach_downattach",
    "advert": "[id^=ads_], .textMes",
    "edit-mark": ".edit_log, [id^=alert_]",
    "related-threads": ".dynamic",
    "tag-list": ".read_tag_list",
    "quick-reply": "form[name=FORM], #fastpost, .reply_quick, .reply_toolbar_wrap",
    "board-jump": "select",
    "site-footer": "#footer, .footer-wrap, .footer_wrap, #bottom, #windspend, #footerbg",
}

DESKTOP = Engine(
    name="phpwind",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "generator line", ('content="PHPWind', 'content="phpwind', "content=PHPWind"), 2
        ),
        Fingerprint(
            "bodies named read_",
            ('id="read_tpc"', "id=read_tpc", 'class="tpc_content" id="read_'),
            3,
        ),
        Fingerprint("bodies of class tpc_content", ('class="tpc_content"', "class=tpc_content"), 2),
        Fingerprint("form of the posts", ('name="delatc"', "name=delatc"), 2),
        Fingerprint("cells named td_tpc", ('id="td_tpc"', "id=td_tpc", 'id="subject_tpc"'), 1),
        Fingerprint(
            "bars of class tiptop",
            ('class="tiptop"', "class=tiptop", 'class="tipTop"', "class=tipTop"),
            1,
        ),
        Fingerprint("author cells", ('class="r_two"', "class=r_two", "floot_left"), 2),
        Fingerprint("scripts", ("pw_ajax.php", "pw_ajax.js", "headbase"), 1),
        Fingerprint("footer", ("PHPWind.com", "phpwind.net"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=".t2, .read_t",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=CHROME,
)


def more_thread_9(page: Page) -> dict[str, Any]:
    """What a page of version 9 says of its thread."""
    tree = page.tree
    title = tree.css_first("#J_post_title")
    kinds = [squash(a.text()).strip("[]") for a in title.css("a")] if title is not None else []
    tags = [squash(a.text()) for a in tree.css("#J_read_tag_wrap .tag_item")]
    counts = [number(squash(node.text())) for node in tree.css(".post_num em")]
    path = path_of(tree.css_first(".bread_crumb"))
    heading = squash(title.text(deep=False)) if title is not None else ""
    return {
        **thread_facts(page),
        "board": path["board"],
        "board_id": path["board_id"],
        "site_name": path["site_name"],
        "title": heading or path["title"] or title_parts(page)[0] or None,
        "tags": list(dict.fromkeys(tag for tag in (*kinds, *tags) if tag)),
        **({"views": counts[0], "replies": counts[1]} if len(counts) >= 2 else {}),
        **page_numbers(
            [box for box in tree.css(".pages") if box.css_first("strong") is not None][:1], page
        ),
    }


def more_post_9(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a body of version 9."""
    match = BODY_ID.match(node.id or "")
    if not match:
        return None
    name = node.css_first(".floor_info .name a.J_user_card_show") or node.css_first(
        ".floor_info .name"
    )
    top = node.css_first(".floor_top_tips .fl") or node.css_first(".floor_top_tips")
    line = squash(top.text()) if top is not None else ""
    label = node.css_first(".floor_top_tips .lou")
    edited = node.css_first(".edit_log")
    place = LOCATION.search(line)
    fields: dict[str, Any] = {
        "id": match[1],
        "author": (squash(name.text()) or None) if name is not None else None,
        "author_id": name.attributes.get("data-uid") if name is not None else None,
        "floor": floor_of(squash(label.text())) if label is not None else None,
        "date_text": shown_date(line),
        "attachments": files_9(node, page),
        "marks": ["帖内置顶"] if node.css_first(".inside_digs_icon") is not None else [],
        **({"location": place[1].strip()} if place else {}),
    }
    if edited is not None:
        said = squash(edited.text()).strip("[]")
        who = re.match(r"(.+?)于\s*\d", said)
        fields |= {"edited": parse_absolute(said) or said, "editor": who[1] if who else None}
    return fields


def files_9(node: LexborNode, page: Page) -> list[Attachment]:
    """Files and pictures listed below a body of version 9."""
    found: list[Attachment] = []
    for entry in node.css(".read_attach_pic .big_img > li"):
        picture, name = (
            entry.css_first("img"),
            re.search(r"图片\s*[:：]\s*(\S+)", squash(entry.text())),
        )
        if picture is not None:
            address = picture.attributes.get("data-original") or picture.attributes.get("src") or ""
            found.append(
                Attachment(name=name[1] if name else None, href=page.absolute(address) or None)
            )
    for entry in node.css(".read_attach_downattach dd .name"):
        link, size = entry.css_first("a[href]"), SIZE.search(squash(entry.text()))
        if link is not None:
            href = page.absolute(link.attributes.get("href") or "")
            found.append(
                Attachment(
                    name=squash(link.text()) or None, href=href, size=size[1] if size else None
                )
            )
    return found


NINE = Engine(
    name="phpwind",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "generator line", ('content="phpwind v9', "content=phpwind", 'content="phpwind v'), 1
        ),
        Fingerprint("floors of class J_read_floor", ("J_read_floor",), 4),
        Fingerprint("list of posts", ('id="J_posts_list"', "id=J_posts_list"), 2),
        Fingerprint("bars over the posts", ("floor_top_tips",), 2),
    ),
    threshold=4,
    posts=".J_read_floor",
    post_boxes=".J_read_floor",
    body=".editor_content",
    signature=".signature",
    post={
        "author_title": (where(".floor_info .level div"),),
        "subject": (where(".editor_content .inside_title"),),
        "up": (where(".J_like_count", None, r"^(\d+)$"),),
    },
    rules=RULES,
    more_thread=more_thread_9,
    more_post=more_post_9,
    refuse=refuse,
    chrome=CHROME,
)

ENGINES = (DESKTOP, NINE)
