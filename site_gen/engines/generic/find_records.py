"""Find the records of a page: elements alike, each with one date of the same sort and own words.

The idea is MiBAT's (Song et al., WWW 2010): user-generated records differ in structure because
people write what they like, but each has a post's date, and around these anchors the template is
the same. Unlike MDR (Liu, Grossman, Zhai, KDD 2003) no subtrees are compared with each other:
families of elements are made by what they are called, and counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.engines.generic.element_selectors import step_selector
from site_gen.engines.generic.outline import Outline

INLINE = frozenset(
    "a b i em strong span font small big u s img br hr input label abbr time code pre sub sup "
    "h1 h2 h3 h4 h5 h6".split()
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
ALONE = 0.6  # of the elements with a date, at least, show one of its sort
FEW_DATED = 0.2  # of a family's elements: with fewer it is no family of records
HALF_DATED = 0.5  # with fewer, the others may hold little
MOST_LOST = 0.25  # of the family's content may stand in elements without a date
SMALL = 0.3  # share of the page's content below which a family may be the heads of its posts alone
RUN_GAIN = 3  # times the content that the heads have with what follows them
RUN_TRUST = 0.95

Key = tuple[str, str, int]
"""A family of elements: tag, what they share, parent.

They share a ``.class``, an ``#id-prefix``, an ``@item``, or "" for siblings.
"""

Dated = dict[int, set[tuple[str, str]]]
"""The dates of elements: the sort and the text of each."""


@dataclass(frozen=True)
class Family:
    """Elements alike that may be the posts of a thread.

    ``run``: what follows each belongs to it.
    """

    key: Key
    selector: str
    elements: tuple[int, ...]
    score: float
    run: bool = False


def find_families(outline: Outline) -> list[Family]:
    """Return the families of a page that look like posts, best first."""
    members = _members(outline)
    total = 1
    if outline.nodes:
        total = max(1, outline.weight(0))
    scored = [
        _family(outline, key, dated, members[key], total)
        for key, dated in _dated(outline).items()
        if FEWEST <= len(dated) <= MOST
    ]
    best: dict[tuple[int, ...], Family] = {}
    for family in sorted(filter(None, scored), key=_rank):
        if len(best) == TRIED:
            break
        if family.elements not in best and _is_exact(outline, family, members[family.key]):
            best[family.elements] = family
    return list(best.values())


def _rank(family: Family) -> tuple[float, bool, Key]:
    return -round(family.score, 2), not TELLING.search(family.key[1]), family.key


def _is_exact(outline: Outline, family: Family, members: list[int]) -> bool:
    """Tell whether a family's selector finds its elements and no others.

    For example "#post" also finds "#post_message".
    """
    found = {node.mem_id for node in outline.nodes[0].css(family.selector)}
    return found == {outline.nodes[element].mem_id for element in members}


# ── Families ──────────────────────────────────────────────────────────────────────────────────────


def _members(outline: Outline) -> dict[Key, list[int]]:
    """Return all elements of each family."""
    members: dict[Key, list[int]] = defaultdict(list)
    for element in range(len(outline.nodes)):
        for key in keys(outline, element):
            members[key].append(element)
    return members


def keys(outline: Outline, element: int) -> Iterator[Key]:
    """Return the families that an element belongs to."""
    tag = outline.tag[element]
    if tag in INLINE:
        return
    for name in outline.classes[element]:
        yield tag, f".{name}", -1
    if prefix := outline.numbered_name(element):
        yield tag, f"#{prefix}", -1
    item = outline.attr(element, "itemtype").rpartition("/")[2]
    if item in ITEMS:
        yield "*", f"@{item}", -1
    yield tag, "", outline.parent[element]


def selector_of(outline: Outline, key: Key) -> str:
    """Return the selector of a family."""
    tag, shared, parent = key
    if shared.startswith("."):
        return f"{tag}{shared}"
    if shared.startswith("#"):
        return f'{tag}[id^="{shared[1:]}"]'
    if shared.startswith("@"):
        return f'[itemtype$="/{shared[1:]}"]'
    return f"{step_selector(outline, parent)} > {tag}"


# ── Dates ─────────────────────────────────────────────────────────────────────────────────────────


def _dated(outline: Outline) -> dict[Key, Dated]:
    """Return for each family the elements that show dates of their own, with these."""
    dated: dict[Key, Dated] = defaultdict(dict)
    for date in outline.dates:
        seen: set[Key] = set()
        sort = sort_of(outline, date)
        shown = outline.text(date)
        for element in outline.above(date):
            for key in keys(outline, element):
                if key not in seen:
                    seen.add(key)
                    dated[key].setdefault(element, set()).add((sort, shown))
    return dated


def sort_of(outline: Outline, element: int) -> str:
    """Return what sort of date an element shows, told by its kind and its parent's."""
    parent = outline.parent[element]
    above = ""
    if parent >= 0:
        above = outline.kind(parent)
    return f"{above} > {outline.kind(element)}"


@dataclass(frozen=True)
class Anchor:
    """The sort of date that the records of a family are told by."""

    sort: str
    holding: int  # elements that show such a date
    alone: int  # of them those that show just as many as a record should


def _anchor(dated: Dated) -> Anchor:
    holding: Counter[str] = Counter()
    once: Counter[str] = Counter()
    twice: Counter[str] = Counter()
    for dates in dated.values():
        for sort, times in Counter(sort for sort, _ in dates).items():
            holding[sort] += 1
            once[sort] += times == 1
            twice[sort] += times == 2
    alone = once
    if len(dated) > 2 and max(once.values()) < ALONE * len(dated):
        alone = twice  # two dates of one sort: when joined, when posted
    sort = max(alone, key=lambda name: (alone[name], holding[name], name))
    return Anchor(sort, holding[sort], alone[sort])


# ── Scores ────────────────────────────────────────────────────────────────────────────────────────


def _family(
    outline: Outline, key: Key, dated: Dated, members: Sequence[int], total: int
) -> Family | None:
    """Return a family with its score, or ``None`` where it cannot be the posts of the page."""
    anchor = _anchor(dated)
    n = anchor.holding
    if n < FEWEST or anchor.alone / n < ALONE or n / len(members) < FEW_DATED:
        return None
    elements = tuple(sorted(_with_date_of(anchor.sort, dated)))
    share = sum(own_weights(outline, elements)) / total
    lost = _lost_weight(outline, dated, members) / total
    if n / len(members) < HALF_DATED and lost > MOST_LOST * share:
        return None
    named = 1 + 0.02 * (key[2] < 0)  # rather a family with a name than siblings
    even = (anchor.alone / n) * (n / (n + 1)) * named
    run = 0.0
    if share < SMALL:
        run = _run_weight(outline, elements) / total
    if run > max(SMALL, RUN_GAIN * share):
        score = RUN_TRUST * run * even
        return Family(key, selector_of(outline, key), elements, score, run=True)
    score = share * even * share / (share + lost or 1)
    return Family(key, selector_of(outline, key), elements, score)


def _with_date_of(sort: str, dated: Dated) -> Iterator[int]:
    """Return the elements that show a date of a sort."""
    for element, dates in dated.items():
        if any(sort == other for other, _ in dates):
            yield element


def _lost_weight(outline: Outline, dated: Mapping[int, object], members: Sequence[int]) -> int:
    """Return how much content would be left out: that of a family's elements without a date."""
    return sum(outline.weight(element) for element in members if element not in dated)


def _run_weight(outline: Outline, elements: tuple[int, ...]) -> int:
    """Return how much content siblings have with what follows each up to the next; else 0."""
    parent = outline.parent[elements[0]]
    if parent < 0 or any(outline.parent[element] != parent for element in elements):
        return 0
    before = outline.weight_before
    return before[outline.text_end[parent]] - before[outline.first_text[elements[0]]]


def own_weights(outline: Outline, elements: tuple[int, ...]) -> list[int]:
    """Return how much content each of the elements has, without those that stand in it."""
    own = [outline.weight(element) for element in elements]
    open_: list[int] = []
    for n, element in enumerate(elements):
        while open_ and outline.end[elements[open_[-1]]] <= element:
            open_.pop()
        if open_:
            own[open_[-1]] -= outline.weight(element)
        open_.append(n)
    return own
