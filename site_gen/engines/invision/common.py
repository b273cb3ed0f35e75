"""What the pages of all versions of Invision state in the same way."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import squash
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import PLACE, digits, first_group
from site_gen.load.page import Page

TOPIC_URL = re.compile(
    r"showtopic[=/]?(\d+)|/(?:topic|forum/topic)/(\d+)(?:-|/|$)|/topic(\d+)\.html|[?&;]t=(\d+)"
)
TOPIC_SCRIPT = re.compile(
    r"ipb_input_t\s*=\s*[\"'](\d+)|ipb\.topic\.inSection|[\"']?topic_id[\"']?\s*[:=]\s*[\"']?(\d+)"
)
MEMBER_URL = re.compile(r"(?:showuser=|[?&]MID=|/(?:user|profile)/)(\d+)", re.I)
BOARD_URL = re.compile(r"showforum|/forum/\d|/forums?/\d|[?&]f=\d|[?&]c=\d")
ENTRY = re.compile(r"(?:entry|post-|post_id_|p|elComment_|comment-|findComment-)(\d+)$")
VERSION = re.compile(
    r"IP\.?\s?B(?:oard)?\D{0,40}?v?(\d\.\d+(?:\.\d+)?)"
    r"|Invision (?:Power Board|Community)\D{0,40}?v?(\d\.\d+(?:\.\d+)?)"
)
EDITOR = re.compile(
    r"\b(?:by|von|par|por|da|door|пользователем)\s+(?P<who>\S.{0,60}?)\s*(?:[:,;]|\d|\(|$)"
)
PROFILE_FIELDS = "[data-role='custom-field'], .custom_fields li, .ipsEntry__authorFields li"
PROFILE_LINES = ".info, .user_fields li, .cAuthorPane_info li"
PAGE_COUNT = ".ipsPagination[data-pages], [data-ipspagination-pages]"
ACTIVE_PAGE = (
    ".ipsPagination_active a, .ipsPagination__active a, .ipsPagination_active,"
    " .ipsPagination__active"
)
CURRENT_PAGE = ".pagecurrent, .pagination li.page.active, .pagination .active"
PAGE_JUMP = ".pagelink[id^='page-jump'], .pagelink, .pagejump, .pagination .pagejump"


def version(page: Page) -> str | None:
    """Return the version that the footer states."""
    return first_group(VERSION, page.text[-15_000:])


def location(box: LexborNode) -> str | None:
    """Return where a member lives: a line of the profile with the language's word for it."""
    for row in box.css(PROFILE_FIELDS):
        text = squash(row.text(separator=" "))
        if match := PLACE.match(text):
            return text[match.end() :] or None
    for line in box.css(PROFILE_LINES):
        said = said_of_place(line.text(separator=" "))
        if said is not None:
            return said or None
    for details in box.css(".postdetails"):
        for text in details.text(separator="\n").split("\n"):
            if said := said_of_place(text):
                return said
    return None


def said_of_place(line: str) -> str | None:
    """Return what follows "Location:" in a line; ``None`` without that word and its colon."""
    text = squash(line)
    match = PLACE.match(text)
    if match is None or ":" not in match[0]:
        return None
    return text[match.end() :]


def edited(mark: LexborNode | None, stated: str, page: Page) -> dict[str, Any]:
    """Return date and editor of an edit mark; its words where the date is not read.

    ``stated`` is the date as an attribute states it, if one does.
    """
    if mark is None or not (text := words(mark)):
        return {}
    clock = Clock.of(page)
    date = read_date(stated, clock)[0] or read_date(text, clock)[0]
    return {"edited": date or text, "editor": first_group(EDITOR, text)}


def boards(root: Node, css: str) -> list[str]:
    """Return the boards of the first breadcrumb that has links to boards."""
    for box in root.all(css):
        named = [(link.text, link.attr("href")) for link in box.all("a[href]")]
        found = [text for text, href in named if text and BOARD_URL.search(href)]
        if found:
            return list(dict.fromkeys(found))
        if named and not box.at("a[href*='topic']"):
            return list(dict.fromkeys(filter(None, (text for text, _ in named[1:]))))
    return []


def page_links(root: Node) -> tuple[int | None, int | None]:
    """Return the page's number and the number of pages."""
    box = root.at(PAGE_COUNT)
    if box:
        last = box.attr("data-pages") or box.attr("data-ipspagination-pages")
        return digits(box.at(ACTIVE_PAGE).text), digits(last)
    current = root.at(CURRENT_PAGE)
    if not current:
        return None, None
    numbers = re.findall(r"\d+", root.at(PAGE_JUMP).text)
    return digits(current.text), digits(next(reversed(numbers), None))


def refuse(page: Page) -> str | None:
    """Return why a page of Invision holds no thread, if it says so."""
    tree = page.tree
    if tree.css_first(
        "[data-rowid], .ipsDataItem, .forum_table, .topic_list, [data-pagecontroller='forums']"
    ):
        return "a list of threads or boards"
    if tree.css_first(
        "#elSignIn, #elError, .errorwrap, #sign_in, form[name=LOGIN], [data-role='registerForm']"
    ):
        return "an error, a notice or a login page of the forum"
    return None


SHARED_CHROME = {
    "spoiler-button": ".ipsSpoiler_header, .bbc_spoiler_show",
    "attachments-head": "#attach_wrap, [id^='attach_wrap'], .attachments",
    "advert": "article.cPost:not([id]), ins.adsbygoogle",
    "edit-mark": ".edit, .ipsEdited, [data-excludequote]",
    "menu": ".popupmenu-new, .popupmenu, .ipsMenu, .ipbmenu_content, i-dropdown, .iDropdown",
}
