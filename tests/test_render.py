"""What the rendered pages promise, whatever the posts say."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser

from site_gen.errors import ConfigError
from site_gen.models import (
    Attachment,
    Comment,
    Gap,
    Poll,
    PollOption,
    Post,
    Rating,
    Summary,
    Thread,
    Version,
)
from site_gen.render import Renderer, Theme
from site_gen.render.charts import activity
from site_gen.render.places import dates_path, relative_to
from site_gen.render.renderer import is_linkable, steps
from site_gen.render.views.about import AboutView, Skip
from site_gen.render.views.boards import BoardRow, BoardView
from site_gen.render.views.calendar import (
    Anniversary,
    CalendarView,
    DayCell,
    DayRow,
    MonthRow,
    MonthView,
    OnThisDayView,
    ThreadDay,
    YearRow,
    YearView,
)
from site_gen.render.views.gallery import GalleryPicture, GalleryView
from site_gen.render.views.home import HomeView
from site_gen.render.views.people import AuthorRow, AuthorsView, AuthorView, PostRow, StartedView
from site_gen.render.views.site import Crumb, CuratedView, Order, Pager, SiteView
from site_gen.render.views.tags import TagRow, TagsView, TagView
from site_gen.render.views.threads import PostView, ThreadView

HOSTILE = (
    "</title></script><script>alert(1)</script>{{ 7*7 }}{% raw %}"
    "\"'><img src=x onerror=alert(1)>\u2028"
)
THEME = Theme.load("default")
OWN_SCRIPTS = {"assets/words.js", *(name for name, _ in THEME.assets() if name.endswith(".js"))}


def renderer(language: str = "en", **site: object) -> Renderer:
    return Renderer(THEME, SiteView(title="Old Boards", language=language, **site))  # type: ignore[arg-type]


def post_view(post: Post | None = None, **view: object) -> PostView:
    post = post or Post(
        n=1, id="391", floor=1, author="anna", date="2022-03-29T07:48:39", text="Hello"
    )
    given: dict[str, object] = {
        "post": post,
        "html": "<p>Hello</p>",
        "anchor": f"p{post.id}",
    } | view
    return PostView(**given)  # type: ignore[arg-type]


def thread_view(*posts: PostView, thread: Thread | None = None, **view: object) -> ThreadView:
    given: dict[str, object] = {
        "thread": thread or Thread(id="56", engine="discuz", title="A radio"),
        "path": "threads/56.html",
        "crumbs": [Crumb("Workshop", "boards/1.html")],
        "pager": Pager(number=1, paths=["threads/56.html"]),
        "posts": list(posts) or [post_view()],
        "count": len(posts) or 1,
    }
    return ThreadView(**(given | view))  # type: ignore[arg-type]


def summary(**given: object) -> Summary:
    row: dict[str, object] = {
        "id": "56", "title": "A radio", "board": ["Workshop"], "author": "anna",
        "author_page": "authors/7.html",
        "first": "2022-03-29T07:48:39", "last": "2022-04-01", "posts": 12, "views": None,
        "replies": None,
        "locked": None, "gaps": 0, "images": 0,
    }  # fmt: skip
    return Summary(**(row | given))  # type: ignore[arg-type]


def every_page(name: str = "anna", site: Renderer | None = None) -> dict[str, bytes]:
    """Render one page of each kind, with ``name`` wherever a page shows text of the archive."""
    site = site or renderer()
    one = [f"x/{n}.html" for n in (1, 2)]
    post = Post(
        n=1, id="391", author=name, author_title=name, date_text=name, edited=name, editor=name,
        client=name,
        location=name, subject=name + "!", marks=[name], text=name, gates=[name], up=3, down=1,
        attachments=[Attachment(name=name, href="javascript:alert(1)", size=name)],
        comments=[Comment(author=name, text=name, date=name)],
        ratings=[Rating(author=name, score=-2, reason=name)],
        versions=[Version(source=name, text=name)],
    )  # fmt: skip
    thread = Thread(
        id="56", engine=name, title=name, tags=[name], url="javascript:alert(1)", views=1,
        replies=2, locked=True,
        board=[name],
        poll=Poll(question=name, options=[PollOption(text=name, votes=3), PollOption(text=name)]),
    )  # fmt: skip
    boards = [BoardRow(title=name, path="boards/1.html", threads=2, posts=3)]
    rows = [
        summary(title=name, author=name, board=[name], gaps=2, locked=True),
        summary(title=None, author=None),
    ]
    wrote = PostRow(
        title=name, href="threads/56.html#p391", date="2012", excerpt=name, images=1, opening=True
    )
    person = AuthorRow(
        name=name, path="authors/7.html", posts=3, started=1, initial=name, anchor="i0"
    )
    then = [ThreadDay(title=name, href="threads/56.html#p391", posts=2, author=name, begun=True)]
    chart = activity([("2012-01", 10), ("2012-02", 20), ("2012-03", 30)], dates_path)
    months = [
        MonthRow(month="2012-03", path="dates/2012-03.html", posts=3, threads=1),
        MonthRow(month="2012-04"),
    ]
    year = YearRow(
        year="2012", path="dates/2012.html", posts=3, threads=1, months=months, unplaced=1
    )
    orders = [
        Order(name="last", href="boards/1.html"),
        Order(name="views", href="boards/1-by-views.html"),
    ]
    picture = GalleryPicture(
        path="media/a.png", href="threads/56.html#p391", alt=name, title=name, author=name
    )
    single = Pager(number=1, paths=one)
    view = thread_view(
        post_view(
            post, quoted_by=[(name, "threads/56.html#p400")], author_href="authors/7.html",
            skipped=(2, 4),
        ),
        thread=thread, crumbs=[Crumb(name)], gaps=[Gap(kind="hidden", detail=name)], starter=name,
    )  # fmt: skip
    about = AboutView(
        read={"published": 1, name: 2}, engines={name: 1}, captured=(name, name), gaps={"pages": 1},
        unknown={"date": 3}, dropped={name: 4}, gap_threads=[(name, "threads/56.html", [name])],
        skips=[Skip(path=name, reason=name)], skipped=9, threads=1, posts=2, authors=3,
    )  # fmt: skip
    return {
        "index.html": site.home(HomeView(
            boards=boards, newest=rows, largest=rows, threads=1, posts=2, authors=3, gaps=4,
            first="2004", last="2022",
            viewed=[summary(title=name, views=9)], all_boards=7, chart=chart,
            calendar="dates/index.html",
            on_this_day="dates/on-01.html",
        )),
        "threads/56.html": site.thread(view),
        "boards/index.html": site.boards(boards),
        "boards/1.html": site.board(BoardView(
            title=name, path="boards/1.html", crumbs=[Crumb(name, "boards/1.html")],
            pager=Pager(number=1, paths=one),
            rows=rows, children=boards, order="views", orders=orders, incomplete=2,
        )),
        "authors/7.html": site.author(AuthorView(
            name=name, path="authors/7.html", pager=single, rows=[wrote], threads=rows, title=name,
            chart=chart,
            all_threads="authors/7-threads.html", started=9,
        )),
        "authors/7-threads.html": site.started(StartedView(
            name="", path="authors/7-threads.html", person="authors/7.html", pager=single,
            rows=rows, threads=9,
        )),
        "dates/index.html": site.calendar(CalendarView(
            years=[year], undated=2, chart=chart, on_this_day="dates/on-01.html",
        )),
        "dates/2012.html": site.year(YearView(
            year=year, busiest=then, after=("2013", "dates/2013.html"),
        )),
        "dates/2012-03.html": site.month(MonthView(
            month="2012-03", path="dates/2012-03.html", year="dates/2012.html", pager=single,
            posts=3, threads=1,
            days=[DayRow(day="2012-03", threads=then), DayRow(day="2012-03-02", threads=then)],
            cells={2: DayCell(posts=3, href="dates/2012-03.html#d02", level=4)},
            before=("2012-02", "dates/2012-02.html"),
        )),
        "dates/on-02.html": site.onthisday(OnThisDayView(
            month=2, path="dates/on-02.html",
            paths=[f"dates/on-{n:02d}.html" for n in range(1, 13)],
            days=[Anniversary(
                day="02-29", threads=[summary(title=name, first="2012-02-29")], more=3,
            )],
        )),
        "tags/index.html": site.tags(TagsView(
            path="tags/index.html", pager=single, tags=1,
            rows=[TagRow(name=name, path="tags/1.html", threads=2)],
        )),
        "tags/1.html": site.tag(TagView(
            name=name, path="tags/1.html", pager=single, rows=rows, threads=2,
        )),
        "gallery/index.html": site.gallery(GalleryView(
            path="gallery/index.html", pager=single, pictures=[picture], total=1, small=2,
        )),
        "authors/index.html": site.authors(AuthorsView(
            path="authors/index.html", pager=Pager(number=2, paths=one), rows=[person], authors=1,
            unknown=2,
        )),
        "about.html": site.about(about),
        "pages/notes.html": site.curated(CuratedView(
            title=name, path="pages/notes.html", html="<p>Notes</p>",
        )),
        "404.html": site.missing(),
    }  # fmt: skip


def text_of(page: bytes) -> str:
    body = LexborHTMLParser(page.decode()).body
    assert body is not None
    return re.sub(r"\s+", " ", body.text())


def linked_data(page: bytes) -> dict[str, object]:
    node = LexborHTMLParser(page.decode()).css_first("script[type='application/ld+json']")
    assert node is not None
    data: dict[str, object] = json.loads(node.text())
    return data


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_hostile_text_stays_text_on_every_page(language: str) -> None:
    for path, page in every_page(HOSTILE, renderer(language)).items():
        tree = LexborHTMLParser(page.decode())
        scripts = [
            s for s in tree.css("script") if s.attributes.get("type") != "application/ld+json"
        ]
        sources = [
            s.attributes.get("src") or s.attributes.get("xlink:href") or "inline" for s in scripts
        ]
        assert {source.lstrip("./") for source in sources} <= OWN_SCRIPTS, path
        assert (
            tree.css("[onerror], img:not([src='../media/a.png']), style, [style], form, base") == []
        ), path
        assert "javascript:" not in " ".join(
            a.attributes.get("href") or "" for a in tree.css("a")
        ), path
        assert b"{{ 7*7 }}" in page or path in ("404.html", "dates/index.html"), path


@pytest.mark.parametrize("path", list(every_page()))
def test_every_link_is_relative_and_stays_in_the_site(path: str) -> None:
    page = every_page()[path]
    root = "../" * path.count("/")
    for address in re.findall(r' (?:href|src)="([^"]*)"', page.decode()):
        assert ":" not in address
        assert not address.startswith("/")
        assert address.startswith((root, "#")) or "/" not in address
        assert address.count("../") <= path.count("/")


def test_links_are_as_short_as_can_be() -> None:
    rel = relative_to("threads/56.html")
    assert rel("threads/56.html#p9") == "#p9"
    assert rel("threads/56.html") == "56.html"
    assert rel("threads/560.html#p9") == "560.html#p9"
    assert rel("authors/7.html") == "../authors/7.html"
    assert rel("https://example.org/") == "https://example.org/"
    assert relative_to("index.html")("boards/1.html") == "boards/1.html"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/", True),
        ("HTTP://a.example/", True),
        ("mailto:a@b.example", True),
        ("media/1f.zip", True),
    ]
    + [
        (bad, False)
        for bad in (
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example/",
            "/etc/passwd",
            "",
            None,
        )
    ],
)
def test_only_the_web_and_the_site_are_linked(address: str | None, expected: bool) -> None:
    assert is_linkable(address) is expected


def test_same_view_gives_the_same_bytes() -> None:
    assert every_page(HOSTILE) == every_page(
        HOSTILE, Renderer(Theme.load("default"), SiteView(title="Old Boards"))
    )


def test_page_forbids_scripts_styles_and_other_hosts() -> None:
    for page in every_page().values():
        policy = LexborHTMLParser(page.decode()).css_first(
            "meta[http-equiv='Content-Security-Policy']"
        )
        assert policy is not None
        assert (policy.attributes["content"] or "").startswith(
            "default-src 'none'; style-src 'self'; img-src 'self' data:;"
        )


def test_linked_data_is_valid_and_cannot_end_its_element() -> None:
    view = thread_view(
        thread=Thread(id="56", engine="x", title=HOSTILE),
        starter="anna",
        first="2022-03-29",
        count=43,
    )
    page = renderer(address="https://a.example/old/").thread(view)
    data = linked_data(page)
    assert data["headline"] == HOSTILE
    assert data["author"] == {"@type": "Person", "name": "anna"}
    assert data["commentCount"] == 42
    assert data["url"] == "https://a.example/old/threads/56.html"
    assert b"<" not in page.split(b'ld+json">')[1].split(b"</script>")[0]


def test_unknown_facts_are_said_to_be_unknown_and_not_in_the_linked_data() -> None:
    page = renderer().thread(thread_view(post_view(Post(n=3, id="1"))))
    assert "author unknown date unknown 3 Hello" in text_of(page)
    assert not {"author", "datePublished", "url"} & set(linked_data(page))


def test_unreadable_date_is_shown_as_the_page_shows_it() -> None:
    page = renderer().thread(
        thread_view(post_view(Post(n=1, id="1", date_text="the day it rained")))
    )
    assert "the day it rained" in text_of(page)


def test_guessed_date_is_marked_with_what_the_page_said() -> None:
    guessed = Post(n=1, id="1", date="2022-03-29", date_text="3 天前", date_guess=True)
    page = renderer().thread(thread_view(post_view(guessed))).decode()
    assert (
        '<time datetime="2022-03-29" title="Estimated: the page said “3 天前”">'
        "≈ 29 March 2022</time>" in page
    )


def test_post_has_a_permalink_floor_and_label() -> None:
    page = (
        renderer("zh")
        .thread(thread_view(post_view(floor_anchor="f1", original_poster=True)))
        .decode()
    )
    tree = LexborHTMLParser(page)
    assert tree.css_first("article#p391 a#f1[href='#p391']").text() == "#1"
    assert tree.css_first("article .tag").text() == "楼主"


def test_gates_carry_a_label_in_the_interface_language() -> None:
    html = '<p>a</p><aside class="gate">游客，请登录</aside>'
    assert "保存网页时被隐藏游客，请登录" in text_of(
        renderer("zh").thread(thread_view(post_view(html=html)))
    )


def test_a_prompt_that_only_the_record_keeps_is_not_shown() -> None:
    post = Post(n=1, id="1", gates=["Log in to see more"], text="Words")
    shown = text_of(renderer().thread(thread_view(post_view(post, html="Words"))))
    assert "Words" in shown
    assert "Log in" not in shown


@pytest.mark.parametrize(
    ("skipped", "words"),
    [((11, 20), "Posts 11–20 were not saved"), ((4, 4), "Post 4 was not saved")],
)
def test_skipped_floors_are_visible_where_they_are_missing(
    skipped: tuple[int, int], words: str
) -> None:
    assert words in text_of(renderer().thread(thread_view(post_view(skipped=skipped))))


def test_hidden_attachment_is_named_and_not_linked() -> None:
    post = Post(
        n=1,
        id="1",
        attachments=[
            Attachment(name="plan.pdf", href="https://a.example/1", size="30 KB", hidden=True)
        ],
    )
    page = renderer().thread(thread_view(post_view(post)))
    assert "plan.pdf 30 KB hidden when saved" in text_of(page)
    assert b"https://a.example/1" not in page


def test_later_pages_lead_back_and_do_not_repeat_the_head() -> None:
    pager = Pager(number=2, paths=["threads/56.html", "threads/56-2.html"])
    gaps = [Gap(kind="pages", detail="3")]
    page = renderer().thread(thread_view(path="threads/56-2.html", pager=pager, gaps=gaps))
    tree = LexborHTMLParser(page.decode())
    assert [a.attributes["href"] for a in tree.css("a[rel=prev]")] == ["56.html"] * 2
    assert tree.css_first(".gaps") is None
    assert tree.css_first("title").text() == "A radio · page 2 · Old Boards"


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 3, [1, 2, 3]),
        (7, 14, [1, None, 5, 6, 7, 8, 9, None, 14]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (1, 1, [1]),
    ],
)
def test_pager_shows_the_ends_and_the_neighbours(
    number: int, last: int, shown: list[int | None]
) -> None:
    assert steps(number, last) == shown


def test_languages_of_interface_and_posts_are_stated() -> None:
    tree = LexborHTMLParser(renderer("pt").thread(thread_view(language="zh-Hans")).decode())
    assert tree.css_first("html").attributes["lang"] == "zh-Hans"
    assert tree.css_first("header.site").attributes["lang"] == "en"


def test_a_name_within_a_saying_is_escaped_once() -> None:
    name, path = "O'Brien & <Sons>", "authors/7-threads.html"
    view = StartedView(
        name=name,
        path=path,
        person="authors/7.html",
        pager=Pager(number=1, paths=[path]),
        rows=[],
        threads=0,
    )
    heading = LexborHTMLParser(renderer().started(view).decode()).css_first("h1")
    assert heading.text() == f"Threads started by {name}"


def test_missing_page_leads_home_from_any_depth_where_the_address_is_known() -> None:
    page = renderer(address="https://someone.github.io/old/").missing().decode()
    assert 'href="/old/assets/site.css"' in page
    assert 'href="/old/index.html"' in page
    assert "canonical" not in page


def test_the_forum_s_own_mark_of_the_original_poster_is_not_shown_twice() -> None:
    post = Post(n=1, author="anna", marks=["楼主", "置顶"], subject="回复: A radio")
    page = LexborHTMLParser(
        renderer("zh-CN").thread(thread_view(post_view(post, original_poster=True))).decode()
    )
    assert [tag.text() for tag in page.css("article b.tag")] == ["楼主", "置顶"]
    assert page.css_first("article h3") is None


def test_lone_surrogate_does_not_stop_a_page() -> None:
    assert b"&#55357;" in renderer().thread(
        thread_view(thread=Thread(id="1", engine="x", title="\ud83d"))
    )


def test_markup_of_a_page_and_a_post_stays_small() -> None:
    site = renderer("zh-CN")
    empty = len(site.thread(thread_view(count=0, posts=[])))
    post = post_view(author_href="authors/7.html", floor_anchor="f1", original_poster=True)
    hundred = len(site.thread(thread_view(*[post] * 100)))
    assert empty < 8_000
    assert (hundred - empty) / 100 < 700


def test_unknown_theme_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="default"):
        Theme.load("../default")


def test_missing_theme_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not found"):
        Theme.load("default", [tmp_path / "none"])


def test_curators_folder_wins_and_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "templates" / "curated.html").write_text("mine: {{ view.title }}")
    (tmp_path / "static" / "site.css").write_text("p{}")
    theme = Theme.load("default", [tmp_path])
    page = Renderer(theme, SiteView(title="x")).curated(
        CuratedView(title="<b>", path="pages/1.html", html="")
    )
    assert page == b"mine: &lt;b&gt;"
    assert dict(theme.assets())["assets/site.css"] == b"p{}"
    assert theme.digest != THEME.digest == Theme.load("default").digest


def test_assets_are_sorted_and_complete() -> None:
    names = [name for name, _ in THEME.assets()]
    assert names == sorted(names)
    assert {"assets/site.css", "assets/icon.svg"} <= set(names)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pages_open_from_disk_without_complaint_and_fit_a_phone(
    page: Page, tmp_path: Path, language: str
) -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 4
    site = renderer(language)
    files = (
        every_page(long, site)
        | dict(THEME.assets())
        | {"assets/words.js": site.words(), "media/a.png": b"\x89PNG"}
    )
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    page.set_viewport_size({"width": 320, "height": 640})
    for path in files:
        if path.endswith(".html"):
            page.goto((tmp_path / path).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert page.evaluate("document.styleSheets[0].href !== null"), path
