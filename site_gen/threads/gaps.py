"""Find the gaps of a thread: what its pages say exists and none of them shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from site_gen.clean.gates import gate_texts
from site_gen.models import Gap, Post, Thread
from site_gen.threads.states import Saved


def find_gaps(thread: Thread, ordered: Sequence[Saved]) -> list[Gap]:
    """Return the gaps of a thread. ``ordered`` are its pages, those of the fullest view first."""
    return [
        *_missing_pages(thread, ordered),
        *(Gap(kind="floors", detail=spans([skipped])) for skipped in skipped_floors(thread.posts)),
        *_missing_posts(thread),
        *_withheld(thread.posts),
        *_cut_pages(ordered),
    ]


def same_view(ordered: Sequence[Saved]) -> list[Saved]:
    """Return the pages of the fullest view: page numbers of different views do not compare."""
    return [saved for saved in ordered if saved.reading.view == ordered[0].reading.view]


def _missing_pages(thread: Thread, ordered: Sequence[Saved]) -> Iterator[Gap]:
    if thread.pages_claimed is None or _is_complete(thread):
        return
    numbers = (saved.reading.page for saved in same_view(ordered))
    if missing := holes({n for n in numbers if n is not None}, thread.pages_claimed):
        yield Gap(kind="pages", detail=f"{spans(missing)} / {thread.pages_claimed}")


def _is_complete(thread: Thread) -> bool:
    """Tell whether as many posts are here as the forum counted."""
    return thread.replies is not None and _counted(thread) >= thread.replies + 1


def _counted(thread: Thread) -> int:
    """Count the posts as a forum does: Discuz! takes the short notes under posts for replies."""
    return len(thread.posts) + sum(len(post.comments) for post in thread.posts)


def _missing_posts(thread: Thread) -> Iterator[Gap]:
    if thread.replies is not None and _counted(thread) < thread.replies + 1:
        yield Gap(kind="posts", detail=f"{_counted(thread)} / {thread.replies + 1}")


def skipped_floors(posts: Sequence[Post]) -> list[tuple[int, int]]:
    """Return the runs of floors that no post has, before the first post and between posts."""
    floors = {post.floor for post in posts if post.floor is not None}
    return holes(floors, max(floors, default=0))


def _withheld(posts: Iterable[Post]) -> Iterator[Gap]:
    for post in posts:
        if hiding := gate_texts(post.html):
            kind: Literal["hidden", "blocked"] = "blocked"
            if post.text or post.attachments:
                kind = "hidden"
            yield Gap(kind=kind, detail=f"#{post.floor or post.n}: {' / '.join(hiding)}")


def _cut_pages(ordered: Sequence[Saved]) -> Iterator[Gap]:
    whole = {(saved.reading.view, saved.reading.page) for saved in ordered if not saved.reading.cut}
    for saved in ordered:
        if saved.reading.cut and (saved.reading.view, saved.reading.page) not in whole:
            yield Gap(kind="cut", detail=saved.path)


def holes(known: set[int], last: int) -> list[tuple[int, int]]:
    """Return the runs of numbers from 1 to ``last`` that are not known, as (first, last)."""
    shown = [0, *sorted(n for n in known if 0 < n <= last), last + 1]
    return [(one + 1, other - 1) for one, other in pairwise(shown) if other > one + 1]


def spans(runs: Iterable[tuple[int, int]]) -> str:
    """Write runs as text, for example ``2, 4–6``."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
