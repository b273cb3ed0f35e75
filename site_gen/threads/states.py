"""Make one post out of its saved states.

The state that hides least is published, then the newest; other wordings are kept as its versions.
Where the published state is silent, a field may come from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from site_gen.clean.gates import count_gates
from site_gen.models import Post, Reading, Version
from site_gen.threads.alike import alike

VIEWS = ("desktop", "touch", "print", "archiver", "text")
"""Views from the fullest to the poorest: the first decides the order and the fields."""

FILLED = (
    "parent floor author author_id author_title client location up down subject signature edited "
    "editor"
).split()
"""Fields that another state of a post may fill in where the published one is silent."""

LONGEST = ("comments", "ratings", "marks")
"""Lists of which the longest is published, whichever state it stands in."""


class Saved(NamedTuple):
    """One saved page of a thread: its path in the archive, the hash of its bytes, what it says."""

    path: str
    sha256: str
    reading: Reading

    @property
    def view_rank(self) -> int:
        """The place of its view among :data:`VIEWS`; unknown views come last."""
        view = self.reading.view
        return VIEWS.index(view) if view in VIEWS else len(VIEWS)

    @property
    def age(self) -> tuple[str, str]:
        """What newer pages are told by: the time of the capture, then the path."""
        return self.reading.capture.time or "", self.path


class State(NamedTuple):
    """A post as one page shows it."""

    post: Post
    saved: Saved


@dataclass(eq=False)
class Entry:
    """A post on its way: its id, which no other post of the thread has, and its saved states."""

    ident: str | None
    states: list[State] = field(default_factory=list)

    @property
    def first(self) -> Post:
        """The state met first, from the fullest view."""
        return self.states[0].post


def published(entry: Entry, n: int) -> Post:
    """Return the post of an entry as it is published, number ``n`` of its thread."""
    newest = sorted(entry.states, key=lambda state: state.saved.age, reverse=True)
    ranked = sorted(newest, key=_rank)
    best, saved = ranked[0]
    own: dict[str, Any] = {"n": n, "id": entry.ident, "source": saved.path}
    if len(ranked) == 1:
        return msgspec.structs.replace(best, **own)
    posts = [state.post for state in newest]
    dated = min((best, *posts), key=_certainty)
    return msgspec.structs.replace(
        best,
        **own,
        versions=_versions(best, ranked[1:]),
        **_filled(best, posts),
        **{name: max((getattr(post, name) for post in posts), key=len) for name in LONGEST},
        date=dated.date,
        date_text=dated.date_text,
        date_guess=dated.date_guess,
    )


def first_known(values: Sequence[Any], name: str) -> Any:
    """Return a field of the first of some structs that states it, or ``None``."""
    stated = (getattr(value, name) for value in values)
    return next((value for value in stated if value is not None), None)


def _filled(best: Post, posts: Sequence[Post]) -> dict[str, Any]:
    silent = (name for name in FILLED if getattr(best, name) is None)
    return {name: first_known(posts, name) for name in silent}


def _certainty(post: Post) -> tuple[bool, bool, bool]:
    """Return how surely a state dates its post: stated, guessed, only shown, or silent."""
    return post.date is None, post.date_guess, post.date_text is None


def _rank(state: State) -> tuple[int, int, int]:
    """Return a key that puts the state first that hides least, then the fuller view and page."""
    rank = state.saved.view_rank
    poorer = rank if rank > 1 else 0
    return count_gates(state.post.html), poorer, state.saved.reading.cut


def _versions(best: Post, others: Sequence[State]) -> list[Version]:
    """Return the other wordings of a post, each once."""
    seen = {best.text}
    versions: list[Version] = []
    for post, saved in others:
        if post.text in seen or _says_less(post, saved, best):
            continue
        seen.add(post.text)
        captured = saved.reading.capture.time
        versions.append(
            Version(
                source=saved.path,
                captured=captured,
                edited=post.edited,
                text=post.text,
                html=post.html,
            )
        )
    return versions


def _says_less(post: Post, saved: Saved, best: Post) -> bool:
    """Tell whether a state is no wording of its own: a gate alone, a view that drops markup."""
    if not post.text and count_gates(post.html):
        return True
    return saved.reading.view not in VIEWS[:2] and alike(best.text, post.text)
