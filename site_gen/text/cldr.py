"""CLDR's names of months and days through Babel, each language's own.

Babel (2.18, issue 1234 of python-babel/babel) writes what it finds for one language into tables
that others inherit: after the months of Azerbaijani were asked for, those of Chinese are
Azerbaijani. This module mends it; every module that asks Babel for names takes ``Locale`` from
here.
"""

from __future__ import annotations

from typing import Any

from babel import Locale
from babel.localedata import Alias, LocaleDataDict, merge

__all__ = ["Locale"]


def own_value(self: LocaleDataDict, key: str | int | None) -> Any:
    """What a language has under a key, aliases followed; nothing is written into the tables."""
    value = self._data[key]
    if isinstance(value, Alias):
        value = value.resolve(self.base)
    if isinstance(value, tuple):  # an alias, and what this language has beside it
        alias, others = value
        value = alias.resolve(self.base).copy()
        merge(value, others)
    return LocaleDataDict(value, base=self.base) if isinstance(value, dict) else value


LocaleDataDict.__getitem__ = own_value  # type: ignore[method-assign]
