"""WCAG 2.2 AA, as axe-core sees it: every kind of page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browsing import of_each_kind
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that another colour scheme can break; the others are asked once for each width."""

WIDTHS = {1280: "light", 360: "dark"}


def run(page: Page, only: Mapping[str, Any]) -> list[str]:
    """What axe finds, a line for each element.

    The script is run beside the page's policy, which stays in force.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{v['id']}: {v['help']}: {n['target']} {n['html'][:200]}"
        for v in result
        for n in v["nodes"]
    ]


def violations(page: Page, address: str) -> list[str]:
    """What is wrong with a page in both colour schemes, wide and narrow."""
    found: list[str] = []
    for width, scheme in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address)
        found += [f"{width} {scheme} {line}" for line in run(page, {"type": "tag", "values": TAGS})]
        other = "dark" if scheme == "light" else "light"
        page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
        found += [
            f"{width} {other} {line}" for line in run(page, {"type": "rule", "values": COLOURS})
        ]
    return found


@pytest.mark.parametrize("which", ["sample_site", "plain_site"])
def test_no_kind_of_page_violates_wcag(
    page: Page, request: pytest.FixtureRequest, which: str
) -> None:
    site: Path = request.getfixturevalue(which)
    found = {kind: violations(page, path.as_uri()) for kind, path in of_each_kind(site).items()}
    assert not {kind: lines for kind, lines in found.items() if lines}


def test_pages_that_are_hard_to_show_do_not_violate_wcag(page: Page, hard_site: Path) -> None:
    kinds = of_each_kind(hard_site)
    paths = [
        kinds[kind] for kind in ("home", "sorted board", "people", "year", "gallery", "curated")
    ]
    paths += [hard_site / "threads" / f"{n}.html" for n in (1, 2, 5, 6, 7)]
    found = {path.name: violations(page, path.as_uri()) for path in paths}
    assert not {name: lines for name, lines in found.items() if lines}


def test_what_the_scripts_open_does_not_violate_wcag(page: Page, sample_site: Path) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto((sample_site / "search.html").as_uri())
        page.fill("input[name=q]", "的")
        page.click("summary")
        page.wait_for_function("() => document.querySelectorAll('#results mark').length > 0")
        assert run(page, {"type": "tag", "values": TAGS}) == []
        page.goto((sample_site / "threads" / "24.html").as_uri())
        for opens in ("s", "?", "g"):
            page.keyboard.press(opens)
            page.locator("dialog[open]").wait_for()
            assert run(page, {"type": "tag", "values": TAGS}) == []
            page.keyboard.press("Escape")
            page.locator("dialog").wait_for(state="detached")
        page.click("a.pic >> nth=0")
        page.locator(".viewer").wait_for()
        assert run(page, {"type": "tag", "values": TAGS}) == []
