"""Selectors that find one element of a page."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.engines.core.table import squash
from site_gen.engines.generic.outline import Outline
from site_gen.load.page import Page

HEADINGS = ("h1", "h2", "h3", "h4")


def step_selector(outline: Outline, element: int) -> str:
    """Return a selector of an element: child by child from the nearest with a name of its own.

    For example ``div#posts > div.post:nth-of-type(1) > b:nth-of-type(2)``.
    """
    steps: list[str] = []
    for above in outline.above(element):
        tag = outline.tag[above]
        named = outline.own_name(above)
        if tag == "body":
            steps.append("body")
            break
        if named:
            steps.append(f"{tag}#{named}")
            break
        classes = "".join(f".{name}" for name in outline.classes[above][:2])
        steps.append(f"{tag}{classes}:nth-of-type({outline.nth[above]})")
    return " > ".join(reversed(steps))


def shortest_selector(page: Page, outline: Outline, element: int, *, alone: bool = False) -> str:
    """Return the shortest selector whose first match on the page is an element.

    With ``alone`` it is the only match.
    """
    wanted = outline.nodes[element].mem_id
    css = ""
    for css in _candidates(outline, element):
        found = page.tree.css(css)
        if found and found[0].mem_id == wanted and (len(found) == 1 or not alone):
            return css
    return css


def _candidates(outline: Outline, element: int) -> Iterator[str]:
    """Return selectors that may find an element, the most telling first and the longest last."""
    tag = outline.tag[element]
    if named := outline.own_name(element):
        yield f"{tag}#{named}"
    if item := outline.attr(element, "itemprop"):
        yield f'{tag}[itemprop="{squash(item)}"]'
    yield from (f"{tag}.{name}" for name in outline.classes[element])
    if tag in HEADINGS:
        yield tag
    for above in list(outline.above(element))[1:3]:
        yield from (f".{name} {tag}" for name in outline.classes[above])
    yield step_selector(outline, element)
