"""docs/engines.md: pages, tables, commands and outputs are what the program reads and prints."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from extracting import extract
from test_cases import check_post

from site_gen import engines
from site_gen.cli import cli
from site_gen.engines import choice, registry
from site_gen.engines.profiles import Places, described, tables

GUIDE = "docs/engines.md"
PAGES = ROOT / "tests" / "profiles" / "pages"
WORDS = {
    str: "string",
    int: "number",
    bool: "true or false",
    list[str]: "list of strings",
    dict[str, str]: "selectors",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def part(heading: str) -> str:
    """The text below a heading of the second level, code included."""
    return (
        (ROOT / GUIDE)
        .read_text(encoding="utf-8")
        .partition(f"\n## {heading}\n")[2]
        .partition("\n## ")[0]
    )


def code(heading: str, language: str) -> list[str]:
    """The code blocks below a heading, in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", part(heading), re.M | re.S)


# ── A profile ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The guide's folder: pages in ``saved/``, the edited profile in ``engines/``."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PAGES, tmp_path / "saved")
    (tmp_path / "engines").mkdir()
    (tmp_path / "engines" / "orchard.toml").write_text(
        code("A profile", "toml")[1], encoding="utf-8"
    )
    return tmp_path


def commands() -> list[list[str]]:
    """The arguments of each command of the guide's first way, less what is done with its output."""
    lines = re.findall(r"^\$ sitegen ([^>\n]+)", "\n".join(code("A profile", "console")), re.M)
    return [line.split() for line in lines]


def test_the_post_that_is_shown_is_one_of_the_page() -> None:
    (shown,) = code("A profile", "html")
    assert shown in (PAGES / "thread-88-1.html").read_text(encoding="utf-8")


def test_suggest_prints_the_profile_that_is_shown(saved: Path) -> None:
    shutil.rmtree(saved / "engines")
    assert run(*commands()[0]).stdout == code("A profile", "toml")[0]


def test_inspect_prints_the_matches_and_the_drops_that_are_shown(saved: Path) -> None:
    printed = run(*commands()[1]).stdout
    matched, dropped, *_ = code("A profile", "text")
    assert matched in printed
    assert printed.endswith(dropped)


def test_build_uses_the_profile_and_prints_what_is_shown(saved: Path) -> None:
    printed = [
        " ".join(line.split()) for line in run(*commands()[2], "--jobs", "1").stderr.splitlines()
    ]
    shown = code("A profile", "text")[2].splitlines()
    assert [line for line in map(str.split, shown) if " ".join(line) not in printed] == []
    report = json.loads((saved / "output" / "report.json").read_text(encoding="utf-8"))
    assert report["engines"] == {"orchard (desktop)": 2}


def test_the_error_that_is_shown_is_that_of_a_faulty_profile(saved: Path) -> None:
    path = saved / "engines" / "orchard.toml"
    text = path.read_text(encoding="utf-8").replace("author_title", "author_titel")
    path.write_text(text, encoding="utf-8")
    result = run(*commands()[1])
    assert (result.exit_code, result.stderr) == (2, code("A profile", "text")[3])


def test_the_edited_profile_reads_everything_that_the_pages_say(saved: Path) -> None:
    (thread,) = (json.loads(line) for line in run("extract", "saved").stdout.splitlines())
    facts = {
        key: thread[key]
        for key in ("id", "engine", "title", "board", "views", "pages_claimed", "gaps")
    }
    assert facts == {
        "id": "88", "engine": "orchard", "title": "Pruning in frost", "views": 1204,
        "board": ["Apples and pears"], "pages_claimed": 2, "gaps": [],
    }  # fmt: skip
    assert [post["floor"] for post in thread["posts"]] == [1, 2, 3, 4, 5]
    assert thread["posts"][1]["quotes"][0]["author"] == "Marit"
    assert (thread["posts"][2]["edited"], thread["posts"][2]["editor"]) == (
        "2009-02-05T07:30",
        "Pell",
    )
    assert "unrecognised-in-post" not in run("inspect", "saved/thread-88-2.html").stdout


def documented_keys() -> Iterator[str]:
    """The tables of all keys, as they stand in the guide."""
    for name, kind in tables():
        yield f"#### {f'`[{name}]`' if name else 'At the top'}\n"
        yield "| Key | Takes | Default | Meaning |\n|---|---|---|---|"
        hints = get_type_hints(kind)
        for field in msgspec.structs.fields(kind):
            default = field.default if field.default is not msgspec.NODEFAULT else None
            shown = f"`{json.dumps(default)}`" if isinstance(default, (str, int)) else ""
            meaning = described(kind, field.name)
            yield f"| `{field.name}` | {takes(hints[field.name], meaning)} | {shown} | {meaning} |"
        yield ""


def takes(hint: Any, meaning: str) -> str:
    """What a key takes, in the guide's words."""
    if hint == Places:
        return "place"
    if get_origin(hint) is UnionType:
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "table"
    return "selector" if hint is str and meaning.startswith("Selector") else WORDS[hint]


def test_every_key_of_a_profile_is_explained_and_no_other() -> None:
    assert (
        part("A profile").partition("### All keys\n\n")[2].strip()
        == "\n".join(documented_keys()).strip()
    )


# ── A Python engine ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, Any]]:
    """The page and the truth of the guide to Python engines, with its engine among the others."""
    (source,), (page,), (truth,) = (
        code("A Python engine", language) for language in ("python", "html", "json")
    )
    module = ModuleType("hearth")
    exec(compile(source, GUIDE, "exec"), module.__dict__)
    monkeypatch.setattr(choice, "ENGINES", (*registry.ENGINES, *module.__dict__["ENGINES"]))
    file = tmp_path / "topic-7.html"
    file.write_text(page, encoding="utf-8")
    return file, json.loads(truth)


def test_the_guides_engine_reads_the_guides_page_as_the_guides_truth_says(
    guide: tuple[Path, dict[str, Any]],
) -> None:
    file, truth = guide
    (thread,) = (json.loads(line) for line in extract([file]))
    assert thread["engine"] == "hearth"
    assert thread["title"] == truth["thread"]["title"]
    assert [post["text"] for post in thread["posts"]] == [post["text"] for post in truth["posts"]]
    for found, want in zip(thread["posts"], truth["posts"], strict=True):
        check_post(found, want)
    assert '<blockquote class="quote">' in thread["posts"][1]["html"]


def test_the_guide_shows_what_inspect_prints(guide: tuple[Path, dict[str, Any]]) -> None:
    printed = run("inspect", str(guide[0])).stdout
    (shown,) = code("A Python engine", "text")
    assert printed.endswith(shown)


# ── A package of your own ─────────────────────────────────────────────────────────────────────────


def installed(folder: Path, project: dict[str, Any], module: str) -> dict[str, str]:
    """An environment in which a package is installed, as an installer would leave it."""
    name, version = project["name"], project["version"]
    package = folder / name.replace("-", "_")
    package.mkdir()
    (package / "__init__.py").write_text(module, encoding="utf-8")
    dist = folder / f"{package.name}-{version}.dist-info"
    dist.mkdir()
    (dist / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
    )
    points = project["entry-points"][engines.GROUP]
    lines = [f"[{engines.GROUP}]", *(f"{key} = {value}" for key, value in points.items())]
    (dist / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]), "COLUMNS": "200"}


def sitegen(
    environment: dict[str, str], folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "site_gen", *arguments]
    return subprocess.run(
        program, cwd=folder, capture_output=True, encoding="utf-8", env=environment
    )


def test_the_packages_engine_is_found_and_reads_its_page(tmp_path: Path) -> None:
    (page,), (toml,), (module,) = (
        code("A package of your own", kind) for kind in ("html", "toml", "python")
    )
    environment = installed(tmp_path, tomllib.loads(toml)["project"], module)
    (tmp_path / "low-tide.html").write_text(page, encoding="utf-8")
    lines = re.findall(
        r"^\$ sitegen (.+)$", "\n".join(code("A package of your own", "console")), re.M
    )
    listed, extracted = (sitegen(environment, tmp_path, *line.split()) for line in lines)
    assert "lantern" in listed.stdout
    thread = json.loads(extracted.stdout)
    assert (thread["engine"], thread["title"]) == ("lantern", "Low tide")
    assert [
        (post["id"], post["author"], post["date"], post["text"]) for post in thread["posts"]
    ] == [
        ("5", "Ines", "2016-05-01T07:10", "The causeway is dry until nine."),
        ("6", "Tam", "2016-05-01T07:25", "Thank you. We walk now."),
    ]


@pytest.mark.parametrize(
    ("module", "words"),
    [
        (
            "import nothing_of_that_name",
            "which fails (ModuleNotFoundError: No module named 'nothing_of_that_name')",
        ),
        ("", "which fails (AttributeError"),
        ("ENGINES = 5", "which fails (TypeError"),
        ("ENGINES = ['lantern']", "which is neither an Engine nor a sequence of them"),
    ],
)
def test_a_package_that_fails_is_named(tmp_path: Path, module: str, words: str) -> None:
    (toml,) = code("A package of your own", "toml")
    environment = installed(tmp_path, tomllib.loads(toml)["project"], module)
    failed = sitegen(environment, tmp_path, "engines")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith(
        "Error: sitegen-lantern adds engines to sitegen as sitegen_lantern:ENGINES, "
    )
    assert words in failed.stderr and "Traceback" not in failed.stderr
