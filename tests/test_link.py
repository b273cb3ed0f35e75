"""Link: the forum's own addresses lead into the site, every other address stays as it was, pictures to their copies."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.archive.archive import Archive
from site_gen.archive.mirror import mirrored_path
from site_gen.clean import clean_body, parsed
from site_gen.clean.rules import COMMON
from site_gen.models import Link, Post, Quote, Thread
from site_gen.render.localise import Local, localise
from site_gen.render.places import post_anchor
from site_gen.threads.addresses import Target, references, target_of
from site_gen.threads.pictures import Picture, asset_candidates, picture_kind, saved_copy

quick = settings(max_examples=120, deadline=None, derandomize=True, database=None)
HOST = "http://bbs.example/"

# ── Addresses of threads and posts ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "post"),
    [
        ("forum.php?mod=viewthread&tid=56", None),
        ("forum.php?mod=viewthread&tid=56&page=2#pid77", "77"),
        ("forum.php?mod=viewthread&extra=page%3D1&tid=56", None),
        ("forum.php?mod=redirect&goto=findpost&ptid=56&pid=77", "77"),
        ("forum.php?mod=redirect&goto=findpost&pid=77&ptid=56&fromuid=3", "77"),
        ("thread-56-1-1.html", None),
        ("bbs/thread-56-2-1.html#pid77", "77"),
        ("thread-56.html?x=1#post-77", "77"),
        ("archiver/?tid-56.html", None),
        ("archiver/tid-56-page-2.html", None),
        ("viewthread.php?tid=56&extra=page%3D1#pid77", "77"),
    ],
)
def test_every_form_of_a_threads_address_is_known(address: str, post: str | None) -> None:
    assert target_of(HOST + address) == Target("bbs.example", "56", post)


@pytest.mark.parametrize(
    "address",
    [
        "forum.php?mod=redirect&goto=findpost&pid=77",
        "redirect.php?goto=findpost&pid=77",
        "viewtopic.php?p=77#p77",
        "viewtopic.php?f=2&p=77",
        "viewtopic.php?pid=77#p77",
        "showthread.php?p=77#post77",
        "showpost.php?p=77&postcount=4",
        "showthread.php?pid=77#pid77",
        "index.php?act=findpost&pid=77",
        "posts/77/",
        "goto/post?id=77",
        "index.php?msg=77",
        "discussion/comment/77#Comment_77",
        "index.php?page=Thread&postID=77#post77",
        "reply/77/",
        "?post_type=reply&p=77",
    ],
)
def test_an_address_may_name_a_post_alone(address: str) -> None:
    assert target_of(HOST + address) == Target("bbs.example", "", "77")


@pytest.mark.parametrize(
    ("address", "engine", "number", "post"),
    [
        ("post/77", "nodebb", "", "77"),
        ("post/77", "lemmy", "77", None),
        ("post/77/thread", "proboards", "", "77"),
        ("p/77", "discourse", "", "77"),
    ],
)
def test_an_address_is_read_as_the_forum_writes_it_on_whose_page_it_stands(
    address: str, engine: str, number: str, post: str | None
) -> None:
    assert target_of(HOST + address, engine) == Target("bbs.example", number, post)


@pytest.mark.parametrize(
    "address",
    [
        "viewtopic.php?p=77&t=56#p77",
        "showthread.php?p=77&t=56#post77",
        "index.php?showtopic=56&view=findpost&p=77",
        "showthread.php?tid=56&pid=77#pid77",
        "threads/kites.56/post-77",
    ],
)
def test_a_thread_that_an_address_names_is_better_than_its_post_alone(address: str) -> None:
    assert target_of(HOST + address) == Target("bbs.example", "56", "77")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "forum.php",
        "forum-56-1.html",
        "space-uid-56.html",
        "forum.php?mod=forumdisplay&fid=56",
        "my-thread-56",
        "forum.php?mod=viewthread",
        "thread-x-1-1.html",
        "mailto:anna@a.example",
    ],
)
def test_other_addresses_lead_to_no_thread(address: str) -> None:
    assert target_of(address if ":" in address else HOST + address) is None


@pytest.mark.parametrize("address", ["http://[", "http://[::1/thread-56-1-1.html", "//", "\x00"])
def test_a_broken_address_is_no_error(address: str) -> None:
    assert target_of(address) is None


@quick
@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 99))
def test_numbers_are_read_whole(thread: int, post: int, page: int) -> None:
    assert target_of(f"{HOST}thread-{thread}-{page}-1.html#pid{post}") == Target(
        "bbs.example", str(thread), str(post)
    )
    address = f"{HOST}forum.php?mod=redirect&goto=findpost&ptid={thread}&pid={post}"
    assert target_of(address) == Target("bbs.example", str(thread), str(post))


def test_the_host_is_compared_in_lower_case_and_without_its_port() -> None:
    assert target_of("HTTP://BBS.Example:80/thread-56-1-1.html") == Target(
        "bbs.example", "56", None
    )


@pytest.mark.parametrize(
    ("address", "post"),
    [
        ("topic/56-kites/#comment-77", "77"),
        ("talk.php?topic=56&page=2", None),
        ("threads/kites.56/page-3#e9", "9"),
    ],
)
def test_a_link_of_a_forum_nobody_knows_names_a_thread_as_its_pages_do(
    address: str, post: str | None
) -> None:
    assert target_of(HOST + address, "generic") == Target("bbs.example", "56", post)
    assert target_of(HOST + address, "my-forum") == Target("bbs.example", "56", post)


def test_pages_of_one_thread_without_a_number_are_one_target() -> None:
    one, other = (
        target_of(f"{HOST}talk/kites-in-may{page}", "generic") for page in ("", "?page=2#last")
    )
    assert one == other
    assert one is not None


def test_a_threads_references_are_those_of_its_own_forum_each_once() -> None:
    mine, again, other = (f"{HOST}thread-{n}-1-1.html" for n in (56, 56, 57))
    foreign = "http://else.example/thread-58-1-1.html"
    posts = [
        Post(
            links=[
                Link(text="a", href=mine),
                Link(text="b", href=foreign),
                Link(text="c", href="http://a.example/"),
            ]
        ),
        Post(n=2, links=[Link(text="d", href=again)], quotes=[Quote(url=other), Quote()]),
        Post(n=3, quotes=[Quote(url=other)]),
    ]
    thread = Thread(id="1", engine="discuz", posts=posts)
    assert [(href, quoter) for href, _, quoter in references(thread, "bbs.example")] == [
        (mine, None),
        (other, 2),
    ]
    assert [href for href, *_ in references(thread, "")] == [mine, foreign, other]


# ── Saved copies of pictures ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("src", "page", "expected"),
    [
        ("page_files/a.jpg", "saved/page.html", ["saved/page_files/a.jpg"]),
        ("./page_files/a%20b.jpg", "page.html", ["page_files/a b.jpg"]),
        ("%E9%92%9F_files/a.jpg", "page.html", ["钟_files/a.jpg"]),
        ("../img/a.jpg", "x/y/page.html", ["x/img/a.jpg"]),
        ("../../../etc/passwd", "x/page.html", []),
        ("http://bbs.example/up/a.jpg", "t.html", ["bbs.example/up/a.jpg"]),
        ("http://bbs.example/a.php?id=7", "t.html", ["bbs.example/a.php@id=7"]),
        ("http://cdn.example/a.jpg", "m/bbs.example/t.html",
         ["m/bbs.example/cdn.example/a.jpg", "m/cdn.example/a.jpg", "cdn.example/a.jpg"]),
        ("data:image/png;base64,AAAA", "t.html", []),
        ("file:///etc/passwd", "t.html", []),
        ("http://[", "t.html", []),
        ("", "t.html", []),
    ],
)  # fmt: skip
def test_a_picture_is_looked_for_where_saving_tools_put_it(
    src: str, page: str, expected: list[str]
) -> None:
    last = mirrored_path(src)
    assert [*asset_candidates(src, page), *([last] if last else [])] == expected


def test_the_first_candidate_that_exists_is_the_copy(tmp_path: Path) -> None:
    src, page = "http://cdn.example/a.jpg", "m/bbs.example/t.html"
    assert saved_copy(src, page, Archive(tmp_path)) is None
    for path in ("cdn.example/a.jpg", "m/cdn.example/a.jpg"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(b"")
        assert saved_copy(src, page, Archive(tmp_path)) == path


STEPS = st.sampled_from(
    ["..", ".", "", "a", "%2e%2e", "%2E%2e%2f", "..%2f", "a b", "%00", "C:", "~", "\\..\\", "座"]
)


@quick
@given(
    st.lists(STEPS, max_size=8).map("/".join),
    st.sampled_from(["", "http://h.example/", "http://../", "//h/", "/"]),
)
def test_no_address_leads_out_of_the_archive(path: str, start: str) -> None:
    for candidate in asset_candidates(start + path, "x/y/page.html"):
        assert not candidate.startswith("/")
        assert not {"..", ".", ""} & set(candidate.split("/"))


@pytest.mark.corpus
def test_no_known_traversal_leads_out_of_the_archive(shared: Path) -> None:
    folder = shared / "vectors" / "paths"
    lines = {
        line
        for path in folder.glob("*.txt")
        for line in path.read_text("utf-8", "replace").splitlines()[:4_000]
    }
    assert len(lines) > 3_000
    for line in lines:
        for src in (line, HOST + line):
            for candidate in asset_candidates(src, "x/page.html"):
                assert not candidate.startswith("/") and ".." not in candidate.split("/"), line


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (b"GIF89a....", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x20ftypavif", "avif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        (b"<html>not found</html>", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"", None),
    ],
)
def test_only_bytes_that_are_a_picture_are_published_as_one(data: bytes, kind: str | None) -> None:
    assert picture_kind(data) == kind


# ── Bodies led to the site ────────────────────────────────────────────────────────────────────────

LOCAL = Local(
    links={f"{HOST}t?a=1&b=2#pid7": "56-2.html#p7"},
    media={
        f"{HOST}a.jpg?x=1&y=2": Picture("../media/1f.jpg", 2400, 1600),
        f"{HOST}small.jpg": Picture("../media/3f.jpg", 300, 200),
        f"{HOST}odd.avif": Picture("../media/4f.avif"),
        f"{HOST}lol.gif": Picture("../media/2f.gif", 20, 18),
        f"{HOST}roar.gif": Picture("../media/5f.gif", 120, 56),
    },
)


ODD = '<a class="pic" href="../media/4f.avif" aria-label="picture"><img src="../media/4f.avif" alt="" loading="lazy"></a>'
PIC = (
    '<a class="pic" href="../media/1f.jpg">'
    '<img src="../media/1f.jpg" alt="b" width="2400" height="1600" loading="lazy"></a>'
)


@pytest.mark.parametrize(
    ("clean", "expected"),
    [
        (f'<a href="{HOST}t?a=1&amp;b=2#pid7">b</a>', '<a href="56-2.html#p7">b</a>'),
        (
            f'<a href="{HOST}t?a=1&amp;b=2#pid7" title="x">b</a>',
            '<a href="56-2.html#p7" title="x">b</a>',
        ),
        (f'<a href="{HOST}t?a=1&amp;b=2#pid8">b</a>', f'<a href="{HOST}t?a=1&amp;b=2#pid8">b</a>'),
        (
            '<a href="http://v.example/1"></a>',
            '<a href="http://v.example/1">http://v.example/1</a>',
        ),
        ("<abbr>a</abbr>", "<abbr>a</abbr>"),
        (
            f'<img src="{HOST}a.jpg?x=1&amp;y=2" alt="b">',
            PIC,
        ),
        (
            f'<a href="{HOST}x"><img src="{HOST}a.jpg?x=1&amp;y=2"></a>',
            f'<a href="{HOST}x"><img src="../media/1f.jpg" alt="" width="2400" height="1600" loading="lazy"></a>',
        ),
        (
            f'<img src="{HOST}small.jpg">',
            '<img src="../media/3f.jpg" alt="" width="300" height="200" loading="lazy">',
        ),
        (
            f'<img src="{HOST}odd.avif">',
            ODD,
        ),
        (
            f'<img src="{HOST}lol.gif" alt=":lol:" class="smiley">',
            '<img src="../media/2f.gif" alt=":lol:" width="20" height="18" class="smiley">',
        ),
        (
            f'<img src="{HOST}roar.gif" alt="" class="smiley">',
            '<img src="../media/5f.gif" alt="" width="60" height="28" class="smiley">',
        ),
        (f'<img src="{HOST}gone.gif" alt="🙂" class="smiley">', "🙂"),
        (
            f'<img src="{HOST}a.jpg">',
            f'<span class="missing">not saved <small><a href="{HOST}a.jpg">bbs.example/a.jpg</a></small></span>',
        ),
        (
            f'<a href="{HOST}x"><img src="{HOST}b.jpg" alt="a boat"></a>',
            f'<a href="{HOST}x"><span class="missing">not saved: a boat <small>bbs.example/b.jpg</small></span></a>',
        ),
        (
            '<img src="page_files/boat.jpg" alt="&lt;b&gt;">',
            '<span class="missing">not saved: &lt;b&gt; (boat.jpg)</span>',
        ),
        ("no markup &amp; nothing to do", "no markup &amp; nothing to do"),
    ],
)
def test_links_and_pictures_are_led_to_the_site_or_left_as_they_were(
    clean: str, expected: str
) -> None:
    assert localise(clean, LOCAL, "not saved") == expected


PARTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs")), max_size=8)
ADDRESSES = st.builds("http://a.example/{}?{}#{}".format, PARTS, PARTS, PARTS)


@quick
@given(ADDRESSES)
def test_an_address_from_elsewhere_keeps_query_and_fragment_through_cleaning_and_linking(
    address: str,
) -> None:
    body = clean_body(parsed(f'<a href="{html.escape(address)}">b</a>'), COMMON)
    written = localise(body.html, LOCAL, "not saved")
    assert body.found.links == [Link(text="b", href=address.rstrip("?&"))]
    assert html.escape(address.rstrip("?&"), quote=False) in written.replace("&quot;", '"')


@quick
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_nothing_of_a_missing_picture_becomes_markup(name: str) -> None:
    source = html.escape(f"page_files/{name}")
    written = localise(f'<img src="{source}">', LOCAL, "not saved")
    inner = written.removeprefix('<span class="missing">').removesuffix("</span>")
    assert "<" not in inner and ">" not in inner


@pytest.mark.parametrize(
    ("post", "anchor"),
    [
        (Post(n=3, id="77"), "p77"),
        (Post(n=3), "n3"),
        (Post(n=3, id='"><script>'), "n3"),
        (Post(n=3, id=""), "n3"),
    ],
)
def test_a_posts_anchor_is_the_forums_own_id_or_its_place(post: Post, anchor: str) -> None:
    assert post_anchor(post.n, post.id) == anchor


@pytest.mark.corpus
def test_naughty_strings_lead_to_no_thread_and_break_nothing(shared: Path) -> None:
    for text in json.loads((shared / "vectors" / "strings" / "blns.json").read_text("utf-8")):
        assert target_of(text) is None
        assert all(".." not in path.split("/") for path in asset_candidates(text, "x/page.html"))
