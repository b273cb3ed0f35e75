"""Warn of settings that do nothing: a language or a board that is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from site_gen.config import Config
from site_gen.store import threads
from site_gen.store.store import Store


def advice(store: Store, config: Config) -> Iterator[str]:
    """Yield a warning, with what was perhaps meant, for each setting that does nothing."""
    if config.language != "auto":
        yield from _language_advice(config.language)
    boards = threads.board_names(store)
    for key, names in (("order", config.boards.order), ("names", config.boards.names)):
        for name in names:
            if name not in boards:
                meant = _meant(name, boards)
                yield f"`boards.{key}`: no thread stands in a board {name!r}. {meant}".rstrip()


def _language_advice(language: str) -> Iterator[str]:
    from site_gen.render.i18n import has_translation, languages  # loads Babel

    if has_translation(language):
        return
    known = languages()
    meant = _meant(language, known) or "There are: " + ", ".join(known)
    yield f"`language`: no translation for {language!r}, so the site is in English. {meant}"


def _meant(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else ""
