"""Profiles: an engine's table in TOML, for a forum that nobody knows, written by the owner of an archive.

A profile says where the fields of a thread and of its posts stand, as CSS selectors. Most fields
take one place or a list of places in order of trust; a place is a selector, or a table ``{css =
"…", attr = "…", match = "…"}``. :func:`load_profile` makes an
:class:`~site_gen.engines.core.table.Engine` of a file; the generic engine writes such a profile for
a page it has worked out, and reads the page with it, so that both see the same.
"""

from site_gen.engines.profiles.bodies import RULES
from site_gen.engines.profiles.files import (
    described,
    load_profiles,
    parse_profile,
    read_profile,
    tables,
)
from site_gen.engines.profiles.matching import matches
from site_gen.engines.profiles.reading import (
    OWN_ADDRESS,
    THREAD_KEYS,
    engine_of,
    posts_of,
    thread_id_of,
    thread_of,
)
from site_gen.engines.profiles.schema import (
    BodyPlaces,
    Place,
    Places,
    PostPlaces,
    Profile,
    ThreadPlaces,
    places,
)

__all__ = [
    "OWN_ADDRESS",
    "RULES",
    "THREAD_KEYS",
    "BodyPlaces",
    "Place",
    "Places",
    "PostPlaces",
    "Profile",
    "ThreadPlaces",
    "described",
    "engine_of",
    "load_profiles",
    "matches",
    "parse_profile",
    "places",
    "posts_of",
    "read_profile",
    "tables",
    "thread_id_of",
    "thread_of",
]
