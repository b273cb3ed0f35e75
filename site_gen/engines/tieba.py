"""Baidu Tieba (百度贴吧): the thread page, with the replies inside floors (楼中楼) that it shows.

Each floor is ``.l_post`` with a ``data-field`` attribute: JSON of the author and the post
(``post_id``, ``post_no``, ``thread_id``, until 2014 also ``date`` and ``open_type``). Adverts are
``.l_post`` too, without a post's number.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import furniture
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, number, squash, where
from site_gen.engines.tools.addresses import host, own_address
from site_gen.load.page import Page
from site_gen.models import Capture, Comment

CHINA = timezone(timedelta(hours=8))  # Tieba shows every reader this time
POST_BODY = re.compile(r"^post_content_(\d+)$")
THREAD = re.compile(r"/p/(\d+)")
THREAD_SCRIPT = re.compile(r"thread_id[\"']?\s*[:=]\s*[\"']?(\d+)")
SERVER_TIME = re.compile(r"server_time[\"']?\s*:\s*[\"']?(\d{10})(?:\d{3})?\b")
PAGER = re.compile(r"PageData\.pager\s*=\s*\{[^}]*?\"cur_page\":(\d+)[^}]*?\"total_page\":(\d+)")
REPLIES = re.compile(r"reply_num\s*:\s*(\d+)")
NAME_PREFIX = re.compile(r"^(?:回复|回復)\s*[:：]\s*")
CLIENT = re.compile(r"^来自\s*(\S.*)$")
LOCATION = re.compile(r"^IP属地\s*[:：]\s*(\S.*)$")
FLOOR = re.compile(r"^(\d+)\s*楼$")
EMOTICON = re.compile(r"(?:emoticon|editor/images|/face/|i_f\d)", re.I)


def data_of(node: LexborNode) -> dict[str, dict[str, Any]]:
    """The JSON of a post's ``data-field``, its two halves ``author`` and ``content`` always there."""
    try:
        data = json.loads(node.attributes.get("data-field") or "{}")
    except ValueError:
        data = {}
    halves = {
        key: data.get(key) if isinstance(data, dict) else None for key in ("author", "content")
    }
    return {key: half if isinstance(half, dict) else {} for key, half in halves.items()}


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """A floor: what its data say, and its frame where they are silent.

    An advert has neither number nor body.
    """
    del page
    data = data_of(node)
    author, content = data["author"], data["content"]
    body = node.css_first("[id^=post_content_], .d_post_content")
    named = POST_BODY.match(body.id or "") if body is not None else None
    pid = content.get("post_id") or node.attributes.get("data-pid") or (named[1] if named else None)
    if body is None or not pid or str(pid) == "0":
        return None
    name = (
        node.css_first(".p_author_name") or node.css_first(".d_name a") or node.css_first(".d_name")
    )
    uid = author.get("user_id") or author.get("id")
    fields: dict[str, Any] = {
        "id": str(pid),
        "floor": number(str(content.get("post_no") or "")),
        "author": (squash(name.text(separator=" ")) if name is not None else "")
        or author.get("user_nickname")
        or author.get("user_name")
        or None,
        "author_id": str(uid) if uid else None,
        "date_stated": content.get("date") or None,
        "comments": comments(node),
        "marks": ["楼主"] if node.css_first(".louzhubiaoshi") is not None else [],
    }
    for part in tail(node):
        if place := LOCATION.match(part):
            fields["location"] = place[1]
        elif client := CLIENT.match(part):
            fields["client"] = client[1]
        elif floor := FLOOR.match(part):
            fields["floor"] = fields["floor"] or number(floor[1])
        elif date := shown_date(part):
            fields["date_text"] = date
    fields.setdefault("date_text", fields["date_stated"])
    return fields


def tail(node: LexborNode) -> list[str]:
    """The entries of the line below a floor: client, place, floor, date (``.tail-info``.

    ``.p_tail li`` until 2014).
    """
    own = node.css_first(".core_reply_tail, .p_tail, .post-tail-wrap")
    if own is None:
        return []
    places = (".tail-info", ".post-tail-wrap > span", ".p_tail li")
    return [squash(part.text()) for css in places for part in own.css(css)]


def comments(node: LexborNode) -> list[Comment]:
    """楼中楼: the replies inside a floor that the page shows.

    The rest is loaded by scripts and is not in it.
    """
    found: list[Comment] = []
    for entry in node.css(".lzl_single_post"):
        said, name, when = (
            entry.css_first(".lzl_content_main"),
            entry.css_first(".lzl_cnt > a.at, .lzl_cnt > a"),
            entry.css_first(".lzl_time"),
        )
        if said is None:
            continue
        try:
            data = json.loads(entry.attributes.get("data-field") or "{}")
        except ValueError:
            data = {}
        author = (
            squash(name.text())
            if name is not None
            else data.get("showname") or data.get("user_name")
        )
        found.append(
            Comment(
                author=author or None,
                date=shown_date(squash(when.text())) if when is not None else None,
                text=squash(
                    "".join(part.text() for part in said.iter(include_text=True)).replace(
                        "\xa0", " "
                    )
                ),
            )
        )
    return found


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board, counts and page out of the head of the list, or the page's scripts."""
    tree = page.tree
    title = tree.css_first(".core_title_txt")
    shown = (title.attributes.get("title") or squash(title.text())) if title is not None else ""
    head = tree.css_first("title")
    named = re.match(
        r"(?:【图片】)?(.+?)(?:【[^】]*吧】)?_(?:[^_]*吧_)?百度贴吧$",
        squash(head.text()) if head else "",
    )
    board = tree.css_first(".card_title_fname, #tab_home, .plat_title_h3, .nav_forum_name")
    meta = tree.css_first("meta[fname]")
    forum = (
        squash(board.text())
        if board is not None
        else f"{meta.attributes.get('fname')}吧"
        if meta
        else ""
    )
    counts = [
        count
        for node in tree.css(".l_reply_num span")
        if (count := number(squash(node.text()))) is not None
    ]
    pager, current, replies = (
        PAGER.search(page.text),
        tree.css_first(".l_pager .tP"),
        REPLIES.search(page.text),
    )
    url = own_address(page, "link[rel=canonical]")
    found = THREAD.search(url or "") or THREAD_SCRIPT.search(page.text)
    shown_page = number(squash(current.text())) if current is not None else None
    return {
        "thread_id": found[1] if found else None,
        "url": url,
        "site": host(url),
        "site_name": "百度贴吧",
        "title": NAME_PREFIX.sub("", squash(shown) or (named[1] if named else "")) or None,
        "board": [forum] if forum else [],
        "replies": counts[0] if counts else number(replies[1]) if replies else None,
        "page": shown_page or (number(pager[1]) if pager else None) or 1,
        "pages_claimed": counts[1] if len(counts) > 1 else number(pager[2]) if pager else None,
        "capture": captured(page),
    }


def captured(page: Page) -> Capture:
    """When the page was made, in the zone of its dates, by its own clock (``Env = {server_time: …}``, milliseconds)."""
    match = SERVER_TIME.search(page.text)
    capture = page.capture
    if not match or not capture.guess:
        return capture
    time = datetime.fromtimestamp(int(match[1]), CHINA).strftime("%Y-%m-%dT%H:%M:%S")
    return Capture(url=capture.url, time=time, guess=False, tool=capture.tool)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.BDE_Smiley``: its title, or its file's name.

    The page's other classes mean nothing after this.
    """
    source = image.get("src", "")
    if "BDE_Smiley" not in image.get("class", "") and not EMOTICON.search(source):
        return FORGET_CLASS.apply(image, found) or image
    name = source.partition("?")[0].rpartition("/")[2].partition(".")[0]
    return {**image, "alt": image.get("alt") or image.get("text") or f":{name}:", "class": "smiley"}


def link_voices(body: Body) -> None:
    """A recording or film that only scripts play becomes a link to it, or its words are kept."""
    for box in body.each(".video_src_wrapper, .voice_player, embed[vsrc], [data-video]"):
        address = (
            box.attributes.get("data-video")
            or box.attributes.get("vsrc")
            or box.attributes.get("data-src")
        )
        inner = box.css_first("video[src], source[src], embed[src], a[href]")
        if not address and inner is not None:
            address = inner.attributes.get("src") or inner.attributes.get("href")
        if address:
            body.replace(box, body.new("a", words(box) or address, href=address))


def refuse(page: Page) -> str | None:
    """What a page of Tieba is, if it is no thread."""
    tree = page.tree
    if "page404" in page.text or tree.css_first("#errorText, .page404") is not None:
        return "a page that says that the thread was deleted"
    if tree.css_first("#thread_list, .threadlist_bright") is not None:
        return "a board's list of threads, not a thread"
    if "wappass.baidu.com" in page.text or "百度安全验证" in page.text:
        return "a page that asks for a check of safety, not a thread"
    return "a page of Baidu Tieba without posts"


DESKTOP = Engine(
    name="tieba",
    view="desktop",
    fingerprints=(
        Fingerprint("posts of class l_post", ("j_l_post", 'class="l_post', "class='l_post"), 2),
        Fingerprint("bodies of class d_post_content", ("d_post_content",), 2),
        Fingerprint("list of posts", ("j_p_postlist",), 2),
        Fingerprint("title in the head", ("百度贴吧</title>",), 1),
        Fingerprint("scripts", ("PageData.thread", "PageData.forum"), 2),
        Fingerprint("replies inside floors", ("j_lzl_container", "core_reply_tail"), 1),
    ),
    threshold=4,
    posts=".l_post",
    post_boxes=".l_post",
    body="[id^=post_content_], .d_post_content",
    post={"author_title": (where(".d_badge_title"),)},
    rules=(
        INVISIBLE,
        furniture(
            "bubble-frame", ".post_bubble_top, .post_bubble_bottom", needles=("post_bubble",)
        ),
        furniture(
            "picture-tools",
            ".replace_tip, .save_face_card, .apc_src_wrapper .tip",
            needles=("_tip", "_face"),
        ),
        Rule("recordings", ("video", "voice", "vsrc"), link_voices),
        TagRule("smilies", "img", name_smiley),
        *FINISH,
    ),
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=(
        re.compile(r"tieba\.baidu\.com/p/(?P<thread>\d+)\?(?:.*&)?pid=(?P<post>\d+)"),
        re.compile(r"(?:tieba\.baidu\.com|^)/p/(?P<thread>\d+)"),
    ),
    chrome={
        "site-header": "#head, .search_bright, .userbar, #com_userbar, .tbui_aside_float_bar",
        "board-head": ".card_top_wrap, .card_top, .nav_wrap, #tb_nav, .sign_mod_bright, .head_main",
        "page-links": ".l_posts_num, .l_pager, .pb_footer, .p_thread, .l_thread_info",
        "thread-tools": ".core_title, .core_title_wrap_bright, #j_core_title_wrap",
        "author-column": ".d_author",
        "post-tools": ".core_reply_tail, .share_btn_wrapper, .post-foot-send-gift-container, .user-hide-post-down",
        "replies-tools": ".lzl_content_reply, .lzl_li_pager, .lzl_editor_container, .core_reply_wrapper",
        "side-column": ".right_section, #aside, .region_bright",
        "quick-reply": "#quick_reply, .edui-editor, .poster_body, #ueditor_replace, .frs_content_footer_pagelet",
        "site-footer": "#footer, .footer, .foot",
    },
)


ENGINES = (DESKTOP,)
