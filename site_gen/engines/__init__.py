"""Engines: which forum software made a page, and what the page says.

:data:`ENGINES` is the ordered list; adding a forum is one file and one line here.
"""

from site_gen.engines.base import Engine, Field, Fingerprint, where
from site_gen.engines.discuz import ARCHIVER, DESKTOP, PRINT, TEXT_COPY, TOUCH

ENGINES: tuple[Engine, ...] = (DESKTOP, TOUCH, PRINT, ARCHIVER)
TEXT_ENGINES: tuple[Engine, ...] = (TEXT_COPY,)

__all__ = ["ENGINES", "TEXT_ENGINES", "Engine", "Field", "Fingerprint", "where"]
