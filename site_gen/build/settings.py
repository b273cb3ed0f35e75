"""The settings of a site: what every page depends on beside its own view."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from site_gen.catalogue import Catalogue
from site_gen.config import Config
from site_gen.curated import ROOT_PAGES, CuratedPage
from site_gen.render.language import prevailing
from site_gen.render.places import curated_path
from site_gen.render.theme import Theme
from site_gen.render.views.site import Crumb, SiteView
from site_gen.store import files, threads
from site_gen.store.store import Store
from site_gen.text.digest import digest

SAMPLE_THREADS, SAMPLE_POSTS = 200, 5  # whose words tell the language of the interface


class Settings(NamedTuple):
    """What the rendering of every page depends on. ``key`` is a hash of all of it."""

    key: str
    theme: Theme
    site: SiteView
    main_site: str
    page_cap: int
    whole_cap: int
    board_names: dict[str, str]


def theme_of(config: Config) -> Theme:
    """Return the theme, with the curator's own templates over it and the curator's options."""
    overrides = Path(config.templates)
    folders = [overrides] if overrides.is_dir() else []
    return Theme.load(config.theme, folders, config.theme_options)


def settings_of(
    store: Store, config: Config, folder: str, curated: Sequence[CuratedPage]
) -> Settings:
    """Return the settings of a site; ``folder`` names it where nothing else does."""
    theme = theme_of(config)
    language = language_of(store, config)
    site = SiteView(
        title=config.title or files.forum_name(store) or folder,
        language=language,
        address=config.address.rstrip("/") + "/" if config.address else None,
        description=config.description,
        curated=[
            Crumb(page.title, curated_path(page.stem))
            for page in curated
            if page.stem not in ROOT_PAGES
        ],
        lists=Catalogue(store, config).rare(),
    )
    main_site = store.meta("main_site") or ""
    version = store.meta("version") or ""
    stated = msgspec.json.encode(config)
    return Settings(
        key=digest(theme.digest, msgspec.json.encode(site), stated, main_site, version),
        theme=theme,
        site=site,
        main_site=main_site,
        page_cap=config.page_cap,
        whole_cap=config.whole_cap,
        board_names=dict(config.boards.names),
    )


def language_of(store: Store, config: Config) -> str:
    """Return the interface's language: the curator's, else that of most threads, if it shows."""
    if config.language != "auto":
        return config.language
    return prevailing(threads.opening_words(store, SAMPLE_THREADS, SAMPLE_POSTS)) or "en"
