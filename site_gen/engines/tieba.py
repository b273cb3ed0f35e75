"""Baidu Tieba (百度贴吧): the thread page, with the replies inside floors (楼中楼) that it shows.

Each floor is ``.l_post`` with a ``data-field`` attribute: JSON of the author and the post
(``post_id``, ``post_no``, ``thread_id``, until 2014 also ``date`` and ``open_type``). Adverts are
``.l_post`` too, without a post's number.
"""

from __future__ import annotations

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
from site_gen.engines.tools.appstate import State, part, state
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
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
HEAD_TITLE = re.compile(r"^(?:【图片】)?(.+?)(?:【[^】]*吧】)?_(?:[^_]*吧_)?百度贴吧$")
TAIL_PLACES = (".tail-info", ".post-tail-wrap > span", ".p_tail li")
TAIL = {
    "location": re.compile(r"^IP属地\s*[:：]\s*(\S.*)$"),
    "client": re.compile(r"^来自\s*(\S.*)$"),
    "floor": re.compile(r"^(\d+)\s*楼$"),
}
EMOTICON = re.compile(r"(?:emoticon|editor/images|/face/|i_f\d)", re.I)


def data_of(node: Node) -> State:
    """Return the JSON of a ``data-field``, an empty object where there is none."""
    return state(node.attr("data-field"))


def more_post(raw: LexborNode, page: Page) -> dict[str, Any] | None:
    """Return a floor: what its data say, and its frame where they are silent.

    An advert has neither number nor body.
    """
    del page
    node = Node(raw)
    data = data_of(node)
    content = part(data, "content")
    body = node.at("[id^=post_content_], .d_post_content")
    pid = content.get("post_id") or node.attr("data-pid") or first_group(POST_BODY, body.id)
    if not body or not pid or str(pid) == "0":
        return None
    shown = tail(node)
    date = content.get("date") or None
    return {
        "id": str(pid),
        "floor": number(str(content.get("post_no") or "")) or number(shown.get("floor")),
        **author_of(node, part(data, "author")),
        "date_stated": date,
        "date_text": shown.get("date", date),
        "comments": comments(node),
        "marks": ["楼主"] if node.at(".louzhubiaoshi") else [],
        "location": shown.get("location"),
        "client": shown.get("client"),
    }


def author_of(node: Node, data: State) -> dict[str, Any]:
    """Return name and number of a floor's author: the name as shown, the number from the data."""
    name = node.at(".p_author_name", ".d_name a", ".d_name")
    uid = data.get("user_id") or data.get("id")
    return {
        "author": spaced(name) or data.get("user_nickname") or data.get("user_name") or None,
        "author_id": str(uid) if uid else None,
    }


def spaced(node: Node) -> str:
    """Return the text of an element, the words of different elements kept apart."""
    if node.raw is None:
        return ""
    return squash(node.raw.text(separator=" "))


def tail(node: Node) -> dict[str, str]:
    """Return what the line below a floor says, by name: location, client, floor, date.

    Its entries are ``.tail-info``, until 2014 ``.p_tail li``.
    """
    own = node.at(".core_reply_tail, .p_tail, .post-tail-wrap")
    found: dict[str, str] = {}
    for entry in (entry for css in TAIL_PLACES for entry in own.all(css)):
        name, value = tail_entry(entry.text)
        if name == "floor":
            found.setdefault(name, value)
        elif name:
            found[name] = value
    return found


def tail_entry(text: str) -> tuple[str, str]:
    """Return what an entry of the line below a floor states, and its value; "" for nothing."""
    for name, pattern in TAIL.items():
        if match := pattern.match(text):
            return name, match[1]
    if date := shown_date(text):
        return "date", date
    return "", ""


def comments(node: Node) -> list[Comment]:
    """Return 楼中楼: the replies inside a floor that the page shows.

    The rest is loaded by scripts and is not in it.
    """
    entries = node.all(".lzl_single_post")
    return [comment(entry, said) for entry in entries if (said := entry.at(".lzl_content_main"))]


def comment(entry: Node, said: Node) -> Comment:
    """Return one reply inside a floor."""
    name = entry.at(".lzl_cnt > a.at, .lzl_cnt > a")
    author = name.text
    if not name:
        data = data_of(entry)
        author = data.get("showname") or data.get("user_name") or ""
    parts = (part.lines for part in said.children(texts=True))
    return Comment(
        author=author or None,
        date=shown_date(entry.at(".lzl_time").text),
        text=squash("".join(parts).replace("\xa0", " ")),
    )


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board, counts and page out of the head of the list, or the page's scripts."""
    root = Node(page.tree.root)
    url = own_address(page, "link[rel=canonical]")
    forum = forum_of(root)
    return {
        "thread_id": first_group(THREAD, url) or first_group(THREAD_SCRIPT, page.text),
        "url": url,
        "site": host(url),
        "site_name": "百度贴吧",
        "title": title_of(root) or None,
        "board": [forum] if forum else [],
        **counts(page, root),
        "capture": captured(page),
    }


def title_of(root: Node) -> str:
    """Return the title over the floors, else the one of the page's head."""
    title = root.at(".core_title_txt")
    shown = squash(title.attr("title") or title.text)
    return NAME_PREFIX.sub("", shown or first_group(HEAD_TITLE, root.at("title").text) or "")


def forum_of(root: Node) -> str:
    """Return the name of the board, which its own head or a meta states."""
    board = root.at(".card_title_fname, #tab_home, .plat_title_h3, .nav_forum_name")
    if board:
        return board.text
    meta = root.at("meta[fname]")
    return f"{meta.attr('fname')}吧" if meta else ""


def counts(page: Page, root: Node) -> dict[str, Any]:
    """Return the replies, the number of this page and of all.

    The head of the list shows replies and pages; the scripts of a page state them too.
    """
    numbers = (number(node.text) for node in root.all(".l_reply_num span"))
    shown = [count for count in numbers if count is not None]
    pager = PAGER.search(page.text)
    current, total = pager.groups() if pager else (None, None)
    replies = number(first_group(REPLIES, page.text))
    return {
        "replies": next(iter(shown), replies),
        "page": number(root.at(".l_pager .tP").text) or number(current) or 1,
        "pages_claimed": next(iter(shown[1:]), number(total)),
    }


def captured(page: Page) -> Capture:
    """Return when the page was made, by its own clock and in the zone of its dates.

    The clock is ``Env = {server_time: …}``, in milliseconds.
    """
    match = SERVER_TIME.search(page.text)
    capture = page.capture
    if not match or not capture.guess:
        return capture
    time = datetime.fromtimestamp(int(match[1]), CHINA).strftime("%Y-%m-%dT%H:%M:%S")
    return Capture(url=capture.url, time=time, guess=False, tool=capture.tool)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Name ``img.BDE_Smiley`` by its title, or its file's name.

    The page's other classes mean nothing after this.
    """
    source = image.get("src", "")
    if "BDE_Smiley" not in image.get("class", "") and not EMOTICON.search(source):
        return FORGET_CLASS.apply(image, found) or image
    name = source.partition("?")[0].rpartition("/")[2].partition(".")[0]
    return {**image, "alt": image.get("alt") or image.get("text") or f":{name}:", "class": "smiley"}


def link_voices(body: Body) -> None:
    """Make a recording or film that only scripts play a link to it, or keep its words."""
    for box in body.each(".video_src_wrapper, .voice_player, embed[vsrc], [data-video]"):
        if address := played(Node(box)):
            body.replace(box, body.new("a", words(box) or address, href=address))


def played(box: Node) -> str:
    """Return the address of what a player plays, which it or an element in it states."""
    stated = box.attr("data-video") or box.attr("vsrc") or box.attr("data-src")
    if stated:
        return stated
    inner = box.at("video[src], source[src], embed[src], a[href]")
    return inner.attr("src") or inner.attr("href")


def refuse(page: Page) -> str | None:
    """Return what a page of Tieba is, if it is no thread."""
    root = Node(page.tree.root)
    if "page404" in page.text or root.at("#errorText, .page404"):
        return "a page that says that the thread was deleted"
    if root.at("#thread_list, .threadlist_bright"):
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
        "post-tools": (
            ".core_reply_tail, .share_btn_wrapper, .post-foot-send-gift-container, "
            ".user-hide-post-down"
        ),
        "replies-tools": (
            ".lzl_content_reply, .lzl_li_pager, .lzl_editor_container, .core_reply_wrapper"
        ),
        "side-column": ".right_section, #aside, .region_bright",
        "quick-reply": (
            "#quick_reply, .edui-editor, .poster_body, #ueditor_replace, "
            ".frs_content_footer_pagelet"
        ),
        "site-footer": "#footer, .footer, .foot",
    },
)


ENGINES = (DESKTOP,)
