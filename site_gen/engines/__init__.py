"""Engines: which forum software made a page, and what the page says.

Adding a forum is one module here that says ``ENGINES = (…,)``: every module (or package) of this folder that has the
name is found, so that no list must be kept.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from site_gen.engines.base import Engine, Field, Fingerprint, where


def _found() -> tuple[Engine, ...]:
    """The engines of every module here, by the modules' names."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(engine for module in modules for engine in getattr(module, "ENGINES", ()))


ALL: tuple[Engine, ...] = _found()
"""Every engine known, for pages and for plain-text copies."""

ENGINES: tuple[Engine, ...] = tuple(engine for engine in ALL if engine.view != "text")
TEXT_ENGINES: tuple[Engine, ...] = tuple(engine for engine in ALL if engine.view == "text")

__all__ = ["ALL", "ENGINES", "TEXT_ENGINES", "Engine", "Field", "Fingerprint", "where"]
