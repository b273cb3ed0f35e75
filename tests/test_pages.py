"""Where links between threads lead: to the post's place, whether the forum numbers it or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.build.pages import links_of
from site_gen.render.places import post_place
from site_gen.store.schema import PostRow, RefRow, ThreadRow
from site_gen.store.store import Store


def thread(number: str) -> ThreadRow:
    return ThreadRow(
        id=number,
        title=f"Thread {number}",
        board=[],
        author=None,
        author_page=None,
        first=None,
        last=None,
        posts=1,
        views=None,
        replies=None,
        locked=None,
        gaps=0,
        images=0,
        inputs="",
        digest="",
        site="a.example",
        number=number,
        gap_details=[],
        engine="discuz",
        url=None,
        tags=[],
        record=b"",
    )


def post(of: str, n: int, ident: str | None) -> PostRow:
    return PostRow(
        thread=of,
        n=n,
        post_id=ident,
        author_page=None,
        author=None,
        author_title=None,
        date=None,
        source="",
        excerpt="",
        images=0,
    )


@pytest.mark.parametrize(
    ("ident", "place"), [("391", "threads/5-2.html#p391"), (None, "threads/5-2.html#n107")]
)
def test_a_quote_of_another_thread_is_told_by_the_place_of_its_post(
    tmp_path: Path, ident: str | None, place: str
) -> None:
    with Store.open(tmp_path / "store.sqlite", "1") as store:
        store.insert(ThreadRow, [thread("5"), thread("6")])
        store.insert(PostRow, [post("5", 107, ident), post("6", 1, "600")])
        store.insert(
            RefRow,
            [
                RefRow(
                    thread="5",
                    href="http://a.example/6#600",
                    site="a.example",
                    number="6",
                    post_id="600",
                    quoter=107,
                )
            ],
        )
        links = links_of(store, page_cap=100)
    assert links["5"].places == {"http://a.example/6#600": "threads/6.html#p600"}
    assert links["6"].quoted == {1: {place: "Thread 5"}}


def test_an_address_that_names_a_post_nobody_saved_leads_to_the_thread(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite", "1") as store:
        store.insert(ThreadRow, [thread("5"), thread("6")])
        href = "http://a.example/6#700"
        store.insert(
            RefRow,
            [
                RefRow(
                    thread="5", href=href, site="a.example", number="6", post_id="700", quoter=None
                )
            ],
        )
        assert links_of(store, page_cap=100)["5"].places == {href: "threads/6.html"}


def test_every_post_has_a_place_that_markup_can_name() -> None:
    assert post_place("5", 1, "12", 100) == "threads/5.html#p12"
    assert post_place("5", 101, None, 100) == "threads/5-2.html#n101"
    assert post_place("5", 3, 'x"><script>', 100) == "threads/5.html#n3"
