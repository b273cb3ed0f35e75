"""Publish: the old site stands until the new one is whole, and what is not ours is not replaced."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from site_gen.build import workplace as publish
from site_gen.build.workplace import MARK, Workplace, exchange, keep, replaceable, write
from site_gen.errors import OutputError


def site(folder: Path, **files: str) -> Path:
    """A site of ours, with the given files beside its report."""
    folder.mkdir(parents=True)
    (folder / MARK).write_text(json.dumps({"generator": "sitegen"}), encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["in one step", "in two steps"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workplace:
    """A workplace beside ``site``, on a system that can swap folders and on one that cannot."""
    if request.param == "in two steps":
        monkeypatch.setattr(publish, "exchange", lambda *_: False)
    return Workplace(tmp_path / "site")


# ── What may be replaced ──────────────────────────────────────────────────────────────────────────


def test_nothing_an_empty_folder_and_a_site_of_ours_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert replaceable(tmp_path / "nowhere")
    assert replaceable(tmp_path / "empty")
    assert replaceable(site(tmp_path / "ours"))


@pytest.mark.parametrize(
    "report",
    [
        None,
        "",
        "{",
        "[]",
        '"sitegen"',
        "{}",
        '{"generator": "another"}',
        b"\xff\xfe",
        '{"Generator":"sitegen"}',
    ],
)
def test_a_folder_without_our_report_may_not_be_replaced(
    tmp_path: Path, report: str | bytes | None
) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    if report is not None:
        (tmp_path / MARK).write_bytes(report if isinstance(report, bytes) else report.encode())
    assert not replaceable(tmp_path)


def test_a_file_and_a_link_may_not_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to(site(tmp_path / "ours"))
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert [replaceable(tmp_path / name) for name in ("file", "link", "dangling")] == [False] * 3


# ── The workplace ─────────────────────────────────────────────────────────────────────────────────


def test_a_first_site_is_put_in_place_and_only_the_store_stays_beside_it(place: Workplace) -> None:
    place.enter()
    write(place.stage, "index.html", b"new")
    place.swap()
    place.leave()
    assert names(place.output) == ["index.html"]
    assert set(names(place.folder)) <= {"lock"}


def test_a_new_site_takes_the_place_of_the_old_one_whole(place: Workplace) -> None:
    site(place.output, **{"gone.html": "old", "index.html": "old"})
    place.enter()
    write(place.stage, "index.html", b"new")
    place.swap()
    place.leave()
    assert names(place.output) == ["index.html"]
    assert (place.output / "index.html").read_bytes() == b"new"
    assert set(names(place.folder)) <= {"lock"}


def test_a_build_that_fails_leaves_the_old_site_and_no_stage(place: Workplace) -> None:
    site(place.output, **{"index.html": "old"})
    place.enter()
    write(place.stage, "index.html", b"half")
    place.leave()
    assert (place.output / "index.html").read_text(encoding="utf-8") == "old"
    assert not place.stage.exists()


def test_what_a_killed_build_left_is_mended_and_cleared_away(place: Workplace) -> None:
    """Killed between the two renames: the old site lies aside and nothing is in its place."""
    site(place.previous, **{"index.html": "old"})
    site(place.folder / "stage-12345")
    place.enter()
    assert (place.output / "index.html").read_text(encoding="utf-8") == "old"
    assert not place.previous.exists() and not (place.folder / "stage-12345").exists()
    place.leave()


def test_an_old_site_lying_aside_does_not_replace_the_one_in_place(place: Workplace) -> None:
    site(place.output, **{"index.html": "new"})
    site(place.previous, **{"index.html": "old"})
    place.enter()
    place.leave()
    assert (place.output / "index.html").read_text(encoding="utf-8") == "new"
    assert not place.previous.exists()


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    first, second = Workplace(tmp_path / "site"), Workplace(tmp_path / "site")
    first.enter()
    with pytest.raises(OutputError, match="another build"):
        second.enter()
    assert first.stage.is_dir()
    first.leave()
    second.enter()
    second.leave()


def test_a_strange_folder_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    place = Workplace(tmp_path / "mine")
    with pytest.raises(OutputError, match=r"mine: not a site that sitegen made.*--force"):
        place.enter()
    place.leave()
    place.enter(force=True)
    assert place.stage.is_dir()
    place.leave()
    assert names(tmp_path / "mine") == ["letter.txt"]


def test_a_place_where_nothing_can_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot be made .* choose another output"):
        Workplace(tmp_path / "file" / "site").enter()


def test_a_relative_output_means_the_folder_it_was_given_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = Workplace(Path("site"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert (place.output, place.folder) == (tmp_path / "site", tmp_path / ".site.sitegen")


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_written_whole_into_folders_made_as_needed(tmp_path: Path) -> None:
    data = os.urandom(300_000)
    size, mtime_ns = write(tmp_path, "threads/deep/1.html", data)
    target = tmp_path / "threads" / "deep" / "1.html"
    assert target.read_bytes() == data
    assert (size, mtime_ns) == (target.stat().st_size, target.stat().st_mtime_ns)
    assert write(tmp_path, "empty", b"")[0] == 0


def test_no_file_is_written_twice_and_no_link_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.html", b"one")
    with pytest.raises(FileExistsError):
        write(tmp_path, "a.html", b"two")
    (tmp_path / "link.html").symlink_to(tmp_path / "outside.html")
    with pytest.raises(FileExistsError):
        write(tmp_path, "link.html", b"two")
    assert (tmp_path / "a.html").read_bytes() == b"one"
    assert not (tmp_path / "outside.html").exists()


def test_a_file_written_piece_by_piece_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fdopen

    class Slow:
        """A file that takes three bytes at a time, as a full disk or a pipe may."""

        def __init__(self, handle: int, *_: object, **__: object) -> None:
            self.file = real(handle, "wb", buffering=0)

        def __enter__(self) -> Slow:
            return self

        def __exit__(self, *problem: object) -> None:
            self.file.close()

        def write(self, data: bytes) -> int:
            return int(self.file.write(data[:3]))

        def fileno(self) -> int:
            return self.file.fileno()

    monkeypatch.setattr(publish.os, "fdopen", Slow)
    assert write(tmp_path, "a.html", b"0123456789")[0] == 10
    monkeypatch.undo()
    assert (tmp_path / "a.html").read_bytes() == b"0123456789"


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_an_unchanged_file_is_taken_over_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    old, stage = site(tmp_path / "old"), tmp_path / "stage"
    stage.mkdir()
    size, mtime_ns = write(old, "threads/1.html", b"words")
    if not links:
        monkeypatch.setattr(publish.os, "link", refuse)
    assert keep(old, stage, "threads/1.html", size, mtime_ns)
    taken = (stage / "threads" / "1.html").stat()
    assert (taken.st_size, taken.st_mtime_ns) == (size, mtime_ns)
    assert (stage / "threads" / "1.html").read_bytes() == b"words"


def refuse(source: Path, target: Path) -> None:
    """What a file system without hard links says, in the order it says it."""
    raise OSError(errno.EPERM if target.parent.is_dir() else errno.ENOENT, "no hard links here")


@pytest.mark.parametrize("change", ["gone", "longer", "later", "a link"])
def test_a_file_that_was_touched_since_is_not_taken_over(tmp_path: Path, change: str) -> None:
    old, stage = site(tmp_path / "old"), tmp_path / "stage"
    stage.mkdir()
    size, mtime_ns = write(old, "a.html", b"words")
    path = old / "a.html"
    if change in ("gone", "a link"):
        path.unlink()
    if change == "longer":
        path.write_bytes(b"more words")
        os.utime(path, ns=(mtime_ns, mtime_ns))
    elif change == "later":
        os.utime(path, ns=(mtime_ns, mtime_ns + 1_000_000))
    elif change == "a link":
        path.symlink_to(old / MARK)
    assert not keep(old, stage, "a.html", size, mtime_ns)
    assert names(stage) == []


def test_two_folders_change_places_or_stay_as_they_are(tmp_path: Path) -> None:
    one, other = site(tmp_path / "one", a="1"), site(tmp_path / "other", b="2")
    swapped = exchange(one, other)
    assert names(one) == (["b", MARK] if swapped else ["a", MARK])
    assert names(other) == (["a", MARK] if swapped else ["b", MARK])


def test_a_swap_that_fails_for_another_reason_is_an_error(tmp_path: Path) -> None:
    one = site(tmp_path / "one")
    if not exchange(one, site(tmp_path / "other")):
        pytest.skip("this system cannot swap folders")
    with pytest.raises(FileNotFoundError):
        exchange(one, tmp_path / "nowhere")
