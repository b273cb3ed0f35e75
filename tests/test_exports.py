"""Exports: the threads of the site in other forms, complete, and readable by what they are made for."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from forum import Said, write_thread
from hypothesis import given
from hypothesis import strategies as st

from site_gen.build.build import build
from site_gen.cli import cli
from site_gen.exports import Format, registry
from site_gen.exports.jsonl import line_of
from site_gen.models import Post, Thread
from site_gen.store import threads
from site_gen.store.store import Store


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def records(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def site_threads(site: Path) -> list[dict[str, Any]]:
    """The threads that a site was made of."""
    path = site.parent / f".{site.name}.sitegen" / "store.sqlite"
    with Store(path, readonly=True) as store:
        decode = msgspec.msgpack.Decoder(Thread).decode
        return [msgspec.to_builtins(decode(record)) for record in threads.records(store)]


# ── One road ──


@pytest.mark.parametrize("jobs", [1, 3])
def test_extract_and_export_print_the_threads_of_the_site(
    sample: Path, tmp_path: Path, jobs: int
) -> None:
    build(sample, tmp_path / "site")
    of_site = site_threads(tmp_path / "site")
    assert records(run("extract", "--jobs", jobs, sample)) == of_site
    assert records(run("export", "--format", "jsonl", "--jobs", jobs, "-q", sample)) == of_site
    assert all(thread["schema"] == "sitegen/2" for thread in of_site)


def test_a_thread_has_one_board_in_the_site_and_in_its_record(sample: Path, tmp_path: Path) -> None:
    build(sample, tmp_path / "site")
    boards = {thread["id"]: thread["board"] for thread in site_threads(tmp_path / "site")}
    assert {t["id"]: t["board"] for t in records(run("extract", sample))} == boards
    assert len(boards["39"]) > 1  # a phone's page, which names one board, and others that name all


def test_extract_heeds_exclude(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample / "desktop", tmp_path / "saved" / "desktop")
    (tmp_path / "saved" / "sitegen.toml").write_text('exclude = ["desktop/thread-12-*"]\n')
    found = records(run("extract", tmp_path / "saved"))
    assert "12" not in {thread["id"] for thread in found}


# ── JSON Lines ──


@given(st.text())
def test_a_record_is_one_line_for_every_reader(text: str) -> None:
    thread = Thread(id="1", engine="x", title=text, posts=[Post(n=1, text=text)])
    line = line_of(thread)
    assert line.endswith(b"\n")
    assert len(line.decode("utf-8").splitlines()) == 1
    assert json.loads(line)["title"] == text
    assert msgspec.json.decode(line, type=Thread) == thread


def test_every_line_break_of_unicode_is_escaped() -> None:
    breaks = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    thread = Thread(id="1", engine="x", title=breaks, posts=[])
    assert len(line_of(thread).decode().splitlines()) == 1


def test_the_schema_is_that_of_the_record(sample: Path) -> None:
    schema = json.loads(run("schema").stdout)
    thread = schema["$defs"]["Thread"]
    (record, *_) = records(run("extract", sample / "desktop" / "thread-12-1-1.html"))
    assert set(thread["properties"]) == set(record)
    assert thread["properties"]["schema"] == {"enum": ["sitegen/2"], "default": "sitegen/2"}
    assert "Report" in json.loads(run("schema", "report").stdout)["$defs"]


# ── SQLite ──


@pytest.fixture
def database(sample: Path, tmp_path: Path) -> sqlite3.Connection:
    path = tmp_path / "forum.sqlite"
    assert run("export", "--format", "sqlite", "-q", "-o", path, sample).exit_code == 0
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    return db


def test_the_tables_hold_every_post_and_what_it_holds(
    database: sqlite3.Connection, sample: Path
) -> None:
    found = records(run("extract", sample))
    posts = [(thread["id"], post) for thread in found for post in thread["posts"]]
    rows = database.execute("SELECT * FROM posts ORDER BY rowid").fetchall()
    assert [(row["thread"], row["n"], row["author"], row["text"]) for row in rows] == [
        (thread, post["n"], post["author"], post["text"]) for thread, post in posts
    ]
    for name in ("quotes", "links", "images", "attachments", "comments", "ratings", "versions"):
        (count,) = database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()
        assert count == sum(len(post[name]) for _, post in posts), name
    (row,) = database.execute("SELECT * FROM threads WHERE id = '12'").fetchall()
    thread = next(thread for thread in found if thread["id"] == "12")
    assert (json.loads(row["board"]), row["views"]) == (thread["board"], thread["views"])
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_its_index_finds_runs_of_letters_and_pairs_of_chinese(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    said = [Said("anna", "水库大坝今早放水"), Said("ben", "the reservoir is full")]
    write_thread(saved, 7, "Water", "Lock", said)
    path = tmp_path / "forum.sqlite"
    assert run("export", "--format", "sqlite", "-q", "-o", path, saved).exit_code == 0
    db = sqlite3.connect(path)
    find = "SELECT n FROM posts WHERE rowid IN (SELECT rowid FROM posts_fts WHERE {})"
    for where, text in (
        ("posts_fts MATCH ?", "水库大"),
        ("posts_fts MATCH ?", "servoi"),
    ):
        found = db.execute(find.format(where), (text,)).fetchall()
        assert found == [(2 if text == "servoi" else 1,)], text
    pair = "SELECT n FROM posts WHERE rowid IN (SELECT rowid FROM posts_pairs WHERE posts_pairs MATCH ?)"
    assert db.execute(pair, ("水库",)).fetchall() == [(1,)]
    assert db.execute(pair, ("库今",)).fetchall() == []


def test_an_export_replaces_no_file_unasked_and_leaves_none_half_made(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "forum.jsonl"
    path.write_text("mine")
    page = sample / "desktop" / "thread-12-1-1.html"
    refused = run("export", "--format", "jsonl", "-o", path, page.parent)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert path.read_text() == "mine"
    assert (
        run("export", "--format", "jsonl", "-q", "--force", "-o", path, page.parent).exit_code == 0
    )
    assert json.loads(path.read_text().splitlines()[0])["schema"] == "sitegen/2"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_sqlite_asks_for_a_file(sample: Path) -> None:
    result = run("export", "--format", "sqlite", sample)
    assert (result.exit_code, "-o archive.sqlite" in result.stderr) == (2, True)


def test_an_export_is_one_file_and_one_line_in_the_list(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a newcomer adds: a function that streams, and its name in the list of formats."""

    def titles(store: Store) -> Any:
        for record in threads.records(store):
            yield (msgspec.msgpack.decode(record, type=Thread).title or "").encode() + b"\n"

    titles_format = Format("titles", ".txt", "Titles: one a line", titles)
    monkeypatch.setitem(registry.BY_NAME, "titles", titles_format)
    with pytest.MonkeyPatch.context() as patch:
        from site_gen.cli import export

        option = next(param for param in export.command.params if param.name == "name")
        patch.setattr(option.type, "choices", [*registry.BY_NAME])
        result = run("export", "--format", "titles", "-o", tmp_path / "a.txt", "-q", sample)
    assert result.exit_code == 0, result.output
    assert len((tmp_path / "a.txt").read_text(encoding="utf-8").splitlines()) == 11
