"""Reads labelled cases ({pages/, truth.json}) as ``sitegen extract`` does and scores them with ../shared/score.py."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType
from typing import Any

from extracting import extract


def load_score(shared: Path) -> ModuleType:
    """The scorer beside the project, as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(root: Path, pattern: str = "*") -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Every case below a folder as (name, folder, truth), by name."""
    for path in sorted(root.rglob("truth.json")):
        name = path.parent.relative_to(root).as_posix()
        if fnmatch(name, pattern):
            yield name, path.parent, json.loads(path.read_text(encoding="utf-8"))


def largest_thread(
    folder: Path, truth: dict[str, Any], only: Sequence[str] = ()
) -> dict[str, Any] | None:
    """The thread with the most posts that the case's pages give, read by all engines or by those named."""
    pages = [folder / page for page in truth["pages"]]
    if truth.get("saved_at"):  # a saved file's time is when it was saved; a checkout loses it
        saved = datetime.fromisoformat(truth["saved_at"]).replace(tzinfo=UTC).timestamp()
        for page in pages:
            os.utime(page, (saved, saved))
    threads = [json.loads(line) for line in extract(pages, only=only)]
    return max(threads, key=lambda thread: len(thread["posts"]), default=None)


def mean(values: list[float | None]) -> float:
    """The mean of the values that are known; 1.0 if none is."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 1.0
