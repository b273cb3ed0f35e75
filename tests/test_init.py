"""``sitegen init``: a project that builds, whose settings never go stale, and that overwrites nothing."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from site_gen import __version__
from site_gen.cli import cli
from site_gen.cli.init import SETTINGS, SKELETON
from site_gen.config import Config, documented, read_config


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert run("init", str(tmp_path / "mine")).exit_code == 0
    return tmp_path / "mine"


def test_a_new_project_builds_and_shows_its_about_page(
    project: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sample / "desktop" / "thread-12-1-1.html", project / "archive")
    monkeypatch.chdir(project)
    result = run("build")
    assert result.exit_code == 0, result.output
    assert "1 published, 0 merged, 0 skipped" in result.output
    assert "Which forum was this?" in (project / "output" / "about.html").read_text(
        encoding="utf-8"
    )
    assert not (project / "output" / "pages").exists()


def test_a_project_builds_from_its_first_page_on_and_says_so_before(
    project: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    empty = run("build", "-q")
    assert (empty.exit_code, "no saved page" in empty.stderr) == (1, True)
    shutil.copy(next(sample.rglob("thread-*.html")), project / "archive")
    assert run("build", "-q").exit_code == 0


def test_its_settings_are_the_defaults_and_every_key_stands_there_as_a_comment(
    project: Path,
) -> None:
    file = project / SETTINGS
    config = read_config(file)
    assert config.pages == str(project / "pages")
    assert msgspec.structs.replace(config, pages=None, templates="templates") == Config()
    text = file.read_text(encoding="utf-8")
    for name, _, _, description in documented():
        key = name.rpartition(".")[2]
        assert name == "theme_options" or name == "pages" or f"\n# {key} = " in text, name
        assert name == "pages" or description.split()[0] in text


def test_every_setting_may_be_taken_out_of_its_comment_as_it_stands(project: Path) -> None:
    file = project / SETTINGS
    text = re.sub(r"^# (\w+ = |\[)", r"\1", file.read_text(encoding="utf-8"), flags=re.M)
    raw = tomllib.loads(text)
    assert set(raw) == {field.name for field in msgspec.structs.fields(Config)}
    defaults = {name: default for name, _, default, _ in documented() if default is not None}
    assert {name: raw[name] for name in raw if name in defaults} == {
        n: d for n, d in defaults.items() if n in raw
    }


def test_nothing_is_overwritten_and_then_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / SETTINGS).write_text("mine")
    result = run("init", str(folder))
    assert result.exit_code == 1
    assert "sitegen.toml exists already, so nothing was written" in result.output
    assert [path.name for path in folder.iterdir()] == [SETTINGS]
    assert (folder / SETTINGS).read_text() == "mine"


def test_a_project_may_be_made_where_the_saved_pages_lie_already(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "thread-1-1-1.html").write_text("kept")
    assert run("init", str(tmp_path)).exit_code == 0
    assert (tmp_path / "archive" / "thread-1-1-1.html").read_text() == "kept"


@pytest.mark.parametrize("name", ["a-file", "a-file/below"])
def test_a_file_in_the_way_is_a_clear_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("x")
    result = run("init", str(tmp_path / name))
    assert result.exit_code == 1
    assert re.search(r"Error: .*a-file", result.output)


def test_it_says_what_was_made_and_what_comes_next(tmp_path: Path) -> None:
    result = run("init", str(tmp_path / "mine"))
    for name in (*SKELETON, SETTINGS, "sitegen serve", "Source: GitHub Actions"):
        assert name in result.output


def test_the_workflow_uses_the_official_actions_and_builds_with_this_version(project: Path) -> None:
    text = (project / ".github" / "workflows" / "pages.yml").read_text()
    used = dict(re.findall(r"uses: actions/([\w-]+)@v(\d+)", text))
    assert set(used) == {
        "checkout",
        "setup-python",
        "configure-pages",
        "upload-pages-artifact",
        "deploy-pages",
    }
    assert f"sitegen=={__version__}" in text
    assert 'sitegen build --address "${{ steps.pages.outputs.base_url }}/"' in text
    for permission in ("contents: read", "pages: write", "id-token: write"):
        assert permission in text
    assert "{version}" not in text
