"""Small pages of Discuz! in the engine's markup, with words and people of its own."""

from __future__ import annotations

import base64

SITE = "http://bbs.reedbank.example/"
HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title} - 手艺 -  苇岸 -  Powered by Discuz!</title>
<meta name="generator" content="Discuz! X3.4" /><base href="{site}" />
<script type="text/javascript">var STYLEID = '1', IMGDIR = 'static/image/common', \
charset = 'utf-8', showusercard = '1',
REPORTURL = '{report}', SITEURL = '{site}', JSPATH = 'static/js/';</script>
</head><body id="nv_forum" class="pg_viewthread">
<div id="hd"><h2><a href="./" title="苇岸">苇岸</a></h2></div>
"""
FOOT = """<div id="ft" class="wp cl"><div id="flk" class="y"><p id="frt">Powered by <strong>
<a href="http://www.discuz.net">Discuz!</a></strong> <em>X3.4</em></p>
<p class="xs0">GMT+8, 2022-4-3 21:15<span id="debuginfo">, Processed in 0.02 second(s)</span></p>\
</div></div></body>
</html>"""
TITLE = "蜂箱怎么过冬"


def head(tid: int = 56, title: str = TITLE) -> str:
    address = f"{SITE}forum.php?mod=viewthread&tid={tid}"
    return HEAD.format(title=title, site=SITE, report=base64.b64encode(address.encode()).decode())


COUNTS = (
    '<span class="xg1">查看:</span> <span class="xi1">431</span><span class="pipe">|</span>'
    '<span class="xg1">回复:</span> <span class="xi1">2</span>'
)


def desktop(*posts: str, counts: str = COUNTS, foot: str = FOOT, title: str = TITLE) -> str:
    return f"""{head(title=title)}<div id="wp" class="wp">
<script type="text/javascript">var fid = parseInt('37'), tid = parseInt('56');</script>
<div id="pt" class="bm cl"><div class="z"><a href="./" class="nvhm" title="首页">苇岸</a>\
<em>&raquo;</em>
<a href="forum.php">论坛</a> <em>&rsaquo;</em> <a href="forum.php?gid=33">乡间</a> <em>&rsaquo;</em>
<a href="forum.php?mod=forumdisplay&amp;fid=37">手艺</a> <em>&rsaquo;</em>
<a href="forum.php?mod=viewthread&amp;tid=56">{title}</a></div></div>
<div id="ct" class="wp cl"><div id="pgt" class="pgs mbm cl"></div>
<div id="postlist" class="pl bm"><table cellspacing="0" cellpadding="0"><tr>
<td class="pls ptn pbn"><div class="hm ptn">{counts}</div></td>
<td class="plc ptm pbn vwthd"><h1 class="ts"><span id="thread_subject">{title}</span></h1>\
</td></tr></table>
{"".join(posts)}
<div id="postlistreply" class="pl"><div id="post_new" class="viewthread_table" \
style="display: none"></div></div></div>
<div id="f_pst" class="pl bm bmw">您需要登录后才可以回帖 <a href="member.php">登录</a></div>\
</div></div>{foot}"""


def post(
    pid: int = 900,
    body: str = "第一层垫草。",
    *,
    floor: str = "楼主",
    date: str = "发表于 2022-3-29 07:48:39",
) -> str:
    space = f"home.php?mod=space&amp;uid={pid % 100 + 5}"
    author = f'<a href="{space}" target="_blank" class="xw1">蜂农{pid}</a>'
    cell = (
        f'<div class="t_fsz"><table cellspacing="0" cellpadding="0"><tr>'
        f'<td class="t_f" id="postmessage_{pid}">\n{body}</td></tr></table></div>'
    )
    return f"""<div id="post_{pid}" ><table id="pid{pid}" class="plhin" summary="pid{pid}"><tr>
<td class="pls" rowspan="2"><div id="favatar{pid}" class="pls favatar"><div class="pi">
<div class="authi">{author}</div></div></div></td>
<td class="plc"><div class="pi"><strong>
<a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=56&amp;pid={pid}" id="postnum{pid}">\
{floor}</a></strong>
<div class="pti"><div class="pdbt"></div><div class="authi">\
<em id="authorposton{pid}">{date}</em></div></div>
</div>
<div class="pct"><div class="pcb">{cell}<div id="comment_{pid}" class="cm"></div>\
</div></div></td></tr>
<tr><td class="plc plm"></td></tr>\
<tr><td class="plc"><div class="po hin"><em></em></div></td></tr>
</table></div>
<div id="post_rate_{pid}"></div>"""


def touch(*posts: str) -> str:
    return f"""{head()}<link rel="stylesheet" href="static/image/mobile/style.css" type="text/css">
<div class="header cl"><h2>\
<a href="forum.php?mod=forumdisplay&fid=37&amp;mobile=2">手艺</a></h2></div>
<div class="viewthread"><div class="view_tit">{TITLE}</div>{"".join(posts)}</div></body></html>"""


def touch_post(pid: int, body: str, floor: str, date: str) -> str:
    return f"""<div class="plc cl" id="pid{pid}"><div class="display pi">\
<ul class="authi"><li class="mtit">
<span class="y">{floor}</span>
<span class="z"><a href="home.php?mod=space&amp;uid=105&amp;mobile=2">蜂农{pid}</a></span></li>
<li class="mtime">{date}</li></ul>
<div class="message">{body}</div></div></div>"""


def printed(*posts: str) -> str:
    rule = '<hr noshade size="2" width="100%" color="#808080">\n'
    button = '<b><a href="###" onclick="window.print();">[打印本页]</a></b>'
    start = f"<h1>苇岸</h1><b>标题: </b>{TITLE} {button}<br />"
    end = "<table><tr><td>Powered by Discuz! X3.4</td></tr></table></body></html>"
    return head() + start + "".join(rule + each for each in posts) + rule + end


def printed_post(name: str, body: str) -> str:
    return f"<b>作者: </b>{name}&nbsp; &nbsp; <b>时间: </b>2022-3-29 07:48:39<br />\n{body}"


def archived(*posts: str) -> str:
    return f"""<html><head><title>{TITLE} - 手艺 - 苇岸 -  Powered by Discuz! Archiver</title>
<base href="{SITE}archiver/" /></head><body><center id="header"><h2>苇岸's Archiver </h2></center>
<div id="nav"><a href="./">论坛</a> &rsaquo; <a href="?fid-37.html">手艺</a> &rsaquo; {TITLE}</div>
<div id="content">{"".join(posts)}<div class="page">页: <strong>[1]</strong> \
<a href="?tid-56.html&page=2">2</a></div>
</div>
<div id="end">查看完整版本: \
<a href="../forum.php?mod=viewthread&tid=56&page=1"><strong>{TITLE}</strong></a></div>
</body></html>"""


def archived_post(name: str, body: str, subject: str = "") -> str:
    line = f'<p class="author"><strong>{name}</strong>\n发表于 2022-03-29 07:48:39\t</p>'
    return f"{line}<h3>{subject}</h3>\n{body}"
