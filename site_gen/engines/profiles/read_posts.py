"""Read the posts of a page, by a profile."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import RawPost
from site_gen.engines.profiles.candidates import Candidate, find_candidates
from site_gen.engines.profiles.prepare_body import prepare_body
from site_gen.engines.profiles.schema import Profile
from site_gen.load.page import Page


def read_posts(profile: Profile, page: Page) -> Iterator[RawPost]:
    """Return the posts of a page by a profile, their bodies ready for its rules.

    An element with neither author nor date, or without words, is none.
    """
    for found, body in find_posts(profile, page):
        stated = found.fields.pop("date_stated", None)
        dropped = prepare_body(profile, body)
        yield RawPost(
            body=body,
            fields=found.fields,
            date_stated=stated,
            signature=found.signature,
            dropped=dropped,
        )


def find_posts(profile: Profile, page: Page) -> Iterator[tuple[Candidate, LexborNode]]:
    """Return the candidates that are posts, each with its body."""
    for found in find_candidates(profile, page):
        if found.body is not None and not found.fault:
            yield found, found.body
