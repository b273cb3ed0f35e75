"""``sitegen publish``: the built site goes to a branch, whole, and nothing else does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli

ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Anna",
    "GIT_AUTHOR_EMAIL": "anna@a.example",
    "GIT_COMMITTER_NAME": "Anna",
    "GIT_COMMITTER_EMAIL": "anna@a.example",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True
    ).stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


@pytest.fixture
def project(tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with pages and a built site, in a repository with an empty bare remote."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    assert run("init", str(tmp_path / "mine")).exit_code == 0
    project = tmp_path / "mine"
    shutil.copytree(sample / "desktop", project / "archive" / "desktop")
    git("init", "-q", "--bare", "remote.git", cwd=tmp_path)
    git("init", "-q", "-b", "main", cwd=project)
    git("remote", "add", "origin", str(tmp_path / "remote.git"), cwd=project)
    monkeypatch.chdir(project)
    assert run("build", "-q").exit_code == 0
    return project


def published(tmp_path: Path, branch: str = "gh-pages") -> Path:
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    git("clone", "-q", "-b", branch, "remote.git", "copy", cwd=tmp_path)
    return copy


def test_the_branch_holds_the_whole_site_and_nothing_else(project: Path, tmp_path: Path) -> None:
    result = run("publish")
    assert result.exit_code == 0, result.output
    assert tree(published(tmp_path)) == tree(project / "output")


def test_the_work_tree_and_its_branch_stay_as_they_are(project: Path) -> None:
    git("add", "sitegen.toml", cwd=project)
    git("commit", "-qm", "Begin", cwd=project)
    before = git("status", "--porcelain", cwd=project), git("rev-parse", "HEAD", cwd=project)
    assert run("publish").exit_code == 0
    after = git("status", "--porcelain", cwd=project), git("rev-parse", "HEAD", cwd=project)
    assert after == before


def test_a_second_time_adds_a_commit_and_takes_away_what_is_gone(
    project: Path, tmp_path: Path
) -> None:
    assert run("publish").exit_code == 0
    (project / "archive" / "desktop" / "thread-12-1-1.html").unlink()
    (project / "archive" / "desktop" / "thread-12-2-1.html").unlink()
    assert run("build", "-q").exit_code == 0
    assert run("publish", "-m", "Take it away").exit_code == 0
    copy = published(tmp_path)
    assert tree(copy) == tree(project / "output")
    assert git("log", "--format=%s", cwd=copy).split("\n")[:2] == [
        "Take it away",
        "Publish the archive",
    ]


def test_what_another_machine_published_is_built_upon(project: Path, tmp_path: Path) -> None:
    assert run("publish").exit_code == 0
    git("update-ref", "-d", "refs/heads/gh-pages", cwd=project)
    git("update-ref", "-d", "refs/remotes/origin/gh-pages", cwd=project)
    assert run("publish").exit_code == 0
    assert len(git("log", "--format=%h", cwd=published(tmp_path)).split()) == 2


def test_another_branch_and_no_push(project: Path, tmp_path: Path) -> None:
    result = run("publish", "--branch", "pages", "--no-push")
    assert result.exit_code == 0
    assert "git push origin pages" in result.output
    assert git("branch", "--list", "pages", cwd=project).strip() == "pages"
    assert git("ls-remote", str(tmp_path / "remote.git"), cwd=project) == ""


@pytest.mark.parametrize(
    ("fault", "arguments", "complaint"),
    [
        ("no site", [], "sitegen build"),
        ("another folder", ["pages"], "not a site that sitegen made"),
        ("no repository", [], "git init"),
        ("no remote", [], "git remote add origin"),
        ("no name", [], "user.name"),
        ("own branch", ["--branch", "main"], "branch you are on"),
        ("bad branch", ["--branch", "a b"], "cannot be the name"),
        ("remote gone", [], "could not push"),
    ],
)
def test_a_fault_is_told_with_what_to_do(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    arguments: list[str],
    complaint: str,
) -> None:
    if fault == "no site":
        shutil.rmtree(project / "output")
    if fault == "no repository":
        shutil.rmtree(project / ".git")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    if fault == "no remote":
        git("remote", "remove", "origin", cwd=project)
    if fault == "no name":
        for name in ENVIRONMENT:
            if name != "GIT_CONFIG_GLOBAL":
                monkeypatch.delenv(name)
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    if fault == "remote gone":
        shutil.rmtree(tmp_path / "remote.git")
    result = run("publish", *arguments)
    assert result.exit_code == 1
    assert complaint in result.stderr


def test_a_machine_without_git_is_told_so(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("publish")
    assert (result.exit_code, "git is not installed" in result.stderr) == (1, True)
