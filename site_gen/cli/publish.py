"""``sitegen publish``."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import click

from site_gen.build.workplace import is_site
from site_gen.errors import OutputError

MESSAGE = "Publish the archive"


@click.command("publish", short_help="Push the built site to a branch, for GitHub Pages.")
@click.argument("output", type=click.Path(path_type=Path), default=Path("output"))
@click.option(
    "--branch",
    default="gh-pages",
    show_default=True,
    metavar="NAME",
    help="Branch that holds the site and nothing else.",
)
@click.option(
    "--remote",
    default="origin",
    show_default=True,
    metavar="NAME",
    help="Remote of the repository to push to.",
)
@click.option("-m", "--message", default=MESSAGE, show_default=True, help="Message of the commit.")
@click.option("--no-push", is_flag=True, help="Commit only; push the branch yourself.")
def command(output: Path, branch: str, remote: str, message: str, no_push: bool) -> None:
    """Commit the site in OUTPUT to a branch of this git repository, and push it.

    The site is the one that was built here: the saved pages never leave this machine, and the work
    tree stays as it is. On GitHub, choose Settings → Pages → Deploy from a branch → gh-pages once.

    \b
    Examples:
      sitegen build && sitegen publish
      sitegen publish my-site --branch pages
      sitegen publish --no-push && git push origin gh-pages
    """
    check_site(output)
    check_repository(branch)
    if not no_push:
        check_remote(remote)
        git("fetch", "--quiet", remote, branch)  # a remote without the branch yet has none to fetch
    commit(output, branch, remote, message)
    if no_push:
        click.echo(f"Committed to {branch}. Next: git push {remote} {branch}")
        return
    push(remote, branch)
    click.echo(f"Pushed {output} to {branch} of {remote}.")


def check_site(output: Path) -> None:
    """Raise :class:`OutputError` where there is no site of ours."""
    if not output.is_dir():
        raise OutputError(f"{output}: no site is there yet. Build it first: sitegen build")
    if not is_site(output):
        raise OutputError(
            f"{output}: not a site that sitegen made, so it is not published. "
            "Name the folder of the built site: sitegen publish FOLDER"
        )


def check_repository(branch: str) -> None:
    """Raise :class:`OutputError` where nothing can be committed to the branch."""
    try:
        top = git("rev-parse", "--show-toplevel")
    except FileNotFoundError:
        raise OutputError("git is not installed, and the site is published with it") from None
    if top.returncode != 0:
        raise OutputError(
            f"{Path.cwd()}: not in a git repository. Make it one: git init -b main, then "
            "git remote add origin ADDRESS"
        )
    if git("check-ref-format", "--branch", branch).returncode != 0:
        raise OutputError(
            f"{branch!r} cannot be the name of a branch; choose another with --branch"
        )
    if git("symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip() == branch:
        raise OutputError(
            f"{branch}: the branch you are on, which publishing would replace by the site. "
            "Choose another with --branch"
        )
    if not os.environ.get("GIT_COMMITTER_NAME") and not git("config", "user.name").stdout.strip():
        raise OutputError(
            "git does not know who you are, and a commit says it. Tell it: "
            'git config user.name "Your name", then git config user.email you@example.org'
        )


def check_remote(remote: str) -> None:
    """Raise :class:`OutputError` where there is no such remote."""
    if git("remote", "get-url", remote).returncode != 0:
        raise OutputError(
            f"the repository has no remote {remote!r}. Add it: git remote add {remote} ADDRESS "
            "(on GitHub: https://github.com/YOU/REPOSITORY.git)"
        )


def commit(output: Path, branch: str, remote: str, message: str) -> None:
    """Commit the site to the branch, on top of what the remote has there."""
    from ghp_import import GhpError, ghp_import

    try:
        ghp_import(str(output.resolve()), mesg=message, remote=remote, branch=branch, nojekyll=True)
    except GhpError as error:
        raise OutputError(f"{branch}: git could not commit the site: {error.message}") from error


def push(remote: str, branch: str) -> None:
    """Push the branch; an error says what git said."""
    pushed = git("push", remote, branch)
    if pushed.returncode != 0:
        said = pushed.stderr.strip() or "it said nothing"
        raise OutputError(
            f"git could not push {branch} to {remote}; the site is committed here. Git said:\n"
            f"{said}\nMend that, and run it again."
        )


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in the working directory, and return what it said."""
    return subprocess.run(
        ["git", *arguments], capture_output=True, encoding="utf-8", errors="replace", check=False
    )
