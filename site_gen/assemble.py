"""Assemble: the pages of one thread, saved whenever and however, become one thread with its gaps.

Pages join by the forum's own ids, posts by their ids; views that print no ids (archiver, print,
text copies) join by author and minute. An id that two posts have (an archive of mails whose numbers
began anew) joins nothing. Where a post was saved more than once, the state that hides least is
published, then the newest; other wordings are kept as its versions.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from site_gen.models import Gap, Post, Reading, Source, Thread, Version

# Views from the fullest to the poorest: the first decides the order and the fields.
VIEWS = ("desktop", "touch", "print", "archiver", "text")
# Fields that a poorer state of a post may fill in where the published one is silent.
FILLED = ("parent", "floor", "author", "author_id", "author_title", "client", "location", "up", "down",
          "subject", "signature", "edited", "editor")  # fmt: skip
HIDING = '<aside class="gate">'
GATE = re.compile(HIDING + "(.*?)</aside>", re.S)
WORD = re.compile(r"\w+")
TWO_ZONES = timedelta(hours=26)  # two readers' clocks are never further apart


class Saved(NamedTuple):
    """One saved page of a thread: where it lies in the archive, the hash of its bytes, and what it says."""

    path: str
    sha256: str
    reading: Reading


class Key(NamedTuple):
    """What tells threads apart: engine, forum's host ("" where no page says), the forum's number of the thread."""

    engine: str
    site: str
    thread_id: str


@dataclass(eq=False)
class Entry:
    """A post on its way: its id, which no other post of the thread has, and every saved state of it."""

    ident: str | None
    states: list[tuple[Post, Saved]] = field(default_factory=list)

    @property
    def first(self) -> Post:
        """The state met first, from the fullest view."""
        return self.states[0][0]


def assemble(thread_id: str, saved: Sequence[Saved], board: Sequence[str] = ()) -> Thread:
    """Join the saved pages of one thread (at least one). The order of ``saved`` does not matter.

    ``board`` is the path to its board as other threads state it, used where it is fuller.
    """
    ordered = sorted(saved, key=_page_order)
    entries = _join(ordered)
    posts = [_published(entry, n) for n, entry in enumerate(entries, 1)]
    newest = sorted(ordered, key=lambda s: (s.reading.capture.time or "", s.path), reverse=True)
    thread = Thread(
        id=thread_id,
        engine=ordered[0].reading.engine,
        sources=[Source(path=s.path, sha256=s.sha256, page=s.reading.page) for s in ordered],
        board=max((list(board), *(s.reading.board for s in ordered)), key=len),
        tags=list(dict.fromkeys(tag for s in ordered for tag in s.reading.tags)),
        url=_thread_url(ordered),
        captured=next(
            (s.reading.capture.time for s in newest if not s.reading.capture.guess), None
        ),
        pages_claimed=max((s.reading.pages_claimed or 0 for s in _same_view(ordered)), default=0)
        or None,
        posts=posts,
        **{
            name: _stated(newest, name)
            for name in ("engine_version", "views", "replies", "locked", "zone", "poll", "special")
        },
        title=_stated(ordered, "title"),
    )
    return msgspec.structs.replace(thread, gaps=find_gaps(thread, ordered))


def _page_order(saved: Saved) -> tuple[int, int, str]:
    reading = saved.reading
    rank = VIEWS.index(reading.view) if reading.view in VIEWS else len(VIEWS)
    return rank, reading.page or 1, saved.path


def _same_view(ordered: Sequence[Saved]) -> list[Saved]:
    """The pages of the fullest view: page numbers of different views do not compare."""
    return [s for s in ordered if s.reading.view == ordered[0].reading.view]


def _thread_url(ordered: Sequence[Saved]) -> str | None:
    """The address of the thread: that of its first page where one is saved."""
    first = [s.reading.url for s in ordered if s.reading.url and (s.reading.page or 1) == 1]
    return next(iter(first), None) or next((s.reading.url for s in ordered if s.reading.url), None)


def _stated(saved: Iterable[Saved], name: str) -> Any:
    """The first value of a field that a page states."""
    return next((value for s in saved if (value := getattr(s.reading, name)) is not None), None)


# ── Joining posts ─────────────────────────────────────────────────────────────────────────────────


def _join(ordered: Sequence[Saved]) -> list[Entry]:
    """Every post once, in reading order.

    A page's posts stay in its order; a new one goes behind its neighbour.
    """
    entries: list[Entry] = []
    by_id: dict[str, list[Entry]] = {}
    for saved in ordered:
        previous: Entry | None = None
        loose = (
            _by_author_and_minute(entries) if any(p.id is None for p in saved.reading.posts) else {}
        )
        for post in ascending(saved.reading.posts):
            named = by_id.setdefault(post.id, []) if post.id else []
            entry = _same_id(post, named) if post.id else _same_post(post, saved, loose)
            if entry is None:
                entry = Entry(post.id)
                entries.insert(_place(entries, previous, post), entry)
                named.append(entry)
            entry.states.append((post, saved))
            previous = entry
    for named in (named for named in by_id.values() if len(named) > 1):
        for namesake in sorted(named, key=entries.index)[1:]:
            namesake.ident = None
    return entries


def ascending(posts: Sequence[Post]) -> list[Post]:
    """The posts of a page oldest first: a page saved in reverse order (倒序浏览) counts its floors down."""
    floors = [post.floor for post in posts if post.floor is not None]
    dates = [post.date for post in posts if post.date is not None]
    falling = len(floors) > 1 and all(a > b for a, b in pairwise(floors))
    undated = len(floors) == 0 and len(dates) > 2 and all(a > b for a, b in pairwise(dates))
    return list(reversed(posts)) if falling or undated else list(posts)


def _place(entries: list[Entry], previous: Entry | None, post: Post) -> int:
    """Where a new post belongs: behind its neighbour on the page, else by floor, else by date, else at the end."""
    if previous is not None:
        place = next(i for i, entry in enumerate(entries) if entry is previous) + 1
        while place < len(entries) and _precedes(entries[place].first, post):
            place += 1
        return place
    return next(
        (i for i, entry in enumerate(entries) if _precedes(post, entry.first)), len(entries)
    )


def _precedes(one: Post, other: Post) -> bool:
    """Whether a post was written before another, by floor where both state one, else by the minute."""
    if one.floor is not None and other.floor is not None:
        return one.floor < other.floor
    if not one.date or not other.date:
        return False
    if "+" in one.date[10:] and "+" in other.date[10:]:  # both state their zone
        return datetime.fromisoformat(one.date) < datetime.fromisoformat(other.date)
    return one.date[:16] < other.date[:16]


def _same_id(post: Post, named: Sequence[Entry]) -> Entry | None:
    """Of the posts that have a post's id the one that it is a state of."""
    return next((entry for entry in named if not _is_another(entry.first, post)), None)


def _is_another(one: Post, other: Post) -> bool:
    """Whether two posts of one id cannot be one post: other words, written at another time by another or days apart.

    Hypermail counts anew in every quarter of a list, and an archive made again may count otherwise
    than the old one.
    """
    apart = _apart(one, other)
    by_another = None not in (one.author, other.author) and one.author != other.author
    return bool(apart) and (by_another or apart > TWO_ZONES) and not alike(one.text, other.text)


def _apart(one: Post, other: Post) -> timedelta:
    """The time between two posts as their pages state it, to the minute.

    None where one is silent or guessed.
    """
    first, second = _moment(one), _moment(other)
    return abs(first - second) if first and second else timedelta()


def _moment(post: Post) -> datetime | None:
    """When a post was written, to the minute, if its page states the day."""
    if not post.date or post.date_guess or len(post.date) < len("2022-03-04"):
        return None
    return datetime.fromisoformat(post.date[:16])


def _by_author_and_minute(
    entries: Iterable[Entry],
) -> dict[tuple[str | None, str | None], list[Entry]]:
    known: dict[tuple[str | None, str | None], list[Entry]] = {}
    for entry in entries:
        known.setdefault(_minute(entry.first), []).append(entry)
    return known


def _minute(post: Post) -> tuple[str | None, str | None]:
    return post.author, (post.date or "")[:16] or None


def _same_post(
    post: Post, saved: Saved, known: dict[tuple[str | None, str | None], list[Entry]]
) -> Entry | None:
    """The post that one without an id is a state of: same author, same minute, same words where there are several.

    Two posts of one page are never one post.
    """
    key = _minute(post)
    candidates = (
        [entry for entry in known.get(key, []) if entry.states[-1][1] is not saved]
        if key[1]
        else []
    )
    if len(candidates) == 1 and post.author:
        return candidates[0]
    return next((entry for entry in candidates if alike(entry.first.text, post.text)), None)


def alike(a: str, b: str) -> bool:
    """Whether two texts are one text but for labels, smiley codes and the like: nine words of ten in common."""
    bag_a, bag_b = _bag(a), _bag(b)
    total = sum(bag_a.values()) + sum(bag_b.values())
    return total == 0 or 2 * sum((bag_a & bag_b).values()) >= 0.9 * total


def _bag(text: str) -> Counter[str]:
    """The words of a text, and its characters where a script writes none apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return Counter(
        part for word in WORD.findall(plain) for part in (word if not word.isascii() else [word])
    )


# ── One post out of its states ────────────────────────────────────────────────────────────────────


def _published(entry: Entry, n: int) -> Post:
    if len(entry.states) == 1:
        post, saved = entry.states[0]
        return msgspec.structs.replace(post, n=n, id=entry.ident, source=saved.path)
    newest = sorted(
        entry.states, key=lambda s: (s[1].reading.capture.time or "", s[1].path), reverse=True
    )
    ranked = sorted(newest, key=_hides_least)
    best, source = ranked[0]
    filled = {
        name: next(
            (value for post, _ in newest if (value := getattr(post, name)) is not None), None
        )
        for name in FILLED
        if getattr(best, name) is None
    }
    fullest = {
        name: max((getattr(post, name) for post, _ in newest), key=len)
        for name in ("comments", "ratings", "marks")
    }
    dated = min((best, *(post for post, _ in newest)), key=_certainty)
    return msgspec.structs.replace(
        best,
        n=n,
        source=source.path,
        id=entry.ident,
        versions=_versions(best, ranked[1:]),
        **filled,
        **fullest,
        date=dated.date,
        date_text=dated.date_text,
        date_guess=dated.date_guess,
    )


def _certainty(post: Post) -> tuple[bool, bool, bool]:
    """How surely a state dates its post: stated, guessed, only shown, or silent."""
    return post.date is None, post.date_guess, post.date_text is None


def _hides_least(state: tuple[Post, Saved]) -> tuple[int, int, int]:
    post, saved = state
    view = VIEWS.index(saved.reading.view) if saved.reading.view in VIEWS else len(VIEWS)
    return post.html.count(HIDING), view if view > 1 else 0, saved.reading.cut


def _versions(best: Post, others: Sequence[tuple[Post, Saved]]) -> list[Version]:
    """The other wordings of a post, each once.

    A poorer view that drops markup is no other wording.
    """
    seen = {best.text}
    versions: list[Version] = []
    for post, saved in others:
        poorer = saved.reading.view not in VIEWS[:2] and alike(best.text, post.text)
        if post.text in seen or poorer or (not post.text and post.html.count(HIDING)):
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


# ── Gaps ──────────────────────────────────────────────────────────────────────────────────────────


def find_gaps(thread: Thread, ordered: Sequence[Saved]) -> list[Gap]:
    """What the pages say exists and none of them shows."""
    return [
        *_missing_pages(thread, ordered),
        *(Gap(kind="floors", detail=spans([skipped])) for skipped in skipped_floors(thread.posts)),
        *_missing_posts(thread),
        *_withheld(thread.posts),
        *_cut_pages(ordered),
    ]


def _missing_pages(thread: Thread, ordered: Sequence[Saved]) -> Iterator[Gap]:
    if thread.pages_claimed is None or _is_complete(thread):
        return
    saved = {s.reading.page for s in _same_view(ordered)}
    if missing := holes({n for n in saved if n is not None}, thread.pages_claimed):
        yield Gap(kind="pages", detail=f"{spans(missing)} / {thread.pages_claimed}")


def _is_complete(thread: Thread) -> bool:
    """Whether as many posts are here as the forum counted.

    Discuz! counts the short notes under posts as replies.
    """
    return thread.replies is not None and _counted(thread) >= thread.replies + 1


def _counted(thread: Thread) -> int:
    return len(thread.posts) + sum(len(post.comments) for post in thread.posts)


def _missing_posts(thread: Thread) -> Iterator[Gap]:
    if thread.replies is not None and _counted(thread) < thread.replies + 1:
        yield Gap(kind="posts", detail=f"{_counted(thread)} / {thread.replies + 1}")


def skipped_floors(posts: Sequence[Post]) -> list[tuple[int, int]]:
    """The runs of floor numbers between the posts (and before the first) that none of them has, in order."""
    floors = {post.floor for post in posts if post.floor is not None}
    return holes(floors, max(floors, default=0))


def _withheld(posts: Iterable[Post]) -> Iterator[Gap]:
    for post in posts:
        if hiding := [html.unescape(words).strip() for words in GATE.findall(post.html)]:
            kind: Any = "hidden" if post.text or post.attachments else "blocked"
            yield Gap(kind=kind, detail=f"#{post.floor or post.n}: {' / '.join(hiding)}")


def _cut_pages(ordered: Sequence[Saved]) -> Iterator[Gap]:
    whole = {(s.reading.view, s.reading.page) for s in ordered if not s.reading.cut}
    for s in ordered:
        if s.reading.cut and (s.reading.view, s.reading.page) not in whole:
            yield Gap(kind="cut", detail=s.path)


def holes(known: set[int], last: int) -> list[tuple[int, int]]:
    """The runs of numbers from 1 to ``last`` that are not known, as (first, last)."""
    shown = [0, *sorted(n for n in known if 0 < n <= last), last + 1]
    return [(one + 1, other - 1) for one, other in pairwise(shown) if other > one + 1]


def spans(runs: Iterable[tuple[int, int]]) -> str:
    """Runs in words: ``2, 4–6``."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


# ── Which pages are one thread ────────────────────────────────────────────────────────────────────


def group(saved: Iterable[tuple[Key, str | None, Any]]) -> dict[Key, list[Any]]:
    """Sort pages, given as (key, title, anything), to their threads.

    A page that does not say which forum it is from joins the only thread of its number that may be
    its own.
    """
    threads: dict[Key, list[Any]] = {}
    titles: dict[Key, set[str]] = {}
    homeless: list[tuple[Key, str | None, Any]] = []
    for key, title, page in saved:
        if key.site:
            threads.setdefault(key, []).append(page)
            titles.setdefault(key, set()).update([title] if title else [])
        else:
            homeless.append((key, title, page))
    for key, title, page in homeless:
        owners = [
            k
            for k in threads
            if k.site
            and k[0] == key[0]
            and k[2] == key[2]
            and (not titles[k] or title in titles[k])
        ]
        threads.setdefault(owners[0] if len(owners) == 1 else key, []).append(page)
    return threads


def key_of(reading: Reading) -> Key:
    """The key of the thread that a page belongs to."""
    return Key(reading.engine, reading.site or "", reading.thread_id)
