"""The built sample in a real browser, from file:// as on a USB stick and from http below a base path."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import is_wide, of_each_kind, shown
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture(params=["file", "http"])
def root(request: pytest.FixtureRequest, sample_site: Path, served_sample: str) -> str:
    """The address of the sample's site, ending in a slash: its folder, and a server's base path."""
    return f"{sample_site.as_uri()}/" if request.param == "file" else served_sample


# ── Every page ────────────────────────────────────────────────────────────────────────────────────


def test_every_page_opens_without_complaint_and_fits_every_width(
    page: Page, sample_site: Path
) -> None:
    wide = []
    for path in sorted(sample_site.rglob("*.html")):
        page.goto(path.as_uri())
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if is_wide(page):
                wide.append((path.name, width))
    assert not wide


def test_every_kind_of_page_opens_below_a_base_path_and_asks_nothing_above_it(
    page: Page, sample_site: Path, served_sample: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in of_each_kind(sample_site).values():
        page.goto(served_sample + path.relative_to(sample_site).as_posix())
        assert page.locator("h1").is_visible() and page.title().strip(" ·"), path.name
        assert page.locator("main").count() == 1, path.name
    assert not [
        url
        for url in asked
        if not url.startswith(served_sample) and not url.endswith("/favicon.ico")
    ]


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_clicks_from_home_to_a_thread_to_its_second_page_and_back(
    page: Page, root: str
) -> None:
    page.goto(f"{root}index.html")
    page.click('a[href="threads/12.html"]')
    page.wait_for_load_state()
    first = page.locator("article").first.inner_text()
    page.click('nav a[href$="12-2.html"] >> nth=0')
    page.wait_for_url("**/threads/12-2.html")
    assert page.locator("article").count() == 10
    page.go_back()
    assert page.locator("article").first.inner_text() == first
    page.go_back()
    assert page.url.endswith("index.html")


def test_quotes_lead_to_the_quoted_post_on_another_page(page: Page, root: str) -> None:
    page.goto(f"{root}threads/12-2.html")
    page.click('blockquote cite a[href^="12.html#p"] >> nth=0')
    page.wait_for_selector(":target")


def test_saved_pictures_are_shown_and_open_in_the_viewer(page: Page, root: str) -> None:
    page.goto(f"{root}threads/24.html")
    sizes = page.evaluate(
        "[...document.querySelectorAll('article img')].map(i => { i.loading = 'eager'; return i.src; })"
    )
    page.wait_for_function(
        "() => [...document.querySelectorAll('article img')].every(i => i.complete && i.naturalWidth > 0)"
    )
    assert len(sizes) >= 3
    page.click("a.pic >> nth=0")
    page.wait_for_function("() => document.querySelector('.viewer img').naturalWidth > 0")
    page.keyboard.press("Escape")
    page.locator(".viewer").wait_for(state="detached")


def test_j_and_k_step_through_posts_and_a_question_mark_helps(page: Page, root: str) -> None:
    page.goto(f"{root}threads/12.html")
    own = page.locator("article").evaluate_all("all => all.slice(0, 3).map(a => a.id)")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == own[place]
    page.keyboard.press("?")
    assert page.locator("dialog[open] kbd").count() > 3
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")


def test_dark_is_chosen_and_remembered_on_every_other_page(page: Page, root: str) -> None:
    page.goto(f"{root}threads/12.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#reading")
    page.check("input[name=scheme][value=dark]")
    page.keyboard.press("Escape")
    for place in ("index.html", "search.html", "boards/index.html"):
        page.goto(root + place)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_the_system_s_dark_is_followed_but_not_on_paper(page: Page, sample_site: Path) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto((sample_site / "threads" / "12.html").as_uri())
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
        != dark
    )


def test_the_first_stop_of_the_tab_key_skips_to_the_text_and_every_stop_can_be_seen(
    page: Page, sample_site: Path
) -> None:
    page.goto((sample_site / "threads" / "12.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main"
    for _ in range(20):
        seen = page.evaluate(
            "(() => { const a = document.activeElement, s = getComputedStyle(a), r = a.getBoundingClientRect();"
            " return s.outlineStyle !== 'none' && r.right > 0 && r.bottom > 0 || a.outerHTML.slice(0, 90); })()"
        )
        assert seen is True
        page.keyboard.press("Tab")


def test_nothing_moves_where_a_reader_wants_no_motion(browser: Browser, sample_site: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for path in of_each_kind(sample_site).values():
        page.goto(path.as_uri())
        moving = "[...document.querySelectorAll('*')].some(e => !/^(0s(, )?)+$/.test(getComputedStyle(e).transitionDuration)"
        assert not page.evaluate(f"{moving} || getComputedStyle(e).animationName !== 'none')"), (
            path.name
        )
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


# ── Search ────────────────────────────────────────────────────────────────────────────────────────


def test_from_a_thread_to_the_search_to_another_post_by_keyboard_alone(
    page: Page, root: str
) -> None:
    page.goto(f"{root}threads/12.html")
    page.keyboard.press("/")
    page.wait_for_url("**/search.html*")
    page.wait_for_function("() => document.activeElement.name === 'q'")
    page.keyboard.type("paper boats")
    page.locator("#results > li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/threads/33.html#p*")
    page.wait_for_selector("article:target")


@pytest.mark.parametrize("asked", ["钟楼", "的钟快", "鐘"])
def test_chinese_is_found_by_any_part_of_a_word_or_not_at_all(
    page: Page, root: str, asked: str
) -> None:
    page.goto(f"{root}search.html")
    page.fill("input[name=q]", asked)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('status').textContent")
    marked = set(page.locator("#results mark").all_inner_texts())
    assert marked == ({asked} if asked != "鐘" else set())


def test_filters_narrow_what_is_found_and_stay_in_the_address(page: Page, root: str) -> None:
    page.goto(f"{root}search.html#q=的")
    page.wait_for_function("() => document.querySelectorAll('#results > li').length > 0")
    all_of_them = page.inner_text("#status")
    page.click("summary")
    page.check("input[name=flag][value=op]")
    page.wait_for_function(
        "(before) => document.getElementById('status').textContent !== before", arg=all_of_them
    )
    narrowed = page.inner_text("#status")
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('#results > li').length > 0")
    assert page.inner_text("#status") == narrowed != all_of_them
    assert page.is_checked("input[name=flag][value=op]")


# ── Without a script, on paper ────────────────────────────────────────────────────────────────────


@pytest.fixture
def silent(browser: Browser, root: str) -> Iterator[BrowserContext]:
    """A reader without JavaScript."""
    context = browser.new_context(java_script_enabled=False, base_url=root)
    yield context
    context.close()


def test_without_javascript_all_is_read_and_the_ways_to_read_work(
    silent: BrowserContext, root: str
) -> None:
    page = silent.new_page()
    page.goto(f"{root}threads/12.html")
    own = page.locator("article").evaluate_all("all => all.map(a => a.id)")
    assert shown(page) == own and len(own) == 10
    page.check("#only-op")
    starter = page.locator("article.op").evaluate_all("all => all.map(a => a.id)")
    assert shown(page) == starter and 0 < len(starter) < 10
    page.uncheck("#only-op")
    page.check("#newest")
    assert shown(page) == own[::-1]
    assert not page.locator("#reading").is_visible()
    page.click(".views a[href$='12-all.html']")
    page.wait_for_url("**/threads/12-all.html")
    assert page.locator("article").count() == 30
    page.click("header.site a[href$='boards/index.html']")
    page.wait_for_url("**/boards/index.html")


def test_a_thread_prints_to_a_document_with_all_its_text(
    page: Page, sample_site: Path, tmp_path: Path
) -> None:
    page.goto((sample_site / "threads" / "33.html").as_uri())
    page.pdf(path=tmp_path / "thread.pdf")
    assert (tmp_path / "thread.pdf").stat().st_size > 10_000
    if program := shutil.which("pdftotext"):
        said = subprocess.run(
            [program, tmp_path / "thread.pdf", "-"], capture_output=True, check=True, text=True
        ).stdout
        words = page.locator("article .b").evaluate_all(
            "all => all.map(b => b.textContent.trim().slice(-12))"
        )
        squeezed = "".join(said.split())
        assert [word for word in words if "".join(word.split()) not in squeezed] == []


# ── Old addresses ─────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_missing_pages_leads_an_old_address_on(
    page: Page, sample_site: Path, served_sample: str
) -> None:
    text = (sample_site / "404.html").read_bytes()
    page.route(
        "**/thread-12-1-1.html", lambda route: route.fulfill(body=text, content_type="text/html")
    )
    page.goto(f"{served_sample}thread-12-1-1.html")
    page.wait_for_url(f"{served_sample}threads/12.html")
