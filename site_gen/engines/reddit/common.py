"""What Reddit's pages of all years share: addresses, bodies, stubs of what was removed."""

from __future__ import annotations

import re

from site_gen.clean.blocks import code, quotes
from site_gen.clean.rule import Rule, TagRule
from site_gen.clean.rules import COMMON

THREAD = re.compile(r"/comments/(?P<thread>[a-z0-9]{3,})")
STUB = re.compile(r"^\[\s?(?:deleted|removed)(?: by \w+)?\s?\]$", re.I)
"""What stands in place of words, or of a name, that are gone."""

ADDRESSES = (re.compile(r"/r/\w+/comments/(?P<thread>[a-z0-9]{3,})"),)
BODY_RULES: tuple[Rule | TagRule, ...] = (
    quotes("blockquote", needles=("<blockquote",)),
    code("pre", needles=("<pre",)),
    *COMMON,
)


def known_name(author: str | None) -> str | None:
    """Return an author's name; "[deleted]" is none."""
    if not author or STUB.match(author):
        return None
    return author


def is_removed(author: str | None, words: str) -> bool:
    """Tell whether nothing is left of a comment: neither who wrote it nor what it said."""
    return known_name(author) is None and STUB.match(words) is not None
