"""Find the path of the author's name: by what it shows, how it is called and where it leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from site_gen.engines.generic.aligned_records import ROOT, AlignedRecords, Path
from site_gen.engines.generic.naming_hints import (
    ACTION_LINK,
    AUTHOR,
    COUNT_FIRST,
    COUNTED,
    FIGURES,
    LONGEST_NAME,
    NAMED,
    NOT_AUTHOR,
    SIGNATURE,
    SPEAKS,
)
from site_gen.engines.generic.outline import USER_LINK, looks_like_date
from site_gen.engines.generic.proportions import at_least, more_than, times

LETTER = re.compile(r"[^\W\d_]")
LEAST_SCORE = 0.6
MOST_WORDS = 4  # in a name
EMPHASIS = ("a", "b", "strong", "h3", "h4")


def find_author_path(records: AlignedRecords, words: int | None = None) -> int | None:
    """Return the path of the author's name.

    ``words`` is where the body seems to be, in which few authors stand.
    """
    scored: list[tuple[float, int, int]] = []
    for path in range(1, len(records.paths)):
        score = _like_author(records, path)
        if words is not None and path != words and records.is_below(path, words):
            score -= 0.5 * (1 - records.regularity(path) * records.coverage(path)) + 0.1
        if score > LEAST_SCORE:
            scored.append((score, -path, path))
    if not scored:
        return None
    return _bare_name(records, max(scored)[2])


# ── The name alone ────────────────────────────────────────────────────────────────────────────────


def _bare_name(records: AlignedRecords, path: int) -> int:
    """Return the path below one that holds the name alone, where it shows more (a rank, a count).

    Else the path itself.
    """
    shown = records.text_by_record(path)
    below = [
        inner
        for inner in range(path + 1, len(records.paths))
        if inner not in records.joined
        and records.is_below(inner, path)
        and _is_name_in(records.text_by_record(inner), shown)
    ]
    return max(below, key=lambda inner: (_like_author(records, inner), -inner), default=path)


def _is_name_in(names: dict[int, str], shown: dict[int, str]) -> bool:
    """Tell whether texts are less than what is ``shown``, and differ from record to record."""
    if len(names) < 0.95 * len(shown) or len(set(names.values())) == 1:
        return False
    if 2 * times(LETTER.search, names.values()) <= len(names):
        return False
    shorter = sum(0 < len(name) < len(shown.get(record, "")) for record, name in names.items())
    return shorter > 0.5 * len(names) or (shorter > 0 and _is_end(names, shown))


def _is_end(names: dict[int, str], shown: dict[int, str]) -> bool:
    """Tell whether the names are all that is shown, or its end: "OP Ann"."""
    return all(shown.get(record, "").endswith(name) for record, name in names.items())


# ── Authors whose name stands elsewhere ───────────────────────────────────────────────────────────


def find_other_authors(records: AlignedRecords, author: int) -> list[int]:
    """Return the paths of the name in the records that lack the first one.

    These are guests without a link, moderators in colour.
    """
    missing = set(range(records.count)) - records.paths[author].elements.keys()
    found = _unlinked_author(records, author, missing)
    missing = missing.difference(*(records.paths[path].elements for path in found))
    for beside in (True, False):
        for path in range(1, len(records.paths)):
            fills = missing & records.paths[path].elements.keys()
            if (
                fills
                and len(fills) >= 0.9 * len(records.paths[path].elements)
                and not records.is_below(path, author)
                and _is_other(records, path, author, beside=beside)
                and all(map(_is_name, records.texts(path)))
            ):
                found.append(path)
                missing -= fills
    return found


def _is_other(records: AlignedRecords, path: int, author: int, *, beside: bool) -> bool:
    """Tell whether a path may be the author's too.

    It has the author's tag ``beside`` the author's path, or else is called an author.
    """
    if not beside:
        return _author_hints(records, path, records.first_elements(path)) >= 0.5
    one, other = records.paths[path], records.paths[author]
    return one.above == other.above and _tag(one) == _tag(other)


def _unlinked_author(records: AlignedRecords, author: int, missing: set[int]) -> list[int]:
    """Return the path above the name, where it is the name alone, and that of guests as well.

    Guests have no link inside it.
    """
    above = records.paths[author].above
    if above == ROOT:
        return []
    shown = records.text_by_record(above)
    guests = [name for record in missing if (name := shown.get(record))]
    if not guests or not all(map(_is_name, guests)):
        return []
    linked = records.text_by_record(author)
    if any(shown.get(record) != name for record, name in linked.items()):
        return []
    return [above]


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and not looks_like_date(text)


def _tag(path: Path) -> str:
    return re.split(r"[.:\[]", path.kind)[0]


# ── Scores ────────────────────────────────────────────────────────────────────────────────────────


def _like_author(records: AlignedRecords, path: int) -> float:
    """Return how much a path looks like the author's name."""
    if records.coverage(path) < 0.5:
        return 0
    elements = records.first_elements(path)
    shown = [text for text in map(records.outline.text, elements) if text]
    if not _may_be_names(shown, records.count):
        return 0
    score = 0.5 * len(shown) / records.count + _variety(len(set(shown)), records.count)
    score -= 0.5 * more_than(0.3, _is_sentence, shown)
    score -= 0.5 * more_than(0.3, _is_open, shown)
    score -= 0.6 * more_than(0.3, COUNTED.search, shown)
    score -= 0.8 * _is_counter(shown)
    score += 0.3 * more_than(0.7, SPEAKS.match, list(map(records.after, elements)))
    score += _author_hints(records, path, elements)
    return score - 0.5 * (1 - records.regularity(path))


def _may_be_names(shown: Sequence[str], count: int) -> bool:
    """Tell whether texts of a path can be names at all.

    These are short, no dates, have letters and stand in half of all records.
    """
    return (
        len(shown) >= 0.5 * count
        and not more_than(0.1, _is_long, shown)
        and not more_than(0.3, _is_no_name, shown)
    )


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_NAME


def _is_no_name(text: str) -> bool:
    return looks_like_date(text) or not LETTER.search(text)


def _is_sentence(text: str) -> bool:
    return len(text.split()) > MOST_WORDS


def _is_open(text: str) -> bool:
    """Tell whether a text is a label or a beginning: "Rank:", "Read more…"."""
    return text.endswith((":", "…"))


def _is_counter(shown: Sequence[str]) -> bool:
    """Tell whether texts differ in their figures only: "25 posts", "#7"."""
    shape, alike = Counter(FIGURES.sub("#", text) for text in shown).most_common(1)[0]
    if "#" in shape and alike >= 0.6 * len(shown) and alike > 1:
        return True
    return at_least(0.6, COUNT_FIRST.match, shown)


def _variety(different: int, count: int) -> float:
    """Return what the number of different texts says: rarely has a thread one author alone."""
    if different > 1:
        return 0.2
    if count > 2:
        return -1.0
    return -0.2


def _author_hints(records: AlignedRecords, path: int, elements: Sequence[int]) -> float:
    """Return what links, names of classes and tags say for a path as the author's."""
    outline, score = records.outline, 0.0
    links = [link for element in elements if (link := _link(records, element))]
    if len(links) > 0.4 * len(elements):
        score += 0.6 * more_than(0.5, USER_LINK.search, links)
        score -= 0.5 * more_than(0.5, ACTION_LINK.search, links)
    score = _add_name_hints(score, records.names(path), records.names_above(path))
    score += 0.15 * (outline.tag[elements[0]] in EMPHASIS)
    return score + 0.1 * more_than(
        0.5, lambda element: outline.end[element] == element + 1, elements
    )


def _add_name_hints(score: float, names: str, above: str) -> float:
    """Return a score with what the names of a path and of those above it say."""
    is_author_above = "author" in above.split()
    score += 0.8 * ("author" in names.split()) + 0.9 * ("name" in names.split() and is_author_above)
    score += 0.5 * bool(AUTHOR.search(names)) + 0.25 * bool(NAMED.search(names))
    score += 0.25 * bool(AUTHOR.search(above)) + 0.15 * bool(NAMED.search(above))
    score -= (
        0.7 * bool(NOT_AUTHOR.search(names))
        + 0.4 * bool(SIGNATURE.search(above))
        + 0.3 * bool(NOT_AUTHOR.search(above))
    )
    return score


def _link(records: AlignedRecords, element: int) -> str:
    """Return where an element leads: its own link, or the one it stands in or holds; else ""."""
    outline = records.outline
    near = [*list(outline.above(element))[:3], *outline.below(element)][:8]
    return next(outline.hrefs(near), "")
