"""The steps of the generic engine, each by itself on one small page."""

from __future__ import annotations

import pytest

from site_gen.engines.generic.aligned_records import ROOT, AlignedRecords
from site_gen.engines.generic.author_path import find_author_path
from site_gen.engines.generic.body_path import find_body_path, weigh_paths
from site_gen.engines.generic.breadcrumbs import find_breadcrumbs
from site_gen.engines.generic.date_path import find_date_path
from site_gen.engines.generic.element_selectors import shortest_selector, step_selector
from site_gen.engines.generic.find_records import Family, find_families
from site_gen.engines.generic.outline import Outline, length, looks_like_date
from site_gen.engines.generic.path_selectors import path_selector
from site_gen.engines.generic.post_parts import find_post_parts
from site_gen.engines.generic.proportions import at_least, more_than
from site_gen.engines.generic.repeated_texts import RepeatedTexts, label_of
from site_gen.engines.generic.thread_title import find_title
from site_gen.engines.generic.write_profile import write_profile
from site_gen.load import Page, load_page
from site_gen.models import Evidence
from tests.test_generic import PEOPLE, WORDS, thread, when

CRUMBS = (
    '<body><ul class="crumbs"><li><a href="/">Meadow</a></li><li><a href="/2">Sky</a></li></ul>'
)


def loaded(markup: str) -> Page:
    return load_page(markup.encode(), "page.html", Evidence(file_time=1e9))


@pytest.fixture
def page() -> Page:
    """Five posts, a title and the path to it."""
    return loaded(thread(WORDS).replace("<body>", CRUMBS))


@pytest.fixture
def outline(page: Page) -> Outline:
    return Outline(page)


@pytest.fixture
def family(outline: Outline) -> Family:
    return find_families(outline)[0]


@pytest.fixture
def records(outline: Outline, family: Family) -> AlignedRecords:
    return AlignedRecords(outline, family)


def element(outline: Outline, text: str) -> int:
    """The innermost element with a text."""
    return max(n for n in range(len(outline.nodes)) if outline.text(n) == text)


# ── Outline ───────────────────────────────────────────────────────────────────────────────────────


def test_an_element_is_measured_by_the_texts_that_it_spans(outline: Outline) -> None:
    title = element(outline, "Kites in the wind")
    assert outline.tag[title] == "h2"
    assert outline.letters(title) == len("Kites in the wind")
    assert [outline.tag[above] for above in outline.above(title)] == ["h2", "body"]
    assert outline.weight(element(outline, "Meadow Talk")) == 0  # links are no content


def test_the_dates_of_a_page_are_the_elements_that_show_one(outline: Outline) -> None:
    shown = [outline.text(date) for date in outline.dates]
    assert [when(n) for n in range(5)] == [text for text in shown if text.startswith("2012")]
    assert len(shown) == 10  # with the days when members joined


def test_a_date_that_markup_cuts_up_is_one() -> None:
    outline = Outline(loaded("<p><b>9</b> May <i>2024</i></p>"))
    assert [outline.tag[date] for date in outline.dates] == ["p"]


def test_names_with_figures_or_of_no_structure_name_nothing() -> None:
    outline = Outline(loaded('<p id="p12" class="post odd row2">a</p><p id="main">b</p>'))
    assert outline.classes[1] == ("post",)
    assert (outline.own_name(1), outline.numbered_name(1)) == ("", "p")
    assert (outline.own_name(2), outline.numbered_name(2)) == ("main", "")


def test_letters_of_dense_scripts_count_for_several() -> None:
    assert (length("abc"), length("山坡"), length("a山")) == (3, 6, 4)


@pytest.mark.parametrize(
    ("text", "is_date"), [("2012-04-01 09:30", True), ("3 days ago", True), ("17", False)]
)
def test_a_text_looks_like_a_date_or_not(text: str, *, is_date: bool) -> None:
    assert looks_like_date(text) is is_date


# ── Records ───────────────────────────────────────────────────────────────────────────────────────


def test_the_best_family_are_the_posts(outline: Outline, family: Family) -> None:
    assert family.selector == "div.entry"
    assert [outline.numbered_name(n) for n in family.elements] == ["e"] * 5


def test_records_are_aligned_by_paths(records: AlignedRecords) -> None:
    (dates,) = (path for path in range(1, len(records.paths)) if records.names(path) == "when")
    assert records.texts(dates) == [when(n) for n in range(5)]
    assert records.coverage(dates) == records.regularity(dates) == 1
    assert records.is_below(dates, ROOT) and not records.is_below(ROOT, dates)


def test_texts_of_the_forum_are_told_from_those_of_authors(records: AlignedRecords) -> None:
    template = {text for _, text in records.repeated.template}
    assert template == {"Answer", "Re: Kites in the wind"}
    assert {label for _, label in records.repeated.labels} >= {"Posts:", "Joined:"}


def test_a_text_of_two_records_in_three_is_template_and_one_in_three_is_not() -> None:
    texts = [(1, 0, "Quote"), (1, 1, "Quote"), (1, 2, "Thanks"), (2, 0, "Quote")]
    repeated = RepeatedTexts(texts, 3)
    assert repeated.template == {(1, "Quote")}
    assert repeated.everywhere == set()


@pytest.mark.parametrize(
    ("text", "label"), [("Posts: 22", "Posts:"), ("22 posts", "# posts"), ("Hello", "")]
)
def test_a_label_is_what_stands_before_a_value(text: str, label: str) -> None:
    assert label_of(text) == label


def test_the_paths_of_who_when_and_what_are_found_one_by_one(records: AlignedRecords) -> None:
    date = find_date_path(records, None)
    weigh_paths(records, None, date)
    author = find_author_path(records)
    assert author is not None and records.texts(author) == list(PEOPLE)
    weigh_paths(records, author, date)
    body = find_body_path(records, author, date)
    assert body is not None and records.texts(body) == list(WORDS)


def test_a_path_has_a_short_selector(records: AlignedRecords) -> None:
    parts = find_post_parts(records)
    assert parts is not None and parts.author is not None
    assert path_selector(records, parts.body) == "div.said"
    assert path_selector(records, parts.author) == "b.nick"


def test_a_profile_is_written_of_the_parts(records: AlignedRecords) -> None:
    parts = find_post_parts(records)
    assert parts is not None and parts.evidence == 1
    profile = write_profile(parts)
    assert profile is not None
    assert (profile.post.each, profile.post.body) == ("div.entry", "div.said")
    assert (profile.post.date, profile.post.author) == ("span.when", ["b.nick"])


# ── The thread ────────────────────────────────────────────────────────────────────────────────────


def test_the_title_is_the_heading_that_the_head_names(
    page: Page, outline: Outline, family: Family
) -> None:
    title = find_title(page, outline, family.elements[0])
    assert title == element(outline, "Kites in the wind")
    assert shortest_selector(page, outline, element(outline, "Kites in the wind")) == "h2"


def test_the_path_to_a_thread_is_found_by_its_name(outline: Outline, family: Family) -> None:
    crumbs = find_breadcrumbs(outline, family.elements[0])
    assert crumbs is not None and outline.classes[crumbs] == ("crumbs",)
    assert step_selector(outline, crumbs) == "body > ul.crumbs:nth-of-type(1)"


# ── Counting ──────────────────────────────────────────────────────────────────────────────────────


def test_shares_are_counted_over_all_values_and_hold_without_any() -> None:
    assert more_than(0.5, str.isdecimal, ["1", "2", "a"])
    assert not more_than(0.5, str.isdecimal, ["1", "a"])
    assert at_least(0.5, str.isdecimal, ["1", "a"])
    assert at_least(0.5, str.isdecimal, []) and not more_than(0.5, str.isdecimal, [])
