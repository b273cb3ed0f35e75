"""The paths under which mirroring tools save the files of a host."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def mirrored_path(url: str) -> str | None:
    """Return the path of an address in a mirror's tree: a folder named like the host.

    wget writes the query behind "@" where the system refuses "?": ``host/a/b.gif@v=2``. ``None``
    for what is no address of the web.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    query = f"@{parts.query}" if parts.query else ""
    return inside(f"{parts.hostname}/{unquote(parts.path).lstrip('/')}{query}")


def inside(path: str) -> str | None:
    """Return a path with its dots resolved; ``None`` where it is empty or leads out."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps) or None
