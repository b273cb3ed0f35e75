"""Find the thread's title: the part of the page's ``title`` that is neither the site's name nor its board's.

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
from site_gen.load.page import Page

HEADINGS = {"h1": 0.6, "h2": 0.4, "h3": 0.3, "h4": 0.1}
LONGEST_TITLE = 250
LEAST_SHARE = 0.15  # of the page's title
SEPARATOR = r"(?:\s+(?:[-–—|•·»:/>]|::|->|→)+\s+|\s*\|\s*)"
SEPARATORS = re.compile(SEPARATOR)
DECORATION = " -–—|•·»:>→›"
TITLED = re.compile(r"title|subject|topic|headline", re.I)
# Addresses of a site's front page and of its boards, in many forums' ways.
ELSEWHERE = re.compile(
    r"^(?:https?://[^/]*)?/?(?:\./)?(?:index\.\w+(?:\?.*)?|forum\.\w+|portal\.\w+|forums?/?)?$|viewforum|forumdisplay|showforum|"
    r"forum-|/forums/|[?&;/](?:fid|forum|board|b|f|c|category|cat)[=/-]|thread\.php\?fid|/c/",
    re.I,
)


def title_element(page: Page, outline: Outline, first: int) -> int | None:
    """The element that shows the thread's title; ``first`` is the first post's element."""
    head = _plain(head_text(page, "title"))
    parts = {_plain(part) for part in SEPARATORS.split(head)} | {head}
    site = _plain(head_text(page, 'meta[property="og:site_name"]', "content"))
    social = _plain(head_text(page, 'meta[property="og:title"]', "content"))
    best: tuple[float, int] | None = None
    for place in range(1, len(outline.nodes)):
        if place > first and outline.tag[place] not in HEADINGS and best:
            break
        if not 2 <= outline.letters(place) <= LONGEST_TITLE:
            continue
        said = outline.text(place)
        shown = _plain(said)
        if not shown or shown == site:
            continue
        named = outline.tag[place] in HEADINGS or bool(TITLED.search(_names(outline, place)))
        if not (shown in parts or shown == social or _is_part(shown, head, loose=named)):
            continue
        if not named and shown != social and len(shown) < LEAST_SHARE * len(head):
            continue  # a label beside the title: "News"
        score = len(shown) / max(len(shown), len(head)) + HEADINGS.get(outline.tag[place], 0.0)
        score += 0.3 * bool(TITLED.search(_names(outline, place))) + 0.4 * (shown == social)
        score += (
            -0.3 if place > first else 0.3 * place / first
        )  # the nearer to the posts, the likelier
        score -= 1.0 * leads_elsewhere(outline, place) + 0.05 * (shown[:1] != said[:1].casefold())
        if best is None or score > best[0]:
            best = score, place
    return best[1] if best and best[0] > 0 else None


def head_places(page: Page, outline: Outline, first: int) -> list[Place]:
    """Places of the title in the page's head: less the parts that name the site and the board, where they are known."""
    head = head_text(page, "title")
    parts = [_plain(part) for part in SEPARATORS.split(head)]
    others = {
        _plain(outline.text(place))
        for place in range(first)
        if outline.tag[place] == "a"
        and outline.letters(place) <= LONGEST_TITLE
        and leads_elsewhere(outline, place)
    } | {_plain(head_text(page, 'meta[property="og:site_name"]', "content"))}
    start = next((n for n, part in enumerate(parts) if part not in others), 0)
    rest = (
        max(start + 1, len(parts) - 1) if start == 0 else len(parts)
    )  # the last part of several is the site's
    last = next((n for n in range(start + 1, len(parts)) if parts[n] in others), rest)
    before, after = rf"(?:.*?{SEPARATOR}){{{start}}}", rf"(?:{SEPARATOR}.*?){{{len(parts) - last}}}"
    return [
        *(
            [Place("title", match=rf"^{before}(.*\S){after}$")]
            if start or last < len(parts)
            else []
        ),
        Place("title"),
    ]


def leads_elsewhere(outline: Outline, place: int) -> bool:
    """Whether an element is a link, or is filled by one, to the site's front page or to a board."""
    near = [*list(outline.above(place))[:3], *outline.below(place)]
    whole = outline.letters(place)
    for at in near:
        href = outline.attributes[at].get("href") if outline.tag[at] == "a" else None
        if href is not None and outline.letters(at) == whole:
            return (
                bool(ELSEWHERE.search(unquote(href)))
                and not (thread_id_of(unquote(href)) or "").isdecimal()
            )
    return False


def head_text(page: Page, css: str, attr: str | None = None) -> str:
    """What the first element of a selector says, or its attribute."""
    node = page.tree.css_first(css)
    return squash((node.attributes.get(attr) if attr else node.text()) if node is not None else "")


def _names(outline: Outline, place: int) -> str:
    return " ".join(
        outline.attributes[place].get(name) or "" for name in ("class", "id", "itemprop")
    )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return text.casefold().strip(DECORATION)


def _is_part(shown: str, head: str, *, loose: bool) -> bool:
    """Whether a text is some whole parts of the page's title.

    ``loose``: what parts them may be any sign.
    """
    if len(shown) < 4 or shown not in head or len(shown) <= 0.3 * len(head):
        return False
    before, after = (r"(?:^|\W)", r"(?:$|\W)") if loose else (r"(?:^|\W\s|\s)", r"(?:$|\s\W|\s)")
    return re.search(before + re.escape(shown) + after, head) is not None
