"""The search in a real browser, from file:// as on a USB stick and from http below a path, against a plain scan."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from browsing import served
from forum import Said, write_thread
from playwright.sync_api import Browser, Page
from scanning import ALL, as_word, posts_of

from site_gen.build.build import build
from site_gen.config import Config
from site_gen.search import shards
from site_gen.search.words import terms

pytestmark = pytest.mark.browser

SOLID = re.compile("[\u3400-\u9fff]+")
# thread: (title, board, [(author, date, text)])
THREADS = [
    ("Kites and string", "Outdoors", [
        ("Rosa", "2012-4-1 09:30", "Wind from the west, so I fold a kite of paper."),
        ("Old Tom", "2013-4-1 10:05", "Then we go down to the harbour. <img src=\"http://meadow.example/kite.png\">"),
        ("Rosa", "2014-4-2 08:00", "The lantern went out; write &lt;img src=x onerror=alert(1)&gt; on it."),
    ]),
    ("風箏與河", "Outdoors", [
        ("Ida", "2015-5-1 09:30", "風箏飛過鐘樓，河水很慢。"),
        ("Rosa", "2015-5-2 09:30", "鐘樓的鐘聲在河上。<div class=\"blockcode\"><div><ol><li>ring(3)</ol></div></div>"),
    ]),
    ("Boats", "Indoors", [
        ("Old Tom", "2016-1-1 09:30", "Cities of paper boats; photographs of the lantern by the west wall."),
        ("Ida", "2016-1-2 09:30", "One boat, photography, and the end of the day."),
    ]),
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few threads made up for these tests, two posts to a page."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "archive").mkdir()
    for tid, (title, board, said) in enumerate(THREADS, 1):
        posts = [Said(author, text, date) for author, date, text in said]
        write_thread(folder / "archive", tid, title, board, posts, most=100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            shards, "LONG", 1
        )  # byte: terms of several posts have files of their own, as in a large archive
        built = build(folder / "archive", folder / "site", Config(page_cap=2, language="en"))
    assert list((folder / "site" / "search" / "b").glob("*.js"))
    assert built.counts["posts"] == 7
    return folder / "site"


def opened(page: Page, site: Path, hash_: str = "") -> Page:
    page.goto((site / "search.html").as_uri() + hash_)
    return page


def found(page: Page, question: str, **filters: object) -> set[str]:
    return set(page.evaluate(ALL, [question, filters]))


def typed(page: Page, question: str) -> list[str]:
    """The titles of the results of what is typed."""
    page.fill("input[name=q]", question)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.getElementById('search').ariaBusy !== 'true' && document.getElementById('status').textContent"
    )
    return page.locator("#results h2").all_inner_texts()


# ── What is found ─────────────────────────────────────────────────────────────────────────────────


def test_the_browser_makes_the_same_terms_as_the_index(page: Page, sample_site: Path) -> None:
    chance = random.Random(11)
    letters = "aßſKςΣσİıéÉe\u0301ﬁ①Ⅳ鐘樓のがカ\u3099한ก\u0e34हि\u200d👍…_-'’\"# \u00a0\u3000𠀀９ａＡ\u0378"
    texts = ["".join(chance.choices(letters, k=chance.randint(0, 30))) for _ in range(400)]
    texts += [
        "Cities of boxes",
        "glasses watches ties",
        "of the of the 海 of the",
        "x" * 50,
        "鐘" * 50,
    ]
    common = ["of", "the"]
    opened(page, sample_site)
    said = page.evaluate(
        "([all, common]) => all.map((t) => archiveSearch.terms(t, new Set(common)))",
        [texts, common],
    )
    assert said == [terms(text, common) for text in texts]


def test_every_substring_is_found_in_every_post_that_holds_it(
    page: Page, sample_site: Path
) -> None:
    posts = posts_of(sample_site)
    chance = random.Random(5)
    runs = [run for _, text in posts for run in SOLID.findall(text)]
    questions = []
    for length in (1, 2, 3, 4, 5, 6):
        run = chance.choices([run for run in runs if len(run) >= length], k=20)
        questions += [
            part[at : at + length] for part in run for at in [chance.randint(0, len(part) - length)]
        ]
    opened(page, sample_site)
    for question in questions:
        missed = {place for place, text in posts if question in text} - found(page, question)
        assert not missed, question


def test_every_word_is_found_in_every_post_that_holds_it(page: Page, sample_site: Path) -> None:
    posts = posts_of(sample_site)
    words = sorted(
        {word for _, text in posts for word in re.findall(r"(?<![^\W_])[a-z0-9]+(?![^\W_])", text)}
    )
    opened(page, sample_site)
    for word in random.Random(5).sample(words, min(60, len(words))):
        is_in = as_word(word)
        missed = {place for place, text in posts if is_in(text)} - found(page, word)
        assert not missed, word


@pytest.mark.parametrize(
    ("question", "posts"),
    [
        ("lantern", {"1 3", "3 1"}),
        ("LANTERN west", {"3 1"}),
        ("鐘樓", {"2 1", "2 2"}),
        ("鐘", {"2 1", "2 2"}),
        ("過鐘樓", {"2 1"}),
        ("鐘聲 河", {"2 2"}),
        ("鐘河", set()),
        ("boats", {"3 1", "3 2"}),
        ("city", {"3 1"}),
        ("photogra*", {"3 1", "3 2"}),
        ("photogr", {"3 1", "3 2"}),
        ('"the west"', {"1 1", "3 1"}),
        ('"end of the day"', {"3 2"}),
        ('"of the end"', set()),
        ('"nd of the"', set()),
        ('"風箏飛過"', {"2 1"}),
        ("“the west”", {"1 1", "3 1"}),
        ('"河"', {"2 1", "2 2"}),
        ("@Rosa", {"1 1", "1 3", "2 2"}),
        ('@"Old Tom" boat', {"3 1"}),
        ("kites", {"1 1"}),
        ("onerror", {"1 3"}),
        ("nowhere", set()),
        ("", set()),
        ("…", set()),
        ('"', set()),
    ],
)
def test_a_question_finds_exactly_these_posts(
    page: Page, site: Path, question: str, posts: set[str]
) -> None:
    assert found(opened(page, site), question) == posts


@pytest.mark.parametrize(
    ("filters", "posts"),
    [
        ({"from": 2013, "to": 2015}, {"1 2", "2 1", "2 2", "1 3"}),
        ({"from": 2016}, {"3 1", "3 2"}),
        ({"to": 2012}, {"1 1"}),
        ({"from": 2017}, set()),
        ({"flags": ["image"]}, {"1 2"}),
        ({"flags": ["code"]}, {"2 2"}),
        ({"flags": ["op"], "author": "rosa"}, {"1 1", "1 3"}),
        ({"author": "old"}, {"1 2", "3 1"}),
        ({"author": "nobody"}, set()),
    ],
)
def test_filters_narrow_what_is_found(
    page: Page, site: Path, filters: dict[str, object], posts: set[str]
) -> None:
    opened(page, site)
    everyone = set().union(
        *(found(page, f"@{name}", **filters) for name in ("Rosa", '"Old Tom"', "Ida"))
    )
    assert everyone == posts


def test_a_board_is_chosen_by_its_name_or_from_the_list(page: Page, site: Path) -> None:
    opened(page, site)
    assert typed(page, "#Indoors paper") == ["Boats"]
    assert set(typed(page, "paper")) == {"Kites and string", "Boats"}
    page.click("summary")
    page.select_option(
        "select[name=board]", label=page.locator("select[name=board] option").nth(1).inner_text()
    )
    page.wait_for_function("() => document.querySelectorAll('#results > li').length === 1")


def test_order_by_date(page: Page, site: Path) -> None:
    opened(page, site)
    order = "async (sort) => (await (await archiveSearch.find('the', {sort})).next()).map((row) => row.date.slice(0, 4))"
    newest, oldest = page.evaluate(order, "new"), page.evaluate(order, "old")
    assert newest == sorted(newest, reverse=True) == oldest[::-1] and len(newest) > 3


def test_a_title_comes_before_a_mention(page: Page, site: Path) -> None:
    assert typed(opened(page, site), "boat")[0] == "Boats"


def test_words_in_different_posts_of_a_thread_find_the_thread(page: Page, site: Path) -> None:
    assert typed(opened(page, site), "harbour lantern") == ["Kites and string"]
    links = page.locator("#results a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert set(links) == {"threads/1.html#p102", "threads/1-2.html#p103"}


# ── The page ──────────────────────────────────────────────────────────────────────────────────────


def test_a_result_leads_to_its_post_on_a_later_page_and_words_are_marked(
    page: Page, site: Path
) -> None:
    assert typed(opened(page, site), "lantern out") == ["Kites and string"]
    assert page.locator("#results mark").all_inner_texts() == ["lantern", "out"]
    page.click("#results a")
    page.wait_for_url("**/threads/1-2.html#p103")
    page.wait_for_selector(":target")


def test_markup_in_a_text_is_shown_as_text(page: Page, site: Path) -> None:
    typed(opened(page, site), "onerror")
    assert "<img src=x onerror=alert(1)>" in page.inner_text("#results")
    assert page.locator("#results img").count() == 0


def test_what_is_asked_stands_in_the_address_and_is_asked_again_from_it(
    page: Page, site: Path
) -> None:
    typed(opened(page, site), "鐘樓")
    assert "#q=" in page.url
    address = page.url.partition("#")[2]
    page.goto("about:blank")
    opened(page, site, f"#{address}&from=2016")
    page.wait_for_function("() => document.getElementById('status').textContent")
    assert page.locator("#results > li").count() == 0
    page.evaluate("location.hash = 'q=lantern&sort=old'")
    page.wait_for_function("() => document.querySelectorAll('#results > li').length === 2")
    assert (
        page.input_value("input[name=q]") == "lantern"
        and page.input_value("select[name=sort]") == "old"
    )


def test_by_keyboard_alone(page: Page, site: Path) -> None:
    opened(page, site)
    page.locator("header.site a").first.focus()
    page.keyboard.press("/")
    page.keyboard.type("lantern")
    page.wait_for_function("() => document.querySelectorAll('#results > li').length === 2")
    assert page.get_attribute("#status", "aria-live") == "polite"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelector('#results > li:last-child')"
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/threads/*.html#p*")


def test_more_results_come_in_tens(page: Page, sample_site: Path) -> None:
    typed(opened(page, sample_site), "的")
    assert page.locator("#results > li").count() == 10
    page.click("#more")
    page.wait_for_function("() => document.querySelectorAll('#results > li').length === 20")
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('#results > li')[10]"
    )


def test_without_javascript_the_page_says_so_and_leads_on(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    assert page.locator("#search").is_hidden() and page.locator("#search-off").is_visible()
    assert page.locator("#search-off a").count() == 2
    context.close()


def test_a_missing_file_of_the_index_is_said_in_words(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/root.js*", lambda route: route.abort())
    assert typed(opened(page, site), "lantern") == []
    assert "search/root.js" in page.inner_text("#status")
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_does_not_scroll_sideways(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    typed(opened(page, site), "lantern")
    page.click("summary")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_the_same_from_http_below_a_path(page: Page, site: Path) -> None:
    with served(site.parent) as address:
        page.goto(f"{address}{site.name}/search.html")
        assert typed(page, "鐘聲") == ["風箏與河"]
