"""Settings that are in order and do nothing are told, with what was perhaps meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.build.build import build
from site_gen.config import Boards, Config


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (Config(language="xx"), "There are: ar, de, en"),
        (Config(language="dee"), "Did you mean 'de'?"),
        (Config(boards=Boards(order=["Fery"])), "no thread stands in a board 'Fery'"),
        (Config(boards=Boards(names={"渡船": "x"})), "`boards.names`"),
    ],
)
def test_a_setting_that_does_nothing_is_told(
    sample: Path, tmp_path: Path, config: Config, said: str
) -> None:
    (warning,) = build(sample, tmp_path / "site", config).advice
    assert said in warning


def test_a_board_that_is_nearly_called_so_is_named(sample: Path, tmp_path: Path) -> None:
    (warning,) = build(
        sample, tmp_path / "site", Config(boards=Boards(names={"手艺与工具们": "Water"}))
    ).advice
    assert "Did you mean" in warning


@pytest.mark.parametrize("language", ["auto", "en", "en-US", "de-AT", "zh", "zh-TW"])
def test_a_language_that_the_interface_speaks_is_not_told(
    sample: Path, tmp_path: Path, language: str
) -> None:
    assert build(sample, tmp_path / "site", Config(language=language)).advice == []
