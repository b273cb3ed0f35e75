"""What pages of YaBB state in the same way in every version."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.sanitise import sanitise, text_of
from site_gen.engines.core.table import Fingerprint, squash
from site_gen.engines.tools.values import shown, stated, written
from site_gen.load.page import Page

THREAD = re.compile(r"[?&;]num=(\d+)")
USER = re.compile(r"action=viewprofile[;&]username=([^;&#\"]+)")
FLOOR = re.compile(r"#(\d+)")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?B)\b", re.I)
POSTS = re.compile(r"^[^\d:]{1,30}:\s*[\d.,]+$")
EDITOR = re.compile(r"\d\S*(?:\s*[ap]m)?\s+(?:by|von|par|por|da|door|av|от)\s+(?P<who>\S.*)$", re.I)


def lines_of(node: LexborNode | None) -> list[str]:
    """The lines of an element as ``br`` parts them, empty ones left out."""
    if node is None:
        return []
    found = re.split(r"<br\s*/?>", node.inner_html or "", flags=re.I)
    return [line for part in found if (line := squash(text_of(sanitise(part))))]


def edit_mark(node: LexborNode) -> str | None:
    """What stands in "« Last Edit: DATE by NAME »" below a post."""
    for mark in node.css("div.small > i, font > i"):
        around = squash(mark.parent.text()) if mark.parent is not None else ""
        if around.startswith("«") and any(c.isdigit() for c in around):
            return squash(mark.text())
    return None


def edited(page: Page, node: LexborNode) -> dict[str, Any]:
    """When and by whom a post was last edited."""
    mark = edit_mark(node)
    by = EDITOR.search(mark or "")
    return stated(edited=written(page, mark), editor=by["who"] if by else None)


def named(place: LexborNode) -> str:
    """The name of an anchor."""
    return place.attributes.get("name") or place.id or ""


def name_in(cell: LexborNode) -> str | None:
    """The author's name: in bold, before the lines about the author."""
    return next((text for node in cell.css("b") if (text := shown(node))), None)


def signature_in(node: LexborNode | None) -> str | None:
    """The text of an element, as a signature is kept."""
    return text_of(sanitise(node.inner_html or "")) or None if node is not None else None


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    if page.tree.css_first('form[name="loginform"], form[action*="action=login2"]') is not None:
        return "a login page, not a thread"
    return (
        "a list of boards or threads, not a thread"
        if page.tree.css_first("td.titlebg, td.catbg")
        else None
    )


NAMED = Fingerprint("scripts and addresses of YaBB", ("YaBB.pl", "/YaBB.js", "YaBB.cgi"), 2)
POWERED = Fingerprint(
    "powered by YaBB", ("yabbforum.com", "Powered by YaBB", "YaBB 1 Gold", 'alt="YaBB'), 2
)
