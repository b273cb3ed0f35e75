"""The store's queries: lists show whatever a summary has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from site_gen.models import Summary
from site_gen.store import summaries
from site_gen.store.schema import ThreadRow
from site_gen.store.store import Store

SUMMARY = Summary(
    id="1",
    title="Ropes",
    board=["Craft", "漢字"],
    author="anna",
    author_page="authors/1.html",
    first="2012-03-02T10:00",
    last="2012-04-01",
    posts=7,
    views=40,
    replies=6,
    locked=True,
    gaps=2,
    images=3,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store", "1") as store:
        row = ThreadRow(
            **msgspec.structs.asdict(SUMMARY),
            inputs="",
            digest="",
            site="",
            number="1",
            gap_details=[],
            engine="",
            url=None,
            tags=["knots"],
            record=b"",
        )
        store.insert(ThreadRow, [row])
        yield store


def of_board(order: str) -> Callable[[Store], Iterator[Summary]]:
    return lambda store: summaries.of_board(store, SUMMARY.board, order)


LISTS: dict[str, Callable[[Store], Iterator[Summary]]] = {
    "newest": lambda store: summaries.newest(store, 1),
    "longest": lambda store: summaries.longest(store, 1),
    "most viewed": lambda store: summaries.most_viewed(store, 1),
    **{f"of a board by {order}": of_board(order) for order in summaries.ORDERS},
    "by starter": summaries.by_starter,
    "by tag": lambda store: (found.thread for found in summaries.by_tag(store)),
    "by day": lambda store: (found.thread for found in summaries.by_day_of_year(store)),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_every_field_of_a_summary(name: str, store: Store) -> None:
    assert list(LISTS[name](store)) == [SUMMARY]


def test_a_list_by_tag_or_day_says_which(store: Store) -> None:
    assert [found.tag for found in summaries.by_tag(store)] == ["knots"]
    assert [found.day for found in summaries.by_day_of_year(store)] == ["03-02"]


def test_what_is_unknown_of_a_thread_stays_unknown(store: Store) -> None:
    row = next(store.select(ThreadRow))
    store.insert(ThreadRow, [msgspec.structs.replace(row, locked=None, views=None, title=None)])
    (found,) = summaries.newest(store, 1)
    assert (found.locked, found.views, found.title) == (None, None, None)
