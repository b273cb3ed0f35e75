"""The version of all that reads a page: what other code has read is not reused."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import site_gen
from site_gen.engines import GROUP
from site_gen.text.digest import digest

LIBRARIES = (
    "selectolax",
    "nh3",
    "beautifulsoup4",
    "msgspec",
    "jinja2",
    "markdown-it-py",
    "babel",
    "pygments",
    "imagesize",
)


def code_version(tables: Iterable[bytes] = ()) -> str:
    """Return a hash of this package's code, its libraries and the curator's profiles.

    ``tables`` are the contents of the profiles.
    """
    root = Path(site_gen.__file__).parent
    parts: list[str | bytes] = [*tables]
    for path in sorted(root.rglob("*.py")):
        parts += [path.relative_to(root).as_posix(), path.read_bytes()]
    packages = {point.dist.name for point in entry_points(group=GROUP) if point.dist is not None}
    for name in (*LIBRARIES, *sorted(packages)):
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return digest(*parts)
