"""Root: the part that is loaded first and says where everything lies.

And the maps from posts to threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from site_gen.search.blocks import json_bytes
from site_gen.search.documents import UNDATED
from site_gen.store.posts import OrderedPost

MAP = 16_384  # posts in one map


def root(
    buckets: Sequence[tuple[str, list[int]]],
    maps: Sequence[tuple[str, int]],
    begins: Sequence[str],
    long: Mapping[str, int],
    common: Iterable[str],
    page_cap: int,
) -> bytes:
    """Return the root as JSON.

    ``posts``: how many; ``cap``: posts on a thread's page; ``buckets``: [name, posts of each
    block], in order; ``maps``: [name, posts]; ``shards``: where the terms of each begin; ``long``:
    the terms whose lists have files of their own, with their posts, so that no shard is loaded for
    them; ``common``: the common words.
    """
    return json_bytes(
        {
            "posts": sum(sum(blocks) for _, blocks in buckets),
            "cap": page_cap,
            "buckets": buckets,
            "maps": maps,
            "shards": begins,
            "long": long,
            "common": " ".join(sorted(common)),
        }
    )


def maps(places: Iterable[OrderedPost]) -> Iterator[tuple[str, int, bytes]]:
    """Yield which thread each post is of, year by year, as (name, posts, JSON).

    The JSON is ``threads``, their ids, and ``of``, for each post the place of its thread among
    these. Only a query whose words stand in different posts of a thread needs them.
    """
    for year, group in groupby(places, key=lambda place: place.year):
        part = 0
        while held := [place.thread for place in islice(group, MAP)]:
            threads = {thread: at for at, thread in enumerate(dict.fromkeys(held))}
            of = [threads[thread] for thread in held]
            name = f"d/{year or UNDATED}"
            if part:
                name += f".{part}"
            yield name, len(held), json_bytes({"threads": list(threads), "of": of})
            part += 1
