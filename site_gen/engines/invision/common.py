"""What the pages of all versions of Invision state in the same way."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import Clock, read_date
from site_gen.engines.core.table import squash
from site_gen.engines.tools.values import PLACE, digits, first_group, shown
from site_gen.load.page import Page

TOPIC_URL = re.compile(
    r"showtopic[=/]?(\d+)|/(?:topic|forum/topic)/(\d+)(?:-|/|$)|/topic(\d+)\.html|[?&;]t=(\d+)"
)
TOPIC_SCRIPT = re.compile(
    r"ipb_input_t\s*=\s*[\"'](\d+)|ipb\.topic\.inSection|[\"']?topic_id[\"']?\s*[:=]\s*[\"']?(\d+)"
)
MEMBER_URL = re.compile(r"(?:showuser=|[?&]MID=|/(?:user|profile)/)(\d+)", re.I)
ENTRY = re.compile(r"(?:entry|post-|post_id_|p|elComment_|comment-|findComment-)(\d+)$")
VERSION = re.compile(
    r"IP\.?\s?B(?:oard)?\D{0,40}?v?(\d\.\d+(?:\.\d+)?)|Invision (?:Power Board|Community)\D{0,40}?v?(\d\.\d+(?:\.\d+)?)"
)
EDITOR = re.compile(
    r"\b(?:by|von|par|por|da|door|пользователем)\s+(?P<who>\S.{0,60}?)\s*(?:[:,;]|\d|\(|$)"
)


def version(page: Page) -> str | None:
    """The version that the footer states."""
    return first_group(VERSION, page.text[-15_000:])


def place(box: LexborNode) -> str | None:
    """Where a member lives: a line of the profile with the language's word for it."""
    for row in box.css("[data-role='custom-field'], .custom_fields li, .ipsEntry__authorFields li"):
        text = squash(row.text(separator=" "))
        if match := PLACE.match(text):
            return text[match.end() :] or None
    for line in box.css(".info, .user_fields li, .cAuthorPane_info li"):
        text = squash(line.text(separator=" "))
        if (match := PLACE.match(text)) and ":" in match[0]:
            return text[match.end() :] or None
    for details in box.css(".postdetails"):
        lines = (squash(text) for text in details.text(separator="\n").split("\n"))
        for said in lines:
            if (match := PLACE.match(said)) and ":" in match[0] and said[match.end() :]:
                return said[match.end() :]
    return None


def editing(mark: str, stated: str | None, clock: Clock) -> dict[str, Any]:
    """The fields of an edit mark; its words where the date is not read."""
    date = read_date(stated, clock)[0] or read_date(mark, clock)[0]
    editor = EDITOR.search(mark)
    return {"edited": date or mark, "editor": editor["who"] if editor else None}


def crumbs(page: Page, css: str) -> list[str]:
    """The boards of the first breadcrumb that has links to boards."""
    for box in page.tree.css(css):
        named = [
            (squash(link.text()), link.attributes.get("href") or "") for link in box.css("a[href]")
        ]
        boards = [
            text
            for text, href in named
            if text and re.search(r"showforum|/forum/\d|/forums?/\d|[?&]f=\d|[?&]c=\d", href)
        ]
        if boards:
            return list(dict.fromkeys(boards))
        if named and box.css_first("a[href*='topic']") is None:
            return list(dict.fromkeys(text for text, _ in named[1:] if text))
    return []


def page_links(page: Page) -> tuple[int | None, int | None]:
    """The page's number and the number of pages."""
    tree = page.tree
    box = tree.css_first(".ipsPagination[data-pages], [data-ipspagination-pages]")
    if box is not None:
        last = digits(
            box.attributes.get("data-pages") or box.attributes.get("data-ipspagination-pages")
        )
        active = box.css_first(
            ".ipsPagination_active a, .ipsPagination__active a, .ipsPagination_active, .ipsPagination__active"
        )
        return digits(shown(active)), last
    current = tree.css_first(".pagecurrent, .pagination li.page.active, .pagination .active")
    jump = tree.css_first(".pagelink[id^='page-jump'], .pagelink, .pagejump, .pagination .pagejump")
    numbers = re.findall(r"\d+", shown(jump) or "")
    return digits(shown(current)), digits(numbers[-1]) if numbers and current is not None else None


def refuse(page: Page) -> str | None:
    """Why a page of Invision holds no thread."""
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
