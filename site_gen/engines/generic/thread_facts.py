"""Where a page shows the facts of its thread: title, boards, site, number."""

from __future__ import annotations

from msgspec.structs import replace

from site_gen.engines.generic.breadcrumbs import board_places
from site_gen.engines.generic.element_selectors import shortest_selector
from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.outline import Outline
from site_gen.engines.generic.thread_number import thread_number_places
from site_gen.engines.generic.thread_title import head_title_places
from site_gen.engines.profiles import OWN_ADDRESS, Place, ThreadTable, thread_id_of
from site_gen.engines.tools.addresses import own_address
from site_gen.load.page import Page

HEAD = ThreadTable(
    title=[Place('meta[property="og:title"]', "content"), Place("title")],
    site_name=[Place('meta[property="og:site_name"]', "content")],
)
"""Where a page says what it is called, whatever else it shows."""


def find_thread_facts(
    page: Page, outline: Outline, family: Family, title: int | None
) -> ThreadTable:
    """Return the places of the thread's fields; ``title`` is the element that shows its title."""
    first = family.elements[0]
    shown: list[Place] = []
    if title is not None:
        shown.append(Place(shortest_selector(page, outline, title)))
    in_head = Place('meta[property="og:title"]', "content")
    table = ThreadTable(
        title=[*shown, in_head, *head_title_places(page, outline, first)],
        board=board_places(page, outline, first),
        site_name=HEAD.site_name,
    )
    if (thread_id_of(own_address(page, *OWN_ADDRESS)) or "").isdecimal():
        return table
    return replace(table, thread_id=thread_number_places(page, outline, family))
