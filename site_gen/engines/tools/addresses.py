"""Where a page stands: its own address, the forum's host, the addresses of links."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from site_gen.engines.tools.values import meta
from site_gen.load.page import Page

# phpBB ("sid"), vBulletin and Invision ("s"), SMF and others ("PHPSESSID").
SESSION = re.compile(r"(?<=[?&;])(?:PHPSESSID|sid|s)=[0-9a-z]{16,}(?:[&;]|(?=#)|$)", re.I)
LOOSE_ENDS = re.compile(r"[?&;]+(?=#|$)")


def host(*addresses: str | None) -> str | None:
    """Return the host, in lower case, of the first address that is a whole one of the web."""
    for address in addresses:
        try:
            parts = urlsplit(address or "")
        except ValueError:  # "http://[" and the like
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.hostname
    return None


def whole(page: Page, *addresses: str | None) -> str | None:
    """Return the first of some addresses that is, or can be made, one of the web.

    A session id is left out, since it is no part of an address.
    """
    schemed = (re.sub(r"^//", "https://", address) for address in addresses if address)
    made = map(page.absolute, schemed)
    found = next((address for address in made if host(address)), None)
    if found is None or not SESSION.search(found):
        return found
    return LOOSE_ENDS.sub("", SESSION.sub("", found))


def own_address(page: Page, *places: str) -> str | None:
    """Return the page's own absolute address, as the page or else the saving tool states it.

    ``places`` are selectors of links and metas of the page, in order of trust.
    """
    stated = (
        node.attributes.get("href") or node.attributes.get("content")
        for css in places
        for node in page.tree.css(css)
    )
    return whole(page, *stated, page.capture.url)


def address_and_site(page: Page, *places: str) -> dict[str, Any]:
    """Return the page's own address (see :func:`own_address`), the forum's host and its name."""
    url = own_address(page, *places)
    return {"url": url, "site": host(url, page.base), "site_name": site_name(page)}


def site_name(page: Page) -> str | None:
    """Return the forum's name, as ``og:site_name`` states it."""
    return meta(page, 'meta[property="og:site_name"]')


def href(node: LexborNode | None) -> str | None:
    """Return the address of a link, if there is a link."""
    return node.attributes.get("href") if node is not None else None
