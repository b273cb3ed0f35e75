"""A thread's page in a real browser.

What works without the script, what the script adds, what a page weighs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import MOVED, scrolled_through, shown
from forum import png
from playwright.sync_api import Browser, BrowserContext, Page

from site_gen.models import Post, Quote, Thread
from site_gen.render import Renderer, Theme
from site_gen.render.i18n import sayings
from site_gen.render.known import Surroundings
from site_gen.render.threads import thread_views
from site_gen.render.views.site import SiteView
from site_gen.threads.addresses import Links
from site_gen.threads.pictures import Picture

pytestmark = pytest.mark.browser
BOAT, TOWER = "http://bbs.example/boat.png", "http://bbs.example/tower.png"
SIZES = {BOAT: (8000, 40), TOWER: (60, 8000)}
LONG = "The gauge at the old weir read forty centimetres this morning. " * 40


def posts(count: int) -> list[Post]:
    """Posts by two people; among the first some with a picture, code, a long quote."""
    special = {
        2: f'<p>Look</p><img src="{BOAT}" alt="a boat"><img src="{TOWER}" alt="a tower"><img src="http://b.example/x.png">',
        3: '<pre><code data-lang="python">def level(gauge):\n    return 40  # '
        + "noon " * 60
        + "</code></pre>",
        4: f'<blockquote class="quote"><cite>ben wrote:</cite>{LONG}</blockquote><p>Yes.</p>',
    }
    return [
        Post(
            n=n,
            id=str(100 + n),
            floor=n,
            author="anna" if n % 4 == 1 else "ben",
            author_title="Member",
            date=f"2012-{1 + n * 11 // (count + 1):02d}-03T10:00",
            text=LONG[:300],
            html=special.get(n, f"<p>{LONG[:300]}</p>"),
            quotes=[Quote(author="ben", text=LONG)] if n == 4 else [],
        )
        for n in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of four threads.

    1 has a hundred posts, 2 several pages, 3 a long title, 4 is written from right to left.
    """
    folder = tmp_path_factory.mktemp("comforts")
    theme = Theme.load("default")
    pages = Renderer(theme, SiteView(title="Lockside"))
    saved = {
        address: Picture(f"media/{n}.png", *size) for n, (address, size) in enumerate(SIZES.items())
    }
    around = Surroundings(Links({}, {}), saved, {}, 100, 1000, lambda _: None, sayings("en"))
    arabic = "مرحبا بكم في القناة، مستوى الماء اليوم مرتفع جدا"
    threads = [
        Thread(id="1", engine="x", title="The weir", posts=posts(100)),
        Thread(id="2", engine="x", title="The long log", posts=posts(250)),
        Thread(
            id="3",
            engine="x",
            title="Schleuse" * 62,
            posts=[Post(n=1, author="يوسف 李明 " * 9, text="x", html="x")],
        ),
        Thread(
            id="4",
            engine="x",
            title=arabic,
            posts=[Post(n=1, text=arabic, html=arabic), *posts(4)[1:]],
        ),
    ]
    files = dict(theme.assets()) | {"assets/words.js": pages.words()}
    files |= {saved[address].path: png(*size) for address, size in SIZES.items()}
    files |= {
        view.path: pages.thread(view) for thread in threads for view in thread_views(thread, around)
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def opened(context: BrowserContext, site: Path, path: str = "threads/1.html") -> Page:
    page = context.new_page()
    page.goto((site / path).as_uri())
    return page


# ── Without the script ────────────────────────────────────────────────────────────────────────────


def test_without_javascript_the_switches_work_and_no_control_is_dead(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, site)
    assert not page.locator("#reading").is_visible()
    page.check("#only-op")
    assert not page.locator("#p102").is_visible()
    assert page.locator("#p101").is_visible()
    page.check("#newest")
    first, last = page.locator("#p101").bounding_box(), page.locator("#p197").bounding_box()
    assert first and last and last["y"] < first["y"]
    page.uncheck("#only-op")
    page.check("#words")
    assert not page.locator("#p102 img").first.is_visible()
    context.close()


def test_a_link_to_a_post_that_is_switched_off_shows_it(
    context: BrowserContext, site: Path
) -> None:
    page = opened(context, site)
    page.check("#only-op")
    assert shown(page)[:2] == ["p101", "p105"]
    page.evaluate("location.hash = 'p103'")
    assert shown(page)[:2] == ["p101", "p103"]


def test_a_long_quote_is_folded_and_opens(context: BrowserContext, site: Path) -> None:
    page = opened(context, site)
    fold = page.locator("#p104 .fold")
    before = fold.bounding_box()
    fold.locator("summary").click()
    after = fold.bounding_box()
    assert before and after and after["height"] > 3 * before["height"]


@pytest.mark.parametrize("width", [320, 360, 1280, 2560])
@pytest.mark.parametrize("path", ["1", "2-2", "2-all", "3", "4"])
def test_no_page_of_a_thread_scrolls_sideways(
    context: BrowserContext, site: Path, path: str, width: int
) -> None:
    page = opened(context, site, f"threads/{path}.html")
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_thread_prints_as_a_document(context: BrowserContext, site: Path) -> None:
    page = opened(context, site)
    page.emulate_media(media="print")
    assert not any(
        page.locator(css).first.is_visible()
        for css in ("header.site nav", ".views", ".timeline", "#reading")
    )
    assert page.locator("h1").is_visible()
    address = "getComputedStyle(document.querySelector('.missing a'), '::after').content"
    assert page.evaluate(address) != "none"


# ── With it ───────────────────────────────────────────────────────────────────────────────────────


def test_what_the_reader_chose_is_remembered_on_the_next_page(
    context: BrowserContext, site: Path
) -> None:
    page = opened(context, site)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#reading")
    page.check("input[name=scheme][value=dark]")
    page.check("input[name=size][value=huge]")
    page.check("input[name=width][value=wide]")
    page.keyboard.press("Escape")
    page.goto((site / "threads/2.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.evaluate("Object.assign({}, document.documentElement.dataset)") == {
        "scheme": "dark", "size": "huge", "width": "wide", "shortcuts": "on",
    }  # fmt: skip


def test_a_browser_without_storage_still_shows_the_page(
    context: BrowserContext, site: Path
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page = opened(context, site)
    page.click("#reading")
    page.check("input[name=scheme][value=dark]")
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"


def test_keys_step_through_posts_in_the_order_shown_and_can_be_turned_off(
    context: BrowserContext, site: Path
) -> None:
    page = opened(context, site)
    here = "document.activeElement.id"
    for _ in range(3):
        page.keyboard.press("j")
    assert page.evaluate(here) == "p103"
    page.keyboard.press("k")
    assert page.evaluate(here) == "p102"
    page.check("#newest")
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate(here) == "p200"
    page.keyboard.press("?")
    assert page.locator("dialog[open] kbd").count() == 6
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.keyboard.press("s")
    page.check("input[name=shortcuts][value=off]")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate(here) != "p199"


def test_a_post_is_gone_to_by_its_number_on_any_page(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "threads/2.html")
    page.keyboard.press("g")
    page.keyboard.type("205")
    page.keyboard.press("Enter")
    page.wait_for_url("**/threads/2-3.html#f205")
    assert page.locator("#p305").is_visible()


def test_code_is_copied_to_the_letter(context: BrowserContext, site: Path) -> None:
    page = opened(context, site)
    page.evaluate(
        "navigator.clipboard.writeText = "
        "text => { window.copied = text; return Promise.resolve(); }"
    )
    page.hover("#p103 pre")
    page.click("#p103 .copy")
    assert page.evaluate("copied.startsWith('def level(gauge):\\n    return 40  # noon')")
    assert page.locator("#p103 .copy").inner_text() == "Copied"
    assert page.get_attribute("#p103 pre", "tabindex") == "0"


def test_pictures_open_in_a_viewer_that_keys_move_and_close(
    context: BrowserContext, site: Path
) -> None:
    page = opened(context, site)
    page.click("#p102 a.pic >> nth=0")
    assert page.locator(".viewer p").inner_text() == "a boat · 1 / 2"
    page.keyboard.press("ArrowRight")
    assert page.locator(".viewer p").inner_text() == "a tower · 2 / 2"
    page.keyboard.press("Escape")
    page.locator(".viewer").wait_for(state="detached")


# ── What it weighs ────────────────────────────────────────────────────────────────────────────────


def test_a_page_of_a_hundred_posts_is_light_and_nothing_moves_while_it_loads(
    context: BrowserContext, site: Path
) -> None:
    context.add_init_script(MOVED)
    files: set[str] = set()
    context.on("request", lambda request: files.add(request.url))
    page = opened(context, site)
    page.wait_for_load_state("networkidle")
    assert scrolled_through(page) == 0
    files = {name for name in files if "/media/" not in name}
    assert {name.rpartition("/")[2] for name in files} == {
        "1.html",
        "icon.svg",
        "site.css",
        "site.js",
        "words.js",
    }
    assert sum(Path(name.removeprefix("file://")).stat().st_size for name in files) <= 150_000
