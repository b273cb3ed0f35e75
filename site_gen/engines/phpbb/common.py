"""What every page of phpBB states in the same way: the thread's address and number, its pages, a member's number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.dates import Clock, editor_in, read_date
from site_gen.engines.core.table import number, squash
from site_gen.engines.tools.addresses import host, href, whole
from site_gen.engines.tools.values import first_group
from site_gen.load.page import Page

TOPIC = re.compile(r"viewtopic[^?#]*\?(?:[^#]*[&;])?t=(\d+)|-t(\d+)(?:-\d+)?(?:\.html|/(?:$|[?#]))")
REPLY = re.compile(r"(?:posting|search)[^?#]*\?(?:[^#]*[&;])?t=(\d+)")
FORUM = re.compile(r"[?&;]f=(\d+)|-f(\d+)(?:\.html|/)")
USER = re.compile(r"(?:[?&;]u=|/(?:member|membre|user|utilisateur|mitglied|usuario)s?[-/]?)(\d+)")
START = re.compile(r"[?&;]start=(\d+)|-t\d+-(\d+)\.html")
CLOCK = re.compile(r"\b(\d{1,2}):(\d\d)(?::\d\d)?(?:\s*([ap])\.?m\b)?", re.I)
VERSION = re.compile(r"phpBB(?:</a>)?\s*(2\.\d+\.\d+)")
# "Ostatnio zmieniony przez NAME dnia DATE", "Dernière édition par NAME le DATE": phpBB 2 gives the
# name no element.
EDITED_BY = re.compile(
    r"\b(?:by|von|par|por|di|da|przez|door|av|af|от)\s+(?P<who>\S.{0,60}?)\s+"
    r"(?:on|am|le|el|il|dnia|op|em|den|in data)\s",
    re.I,
)
# "All times are UTC+02:00" since 3.1; "UTC - 8 hours [ DST ]" in 3.0; "GMT + 10 Hours" in 2, in the
# forum's language.
ZONE = re.compile(r"<span title=\"[^\"<>]*\">\s*UTC(?P<zone>[+-]\d\d:\d\d)?\s*</span>")
OLD_ZONE = re.compile(
    r"(?:UTC|GMT) (?P<sign>[+-]) (?P<hours>\d{1,2})(?P<half>[:.](?:30|5))? \w+"
    r"(?P<summer>\s*\[\s*(?:<abbr[^>]*>)?\w+(?:</abbr>)?\s*\])?\s*<"
)
EDIT_DATE = re.compile(r"\d{4}|\d:\d\d")


def thread_facts(page: Page, title_link: str) -> dict[str, Any]:
    """Thread id, own address and forum, from every place a page of phpBB may state them.

    ``title_link`` selects the title's link, which leads to the thread.
    """
    tree = page.tree
    canonical = tree.css_first("link[rel=canonical]")
    stated = canonical.attributes.get("href") if canonical is not None else None
    links = [node.attributes.get("href") for node in tree.css(title_link)]
    tools = [
        node.attributes.get("href")
        for node in tree.css(
            'a[href*="view=print"], link[rel=prev], link[rel=next], a[href*="mode=reply"]'
        )
    ]
    field = tree.css_first('#topic-search input[name="t"], form input[name="t"]')
    topic = first_group(TOPIC, stated, page.capture.url, *links) or (
        (field.attributes.get("value") or None) if field is not None else None
    )
    own = whole(page, stated, page.capture.url, *links)
    home = tree.css_first('a[accesskey="h"], link[rel=alternate][href^=http]')
    return {
        "thread_id": topic or first_group(TOPIC, *tools) or first_group(REPLY, *tools),
        "url": own,
        "zone": zone(page),
        "site": host(own, page.base, href(home)),
    }


def zone(page: Page) -> str | None:
    """The offset of the page's times, as its footer states it."""
    tail = page.text[-20_000:]
    for found in reversed(list(ZONE.finditer(tail))):
        return found["zone"] or "+00:00"
    for found in reversed(list(OLD_ZONE.finditer(tail))):
        minutes = 60 * int(found["hours"]) + (30 if found["half"] else 0)
        minutes = (minutes if found["sign"] == "+" else -minutes) + (60 if found["summer"] else 0)
        return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return None


def user_id(link: LexborNode | None) -> str | None:
    """The number in a link to a member's page."""
    return first_group(USER, href(link))


def boards(links: Iterable[LexborNode]) -> dict[str, Any]:
    """The board path, outermost first, and the last board's number, from the links to boards."""
    path: dict[str, str] = {}
    for link in links:
        if name := squash(link.text()):
            path[name] = link.attributes.get("href") or ""
    return {"board": list(path), "board_id": first_group(FORUM, *[*path.values()][::-1])}


def local_time(stated: str | None, shown: str | None) -> str | None:
    """The moment in the forum's zone, which ``datetime`` states in UTC and the words beside it only in their language.

    The hour shown and the hour stated tell the zone, whatever the language:
    ``2014-11-27T14:20:03+00:00`` beside "2014年11月27日, 22:20" is 22:20:03 of that day. Without an
    hour to compare ("5 minutes ago") it stays UTC.
    """
    match = CLOCK.search(shown or "")
    if not stated or not match:
        return stated or None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    hour = int(match[1])
    if match[3]:
        hour = hour % 12 + (12 if match[3] in "pP" else 0)
    offset = (hour * 60 + int(match[2]) - moment.hour * 60 - moment.minute) % 1440
    offset -= 1440 if offset > 14 * 60 else 0
    if offset % 15:
        return None
    return (moment.replace(tzinfo=None) + timedelta(minutes=offset)).isoformat()


def edit_fields(notice: LexborNode, page: Page) -> dict[str, Any]:
    """When and by whom a post was last edited: "Last edited by NAME on DATE, edited 1 time in total. Reason: …"."""
    mark = squash(notice.text())
    name = notice.css_first("a, .username, .username-coloured")
    by = EDITED_BY.search(mark)
    editor = (
        (squash(name.text()) if name is not None else "")
        or editor_in(mark)
        or (by["who"] if by else None)
    )
    rest = mark.partition(editor)[2] if editor else mark
    date, _ = read_date(rest or mark, Clock.of(page))
    return {"edited": date or mark, "editor": editor}


def pages(pager: LexborNode | None, url: str | None) -> dict[str, Any]:
    """The number of this page and of all: "Page 2 of 6", or the links with the current one marked."""
    if pager is None:
        return {"page": None if url and START.search(url) else 1}
    strong = [
        count
        for node in pager.css("strong, b")
        if (count := number(squash(node.text()))) is not None
    ]
    active = [
        count for node in pager.css(".active") if (count := number(squash(node.text()))) is not None
    ]
    linked = [
        count for node in pager.css("a") if (count := number(squash(node.text()))) is not None
    ]
    current = active or strong
    return {
        "page": current[0] if current else 1,
        "pages_claimed": max([*strong, *active, *linked], default=None),
    }


def refuse(page: Page) -> str | None:
    """Why a page of phpBB shows no thread: the page names its kind (``body.section-…``), or shows only a form."""
    body = page.tree.body
    kind = re.search(
        r"\bsection-(\w+)", (body.attributes.get("class") or "") if body is not None else ""
    )
    names = {
        "viewforum": "a list of threads",
        "index": "a list of boards",
        "search": "a search",
        "memberlist": "a list of members",
        "posting": "a form to write in",
        "ucp": "a member's own page",
        "faq": "a help page",
    }
    if kind and kind[1] in names:
        return f"{names[kind[1]]}, not a thread"
    if page.tree.css_first('form[action*="mode=login"], form[action*="login.php"]') is not None:
        return "a login form, not a thread"
    if page.tree.css_first("#message, .forumline .gen, #message_body") is not None:
        return "a notice of the forum, not a thread"
    return None
