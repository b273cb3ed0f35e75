"""Subjects of posts: what "Re:" stands before, and what is more than the thread's title."""

from __future__ import annotations

import re

ANSWER = re.compile(
    r"^(?P<list>\[[^\]]{1,40}\]\s*)?(?:(?:re|aw|sv|vs|antw|odp|rif|r|ynt|ответ|отв|回复|答复|回覆)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+"
    r"(?P<again>\[[^\]]{1,40}\]\s*)?",
    re.I,
)
CUT = 40
"""Letters from which on a subject may be a title that was cut: phpBB keeps 60 with "Re: "."""


def bare_subject(subject: str | None) -> str | None:
    """A subject without the "Re:" of answers; a list's "[name]" before it stays."""
    bare = " ".join((subject or "").split())
    while match := ANSWER.match(bare):
        bare = (match["list"] or match["again"] or "") + bare[match.end() :]
    return bare.strip() or None


def own_subject(subject: str | None, title: str | None) -> str | None:
    """Return a post's subject, or ``None`` where it only repeats the thread's title."""
    bare = bare_subject(subject)
    if bare is None or title is None:
        return bare and subject
    said, whole = bare.casefold(), (bare_subject(title) or "").casefold()
    return (
        None
        if said == whole or (len(said) >= CUT and whole.startswith(said.rstrip(".… ")))
        else subject
    )
