"""Containers: what saved files lie in. One file a kind, and one line in the list here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from site_gen.archive.containers.packed_zip import ZipContainer
from site_gen.archive.kinds import Found


class Container(Protocol):
    """One kind of container. Paths of members are below it, with "/" between names.

    Opening raises :class:`~site_gen.errors.Skipped` where nothing in it can be read.
    """

    suffixes: ClassVar[tuple[str, ...]]

    def __init__(self, path: Path) -> None: ...

    def files(self, exclude: Sequence[str]) -> Iterator[Found]:
        """Return every member, folder by folder, names in code point order."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a member.

        Raises :class:`OSError`, and :class:`~site_gen.errors.Skipped` for a damaged one.
        """

    def exists(self, path: str) -> bool:
        """Tell whether there is such a member, and it may be read."""

    def by_url(self, url: str) -> str | None:
        """Return the member that was captured from an address, or ``None``."""


PACKED: tuple[type[Container], ...] = (ZipContainer,)
"""The kinds of containers that are a file, told by their suffixes."""
