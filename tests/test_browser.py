"""The built sample in a real browser, opened from file:// as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CHROMIUM
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from site_gen.build import build
from site_gen.config import Config

pytestmark = pytest.mark.browser
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site with short pages, so that threads have several."""
    output = tmp_path_factory.mktemp("site") / "output"
    build(Path(__file__).parent.parent / "archive", output, Config(page_cap=10))
    return output


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on any console error or request to elsewhere."""
    context = browser.new_context()
    page = context.new_page()
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: troubles.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
    )
    yield page
    context.close()
    assert not troubles


def test_a_reader_clicks_from_home_to_a_thread_to_its_second_page_and_back(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.click('a[href="threads/12.html"]')
    page.wait_for_load_state()
    first = page.locator("article").first.inner_text()
    page.click('nav a[href$="12-2.html"] >> nth=0')
    page.wait_for_load_state()
    assert page.url.endswith("threads/12-2.html")
    assert page.locator("article").count() == 10
    page.go_back()
    assert page.locator("article").first.inner_text() == first
    page.go_back()
    assert page.url.endswith("index.html")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path.name)
    assert not wide


def test_quotes_lead_to_the_quoted_post_on_another_page(page: Page, site: Path) -> None:
    page.goto((site / "threads" / "12-2.html").as_uri())
    page.click('blockquote cite a[href^="12.html#p"] >> nth=0')
    page.wait_for_selector(":target")


def test_saved_pictures_are_shown(page: Page, site: Path) -> None:
    page.goto((site / "threads" / "24.html").as_uri())
    sizes = page.evaluate(
        "[...document.querySelectorAll('article img')].map(i => { i.loading = 'eager'; return i.src; })"
    )
    page.wait_for_function("[...document.querySelectorAll('article img')].every(i => i.complete && i.naturalWidth > 0)")
    assert len(sizes) >= 3


def test_dark_and_print_are_readable(browser: Browser, site: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((site / "threads" / "12.html").as_uri())
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print")
    printed = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != printed
    assert len(page.pdf()) > 10_000
    context.close()
