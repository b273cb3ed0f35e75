"""``sitegen init``."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from site_gen import __version__
from site_gen.cli.origin import install_line
from site_gen.config import commented
from site_gen.errors import OutputError

SKELETON = {
    "pages/about.md": "about.md",
    "archive/README.md": "archive.md",
    ".github/workflows/pages.yml": "pages.yml",
    ".gitignore": "gitignore",
}
"""The files of a new project, each with its text in ``site_gen/skeleton/``."""

BUILT_BY_CI = {
    "pages/about.md": "about.md",
    "archive/README.md": "archive.md",
    ".github/workflows/build.yml": "build.yml",
    ".gitignore": "gitignore-ci",
}
"""The same for a project whose saved pages lie in the repository and are built there."""

STEPS = (
    "Make it a git repository with a remote on GitHub, then: sitegen build && sitegen publish",
    "On GitHub, once: Settings → Pages → Source: Deploy from a branch → gh-pages.",
)
CI_STEPS = ("Push the folder to GitHub and choose Settings → Pages → Source: GitHub Actions.",)
SETTINGS = "sitegen.toml"
HEAD = """\
# Settings of this archive. Lines with "#:" explain; below them stands each setting with its default
# value: take the "# " before it away and change it. More is in sitegen's docs/configuration.md.

# Folder of your own Markdown pages: pages/about.md is the introduction of the site's About page.
pages = "pages"

"""


@click.command("init", short_help="Make a folder for an archive, ready to build and to publish.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--ci",
    is_flag=True,
    help="Have GitHub build the site: the saved pages go into the repository.",
)
def command(folder: Path, ci: bool) -> None:
    """Make FOLDER (default: this one) a project.

    It holds settings, a place for the saved pages, an About page and a workflow that publishes.
    Nothing that is there is changed: if one of the files exists already, nothing at all is written.

    \b
    Examples:
      sitegen init my-forum
      sitegen init --ci my-forum           build on GitHub, at every push
    """
    skeleton = BUILT_BY_CI if ci else SKELETON
    wanted = {name: text_of(source) for name, source in skeleton.items()} | {SETTINGS: settings()}
    check(folder, wanted)
    if ci:
        line = install_line(folder)
        wanted = {name: text.replace("{source}", line) for name, text in wanted.items()}
    try:
        for name, text in wanted.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise OutputError(
            f"{error.filename or folder}: cannot be written ({error.strerror})"
        ) from error
    for name in sorted(wanted):
        click.echo(f"  {folder / name}")
    click.echo(advice(folder, ci))


def check(folder: Path, wanted: dict[str, str]) -> None:
    """None of the files may exist, nor may a file stand where a folder is needed."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: a file, not a folder; name a folder that is new or empty")
    there = [name for name in wanted if (folder / name).exists() or (folder / name).is_symlink()]
    if there:
        raise OutputError(
            f"{folder}: {', '.join(there)} exists already, so nothing was written. "
            "Name another folder"
        )


def settings() -> str:
    """Return sitegen.toml of a new project: the setting it needs, all others as comments."""
    return HEAD + commented(leave_out=("pages",))


def text_of(name: str) -> str:
    """One text of the skeleton."""
    text = (files("site_gen") / "skeleton" / name).read_text(encoding="utf-8")
    return text.replace("{version}", __version__)


def advice(folder: Path, ci: bool) -> str:
    """Return what to do next."""
    enter = "" if folder == Path() else f"cd {folder} && "
    steps = (
        f"Put your saved pages into {folder / 'archive'}, in any folders you like.",
        f"{enter}sitegen serve         look at the site, and build again as you work",
        f"Say in {folder / 'pages' / 'about.md'} what this archive is.",
        *(CI_STEPS if ci else STEPS),
    )
    numbered = (f"  {n}. {step}" for n, step in enumerate(steps, 1))
    return "\n".join(["", "Next:", *numbered])
