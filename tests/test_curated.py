"""The curator's own words: Markdown pages, notes and pictures become part of the site, and never run anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.archive.archive import Archive
from site_gen.curated import CuratedPage, page_of, picture_of, read_page

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def read(folder: Path, text: str, root: str, name: str = "ferry.md") -> CuratedPage:
    (folder / name).write_text(text, encoding="utf-8")
    return read_page(Archive(folder), name, root)


def test_the_first_heading_is_the_title_and_leaves_the_text(tmp_path: Path) -> None:
    found = read(tmp_path, "# The old ferry #\n\nIt *leaks*.", "../")
    assert (found.title, found.html) == ("The old ferry", "<p>It <em>leaks</em>.</p>")


def test_a_page_without_a_heading_is_named_for_its_file(tmp_path: Path) -> None:
    assert read(tmp_path, "Words.", "", "who-kept-it.md").title == "Who kept it"


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("rules.md", "../pages/rules.html"),
        ("./deeper/rules.md#two", "../pages/rules.html#two"),
        ("about.md", "../about.html"),
        ("https://a.example/x.md", "https://a.example/x.md"),
        ("saved.html", "saved.html"),
    ],
)
def test_links_between_markdown_pages_lead_to_pages_of_the_site(href: str, leads_to: str) -> None:
    assert page_of(href, "../") == leads_to


def test_a_picture_beside_the_page_comes_along(tmp_path: Path) -> None:
    (tmp_path / "boat.png").write_bytes(PNG)
    found = read(tmp_path, "![the boat](boat.png)", "../")
    ((name, asset),) = found.media.items()
    assert asset.archive.read(asset.path) == PNG
    assert found.html == f'<p><img alt="the boat" src="../media/{name}"></p>'


@pytest.mark.parametrize(
    "src", ["../secret.png", "missing.png", "words.png", "https://a.example/boat.png"]
)
def test_only_pictures_below_the_pages_folder_come_along(tmp_path: Path, src: str) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "words.png").write_text("no picture", encoding="utf-8")
    assert picture_of(src, Archive(folder), "") is None


def test_markup_and_scripts_of_the_text_are_words(tmp_path: Path) -> None:
    found = read(tmp_path, "<script>x()</script> [a](javascript:x())", "")
    assert "<script" not in found.html
    assert "href" not in found.html
