"""What stands around the posts: the thread's title, the path to it, its number."""

from __future__ import annotations

import re

from site_gen.engines.base import squash
from site_gen.engines.generic.outline import TOKEN, Outline
from site_gen.engines.generic.records import path_to
from site_gen.engines.profiles import Place, ThreadPlaces
from site_gen.load.page import Page

HEADINGS = {"h1": 0.6, "h2": 0.4, "h3": 0.3, "h4": 0.1}
LONGEST_TITLE = 250
SEPARATORS = re.compile(r"\s+(?:[-–—|•·»:/]|::)\s+")
WITHOUT_SITE = r"^(.*\S)\s+(?:[-–—|•·»]|::)\s+\S.*$"
TITLED = re.compile(r"title|subject|topic|headline", re.I)
CRUMBS = (
    re.compile(r"bread|crumb|linktree|pathway|nav_?path|ariane", re.I),
    re.compile(r"navlist|navbar|navstrip|navigat(?:e|ion)[-_]?(?:path|strip)|pagepath", re.I),
)
MOST_CRUMBS = 8


def thread_places(page: Page, outline: Outline, first: int) -> ThreadPlaces:
    """Where the fields of the thread stand; ``first`` is the first post's element."""
    heading = title_element(page, outline, first)
    crumbs = crumbs_element(outline, first)
    return ThreadPlaces(
        title=[
            *([Place(only(page, outline, heading))] if heading is not None else []),
            Place('meta[property="og:title"]', "content"),
            Place("title", match=WITHOUT_SITE),
            Place("title"),
        ],
        board=[f"{only(page, outline, crumbs, alone=True)} a"] if crumbs is not None else [],
        site_name=[Place('meta[property="og:site_name"]', "content")],
    )


def title_element(page: Page, outline: Outline, first: int) -> int | None:
    """The element that shows what the page's ``title`` says, or the part of it that is not the site's name."""
    head, site = _head(page, "title"), _head(page, 'meta[property="og:site_name"]', "content")
    parts = {_plain(part) for part in SEPARATORS.split(head)} | {_plain(head)}
    social = _plain(_head(page, 'meta[property="og:title"]', "content"))
    best: tuple[float, int] | None = None
    for place in range(len(outline.nodes)):
        if place > first and outline.tag[place] not in HEADINGS and best:
            break
        if not 2 <= outline.letters(place) <= LONGEST_TITLE:
            continue
        shown = _plain(outline.text(place))
        if (
            not shown
            or shown == _plain(site)
            or not (shown in parts or shown == social or _is_part(shown, _plain(head)))
        ):
            continue
        score = len(shown) / max(len(shown), len(head)) + HEADINGS.get(outline.tag[place], 0.0)
        names = " ".join(outline.attributes[place].get(name) or "" for name in ("class", "id", "itemprop"))
        score += 0.3 * bool(TITLED.search(names)) + 0.4 * (shown == social) - 0.3 * (place > first)
        if best is None or score > best[0]:
            best = score, place
    return best[1] if best else None


def crumbs_element(outline: Outline, first: int) -> int | None:
    """The element with the links that lead to the thread, before the posts."""
    for pattern in CRUMBS:
        for place in range(first):
            attributes = outline.attributes[place]
            names = " ".join(attributes.get(name) or "" for name in ("class", "id", "itemtype", "aria-label"))
            if not names or not pattern.search(names) or outline.end[place] > first:
                continue
            links = [at for at in outline.below(place) if outline.tag[at] == "a" and outline.letters(at)]
            if 1 <= len(links) <= MOST_CRUMBS and outline.letters(place) < 4 * LONGEST_TITLE:
                return place
    return None


def only(page: Page, outline: Outline, place: int, *, alone: bool = False) -> str:
    """The shortest selector whose first match on the page is the element, or whose only match if ``alone``."""
    node, tag, attributes = outline.nodes[place], outline.tag[place], outline.attributes[place]
    named = attributes.get("id") or ""
    ways = [f"{tag}#{named}"] if TOKEN.match(named) and not any(letter.isdigit() for letter in named) else []
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


def _head(page: Page, css: str, attr: str | None = None) -> str:
    node = page.tree.css_first(css)
    return squash((node.attributes.get(attr) if attr else node.text()) if node is not None else "")


def _plain(text: str) -> str:
    return text.casefold().strip(" -–—|•·»:")


def _is_part(shown: str, head: str) -> bool:
    """Whether a text is some whole parts of the page's title."""
    if len(shown) < 4 or shown not in head:
        return False
    return re.search(rf"(?:^|\W\s|\s){re.escape(shown)}(?:$|\s\W|\s)", head) is not None and len(shown) > 0.3 * len(
        head
    )
