"""The search's index: every word of every post is found.

Files are small and stay as they are when nothing changed.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.build.build import build
from site_gen.config import Config
from site_gen.models import Comment, Image, Poll, PollOption, Post, Thread
from site_gen.search import documents, shards
from site_gen.search.blocks import BLOCK, block, cut
from site_gen.search.documents import Document, buckets, document
from site_gen.search.pack import packed, unpacked
from site_gen.search.postings import (
    Head,
    Postings,
    joined,
    number,
    parts,
    read_postings,
    run_head,
    save_run,
)
from site_gen.search.root import maps
from site_gen.search.shards import name_of, with_characters
from site_gen.search.words import common_words, fold, stem, terms
from site_gen.store.posts import OrderedPost
from site_gen.store.store import Store

TEXTS = (
    "鐘樓的鐘慢了三分鐘",
    "The boats and the cities",
    "渡し船は朝五時に出る",
    "Ｐａｐｅｒ boat",
    "no word here",
    "鐘",
)


def post_at(place: int, text: str, **values: object) -> Document:
    given = {
        "title": "",
        "board_name": "Harbour",
        "board": "b1",
        "author": "Rosa",
        "date": "2015-03-01",
    }
    fields = {
        "thread": str(place),
        "n": 2,
        "anchor": f"p{place}",
        "flags": frozenset(),
        "text": text,
        **given,
        **values,
    }
    return Document(**fields)  # type: ignore[arg-type]


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("鐘樓的鐘", ["鐘樓", "樓的", "的鐘", "鐘"]),
        ("鐘", ["鐘"]),
        ("ＬＥＤ灯", ["led", "灯"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]),
        ("한국어", ["한국", "국어", "어"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("don't_stop 3.5", ["don", "t", "stop", "3", "5"]),
        ("", []),
        ("…，！", []),
    ],
)
def test_a_text_becomes_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("boats", "boat"), ("cities", "city"), ("boxes", "box"), ("glasses", "glass"),
        ("watches", "watch"),
        ("horses", "horse"), ("bus", "bus"), ("glass", "glass"), ("this", "this"), ("gas", "gas"),
        ("ties", "ties"),
        ("livros", "livro"), ("кошкас", "кошкас"), ("s", "s"), ("a" * 40, "a" * 32),
    ],
)  # fmt: skip
def test_the_plural_of_latin_words_is_taken_off(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_that_is_searched(text: str) -> None:
    assert terms(fold(text)) == terms(text)


def test_neighbouring_common_words_are_a_term_of_their_own() -> None:
    common = common_words(["of the sea", "the end of the day", "top of the hill", "x"])
    assert common == {"of", "the"}
    assert "of the" in terms("The end of the day", common)
    assert "the day" not in terms("The end of the day", common)
    assert "of the" not in terms("of 海 the", common)


# ── Documents and buckets ─────────────────────────────────────────────────────────────────────────


def test_what_a_post_publishes_is_searched() -> None:
    first = Post(
        n=1, id="7", author="Rosa", text="A kite", images=[Image(src="a.png")], code=["x = 1"]
    )
    reply = Post(
        n=2,
        author="Old Tom",
        text="Lower.",
        subject="Wind",
        comments=[Comment(author="Ida", text="yes")],
    )
    poll = Poll(question="Which string?", options=[PollOption(text="hemp")])
    thread = Thread(
        id="5", engine="x", title="Kites", board=["Outdoors"], poll=poll, posts=[first, reply]
    )
    opening, second = document(thread, first, "Outdoors"), document(thread, reply, "Outdoors")
    assert opening.text == "A kite\nWhich string?\nhemp" and opening.anchor == "p7"
    assert opening.flags == {"image", "code", "op"} and second.flags == frozenset()
    assert second.text == "Wind\nLower.\nIda yes" and second.anchor == "n2"


def test_half_a_surrogate_pair_does_not_stop_the_index() -> None:
    thread = Thread(
        id="5", engine="x", title="a\ud800", posts=[Post(n=1, text="b\udc00 c", author="d\ud800")]
    )
    made = document(thread, thread.posts[0], "")
    assert json.loads(block([made]))["text"] == ["b? c"]


def test_buckets_are_years_then_months_then_parts_and_posts_without_a_date_come_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "YEAR_FULL", 3)
    monkeypatch.setattr(documents, "MONTH_FULL", 2)
    dates = ["2014-01-01", "2015", "2015-03-01", "2015-03-02", "2015-03-03", "2015-04-01", ""]
    places = [OrderedPost(date[:4], date, "1", n, "") for n, date in enumerate(dates)]
    found = [
        (name, [place.n for place in held])
        for name, held in buckets(places, {"2014": 1, "2015": 5})
    ]
    assert found == [
        ("2014", [0]), ("2015-00", [1]), ("2015-03", [2, 3]), ("2015-03.1", [4]), ("2015-04", [5]),
        ("undated", [6]),
    ]  # fmt: skip


def test_a_name_of_a_file_never_comes_from_a_date_of_letters() -> None:
    places = [
        OrderedPost("2015", date, "1", n, "")
        for n, date in enumerate(["2015-../x", "2015-01-01", "2015-zz"])
    ]
    names = [name for name, _ in buckets(places, {"2015": 9_999})]
    assert names == ["2015-00", "2015-01", "2015-00.1"]


# ── Postings, shards, blocks ──────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(0, 2**31), min_size=1, max_size=20))
def test_numbers_are_read_as_they_were_written(values: list[int]) -> None:
    ascending = sorted(set(values))
    data, end = b"", 0
    for value in ascending:
        data += number((value << 2 | 3) - end)
        end = (value + 1) << 2
    assert list(read_postings(data)) == [(value, 3) for value in ascending]


def test_joined_buckets_hold_every_post_of_every_term(tmp_path: Path) -> None:
    chance = random.Random(3)
    texts = [" ".join(chance.choices(TEXTS, k=chance.randint(1, 4))) for _ in range(60)]
    documents_ = [post_at(place, text) for place, text in enumerate(texts)]
    runs = []
    for start, end in ((0, 7), (7, 40), (40, 60)):
        path = tmp_path / f"{start}.run"
        save_run(path, Head([end - start], ["k"]), parts(documents_[start:end], frozenset({"the"})))
        runs.append((path, start))
    assert run_head(runs[1][0]).blocks == [33]
    found = {
        entry.term: [place for place, _ in read_postings(entry.data)] for entry in joined(runs)
    }
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for term in {*terms(text, {"the"}), "@rosa", "#b1"}:
            wanted[term].append(place)
    assert found == wanted
    assert list(found) == sorted(found)


def test_a_title_weighs_more_than_a_body_and_a_short_post_more_than_a_long_one() -> None:
    titled = post_at(0, "wind " * 90, n=1, title="Kite")
    found = {
        part.term: list(read_postings(number(part.first))) for part in parts([titled], frozenset())
    }
    assert found["kite"] == [(0, 3)]
    short, long = (
        {p.term: p.first & 3 for p in parts([post_at(0, t)], frozenset())}
        for t in ("kite", "kite" + " x" * 300)
    )
    assert short["kite"] > long["kite"]


def read_shard(data: bytes) -> Iterator[tuple[str, int, bytes]]:
    """As search.js reads one."""
    at, term = 0, b""

    def following() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        shared, added = following(), following()
        term = term[:shared] + data[at : at + added]
        at += added
        count, length = following(), following()
        yield term.decode(), count, data[at : at + length]
        at += length


def many_postings(count: int = 4_000) -> list[Postings]:
    chance = random.Random(1)
    names = sorted(
        {"".join(chance.choices("abcdefgh", k=5)) for _ in range(count)} | {"鐘樓", "@rosa"}
    )
    return [Postings(name, 1, number(chance.randrange(9_000))) for name in names]


def test_every_term_stands_in_the_shard_that_its_place_in_the_order_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "SHARD", 1_000)
    made = [part for part in shards.shards(many_postings(), 9_000) if part.begins is not None]
    begins = [part.begins or "" for part in made]
    assert begins == sorted(begins) and len({part.name for part in made}) == len(made) > 5
    assert [part.name for part in made] == [name_of("i", border) for border in begins]
    read = [[term for term, _, _ in read_shard(part.data)] for part in made]
    assert [term for terms_ in read for term in terms_] == [entry.term for entry in many_postings()]
    for border, following, terms_ in zip(begins, [*begins[1:], None], read, strict=True):
        assert all(border <= term and (following is None or term < following) for term in terms_)


def test_a_changed_term_changes_one_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD", 1_000)
    before = {part.name: part.data for part in shards.shards(many_postings(), 9_000)}
    postings = many_postings()
    postings[2_000] = Postings(postings[2_000].term, 2, postings[2_000].data + b"\x00")
    after = {part.name: part.data for part in shards.shards(postings, 9_000)}
    assert len(set(before.items()) ^ set(after.items())) == 2


def test_a_long_list_has_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LONG", 50)
    found = list(shards.shards([Postings("a", 100, bytes(100)), Postings("b", 1, b"\x04")], 200))
    assert [part.name for part in found] == [name_of("b", "a"), name_of("i", "")]
    assert (found[0].term, found[0].posts) == ("a", 100)
    assert list(read_shard(found[1].data)) == [("a", 100, b""), ("b", 1, b"\x04")]


def test_a_frequent_character_has_every_post_that_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "HEAVY", 1)
    lists = [("鐘", [3]), ("鐘慢", [1, 4]), ("鐘樓", [0, 4]), ("樓", [9])]
    entries = [
        Postings(
            term,
            len(ids),
            b"".join(number((b - a - 1) << 2) for a, b in zip([-1, *ids], ids, strict=False)),
        )
        for term, ids in sorted(lists)
    ]
    found = {
        entry.term: [place for place, _ in read_postings(entry.data)]
        for entry in with_characters(entries, 10)
    }
    assert found["鐘*"] == [0, 1, 3, 4]
    assert list(found) == sorted(found)


def test_blocks_hold_neighbouring_posts_up_to_a_size() -> None:
    posts = [post_at(place, "鐘" * 3_000) for place in range(10)]
    held = list(cut(posts))
    assert [document_ for run in held for document_ in run] == posts
    assert all(BLOCK <= sum(len(d.text.encode()) for d in run) < BLOCK + 9_001 for run in held[:-1])


def test_a_part_is_a_script_of_one_call_in_plain_letters() -> None:
    script = packed("t/2015-0", "鐘</script>".encode())
    assert re.fullmatch(rb'searchPart\("t/2015-0","[A-Za-z0-9+/=]+"\)', script)
    assert unpacked(script).decode() == "鐘</script>"


def test_maps_say_which_thread_each_post_is_of() -> None:
    places = [
        OrderedPost(year, year, thread, 1, "")
        for year, thread in [("2014", "7"), ("2014", "9"), ("2014", "7"), ("", "7")]
    ]
    found = {name: (count, json.loads(data)) for name, count, data in maps(places)}
    assert found["d/2014"] == (3, {"threads": ["7", "9"], "of": [0, 1, 0]})
    assert found["d/undated"][0] == 1


# ── The built site ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def archive(tmp_path: Path, sample: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "archive"))


def parts_of(site: Path) -> dict[str, int]:
    """Every file of the index with its inode: a file that is kept is the same file."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in (site / "search").rglob("*.js")
    }


def test_every_substring_of_every_post_is_in_the_index(archive: Path, tmp_path: Path) -> None:
    build(archive, tmp_path / "site")
    index: dict[str, set[int]] = {}
    for path in (tmp_path / "site" / "search" / "i").iterdir():
        for term, _, data in read_shard(unpacked(path.read_bytes())):
            index[term] = {place for place, _ in read_postings(data)}
    posts = posts_in_order(tmp_path / "site")
    for place, text in enumerate(posts):
        for term in terms(text):
            assert place in index[term], (term, text)


def posts_in_order(site: Path) -> list[str]:
    root = json.loads(unpacked((site / "search" / "root.js").read_bytes()))
    names = [
        f"t/{bucket}-{number_}"
        for bucket, counts in root["buckets"]
        for number_ in range(len(counts))
    ]
    texts = [
        text
        for name in names
        for text in json.loads(unpacked((site / "search" / f"{name}.js").read_bytes()))["text"]
    ]
    assert len(texts) == root["posts"]
    return texts


def test_the_index_holds_the_text_of_every_record(archive: Path, tmp_path: Path) -> None:
    build(archive, tmp_path / "site")
    store = Store(tmp_path / ".site.sitegen" / "store.sqlite", readonly=True)
    records = [
        msgspec.msgpack.decode(row[0], type=Thread)
        for row in store.rows("SELECT record FROM threads")
    ]
    recorded = sorted(post.text for thread in records for post in thread.posts)
    held = posts_in_order(tmp_path / "site")
    assert len(held) == len(recorded)
    assert all(any(text in other for other in held) for text in recorded)


def test_one_changed_page_rewrites_only_what_it_changes(archive: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(archive, site)
    before = parts_of(site)
    page = archive / "desktop" / "thread-30-1-1.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("</td>", "。</td>", 1), encoding="utf-8"
    )
    build(archive, site)
    after = parts_of(site)
    assert before.keys() == after.keys()
    written = {path for path in after if after[path] != before[path]}
    assert len([path for path in written if "/t/" in path]) <= 1


def test_other_words_of_the_site_leave_the_index_as_it_was(archive: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(archive, site)
    before = parts_of(site)
    build(archive, site, Config(title="Another name"))
    assert parts_of(site) == before


def test_a_damaged_run_is_made_again(archive: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(archive, site)
    before = {path: (site / path).read_bytes() for path in parts_of(site)}
    for run in (tmp_path / ".site.sitegen" / "search").iterdir():
        run.write_bytes(b"\x05\x00\x00\x00ab")
    (site / "index.html").unlink()
    build(archive, site)
    assert {path: (site / path).read_bytes() for path in parts_of(site)} == before


def test_a_theme_without_scripts_has_no_index(archive: Path, tmp_path: Path) -> None:
    build(archive, tmp_path / "site", Config(theme="plain"))
    assert not (tmp_path / "site" / "search").exists()
    assert not (tmp_path / "site" / "search.html").exists()


def test_an_archive_without_posts_has_an_empty_index(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    build(tmp_path / "archive", tmp_path / "site", allow_shrink=True)
    root = json.loads(unpacked((tmp_path / "site" / "search" / "root.js").read_bytes()))
    assert (root["posts"], root["shards"]) == (0, [])
