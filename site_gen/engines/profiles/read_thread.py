"""Read what a page says of its thread, by a profile."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from site_gen.engines.profiles.field_values import LISTS, field_value
from site_gen.engines.profiles.schema import ThreadTable, stated_places
from site_gen.engines.profiles.thread_ids import thread_id_of
from site_gen.engines.tools.addresses import host, own_address
from site_gen.load.page import Page

OWN_ADDRESS = ("link[rel=canonical]", 'meta[property="og:url"]')


def read_thread(table: ThreadTable, page: Page) -> dict[str, Any]:
    """Return what a page says of its thread, as keyword arguments of a ``Reading``."""
    root = page.tree.root
    if root is None:
        return {}
    fields = _fields(table, root)
    if fields.get("title") in fields.get("board", [])[-1:]:
        fields["board"].pop()
    if fields.get("url"):
        fields["url"] = page.absolute(fields["url"])
    else:
        fields["url"] = own_address(page, *OWN_ADDRESS)
    if site := host(fields["url"]):
        fields["site"] = site
    if "thread_id" not in fields and (named := _thread_id(fields["url"], page)):
        fields["thread_id"] = named
    return fields


def _fields(table: ThreadTable, root: LexborNode) -> dict[str, Any]:
    """Return the fields that the places of the table give."""
    fields: dict[str, Any] = {}
    for name, places in stated_places(table).items():
        if name in LISTS:
            found = (list(dict.fromkeys(place.values(root))) for place in places)
            fields[name] = next(filter(None, found), [])
        else:
            read = next(filter(None, (place.read(root) for place in places)), None)
            if read is not None:
                fields[name] = field_value(name, read[0])
    return fields


def _thread_id(url: str | None, page: Page) -> str | None:
    """Return the id that the page's address names, or the name it was saved under.

    Wget keeps the query in the file's name.
    """
    return thread_id_of(url) or thread_id_of(f"?{unquote(page.name).partition('?')[2]}")
