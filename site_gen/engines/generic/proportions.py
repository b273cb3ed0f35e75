"""Shares of some values that pass a test: what most records have in common is told by counting."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

Value = TypeVar("Value")


def times(test: Callable[[Value], object], values: Collection[Value]) -> int:
    """Return how many values pass a test."""
    return sum(bool(test(value)) for value in values)


def more_than(share: float, test: Callable[[Value], object], values: Collection[Value]) -> bool:
    """Tell whether more than a share of the values pass a test: never so without values."""
    return times(test, values) > share * len(values)


def at_least(share: float, test: Callable[[Value], object], values: Collection[Value]) -> bool:
    """Tell whether at least a share of the values pass a test: always so without values."""
    return times(test, values) >= share * len(values)
