"""The README's two commands are all that a fresh machine needs: run as they stand, with nothing else installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "output", ".*.sitegen", "__pycache__", ".*_cache"
)
NO_INDEX = re.compile(
    r"Could not find a version|No matching distribution|Connection|Temporary failure"
)
LINES = re.findall(r"^\$ (python3 -m venv .*)$", (ROOT / "README.md").read_text("utf-8"), re.M)
WINDOWS = re.findall(r"^> (py -m venv .*)$", (ROOT / "README.md").read_text("utf-8"), re.M)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean copy of the project."""
    return Path(shutil.copytree(ROOT, tmp_path / "check out", ignore=LEFT_OUT))


def run(line: str, folder: Path) -> str:
    """Run a line in a shell that knows nothing but where programs are.

    Skip where no index answers.
    """
    home = folder.parent / "home"
    home.mkdir()
    python = Path(sys.base_prefix, "bin").as_posix()
    done = subprocess.run(
        [
            "env",
            "-i",
            f"PATH={python}:/usr/local/bin:/usr/bin:/bin",
            f"HOME={home}",
            "sh",
            "-c",
            line,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    if done.returncode and NO_INDEX.search(said) and not os.environ.get("SITEGEN_CI"):
        pytest.skip("pip reaches no package index from here")
    assert done.returncode == 0, said
    return said


def test_there_are_two_commands_and_windows_has_the_same() -> None:
    assert [line.rpartition("/bin/")[2].strip() for line in LINES] == ["sitegen build", "pytest"]
    assert [line.rpartition("\\Scripts\\")[2].strip() for line in WINDOWS] == [
        "sitegen build",
        "pytest",
    ]
    for line, other in zip(LINES, WINDOWS, strict=True):
        as_windows = line.replace("python3", "py").replace(" && ", "; ")
        assert as_windows.replace(".venv/bin/", ".venv\\Scripts\\") == other
    assert not [line for line in WINDOWS if "&&" in line]  # PowerShell 5 has none


def test_the_first_command_builds_the_sample(checkout: Path) -> None:
    said = run(LINES[0], checkout)
    assert "index.html" in said
    assert (checkout / "output" / "index.html").is_file()


def test_the_second_command_runs_the_tests(checkout: Path) -> None:
    assert "100%" in run(f"{LINES[1]} tests/test_config.py tests/test_render.py", checkout)
