"""Packages of third parties add engines of their own under an entry point group."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MODULE = """
from site_gen.engines.core.table import Engine, Fingerprint, where

HEARTH = Engine(
    name="hearth",
    view="desktop",
    fingerprints=(Fingerprint("generator", ("Hearth Forums",), 4),),
    threshold=3,
    posts="section.say",
    body="div.words",
    post={"author": (where("b.who"),), "date_text": (where("i.when"),)},
)
"""
PAGE = """<!doctype html><html><head><title>Ferry</title><meta name="generator" content="Hearth Forums 2"></head><body>
<section class="say"><b class="who">Anna</b><i class="when">2021-03-04 10:20</i>
<div class="words">It leaks.</div></section>
<section class="say"><b class="who">Ben</b><i class="when">2021-03-04 11:00</i>
<div class="words">It always has.</div></section>
</body></html>"""


def test_an_installed_packages_engine_reads_its_pages(tmp_path: Path) -> None:
    package = tmp_path / "hearth_sitegen"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE, encoding="utf-8")
    dist = tmp_path / "hearth_sitegen-1.0.dist-info"
    dist.mkdir()
    (dist / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: hearth-sitegen\nVersion: 1.0\n", encoding="utf-8"
    )
    (dist / "entry_points.txt").write_text(
        "[sitegen.engines]\nhearth = hearth_sitegen:HEARTH\n", encoding="utf-8"
    )
    page = tmp_path / "ferry.html"
    page.write_text(PAGE, encoding="utf-8")
    program = [sys.executable, "-m", "site_gen", "extract", str(page)]
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parent.parent)])
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(
        program, capture_output=True, encoding="utf-8", check=True, env=environment
    )
    assert '"engine":"hearth"' in done.stdout
    assert '"text":"It leaks."' in done.stdout
