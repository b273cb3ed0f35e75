"""Imports run one way: cli → build → stages → models, config, errors."""

from __future__ import annotations

import ast
import re
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

SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE FROM) |\.execute\(")
OTHERS = [
    module
    for module in MODULES
    if module.parts[0] != "store" and module != Path("exports/sqlite.py")  # a database of its own
]


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


@pytest.mark.parametrize("module", OTHERS, ids=str)
def test_only_the_store_says_sql_and_knows_the_order_of_columns(module: Path) -> None:
    text = (ROOT / module).read_text(encoding="utf-8")
    assert SQL.findall(text) == []
    assert [ast.unparse(node) for node in ast.walk(ast.parse(text)) if is_column(node)] == []


def is_column(node: ast.AST) -> bool:
    """Whether a node is like ``row[0]`` or ``row[1:]``: values of a row by their positions."""
    if not isinstance(node, ast.Subscript) or not ast.unparse(node.value).endswith("row"):
        return False
    return isinstance(node.slice, ast.Slice) or is_number(node.slice)


def is_number(node: ast.expr) -> bool:
    return re.fullmatch(r"-?\d+", ast.unparse(node)) is not None
