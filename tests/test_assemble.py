"""Assemble: pages saved whenever and however become one thread, each post once, and what is missing is named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.models import Capture, Comment, Gap, Post, Rating, Reading, Source, Thread
from site_gen.threads.alike import alike
from site_gen.threads.gaps import holes, skipped_floors, spans
from site_gen.threads.group import Key, group, key_of
from site_gen.threads.join import ascending, assemble
from site_gen.threads.states import Saved

quick = settings(max_examples=120, deadline=None, derandomize=True, database=None)


def post(number: int, text: str | None = None, **fields: Any) -> Post:
    """Post ``number`` of a thread: its id, floor and minute follow from it."""
    words = f"words of {number}" if text is None else text
    given: dict[str, Any] = {
        "id": str(900 + number),
        "floor": number,
        "author": "anna",
        "date": f"2022-03-29T{number // 60:02d}:{number % 60:02d}",
        "text": words,
        "html": words,
    }
    return Post(**(given | fields))


def nameless(number: int, text: str | None = None, **fields: Any) -> Post:
    """The same post in a view that prints no ids and no floors."""
    return post(number, text, **({"id": None, "floor": None} | fields))


def page(
    path: str, *posts: Post, number: int | None = 1, time: str | None = None, **fields: Any
) -> Saved:
    capture = Capture(time=time, guess=time is None)
    given: dict[str, Any] = {
        "engine": "discuz",
        "view": "desktop",
        "thread_id": "56",
        "page": number,
    }
    return Saved(
        path, f"hash of {path}", Reading(posts=list(posts), capture=capture, **(given | fields))
    )


def joined(*pages: Saved) -> Thread:
    return assemble("56", pages)


def floors(thread: Thread) -> list[int | None]:
    return [each.floor for each in thread.posts]


def gaps(thread: Thread, kind: str) -> list[str]:
    return [gap.detail for gap in thread.gaps if gap.kind == kind]


# ── Invariants ────────────────────────────────────────────────────────────────────────────────────


@st.composite
def archives(draw: st.DrawFn) -> list[Saved]:
    """A thread's pages, some saved again later with posts edited, hidden or removed, in several views."""
    size, count = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    pages = []
    for number in range(1, -(-count // size) + 1):
        on_page = range((number - 1) * size + 1, min(number * size, count) + 1)
        for save in range(draw(st.integers(1, 3))):
            view = draw(st.sampled_from(["desktop", "touch", "archiver"]))
            make = nameless if view == "archiver" else post
            shown = [
                make(n, draw(st.sampled_from([f"words of {n}", f"words of {n}, edited"])))
                for n in on_page
                if draw(st.integers(0, 9)) > 0
            ]
            if shown:
                day = draw(st.integers(1, 3))
                path = f"{number}-{save}.html"
                pages.append(
                    page(path, *shown, number=number, view=view, time=f"2024-05-0{day}T12:00:00")
                )
    return pages or [page("a.html", post(1))]


@quick
@given(archives(), st.randoms())
def test_the_order_of_the_pages_does_not_matter(pages: list[Saved], chance: Any) -> None:
    shuffled = list(pages)
    chance.shuffle(shuffled)
    assert assemble("56", shuffled) == assemble("56", pages)


@quick
@given(archives())
def test_every_post_read_is_published_once_and_in_order(pages: list[Saved]) -> None:
    thread = assemble("56", pages)
    read = {each.date for saved in pages for each in saved.reading.posts}
    assert [each.date for each in thread.posts] == sorted(str(date) for date in read)
    assert [each.n for each in thread.posts] == list(range(1, len(thread.posts) + 1))


@quick
@given(archives())
def test_every_wording_read_is_published_or_a_version(pages: list[Saved]) -> None:
    thread = assemble("56", pages)
    said = {
        (each.date, text)
        for each in thread.posts
        for text in (each.text, *(v.text for v in each.versions))
    }
    rich = [
        saved for saved in pages if saved.reading.view != "archiver"
    ]  # a poorer view may drop signs and smileys
    assert {(each.date, each.text) for saved in rich for each in saved.reading.posts} <= said


@quick
@given(archives())
def test_saving_every_page_twice_changes_nothing_but_the_sources(pages: list[Saved]) -> None:
    again = [Saved("copies/" + saved.path, saved.sha256, saved.reading) for saved in pages]
    once, twice = assemble("56", pages), assemble("56", [*pages, *again])
    assert [bare(each) for each in twice.posts] == [bare(each) for each in once.posts]
    assert twice.gaps == once.gaps
    assert len(twice.sources) == 2 * len(once.sources)


def bare(one: Post) -> Post:
    """A post without the paths of the pages it was read from."""
    versions = [msgspec.structs.replace(version, source="") for version in one.versions]
    return msgspec.structs.replace(one, source="", versions=versions)


@quick
@given(archives())
def test_what_is_published_comes_from_a_page_that_holds_it(pages: list[Saved]) -> None:
    by_path = {saved.path: saved.reading for saved in pages}
    for each in assemble("56", pages).posts:
        assert any(each.text == held.text for held in by_path[each.source].posts)


# ── Joining posts ─────────────────────────────────────────────────────────────────────────────────


def test_pages_join_in_their_order_whatever_their_names() -> None:
    thread = joined(page("z.html", post(1), post(2)), page("a.html", post(3), number=2))
    assert floors(thread) == [1, 2, 3]
    assert thread.sources == [
        Source(path="z.html", sha256="hash of z.html", page=1),
        Source(path="a.html", sha256="hash of a.html", page=2),
    ]


def test_a_page_saved_in_reverse_is_turned() -> None:
    assert floors(joined(page("a.html", post(3), post(2), post(1)))) == [1, 2, 3]


@pytest.mark.parametrize(
    ("order", "expected"),
    [([3, 2, 1], [1, 2, 3]), ([1, 2, 3], [1, 2, 3]), ([1, 7, 2], [1, 7, 2]), ([5], [5]), ([], [])],
)
def test_only_a_page_that_counts_down_throughout_is_reversed(
    order: list[int], expected: list[int]
) -> None:
    assert [each.floor for each in ascending([post(n) for n in order])] == expected
    dated = [each.date for each in ascending([nameless(n) for n in order])]
    assert dated == [nameless(n).date for n in expected]


def test_a_post_that_only_an_older_save_shows_stands_in_its_place() -> None:
    older = page("old.html", post(1), post(2), post(3), time="2020-01-01T00:00:00")
    newer = page("new.html", post(1), post(3), post(4), time="2024-01-01T00:00:00")
    assert floors(joined(newer, older)) == [1, 2, 3, 4]


def test_pages_that_each_show_some_posts_join_by_floor() -> None:
    """Two saves of "only this author": what stands side by side on one is not side by side in the thread."""
    one, other = (
        page("a.html", post(1), post(2), post(5)),
        page("b.html", post(1), post(3), post(4)),
    )
    assert floors(joined(one, other)) == [1, 2, 3, 4, 5]


def test_views_without_ids_join_by_author_and_minute() -> None:
    thread = joined(
        page("a.html", post(1), post(2, author="ben")),
        page("b.html", nameless(1), nameless(2, author="ben"), nameless(3), view="archiver"),
    )
    assert [(each.id, each.floor) for each in thread.posts] == [
        ("901", 1),
        ("902", 2),
        (None, None),
    ]


@pytest.mark.parametrize(
    "other", [{"author": "ben"}, {"date": "2022-03-29T00:02"}, {"author": None, "date": None}]
)
def test_posts_of_another_author_or_minute_stay_apart(other: dict[str, Any]) -> None:
    thread = joined(
        page("a.html", post(1)), page("b.html", nameless(1, "other words", **other), view="print")
    )
    assert len(thread.posts) == 2


def test_two_posts_of_one_minute_are_told_apart_by_their_words() -> None:
    same = {"date": "2022-03-29T10:00"}
    one, two = "the clock has stopped", "and now it goes again"
    thread = joined(
        page("a.html", post(1, one, **same), post(2, two, **same)),
        page("b.html", nameless(1, two, **same), nameless(2, one, **same), view="archiver"),
    )
    assert [(each.text, each.versions) for each in thread.posts] == [(one, []), (two, [])]


def test_two_posts_of_one_page_are_never_one_post() -> None:
    same = {"date": "2022-03-29T10:00"}
    thread = joined(
        page("a.html", post(1, "the clock has stopped", **same)),
        page(
            "b.html",
            nameless(1, "the clock has stopped", **same),
            nameless(2, "it goes", **same),
            view="archiver",
        ),
    )
    assert [each.text for each in thread.posts] == ["the clock has stopped", "it goes"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the clock has stopped", "The clock has stopped!", True),
        ("ｔｈｅ clock", "the clock", True),
        ("老座钟又停了 :lol", "老座钟又停了", True),
        ("the clock has stopped", "the cat came back", False),
        ("", "", True),
        ("", "words", False),
    ],
)
def test_texts_are_alike_but_for_signs_and_smileys(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


# ── One post out of its states ────────────────────────────────────────────────────────────────────

GATE = '<aside class="gate">log in</aside>'


def test_the_newest_wording_is_published_and_the_others_are_versions() -> None:
    thread = joined(
        page("c.html", post(1, "second"), time="2023-01-01T00:00:00"),
        page("a.html", post(1, "third"), time="2024-01-01T00:00:00"),
        page("b.html", post(1, "first"), time="2022-01-01T00:00:00"),
    )
    (found,) = thread.posts
    assert (found.text, found.source) == ("third", "a.html")
    assert [(v.text, v.source, v.captured) for v in found.versions] == [
        ("second", "c.html", "2023-01-01T00:00:00"),
        ("first", "b.html", "2022-01-01T00:00:00"),
    ]


def test_a_state_that_hides_nothing_is_better_than_a_newer_one_that_does() -> None:
    thread = joined(
        page("member.html", post(1, "all of it"), time="2020-01-01T00:00:00"),
        page("guest.html", post(1, "", html=GATE), time="2024-01-01T00:00:00"),
    )
    assert (thread.posts[0].text, thread.posts[0].versions, thread.gaps) == ("all of it", [], [])


def test_the_desktop_page_is_better_than_the_archiver_and_no_second_wording() -> None:
    thread = joined(
        page(
            "a.html",
            nameless(1, "堤上那棵柳树还能活几年 :lol"),
            view="archiver",
            time="2024-01-01T00:00:00",
        ),
        page("b.html", post(1, "堤上那棵柳树还能活几年"), time="2020-01-01T00:00:00"),
    )
    assert (thread.posts[0].source, thread.posts[0].versions) == ("b.html", [])


def test_a_field_that_the_best_state_leaves_out_comes_from_another() -> None:
    thread = joined(
        page("new.html", post(1, client=None, signature=None), time="2024-01-01T00:00:00"),
        page(
            "old.html",
            post(
                1,
                client="phone",
                signature="—",
                comments=[Comment(text="a")],
                ratings=[Rating(score=1)],
            ),
            time="2020-01-01T00:00:00",
        ),
    )
    found = thread.posts[0]
    assert (found.source, found.client, found.signature) == ("new.html", "phone", "—")
    assert (len(found.comments), len(found.ratings)) == (1, 1)


@pytest.mark.parametrize("names", [("a.html", "b.html"), ("b.html", "a.html")])
def test_a_guessed_date_stays_marked_as_one_when_it_fills_a_gap(names: tuple[str, str]) -> None:
    silent = page(names[0], post(1, date=None))
    guessing = page(names[1], post(1, date="2022-03-29", date_text="3 天前", date_guess=True))
    found = joined(silent, guessing).posts[0]
    assert (found.date, found.date_guess) == ("2022-03-29", True)


# ── The thread's own fields ───────────────────────────────────────────────────────────────────────


def test_the_newest_page_states_the_counts_and_any_page_what_others_do_not() -> None:
    thread = joined(
        page(
            "a.html",
            post(1),
            time="2020-01-01T00:00:00",
            views=10,
            replies=0,
            title="Clock",
            board=["Town"],
        ),
        page(
            "b.html",
            post(1),
            time="2024-01-01T00:00:00",
            views=99,
            tags=["help"],
            board=["Town", "Crafts"],
        ),
        page(
            "c.html",
            post(2),
            number=2,
            time="2023-01-01T00:00:00",
            tags=["help", "old"],
            locked=True,
        ),
    )
    assert (thread.views, thread.replies, thread.locked, thread.title) == (99, 0, True, "Clock")
    assert (thread.board, thread.tags, thread.captured) == (
        ["Town", "Crafts"],
        ["help", "old"],
        "2024-01-01T00:00:00",
    )


def test_the_threads_address_is_that_of_its_first_page() -> None:
    second = page("a.html", post(2), number=2, url="http://bbs.example/thread-56-2-1.html")
    first = page("b.html", post(1), url="http://bbs.example/thread-56-1-1.html")
    assert joined(second, first).url == "http://bbs.example/thread-56-1-1.html"
    assert joined(second).url == "http://bbs.example/thread-56-2-1.html"


def test_an_address_is_better_than_none_and_the_fullest_view_names_the_engine() -> None:
    silent, later = (
        page("a.html", post(1)),
        page("b.html", post(2), number=2, url="http://bbs.example/thread-56-2-1.html"),
    )
    printed = page("c.html", nameless(1), view="print", number=None, engine="another")
    assert joined(silent, later, printed).url == "http://bbs.example/thread-56-2-1.html"
    assert joined(printed, silent).engine == "discuz"


def test_a_guessed_time_is_not_when_the_thread_was_captured() -> None:
    saved = page("a.html", post(1))
    guess = msgspec.structs.replace(
        saved.reading, capture=Capture(time="2024-01-01T00:00:00", guess=True)
    )
    assert joined(saved._replace(reading=guess)).captured is None


def test_the_zone_of_a_thread_is_the_forums_and_never_the_saving_tools() -> None:
    mirrored = Capture(time="2024-05-09T07:39:00", guess=False, tool="HTTrack", zone="+00:00")
    saved = page("a.html", post(1))
    by_tool = saved._replace(reading=msgspec.structs.replace(saved.reading, capture=mirrored))
    assert joined(by_tool).zone is None
    assert joined(by_tool, page("b.html", post(2), number=2, zone="+08:00")).zone == "+08:00"


def test_two_mails_of_one_number_are_two_posts() -> None:
    """Hypermail counts anew every quarter, and a thread goes on."""
    first = post(
        7, "How long a tail?", id="0007", floor=None, author="ansel", date="2003-03-30T10:15:00"
    )
    later = post(
        8,
        "As long as the line allows.",
        id="0007",
        floor=None,
        author="vesna",
        date="2003-04-02T09:00:00",
    )
    again = msgspec.structs.replace(later, text="As long as the line allows. -- vesna")
    thread = joined(
        page("q1/0007.html", first), page("q2/0007.html", later), page("old/q2/0007.html", again)
    )
    assert [(p.author, p.source) for p in thread.posts] == [
        ("ansel", "q1/0007.html"),
        ("vesna", "q2/0007.html"),
    ]
    assert [p.id for p in thread.posts] == ["0007", None]
    assert [version.source for version in thread.posts[1].versions] == ["old/q2/0007.html"]


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "all new words, for it was edited"},
        {"text": "all new words", "author": "annabel"},
        {"text": "all new words", "date": "2022-03-29T08:01"},
        {"author": "annabel", "date": "2022-03-29T08:01"},
        {
            "text": "all new words",
            "author": "annabel",
            "date": "2022-03-29T08:01",
            "date_guess": True,
        },
        {"text": "all new words", "author": "annabel", "date": None},
        {"text": "all new words", "author": "annabel", "date": "2022-04"},
    ],
    ids=[
        "edited",
        "renamed",
        "in another zone",
        "renamed in another zone",
        "guessed",
        "undated",
        "of a month",
    ],
)
def test_another_state_of_a_post_stays_that_post(changed: dict[str, Any]) -> None:
    assert len(joined(page("a.html", post(1)), page("b.html", post(1, **changed))).posts) == 1


# ── Gaps ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_thread_has_no_gaps() -> None:
    assert joined(page("a.html", post(1), post(2), replies=1, pages_claimed=1)).gaps == []


def test_pages_that_the_pager_names_and_nobody_saved_are_a_gap() -> None:
    thread = joined(
        page("a.html", post(1), pages_claimed=7, replies=60),
        page("b.html", post(31), number=4, pages_claimed=7),
    )
    assert gaps(thread, "pages") == ["2–3, 5–7 / 7"]
    assert gaps(thread, "posts") == ["2 / 61"]
    assert gaps(thread, "floors") == ["2–30"]


@pytest.mark.parametrize(("replies", "missing"), [(1, []), (2, ["2 / 2"]), (None, ["2 / 2"])])
def test_a_thread_with_all_its_posts_misses_no_page(
    replies: int | None, missing: list[str]
) -> None:
    assert (
        gaps(joined(page("a.html", post(1), post(2), pages_claimed=2, replies=replies)), "pages")
        == missing
    )


def test_pages_of_another_view_do_not_fill_or_make_a_gap() -> None:
    thread = joined(
        page("a.html", post(1), pages_claimed=2),
        page("b.html", nameless(1), number=2, pages_claimed=9, view="archiver"),
    )
    assert gaps(thread, "pages") == ["2 / 2"]


def test_notes_count_as_replies_as_the_forum_counts_them() -> None:
    noted = post(1, comments=[Comment(text="a"), Comment(text="b")])
    assert joined(page("a.html", noted, post(2), replies=3)).gaps == []
    assert gaps(joined(page("a.html", noted, post(2), replies=4)), "posts") == ["4 / 5"]


@pytest.mark.parametrize(
    ("shown", "skipped"),
    [
        ([1, 2, 3], []),
        ([1, 4, 5, 9], [(2, 3), (6, 8)]),
        ([3], [(1, 2)]),
        ([None, None], []),
        ([4, 1, None], [(2, 3)]),
    ],
)
def test_floors_that_no_post_has_are_named_in_runs(
    shown: list[int | None], skipped: list[tuple[int, int]]
) -> None:
    assert skipped_floors([Post(floor=floor) for floor in shown]) == skipped


@pytest.mark.parametrize(
    ("one", "kind", "detail"),
    [
        (post(3, "words", html="words" + GATE, gates=["log in"]), "hidden", "#3: log in"),
        (post(3, "", html=GATE, gates=["log in"], floor=None), "blocked", "#1: log in"),
        (post(3, "", html=GATE, gates=["register", "log in"]), "blocked", "#3: log in"),
    ],
)
def test_withheld_words_are_a_gap(one: Post, kind: str, detail: str) -> None:
    assert Gap(kind=kind, detail=detail) in joined(page("a.html", one)).gaps  # type: ignore[arg-type]


def test_a_call_to_register_is_no_gap() -> None:
    assert joined(page("a.html", post(1, gates=["register"]))).gaps == []


def test_half_a_page_is_a_gap_unless_it_was_saved_whole_too() -> None:
    half = page("half.html", post(1), cut=True)
    assert gaps(joined(half), "cut") == ["half.html"]
    assert gaps(joined(half, page("whole.html", post(1), post(2))), "cut") == []
    assert gaps(joined(half, page("second.html", post(2), number=2)), "cut") == ["half.html"]


@quick
@given(st.sets(st.integers(1, 60)))
def test_holes_are_the_runs_of_what_is_not_known(numbers: set[int]) -> None:
    runs = holes(numbers, 50)
    assert [n for first, last in runs for n in range(first, last + 1)] == sorted(
        set(range(1, 51)) - numbers
    )
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(runs))


def test_a_floor_beyond_all_sense_does_not_stop_the_build() -> None:
    assert holes({1, 10**15}, 10**15) == [(2, 10**15 - 1)]


def test_runs_in_words() -> None:
    assert spans([(2, 2), (4, 6)]) == "2, 4–6"
    assert spans([]) == ""


# ── Which pages are one thread ────────────────────────────────────────────────────────────────────

HERE, THERE, NOWHERE = (Key("discuz", site, "56") for site in ("bbs.example", "old.example", ""))
OTHER = Key("phpbb", "", "56")


def grouped(*pages: tuple[Key, str | None, str]) -> dict[Key, list[str]]:
    return {key: sorted(found) for key, found in group(pages).items()}


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([(HERE, "Clock", "a"), (HERE, "Clock", "b")], {HERE: ["a", "b"]}),
        ([(HERE, "Clock", "a"), (THERE, "Clock", "b")], {HERE: ["a"], THERE: ["b"]}),
        ([(NOWHERE, "Clock", "b"), (HERE, "Clock", "a")], {HERE: ["a", "b"]}),
        ([(NOWHERE, "Clock", "b"), (HERE, None, "a")], {HERE: ["a", "b"]}),
        ([(NOWHERE, "Cat", "b"), (HERE, "Clock", "a")], {HERE: ["a"], NOWHERE: ["b"]}),
        (
            [(NOWHERE, "Clock", "c"), (HERE, "Clock", "a"), (THERE, "Clock", "b")],
            {HERE: ["a"], THERE: ["b"], NOWHERE: ["c"]},
        ),
        ([(OTHER, None, "b"), (HERE, None, "a")], {HERE: ["a"], OTHER: ["b"]}),
    ],
)
def test_a_page_without_a_host_joins_the_only_thread_it_may_be_of(
    pages: Sequence[tuple[Key, str | None, str]], expected: dict[Key, list[str]]
) -> None:
    assert grouped(*pages) == expected
    assert grouped(*reversed(pages)) == expected


def test_a_thread_that_changed_its_title_is_known_by_both() -> None:
    pages = [(HERE, "Clock", "a"), (HERE, "Clock (mended)", "b"), (NOWHERE, "Clock (mended)", "c")]
    assert grouped(*pages) == grouped(*pages[::-1]) == {HERE: ["a", "b", "c"]}


def test_the_key_of_a_page_is_its_engine_host_and_number() -> None:
    assert key_of(Reading(engine="discuz", view="touch", thread_id="56")) == NOWHERE
    assert (
        key_of(Reading(engine="discuz", view="touch", thread_id="56", site="bbs.example")) == HERE
    )
