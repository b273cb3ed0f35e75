"""The thread page of vBulletin 3 and 4."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import Engine, Fingerprint, number
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import digits, first_group
from site_gen.engines.vbulletin.bodies import RULES
from site_gen.engines.vbulletin.common import SHARED_CHROME, THREAD_URL, refuse, version, zone
from site_gen.engines.vbulletin.posts import split
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

# The thread's number as the page's own tools name it, surest first; then as an address of the
# thread writes it.
TOOL_THREAD = re.compile(
    r"(?:postings|printthread|subscription|sendmessage|poll|threadrate)\.php\?[^\"'<>\s]*?\bt=(\d+)"
    r"|name=[\"']?t[\"']? value=[\"']?(\d+)|var threadid = [\"']?(\d+)"
)
PAGE_OF = re.compile(r"(\d+)\D+?(\d+)")
BOARD = re.compile(r"forumdisplay|[?&/]f=?\d|/?forums?/\d|\bf\d+\b")
NO_BOARD = re.compile(r"(?:index|forum|forums|portal|showthread)(?:\.php)?$|showthread|^#")
ADDRESSES = (
    re.compile(r"showthread\.php\?(?:.*&)?t=(?P<thread>\d+)(?:&[^#]*)?(?:#post(?P<post>\d+))?"),
    re.compile(r"showthread\.php\?(?P<thread>\d+)(?:-[^&#]*)?(?:[&#].*?)?(?:#post(?P<post>\d+))?$"),
    re.compile(r"/threads/(?P<thread>\d+)(?:-[^?#]*)?(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"),
    re.compile(
        r"/(?:forum|thread)s?/(?:[^?#]*/)?(?P<thread>\d+)-[^?#/]*"
        r"(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"
    ),
    re.compile(r"show(?:thread|post)\.php\?(?:.*&)?p=(?P<post>\d+)"),
)
TITLES = (".threadtitle", "td.navbar strong", ".navbar strong", "h1 strong", ".lastnavbit")
OWN_LINKS = ".threadtitle a[href], td.navbar > a[href*='showthread'], .navbar a[href*='showthread']"
CRUMBS = (
    "#breadcrumb .navbit a[href]",
    "span.navbar a[href]",
    "[itemtype*='BreadcrumbList'] a[href]",
    "[itemtype*='readcrumb'] a[href]",
)
PAGERS = ".pagenav .vbmenu_control, .pagination .popupctrl, .pagenav td, .pagination span"
CLOSED = "img[src*='threadclosed'], .newcontent_textcontrol[href*='closed']"


def more_thread(page: Page) -> dict[str, Any]:
    """Read thread number, title, boards, pages and counts."""
    root = Node(page.tree.root)
    facts = address_and_site(page)
    current, last = page_numbers(root)
    own_link = root.at(OWN_LINKS).attr("href")
    tags = [tag.text for tag in root.all("#tag_list_cell a, #taglist a, .taglist a")]
    return {
        **facts,
        "zone": zone(page),
        "engine_version": version(page),
        "thread_id": first_group(TOOL_THREAD, page.text)
        or first_group(THREAD_URL, facts["url"], own_link, page.text),
        "title": title(root),
        "tags": list(dict.fromkeys(tag for tag in tags if tag)),
        "board": boards(root),
        "page": current or 1,
        "pages_claimed": last,
        "replies": replies(root),
        "views": statistics(page).get("ViewAction") or None,
        "locked": bool(root.at(CLOSED)) or None,
        "poll": poll(root),
    }


def title(root: Node) -> str | None:
    """Return the title: ``.threadtitle`` (4), or the bold end of the breadcrumb (3).

    Else the title of the page's head without the forum's name.
    """
    for css in TITLES:
        if found := root.at(css).text:
            return found
    head = root.at("title").text
    return head.rpartition(" - ")[0] or head or None


def boards(root: Node) -> list[str]:
    """Return the boards above a thread, from the first breadcrumb that has links.

    Home and index are no boards.
    """
    links = next(filter(None, map(root.all, CRUMBS)), [])
    named = [(link.text, link) for link in links if link.text]
    found = [
        text
        for text, link in named
        if link.attr("accesskey") != "1" and is_board(link.attr("href"))
    ]
    return list(dict.fromkeys(found or [text for text, _ in named[1:]]))


def is_board(href: str) -> bool:
    """Tell whether a link of a breadcrumb leads to a board.

    Others lead to the front page, the index or the thread.
    """
    path = re.sub(r"^https?://[^/]+", "", href).split("?s=")[0].rstrip("/")
    if BOARD.search(path):
        return True
    return bool(path) and not NO_BOARD.search(path)


def page_numbers(root: Node) -> tuple[int | None, int | None]:
    """Return the page and the number of pages.

    "Page 1 of 16" in front of the page links says them, in any language.
    """
    for node in root.all(PAGERS):
        if match := PAGE_OF.search(node.text):
            first, last = number(match[1]), number(match[2])
            if first and last and first <= last:
                return first, last
    return None, None


def replies(root: Node) -> int | None:
    """Return the replies that "Results 1 to 10 of 23" claims: the opening post is counted too."""
    counted = re.findall(r"\d+", root.at(".postpagestats").text)
    if len(counted) != 3:
        return None
    total = number(counted[-1])
    if not total:
        return None
    return total - 1


def poll(root: Node) -> Poll | None:
    """Return the results of a poll.

    ``pollresults_table`` and ``polloption`` of 3 (rows with a count in bold), ``.poll`` of 4.
    """
    box = root.at(".pollresults, .poll_results, #pollresults, form[action*='poll.php']")
    options: list[PollOption] = []
    for row in box.all("tr, li, dl"):
        option = row.at("td.alt1, .polloption, label, dt")
        text = option.text
        if text and not option.at("table"):
            votes = row.at("td[title] strong, td strong, .votes, .pollvotes")
            options.append(PollOption(text=text, votes=digits(votes.text)))
    if not options:
        return None
    question = box.at(".pollquestion, .blockhead, .tcat strong, .tcat span, td.tcat, .thead")
    return Poll(question=question.text or None, options=options)


CLASSIC = Engine(
    name="vbulletin",
    view="desktop",
    fingerprints=(
        Fingerprint("bodies named post_message", ('id="post_message_', "id=post_message_"), 3),
        Fingerprint("cells named td_post", ('id="td_post_', "id=td_post_"), 2),
        Fingerprint(
            "the template's comments", ("<!-- status icon and date -->", "<!-- / message -->"), 2
        ),
        Fingerprint(
            "vBulletin's scripts",
            ("vbulletin_global.js", "vbulletin-core.js", "vbulletin_post_loader"),
            2,
        ),
        Fingerprint("vBulletin's menus", ("vbmenu_register(", "vbmenu_control", "vbmenu_popup"), 1),
        Fingerprint("bodies of class postcontent restore", ("postcontent restore",), 2),
        Fingerprint("posts counted by postcount", ('id="postcount', "id=postcount"), 1),
        Fingerprint("the generator line", ('content="vBulletin 3', 'content="vBulletin 4'), 2),
        Fingerprint("the page vbulletin_html", ('id="vbulletin_html"', "id=vbulletin_html"), 2),
    ),
    threshold=4,
    split=split,
    post_boxes="[id^='edit'], table[id^='post'], li[id^='post_'], .postbit, .postbitlegacy",
    rules=RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome=SHARED_CHROME,
)
