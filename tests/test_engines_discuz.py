"""Discuz!: what each view of a thread says, field by field, and what must not be taken for a post or a word of it."""

from __future__ import annotations

import base64
import re
from typing import Any

import msgspec
import pytest

from site_gen.engines.choice import chosen, read_file
from site_gen.engines.core.recognition import recognise
from site_gen.engines.discuz.common import floor_number, user_id
from site_gen.engines.registry import ENGINES, TEXT_ENGINES
from site_gen.errors import Skipped
from site_gen.load import load_page
from site_gen.models import (
    Attachment,
    Comment,
    Evidence,
    Poll,
    PollOption,
    Post,
    Quote,
    Rating,
    Reading,
)

SITE = "http://bbs.reedbank.example/"

# ── Pages in the engine's own markup ──────────────────────────────────────────────────────────────

HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title} - 手艺 -  苇岸 -  Powered by Discuz!</title>
<meta name="generator" content="Discuz! X3.4" /><base href="{site}" />
<script type="text/javascript">var STYLEID = '1', IMGDIR = 'static/image/common', charset = 'utf-8', showusercard = '1',
REPORTURL = '{report}', SITEURL = '{site}', JSPATH = 'static/js/';</script>
</head><body id="nv_forum" class="pg_viewthread">
<div id="hd"><h2><a href="./" title="苇岸">苇岸</a></h2></div>
"""
FOOT = """<div id="ft" class="wp cl"><div id="flk" class="y"><p id="frt">Powered by <strong>
<a href="http://www.discuz.net">Discuz!</a></strong> <em>X3.4</em></p>
<p class="xs0">GMT+8, 2022-4-3 21:15<span id="debuginfo">, Processed in 0.02 second(s)</span></p></div></div></body>
</html>"""
TITLE = "蜂箱怎么过冬"


def head(tid: int = 56, title: str = TITLE) -> str:
    address = f"{SITE}forum.php?mod=viewthread&tid={tid}"
    return HEAD.format(title=title, site=SITE, report=base64.b64encode(address.encode()).decode())


COUNTS = (
    '<span class="xg1">查看:</span> <span class="xi1">431</span><span class="pipe">|</span>'
    '<span class="xg1">回复:</span> <span class="xi1">2</span>'
)


def desktop(
    *posts: str,
    pager: str = "",
    top: str = "",
    counts: str = COUNTS,
    foot: str = FOOT,
    title: str = TITLE,
) -> str:
    return f"""{head(title=title)}<div id="wp" class="wp">
<script type="text/javascript">var fid = parseInt('37'), tid = parseInt('56');</script>
<div id="pt" class="bm cl"><div class="z"><a href="./" class="nvhm" title="首页">苇岸</a><em>&raquo;</em>
<a href="forum.php">论坛</a> <em>&rsaquo;</em> <a href="forum.php?gid=33">乡间</a> <em>&rsaquo;</em>
<a href="forum.php?mod=forumdisplay&amp;fid=37">手艺</a> <em>&rsaquo;</em>
<a href="forum.php?mod=viewthread&amp;tid=56">{title}</a></div></div>
<div id="ct" class="wp cl"><div id="pgt" class="pgs mbm cl">{pager}</div>
<div id="postlist" class="pl bm"><table cellspacing="0" cellpadding="0"><tr>
<td class="pls ptn pbn"><div class="hm ptn">{counts}</div></td>
<td class="plc ptm pbn vwthd"><h1 class="ts">{top}<span id="thread_subject">{title}</span></h1></td></tr></table>
{"".join(posts)}
<div id="postlistreply" class="pl"><div id="post_new" class="viewthread_table" style="display: none"></div></div></div>
<div id="f_pst" class="pl bm bmw">您需要登录后才可以回帖 <a href="member.php">登录</a></div></div></div>{foot}"""


def post(
    pid: int = 900,
    body: str = "第一层垫草。",
    *,
    floor: str = "楼主",
    author: str = "",
    date: str = "发表于 2022-3-29 07:48:39",
    byline: str = "",
    after: str = "",
    cell: str = "",
    tools: str = "",
    sign: str = "",
) -> str:
    author = (
        author
        or f'<a href="home.php?mod=space&amp;uid={pid % 100 + 5}" target="_blank" class="xw1">蜂农{pid}</a>'
    )
    cell = cell or (
        f'<div class="t_fsz"><table cellspacing="0" cellpadding="0"><tr>'
        f'<td class="t_f" id="postmessage_{pid}">\n{body}</td></tr></table>{after}</div>'
    )
    return f"""<div id="post_{pid}" ><table id="pid{pid}" class="plhin" summary="pid{pid}"><tr>
<td class="pls" rowspan="2"><div id="favatar{pid}" class="pls favatar"><div class="pi">
<div class="authi">{author}</div></div></div></td>
<td class="plc"><div class="pi"><strong>
<a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=56&amp;pid={pid}" id="postnum{pid}">{floor}</a></strong>
<div class="pti"><div class="pdbt"></div><div class="authi"><em id="authorposton{pid}">{date}</em>{byline}</div></div>
</div>
<div class="pct"><div class="pcb">{cell}<div id="comment_{pid}" class="cm"></div></div></div></td></tr>
<tr><td class="plc plm">{sign}</td></tr><tr><td class="plc"><div class="po hin"><em>{tools}</em></div></td></tr>
</table></div>
<div id="post_rate_{pid}"></div>"""


def touch(*posts: str) -> str:
    return f"""{head()}<link rel="stylesheet" href="static/image/mobile/style.css" type="text/css">
<div class="header cl"><h2><a href="forum.php?mod=forumdisplay&fid=37&amp;mobile=2">手艺</a></h2></div>
<div class="viewthread"><div class="view_tit">{TITLE}</div>{"".join(posts)}</div></body></html>"""


def touch_post(pid: int, body: str, floor: str, date: str) -> str:
    return f"""<div class="plc cl" id="pid{pid}"><div class="display pi"><ul class="authi"><li class="mtit">
<span class="y">{floor}</span>
<span class="z"><a href="home.php?mod=space&amp;uid=105&amp;mobile=2">蜂农{pid}</a></span></li>
<li class="mtime">{date}</li></ul>
<div class="message">{body}</div></div></div>"""


def printed(*posts: str) -> str:
    rule = '<hr noshade size="2" width="100%" color="#808080">\n'
    start = f'<h1>苇岸</h1><b>标题: </b>{TITLE} <b><a href="###" onclick="window.print();">[打印本页]</a></b><br />'
    end = "<table><tr><td>Powered by Discuz! X3.4</td></tr></table></body></html>"
    return head() + start + "".join(rule + each for each in posts) + rule + end


def printed_post(name: str, body: str) -> str:
    return f"<b>作者: </b>{name}&nbsp; &nbsp; <b>时间: </b>2022-3-29 07:48:39<br />\n{body}"


def archived(*posts: str) -> str:
    return f"""<html><head><title>{TITLE} - 手艺 - 苇岸 -  Powered by Discuz! Archiver</title>
<base href="{SITE}archiver/" /></head><body><center id="header"><h2>苇岸's Archiver </h2></center>
<div id="nav"><a href="./">论坛</a> &rsaquo; <a href="?fid-37.html">手艺</a> &rsaquo; {TITLE}</div>
<div id="content">{"".join(posts)}<div class="page">页: <strong>[1]</strong> <a href="?tid-56.html&page=2">2</a></div>
</div>
<div id="end">查看完整版本: <a href="../forum.php?mod=viewthread&tid=56&page=1"><strong>{TITLE}</strong></a></div>
</body></html>"""


def archived_post(name: str, body: str, subject: str = "") -> str:
    return f'<p class="author"><strong>{name}</strong>\n发表于 2022-03-29 07:48:39\t</p><h3>{subject}</h3>\n{body}'


def reading(source: str, name: str = "page.html") -> Reading:
    return read_file(source.encode(), name)


def only(source: str) -> Post:
    (found,) = reading(source).posts
    return found


def with_body(body: str) -> Post:
    return only(desktop(post(body=body)))


# ── Which engine made the page ────────────────────────────────────────────────────────────────────

VIEWS = {
    "desktop": desktop(post(900)),
    "touch": touch(touch_post(900, "第一层垫草。", "楼主", "2022-3-29 07:48")),
    "print": printed(printed_post("蜂农", "第一层垫草。")),
    "archiver": archived(archived_post("蜂农", "第一层垫草。", TITLE)),
}


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_recognised_as_itself_and_read(view: str) -> None:
    found = reading(VIEWS[view])
    assert (found.engine, found.view, found.thread_id, found.title) == ("discuz", view, "56", TITLE)
    assert [post.text for post in found.posts] == ["第一层垫草。"]
    assert found.posts[0].date == ("2022-03-29T07:48" if view == "touch" else "2022-03-29T07:48:39")


@pytest.mark.parametrize("view", VIEWS)
def test_the_marks_of_an_engine_are_told_as_evidence(view: str) -> None:
    page = load_page(VIEWS[view].encode(), "page.html")
    engine, marks = recognise(page, ENGINES)[0]
    assert engine.view == view
    assert sum(mark.weight for mark in marks) >= engine.threshold


OTHERS = {
    "a blog": "<!DOCTYPE html><html><body><article><h1>Bees</h1><p>Straw first.</p></article></body></html>",
    "bare words": "Straw first.",
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_a_page_that_is_no_forums_is_refused_and_not_half_read(source: str) -> None:
    with pytest.raises(Skipped, match="no known forum software"):
        reading(source)


NO_THREADS = {
    "a notice": (
        '<div id="messagetext" class="alert_error"><p>抱歉，指定的主题不存在</p></div>',
        "抱歉，指定的主题不存在",
    ),
    "a board": (
        '<div id="threadlist" class="tl bm bmw"><table id="threadlisttableid"></table></div>',
        "list of threads",
    ),
    "a login": (
        '<div id="main_messaqge"><form method="post" name="login" id="loginform_x"></form></div>',
        "login page",
    ),
    "something else": ("<div>访问统计</div>", "without posts"),
}


@pytest.mark.parametrize(("body", "reason"), NO_THREADS.values(), ids=NO_THREADS)
def test_a_page_of_the_forum_that_is_no_thread_says_what_it_is(body: str, reason: str) -> None:
    with pytest.raises(Skipped, match=reason):
        reading(head() + body + FOOT)


def test_a_page_that_breaks_off_before_its_posts_is_skipped_as_such() -> None:
    with pytest.raises(Skipped, match="breaks off"):
        reading(desktop(post(900)).partition('<div id="post_900"')[0])


def test_a_page_that_breaks_off_among_its_posts_keeps_those_it_has() -> None:
    whole = desktop(post(900), post(901, "第二层放蜜。", floor="沙发"), post(902, floor="板凳"))
    found = reading(whole[: whole.index('<div id="post_902"')])
    assert found.cut
    assert [p.text for p in found.posts] == ["第一层垫草。", "第二层放蜜。"]


@pytest.mark.parametrize("label", ["gb2312", "gbk", "utf-8"])
def test_a_gbk_page_is_read_whatever_it_says_it_is(label: str) -> None:
    source = desktop(post(body="草垫要厚，蜂箱背风，巢门留一指宽。"), title="蜜蜂過冬").replace(
        "charset=utf-8", f"charset={label}"
    )
    found = read_file(source.encode("gb18030"), "thread-56-1-1.html")
    assert (found.title, found.posts[0].text) == ("蜜蜂過冬", "草垫要厚，蜂箱背风，巢门留一指宽。")


# ── The thread ────────────────────────────────────────────────────────────────────────────────────


def test_a_desktop_page_tells_its_thread() -> None:
    found = reading(desktop(post(900)))
    assert (found.views, found.replies, found.board, found.board_id) == (
        431,
        2,
        ["乡间", "手艺"],
        "37",
    )
    assert (found.site, found.site_name, found.engine_version) == (
        "bbs.reedbank.example",
        "苇岸",
        "X3.4",
    )
    assert (found.page, found.pages_claimed, found.url) == (
        1,
        None,
        f"{SITE}forum.php?mod=viewthread&tid=56",
    )
    assert (found.capture.time, found.capture.guess, found.zone) == (
        "2022-04-03T21:15:00",
        False,
        "+08:00",
    )
    assert (found.locked, found.poll, found.special, found.cut) == (None, None, None, False)


@pytest.mark.parametrize(
    "mark",
    [
        (
            "<!--\n Page saved with SingleFile \n url: {}thread-56-1-1.html \n saved date: "
            "Sun Apr 03 2022 14:15:00 GMT+0100 (British Summer Time)\n-->"
        ),
        (
            "<!-- Mirrored from bbs.reedbank.example/thread-56-1-1.html by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Sun, 03 Apr 2022 13:15:00 GMT -->"
        ),
    ],
    ids=["SingleFile", "HTTrack"],
)
def test_a_saving_tools_zone_is_not_the_forums(mark: str) -> None:
    silent = mark.format(SITE) + desktop(post(900), foot="")
    assert reading(silent).zone is None
    assert reading(mark.format(SITE) + desktop(post(900))).zone == "+08:00"


def test_a_later_page_states_its_number_and_no_counts() -> None:
    pager = (
        '<div class="pg"><a href="thread-56-1-1.html" class="prev">&nbsp;</a><a href="#">1</a>'
        '<strong>2</strong><a href="#">3</a><label><input type="text" />'
        '<span title="共 14 页"> / 14 页</span></label><a href="#" class="nxt">下一页</a></div>'
    )
    found = reading(
        desktop(
            post(900), pager=pager, counts='<div id="tath" class="cl"><a href="#">蜂农900</a></div>'
        )
    )
    assert (found.page, found.pages_claimed, found.views, found.replies) == (2, 14, None, None)


def test_a_thread_type_is_a_tag_and_not_in_the_title() -> None:
    found = reading(
        desktop(
            post(
                after='<div class="ptg mbm mtn"><a href="misc.php?mod=tag&amp;id=3">养蜂</a></div>'
            ),
            top='<a href="forum.php?typeid=4">[求助]</a> ',
        )
    )
    assert (found.title, found.tags) == (TITLE, ["求助", "养蜂"])


def test_a_closed_thread_is_locked() -> None:
    note = '<div class="modact"><a href="#">本主题由 掌柜 于 2022-4-1 08:00 关闭</a></div>'
    assert reading(desktop(post(after=note))).locked is True


def test_a_number_beyond_all_counting_does_not_stop_the_store() -> None:
    number = "9" * 30
    found = reading(
        desktop(
            post(floor=f"<em>{number}</em><sup>#</sup>"),
            counts=f'<span class="xi1">{number}</span><span class="xi1">2</span>',
        )
    )
    msgspec.msgpack.encode(found)


def test_a_skin_may_show_the_counts_elsewhere() -> None:
    source = desktop(post()).replace(COUNTS, "").replace('<div class="hm ptn"></div>', "")
    fold = '<div class="foldviews"><span>431</span><em>回</em><em>2</em></div>'
    found = reading(source.replace('<div id="ct"', fold + '<div id="ct"'))
    assert (found.views, found.replies) == (431, 2)


def test_pages_are_counted_by_their_links_where_no_label_names_them() -> None:
    pager = (
        '<div class="pg"><strong>1</strong><a href="thread-56-2-1.html">2</a>'
        '<a href="thread-56-9-1.html" class="last">... 9</a>'
        '<a href="thread-56-2-1.html" class="nxt">下一页 10</a></div>'
    )
    found = reading(desktop(post(), pager=pager))
    assert (found.page, found.pages_claimed) == (1, 9)


def test_a_page_without_its_scripts_is_known_by_its_address() -> None:
    source = re.sub(r"<script.*?</script>", "", desktop(post()), flags=re.S)
    link = '<link href="http://bbs.reedbank.example/thread-57-3-1.html" rel="canonical" /></head>'
    found = reading(source.replace("</head>", link))
    assert (found.thread_id, found.page, found.site) == ("57", 3, "bbs.reedbank.example")


SPECIALS = {
    "debate": (
        (
            '<div class="ds"><div class="point"><strong>正方观点 (3)</strong><p>草垫</p></div>'
            '<div class="point"><strong>反方观点 (1)</strong><p>棉被</p></div></div>'
        ),
        [("正方观点 (3)", "草垫"), ("反方观点 (1)", "棉被")],
    ),
    "reward": (
        '<div class="rwd"><div class="rsld">悬赏 <cite>20</cite> 金钱</div></div>',
        [("悬赏", "悬赏 20 金钱")],
    ),
    "activity": (
        '<div class="act"><dl><dt>活动类型:</dt><dd>采蜜</dd><dt>集合地点：</dt><dd>堤上</dd></dl></div>',
        [("活动类型", "采蜜"), ("集合地点", "堤上")],
    ),
}


@pytest.mark.parametrize(
    ("kind", "panel", "facts"), [(kind, *each) for kind, each in SPECIALS.items()], ids=SPECIALS
)
def test_a_special_thread_states_its_panels_facts(
    kind: str, panel: str, facts: list[tuple[str, str]]
) -> None:
    special = reading(desktop(post(after=panel))).special
    assert special is not None
    assert (special.kind, [(fact.name, fact.value) for fact in special.facts]) == (kind, facts)


def test_a_poll_is_read_with_its_votes() -> None:
    panel = (
        '<form id="poll" name="poll"><div class="pinf">单选投票</div><div class="pcht"><table>'
        '<tr><td class="pvt"><label for="option_1">1. &nbsp;稻草</label></td></tr><tr><td>&nbsp;</td>'
        '<td>66.67% <em style="color:#E92725">(4)</em></td></tr>'
        '<tr><td class="pvt"><label for="option_2">2. &nbsp;棉被</label></td></tr><tr><td>&nbsp;</td>'
        "<td>33.33% <em>(2)</em></td></tr>"
        "</table></div></form>"
    )
    cell = f'<div class="pcbs">{panel}<table><tr><td class="t_f" id="postmessage_900">选一个。</td></tr></table></div>'
    found = reading(desktop(post(cell=cell)))
    assert found.poll == Poll(
        options=[PollOption(text="稻草", votes=4), PollOption(text="棉被", votes=2)]
    )
    assert found.posts[0].text == "选一个。"


# ── A post's head ─────────────────────────────────────────────────────────────────────────────────


def test_a_post_states_who_wrote_it_and_when() -> None:
    found = only(
        desktop(
            post(907, floor="<em>12</em><sup>#</sup>", byline=' <span class="xg1">来自手机</span>')
        )
    )
    assert (found.id, found.floor, found.author, found.author_id) == ("907", 12, "蜂农907", "12")
    assert (found.date, found.date_text, found.client) == (
        "2022-03-29T07:48:39",
        "2022-3-29 07:48:39",
        "来自手机",
    )
    assert (found.location, found.up, found.down, found.edited, found.signature) == (
        None,
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("date", "iso", "shown"),
    [
        (
            '发表于 <span title="2022-4-2 22:41:05">昨天&nbsp;22:41</span>',
            "2022-04-02T22:41:05",
            "昨天 22:41",
        ),
        ("发表于 昨天 22:41", "2022-04-02T22:41", "昨天 22:41"),
        ("发表于 3 天前", "2022-03-31", "3 天前"),
        ("发表于 2012-4-1 01:43:58 PM", "2012-04-01T13:43:58", "2012-4-1 01:43:58 PM"),
    ],
)
def test_a_date_is_the_stated_one_or_counted_from_the_footer(
    date: str, iso: str, shown: str
) -> None:
    found = only(desktop(post(date=date)))
    assert (found.date, found.date_guess, found.date_text) == (iso, False, shown)


def test_a_relative_date_without_a_clock_is_unknown_and_by_the_files_time_a_guess() -> None:
    source = desktop(post(date="发表于 昨天 22:41"), foot="</body></html>").encode()
    assert (
        found := read_file(source, "a.html").posts[0]
    ).date is None and found.date_text == "昨天 22:41"
    dated = read_file(source, "a.html", Evidence(file_time=1648962900.0))  # 2022-04-03T05:15 UTC
    assert (dated.posts[0].date, dated.posts[0].date_guess, dated.uses_file_time) == (
        "2022-04-02T22:41",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("author", "name", "uid"),
    [
        ('<a href="home.php?mod=space&amp;uid=12" class="xw1">Anna Lee</a>', "Anna Lee", "12"),
        ('<a href="space-uid-12.html" class="xw1">蜂农</a>', "蜂农", "12"),
        ("匿名", "匿名", None),
        ("老蜂农 <em>该用户已被删除</em>", "老蜂农", None),
    ],
)
def test_an_author_may_be_a_member_nameless_or_gone(
    author: str, name: str, uid: str | None
) -> None:
    found = only(desktop(post(author=author)))
    assert (found.author, found.author_id) == (name, uid)


def test_the_opening_posters_mark_is_not_the_author() -> None:
    byline = '<span class="pipe">|</span><img src="static/image/common/ico_lz.png" />&nbsp;楼主<span class="pipe">|</span>'
    assert only(desktop(post(908, byline=byline))).author == "蜂农908"


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        ("楼主", 1),
        ("樓主", 1),
        ("沙发#", 2),
        ("板凳", 3),
        ("地板", 4),
        ("5#", 5),
        ("12 楼", 12),
        ("来自 2#", 2),
        ("推荐", None),
        ("", None),
        (None, None),
    ],
)
def test_floor_words_and_numbers_are_floors(label: str | None, floor: int | None) -> None:
    assert floor_number(label) == floor


@pytest.mark.parametrize(
    ("href", "uid"),
    [
        ("home.php?mod=space&uid=12", "12"),
        ("space-uid-12.html", "12"),
        ("space-uid-0.html", None),
        ("x", None),
        (None, None),
    ],
)
def test_a_members_number_stands_in_the_link(href: str | None, uid: str | None) -> None:
    assert user_id(href) == uid


def test_votes_are_those_shown_and_none_where_none_is_shown() -> None:
    shown = '<span id="review_support_900">3</span><span id="review_against_900">1</span>'
    empty = '<span id="review_support_901"></span><span id="review_against_901"></span>'
    found = reading(desktop(post(900, tools=shown), post(901, tools=empty, floor="沙发"))).posts
    assert [(p.up, p.down) for p in found] == [(3, 1), (None, None)]


def test_what_only_looks_like_a_post_is_none() -> None:
    found = reading(
        desktop(
            post(900), '<div id="post_rate_div_900"></div><div id="post_777">nothing here</div>'
        )
    )
    assert [p.id for p in found.posts] == ["900"]


def test_a_pinned_reply_keeps_its_own_floor_and_is_marked() -> None:
    found = reading(desktop(post(900), post(907, floor="<em>置顶</em> 来自 7#"))).posts
    assert [(p.floor, p.marks) for p in found] == [(1, []), (7, ["置顶"])]


# ── A post's body ─────────────────────────────────────────────────────────────────────────────────

HEADED = (
    '<div class="quote"><blockquote><font size="2">'
    '<a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=900&amp;ptid=56" target="_blank">'
    '<font color="#999999">蜂农 发表于 2022-3-29 07:48</font></a></font><br />\n第一层垫草。</blockquote></div><br />\n'
)


def test_a_quote_names_the_quoted_post_and_its_words() -> None:
    found = with_body(HEADED + "草要干的。")
    address = f"{SITE}forum.php?mod=redirect&goto=findpost&pid=900&ptid=56"
    assert found.quotes == [Quote(author="蜂农", text="第一层垫草。", post_id="900", url=address)]
    assert found.text == "蜂农 发表于 2022-3-29 07:48 第一层垫草。 草要干的。"
    assert found.html.startswith('<blockquote class="quote"><cite>')


def test_a_quote_without_a_head_has_no_author_and_a_nested_one_is_counted_once() -> None:
    inner = '<div class="quote"><blockquote>里面</blockquote></div>'
    found = with_body(f'<div class="quote"><blockquote>外面 {inner}</blockquote></div>说完')
    assert found.quotes == [Quote(text="外面 里面")]
    assert found.html.count("<blockquote") == 2


def test_code_keeps_its_lines_and_loses_the_copy_button() -> None:
    code = (
        '<div class="blockcode"><div id="code_x1"><ol><li>if hive &lt; 5:<br />'
        "<li>&nbsp; &nbsp; feed()<br /><li>done</ol></div>"
        "<em onclick=\"copycode($('code_x1'));\">复制代码</em></div>"
    )
    found = reading(desktop(post(body=code + "试试")))
    assert found.posts[0].code == ["if hive < 5:\n    feed()\ndone"]
    assert "<pre><code>if hive &lt; 5:\n    feed()\ndone</code></pre>" in found.posts[0].html
    assert [drop.rule for drop in found.dropped] == ["copy-button"]


@pytest.mark.parametrize(
    ("mark", "edited", "editor"),
    [
        ("本帖最后由 蜂农 于 2022-3-30 10:20 编辑", "2022-03-30T10:20", "蜂农"),
        ("本帖最后由 蜂农 于 昨天 10:20 编辑", "2022-04-02T10:20", "蜂农"),
        ("本帖被人改过", "本帖被人改过", None),
    ],
)
def test_an_edit_mark_is_a_field_and_no_text(mark: str, edited: str, editor: str | None) -> None:
    found = with_body(f'<i class="pstatus"> {mark} </i><br /><br />\n第一层垫草。')
    assert (found.text, found.edited, found.editor) == ("第一层垫草。", edited, editor)


@pytest.mark.parametrize(
    "noise",
    [
        '<font class="jammer">" x# K: t8</font>',
        '<span style="display:none">x# K: t8</span>',
        '<span style="DISPLAY: none">x# K: t8</span>',
    ],
)
def test_anti_copy_noise_is_dropped_and_accounted_for(noise: str) -> None:
    found = reading(desktop(post(body=f"第一层{noise}<br />垫草。")))
    assert found.posts[0].text == "第一层 垫草。"
    assert [drop.rule for drop in found.dropped] in (["jammer"], ["invisible"])


LOCKED = '<div class="locked">游客，如果您要查看本帖隐藏内容请<a href="forum.php?mod=post">回复</a></div>'
REGISTER = (
    '<div class="attach_nopermission attach_tips"><div><h3><strong>马上注册，结交更多好友。</strong>'
    '</h3><p>您需要 <a href="member.php">登录</a> 才可以下载或查看</p></div>'
    '<span class="atips_close">x</span></div>'
)


def test_a_guest_gate_is_a_gate_and_not_text() -> None:
    found = with_body(f"看图：{LOCKED}谢谢。")
    assert (found.text, found.gates) == ("看图： 谢谢。", ["游客，如果您要查看本帖隐藏内容请 回复"])
    assert '<aside class="gate">' in found.html


def test_a_call_to_register_hides_nothing() -> None:
    found = reading(desktop(post(body=REGISTER + "第一层垫草。")))
    assert (found.posts[0].html, found.posts[0].gates) == (
        "第一层垫草。",
        ["您需要 登录 才可以下载或查看"],
    )
    assert {drop.rule for drop in found.dropped} == {
        "register-advert",
        "close-button",
        "login-prompt",
    }


def test_gates_stand_in_reading_order() -> None:
    assert (
        with_body("一" + LOCKED + "二" + LOCKED.replace("游客", "客人") + "三")
        .gates[0]
        .startswith("游客")
    )


def test_hidden_text_that_is_shown_loses_only_its_label() -> None:
    found = with_body('前<div class="showhide"><h4>本帖隐藏的内容</h4>巢门朝南。</div>后')
    assert found.text == "前 巢门朝南。 后"


def test_a_blocked_post_is_empty_and_says_why() -> None:
    found = only(
        desktop(post(cell='<div class="locked">提示: <em>作者被禁止或删除 内容自动屏蔽</em></div>'))
    )
    assert (found.text, found.gates) == ("", ["提示: 作者被禁止或删除 内容自动屏蔽"])


def test_files_behind_a_gate_are_hidden_attachments() -> None:
    gate = (
        '<div class="attach_nopermission attach_tips"><div><h3><strong>本帖子中包含更多资源</strong></h3>'
        '<p>您需要 <a href="#">登录</a> 才可以下载或查看</p></div><span class="atips_close">x</span>'
        "</div>"
    )
    found = only(desktop(post(after=gate)))
    assert found.attachments == [Attachment(hidden=True)]
    assert found.gates == ["本帖子中包含更多资源 您需要 登录 才可以下载或查看"]


def test_an_attached_picture_is_an_attachment_with_name_and_size_and_its_menu_is_gone() -> None:
    body = (
        '<ignore_js_op><img style="cursor:pointer" id="aimg_41" aid="41" '
        'src="static/image/common/none.gif" zoomfile="data/attachment/forum/hive.jpg" '
        'file="data/attachment/forum/hive.jpg" class="zoom" />'
        '<div class="tip tip_4 aimg_tip" id="aimg_41_menu" style="position: absolute; display: none">'
        '<div class="tip_c xs0"><div class="y">2022-3-29 07:40 上传</div>'
        '<a href="forum.php?mod=attachment&amp;aid=x">'
        '<strong>hive.jpg</strong> <em class="xg1">(30.7 KB, 下载次数: 2)</em></a></div></div>'
        "</ignore_js_op>"
    )
    found = with_body("看：" + body)
    address = f"{SITE}data/attachment/forum/hive.jpg"
    assert found.attachments == [Attachment(name="hive.jpg", href=address, size="30.7 KB")]
    assert found.text == "看："
    assert f'<img src="{address}">' in found.html
    assert found.images == []


@pytest.mark.parametrize(
    "source",
    [
        'src="none.gif" zoomfile="up/a.jpg" file="up/a_thumb.jpg"',
        'src="none.gif" file="up/a.jpg"',
        'src="up/a.jpg"',
    ],
)
def test_an_upload_is_looked_for_where_it_really_is(source: str) -> None:
    found = with_body(f'<img id="aimg_41" aid="41" {source} alt="hive.jpg" />')
    assert found.attachments == [Attachment(name="hive.jpg", href=f"{SITE}up/a.jpg")]


def test_a_file_placed_in_the_text_is_an_attachment_and_no_text() -> None:
    box = (
        '<ignore_js_op><span style="white-space: nowrap" id="attach_42"><img src="zip.gif" />'
        '<a href="forum.php?mod=attachment&amp;aid=NDI" target="_blank">frames.zip</a> <em class="xg1">'
        "(1.2 MB)</em></span></ignore_js_op>"
    )
    found = with_body(f"看{box}这个")
    assert found.attachments == [
        Attachment(name="frames.zip", href=f"{SITE}forum.php?mod=attachment&aid=NDI", size="1.2 MB")
    ]
    assert found.text == "看这个"


def test_a_listed_file_is_an_attachment_once() -> None:
    listed = (
        '<div class="pattl"><ignore_js_op><dl class="tattl"><dt><img src="zip.gif" /></dt><dd>'
        '<p class="attnm"><a href="forum.php?mod=attachment&amp;aid=NDI" id="aid42">frames.zip</a></p>'
        "<p>1.2 MB, 下载次数: 5</p></dd></dl></ignore_js_op></div>"
    )
    found = only(desktop(post(after=listed * 2)))
    assert found.attachments == [
        Attachment(name="frames.zip", href=f"{SITE}forum.php?mod=attachment&aid=NDI", size="1.2 MB")
    ]


@pytest.mark.parametrize(
    ("smiley", "alt"),
    [
        (
            '<img src="static/image/smiley/default/smile.gif" smilieid="1" border="0" alt="" />',
            "🙂",
        ),
        (
            '<img src="static/image/smiley/bees/buzz.gif" smilieid="77" border="0" alt="" />',
            ":buzz:",
        ),
        ('<img src="static/image/smiley/bees/buzz.gif" smilieid="77" border="0" alt="嗡" />', "嗡"),
        ('<img src="static/image/smiley/bees/buzz.gif" border="0" alt="" />', ":buzz:"),
    ],
)
def test_a_smiley_has_a_name_and_is_no_picture(smiley: str, alt: str) -> None:
    found = with_body("好" + smiley)
    assert f'alt="{alt}"' in found.html and 'class="smiley"' in found.html
    assert (found.text, found.images) == ("好", [])


def test_a_player_is_a_link_and_its_hint_is_gone() -> None:
    body = (
        '<ignore_js_op><div class="media"><div class="media_tips">'
        '<a href="http://v.example/1.mp4" target="_blank">如果无法播放，请点击这里</a></div></div>'
        "</ignore_js_op>听"
    )
    found = with_body(body)
    assert found.text == "听"
    assert [link.href for link in found.links] == ["http://v.example/1.mp4"]


def test_scripts_handlers_and_styles_do_not_reach_the_record() -> None:
    found = with_body(
        '<script>x()</script><style>p{}</style><b onclick="x()" style="color:red">垫</b><a href="javascript:x()">草</a>'
    )
    assert found.html == "<b>垫</b>草"


def test_a_stray_less_than_sign_loses_no_words() -> None:
    assert with_body("温度 <5 度，蜜 < 蜡，蜡>草").text == "温度 <5 度，蜜 < 蜡，蜡>草"


# ── Around a post ─────────────────────────────────────────────────────────────────────────────────


def test_notes_under_a_post_are_comments_with_author_date_and_words() -> None:
    notes = (
        '<div class="pstl xs1 cl"><div class="psta vm"><a href="home.php?mod=space&amp;uid=9" c="1">'
        '<img src="a.gif" /></a> <a href="home.php?mod=space&amp;uid=9" class="xi2 xw1">竹匠</a></div>'
        '<div class="psti">棉被也行&nbsp;<span class="xg1">&nbsp;发表于 2022-3-30 09:00</span></div></div>'
    )
    source = desktop(post(900)).replace(
        '<div id="comment_900" class="cm">', f'<div id="comment_900" class="cm">{notes}'
    )
    assert only(source).comments == [
        Comment(author="竹匠", date="2022-3-30 09:00", text="棉被也行")
    ]


def test_points_given_to_a_post_are_ratings() -> None:
    table = (
        '<dl id="ratelog_900" class="rate"><dd><table class="ratl"><tr><th>参与人数</th></tr>'
        '<tr id="rate_900_9"><td><a href="home.php?mod=space&amp;uid=9"><img src="a.gif" />'
        '</a> <a href="home.php?mod=space&amp;uid=9" target="_blank">竹匠</a></td>'
        '<td class="xi1"> + 3</td><td class="xg1">说得细</td></tr>'
        '<tr id="rate_900_8"><td><a href="home.php?mod=space&amp;uid=8" target="_blank">木匠</a></td>'
        '<td class="xg1"> - 2</td><td class="xg1"></td></tr></table></dd></dl>'
    )
    assert only(desktop(post(after=table))).ratings == [
        Rating(author="竹匠", score=3, reason="说得细"),
        Rating(author="木匠", score=-2, reason=None),
    ]


def test_points_of_the_avatar_list_are_told_by_their_hints() -> None:
    hint = "&lt;strong&gt;说得细&lt;/strong&gt;&amp;nbsp;&lt;em class='xi1'&gt;金钱 + 10&lt;/em&gt;"
    row = (
        f'<ul class="cl"><li><p id="rate_900_9" tip="{hint}"><a href="#"><img src="a.gif" /></a></p><p>'
        f'<a href="#">竹匠</a></p></li></ul>'
    )
    entry = row.replace("</a></p><p><a", "</a> <a")
    assert only(
        desktop(post(after=f'<div id="ratelog_900" class="rate">{entry}</div>'))
    ).ratings == [Rating(author="竹匠", score=10, reason="说得细")]


def test_a_notes_date_is_the_exact_one_where_it_is_stated() -> None:
    note = (
        '<div class="pstl"><div class="psta"><a href="#" class="xi2 xw1">竹匠</a></div><div class="psti">好'
        '<span class="xg1">发表于 <span title="2022-4-2 09:00:01">昨天 09:00</span></span></div></div>'
    )
    source = desktop(post(900)).replace(
        '<div id="comment_900" class="cm">', f'<div id="comment_900" class="cm">{note}'
    )
    assert only(source).comments == [Comment(author="竹匠", date="2022-4-2 09:00:01", text="好")]


def test_a_signature_is_a_field_and_no_text() -> None:
    found = only(
        desktop(post(sign='<div class="sign" style="max-height:100px">春种 <b>秋收</b></div>'))
    )
    assert (found.text, found.signature) == ("第一层垫草。", "春种 秋收")


def test_no_furniture_of_the_page_is_in_a_posts_text() -> None:
    tools = '<a class="fastre" href="#">回复</a> <a href="#">举报</a>'
    found = reading(
        desktop(post(900, tools=tools), post(901, "第二层放蜜。", floor="沙发", tools=tools))
    )
    assert [p.text for p in found.posts] == ["第一层垫草。", "第二层放蜜。"]


# ── The other views ───────────────────────────────────────────────────────────────────────────────


def test_the_touch_page_states_floors_and_drops_the_word_quote() -> None:
    quote = '<div class="quote"><blockquote>引用: 第一层垫草。</blockquote></div>'
    found = reading(
        touch(
            touch_post(900, "第一层垫草。", "楼主", "2022-3-29 07:48"),
            touch_post(901, quote + "对。", "沙发", "2022-3-29 08:00"),
        )
    )
    assert [(p.id, p.floor, p.author, p.author_id) for p in found.posts] == [
        ("900", 1, "蜂农900", "105"),
        ("901", 2, "蜂农901", "105"),
    ]
    assert found.posts[1].quotes == [Quote(text="第一层垫草。")]
    assert (found.board, found.title) == (["手艺"], TITLE)


def test_the_touch_page_of_x35_shows_counts_beside_the_date_and_notes_like_small_posts() -> None:
    first = touch_post(
        900,
        "第一层垫草。",
        "楼主",
        '<span class="y"><em>431</em><em>4</em></span><span title="2022-4-2 22:41:05">昨天&nbsp;22:41</span>',
    )
    note = (
        '<div id="comment_900"><div class="plc p0 cl"><ul class="authi"><li class="mtit"><span class="z">'
        '<a href="#">竹匠</a></span></li>'
        '<li class="mtime">发表于 2022-4-2 23:00</li><li class="mtxt mt5">棉被也行</li></ul></div></div>'
        '<div id="ratelog_900"><ul><li class="flex-box mli p0"><div class="flex-2"><span class="z">'
        '<a href="#">木匠</a></span></div>'
        '<div class="flex-2"> + 4</div><div class="flex-3">说得细</div></li></ul></div>'
    )
    found = reading(touch(first.removesuffix("</div></div>") + note + "</div></div>"))
    assert (found.views, found.replies) == (431, 4)
    (one,) = found.posts
    assert (one.date, one.text, one.author) == ("2022-04-02T22:41:05", "第一层垫草。", "蜂农900")
    assert one.comments == [Comment(author="竹匠", date="2022-4-2 23:00", text="棉被也行")]
    assert one.ratings == [Rating(author="木匠", score=4, reason="说得细")]


def test_a_blocked_post_of_the_touch_page_is_no_quote() -> None:
    found = only(
        touch(
            touch_post(
                900,
                '<div class="quote">提示: 该帖被管理员或版主屏蔽</div>',
                "楼主",
                "2022-3-29 07:48",
            )
        )
    )
    assert (found.text, found.quotes, found.gates) == ("", [], ["提示: 该帖被管理员或版主屏蔽"])


def test_a_rule_that_an_author_drew_does_not_part_a_printed_post() -> None:
    drawn = printed_post(
        "蜂农", '第一层。<hr noshade size="2" width="100%" color="#808080">第二层。'
    )
    found = reading(printed(drawn, printed_post("竹匠", "明白。")))
    assert [(p.author, p.text) for p in found.posts] == [
        ("蜂农", "第一层。 第二层。"),
        ("竹匠", "明白。"),
    ]
    assert [(p.id, p.floor) for p in found.posts] == [(None, None)] * 2


def test_a_printed_post_that_was_withheld_is_a_gate() -> None:
    found = reading(printed(printed_post("蜂农", "提示: <em>该帖被管理员或版主屏蔽</em>\n"))).posts[
        0
    ]
    assert (found.text, found.gates) == ("", ["提示: 该帖被管理员或版主屏蔽"])


def test_the_archiver_states_subject_board_and_pages_and_its_flat_quotes_are_quotes() -> None:
    flat = "蜂农 发表于 2022-3-29 07:48<br />\n第一层垫草。<br />\n<br />\n草要干的。"
    found = reading(
        archived(archived_post("蜂农", "第一层垫草。 :lol", TITLE), archived_post("竹匠", flat))
    )
    assert (found.board, found.page, found.pages_claimed, found.site_name) == (
        ["手艺"],
        1,
        2,
        "苇岸",
    )
    assert [(p.author, p.subject) for p in found.posts] == [("蜂农", TITLE), ("竹匠", None)]
    assert found.posts[0].text == "第一层垫草。 :lol"
    assert "草要干的。" in found.posts[1].text
    assert [quote.text for quote in found.posts[1].quotes] == ["第一层垫草。"]


def test_a_frameset_in_a_printed_post_does_not_lose_the_page() -> None:
    found = reading(
        printed(
            printed_post("蜂农", "<frameset><frame></frameset>"), printed_post("竹匠", "明白。")
        )
    )
    assert [p.author for p in found.posts] == ["蜂农", "竹匠"]


# ── A person's copy ───────────────────────────────────────────────────────────────────────────────

COPY = f"""苇岸
查看: 431|回复: 1

{TITLE}

[复制链接]
发表于 2022-3-29 07:48:39 手机客户端 | 显示全部楼层 来自: 中国浙江

第一层垫草。

第二层放蜜。
回复 支持 3 反对 1

使用道具 举报

发表于 2022-3-29 08:00:00 | 显示全部楼层
您需要 登录 才可以下载或查看，没有账号？立即注册
草要干的。
回复 支持 反对

使用道具 举报

GMT+8, 2022-4-3 21:15
Powered by Discuz! X3.4
"""


def test_a_text_copy_is_cut_into_posts_by_its_bylines() -> None:
    found = reading(COPY, "bees.txt")
    assert (found.view, found.title, found.views, found.replies) == ("text", TITLE, 431, 1)
    assert [p.text for p in found.posts] == ["第一层垫草。 第二层放蜜。", "草要干的。"]
    assert found.posts[0].html == "<p>第一层垫草。</p><p>第二层放蜜。</p>"
    first, second = found.posts
    assert (first.up, first.down, first.client, first.location) == (3, 1, "手机客户端", "中国浙江")
    assert (second.up, second.down, second.client) == (None, None, None)
    assert second.gates == ["您需要 登录 才可以下载或查看，没有账号？立即注册"]
    assert first.author is None and first.floor is None


def test_a_line_that_ends_every_post_of_a_copy_is_the_sites_own() -> None:
    three = "".join(
        f"发表于 2022-3-29 08:0{n}:00\n第{n}层。\n苇岸 · 乡下人的论坛\n回复\n使用道具 举报\n"
        for n in range(3)
    )
    found = reading("苇岸\n查看: 431|回复: 2\n\n" + TITLE + "\n" + three, "a.txt")
    assert [p.text for p in found.posts] == ["第0层。", "第1层。", "第2层。"]
    assert {drop.rule for drop in found.dropped} == {"site-signature"}
    assert (found.site_name, found.title) == ("苇岸", TITLE)


def test_a_copy_without_tools_ends_before_the_footer() -> None:
    copy = (
        COPY.replace("回复 支持 3 反对 1", "")
        .replace("回复 支持 反对", "")
        .replace("使用道具 举报", "")
    )
    found = reading(copy.replace("GMT+8", "您需要登录后才可以回帖\nGMT+8"), "a.txt")
    assert [p.text for p in found.posts] == ["第一层垫草。 第二层放蜜。", "草要干的。"]


def test_a_copied_column_names_the_author_and_the_floor() -> None:
    column = "蜂农\n主题\n12\n积分\n340\n发消息\n沙发\n"
    found = reading(COPY.replace("发表于 2022-3-29 08", column + "发表于 2022-3-29 08"), "a.txt")
    assert [(p.author, p.floor) for p in found.posts] == [(None, None), ("蜂农", 2)]


def test_a_copys_edit_mark_and_call_to_register_are_no_text() -> None:
    lines = "马上注册，结交更多好友。\n本帖最后由 蜂农 于 昨天 10:20 编辑\n\n草要干的。"
    found = reading(COPY.replace("草要干的。", lines), "a.txt")
    assert (found.posts[1].text, found.posts[1].edited, found.posts[1].editor) == (
        "草要干的。",
        "2022-04-02T10:20",
        "蜂农",
    )
    assert [drop.text for drop in found.dropped if drop.rule == "register-advert"] == [
        "马上注册，结交更多好友。"
    ]


def test_the_same_copy_has_the_same_number_and_another_has_another() -> None:
    numbers = [
        reading(text, "a.txt").thread_id
        for text in (COPY, COPY + "\n\n", COPY.replace(TITLE, "别的事"))
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_markup_in_a_text_copy_is_words() -> None:
    found = reading(
        COPY.replace("草要干的。", "<b>草</b> & <script>x()</script>"), "bees.txt"
    ).posts[1]
    assert found.text == "<b>草</b> & <script>x()</script>"


def test_an_impossible_date_in_an_edit_mark_does_not_lose_the_copy() -> None:
    found = reading(
        COPY.replace("草要干的。", "本帖最后由 蜂农 于 昨天 25:00 编辑\n草要干的。"), "bees.txt"
    )
    assert [p.text for p in found.posts][1] == "草要干的。"


# ── Reading as a whole ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", VIEWS)
def test_half_a_page_is_read_or_skipped_but_never_fails(view: str) -> None:
    source = VIEWS[view]
    for end in range(0, len(source), max(1, len(source) // 40)):
        try:
            found = reading(source[:end])
        except Skipped as reason:
            assert "an engine failed" not in str(reason)
        else:
            assert all("<script" not in post.html for post in found.posts)


def test_nul_bytes_and_absurd_nesting_do_not_lose_the_words() -> None:
    source = desktop(post(body="垫\0草" + "<div>" * 10_000 + "深处" + "</div>" * 10_000))
    assert only(source).text.replace("\ufffd", "") == "垫草 深处"


def test_an_engine_that_fails_is_a_reason_to_skip_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("site_gen.engines.core.driver.read_with", broken)
    with pytest.raises(
        Skipped, match=r"discuz \(desktop\) engine failed \(ZeroDivisionError: oops.*please report"
    ):
        reading(VIEWS["desktop"])


def test_a_reading_depends_on_the_bytes_and_not_on_name_or_time() -> None:
    data = VIEWS["desktop"].encode()
    assert read_file(data, "a.html", Evidence(file_time=5.0)) == read_file(
        data, "thread-7-2-1.html", Evidence(file_time=7.0)
    )


@pytest.mark.parametrize(("name", "engines"), [("a.html", ENGINES), ("a.txt", TEXT_ENGINES)])
def test_pages_and_copies_are_asked_about_by_their_own_engines(
    name: str, engines: tuple[Any, ...]
) -> None:
    assert chosen().for_page(load_page(b"<p>words", name)) == engines
