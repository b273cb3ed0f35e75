"""Mailing lists: what an archiver's numbers and subjects do and do not tell."""

from __future__ import annotations

from pathlib import Path

import msgspec
from extracting import extract

from site_gen.models import Thread

HYPERMAIL = """<html><head><meta name="generator" content="hypermail 2.3.0, see http://www.hypermail-project.org/">
<title>{subject} from {name} on {day} ({list})</title></head><body><h1>{subject}</h1>
<!-- isosent="20030330101500" --><!-- name="{name}" --><!-- subject="{subject}" --><!-- inreplyto="" -->
<ul class="links"><li><a href="#start{number}">Message body</a></li></ul>
<!-- body="start" --><div class="mail"><address class="headers"><span id="from"><dfn>From</dfn>: {name}</span>
<span id="date"><dfn>Date</dfn>: {day} 10:15:00</span></address><br />{words}<br /></div><!-- body="end" -->
</body></html>"""
PIPERMAIL = """<HTML><HEAD><TITLE> {subject}</TITLE><LINK REL="Next"  HREF="000119.html"></HEAD><BODY>
<H1>{subject}</H1> <B>{name}</B> <A HREF="mailto:{list}%40lists.example">someone</A><BR> <I>{day} 10:15:00</I>
<UL><LI> <B>Messages sorted by:</B> <a href="date.html#{number}">[ date ]</a></UL><HR>
<!--beginarticle--><PRE>{words}</PRE><!--endarticle-->
<a href="http://lists.example/mailman/listinfo/{list}">More information about the {list} mailing list</a>
</body></html>"""


def threads(folder: Path, **pages: str) -> list[Thread]:
    for name, source in pages.items():
        path = folder / name.replace("__", "/") / "0007.html"
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")
    found = extract([folder])
    return sorted(
        (msgspec.json.decode(line, type=Thread) for line in found),
        key=lambda thread: thread.posts[0].text,
    )


def mail(
    form: str, words: str, name: str = "Ansel Roo", day: str = "2003-03-30", on: str = "kites"
) -> str:
    return form.format(subject="Welcome", name=name, day=day, list=on, number=7, words=words)


def test_two_lists_in_one_folder_keep_their_threads_apart(tmp_path: Path) -> None:
    for form in (HYPERMAIL, PIPERMAIL):
        pages = {"kites": mail(form, "Kites here."), "lamps": mail(form, "Lamps here.", on="lamps")}
        found = threads(tmp_path / str(len(form)), **pages)
        assert [[post.text for post in thread.posts] for thread in found] == [
            ["Kites here."],
            ["Lamps here."],
        ]
        assert [thread.board for thread in found] == [["kites"], ["lamps"]]


def test_a_number_that_is_given_again_in_the_next_quarter_joins_no_mails(tmp_path: Path) -> None:
    answer = mail(HYPERMAIL, "Thank you all.", name="Vesna Kite", day="2003-04-02")
    (thread,) = threads(
        tmp_path, **{"2003JanMar": mail(HYPERMAIL, "Kites here."), "2003AprJun": answer}
    )
    assert [(post.author, post.text) for post in thread.posts] == [
        ("Ansel Roo", "Kites here."),
        ("Vesna Kite", "Thank you all."),
    ]
    assert all(post.versions == [] for post in thread.posts)


def test_a_mail_saved_twice_is_one_post(tmp_path: Path) -> None:
    (thread,) = threads(
        tmp_path, old=mail(HYPERMAIL, "Kites here."), new=mail(HYPERMAIL, "Kites here. Come in.")
    )
    assert [len(post.versions) for post in thread.posts] == [1]
