"""What the tests share: where the corpus and the browser are, how a case is read, and the sites to look at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CHROMIUM, QUIET, served, watch
from forum import write_hard_archive
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from site_gen.build.build import build
from site_gen.config import Config

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


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
                    raise pytest.UsageError(
                        f"{item.nodeid}: marked {mark} tests must run here: {reason}"
                    )
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample archive of the repository."""
    return ROOT / "archive"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the labelled corpus."""
    return SHARED


# ── Sites ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def sample_site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site with short pages, so that threads have several.

    It is named as a base path is.
    """
    output = tmp_path_factory.mktemp("sample") / "repo"
    build(sample, output, Config(page_cap=10))
    return output


@pytest.fixture(scope="session")
def hard_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an archive of everything that is hard to show well."""
    folder = tmp_path_factory.mktemp("hard")
    write_hard_archive(folder / "archive")
    build(folder / "archive", folder / "repo", Config(title="Lockside"))
    return folder / "repo"


@pytest.fixture(scope="session")
def plain_site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site in the plain theme."""
    output = tmp_path_factory.mktemp("plain") / "repo"
    build(sample, output, Config(theme="plain", page_cap=10))
    return output


@pytest.fixture(scope="session")
def served_sample(sample_site: Path) -> Iterator[str]:
    """The address of the sample's site below a base path."""
    with served(sample_site.parent) as address:
        yield f"{address}{sample_site.name}/"


# ── Browser ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A new reader, who fails the test on any error, warning, failed request or request to elsewhere."""
    context = browser.new_context(color_scheme="light")
    troubles = watch(context)
    yield context
    context.close()
    assert troubles == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The new reader's page."""
    return context.new_page()
