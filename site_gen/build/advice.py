"""Warn of settings that are in order and still do nothing: a language or a board that is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from site_gen.config import Config
from site_gen.render.i18n import has_translation, languages
from site_gen.store import threads
from site_gen.store.store import Store


def advice(store: Store, config: Config) -> Iterator[str]:
    """Yield a warning, with what was perhaps meant, for each setting that does nothing."""
    if config.language != "auto" and not has_translation(config.language):
        known = languages()
        yield (
            f"`language`: no translation for {config.language!r}, so the site is in English. "
            f"{_meant(config.language, known) or 'There are: ' + ', '.join(known)}"
        )
    boards = threads.board_names(store)
    for key, names in (("order", config.boards.order), ("names", config.boards.names)):
        for name in names:
            if name not in boards:
                meant = _meant(name, boards)
                yield f"`boards.{key}`: no thread stands in a board {name!r}. {meant}".rstrip()


def _meant(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else ""
