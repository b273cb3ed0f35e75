"""What stands around the posts: the thread's title, the path to it, its number."""

from __future__ import annotations

import re

from site_gen.engines.core.table import squash
from site_gen.engines.generic.find_records import path_to
from site_gen.engines.generic.outline import TOKEN, Outline
from site_gen.engines.generic.thread_title import (
    HEADINGS,
    LONGEST_TITLE,
    head_places,
    title_element,
)
from site_gen.engines.profiles import Place, ThreadPlaces
from site_gen.load.page import Page

CRUMBS = (
    re.compile(r"bread|crumb|linktree|pathway|nav_?path|ariane", re.I),
    re.compile(r"navlist|navbar|navstrip|navigat(?:e|ion)[-_]?(?:path|strip)|pagepath", re.I),
)
MOST_CRUMBS = 8
NO_BOARDS = ("search", "login", "register", "signup", "activity")


def thread_places(page: Page, outline: Outline, first: int) -> ThreadPlaces:
    """Where the fields of the thread stand; ``first`` is the first post's element."""
    heading = title_element(page, outline, first)
    crumbs = crumbs_element(outline, first)
    return ThreadPlaces(
        title=[
            *([Place(only(page, outline, heading))] if heading is not None else []),
            Place('meta[property="og:title"]', "content"),
            *head_places(page, outline, first),
        ],
        board=_boards(page, outline, crumbs) if crumbs is not None else [],
        site_name=[Place('meta[property="og:site_name"]', "content")],
    )


def _boards(page: Page, outline: Outline, crumbs: int) -> list[str | Place]:
    """The links of the path; forums put others beside them (search, log in)."""
    links = [
        outline.attributes[at].get("href") or ""
        for at in outline.below(crumbs)
        if outline.tag[at] == "a"
    ]
    others = [word for word in NO_BOARDS if any(word in link for link in links)]
    but = "".join(f':not([href*="{word}"])' for word in others)
    return [f"{only(page, outline, crumbs, alone=True)} a{but}"]


def crumbs_element(outline: Outline, first: int) -> int | None:
    """The element with the links that lead to the thread, before the posts."""
    for pattern in CRUMBS:
        for place in range(first):
            attributes = outline.attributes[place]
            names = " ".join(
                attributes.get(name) or "" for name in ("class", "id", "itemtype", "aria-label")
            )
            if not names or not pattern.search(names) or outline.end[place] > first:
                continue
            links = [
                at for at in outline.below(place) if outline.tag[at] == "a" and outline.letters(at)
            ]
            if 1 <= len(links) <= MOST_CRUMBS and outline.letters(place) < 4 * LONGEST_TITLE:
                return place
    return None


def only(page: Page, outline: Outline, place: int, *, alone: bool = False) -> str:
    """The shortest selector whose first match on the page is the element, or whose only match if ``alone``."""
    node, tag, attributes = outline.nodes[place], outline.tag[place], outline.attributes[place]
    named = attributes.get("id") or ""
    ways = (
        [f"{tag}#{named}"]
        if TOKEN.match(named) and not any(letter.isdigit() for letter in named)
        else []
    )
    if item := attributes.get("itemprop"):
        ways.append(f'{tag}[itemprop="{squash(item)}"]')
    ways += [f"{tag}.{name}" for name in outline.classes[place]]
    if tag in HEADINGS:
        ways.append(tag)
    for above in list(outline.above(place))[1:3]:
        ways += [f".{name} {tag}" for name in outline.classes[above]]
    ways.append(path_to(outline, place))
    for css in ways:
        found = page.tree.css(css)
        if found and found[0].mem_id == node.mem_id and (len(found) == 1 or not alone):
            return css
    return ways[-1]
