"""The documentation says what the code does: keys, fields, commands, options, links and examples."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click
import msgspec
import pytest
from click.testing import CliRunner, Result
from packaging.requirements import Requirement

from site_gen import models
from site_gen.cli import cli
from site_gen.config import documented, read_config
from site_gen.engines import registry
from site_gen.exports.report import Report, ReportedPage

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"`([^`]+)`")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a document in one language."""
    return [code for kind, code in BLOCK.findall(text_of(name)) if kind == language]


def sections(name: str, level: int) -> dict[str, str]:
    """The sections of a document at one level of headings: heading to text."""
    parts = re.split(rf"^{'#' * level} (.+)$", BLOCK.sub("", text_of(name)), flags=re.M)[1:]
    texts = (re.split(r"^#+ ", text, maxsplit=1, flags=re.M)[0] for text in parts[1::2])
    return dict(zip(parts[::2], texts, strict=True))


def rows(section: str) -> list[list[str]]:
    """The cells of a section's first table, without its head."""
    table = section.strip().partition("|\n\n")[0] + "|"
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# ── Configuration ─────────────────────────────────────────────────────────────────────────────────

KINDS = {
    "str": "string", "int": "integer", "list[str]": "list of strings", "dict[str, str]": "table of strings",
    "dict[str, str | int | bool]": "table",
}  # fmt: skip


def test_every_config_key_is_documented_with_type_default_and_description_and_no_other() -> None:
    found = sections("docs/configuration.md", 3)
    assert list(found) == [f"`{name}`" for name, *_ in documented()]
    for name, kind, default, description in documented():
        facts, said = (
            " ".join(part.split()) for part in found[f"`{name}`"].strip().split("\n\n")[:2]
        )
        shown = "no default" if default is None else f"default `{json.dumps(default)}`"
        assert re.fullmatch(
            rf"\*{re.escape(KINDS[kind])}(?:, [\w ]+)? · {re.escape(shown)}\*", facts
        ), (name, facts)
        assert said == description, name


def test_documented_limits_are_those_of_the_code(tmp_path: Path) -> None:
    file = tmp_path / "sitegen.toml"
    for name, text in sections("docs/configuration.md", 3).items():
        for lowest, highest in re.findall(r"\*integer, (\d+) to (\d+)", text):
            for value in (int(lowest) - 1, int(lowest), int(highest), int(highest) + 1):
                file.write_text(f"{name.strip('`')} = {value}\n", encoding="utf-8")
                assert accepted(file) is (int(lowest) <= value <= int(highest)), (name, value)


def accepted(file: Path) -> bool:
    try:
        read_config(file)
    except click.ClickException:
        return False
    return True


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in DOCUMENTS])
def test_every_configuration_example_is_accepted(name: str, tmp_path: Path) -> None:
    for n, example in enumerate(
        blocks(name, "toml") if name != "docs/engines.md" else []
    ):  # has profiles
        file = tmp_path / f"{n}.toml"
        file.write_text(example, encoding="utf-8")
        assert accepted(file), example


# ── The record ────────────────────────────────────────────────────────────────────────────────────


def record_structs(kind: type[msgspec.Struct] = models.Thread) -> Iterator[type[msgspec.Struct]]:
    """Every struct of the record, once for each place it is named."""
    yield kind
    for hint in get_type_hints(kind).values():
        for inner in (hint, *get_args(hint)):
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                yield from record_structs(inner)


def spaced(name: str) -> str:
    """``PollOption`` as its heading: "Poll option"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def named(hint: Any) -> str:
    """A field's type in the words of docs/record.md."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in args)
    if origin is list:
        inner = named(args[0])
        return "list of " + (f"{inner}s" if args[0] is str else inner)
    if args:
        return " or ".join("null" if arg is type(None) else named(arg) for arg in args)
    words = {str: "string", int: "integer", bool: "boolean"}
    return words.get(hint) or spaced(hint.__name__)


def test_every_field_of_the_record_is_documented_with_its_type_and_no_other() -> None:
    found = sections("docs/record.md", 2)
    structs = {spaced(kind.__name__): kind for kind in record_structs()}
    assert set(found) == set(structs)
    for heading, kind in structs.items():
        hints = get_type_hints(kind)
        want = [
            (f"`{field.name}`", named(hints[field.name])) for field in msgspec.structs.fields(kind)
        ]
        got = [
            (field, re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", shown))
            for field, shown, _ in rows(found[heading])
        ]
        assert got == want, heading


def test_every_kind_of_gap_is_explained() -> None:
    table = sections("docs/record.md", 2)["Gap"].partition("| Kind |")[2]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == list(
        get_args(get_type_hints(models.Gap)["kind"])
    )


# ── Commands ──────────────────────────────────────────────────────────────────────────────────────


def commands() -> dict[str, click.Command]:
    """The program and its commands, by the heading they are documented under."""
    context = click.Context(cli)
    found = {
        f"sitegen {name}": cli.get_command(context, name) for name in cli.list_commands(context)
    }
    return {"sitegen": cli, **{name: command for name, command in found.items() if command}}


def options(name: str) -> set[str]:
    """The options that a command's ``--help`` names."""
    shown = (
        run(*name.split()[1:], "--help")
        .stdout.partition("\nOptions:\n")[2]
        .partition("\nCommands:")[0]
    )
    heads = [line[2:].split("  ")[0] for line in shown.splitlines() if line.startswith("  -")]
    return {option for head in heads for option in re.findall(r"(?<!\w)--?[a-z][\w-]*", head)}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_every_command_is_documented_and_no_other() -> None:
    found = [
        heading for heading in sections("docs/commands.md", 2) if heading.startswith("sitegen")
    ]
    assert found == list(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_is_documented_and_no_other(name: str) -> None:
    table = rows(sections("docs/commands.md", 2)[name])
    shown = {
        word
        for cell, _ in table
        for code in CODE.findall(cell)
        for word in code.split()
        if word.startswith("-")
    }
    assert shown == options(name)


def test_every_command_line_in_the_documents_names_commands_and_options_that_exist() -> None:
    lines = 0
    for path in DOCUMENTS:
        for code in blocks(path.relative_to(ROOT).as_posix(), "console"):
            for line in re.findall(r"(?:^\$|&&) sitegen ([^|>#&\n]+)", code, re.M):
                name, *rest = line.split()
                assert f"sitegen {name}" in commands(), line
                assert {word for word in rest if word.startswith("-")} <= options(
                    f"sitegen {name}"
                ), line
                lines += 1
    assert lines > 10


def test_the_exit_codes_are_those_that_are_documented(tmp_path: Path) -> None:
    output = ["-q", "-o", str(tmp_path / "site")]
    seen = [
        run("build", str(ROOT / "archive"), *output),
        run("build", str(tmp_path / "nowhere"), *output),
        run("build", "--jobs", "0", *output),
        run("build", str(ROOT / "archive"), "--strict", *output),
    ]
    assert [code for code, _ in rows(sections("docs/commands.md", 2)["Exit codes"])] == [
        "0",
        "1",
        "2",
        "3",
        "130",
    ]
    assert [result.exit_code for result in seen] == [0, 1, 2, 3]


# ── Links ─────────────────────────────────────────────────────────────────────────────────────────


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a document."""
    heads = re.findall(r"^#+ (.+)$", BLOCK.sub("", path.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_relative_link_of_a_document_leads_somewhere(path: Path) -> None:
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    broken = []
    for link in re.findall(r'(?:\]\(|src=")([^)"\s]+)', text):
        if re.match(r"https?:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


def test_every_document_can_be_reached_from_the_readme() -> None:
    linked = set(re.findall(r"\]\(([^)#\s]+\.md)", text_of("README.md")))
    assert {path.relative_to(ROOT).as_posix() for path in DOCUMENTS} - linked == {"README.md"}


# ── Examples ──────────────────────────────────────────────────────────────────────────────────────


def test_the_readmes_record_is_what_extract_prints() -> None:
    command = next(block for block in blocks("README.md", "console") if "extract" in block)
    found = re.fullmatch(
        r"\$ sitegen extract (\S+) \| jq '\.posts\[(\d+)\] \| \{([^}]+)\}'\n", command
    )
    assert found
    page, n, fields = found.groups()
    saved = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob(page))]
    assert len(saved) == 1
    program = [sys.executable, "-m", "site_gen", "extract", *saved]
    printed = subprocess.run(program, cwd=ROOT, check=True, capture_output=True).stdout
    post = json.loads(printed)["posts"][int(n)]
    shown = json.dumps(
        {name: post[name] for name in fields.split(", ")}, ensure_ascii=False, indent=2
    )
    assert blocks("README.md", "json") == [shown + "\n"]


def test_the_readmes_summary_is_what_build_prints(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "site_gen", "build", "-o", str(tmp_path / "output")]
    printed = subprocess.run(
        program, cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stderr
    said = [" ".join(line.split()) for line in printed.splitlines()]
    shown = next(block for block in blocks("README.md", "text") if "threads" in block)
    for line in shown.splitlines():
        words = " ".join(line.split())
        if words.startswith("open file://"):
            assert any(other.startswith("open file:///") and "output" in other for other in said)
        elif words != "…":
            assert words in said


def test_the_readmes_tree_is_that_of_the_sample() -> None:
    tree = next(block for block in blocks("README.md", "text") if "├──" in block)
    folder = ""
    for line in tree.splitlines()[1:]:
        name = re.split(r"\s{2,}", re.sub(r"^[│ ]*[├└]── ", "", line))[0]
        folder = "" if line[0] in "├└" else folder
        if name != "…":
            assert (ROOT / "archive" / folder / name).exists(), line
        folder = name if name.endswith("/") else folder
    shown = set(re.findall(r"^[├└]── (\w+)/", tree.replace("-", "_"), re.M))
    assert shown == {
        path.name.replace("-", "_") for path in (ROOT / "archive").iterdir() if path.is_dir()
    }


def test_the_readme_names_every_kind_of_page_that_is_read() -> None:
    table = rows(sections("README.md", 2)["What it reads today"])
    said = [(re.sub(r"\W", "", forum.lower()), kinds) for forum, kinds in table]
    for engine in registry.ALL:
        name = re.sub(r"\W", "", engine.name)
        assert any(name in forum and engine.view in kinds for forum, kinds in said), engine.title


# ── Packages ──────────────────────────────────────────────────────────────────────────────────────


def test_the_constraints_pin_every_package_that_the_project_names() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    lines = [
        line
        for line in text_of("constraints.txt").splitlines()
        if line and not line.startswith("#")
    ]
    pins = {plain(name): version for name, _, version in (line.partition("==") for line in lines)}
    for text in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        wanted = Requirement(text)
        assert plain(wanted.name) in pins, text
        assert wanted.specifier.contains(pins[plain(wanted.name)]), text


def plain(name: str) -> str:
    """The name of a package as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


# ── The report ────────────────────────────────────────────────────────────────────────────────────


def test_every_key_of_the_report_is_documented_and_no_other() -> None:
    text = text_of("docs/report.md")
    whole = rows(text[text.index("| Key |") :])
    assert [key.strip("`") for key, _ in whole] == list(Report.__struct_fields__)
    page = rows(sections("docs/report.md", 2)["A page"])
    assert [key.strip("`") for key, *_ in page] == list(ReportedPage.__struct_fields__)


# ── Installing ────────────────────────────────────────────────────────────────────────────────────

INSTALLERS = re.compile(
    r"\b(?:pip3?|pipx|uvx?|poetry|pdm|rye|hatch|conda|mamba|easy_install|apt(?:-get)?)\b[^\n`\"]*?"
    r"\b(?:install|add|run|tool|download|uvx|pipx)\b(?P<rest>[^\n`]*)"
)
STRANGER = re.compile(r"(?<![\w./@-])(?:sitegen|sitegen[-_]forum)(?![\w./-])(?!\[[^]]*\] @)(?! @ )")
SHIPPED = sorted(
    path
    for top in (
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs",
        "site_gen",
        "themes",
    )
    for path in ([ROOT / top] if (ROOT / top).is_file() else (ROOT / top).rglob("*"))
    if path.is_file() and "__pycache__" not in path.parts
)


def strangers(text: str) -> list[str]:
    """The install lines of a text that ask an index for a package of our name."""
    text = re.sub(r"\\\n\s*", " ", text)
    needed = re.findall(r"dependencies\s*=\s*\[[^\]]*", text)
    return [part for part in needed if re.search(r"[\"']sitegen(?:-forum)?[\"'<>=~! ]", part)] + [
        match[0]
        for match in INSTALLERS.finditer(text)
        if STRANGER.search(re.split(r"&&|[;|),]", match["rest"])[0])
    ]


@pytest.mark.parametrize(
    "line",
    [
        "pip install sitegen",
        "pip install --upgrade sitegen==1.0",
        "python -m pip install sitegen-forum",
        "pipx run sitegen",
        "uv tool install sitegen",
        "uv add 'sitegen-forum>=1'",
        "run: pip install sitegen",
        'dependencies = ["click", "sitegen>=1"]',
        "pip install \\\n    sitegen",
    ],
)
def test_a_line_that_fetches_a_package_of_our_name_is_known(line: str) -> None:
    assert strangers(line)


@pytest.mark.parametrize(
    "line",
    [
        "pip install . && sitegen build",
        "pip install ./wheels/sitegen_forum-1.0-py3-none-any.whl",
        "pip install 'sitegen-forum @ git+https://git.example/x/sitegen.git@0123'",
        "pip install '.[dev]'; sitegen serve",
    ],
)
def test_a_line_that_says_from_where_is_none(line: str) -> None:
    assert not strangers(line)


def test_no_shipped_text_installs_what_may_be_a_strangers() -> None:
    assert len(SHIPPED) > 200
    found = {}
    for path in SHIPPED:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found[path.name] = strangers(text)
    assert {name: lines for name, lines in found.items() if lines} == {}
