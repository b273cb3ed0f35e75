"""What a reader finds on a thread's pages.

Quotes that lead on, code, gaps in their place, other ways to read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from site_gen.clean.blocks import code
from site_gen.clean.body import clean_body, parsed
from site_gen.clean.rules import COMMON
from site_gen.models import Attachment, Gap, Post, Quote, Source, Thread
from site_gen.render import Renderer, Theme
from site_gen.render.highlight import CAP, highlight, highlight_blocks
from site_gen.render.i18n import Sayings
from site_gen.render.known import Surroundings
from site_gen.render.language import aside_of, direction_of
from site_gen.render.quotes import LONG, Lead, with_leads
from site_gen.render.threads import thread_views
from site_gen.render.timeline import BARS, timeline
from site_gen.render.views.site import SiteView
from site_gen.render.views.threads import ThreadView
from site_gen.threads.addresses import Links
from site_gen.threads.pictures import Picture, picture_size

THEME = Theme.load("default")
SAYINGS = Sayings(
    "not saved", "picture", "Whole quote", "By its words", spoiler="Spoiler", elsewhere="elsewhere"
)


def around(
    media: dict[str, Picture] | None = None, page_cap: int = 100, whole_cap: int = 1000
) -> Surroundings:
    return Surroundings(
        Links({}, {}), media or {}, {}, page_cap, whole_cap, lambda _: "authors/7.html", SAYINGS
    )


def only(view: Iterator[ThreadView]) -> ThreadView:
    (found,) = view
    return found


def views(
    *posts: Post, page_cap: int = 100, whole_cap: int = 1000, **thread: object
) -> list[ThreadView]:
    stated: Any = {"title": "The weir", **thread}
    given = Thread(id="56", engine="x", posts=list(posts), **stated)
    return list(thread_views(given, around(page_cap=page_cap, whole_cap=whole_cap)))


def written(view: ThreadView, language: str = "en") -> LexborHTMLParser:
    site = Renderer(THEME, SiteView(title="Lockside", language=language))
    return LexborHTMLParser(site.thread(view).decode())


def shown(view: ThreadView) -> bytes:
    """The page in a site whose address is known."""
    site = SiteView(title="芦洲夜话", language="zh-CN", address="https://someone.github.io/luzhou/")
    return Renderer(THEME, site).thread(view)


def talk(count: int, **fields: object) -> list[Post]:
    """So many posts of two people, one a day, the first and every fourth by anna."""
    return [
        Post(
            n=n,
            id=str(100 + n),
            floor=n,
            author="anna" if n % 4 == 1 else "ben",
            date=f"2012-{n % 12 + 1:02d}-03T10:00",
            text=f"Words of post {n}",
            html=f"<p>Words of post {n}</p>",
            **fields,
        )  # type: ignore[arg-type]
        for n in range(1, count + 1)
    ]


# ── Quotes ────────────────────────────────────────────────────────────────────────────────────────

QUOTE = '<blockquote class="quote"><cite>{who}</cite>{words}</blockquote>Yes.'


def quoting(n: int, quote: Quote, who: str = "anna wrote:") -> Post:
    return Post(
        n=n,
        id=str(n),
        floor=n,
        author="ben",
        quotes=[quote],
        html=QUOTE.format(who=who, words=quote.text),
    )


def test_a_stated_quote_leads_to_its_post_and_back_across_pages() -> None:
    first = Post(
        n=1, id="1", floor=1, author="anna", text="The lamp is out", html="The lamp is out"
    )
    one, two, whole = views(
        first, quoting(2, Quote(author="anna", text="The lamp", post_id="1")), page_cap=1
    )
    assert '<cite>anna wrote: <a href="56.html#p1">#1</a></cite>' in two.posts[0].html
    assert one.posts[0].quoted_by == [("#2", "threads/56-2.html#p2")]
    assert '<a href="#p1">#1</a>' in whole.posts[1].html
    assert whole.posts[0].quoted_by == [("#2", "threads/56-all.html#p2")]


def test_a_quote_without_a_number_is_found_by_author_and_words_and_says_so() -> None:
    first = Post(n=1, id="1", author="Anna", text="The lamp on the quay is out again", html="…")
    (view,) = views(first, quoting(2, Quote(author="anna", text="lamp on the quay is out…")))
    assert '<a href="#p1" title="By its words">#1</a>' in view.posts[1].html


@pytest.mark.parametrize(
    "quote",
    [
        Quote(author="anna", text="The lamp on the bridge is out"),  # not her words
        Quote(author="carl", text="The lamp on the quay is out"),  # not his
        Quote(author="anna", text="The lamp"),  # too few to tell
        Quote(
            author="anna", text="The lamp on the quay is out", url="http://other.example/1"
        ),  # elsewhere
        Quote(
            author="anna", text="The lamp on the quay is out", post_id="99"
        ),  # a post that nobody saved
    ],
)
def test_a_quote_of_unknown_origin_leads_nowhere(quote: Quote) -> None:
    first = Post(n=1, id="1", author="anna", text="The lamp on the quay is out", html="…")
    (view,) = views(first, quoting(2, quote))
    assert "<a " not in view.posts[1].html
    assert view.posts[0].quoted_by == []


def test_a_quote_of_another_thread_leads_there_and_back() -> None:
    address = "http://bbs.example/goto/post?id=9"
    links = {address: "threads/40.html#p9", "http://bbs.example/own": "threads/56.html"}
    told = {
        1: {"threads/40.html#p8": "A lamp for the weir, and for everyone who walks by it at night"}
    }
    quotes = [
        Quote(author="anna", text="Lamp", url=address),
        Quote(author="anna", text="Own", url="http://bbs.example/own"),
    ]
    posts = [
        Post(n=1, id="1", floor=1, text="…", html="…"),
        *(quoting(n, quote) for n, quote in enumerate(quotes, 2)),
    ]
    thread = Thread(id="56", engine="x", posts=posts)
    view = only(thread_views(thread, around()._replace(links=Links(links, told))))
    assert '<cite>anna wrote: <a href="40.html#p9">elsewhere</a></cite>' in view.posts[1].html
    assert "<a " not in view.posts[2].html, "it says no more than the thread it stands in"
    ((name, place),) = view.posts[0].quoted_by
    assert (name, place) == ("A lamp for the weir, and for everyone who…", "threads/40.html#p8")


def test_long_quotes_are_folded_and_lose_nothing() -> None:
    words = "The lamp on the quay. " * (LONG // 10)
    folded = with_leads(QUOTE.format(who="anna", words=words), [None], "Whole <quote>")
    assert (
        '<cite>anna</cite><details class="fold"><summary>Whole &lt;quote&gt;</summary>The lamp'
        in folded
    )
    assert (
        folded.replace("<summary>Whole &lt;quote&gt;</summary>", "").count("The lamp") == LONG // 10
    )
    assert "<details" not in with_leads(QUOTE.format(who="anna", words="Short."), [None], "Whole")


def test_nested_quotes_keep_their_order_and_only_the_outermost_gets_the_lead() -> None:
    inner = '<blockquote class="quote"><cite>carl</cite>No.</blockquote>'
    clean = QUOTE.format(who="anna", words=f"{inner}Maybe.") + "<blockquote>plain</blockquote>"
    led = with_leads(clean, [Lead("#1", "#p1")], "Whole")
    assert led == clean.replace("<cite>anna</cite>", '<cite>anna <a href="#p1">#1</a></cite>')


def test_more_or_fewer_quotes_than_were_read_get_no_lead() -> None:
    clean = QUOTE.format(who="anna", words="No.")
    assert (
        with_leads(clean, [], "Whole")
        == clean
        == with_leads(clean, [Lead("#1", "#p1")] * 2, "Whole")
    )


@pytest.mark.parametrize(
    "torn",
    ['<blockquote class="quote">', '</blockquote><blockquote class="quote">a', "</blockquote>"],
)
def test_torn_quotes_are_left_as_they_are(torn: str) -> None:
    assert with_leads(torn, [], "Whole") == torn


# ── Trees ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_in_a_tree_leads_to_its_parent_and_back() -> None:
    posts = [
        Post(n=1, id="1"),
        Post(n=2, id="2", parent="1"),
        Post(n=3, id="3", author="ben", parent="2"),
    ]
    (view,) = views(*posts, Post(n=4, id="4", parent="3"))
    assert [post.parent for post in view.posts] == [
        None, None, ("#2", "threads/56.html#p2", None), ("#3", "threads/56.html#p3", "ben"),
    ]  # fmt: skip
    assert view.posts[1].answers == [("#3", "threads/56.html#p3")]
    tree = written(view)
    assert tree.css_first("#p4 .to").text(strip=True) == "in reply to#3ben"
    assert tree.css_first("#p2 .facts a").attributes["href"] == "#p3"


# ── Gaps ──────────────────────────────────────────────────────────────────────────────────────────


def test_pages_that_were_not_saved_are_visible_where_they_are_missing() -> None:
    sources = [Source(path=f"{page}.html", sha256="", page=page) for page in (1, 4)]
    posts = [Post(n=1, id="1", source="1.html"), Post(n=2, id="2", source="4.html")]
    gaps = [Gap(kind="pages", detail="2–3, 5 / 5")]
    (view,) = views(*posts, sources=sources, pages_claimed=5, gaps=gaps)
    assert (view.posts[1].skipped_pages, view.skipped_pages) == ((2, 3), (5, 5))
    strips = [strip.text() for strip in written(view).css(".posts > .lost")]
    assert strips == ["Pages 2–3 were not saved", "Page 5 was not saved"]


def test_a_gap_that_the_floors_tell_is_not_told_twice() -> None:
    sources = [Source(path=f"{page}.html", sha256="", page=page) for page in (1, 3)]
    posts = [Post(n=1, floor=1, source="1.html"), Post(n=2, floor=21, source="3.html")]
    gaps = [Gap(kind="pages", detail="2 / 3")]
    (view,) = views(*posts, sources=sources, pages_claimed=3, gaps=gaps)
    assert [strip.text() for strip in written(view).css(".lost")] == ["Posts 2–20 were not saved"]


# ── Other ways to read ────────────────────────────────────────────────────────────────────────────


def paths(count: int, **caps: int) -> list[str]:
    return [view.path.removeprefix("threads/") for view in views(*talk(count), **caps)]


def test_a_thread_of_one_page_costs_one_file_and_is_switched_by_the_style_sheet() -> None:
    (view,) = views(*talk(9))
    tree = written(view)
    assert {box.attributes["id"] for box in tree.css(".views input")} == {
        "only-op",
        "newest",
        "words",
    }
    assert tree.css(".views a") == []
    assert [post.attributes["id"] for post in tree.css("article.op")] == ["p101", "p105", "p109"]


def test_a_thread_of_several_pages_is_also_on_one_and_a_longer_has_its_starters_posts() -> None:
    assert paths(9, page_cap=4) == ["56.html", "56-2.html", "56-3.html", "56-all.html"]
    assert paths(9, page_cap=4, whole_cap=8) == ["56.html", "56-2.html", "56-3.html", "56-op.html"]
    assert paths(9, page_cap=4, whole_cap=0) == ["56.html", "56-2.html", "56-3.html"]
    *_, starter = views(*talk(9), page_cap=4, whole_cap=8)
    assert [post.post.n for post in starter.posts] == [1, 5, 9]
    assert {post.post.author for post in starter.posts} == {"anna"}


def test_every_way_leads_to_the_others() -> None:
    one, *_, whole = views(*talk(9), page_cap=4)
    assert [a.attributes["href"] for a in written(one).css(".views a")] == ["56-all.html"]
    assert [a.attributes["href"] for a in written(whole).css(".views a")] == ["56.html"]
    assert "on one page" in written(whole).css_first("title").text()
    assert len(written(whole).css("article")) == 9


def test_pages_know_their_first_posts_to_jump_by() -> None:
    pager = written(views(*talk(9), page_cap=4)[1]).css_first(".pager")
    assert (pager.attributes["data-firsts"], pager.attributes["data-page"]) == ("1 5 9", "56.html")


# ── The timeline ──────────────────────────────────────────────────────────────────────────────────


def test_a_long_thread_has_a_timeline_that_leads_to_the_first_post_of_each_span() -> None:
    (view,) = views(*talk(48))
    assert view.timeline is not None
    assert (view.timeline.spans, [bar.count for bar in view.timeline.bars]) == (12, [4] * 12)
    bars = written(view).css(".timeline a")
    assert bars[0].css_first("title").text() == "3 January 2012: 4 posts"
    assert bars[0].attributes["href"] == "#p112"


@pytest.mark.parametrize("years", [1, 3, 30, 300, 3000])
def test_a_timeline_never_has_too_many_bars(years: int) -> None:
    posts = [Post(n=n, date=f"{1 + years * n // 60:04d}-0{n % 9 + 1}-01") for n in range(1, 61)]
    line = timeline(posts, lambda post: f"#n{post.n}", set())
    assert line is not None
    assert len(line.bars) <= line.spans <= BARS
    assert sum(bar.count for bar in line.bars) == 60


@pytest.mark.parametrize(
    "date", [None, "2012", "2012-05-01", "9999-12-31", "yesterday", "2012-13-45"]
)
def test_a_thread_of_one_day_or_of_unknown_days_has_no_timeline(date: str | None) -> None:
    assert timeline([Post(n=n, date=date) for n in range(40)], lambda _: "", set()) is None


# ── Headings and spoilers ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ("5", "3"),
        ("2343", "3454"),
        ("5 3 4", "3 3 4"),
        ("6 2 6 4", "3 3 4 4"),
        ("23456", "34566"),
        ("", ""),
    ],
)
def test_headings_of_a_post_stand_below_its_author_and_skip_no_level(
    levels: str, shown: str
) -> None:
    stated = "".join(f"<h{n}>{n}</h{n}><p>text</p>" for n in levels.replace(" ", ""))
    (view,) = views(Post(n=1, text="text", html=stated))
    tags = re.findall(r"</?h(\d)>", view.posts[0].html)
    assert (tags[::2], tags[1::2]) == (list(shown.replace(" ", "")),) * 2


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a</p>\n<p>&nbsp;</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<p>a<br>b</p><p><br></p>", "<p>a<br>b</p>"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table><br>\n<br>\na<br>b", None),
        ("<ul><li>a</li></ul><br>b<br><br>c", "<ul><li>a</li></ul>b<br><br>c"),
        ("<b>a</b><br><br>b", "<b>a</b><br><br>b"),
        (
            '<blockquote class="quote">No.</blockquote><br>\n<br>a<br>b',
            '<blockquote class="quote">No.</blockquote>a<br>b',
        ),
    ],
)
def test_empty_lines_beside_blocks_are_left_to_the_style_sheet(
    html: str, shown: str | None
) -> None:
    (view,) = views(Post(n=1, html=html))
    assert view.posts[0].html == (shown or html.replace("<br>\n<br>", ""))


def test_a_spoiler_without_a_title_has_a_word_to_open_it() -> None:
    box = '<details class="spoiler"><summary>{}</summary><div>He did it</div></details>'
    (view,) = views(Post(n=1, html=box.format("")), Post(n=2, html=box.format("The end")))
    assert [post.html for post in view.posts] == [box.format("Spoiler"), box.format("The end")]


# ── Code ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("box", "language"),
    [
        ('<pre><code class="lang-python">x</code></pre>', "python"),
        ('<pre><code class="hljs language-c++">x</code></pre>', "cpp"),
        ('<pre class="brush: php;">x</pre>', "php"),
        ('<pre data-lang="Ruby">x</pre>', "ruby"),
        ('<pre><code class="lang-auto">x</code></pre>', None),
        ('<pre><code class="lang-plaintext hljs">x</code></pre>', None),
        ('<pre data-lang="general">x</pre>', None),
        ("<pre><code>def x(): return 1</code></pre>", None),
        ('<p class="lang-select">x</p>', None),
    ],
)
def test_the_language_of_code_is_kept_where_the_page_states_it(
    box: str, language: str | None
) -> None:
    clean = clean_body(parsed(box), COMMON).html
    assert re.findall(r'data-lang="([^"]*)"', clean) == ([language] if language else [])


CODE_BOX = '<div class="bbCodeBlock--code"><div class="bbCodeBlock-title">{}</div>{}</div>'
BOXES = (code(".bbCodeBlock--code, .bbcode_code, code.bbc_code", needles=("ode",)), *COMMON)


@pytest.mark.parametrize(
    ("box", "language"),
    [
        (CODE_BOX.format("C++:", "<pre><code>x</code></pre>"), "cpp"),
        (CODE_BOX.format("Code:", '<pre data-lang="c">x</pre>'), "c"),
        ('<div class="bbcode_description">PHP Code:</div><div class="bbcode_code">x</div>', "php"),
        (
            '<div class="codeheader">Code: (sql) [Select]</div><code class="bbc_code">x</code>',
            "sql",
        ),
        ('<div class="codeheader">Code: [Select]</div><code class="bbc_code">x</code>', None),
        ('<div class="bbcode_description">Code:</div><div class="bbcode_code">php</div>', None),
        ('<p>Go</p>\n<div class="bbcode_code">x</div>', None),
        ('<div class="codetop">PHP</div>\n<div class="bbcode_code">x</div>', "php"),
    ],
)
def test_the_head_of_a_code_box_names_the_language(box: str, language: str | None) -> None:
    clean = clean_body(parsed(box), BOXES).html
    assert re.findall(r'data-lang="([^"]*)"', clean) == ([language] if language else [])


def test_code_is_coloured_by_classes_and_stays_the_same_to_the_letter() -> None:
    lines = "\n\n  def x(a):\n\treturn '<b>' & a  # no\r\n\n"
    block = f'<pre><code data-lang="python">{html.escape(lines, quote=False)}</code></pre>'
    coloured = highlight_blocks(block)
    assert '<span class="k">def</span>' in coloured
    assert "style=" not in coloured
    assert html.unescape(re.sub("<[^>]*>", "", coloured)) == lines


@pytest.mark.parametrize("language", ["klingon", "", "../x", "<b>", "text"])
def test_code_of_an_unknown_language_stays_plain(language: str) -> None:
    assert "<span" not in (highlight(language, "if x: y") or "")


def test_absurdly_long_code_stays_plain() -> None:
    block = '<pre data-lang="python">' + "x = 1\n" * CAP + "</pre>"
    assert highlight_blocks(block) == block


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (8000).to_bytes(4, "big")
    + (12).to_bytes(4, "big")
    + b"\x08\x02\0\0\0"
)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, (8000, 12)),
        (b"GIF89a\x05\x00\x07\x00", (5, 7)),
        (PNG[:20], None),
        (b"\xff\xd8\xff", None),
        (b"BM", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_header_or_unknown(
    data: bytes, size: tuple[int, int] | None
) -> None:
    assert picture_size(data) == size


def test_an_attached_picture_that_is_not_in_the_body_is_shown_with_its_size() -> None:
    address = "http://bbs.example/a.png"
    post = Post(n=1, id="1", html="Look", attachments=[Attachment(name="boat", href=address)])
    given = Thread(id="56", engine="x", posts=[post])
    (view,) = thread_views(given, around({address: Picture("media/1f.png", 8000, 12)}))
    image = written(view).css_first(".media a img")
    assert (image.attributes["width"], image.attributes["height"]) == ("8000", "12")


# ── Scripts of the world ──────────────────────────────────────────────────────────────────────────

ARABIC = "مرحبا بكم في القناة، مستوى الماء اليوم مرتفع جدا"
JAPANESE = "今日の水位は四十センチでした"


@pytest.mark.parametrize(
    ("text", "thread", "expected"),
    [
        ("Hello", None, (None, None)),
        ("Hello", "ar", (None, "auto")),
        (ARABIC, "ar", (None, None)),
        (ARABIC, None, ("ar", "auto")),
        (f"水位 {ARABIC}", "zh-Hans", (None, "auto")),
        (JAPANESE, "zh-Hans", ("ja", None)),
        (JAPANESE, None, ("ja", None)),
        ("Grüße", None, (None, None)),
    ],
)
def test_a_post_in_another_script_says_so(
    text: str, thread: str | None, expected: tuple[str | None, str | None]
) -> None:
    assert aside_of(text, thread) == expected


def test_a_thread_written_from_right_to_left_is_shown_so() -> None:
    (view,) = views(
        Post(n=1, id="1", text=ARABIC, html=ARABIC), Post(n=2, id="2", text="Hello", html="Hello")
    )
    tree = written(view)
    assert tree.css_first("main").attributes["dir"] == "rtl"
    assert tree.css_first("#p1 .b").attributes.get("dir") is None
    assert tree.css_first("#p2 .b").attributes["dir"] == "auto"
    assert direction_of("he") == "rtl"
    assert direction_of(None) is None


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_markup_of_a_hundred_posts_stays_within_its_budget(language: str) -> None:
    quoted = "Words of post 1 and more of them"
    first = Post(n=1, id="101", floor=1, author="anna", text=quoted, html=quoted, date="2012-01-01")
    posts = [first, *talk(100, up=3, location="Lower Lock", author_title="Member")[1:]]
    posts[9] = quoting(10, Quote(author="anna", text=quoted))
    (view,) = views(*posts)
    site = Renderer(THEME, SiteView(title="Lockside", language=language))
    page = len(site.thread(view))
    empty = len(site.thread(replace(view, posts=[])))
    bodies = sum(len(post.html.encode()) for post in posts)
    assert empty <= 8_000
    assert page - empty - bodies <= 100 * 700


def test_the_heaviest_page_of_a_thread_stays_within_its_budget() -> None:
    """All that a page may hold.

    It has a timeline of every bar, ways to read, numbers of pages, a long opening in Chinese.
    """
    posts = [
        replace(post, id=str(63_221_000 + n), date=f"20{10 + n // 120:02d}-06-03T10:00", up=3)
        for n, post in enumerate(talk(2400))
    ]
    posts[0] = replace(posts[0], text="钟楼的钟又快了七分钟。" * 90)
    first = views(
        *posts,
        whole_cap=3000,
        title="钟楼的钟快了七分钟，谁去调一下？",
        board=["芦洲夜话", "谈天说地", "茶馆"],
        url="http://bbs.luzhou-town.example/forum.php?mod=viewthread&tid=12",
        views=52_310,
        replies=2399,
        captured="2019-05-06",
        tags=["钟楼", "时间"],
        sources=[Source(path=f"desktop/thread-12-{n}-1.html", sha256="") for n in range(1, 5)],
    )[0]
    assert first.timeline
    assert len(first.timeline.bars) == BARS
    page = shown(first)
    posts_alone = sum(
        len((node.html or "").encode()) for node in LexborHTMLParser(page.decode()).css("article")
    )
    assert len(page) - posts_alone <= 8192


def test_a_thread_of_three_thousand_posts_has_small_pages_and_its_starters_posts_apart() -> None:
    pages = views(*talk(3000))
    assert [view.path for view in pages[-2:]] == ["threads/56-30.html", "threads/56-op.html"]
    tree = written(pages[14])
    assert len(tree.css(".pager a")) < 30
    assert len(tree.css("article")) == 100


def test_long_empty_and_mixed_titles_and_names_read_well() -> None:
    name = "李明 يوسف Åse " * 20
    (view,) = views(Post(n=1, id="1", author=name, text="x", html="x"))
    site = Renderer(THEME, SiteView(title="Lockside"))
    long = LexborHTMLParser(site.thread(retitled(view, "Schleuse" * 62)).decode())
    assert long.css_first("h1.long").text() == "Schleuse" * 62
    assert (
        LexborHTMLParser(site.thread(retitled(view, "")).decode()).css_first("h1").text()
        == "Untitled thread"
    )
    assert long.css_first("article h2").text() == name


def retitled(view: ThreadView, title: str) -> ThreadView:
    return replace(view, thread=replace(view.thread, title=title))


def test_a_post_of_a_megabyte_is_shown_whole() -> None:
    words = "The lamp on the quay. " * 50_000
    body = QUOTE.format(who="anna", words=words)
    (view,) = views(
        Post(n=1, id="1", author="anna", text=words, html=f"<p>{words}</p>"),
        Post(n=2, id="2", html=body, quotes=[Quote(author="anna", text=words)]),
    )
    assert written(view).css_first("#p2 .b").text().count("The lamp") == 50_000
