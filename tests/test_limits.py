"""The warnings before a site is too big for GitHub."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build import limits
from site_gen.build.limits import BIG_FILE, warnings
from site_gen.cli import cli


def test_a_site_of_common_size_gets_no_warning() -> None:
    assert list(warnings(700_000_000, 9_999, [])) == []


@pytest.mark.parametrize(
    ("size", "files", "big", "said"),
    [
        (930_000_000, 1, [], "the site is 0.93 GB, and GitHub Pages takes sites of up to 1 GB"),
        (2_500_000_000, 1, [], "the site is 2.50 GB"),
        (
            1,
            1,
            [("media/a.gif", 96 << 20)],
            "media/a.gif is 96 MB, and GitHub takes files of up to 100 MB",
        ),
        (1, 12_400, [], "12,400 files are slow to publish from a branch"),
    ],
)
def test_each_limit_is_warned_of_with_figures_and_with_what_to_do(
    size: int, files: int, big: list[tuple[str, int]], said: str
) -> None:
    (warning,) = warnings(size, files, big)
    assert warning.startswith(said)
    assert "docs/hosting.md" in warning


def test_warnings_come_before_the_limit_is_passed() -> None:
    assert BIG_FILE < limits.FILE
    assert list(warnings(int(limits.SITE * 0.9), 1, []))


def test_build_prints_the_warnings(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_gen.build.limits.SITE", 1_000)
    monkeypatch.setattr("site_gen.build.build.BIG_FILE", 1)
    result = CliRunner().invoke(cli, ["build", str(sample), "-o", str(tmp_path / "site")])
    assert result.exit_code == 0
    assert "warning  the site is 0.00 GB" in result.output
    assert "report.json is 0 MB" in result.output
