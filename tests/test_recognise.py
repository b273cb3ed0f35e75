"""Which engine made a page, and who reads it where that is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.engines.core.driver import read
from site_gen.engines.core.recognition import HEAD, recognise
from site_gen.engines.core.table import Engine, Fingerprint, where
from site_gen.engines.generic import GENERIC
from site_gen.engines.registry import ENGINES
from site_gen.errors import Skipped
from site_gen.load import load_page
from site_gen.load.page import Page

CASES = Path(__file__).parent / "engines"


WORDS = (
    "Has anybody walked up to the old quarry since the rain came?",
    "On Sunday. The path by the chapel is under water, go round by the mill.",
    "The mill bridge is closed to carts, but you can cross on foot.",
    "Thank you both, we shall take the children next week then.",
)


def page_of(text: str) -> Page:
    return load_page(text.encode(), "page.html")


def engine(name: str, *marks: str, threshold: int = 1, **more: object) -> Engine:
    fingerprints = tuple(Fingerprint(mark, (mark,)) for mark in marks)
    return Engine(name=name, view="desktop", fingerprints=fingerprints, threshold=threshold, **more)  # type: ignore[arg-type]


def posts(count: int, css: str = "entry") -> str:
    return "".join(
        f'<div class="{css}" id="e{n}"><a href="/user/{n}">Person {n}</a> <time datetime="2012-04-0{n}T10:00">'
        f"{n} April 2012</time><div class=words>{words}</div></div>"
        for n, words in zip(range(1, count + 1), WORDS, strict=False)
    )


def read_with(text: str, *engines: Engine) -> str:
    return read(page_of(text), engines, GENERIC)[0].name


ENTRIES = {"posts": ".entry", "post_boxes": ".entry", "body": ".words"}


def test_the_strongest_evidence_comes_first() -> None:
    found = recognise(page_of("<p>one two"), [engine("a", "one"), engine("b", "one", "two")])
    assert [(made.name, len(marks)) for made, marks in found] == [("b", 2), ("a", 1)]


def test_a_mark_that_straddles_the_end_of_the_head_is_seen() -> None:
    for shift in range(8):
        text = "<html>" + "x" * (HEAD - 6 - shift) + "straddle"
        assert recognise(page_of(text), [engine("a", "straddle"), engine("b", "never")])


def test_the_head_of_a_page_is_enough_where_it_leaves_no_doubt() -> None:
    text = "<html>one two" + " " * HEAD + "three"
    engines = [engine("a", "one", "two", threshold=1), engine("b", "three")]
    assert [made.name for made, _ in recognise(page_of(text), engines)] == ["a"]
    assert {made.name for made, _ in recognise(page_of(text), engines, whole=True)} == {"a", "b"}


def test_what_follows_is_asked_where_the_engine_of_the_head_reads_nothing() -> None:
    text = "<html><body>one two" + " " * HEAD + "three" + posts(3)
    assert (
        read_with(text, engine("a", "one", "two", posts=".none"), engine("b", "three", **ENTRIES))
        == "b"
    )


def test_of_two_likely_engines_the_one_whose_reading_holds_together_is_kept() -> None:
    text = "<html><body>one two" + posts(3)
    loose = engine("a", "one", posts=".words", body=".words")
    fit = engine("b", "two", **ENTRIES, post={"date_text": [where("time")]})
    assert read_with(text, loose, fit) == read_with(text, fit, loose) == "b"


def test_a_skin_that_its_engine_cannot_read_is_left_to_the_generic_one() -> None:
    assert read_with("<html><body>one" + posts(4), engine("a", "one", posts=".none")) == "generic"


def test_a_page_that_its_engine_refuses_is_not_guessed_at() -> None:
    index = engine("a", "one", posts=".none", refuse=lambda _: "a list of threads")
    with pytest.raises(Skipped, match="a list of threads"):
        read_with("<html><body>one" + posts(4), index)


def test_an_engine_that_fails_is_passed_over() -> None:
    def fail(page: Page) -> None:
        raise RuntimeError("broken")

    assert (
        read_with(
            "<html><body>one" + posts(3),
            engine("a", "one", split=fail),
            engine("b", "one", **ENTRIES),
        )
        == "b"
    )
    with pytest.raises(Skipped, match=r"the a \(desktop\) engine failed \(RuntimeError: broken\)"):
        read_with("<html><body>one", engine("a", "one", split=fail))


PAGES = {
    path.relative_to(CASES).parts[:2]: path
    for path in sorted(CASES.rglob("*.htm*"))
    if path.is_file()
}


@pytest.mark.parametrize("source", PAGES.values(), ids=["-".join(case) for case in PAGES])
def test_a_footer_quoted_in_a_post_does_not_change_who_reads_a_page(source: Path) -> None:
    page = load_page(source.read_bytes(), source.name)
    before = recognise(page, ENGINES, whole=True)
    quoted = (
        '<p>Powered by Discuz! X3.4</p><p>Powered by phpBB</p><a href="viewtopic.php?t=5">old</a>'
    )
    changed = page_of(page.text.replace("</body>", f"{quoted}</body>"))
    assert not before or recognise(changed, ENGINES, whole=True)[0][0].name == before[0][0].name
