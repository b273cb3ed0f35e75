"""What the tests share: where the corpus and the browser are, and how a case is read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, and say why; in CI such a skip is a failure."""
    reasons = {
        "corpus": None
        if (SHARED / "score.py").is_file()
        else "no ../shared: the labelled corpus is not on this machine",
        "browser": None
        if CHROMIUM
        else "no Chromium: apt-get install -y --no-install-recommends chromium fonts-noto-cjk",
    }
    for item in items:
        for mark, reason in reasons.items():
            if reason and item.get_closest_marker(mark):
                if os.environ.get("SITEGEN_CI"):
                    raise pytest.UsageError(f"{item.nodeid}: marked {mark} tests must run here: {reason}")
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample archive of the repository."""
    return ROOT / "archive"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the labelled corpus."""
    return SHARED
