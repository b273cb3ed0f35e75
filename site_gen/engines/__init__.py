"""Engines: which forum software made a page, and what the page says.

- ``core``: what an engine is (a table), the driver that reads a page with one, the recognition.
- ``tools``: what engines ask of a page's markup.
- ``registry``: all engines; ``choice``: which are asked; ``account``: what became of each string.
- Every other module or folder is an engine, or the engines of one forum's family.

The names that an engine of another package needs may be imported from here; they are loaded when
asked for, so that a build which reads no page loads no engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from site_gen.engines.core.table import Engine, Field, Fingerprint, where

GROUP = "sitegen.engines"
"""The entry point group under which other packages add their engines."""

__all__ = ["GROUP", "Engine", "Field", "Fingerprint", "where"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from site_gen.engines.core import table

    return getattr(table, name)
