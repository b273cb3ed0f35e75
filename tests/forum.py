"""Saved pages for tests, in the markup of Discuz! X3.4: words, people and hosts are invented."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} - Lockside - Powered by Discuz!</title>
<meta name="generator" content="Discuz! X3.4"></head><body id="nv_forum" class="pg_viewthread">
<script type="text/javascript">var fid = parseInt('{board_id}'), tid = parseInt('{tid}');</script>
<div id="pt"><div class="z"><a href="./">Lockside</a><em>&rsaquo;</em><a href="forum-{board_id}-1.html">{board}</a>
<em>&rsaquo;</em> <a href="thread-{tid}-1-1.html">{title}</a></div></div>
<div id="postlist" class="pl bm"><span id="thread_subject">{title}</span>{posts}</div></body></html>"""
POST = """<div id="post_{pid}"><table id="pid{pid}" class="plhin"><tr><td class="pls">
<div id="favatar{pid}" class="pls favatar"><div class="pi"><div class="authi">
<a href="space-uid-{uid}.html" class="xw1">{author}</a></div></div></div></td><td class="plc"><div class="pi"><strong>
<a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid={pid}" id="postnum{pid}"><em>{floor}</em><sup>#</sup></a>
</strong><div class="authi"><em id="authorposton{pid}">发表于 {date}</em></div></div><div class="pct"><div class="pcb">
<table><tr><td class="t_f" id="postmessage_{pid}">{html}</td></tr></table></div></div></td></tr></table></div>"""


@dataclass(frozen=True)
class Said:
    """One post as a page shows it: ``html`` is its body, ``date`` as Discuz! writes it."""

    author: str
    html: str
    date: str = "2012-4-1 09:30"


def write_thread(
    folder: Path, tid: int, title: str, board: str, said: Iterable[Said], most: int = 10_000
) -> None:
    """Write one thread's page into ``folder``: posts have numbers of their own, ``most`` at most, people by name."""
    posts = "".join(
        POST.format(
            pid=tid * most + floor,
            uid=sum(post.author.encode()) + 1,
            author=post.author,
            floor=floor,
            date=post.date,
            html=post.html,
        )
        for floor, post in enumerate(said, 1)
    )
    page = PAGE.format(tid=tid, title=title, board_id=len(board), board=board, posts=posts)
    (folder / f"thread-{tid}-1-1.html").write_text(page, encoding="utf-8")


def png(width: int, height: int) -> bytes:
    """A grey picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress((b"\0" + b"\x88" * width) * height)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


RTL = "مرحبا بكم في القناة، مستوى الماء اليوم مرتفع جدا. " * 6
LATIN = "The gauge at the old weir read forty centimetres this morning, and nobody knows why. "
HAN = "水位今早四十公分，没有人知道为什么。"
PEOPLE = [
    "Anna",
    "Ὀδυσσεύς李明يوسف",
    "Ж" * 60,
    "עדן &amp; &lt;Söhne&gt;",
    "ひばり🛶",
    "a\u202enna",
    "Y",
    "—",
]
"""Names in mixed scripts, of sixty letters without a space, with markup, marks and directions of their own."""

CODE = (
    '<div class="blockcode"><div><ol><li>if level &gt; 40:<li>    ring("'
    + "noon " * 60
    + '")</ol></div></div>'
)
TABLE = "<table>" + f"<tr>{'<td>weir and gauge</td>' * 14}</tr>" * 3 + "</table>"
PICTURES = '<p>Look</p><img src="pictures/wide.png"><img src="pictures/tall.png"><img src="http://b.example/gone.png">'
QUOTE = '<div class="quote"><blockquote><font size="2">Anna 发表于 2012-4-1 09:30</font><br>{}</blockquote></div>Yes.'


def write_hard_archive(folder: Path) -> None:
    """Write an archive of everything that is hard to show well: long, empty, huge, mixed, from right to left.

    Threads: 1 a title of 500 characters, 2 an empty title, 3 of 3,000 posts, 4 a post of a
    megabyte, 5 pictures of 8,000 px, code, quotes and tables, 6 from right to left, 7 a title of
    500 Chinese characters; from 10 on a board that is large enough to be sorted.
    """
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "wide.png").write_bytes(png(8000, 40))
    (folder / "pictures" / "tall.png").write_bytes(png(60, 8000))
    (folder / "history.md").write_text(
        f"# The lock since 1840\n\n{LATIN * 5}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "utf-8"
    )
    many = [Said(PEOPLE[n % 5], f"{n}. {LATIN if n % 3 else HAN}", date(n)) for n in range(1, 3001)]
    threads: dict[int, tuple[str, list[Said]]] = {
        1: ("Schleusenwärter" * 33 + "!" * 5, [Said(name, LATIN * 3) for name in PEOPLE]),
        2: ("", [Said("", LATIN), Said("Anna", "x" * 3000), Said("Y", "<p></p>")]),
        3: ("The log of the lock", many),
        4: ("A megabyte", [Said("Anna", f"<p>{LATIN * 8}</p>" * 1500), Said("Y", HAN * 20)]),
        5: (
            "Pictures and code",
            [Said("Anna", part) for part in (PICTURES, CODE, QUOTE.format(LATIN * 30), TABLE)],
        ),
        6: (RTL[:60], [Said("يوسف", RTL), Said("Anna", LATIN), Said("עדן", RTL + LATIN)]),
        7: (HAN * 28, [Said("ひばり🛶", HAN * 10), Said("Anna", HAN)]),
    }
    for tid, (title, said) in threads.items():
        write_thread(folder, tid, title, "Weirs and gauges", said)
    for n in range(10, 20):
        write_thread(
            folder,
            n,
            f"Gauge no. {n}",
            "水位" * 40,
            [Said("Anna", LATIN, date(n)), Said("Y", HAN, date(n + 40))],
        )


def date(n: int) -> str:
    """The n-th of some dates over twelve years, as Discuz! writes them."""
    return f"{2006 + n // 260}-{1 + n // 22 % 12}-{1 + n % 22} {n % 24:02d}:{n % 60:02d}"
