"""The lists of a site: everything stands where a reader looks for it.

That is every thread, post, person, date, tag and picture.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from selectolax.lexbor import LexborHTMLParser

from site_gen.build.build import build
from site_gen.catalogue import Catalogue, ListPage
from site_gen.catalogue.names import initial_of, name_rank, shown_name
from site_gen.config import Boards, Config
from site_gen.models import Attachment, Post
from site_gen.render import Renderer, Theme
from site_gen.render.almanac import Almanac
from site_gen.render.charts import activity, level
from site_gen.render.places import board_path, tag_path
from site_gen.render.views.site import SiteView
from site_gen.store.store import Store
from site_gen.text.shorten import shortened
from site_gen.threads.excerpts import excerpt, shown_pictures

SAMPLE = Path(__file__).parent.parent / "archive"


class Shelf:
    """A store to fill with threads, and the lists made of it."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path, "1")

    def thread(self, name: str, *posts: dict[str, Any], **given: Any) -> None:
        """A thread with its posts; what is not said of one is unknown."""
        dates = sorted(post["date"] for post in posts if post.get("date"))
        row = {
            "id": name,
            "title": name,
            "board": [],
            "tags": [],
            "posts": len(posts),
            "gaps": 0,
        } | given
        row |= {
            "first": dates[0] if dates else None,
            "last": dates[-1] if dates else None,
            "author": posts[0]["author"],
        }
        row |= {
            "board": json.dumps(row["board"]),
            "tags": json.dumps(row["tags"]),
            "author_page": page(row["author"]),
        }
        self.insert("threads", row)
        for n, post in enumerate(posts, 1):
            kept = {
                "thread": name,
                "n": n,
                "excerpt": "",
                "images": 0,
                "author_page": page(post["author"]),
            } | post
            self.insert("posts", kept)

    def insert(self, table: str, row: dict[str, Any]) -> None:
        """One row of the store."""
        marks = ", ".join("?" * len(row))
        self.store.db.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
        )

    def pages(self, **config: Any) -> dict[str, ListPage]:
        """Every page of every list by its path."""
        return {found.path: found for found in Catalogue(self.store, Config(**config)).pages(None)}

    def view(self, path: str, **config: Any) -> Any:
        """What one page shows."""
        return self.pages(**config)[path].view


def page(author: str | None) -> str | None:
    return f"authors/{author}.html" if author else None


def post(author: str | None = "anna", date: str | None = None, **given: Any) -> dict[str, Any]:
    return {"author": author, "date": date} | given


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "store")
    yield shelf
    shelf.store.close()


# ── Boards ──


def eight(shelf: Shelf, **given: Any) -> None:
    """A board of eight threads: the later, the fewer posts; the fourth is viewed most."""
    for number in range(8):
        posts = [post(date=f"2012-03-{number + 1:02d}")] * (8 - number)
        views = {"views": 90 if number == 3 else number} | given
        shelf.thread(f"{number}", *posts, board=["Workshop"], **views)


def test_a_board_is_sorted_by_last_post_replies_views_and_beginning(shelf: Shelf) -> None:
    eight(shelf)
    pages = shelf.pages()
    found = {
        order: [row.id for row in pages[board_path(["Workshop"], 1, suffix)].view.rows]
        for order, suffix in [
            ("last", ""),
            ("replies", "-by-replies"),
            ("views", "-by-views"),
            ("started", "-by-started"),
        ]
    }
    assert found["last"] == found["started"] == list("76543210")
    assert found["replies"] == list("01234567")
    assert found["views"] == list("37654210")


def test_a_board_offers_no_order_that_tells_nothing(shelf: Shelf) -> None:
    eight(shelf, views=None)
    shelf.thread("9", post(), board=["Garden"])
    assert [order.name for order in shelf.view(board_path(["Workshop"])).orders] == [
        "last",
        "replies",
        "started",
    ]
    assert [order.name for order in shelf.view(board_path(["Garden"])).orders] == ["last"]
    assert board_path(["Garden"], 1, "-by-replies") not in shelf.pages()


def test_every_page_of_every_order_has_its_own_path(shelf: Shelf) -> None:
    eight(shelf)
    view = shelf.view(board_path(["Workshop"], 2, "-by-replies"), list_cap=3)
    assert [row.id for row in view.rows] == ["3", "4", "5"]
    assert view.pager.number == 2
    assert view.pager.paths == [board_path(["Workshop"], n, "-by-replies") for n in (1, 2, 3)]


def test_a_board_counts_the_boards_inside_and_names_its_dates_and_gaps(shelf: Shelf) -> None:
    shelf.thread("1", post(date="2010-01-01"), board=["Town", "Market"], gaps=2)
    shelf.thread("2", post(date="2013-05-01"), post(), board=["Town", "Harbour"])
    town = shelf.view(board_path(["Town"]))
    assert (town.threads, town.posts, town.first, town.last, town.incomplete) == (
        2,
        3,
        "2010-01-01",
        "2013-05-01",
        1,
    )
    assert [child.title for child in town.children] == ["Harbour", "Market"]
    assert town.rows == []
    ordered = shelf.view(
        board_path(["Town"]), boards=Boards(order=["Market"], names={"Market": "Square"})
    )
    assert [child.title for child in ordered.children] == ["Square", "Harbour"]


# ── People ──


def test_people_are_listed_by_posts_and_by_name(shelf: Shelf) -> None:
    shelf.thread(
        "1", *map(post, ["Ole", "Ole", "Ole", "Émile", "emil", "李雷", "42", "…"]), post(None)
    )
    assert shelf.view("authors/index.html").rows[0].name == "Ole"
    view = shelf.view("authors/by-name.html")
    assert [row.name for row in view.rows] == ["emil", "Émile", "Ole", "李雷", "42", "…"]
    assert [row.anchor for row in view.rows] == ["i0", None, "i1", "i2", "i3", "i4"]
    assert [(step.title, step.href) for step in view.initials][:3] == [
        ("E", "authors/by-name.html#i0"), ("O", "authors/by-name.html#i1"),
        ("漢字", "authors/by-name.html#i2"),
    ]  # fmt: skip
    assert view.unknown == 1


def test_initials_lead_to_the_page_that_has_them(shelf: Shelf) -> None:
    shelf.thread("1", *map(post, ["a", "b", "c"]))
    assert [step.href for step in shelf.view("authors/by-name.html", list_cap=2).initials] == [
        "authors/by-name.html#i0", "authors/by-name.html#i1", "authors/by-name-2.html#i2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("anna", "A"),
        ("Émile", "E"),
        ("жук", "Ж"),
        ("がん", "か"),
        ("한", "ᄒ"),
        ("王", "漢字"),
        ("_x_", "X"),
        ("42", "0–9"),
        ("★", "#"),
        ("", "#"),
        ("\u200b", "#"),
        ("ﺏ", "ب"),
        ("ßa", "S"),
    ],
)
def test_a_name_stands_under_its_initial(name: str, initial: str) -> None:
    assert initial_of(name) == initial
    assert name_rank(name)[0] in range(4)


def test_a_name_that_nobody_can_see_is_said_to_be_so(shelf: Shelf) -> None:
    assert [shown_name(name) for name in ("anna", " \u3000", "\u200b\u200e", "")] == [
        "anna",
        "",
        "",
        "",
    ]
    shelf.insert("threads", {"id": "1", "board": "[]", "tags": "[]", "posts": 1, "gaps": 0})
    shelf.insert(
        "posts", {"thread": "1", "n": 1, "author": "\u200b", "author_page": "authors/n1.html"}
    )
    site = Renderer(Theme.load("default"), SiteView(title="x"))
    for path in ("authors/index.html", "authors/n1.html"):
        found = shelf.pages()[path]
        tree = LexborHTMLParser(getattr(site, found.method)(found.view).decode())
        assert "name not visible" in tree.css_first("main").text()


def test_a_person_has_their_posts_newest_first_on_pages(shelf: Shelf) -> None:
    shelf.thread(
        "1",
        post(date="2010-01-01", excerpt="one"),
        post("ole"),
        post(date="2011-01-01", post_id="9"),
    )
    shelf.thread("2", post("ole"), post(excerpt="no date"))
    first, second = (
        shelf.view(path, list_cap=2) for path in ("authors/anna.html", "authors/anna-p2.html")
    )
    assert [row.href for row in (*first.rows, *second.rows)] == [
        "threads/1.html#p9", "threads/1.html#n1", "threads/2.html#n2",
    ]  # fmt: skip
    assert [row.opening for row in first.rows] == [False, True]
    assert (first.posts, first.started, first.wrote_in) == (3, 1, 2)
    assert (first.first, first.last) == ("2010-01-01", "2011-01-01")
    assert [thread.id for thread in first.threads] == ["1"]
    assert second.threads == []


def test_a_post_is_led_to_on_the_page_of_its_thread(shelf: Shelf) -> None:
    shelf.thread("1", *[post()] * 5, post("ole"))
    assert shelf.view("authors/ole.html", page_cap=2).rows[0].href == "threads/1-3.html#n6"


def test_many_threads_of_a_person_have_pages_of_their_own(shelf: Shelf) -> None:
    for number in range(7):
        shelf.thread(str(number), post(date=f"2012-01-{number + 1:02d}"))
    view = shelf.view("authors/anna.html")
    assert len(view.threads) == 5
    assert view.all_threads == "authors/anna-threads.html"
    assert [row.id for row in shelf.view("authors/anna-threads-p2.html", list_cap=4).rows] == [
        "2",
        "1",
        "0",
    ]


# ── Dates ──


def test_the_calendar_counts_every_post_or_says_that_its_date_is_unknown(shelf: Shelf) -> None:
    shelf.thread(
        "1",
        post(date="2012-03-02T10:00"),
        post(date="2012-03"),
        post(date="2012"),
        post(),
        post(date="soon"),
    )
    shelf.thread("2", post(date="2010-12-31T23:59:59+08:00"))
    view = shelf.view("dates/index.html")
    assert [(year.year, year.posts, year.threads, year.unplaced) for year in view.years] == [
        ("2012", 3, 1, 1),
        ("2010", 1, 1, 0),
    ]
    assert view.undated == 2
    assert [(month.month, month.posts) for month in view.years[0].months if month.path] == [
        ("2012-03", 2)
    ]
    assert shelf.view("dates/2012.html").before == ("2010", "dates/2010.html")


def test_a_month_shows_its_threads_day_by_day(shelf: Shelf) -> None:
    shelf.thread("1", post(date="2012-03-02"), post(date="2012-03-02"), post(date="2012-03-30"))
    shelf.thread("2", post(date="2012-03"))
    view = shelf.view("dates/2012-03.html")
    assert [(day.day, [(t.href, t.posts, t.begun) for t in day.threads]) for day in view.days] == [
        ("2012-03", [("threads/2.html#n1", 1, True)]),
        ("2012-03-02", [("threads/1.html#n1", 2, True)]),
        ("2012-03-30", [("threads/1.html#n3", 1, False)]),
    ]
    assert {day: (cell.posts, cell.href) for day, cell in view.cells.items()} == {
        2: (2, "dates/2012-03.html#d02"),
        30: (1, "dates/2012-03.html#d30"),
    }
    second = shelf.view("dates/2012-03-p2.html", list_cap=2)
    assert second.cells[30].href == "dates/2012-03-p2.html#d30"
    assert [day.day for day in second.days] == ["2012-03-30"]


def test_no_text_of_a_page_names_a_page_of_the_calendar(shelf: Shelf) -> None:
    shelf.thread(
        "1",
        post(date="2012-../../x"),
        post(date="2012-13-01"),
        post(date="9999-99-99"),
        post(date="20120302"),
    )
    names = {path for path in shelf.pages() if path.startswith("dates/")}
    assert all(re.fullmatch(r"dates/(index|on-\d\d|\d{4}(-\d\d)?)\.html", name) for name in names)


def test_without_dates_there_is_no_calendar(shelf: Shelf) -> None:
    shelf.thread("1", post())
    assert not [path for path in shelf.pages() if path.startswith("dates/")]
    assert Catalogue(shelf.store, Config()).rare() == []
    assert shelf.view("index.html").calendar is None


def test_on_this_day_names_what_began_on_it_in_any_year(shelf: Shelf) -> None:
    for year in range(2001, 2012):
        shelf.thread(str(year), *[post(date=f"{year}-02-28")] * (year - 2000))
    shelf.thread("leap", post(date="2012-02-29"))
    shelf.thread("vague", post(date="2012-02"))
    days = {day.day: day for day in shelf.view("dates/on-02.html").days}
    assert len(days) == 29
    assert [thread.id for thread in days["02-28"].threads] == [
        str(year) for year in range(2004, 2012)
    ]
    assert days["02-28"].more == 3
    assert [thread.id for thread in days["02-29"].threads] == ["leap"]
    assert not any(day.threads for day in shelf.view("dates/on-01.html").days)


# ── Tags, pictures, home ──


def test_a_tag_leads_to_its_threads_by_a_path_that_is_no_text(shelf: Shelf) -> None:
    shelf.thread("1", post(date="2010"), tags=["../radio", "Bees"])
    shelf.thread("2", post(date="2012"), tags=["../radio"])
    pages = shelf.pages()
    assert [(row.name, row.threads) for row in pages["tags/index.html"].view.rows] == [
        ("../radio", 2),
        ("Bees", 1),
    ]
    assert re.fullmatch(r"tags/[0-9a-f]{12}\.html", tag_path("../radio"))
    assert [row.id for row in pages[tag_path("../radio")].view.rows] == ["2", "1"]
    assert "tags/index.html" in Catalogue(shelf.store, Config()).rare()


def test_a_picture_is_shown_once_with_the_first_post_that_has_it(shelf: Shelf) -> None:
    shelf.thread("1", post(date="2010-01-01"), post("ole", "2011-01-01", post_id="7"))
    for number, (name, side, n) in enumerate(
        [("a.png", 300, 2), ("a.png", 300, 1), ("b.png", None, 2), ("i.gif", 16, 1)]
    ):
        row = {
            "thread": "1",
            "path": str(number),
            "name": name,
            "width": side,
            "height": side,
            "n": n,
        }
        shelf.insert("media", row)
    shelf.insert(
        "media", {"thread": "1", "path": "smile", "name": "s.png", "width": 90, "height": 90}
    )
    view = shelf.view("gallery/index.html")
    assert [(picture.path, picture.href) for picture in view.pictures] == [
        ("media/b.png", "threads/1.html#p7"),
        ("media/a.png", "threads/1.html#n1"),
    ]
    assert (view.total, view.small) == (2, 1)


def test_home_shows_outer_boards_where_there_are_many(shelf: Shelf) -> None:
    for number in range(30):
        shelf.thread(
            str(number),
            post(date=f"2012-01-{number + 1:02d}"),
            board=["Town", f"Street {number}"],
            views=number,
        )
    home = shelf.view("index.html")
    assert [row.title for row in home.boards] == ["Town"]
    assert home.all_boards == 31
    assert (
        [row.id for row in home.newest[:2]] == [row.id for row in home.viewed[:2]] == ["29", "28"]
    )
    assert home.largest == []


def test_home_shows_the_fullest_boards_where_there_are_many_side_by_side(shelf: Shelf) -> None:
    for number in range(30):
        shelf.thread(
            str(number),
            *[post(date="2012-01-01")] * (2 if number in (7, 29) else 1),
            board=[f"B{number:02d}"],
        )
    titles = [row.title for row in shelf.view("index.html").boards]
    assert len(titles) == 24
    assert {"B07", "B29"} < set(titles)
    assert titles == sorted(titles)


def test_a_person_is_shown_by_the_name_that_most_posts_have(shelf: Shelf) -> None:
    own = page("Anna")
    shelf.thread(
        "1", *[post(author=name, author_page=own) for name in ("Zoe", "Anna", "Anna", "Bea")]
    )
    assert [row.name for row in shelf.view("authors/index.html").rows] == ["Anna"]


# ── Pieces ──


def test_an_excerpt_is_what_the_author_wrote_not_what_they_quoted() -> None:
    html = '<blockquote class="quote"><cite>ole</cite>old</blockquote><p>new <b>wor</b>ds</p>'
    assert excerpt(Post(html=html, text="ole old new words")) == "new words"
    assert excerpt(Post(html="<blockquote>old</blockquote>", text="old")) == "old"


@pytest.mark.parametrize("text", ["word " * 100, "字" * 300, "x" * 300, "ab 字" * 90])
def test_a_long_text_is_cut_and_says_so(text: str) -> None:
    cut = shortened(text)
    assert cut.endswith("…")
    assert text.startswith(cut[:-1])
    assert 60 < len(cut) <= 180
    assert shortened(cut) == cut


def test_pictures_of_a_post_are_those_of_its_body_and_its_files_without_smilies() -> None:
    body = (
        '<img src="a.png" alt="kite"><img class="smiley" src="s.gif"><img src="b.png?x=1&amp;y=2">'
    )
    posts = [
        Post(n=1, html=body),
        Post(n=2, html='<img src="a.png">', attachments=[Attachment(name="c", href="c.jpg")]),
    ]
    assert shown_pictures(posts) == {
        "a.png": (1, "kite"),
        "b.png?x=1&y=2": (1, None),
        "c.jpg": (2, "c"),
    }


def test_a_chart_leaves_out_long_empty_years_and_needs_posts_to_compare() -> None:
    months = [("1970-01", 1), ("2011-12", 4), ("2012-01", 8), ("2012", 5), ("2012-02", 16)]
    chart = activity(sorted(months), lambda year: f"dates/{year}.html")
    assert chart is not None
    assert [(year.year, year.count, year.href) for year in chart.years] == [
        ("1970", 1, "dates/1970.html"), ("1971", 0, None), ("2011", 4, "dates/2011.html"),
        ("2012", 29, "dates/2012.html"),
    ]  # fmt: skip
    assert (chart.most, chart.count) == ("2012-02", 16)
    assert chart.years[3].bars == "M73 48v-24M75 48v-48"
    assert activity([("2012-01", 500), ("2012-02", 500)]) is None
    assert activity([("2012-01", 1), ("2012-02", 1), ("2012-03", 1)]) is None


def test_levels_tell_little_from_much() -> None:
    assert [level(count, 1000) for count in (0, 1, 100, 300, 1000)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("catalog", "first", "short", "day"),
    [("en", "Mo", "Mar", "29 February"), ("zh_Hans", "周一", "3月", "2月29日")],
)
def test_the_almanac_speaks_the_language(catalog: str, first: str, short: str, day: str) -> None:
    almanac = Almanac(catalog)
    assert almanac.weekdays()[0][0] == first
    assert almanac.month("2012-03") == short
    assert almanac.year_day("02-29") == day
    assert almanac.weeks("2012-02")[0] == [0, 0, 1, 2, 3, 4, 5]
    assert almanac.full_day("2012-02-30") == "2012-02-30"


# ── The sample ──


def test_every_link_of_every_list_resolves_and_heads_stand_in_order(tmp_path: Path) -> None:
    output = tmp_path / "site"
    build(SAMPLE, output, Config(list_cap=2))
    lists = [
        path
        for path in output.rglob("*.html")
        if path.parent.name in ("boards", "authors", "dates", "tags", "gallery")
    ]
    assert {path.parent.name for path in lists} == {"boards", "authors", "dates", "tags", "gallery"}
    ids: dict[Path, set[str | None]] = {}
    for path in [*lists, output / "index.html"]:
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        for node in tree.css("main a[href], nav a[href], img[src]"):
            target, _, anchor = (
                node.attributes.get("href") or node.attributes.get("src") or ""
            ).partition("#")
            goal = (path.parent / target).resolve() if target else path
            assert goal.is_file(), (path, target)
            if anchor:
                known = ids.setdefault(goal, _ids(goal))
                assert anchor in known, (path, target, anchor)
        heads = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4")]
        assert heads[:1] == [1]
        assert all(after - before <= 1 for before, after in pairwise(heads)), path
        assert not tree.css("[style], [id=''], a:empty")


def _ids(path: Path) -> set[str | None]:
    return {
        node.attributes.get("id")
        for node in LexborHTMLParser(path.read_text(encoding="utf-8")).css("[id]")
    }


def test_lists_that_did_not_change_are_not_written_again(tmp_path: Path) -> None:
    output = tmp_path / "site"
    build(SAMPLE, output)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.html")}
    build(SAMPLE, output, force=True)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*.html")} == before


@pytest.mark.browser
def test_a_script_leads_to_today_and_marks_it_and_nothing_else(
    context: BrowserContext, sample_site: Path
) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(datetime(2026, 3, 4, 12))
    page.goto((sample_site / "index.html").as_uri())
    page.click("#on-this-day")
    page.wait_for_url("**/dates/on-03.html#d04")
    assert page.locator(".today h2").all_inner_texts() == [page.locator("#d04 h2").inner_text()]
    page.goto((sample_site / "dates" / "on-05.html").as_uri())
    assert page.locator(".today").count() == 0
