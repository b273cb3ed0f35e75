"""Every link of every page of a built site leads to a page, a file and a place that are there."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest
from linking import BASES, broken_links, own_links
from selectolax.lexbor import LexborHTMLParser


@pytest.mark.parametrize("which", ["sample_site", "hard_site", "plain_site"])
def test_every_link_resolves_from_disk_and_below_a_base_path(
    request: pytest.FixtureRequest, which: str
) -> None:
    site: Path = request.getfixturevalue(which)
    assert [broken_links(site, base) for base in BASES] == [[], []]


@pytest.mark.parametrize("which", ["sample_site", "plain_site"])
def test_no_file_is_left_that_nothing_leads_to(request: pytest.FixtureRequest, which: str) -> None:
    """Scripts fetch the search's index and the old addresses, 404.html its script from any depth, hosts the rest."""
    site: Path = request.getfixturevalue(which)
    asked = {".nojekyll", "404.html", "robots.txt", "report.json", "assets/missing.js"}
    linked = {
        (path.parent / urldefrag(link)[0]).resolve()
        for path in site.rglob("*.html")
        for link in own_links(LexborHTMLParser(path.read_text(encoding="utf-8")))
    }
    files = [path for path in site.rglob("*") if path.is_file() and path.resolve() not in linked]
    names = [path.relative_to(site).as_posix() for path in files]
    assert [
        name
        for name in names
        if name not in asked and not name.startswith(("search/", "redirects/"))
    ] == []


def test_no_page_asks_for_anything_of_elsewhere(sample_site: Path) -> None:
    loads = "img[src], script[src], link[rel=stylesheet], link[rel=icon], iframe, object, embed, video, audio, source"
    for path in sample_site.rglob("*.html"):
        for node in LexborHTMLParser(path.read_text(encoding="utf-8")).css(loads):
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert "//" not in address, (path.name, address)
