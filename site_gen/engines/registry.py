"""The engines that are known: those of this package, and those that other packages add.

Adding a forum is one module in ``site_gen/engines/`` that says ``ENGINES = (…,)``: every module or
package of the folder that has the name is found, so that no list must be kept. Packages of third
parties add theirs under the entry point group ``sitegen.engines``: each names an :class:`Engine` or
a sequence of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from site_gen import engines
from site_gen.engines.core.table import Engine
from site_gen.errors import ConfigError

NOT_ENGINES = frozenset({"account", "choice", "core", "registry", "tools"})
"""What lies beside the engines in their folder."""


def _own() -> Iterator[Engine]:
    """Yield the engines of every module here, by the modules' names."""
    for module in iter_modules(engines.__path__):
        if module.name not in NOT_ENGINES:
            yield from getattr(import_module(f"{engines.__name__}.{module.name}"), "ENGINES", ())


def _others() -> Iterator[Engine]:
    """Yield the engines of installed packages, by the entry points' names.

    Raises :class:`ConfigError` for what is none.
    """
    for point in sorted(entry_points(group=engines.GROUP), key=lambda point: point.name):
        package = point.dist.name if point.dist else "a package"
        said = f"{package} adds engines to sitegen as {point.value}"
        try:
            found = point.load()
            added = (found,) if isinstance(found, Engine) else tuple(found)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            raise ConfigError(
                f"{said}, which fails ({what}); update or uninstall that package"
            ) from error
        if not all(isinstance(engine, Engine) for engine in added):
            raise ConfigError(
                f"{said}, which is neither an Engine nor a sequence of them; "
                "correct its entry point"
            )
        yield from added


ALL: tuple[Engine, ...] = (*_own(), *_others())
"""Every engine known, for pages and for plain-text copies."""

ENGINES: tuple[Engine, ...] = tuple(engine for engine in ALL if engine.view != "text")
TEXT_ENGINES: tuple[Engine, ...] = tuple(engine for engine in ALL if engine.view == "text")
