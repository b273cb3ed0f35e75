"""The command line: what it prints where, with which exit code, and that an error is one line for people."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner, Result

from site_gen import __version__
from site_gen.cli import COMMANDS, cli, main
from site_gen.cli.progress import STAGES, lines, progress_for
from site_gen.engines.registry import ENGINES, TEXT_ENGINES
from site_gen.models import Post, Thread

Run = Callable[..., Result]
PAGE = "desktop/thread-42-1-1.html"  # one thread, seven posts, no gaps
GATED = "desktop/thread-30-1-1.html"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program, in an empty folder, with a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def small(tmp_path: Path, sample: Path) -> Path:
    """An archive of one thread without gaps."""
    (tmp_path / "saved").mkdir()
    shutil.copy2(sample / PAGE, tmp_path / "saved" / "thread-42-1-1.html")
    return tmp_path / "saved"


def not_utf8(folder: Path) -> Path:
    """A path whose name was written in GBK, as archives unpacked from a Chinese Windows have them."""
    return Path(os.fsdecode(os.fsencode(folder) + b"/\xc4\xe3\xba\xc3.html"))


# ── The program as a whole ────────────────────────────────────────────────────────────────────────


def test_help_names_every_command_in_order(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    listed = result.stdout.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in listed if line.strip()] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(run: Run, name: str) -> None:
    result = run(name, "-h")
    assert result.exit_code == 0
    assert f"sitegen {name}" in result.stdout.partition("Example")[2]


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"sitegen, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["bild"], "No such command 'bild'. Did you mean 'build'?"),
        (["xyz"], "No such command 'xyz'."),
        (["build", "--colour"], "No such option"),
        (["build", "--jobs", "0"], "--jobs"),
        (["build", "--config", "nowhere.toml"], "does not exist"),
        (["extract"], "Missing argument"),
        (["extract", "nowhere.html"], "does not exist"),
        (["inspect", "."], "is a directory"),
    ],
)
def test_a_wrong_command_line_is_exit_code_two_and_says_what_is_wrong(
    run: Run, arguments: list[str], complaint: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in which something unforeseen happens."""

    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("site_gen.cli.cli.main", fail)


@pytest.mark.usefixtures("failing")
def test_an_unforeseen_error_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["engines"])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("Error: ZeroDivisionError: oops\n")
    assert "--debug" in said and "Traceback" not in said


@pytest.mark.usefixtures("failing")
def test_debug_shows_where_it_happened() -> None:
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "engines"])


def test_the_program_runs_as_a_module_and_starts_without_what_only_a_build_needs() -> None:
    code = (
        "import sys, site_gen.cli; "
        "print([name for name in ('jinja2', 'selectolax', 'rich', 'sqlite3') if name in sys.modules])"
    )
    root = Path(__file__).parent.parent
    started = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert started.stdout == "[]\n"
    version = [sys.executable, "-m", "site_gen", "--version"]
    assert (
        __version__
        in subprocess.run(version, cwd=root, capture_output=True, text=True, check=True).stdout
    )


# ── build ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_build_says_on_stderr_what_it_did_and_where_to_look(
    run: Run, small: Path, tmp_path: Path
) -> None:
    result = run("build", small, "-o", tmp_path / "site", "--jobs", 1)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 published, 0 merged, 0 skipped" in result.stderr
    assert "1 with 7 posts" in result.stderr
    assert str(tmp_path / "site" / "index.html") in result.stderr
    assert "nothing changed" not in result.stderr
    assert "nothing changed" in run("build", small, "-o", tmp_path / "site", "--jobs", 1).stderr


def test_archive_and_output_are_the_defaults(run: Run, small: Path, tmp_path: Path) -> None:
    small.rename(tmp_path / "archive")
    assert run("build", "-q").exit_code == 0
    assert (tmp_path / "output" / "index.html").is_file()


def test_a_quiet_build_says_nothing(run: Run, small: Path, tmp_path: Path) -> None:
    result = run("build", small, "-o", tmp_path / "site", "-q", "--jobs", 1)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_skipped_files_are_counted_by_reason_and_named_when_asked(
    run: Run, small: Path, tmp_path: Path
) -> None:
    (small / "empty.html").write_bytes(b"")
    said = run("build", small, "-o", tmp_path / "site", "--jobs", 1).stderr
    assert "skipped 1: the file is empty" in said
    assert "empty.html" not in said
    assert (
        "empty.html: the file is empty"
        in run("build", small, "-o", tmp_path / "site", "--jobs", 1, "-v").stderr
    )


@pytest.mark.parametrize(("extra", "code"), [(None, 0), ("empty.html", 3)])
def test_strict_is_exit_code_three_where_something_was_skipped(
    run: Run, small: Path, tmp_path: Path, extra: str | None, code: int
) -> None:
    if extra:
        (small / extra).write_bytes(b"")
    assert (
        run("build", small, "-o", tmp_path / "site", "-q", "--strict", "--jobs", 1).exit_code
        == code
    )
    assert (tmp_path / "site" / "index.html").is_file()


def test_strict_is_exit_code_three_where_a_gap_was_found(
    run: Run, small: Path, tmp_path: Path, sample: Path
) -> None:
    shutil.copy2(sample / "desktop" / "thread-18-3-1.html", small)
    assert (
        run("build", small, "-o", tmp_path / "site", "-q", "--strict", "--jobs", 1).exit_code == 3
    )
    assert run("build", small, "-o", tmp_path / "site", "-q", "--jobs", 1).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["nowhere"], 1, "nowhere: no such folder"),
        (["saved", "-o", "saved/site"], 1, "never writes into an archive"),
        (["saved", "-o", "mine"], 1, "--force"),
        (["saved", "--theme", "../x"], 2, "docs/themes.md"),
        (["saved", "--config", "bad.toml"], 2, "did you mean `title`?"),
    ],
)
def test_what_a_person_can_mend_is_one_line_on_stderr(
    run: Run, small: Path, tmp_path: Path, arguments: list[str], code: int, complaint: str
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("titel = 'x'", encoding="utf-8")
    result = run("build", *arguments, "-q", "--jobs", 1)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("Error: ") and len(result.stderr.splitlines()) == 1
    assert complaint in result.stderr
    assert (tmp_path / "mine" / "letter.txt").is_file()


def test_the_archives_own_settings_are_used_unless_others_are_named(
    run: Run, small: Path, tmp_path: Path
) -> None:
    (small / "sitegen.toml").write_text("title = 'Of the archive'", encoding="utf-8")
    (tmp_path / "other.toml").write_text("title = 'Of the command'", encoding="utf-8")
    home = tmp_path / "site" / "index.html"
    for arguments, title in (
        ([], "Of the archive"),
        (["--config", "other.toml"], "Of the command"),
    ):
        assert run("build", small, "-o", "site", "-q", "--jobs", 1, *arguments).exit_code == 0
        assert f"<title>{title}" in home.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["好.html", "a\nb.html", "<b>.html", "-o.html"])
def test_a_file_may_have_any_name(run: Run, small: Path, tmp_path: Path, name: str) -> None:
    (small / "thread-42-1-1.html").rename(small / name)
    assert run("build", small, "-o", tmp_path / "site", "-q", "--jobs", 1).exit_code == 0
    (page,) = json.loads((tmp_path / "site" / "report.json").read_text(encoding="utf-8"))["pages"]
    assert (page["path"], page["outcome"]) == (name, "published")


def test_a_name_that_is_no_utf8_does_not_stop_a_build(
    run: Run, small: Path, tmp_path: Path
) -> None:
    shutil.copy(small / "thread-42-1-1.html", not_utf8(small))
    assert run("build", small, "-o", tmp_path / "site", "-q", "--jobs", 1).exit_code == 0
    pages = json.loads((tmp_path / "site" / "report.json").read_text(encoding="utf-8"))["pages"]
    assert sorted(page["outcome"] for page in pages) == ["published", "skipped"]


def test_a_number_beyond_all_counting_does_not_stop_a_build(
    run: Run, small: Path, tmp_path: Path
) -> None:
    page = small / "thread-42-1-1.html"
    text = page.read_text(encoding="utf-8")
    many = re.sub(r'(?<=<span class="xi1">)\d+(?=</span>)', "9" * 30, text, count=1)
    assert many != text
    page.write_text(many, encoding="utf-8")
    assert run("build", small, "-o", tmp_path / "site", "-q", "--jobs", 1).exit_code == 0


# ── extract ───────────────────────────────────────────────────────────────────────────────────────


def records(result: Result) -> list[Thread]:
    return [msgspec.json.decode(line, type=Thread) for line in result.stdout_bytes.splitlines()]


def test_threads_are_printed_one_json_object_a_line_by_number(run: Run, sample: Path) -> None:
    result = run("extract", sample / "desktop")
    found = records(result)
    assert result.exit_code == 0
    assert [thread.id for thread in found] == ["12", "18", "21", "30", "36", "42"]
    assert result.stdout_bytes.endswith(b"\n")


def test_every_key_of_the_record_is_always_there(run: Run, sample: Path) -> None:
    (line,) = run("extract", sample / PAGE).stdout.splitlines()
    record = json.loads(line)
    assert set(record) == set(Thread.__struct_fields__)
    assert all(set(post) == set(Post.__struct_fields__) for post in record["posts"])


def test_skips_are_told_on_stderr_and_stdout_stays_clean(run: Run, small: Path) -> None:
    (small / "empty.html").write_bytes(b"")
    result = run("extract", small)
    assert result.exit_code == 0
    assert [thread.id for thread in records(result)] == ["42"]
    assert result.stderr == f"{small / 'empty.html'}: skipped: the file is empty\n"


def test_nothing_readable_prints_nothing_and_is_exit_code_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>words")
    result = run("extract", tmp_path / "a.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no known forum" in result.stderr


def test_paths_in_the_record_are_counted_from_the_folder_given(run: Run, sample: Path) -> None:
    assert records(run("extract", sample / PAGE))[0].sources[0].path == "thread-42-1-1.html"
    by_path = {
        source.path for thread in records(run("extract", sample)) for source in thread.sources
    }
    assert PAGE in by_path


def test_the_same_pages_give_the_same_bytes_in_any_order(run: Run, sample: Path) -> None:
    pages = sorted((sample / "desktop").glob("thread-12-*.html"))
    assert run("extract", *pages).stdout_bytes == run("extract", *pages[::-1]).stdout_bytes


def test_a_name_that_is_no_utf8_does_not_stop_extracting(
    run: Run, small: Path, sample: Path
) -> None:
    shutil.copy2(sample / "desktop" / "thread-36-1-1.html", not_utf8(small))
    result = run("extract", small)
    assert result.exit_code == 0
    assert "42" in [thread.id for thread in records(result)]


# ── inspect and engines ───────────────────────────────────────────────────────────────────────────


def test_inspect_says_what_is_seen_and_why_and_what_is_dropped(run: Run, sample: Path) -> None:
    result = run("inspect", sample / GATED)
    assert result.exit_code == 0
    for words in (
        "utf-8 (by label)",
        "discuz (desktop)",
        "+3 list of posts",
        "thread     30 on",
        "7",
        "site-footer",
    ):
        assert words in result.stdout
    assert "礼拜三那场雨" in result.stdout.partition("Not published, by rule")[0]
    assert "礼拜三那场雨" not in result.stdout.partition("Not published, by rule")[2]
    assert "快捷导航" in result.stdout.partition("Not published, by rule")[2]


def test_inspect_says_that_a_page_breaks_off(run: Run, sample: Path, tmp_path: Path) -> None:
    text = (sample / GATED).read_text(encoding="utf-8")
    (tmp_path / "half.html").write_text(text[: int(len(text) * 0.7)], encoding="utf-8")
    assert "breaks off" in run("inspect", tmp_path / "half.html").stdout


def test_inspect_says_what_is_unknown(run: Run, sample: Path, tmp_path: Path) -> None:
    text = (sample / "print" / "print-21.html").read_text(encoding="utf-8")
    (tmp_path / "a.html").write_text(re.sub(r"GMT\+8, [\d: -]+", "", text), encoding="utf-8")
    said = run("inspect", tmp_path / "a.html").stdout
    for words in (
        "saved with unknown",
        "board      unknown",
        "claims     ? views, ? replies",
        "tags       none",
    ):
        assert words in said
    assert "the file’s own time: a guess" in said


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "the file is empty"), (b"<p>words", "no known forum")]
)
def test_inspect_says_why_a_file_is_no_page(
    run: Run, tmp_path: Path, data: bytes, reason: str
) -> None:
    (tmp_path / "a.html").write_bytes(data)
    result = run("inspect", tmp_path / "a.html")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {tmp_path / 'a.html'}: ") and reason in result.stderr


def test_engines_lists_each_with_its_marks(run: Run) -> None:
    result = run("engines")
    assert result.exit_code == 0
    for engine in (*ENGINES, *TEXT_ENGINES):
        assert any(
            engine.name in line and engine.view in line for line in result.stdout.splitlines()
        )
    assert ENGINES[0].fingerprints[0].name in result.stdout


# ── Progress ──────────────────────────────────────────────────────────────────────────────────────


def test_progress_without_a_terminal_is_one_line_for_each_stage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell = lines()
    for stage, done, total in (
        ("scan", 0, 0),
        ("read", 1, 1234),
        ("read", 2, 1234),
        ("publish", 0, 0),
    ):
        tell(stage, done, total)
    assert capsys.readouterr().err.splitlines() == ["Looking …", "Reading 1,234 …", "Publishing …"]


def test_quiet_progress_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_for(quiet=True) as tell:
        for stage in STAGES:
            tell(stage, 1, 2)
    assert capsys.readouterr() == ("", "")


def test_every_command_is_a_click_command() -> None:
    context = click.Context(cli)
    assert all(cli.get_command(context, name) is not None for name in COMMANDS)
    assert cli.get_command(context, "progress") is None
