"""Profiles: an engine's table in TOML, written by the owner of an archive for an unknown forum.

A profile says where the fields of a thread and of its posts stand, as CSS selectors. Most fields
take one place or a list of places in order of trust; a place is a selector, or a table ``{css =
"…", attr = "…", match = "…"}``. :func:`load_profiles` makes an
:class:`~site_gen.engines.core.table.Engine` of each file; the generic engine writes such a profile
for a page it has worked out, and reads the page with it, so that both see the same.

``schema`` says what may stand in a profile. ``files`` reads one and checks it by ``faults``;
``engine`` makes its engine of ``read_thread`` and ``read_posts``, which takes ``candidates`` for
posts (``post_dates`` are theirs) and makes bodies ready (``prepare_body``, ``rules_by_form``).
``matching`` shows an author what each selector finds.
"""

from site_gen.engines.profiles.engine import engine_of
from site_gen.engines.profiles.faults import described, tables
from site_gen.engines.profiles.files import (
    load_profiles,
    parse_profile,
    read_profile,
)
from site_gen.engines.profiles.matching import matches
from site_gen.engines.profiles.prepare_body import RULES
from site_gen.engines.profiles.read_posts import find_posts, read_posts
from site_gen.engines.profiles.read_thread import OWN_ADDRESS, read_thread
from site_gen.engines.profiles.schema import (
    BodyTable,
    Place,
    Places,
    PostTable,
    Profile,
    ThreadTable,
    places,
)
from site_gen.engines.profiles.thread_ids import PAGE_PART, THREAD_KEYS, thread_id_of

__all__ = [
    "OWN_ADDRESS",
    "PAGE_PART",
    "RULES",
    "THREAD_KEYS",
    "BodyTable",
    "Place",
    "Places",
    "PostTable",
    "Profile",
    "ThreadTable",
    "described",
    "engine_of",
    "find_posts",
    "load_profiles",
    "matches",
    "parse_profile",
    "places",
    "read_posts",
    "read_profile",
    "read_thread",
    "tables",
    "thread_id_of",
]
