"""Find the records of a page: elements alike, each with one date of the same sort and words of its own.

The idea is MiBAT's (Song et al., WWW 2010): user-generated records differ in structure because
people write what they like, but each has a post's date, and around these anchors the template is
the same. Unlike MDR (Liu, Grossman, Zhai, KDD 2003) no subtrees are compared with each other:
families of elements are made by what they are called, and counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.engines.generic.outline import NUMBERED, TOKEN, Outline

INLINE = frozenset(
    "a b i em strong span font small big u s img br hr input label abbr time code pre sub sup h1 h2 h3 h4 h5 h6".split()
)
ITEMS = (
    "Comment",
    "DiscussionForumPosting",
    "Answer",
    "Question",
    "UserComments",
    "SocialMediaPosting",
)
FEWEST = 2
MOST = 2_000
TRIED = 4  # families whose fields are looked for
TELLING = re.compile(r"post|comment|message|reply|answer|entry|msg", re.I)

Key = tuple[str, str, int]
"""A family of elements: tag, what they share (``.class``, ``#id-prefix``, ``@item``, "" for siblings), parent."""


@dataclass(frozen=True)
class Family:
    """Elements alike that may be the posts of a thread.

    ``run``: what follows each belongs to it.
    """

    key: Key
    selector: str
    places: tuple[int, ...]
    score: float
    run: bool = False


def families(outline: Outline) -> list[Family]:
    """The families of a page that look like posts, best first."""
    every: dict[Key, list[int]] = defaultdict(list)
    for place in range(len(outline.nodes)):
        for key in keys(outline, place):
            every[key].append(place)
    dated = _dated(outline)
    total = max(1, outline.weight(0)) if outline.nodes else 1
    found = [
        family
        for key, places in dated.items()
        if FEWEST <= len(places) <= MOST
        and (family := _family(outline, key, places, every[key], total))
    ]
    best: dict[tuple[int, ...], Family] = {}
    for family in sorted(
        found,
        key=lambda family: (-round(family.score, 2), not TELLING.search(family.key[1]), family.key),
    ):
        if (
            len(best) < TRIED
            and family.places not in best
            and _is_exact(outline, family, every[family.key])
        ):
            best[family.places] = family
    return list(best.values())


def _is_exact(outline: Outline, family: Family, every: list[int]) -> bool:
    """Whether a family's selector finds its elements and no others ("#post" also finds "#post_message")."""
    found = {node.mem_id for node in outline.nodes[0].css(family.selector)}
    return found == {outline.nodes[place].mem_id for place in every}


def keys(outline: Outline, place: int) -> Iterator[Key]:
    """The families that an element belongs to."""
    tag = outline.tag[place]
    if tag in INLINE:
        return
    for name in outline.classes[place]:
        yield tag, f".{name}", -1
    attributes = outline.attributes[place]
    named = attributes.get("id") or ""
    if (match := NUMBERED.match(named)) and TOKEN.match(match[1]):
        yield tag, f"#{match[1]}", -1
    item = attributes.get("itemtype") or ""
    if item.rpartition("/")[2] in ITEMS:
        yield "*", f"@{item.rpartition('/')[2]}", -1
    yield tag, "", outline.parent[place]


def _dated(outline: Outline) -> dict[Key, dict[int, set[tuple[str, str]]]]:
    """For each family the elements that show dates of their own, and of which sort these are."""
    dated: dict[Key, dict[int, set[tuple[str, str]]]] = defaultdict(dict)
    for date in outline.dates:
        seen: set[Key] = set()
        sort = sort_of(outline, date)
        shown = outline.text(date)
        for place in outline.above(date):
            for key in keys(outline, place):
                if key not in seen:
                    seen.add(key)
                    dated[key].setdefault(place, set()).add((sort, shown))
    return dated


def sort_of(outline: Outline, place: int) -> str:
    """What sort of date an element shows, told by its kind and its parent's."""
    parent = outline.parent[place]
    return f"{outline.kind(parent) if parent >= 0 else ''} > {outline.kind(place)}"


def _family(
    outline: Outline, key: Key, dated: dict[int, set[tuple[str, str]]], every: list[int], total: int
) -> Family | None:
    sorts: Counter[str] = Counter()
    once: Counter[str] = Counter()
    twice: Counter[str] = Counter()
    for found in dated.values():
        for sort, times in Counter(sort for sort, _ in found).items():
            sorts[sort] += 1
            once[sort] += times == 1
            twice[sort] += times == 2
    if len(dated) > 2 and max(once.values()) < 0.6 * len(
        dated
    ):  # two dates of one sort: when joined, when posted
        once = twice
    sort = max(once, key=lambda name: (once[name], sorts[name], name))
    n = sorts[sort]
    if n < FEWEST or once[sort] / n < 0.6 or n / len(every) < 0.2:
        return None
    places = tuple(
        sorted(place for place, found in dated.items() if any(sort == other for other, _ in found))
    )
    share = sum(own_weights(outline, places)) / total
    lost = (
        sum(outline.weight(place) for place in every if place not in dated) / total
    )  # words that would be left out
    even = (once[sort] / n) * (n / (n + 1)) * (1 + 0.02 * (key[2] < 0))
    if n / len(every) < 0.5 and lost > 0.25 * share:
        return None
    run = _run_share(outline, places) / total if share < 0.3 else 0.0
    if run > max(0.3, 3 * share):
        return Family(key, selector_of(outline, key), places, 0.95 * run * even, run=True)
    return Family(
        key, selector_of(outline, key), places, share * even * share / (share + lost or 1)
    )


def _run_share(outline: Outline, places: tuple[int, ...]) -> int:
    """How much content the elements have with what follows each up to the next, if they are siblings."""
    parent = outline.parent[places[0]]
    if parent < 0 or any(outline.parent[place] != parent for place in places):
        return 0
    return (
        outline.weight_before[outline.last[parent]]
        - outline.weight_before[outline.first[places[0]]]
    )


def own_weights(outline: Outline, places: tuple[int, ...]) -> list[int]:
    """How much content each of the elements has, without those that stand in it."""
    own = [outline.weight(place) for place in places]
    open_: list[int] = []
    for n, place in enumerate(places):
        while open_ and outline.end[places[open_[-1]]] <= place:
            open_.pop()
        if open_:
            own[open_[-1]] -= outline.weight(place)
        open_.append(n)
    return own


def selector_of(outline: Outline, key: Key) -> str:
    """The selector of a family."""
    tag, shared, parent = key
    if shared.startswith("."):
        return f"{tag}{shared}"
    if shared.startswith("#"):
        return f'{tag}[id^="{shared[1:]}"]'
    if shared.startswith("@"):
        return f'[itemtype$="/{shared[1:]}"]'
    return f"{path_to(outline, parent)} > {tag}"


def path_to(outline: Outline, place: int) -> str:
    """A selector of one element: from the nearest one that has a name of its own, child by child."""
    steps: list[str] = []
    for above in outline.above(place):
        tag = outline.tag[above]
        named = outline.attributes[above].get("id") or ""
        if tag == "body":
            steps.append("body")
            break
        if TOKEN.match(named) and not any(letter.isdigit() for letter in named):
            steps.append(f"{tag}#{named}")
            break
        steps.append(
            f"{tag}{''.join(f'.{name}' for name in outline.classes[above][:2])}:nth-of-type({outline.nth[above]})"
        )
    return " > ".join(reversed(steps))
