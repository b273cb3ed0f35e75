"""Imports run one way: cli → build → stages → models, config, errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "site_gen"
# Lower layers know nothing of higher ones; modules of one layer may know each other.
LAYERS = (
    {"errors", "models", "config", "text"},
    {"archive", "store", "render.views"},
    {"load", "dates", "clean"},
    {"engines.core"},
    {"engines.tools"},
    {"engines"},
    {"engines.registry", "engines.account"},
    {"engines.choice"},
    {"threads"},
    {"render"},
    {"search", "curated", "catalogue"},
    {"exports"},
    {"build"},
    {"preview"},
    {"cli"},
    {"__main__"},
)
MODULES = sorted(
    path.relative_to(ROOT) for path in ROOT.rglob("*.py") if path.name != "__init__.py"
)


def layer_of(name: str) -> int:
    """The layer of a module by its dotted name below the package."""
    named = [
        (len(part), n)
        for n, layer in enumerate(LAYERS)
        for part in layer
        if f"{name}.".startswith(f"{part}.")
    ]
    assert named, f"site_gen.{name} stands in no layer: say here where it belongs"
    return max(named)[1]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("site_gen."):
            yield node.module.removeprefix("site_gen.")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_from_its_layer_or_below(module: Path) -> None:
    own = layer_of(".".join(module.with_suffix("").parts))
    assert [name for name in imports_of(ROOT / module) if layer_of(name) > own] == []
