"""Make the engine of a profile."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.profiles.field_values import NUMBERS
from site_gen.engines.profiles.prepare_body import RULES
from site_gen.engines.profiles.read_posts import read_posts
from site_gen.engines.profiles.read_thread import read_thread
from site_gen.engines.profiles.schema import Profile, stated_places


def engine_of(profile: Profile) -> Engine:
    """Return the engine that reads pages by a profile."""
    threshold = 1
    if profile.fingerprints:
        threshold = profile.needed
    return Engine(
        name=profile.name,
        view=profile.view,
        fingerprints=tuple(Fingerprint(mark, (mark,)) for mark in profile.fingerprints),
        threshold=threshold,
        post_boxes=profile.post.each,
        split=partial(read_posts, profile),
        more_thread=partial(read_thread, profile.thread),
        rules=RULES,
        chrome={**profile.chrome, **dict(_understood(profile))},
    )


def _understood(profile: Profile) -> Iterator[tuple[str, str]]:
    """Return what is read but not published as it stands, for the account of a page.

    These are counts, floors, marks of edits.
    """
    fields = {**stated_places(profile.post), **stated_places(profile.thread)}
    for name, places in fields.items():
        if name in NUMBERS and name not in profile.chrome:
            yield name, ", ".join(place.css for place in places)
    for name, css in (("edit-mark", profile.body.edited), ("signature", profile.post.signature)):
        if css and name not in profile.chrome:
            yield name, css
