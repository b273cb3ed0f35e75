"""What several engines read and no selector can say: addresses, the numbers in them, edit marks outside bodies."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body, Rule
from site_gen.load.page import Page

SESSION = re.compile(r"(?:PHPSESSID|sid|s)=[0-9a-z]{16,}(?:&|;|$)", re.I)


def own_address(page: Page, *places: str) -> str | None:
    """The page's own absolute address: what a link or meta of the page states, else what the saving tool wrote.

    Session ids, which are no part of an address, are taken out.
    """
    stated = (
        node.attributes.get("href") or node.attributes.get("content") for css in places for node in page.tree.css(css)
    )
    for address in (*stated, page.capture.url):
        whole = page.absolute(address or "")
        if host(whole):
            return SESSION.sub("", whole).rstrip("?&;")
    return None


def host(*addresses: str | None) -> str | None:
    """The host, in lower case, of the first address that is a whole one."""
    for address in addresses:
        try:
            parts = urlsplit(address or "")
        except ValueError:  # "http://[" and the like
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.hostname
    return None


def first_number(pattern: re.Pattern[str], *addresses: str | None) -> str | None:
    """The number that a pattern finds in the first of some addresses that has it."""
    for address in addresses:
        if address and (match := pattern.search(address)):
            return next((group for group in match.groups() if group), None)
    return None


def href(node: LexborNode | None) -> str | None:
    """The address of a link, if there is a link."""
    return node.attributes.get("href") if node is not None else None


def carry(mark: LexborNode | None, body: LexborNode | None) -> None:
    """Put a copy of an edit mark that stands outside a body into it, where the rule for such marks reads it."""
    if mark is not None and body is not None:
        body.insert_child(mark)


def take_away(name: str, css: str, *, needles: tuple[str, ...]) -> Rule:
    """A rule for what stands inside a body and is another field of the post, which has been read (a signature)."""

    def apply(body: Body) -> None:
        for node in body.each(css):
            node.decompose()

    return Rule(name, needles, apply)
