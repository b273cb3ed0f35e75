"""What pages of YaBB state in the same way in every version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from site_gen.clean.sanitise import sanitise, text_of
from site_gen.engines.core.table import Fingerprint, squash
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group, stated, written
from site_gen.load.page import Page

THREAD = re.compile(r"[?&;]num=(\d+)")
USER = re.compile(r"action=viewprofile[;&]username=([^;&#\"]+)")
FLOOR = re.compile(r"#(\d+)")
SIZE = re.compile(r"\(\s*([\d.,]+\s*[KMG]?B)\b", re.I)
POSTS = re.compile(r"^[^\d:]{1,30}:\s*[\d.,]+$")
EDITOR = re.compile(r"\d\S*(?:\s*[ap]m)?\s+(?:by|von|par|por|da|door|av|от)\s+(?P<who>\S.*)$", re.I)


def lines_of(node: Node) -> list[str]:
    """Return the lines of an element as ``br`` parts them, empty ones left out."""
    parts = re.split(r"<br\s*/?>", node.html, flags=re.I)
    return [line for part in parts if (line := squash(text_of(sanitise(part))))]


def edit_mark(post: Node) -> str | None:
    """Return what stands in "« Last Edit: DATE by NAME »" below a post."""
    for mark in post.all("div.small > i, font > i"):
        around = mark.parent.text
        if around.startswith("«") and any(letter.isdigit() for letter in around):
            return mark.text
    return None


def edited(page: Page, post: Node) -> dict[str, Any]:
    """Return when and by whom a post was last edited."""
    mark = edit_mark(post)
    return stated(edited=written(page, mark), editor=first_group(EDITOR, mark))


def named(anchor: Node) -> str:
    """Return the name of an anchor."""
    return anchor.attr("name") or anchor.id


def member_title(lines: Sequence[str]) -> str | None:
    """Return the first of the lines about an author, if it is no count of posts."""
    first = next(iter(lines), "")
    if POSTS.match(first):
        return None
    return first or None


def signature_in(node: Node) -> str | None:
    """Return the text of an element, as a signature is kept."""
    return text_of(sanitise(node.html)) or None


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    if root.at('form[name="loginform"], form[action*="action=login2"]'):
        return "a login page, not a thread"
    if root.at("td.titlebg, td.catbg"):
        return "a list of boards or threads, not a thread"
    return None


NAMED = Fingerprint("scripts and addresses of YaBB", ("YaBB.pl", "/YaBB.js", "YaBB.cgi"), 2)
POWERED = Fingerprint(
    "powered by YaBB", ("yabbforum.com", "Powered by YaBB", "YaBB 1 Gold", 'alt="YaBB'), 2
)
