"""What can go wrong, as one small tree.

::

    SitegenError            shown as "Error: …", exit code 1, nothing changed
    ├── ConfigError         sitegen.toml, a theme or a profile is not as it must be (exit code 2)
    ├── ArchiveError        the archive cannot be read at all
    └── OutputError         the site cannot be put in place
    Skipped                 one file is left out, with the reason; the build goes on
"""

from __future__ import annotations

import click


class SitegenError(click.ClickException):
    """An error for people: names the file, says what was found and what to do next."""


class ConfigError(SitegenError):
    """Something the curator wrote is not as it must be."""

    exit_code = 2


class ArchiveError(SitegenError):
    """The archive cannot be read."""


class OutputError(SitegenError):
    """The output folder cannot be written or may not be replaced."""


class Skipped(Exception):  # noqa: N818 (a decision about a file, not a failure of the program)
    """A saved file holds no thread to publish.

    ``str(error)`` is the reason, in words a curator can act on.
    """
