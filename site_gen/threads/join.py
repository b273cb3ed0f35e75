"""Join the pages of one thread, saved whenever and however, into one thread with its gaps.

Pages join by the forum's own ids, posts by their ids; views that print no ids (archiver, print,
text copies) join by author and minute. An id that two posts have (an archive of mails whose numbers
began anew) joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from site_gen.models import Post, Source, Thread
from site_gen.threads.alike import alike
from site_gen.threads.gaps import find_gaps, same_view
from site_gen.threads.states import Entry, Saved, State, first_known, published

NEWEST_STATES = ("engine_version", "views", "replies", "locked", "zone", "poll", "special")
"""Fields of a thread that the newest page which states them has right."""

TWO_ZONES = timedelta(hours=26)  # two readers' clocks are never further apart

Minute = tuple[str | None, str | None]
"""What a post without an id is known again by: its author, and its date to the minute."""


def assemble(thread_id: str, saved: Sequence[Saved], board: Sequence[str] = ()) -> Thread:
    """Join the saved pages of one thread (at least one). The order of ``saved`` does not matter.

    ``board`` is the path to its board as other threads state it, used where it is fuller.
    """
    ordered = sorted(saved, key=_page_order)
    thread = Thread(
        id=thread_id,
        engine=ordered[0].reading.engine,
        sources=[Source(path=s.path, sha256=s.sha256, page=s.reading.page) for s in ordered],
        posts=[published(entry, n) for n, entry in enumerate(_join(ordered), 1)],
        board=max((list(board), *(s.reading.board for s in ordered)), key=len),
        **_stated_by_all(ordered),
        **_stated_by_newest(ordered),
    )
    return msgspec.structs.replace(thread, gaps=find_gaps(thread, ordered))


def _stated_by_all(ordered: Sequence[Saved]) -> dict[str, Any]:
    """Return the fields of a thread that its pages state together, the fullest view first."""
    readings = [page.reading for page in ordered]
    claimed = [page.reading.pages_claimed or 0 for page in same_view(ordered)]
    return {
        "title": first_known(readings, "title"),
        "tags": list(dict.fromkeys(tag for reading in readings for tag in reading.tags)),
        "url": _thread_url(ordered),
        "pages_claimed": max(claimed) or None,
    }


def _stated_by_newest(ordered: Sequence[Saved]) -> dict[str, Any]:
    """Return the fields of a thread that the newest page which states them has right."""
    newest = [page.reading for page in sorted(ordered, key=lambda page: page.age, reverse=True)]
    captures = (reading.capture for reading in newest)
    captured = next((capture.time for capture in captures if not capture.guess), None)
    return {"captured": captured, **{name: first_known(newest, name) for name in NEWEST_STATES}}


def _page_order(saved: Saved) -> tuple[int, int, str]:
    return saved.view_rank, saved.reading.page or 1, saved.path


def _thread_url(ordered: Sequence[Saved]) -> str | None:
    """Return the address of the thread: that of its first page where one is saved."""
    opening = [page.reading for page in ordered if (page.reading.page or 1) == 1]
    every = [page.reading for page in ordered]
    return next((reading.url for reading in (*opening, *every) if reading.url), None)


# ── Each post once ────────────────────────────────────────────────────────────────────────────────


def _join(ordered: Sequence[Saved]) -> list[Entry]:
    """Return every post once, in reading order.

    A page's posts stay in its order; a new one goes behind its neighbour.
    """
    entries: list[Entry] = []
    by_id: dict[str, list[Entry]] = {}
    for saved in ordered:
        previous: Entry | None = None
        loose: dict[Minute, list[Entry]] = {}
        if any(post.id is None for post in saved.reading.posts):
            loose = _by_minute(entries)
        for post in ascending(saved.reading.posts):
            if post.id:
                entry = _same_id(post, by_id.setdefault(post.id, []))
            else:
                entry = _same_post(post, saved, loose)
            if entry is None:
                entry = Entry(post.id)
                entries.insert(_position(entries, previous, post), entry)
                if post.id:
                    by_id[post.id].append(entry)
            entry.states.append(State(post, saved))
            previous = entry
    _unname_namesakes(entries, by_id.values())
    return entries


def _unname_namesakes(entries: list[Entry], groups: Iterable[list[Entry]]) -> None:
    """Leave an id that several posts have to the first of them."""
    for named in groups:
        if len(named) > 1:
            for namesake in sorted(named, key=entries.index)[1:]:
                namesake.ident = None


def ascending(posts: Sequence[Post]) -> list[Post]:
    """Return the posts of a page, oldest first.

    A page that was saved in reverse order (倒序浏览) counts its floors down.
    """
    floors = [post.floor for post in posts if post.floor is not None]
    dates = [post.date for post in posts if post.date is not None]
    falling = len(floors) > 1 and all(a > b for a, b in pairwise(floors))
    undated = not floors and len(dates) > 2 and all(a > b for a, b in pairwise(dates))
    if falling or undated:
        return list(reversed(posts))
    return list(posts)


def _position(entries: list[Entry], previous: Entry | None, post: Post) -> int:
    """Return the index at which a new post belongs.

    That is behind its neighbour on the page, else by floor, else by date, else at the end.
    """
    if previous is not None:
        at = next(i for i, entry in enumerate(entries) if entry is previous) + 1
        while at < len(entries) and _precedes(entries[at].first, post):
            at += 1
        return at
    for at, entry in enumerate(entries):
        if _precedes(post, entry.first):
            return at
    return len(entries)


def _precedes(one: Post, other: Post) -> bool:
    """Tell whether a post was written before another.

    By floor where both state one, else by the minute.
    """
    if one.floor is not None and other.floor is not None:
        return one.floor < other.floor
    if not one.date or not other.date:
        return False
    if "+" in one.date[10:] and "+" in other.date[10:]:  # both state their zone
        return datetime.fromisoformat(one.date) < datetime.fromisoformat(other.date)
    return one.date[:16] < other.date[:16]


# ── Which states are one post ─────────────────────────────────────────────────────────────────────


def _same_id(post: Post, named: Sequence[Entry]) -> Entry | None:
    """Return the one of the posts with a post's id that it is a state of."""
    return next((entry for entry in named if not _is_another(entry.first, post)), None)


def _is_another(one: Post, other: Post) -> bool:
    """Tell whether two posts of one id cannot be one post.

    They have other words, and were written at another time by another, or days apart. Hypermail
    counts anew in every quarter of a list, and an archive made again may count otherwise than the
    old one.
    """
    apart = _apart(one, other)
    by_another = None not in (one.author, other.author) and one.author != other.author
    return bool(apart) and (by_another or apart > TWO_ZONES) and not alike(one.text, other.text)


def _apart(one: Post, other: Post) -> timedelta:
    """Return the time between two posts as their pages state it, to the minute.

    It is none where one page is silent or guessed.
    """
    first, second = _moment(one), _moment(other)
    if first is None or second is None:
        return timedelta()
    return abs(first - second)


def _moment(post: Post) -> datetime | None:
    """Return when a post was written, to the minute, if its page states the day."""
    if not post.date or post.date_guess or len(post.date) < len("2022-03-04"):
        return None
    return datetime.fromisoformat(post.date[:16])


def _by_minute(entries: Iterable[Entry]) -> dict[Minute, list[Entry]]:
    known: dict[Minute, list[Entry]] = {}
    for entry in entries:
        known.setdefault(_minute(entry.first), []).append(entry)
    return known


def _minute(post: Post) -> Minute:
    return post.author, (post.date or "")[:16] or None


def _same_post(post: Post, saved: Saved, known: dict[Minute, list[Entry]]) -> Entry | None:
    """Return the post that one without an id is a state of.

    It has the same author and minute, and the same words where several have. Two posts of one page
    are never one post.
    """
    author, minute = _minute(post)
    if minute is None:
        return None
    near = known.get((author, minute), [])
    candidates = [entry for entry in near if entry.states[-1].saved is not saved]
    if len(candidates) == 1 and author:
        return candidates[0]
    return next((entry for entry in candidates if alike(entry.first.text, post.text)), None)
