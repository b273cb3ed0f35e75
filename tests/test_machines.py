"""What machines read: the feed, the sitemap, robots.txt.

And where old addresses of the forum lead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import feedparser
import pytest
from playwright.sync_api import Browser, Page

from site_gen.build.build import build
from site_gen.cli.preview import Preview
from site_gen.config import Config
from site_gen.engines.registry import ALL
from site_gen.exports import redirects
from site_gen.exports.sitemap import is_listed
from site_gen.render.machine import Entry, feed, identity, moment, robots, sitemaps
from site_gen.render.views.site import SiteView
from site_gen.store.store import Store
from site_gen.threads.addresses import target_of

ADDRESS = "https://someone.example/old/"


def entry(n: int = 1, **given: object) -> Entry:
    return Entry(**{
        "path": f"threads/{n}.html", "title": "A <radio> & \x00more", "author": "anna",
        "first": "2022-03-29T07:48",
        "last": "2022-04-01", "board": ["Workshop"], "text": "Hello \ud83d there", **given,
    })  # type: ignore[arg-type]  # fmt: skip


# ── Feed ──


@pytest.mark.parametrize("address", [ADDRESS, None])
def test_the_feed_is_read_by_a_feed_reader_without_complaint(address: str | None) -> None:
    site = SiteView(title="Old & Boards", address=address, description="Twelve years.")
    parsed = feedparser.parse(
        feed(site, "forum.example", [entry(), entry(2, author=None)], "+08:00")
    )
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    assert (parsed.feed.title, parsed.feed.subtitle) == ("Old & Boards", "Twelve years.")
    assert [e.title for e in parsed.entries] == ["A <radio> & \ufffdmore"] * 2
    assert parsed.entries[0].link == (address or "") + "threads/1.html"
    assert parsed.entries[0].published == "2022-03-29T07:48:00+08:00"
    assert parsed.feed.updated == "2022-04-01T00:00:00+08:00"


def test_the_feed_has_what_atom_requires() -> None:
    """RFC 4287: id, title, updated of feed and entries, an author, absolute and unique ids."""
    root = ElementTree.fromstring(
        feed(SiteView(title="x"), "forum.example", [entry(), entry(2)], None)
    )
    atom = "{http://www.w3.org/2005/Atom}"
    for node in (root, *root.iter(f"{atom}entry")):
        assert all(len(node.findall(f"{atom}{name}")) == 1 for name in ("id", "title", "updated"))
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", node.findtext(f"{atom}updated") or ""
        )
    assert root.find(f"{atom}author/{atom}name") is not None
    ids = [node.text or "" for node in root.iter(f"{atom}id")]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)


def test_ids_of_the_feed_stay_when_the_site_moves() -> None:
    assert (
        identity("forum.example", "threads/1.html")
        == "urn:uuid:2f704375-4290-5313-bdb8-8397a981fcd9"
    )


@pytest.mark.parametrize(
    ("iso", "zone", "written"),
    [
        ("2022-03-29T07:48:39", None, "2022-03-29T07:48:39Z"),
        ("2022-03-29T07:48:39-05:00", "+08:00", "2022-03-29T07:48:39-05:00"),
        ("2022-03-29", "+08:00", "2022-03-29T00:00:00+08:00"),
        ("last week", None, "1970-01-01T00:00:00Z"),
    ],
)
def test_moments_are_written_as_rfc_3339_wants_them(
    iso: str, zone: str | None, written: str
) -> None:
    assert moment(iso, zone) == written


# ── Sitemap, robots ──


def test_a_small_sitemap_is_one_file_and_the_home_page_is_the_bare_address() -> None:
    ((path, data),) = sitemaps(ADDRESS, ["index.html", "threads/1.html"])
    assert path == "sitemap.xml"
    assert [
        node.text for node in ElementTree.fromstring(data).iter() if node.tag.endswith("loc")
    ] == [
        ADDRESS,
        ADDRESS + "threads/1.html",
    ]


def test_a_sitemap_past_50_000_pages_is_split_with_an_index() -> None:
    files = dict(sitemaps(ADDRESS, [f"threads/{n}.html" for n in range(100_001)]))
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [data.count(b"<loc>") for data in files.values()] == [50_000, 50_000, 1, 3]
    assert f"{ADDRESS}sitemap-3.xml".encode() in files["sitemap.xml"]


def test_robots_may_read_everything_and_are_told_of_the_sitemap() -> None:
    assert robots(None) == b"User-agent: *\nAllow: /\n"
    assert robots(ADDRESS).endswith(b"Sitemap: https://someone.example/old/sitemap.xml\n")


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("threads/12.html", True),
        ("threads/12-2.html", True),
        ("threads/12-all.html", False),
        ("threads/12-op.html", False),
        ("boards/1754746c6a5f-2.html", True),
        ("boards/1754746c6a5f-by-views-2.html", False),
        ("authors/by-name.html", False),
        ("pages/by-laws-for-all.html", True),
        ("404.html", False),
        ("feed.xml", False),
    ],
)
def test_what_shows_other_pages_anew_is_not_listed(path: str, listed: bool) -> None:
    assert is_listed(path) is listed


def test_the_built_site_has_them_all_and_lists_every_page_but_404(
    sample: Path, tmp_path: Path
) -> None:
    build(sample, tmp_path / "site", Config(address=ADDRESS, page_cap=10))
    site = tmp_path / "site"
    listed = set(re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text()))
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {
        "404.html",
        "index.html",
    }
    again = {page for page in pages if page.endswith(("-all.html", "-op.html"))}
    assert all(
        f'rel="canonical" href="{ADDRESS}{page.rpartition("-")[0]}.html"'
        in (site / page).read_text("utf-8")
        for page in again
    )
    pages -= again | {page for page in pages if "by-" in page}
    assert listed == {ADDRESS, *(ADDRESS + page for page in pages)}
    parsed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not parsed.bozo
    assert {e.link.removeprefix(ADDRESS) for e in parsed.entries} <= pages
    assert [e.published for e in parsed.entries] == sorted(
        (e.published for e in parsed.entries), reverse=True
    )
    assert (site / ".nojekyll").exists()
    home = (site / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}">' in home
    assert '<meta property="og:title"' in home
    assert '<meta property="og:type" content="article">' in (
        site / "threads" / "12.html"
    ).read_text(encoding="utf-8")


# ── Old addresses ──

OLD = {
    "/thread-12-1-1.html": "threads/12.html",
    "/thread-12-3-1.html": "threads/12.html",
    "/bbs/thread-12-1-1.html?x=1": "threads/12.html",
    "/forum.php?mod=viewthread&tid=12": "threads/12.html",
    "/forum.php?mod=viewthread&tid=12&pid=2453": "threads/12.html",
    "/forum.php?mod=redirect&goto=findpost&ptid=12&pid=2453": "threads/12.html#p2453",
    "/forum.php?mod=redirect&goto=findpost&pid=2453": "threads/12.html#p2453",
    "/viewthread.php?tid=12": "threads/12.html",
    "/viewtopic.php?f=2&t=12": "threads/12.html",
    "/viewtopic.php?p=2453#p2453": "threads/12.html#p2453",
    "/showthread.php?t=12": "threads/12.html",
    "/showthread.php?12-a-slug": "threads/12.html",
    "/threads/12-a-slug": "threads/12.html",
    "/index.php?topic=12.0": "threads/12.html",
    "/t/slug/12/4": "threads/12.html",
    "/threads/slug.12/page-2#post-2453": "threads/12.html#p2453",
    "/topic/12-slug/": "threads/12.html",
    "/index.php?showtopic=12": "threads/12.html",
    "/d/12-slug": "threads/12.html",
    "/read.php?tid=12": "threads/12.html",
    "/p/12": "threads/12.html",
    "/discussion/12/slug": "threads/12.html",
    "/forum/archive/old/t/slug/12": "threads/12.html",
    "/thread-999999-1-1.html": None,
    "/about-us": None,
}


@pytest.fixture(scope="module")
def site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample built for https://someone.example/old/, with all tables that go together."""
    folder = tmp_path_factory.mktemp("machines")
    build(sample, folder / "site", Config(address=ADDRESS, redirects=["netlify", "nginx"]))
    return folder / "site"


@pytest.mark.browser
@pytest.mark.parametrize(("base", "known"), [("/", True), ("/old/", False)])
def test_404_html_leads_old_addresses_on_at_any_depth_and_without_them_offers_ways_on(
    browser: Browser, sample: Path, tmp_path: Path, base: str, known: bool
) -> None:
    build(
        sample,
        tmp_path / "site",
        Config(address=f"https://someone.example{base}" if known else None),
    )
    server = Preview(tmp_path / "site", 0, base, lambda _: None)
    Thread(target=server.serve_forever, daemon=True).start()
    root = server.address
    context = browser.new_context()
    page = context.new_page()
    for path, place in OLD.items():
        page.goto(root + path[1:])
        if place:
            page.wait_for_url(root + place)
        else:
            assert page.locator("main a").count() >= 3
            page.locator("main a[href$='index.html']").first.click()
            page.wait_for_url(root + "index.html")
    page.goto(root + "nothing/at/all/here")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    assert page.locator("footer.site").is_visible()
    silent = browser.new_context(java_script_enabled=False)
    plain = silent.new_page()
    answer = plain.goto(root + ("t/slug/12" if known else "thread-12-1-1.html"))
    assert answer is not None
    assert answer.status == 404
    plain.locator("main a[href$='boards/index.html']").click()
    plain.wait_for_url(root + "boards/index.html")
    context.close()
    silent.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_every_pattern_of_every_engine_is_one_of_javascript_too(page: Page) -> None:
    rows = redirects.patterns([])
    assert len(rows) == len({pattern for engine in ALL for pattern in engine.addresses})
    assert not [
        source for source, *_ in rows if re.search(r"\(\?P|\(\?[a-zA-Z]|\\[AZ]|\(\?#", str(source))
    ]
    named = [sorted(pattern.groupindex) for pattern in redirects.known_patterns([])]
    found = page.evaluate(
        "rows => rows.map("
        "row => Object.keys(new RegExp(row[0] + '|', row[1]).exec('').groups).sort())",
        rows,
    )
    assert found == named


def test_patterns_of_the_archives_engines_come_first() -> None:
    assert redirects.patterns(["xenforo"])[0][2] == ["xenforo"]


def test_shards_are_small_and_hold_every_thread(site: Path) -> None:
    index = json.loads((site / "redirects" / "index.js").read_text().split("=", 1)[1].strip(" ;\n"))
    shards = list((site / "redirects").glob("[0-9]*.js"))
    assert 0 < len(shards) <= index["shards"]
    assert max(path.stat().st_size for path in shards) < 60_000
    text = "".join(path.read_text() for path in shards)
    assert all(
        f'"t{path.stem}":"{path.stem}"' in text for path in (site / "threads").glob("??.html")
    )


# ── Of one number several threads, of one post a later page ──


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with two forums' threads of number 5, a long one, one with an odd address."""
    store = Store.open(tmp_path / "store.sqlite", "1")
    rows = [
        ("5", "a.example", "5", "discuz", "http://a.example/thread-5-1-1.html"),
        ("5-ab12cd", "b.example", "5", "phpbb", "http://b.example/viewtopic.php?t=5"),
        ("6", "a.example", "6", "discuz", "http://a.example/thread-6-1-1.html"),
        ("h0", "c.example", "h0", "generic", "http://c.example/talk/on kites?all=1"),
    ]
    for thread, site, number, engine, url in rows:
        store.db.execute(
            "INSERT INTO threads (id, site, number, engine, url) VALUES (?, ?, ?, ?, ?)",
            (thread, site, number, engine, url),
        )
    posts = [
        ("5", 1, "50"),
        ("5", 3, "52"),
        ("5-ab12cd", 1, "50"),
        ("h0", 1, "9"),
        ("h0", 3, "10"),
        ("6", 1, "a/b"),
    ]
    for thread, n, post in posts:
        store.db.execute(
            "INSERT INTO posts (thread, n, post_id) VALUES (?, ?, ?)", (thread, n, post)
        )
    yield store
    store.close()


def test_the_table_names_the_engine_where_numbers_meet_and_the_page_of_later_posts(
    store: Store,
) -> None:
    files = dict(redirects.lookup(store, page_cap=2))
    assert list(files) == ["redirects/index.js", "redirects/0.js"]
    shard = files["redirects/0.js"].decode()
    assert json.loads(shard[len("sitegenPlaces(0,") : -3]) == {
        "t5": "discuz:5 phpbb:5-ab12cd",
        "t6": "6",
        "th0": "h0",
        "u/talk/on%20kites?all=1": "h0",
        "p50": "5 5-ab12cd",
        "p52": "5-2",
        "p10": "h0-2",
    }


def test_nginx_has_the_engines_patterns_and_the_numbers(store: Store) -> None:
    ((path, data),) = redirects.tables(store, ["nginx"], "/old/")
    text = data.decode()
    assert path == "redirects/nginx.conf"
    assert r'"~/thread-(?<sitegen_number>\d+)(?:-\d+){0,2}(?:\.html)?[?#]" $sitegen_number;' in text
    assert "P<" not in text
    assert '"5" "/old/threads/5.html";' in text
    assert text.count('"5" "') == 1
    assert '"/talk/on%20kites?all=1" "/old/threads/h0.html";' in text


def test_no_text_of_a_page_can_end_its_line_in_a_table(store: Store) -> None:
    for n, number in enumerate(['a"; }', "b\\", "c\nd", "default", "$uri", "e f"]):
        url = f"http://a.example/:x/*/{number}"
        store.db.execute(
            "INSERT INTO threads (id, site, number, engine, url) "
            "VALUES (?, 'a.example', ?, 'phpbb', ?)",
            (f"m{n}", number, url),
        )
    keys = re.findall(
        r'^    "([^~].*)" "/threads/',
        dict(redirects.tables(store, ["nginx"], "/"))["redirects/nginx.conf"].decode(),
        re.M,
    )
    assert {"5", "6", "h0"} <= set(keys)
    assert not [key for key in keys if re.search(r'["\\\s]', key) or key == "default"]
    lines = dict(redirects.tables(store, ["netlify"], "/"))["_redirects"].decode().splitlines()[1:]
    assert all(
        re.fullmatch(r"/[^\s:*]*( [^\s=]+=\S*)* /threads/[\w-]+\.html 301", line) for line in lines
    )


def test_netlify_gets_known_addresses_with_their_queries_and_cloudflare_those_without(
    store: Store,
) -> None:
    def lines(host: str) -> list[str]:
        ((path, data),) = redirects.tables(store, [host], "/")
        assert path == "_redirects"
        return [line for line in data.decode().splitlines() if not line.startswith("#")]

    assert lines("netlify") == [
        "/talk/on%20kites all=1 /threads/h0.html 301",
        "/thread-5-1-1.html /threads/5.html 301",
        "/thread-6-1-1.html /threads/6.html 301",
        "/viewtopic.php t=5 /threads/5-ab12cd.html 301",
    ]
    assert lines("cloudflare") == [
        "/thread-5-1-1.html /threads/5.html 301",
        "/thread-6-1-1.html /threads/6.html 301",
    ]


def test_a_form_seen_for_two_numbers_gives_the_other_threads_their_address_too(
    store: Store,
) -> None:
    store.db.execute(
        "INSERT INTO threads (id, site, number, engine) VALUES ('7', 'a.example', '7', 'discuz')"
    )
    assert redirects.address_forms(store, "a.example") == ["/thread-{}-1-1.html"]
    assert ("/thread-7-1-1.html", "threads/7.html") in list(
        redirects.known_addresses(store, queries=False)
    )


def test_no_more_lines_are_written_than_a_host_takes_and_the_rest_is_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(redirects.CAPS, "cloudflare", 1)
    lines = list(redirects.host_lines(store, "cloudflare", "/"))
    assert "# 1 of 2: cloudflare takes no more. The others are found by 404.html." in lines
    assert len(lines) == 3


def test_an_address_of_a_post_alone_leads_to_its_thread_from_posts_too(store: Store) -> None:
    target = target_of("http://b.example/viewtopic.php?p=50#p50")
    assert target == ("b.example", "", "50")
