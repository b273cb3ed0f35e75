"""Find the path to the thread that a page shows: the links to its boards, outermost first."""

from __future__ import annotations

import re

from site_gen.engines.generic.element_selectors import shortest_selector
from site_gen.engines.generic.outline import Outline
from site_gen.engines.generic.thread_title import LONGEST_TITLE
from site_gen.engines.profiles import Place
from site_gen.load.page import Page

CRUMBS = (
    re.compile(r"bread|crumb|linktree|pathway|nav_?path|ariane", re.I),
    re.compile(r"navlist|navbar|navstrip|navigat(?:e|ion)[-_]?(?:path|strip)|pagepath", re.I),
)
MOST_CRUMBS = 8
NO_BOARDS = ("search", "login", "register", "signup", "activity")


def board_places(page: Page, outline: Outline, first: int) -> list[str | Place]:
    """Return the selector of the links of the path, without others beside them (search, log in).

    ``first`` is the first post's element.
    """
    crumbs = find_breadcrumbs(outline, first)
    if crumbs is None:
        return []
    links = list(outline.hrefs(outline.below(crumbs)))
    others = [word for word in NO_BOARDS if any(word in link for link in links)]
    but = "".join(f':not([href*="{word}"])' for word in others)
    return [f"{shortest_selector(page, outline, crumbs, alone=True)} a{but}"]


def find_breadcrumbs(outline: Outline, first: int) -> int | None:
    """Return the element with the links that lead to the thread, before the posts."""
    for pattern in CRUMBS:
        for element in range(first):
            if outline.end[element] > first:
                continue
            names = outline.attrs(element, "class", "id", "itemtype", "aria-label")
            if pattern.search(names) and _holds_path(outline, element):
                return element
    return None


def _holds_path(outline: Outline, element: int) -> bool:
    """Tell whether an element holds as many links and words as a path does."""
    links = sum(outline.tag[at] == "a" and outline.letters(at) > 0 for at in outline.below(element))
    return 1 <= links <= MOST_CRUMBS and outline.letters(element) < 4 * LONGEST_TITLE
