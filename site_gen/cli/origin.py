"""Where this copy of sitegen was installed from, so that another machine can install the same.

Source: PEP 610, "Recording the Direct URL Origin of installed distributions". An index is never
named: a package of a like name there may be somebody else's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from site_gen.errors import OutputError

DISTRIBUTION = "sitegen-forum"
WHEELS = "wheels"
UNKNOWN = (
    "this copy of sitegen does not know where it was installed from, so a workflow cannot install "
    "the same. Install it from its repository (pip install 'sitegen-forum @ git+ADDRESS') or "
    "from a checkout (pip install FOLDER), or build here and use sitegen publish"
)


def install_line(project: Path) -> str:
    """Return the argument of ``pip install`` that brings this copy, from within a project.

    A wheel is put into the project where this copy came from a folder or a wheel. Raises
    :class:`OutputError` where nothing is known.
    """
    stated = direct_url()
    if stated is None:
        raise OutputError(UNKNOWN)
    if vcs := stated.get("vcs_info"):
        return f"'{DISTRIBUTION} @ {vcs['vcs']}+{stated['url']}@{vcs['commit_id']}'"
    wheel = _wheel(stated, project / WHEELS)
    return f"./{WHEELS}/{wheel.name}"


def direct_url() -> dict[str, Any] | None:
    """Return what the installer wrote of where the distribution came from, or ``None``."""
    try:
        text = distribution(DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    return json.loads(text) if text else None


def _wheel(stated: dict[str, Any], folder: Path) -> Path:
    """Put the wheel of this copy into a folder, and return it."""
    parts = urlsplit(stated["url"])
    source = Path(url2pathname(unquote(parts.path)))
    if parts.scheme != "file" or not source.exists():
        raise OutputError(UNKNOWN)
    folder.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".whl":
        return Path(shutil.copy2(source, folder))
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--wheel-dir",
            str(folder),
            str(source),
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if made.returncode != 0:
        raise OutputError(
            f"{source}: no wheel could be made of it. pip said:\n{made.stderr.strip()}"
        )
    return max(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime)
