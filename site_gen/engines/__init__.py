"""Engines: which forum software made a page, and what the page says.

- ``core``: what an engine is (a table), the driver that reads a page with one, the recognition.
- ``tools``: what engines ask of a page's markup.
- ``registry``: all engines; ``choice``: which are asked; ``account``: what became of each string.
- Every other module or folder is an engine, or the engines of one forum's family.
"""

from site_gen.engines.core.table import Engine, Field, Fingerprint, where

__all__ = ["Engine", "Field", "Fingerprint", "where"]
