"""Find the thread's title: the part of the page's ``title`` that is no name of site or board.

A page's ``title`` joins the thread's with the names of the board and the site, in an order of the
forum's own. The page shows each of them again: the site and the board in links that lead to them,
the thread's title in a heading.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from site_gen.engines.core.table import squash
from site_gen.engines.generic.outline import Outline
from site_gen.engines.profiles import Place, thread_id_of
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

HEADINGS = {"h1": 0.6, "h2": 0.4, "h3": 0.3, "h4": 0.1}
LONGEST_TITLE = 250
LEAST_SHARE = 0.15  # of the page's title
LEAST_PART = 0.3  # of the page's title, where only a part of it is shown
SEPARATOR = r"(?:\s+(?:[-–—|•·»:/>]|::|->|→)+\s+|\s*\|\s*)"
SEPARATORS = re.compile(SEPARATOR)
DECORATION = " -–—|•·»:>→›"
TITLED = re.compile(r"title|subject|topic|headline", re.I)
# Addresses of a site's front page and of its boards, in many forums' ways.
ELSEWHERE = re.compile(
    r"^(?:https?://[^/]*)?/?(?:\./)?(?:index\.\w+(?:\?.*)?|forum\.\w+|portal\.\w+|forums?/?)?$"
    r"|viewforum|forumdisplay|showforum|forum-|/forums/"
    r"|[?&;/](?:fid|forum|board|b|f|c|category|cat)[=/-]|thread\.php\?fid|/c/",
    re.I,
)
# Signs around a whole part of a page's title, where an element is called a title and where not.
LOOSE = (r"(?:^|\W)", r"(?:$|\W)")
STRICT = (r"(?:^|\W\s|\s)", r"(?:$|\s\W|\s)")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a title as titles are compared: in small letters, without signs around it."""
    return text.casefold().strip(DECORATION)


class HeadTitles:
    """What the head of a page says that its thread and its site are called."""

    def __init__(self, page: Page) -> None:
        root = Node(page.tree.root)
        self.title = root.at("title").text
        self.whole = plain(self.title)
        self.parts = [plain(part) for part in SEPARATORS.split(self.title)]
        self.known = {plain(part) for part in SEPARATORS.split(self.whole)} | {self.whole}
        self.site = plain(_content(root, "og:site_name"))
        self.social = plain(_content(root, "og:title"))

    def names_thread(self, shown: str, *, is_titled: bool) -> bool:
        """Tell whether a text may be the thread's title.

        ``is_titled``: it stands in an element that is called a title.
        """
        if not shown or shown == self.site:
            return False
        is_social = shown == self.social
        if not (is_social or shown in self.known or self._is_part(shown, is_titled=is_titled)):
            return False
        if is_titled or is_social:
            return True
        return len(shown) >= LEAST_SHARE * len(self.whole)  # less is a label beside it: "News"

    def _is_part(self, shown: str, *, is_titled: bool) -> bool:
        """Tell whether a text is some whole parts of the page's title.

        What parts them may be any sign where the element is called a title.
        """
        whole = self.whole
        if len(shown) < 4 or shown not in whole or len(shown) <= LEAST_PART * len(whole):
            return False
        before, after = STRICT
        if is_titled:
            before, after = LOOSE
        return re.search(before + re.escape(shown) + after, whole) is not None


def _content(root: Node, name: str) -> str:
    return squash(root.at(f'meta[property="{name}"]').attr("content"))


def find_title(page: Page, outline: Outline, first: int) -> int | None:
    """Return the element that shows the thread's title.

    ``first`` is the first post's element.
    """
    head = HeadTitles(page)
    best: tuple[float, int] | None = None
    for element in range(1, len(outline.nodes)):
        if element > first and outline.tag[element] not in HEADINGS and best:
            break
        if not 2 <= outline.letters(element) <= LONGEST_TITLE:
            continue
        shown = plain(outline.text(element))
        if head.names_thread(shown, is_titled=_is_titled(outline, element)):
            score = _title_score(head, outline, element, first)
            if best is None or score > best[0]:
                best = score, element
    if best is None or best[0] <= 0:
        return None
    return best[1]


def _is_titled(outline: Outline, element: int) -> bool:
    """Tell whether an element is a heading or is called a title."""
    return outline.tag[element] in HEADINGS or _is_called_title(outline, element)


def _is_called_title(outline: Outline, element: int) -> bool:
    return TITLED.search(outline.attrs(element, "class", "id", "itemprop")) is not None


def _title_score(head: HeadTitles, outline: Outline, element: int, first: int) -> float:
    """Return how much an element looks like the thread's title, which it names."""
    text = outline.text(element)
    shown = plain(text)
    score = len(shown) / max(len(shown), len(head.whole))
    score += HEADINGS.get(outline.tag[element], 0.0)
    score += 0.3 * _is_called_title(outline, element) + 0.4 * (shown == head.social)
    if element > first:
        score += -0.3
    else:
        score += 0.3 * element / first  # the nearer to the posts, the likelier
    is_decorated = shown[:1] != text[:1].casefold()
    return score - (1.0 * leads_elsewhere(outline, element) + 0.05 * is_decorated)


def head_title_places(page: Page, outline: Outline, first: int) -> list[Place]:
    """Return the places of the title in the page's head.

    They leave out the parts that name the site and the board, where these are known.
    """
    head = HeadTitles(page)
    others = {head.site, *_link_names(outline, first)}
    parts = head.parts
    start = next((n for n, part in enumerate(parts) if part not in others), 0)
    end = len(parts)
    if start == 0:
        end = max(1, len(parts) - 1)  # the last part of several is the site's
    end = next((n for n in range(start + 1, len(parts)) if parts[n] in others), end)
    if start == 0 and end == len(parts):
        return [Place("title")]
    before = rf"(?:.*?{SEPARATOR}){{{start}}}"
    after = rf"(?:{SEPARATOR}.*?){{{len(parts) - end}}}"
    return [Place("title", match=rf"^{before}(.*\S){after}$"), Place("title")]


def _link_names(outline: Outline, first: int) -> set[str]:
    """Return what links to the site's front page and to boards say, before the first post."""
    return {
        plain(outline.text(element))
        for element in range(first)
        if outline.tag[element] == "a"
        and outline.letters(element) <= LONGEST_TITLE
        and leads_elsewhere(outline, element)
    }


def leads_elsewhere(outline: Outline, element: int) -> bool:
    """Tell whether an element is, or is filled by, a link to the front page or to a board."""
    whole = outline.letters(element)
    for near in [*list(outline.above(element))[:3], *outline.below(element)]:
        if outline.tag[near] != "a" or outline.letters(near) != whole:
            continue
        href = outline.attributes[near].get("href")
        if href is not None:
            address = unquote(href)
            is_thread = (thread_id_of(address) or "").isdecimal()
            return ELSEWHERE.search(address) is not None and not is_thread
    return False
