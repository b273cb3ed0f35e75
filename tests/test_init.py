"""``sitegen init``: a project that builds, whose settings never go stale, and that overwrites nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import msgspec
import pytest
import yaml
from click.testing import CliRunner, Result

from site_gen import __version__
from site_gen.cli import cli, origin
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
    for name in (*SKELETON, SETTINGS, "sitegen serve", "sitegen publish", "Deploy from a branch"):
        assert name in result.output


def actions(text: str) -> set[str]:
    return {name for name, _ in re.findall(r"uses: actions/([\w-]+)@v(\d+)", text)}


def test_the_workflow_publishes_what_was_built_here_and_installs_nothing(project: Path) -> None:
    text = (project / ".github" / "workflows" / "pages.yml").read_text()
    workflow = yaml.safe_load(text)
    assert actions(text) == {
        "checkout",
        "configure-pages",
        "upload-pages-artifact",
        "deploy-pages",
    }
    assert "ref: gh-pages" in text
    assert "pip" not in text
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


def test_the_saved_pages_stay_out_of_the_repository(project: Path, sample: Path) -> None:
    shutil.copy(next(sample.rglob("thread-*.html")), project / "archive" / "saved.html")
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=project, check=True, capture_output=True, text=True
    ).stdout.split()
    assert SETTINGS in listed
    assert not [name for name in listed if name.startswith("archive/")]


# ── Built by CI, from where this copy came ──


def stated(monkeypatch: pytest.MonkeyPatch, direct_url: dict[str, object] | None) -> None:
    monkeypatch.setattr(origin, "direct_url", lambda: direct_url)


def test_a_copy_from_git_is_installed_from_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    stated(
        monkeypatch,
        {
            "url": "https://git.example/someone/sitegen.git",
            "vcs_info": {"vcs": "git", "commit_id": commit},
        },
    )
    assert run("init", "--ci", str(tmp_path / "mine")).exit_code == 0
    text = (tmp_path / "mine" / ".github" / "workflows" / "build.yml").read_text()
    wanted = f"'sitegen-forum @ git+https://git.example/someone/sitegen.git@{commit}'"
    assert f"run: pip install {wanted}\n" in text
    assert f"({__version__})" in text
    steps = yaml.safe_load(text)["jobs"]["build"]["steps"]
    assert steps[-2]["run"].startswith("sitegen build --address")
    assert "archive" not in (tmp_path / "mine" / ".gitignore").read_text().split("#")[-1][30:]


def test_a_copy_from_a_wheel_brings_the_wheel_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "a folder" / "sitegen_forum-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"a wheel")
    stated(monkeypatch, {"url": wheel.as_uri(), "archive_info": {}})
    assert run("init", "--ci", str(tmp_path / "mine")).exit_code == 0
    text = (tmp_path / "mine" / ".github" / "workflows" / "build.yml").read_text()
    assert f"run: pip install ./wheels/{wheel.name}\n" in text
    assert (tmp_path / "mine" / "wheels" / wheel.name).read_bytes() == b"a wheel"


@pytest.mark.parametrize(
    "direct_url",
    [None, {"url": "https://files.example/x.whl", "archive_info": {}}, {"url": "file:///gone"}],
)
def test_a_copy_of_unknown_origin_writes_no_workflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, direct_url: dict[str, object] | None
) -> None:
    stated(monkeypatch, direct_url)
    result = run("init", "--ci", str(tmp_path / "mine"))
    assert result.exit_code == 1
    assert "does not know where it was installed from" in result.stderr
    assert not (tmp_path / "mine").exists()
