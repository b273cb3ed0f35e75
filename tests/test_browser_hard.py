"""What is hard to show well still reads well: long titles, mixed scripts, long threads, huge posts, pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import MOVED, READY, is_wide, of_each_kind
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

THREADS = ["1", "2", "3", "3-2", "3-30", "3-op", "4", "5", "6", "7"]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_of_the_hard_archive_scrolls_sideways(
    page: Page, hard_site: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    paths = [hard_site / "threads" / f"{name}.html" for name in THREADS] + list(
        of_each_kind(hard_site).values()
    )
    wide = []
    for path in dict.fromkeys(paths):
        page.goto(path.as_uri())
        if is_wide(page):
            wide.append(path.name)
    assert not wide


def test_nothing_stands_outside_of_the_column_or_is_cut_off(page: Page, hard_site: Path) -> None:
    """Code and tables may be scrolled in their own boxes.

    All else has its words within the page.
    """
    page.set_viewport_size({"width": 320, "height": 800})
    for name in THREADS:
        page.goto((hard_site / "threads" / f"{name}.html").as_uri())
        outside = page.evaluate(
            "[...document.querySelectorAll("
            "'h1, h2, h3, time, .facts > *, .b, .b p, .b img, .n, .tag, .lost, .missing')]"
            ".filter((e) => { const box = e.getBoundingClientRect();"
            " return box.width && (box.left < -1 || box.right > 321); })"
            ".map((e) => e.outerHTML.slice(0, 80))"
        )
        assert outside == [], name


def test_a_thread_without_a_title_says_so_wherever_it_is_named(page: Page, hard_site: Path) -> None:
    page.goto((hard_site / "threads" / "2.html").as_uri())
    assert page.inner_text("h1") == "Untitled thread"
    page.goto((hard_site / "boards" / "index.html").as_uri())
    page.click("main .boards a >> nth=0")
    assert page.locator("a[href$='threads/2.html']").first.inner_text() == "Untitled thread"


def test_a_post_from_right_to_left_runs_so_and_one_beside_it_does_not(
    page: Page, hard_site: Path
) -> None:
    page.goto((hard_site / "threads" / "6.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "rtl"
    ways = page.locator("article .b").evaluate_all(
        "all => all.map(b => getComputedStyle(b).direction)"
    )
    assert ways == ["rtl", "ltr", "rtl"]


def test_pictures_of_8000_pixels_fit_the_column(page: Page, hard_site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto((hard_site / "threads" / "5.html").as_uri())
    boxes = page.locator(".b img").evaluate_all(
        "all => all.map(i => [i.clientWidth, i.width / i.height])"
    )
    assert [round(ratio, 3) for _, ratio in boxes][1] == round(60 / 8000, 3)
    assert all(width <= 360 for width, _ in boxes)
    assert page.locator(".missing a[href='http://b.example/gone.png']").count() == 1


@pytest.mark.parametrize(("name", "at_most"), [("3", 1500), ("3-op", 4000), ("4", 4000)])
def test_long_pages_are_soon_there_and_do_not_move(
    context: BrowserContext, hard_site: Path, name: str, at_most: int
) -> None:
    """``at_most`` milliseconds are several times what an idle machine needs."""
    context.add_init_script(MOVED)
    page = context.new_page()
    page.goto((hard_site / "threads" / f"{name}.html").as_uri())
    page.evaluate("scrollTo({ top: 5000, behavior: 'instant' })")
    page.wait_for_timeout(100)
    assert page.evaluate("moved") == 0
    assert page.evaluate(READY) < at_most
