"""The thread page of vBulletin 3 and 4."""

from __future__ import annotations

import re
from typing import Any

from site_gen.engines.core.table import Engine, Fingerprint, number, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import statistics
from site_gen.engines.tools.values import digits, first_group, meta, shown
from site_gen.engines.vbulletin.bodies import RULES
from site_gen.engines.vbulletin.common import GENERATOR, SHARED_CHROME, THREAD_URL, refuse, zone
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
ADDRESSES = (
    re.compile(r"showthread\.php\?(?:.*&)?t=(?P<thread>\d+)(?:&[^#]*)?(?:#post(?P<post>\d+))?"),
    re.compile(r"showthread\.php\?(?P<thread>\d+)(?:-[^&#]*)?(?:[&#].*?)?(?:#post(?P<post>\d+))?$"),
    re.compile(r"/threads/(?P<thread>\d+)(?:-[^?#]*)?(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"),
    re.compile(
        r"/(?:forum|thread)s?/(?:[^?#]*/)?(?P<thread>\d+)-[^?#/]*(?:\?[^#]*)?(?:#post(?P<post>\d+))?$"
    ),
    re.compile(r"show(?:thread|post)\.php\?(?:.*&)?p=(?P<post>\d+)"),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Thread number, title, boards, pages and counts."""
    tree = page.tree
    facts = address_and_site(page)
    generator = GENERATOR.search(meta(page, "meta[name=generator]") or "")
    version = generator or GENERATOR.search(page.text[-20_000:])
    crumbs = breadcrumb(page)
    current, last = page_numbers(page)
    counted = [
        number(found) for found in re.findall(r"\d+", shown(tree.css_first(".postpagestats")) or "")
    ]
    return {
        **facts,
        "zone": zone(page),
        "engine_version": version[1] if version else None,
        "site": facts["site"],
        "thread_id": first_group(TOOL_THREAD, page.text)
        or first_group(THREAD_URL, facts["url"], reload_address(page), page.text),
        "title": title(page),
        "tags": list(
            dict.fromkeys(
                tag
                for node in tree.css("#tag_list_cell a, #taglist a, .taglist a")
                if (tag := shown(node))
            )
        ),
        "board": crumbs,
        "page": current or 1,
        "pages_claimed": last,
        "replies": counted[-1] - 1 if len(counted) == 3 and counted[-1] else None,
        "locked": True
        if tree.css_first("img[src*='threadclosed'], .newcontent_textcontrol[href*='closed']")
        else None,
        "poll": poll(page),
        **({"views": views} if (views := statistics(page).get("ViewAction")) else {}),
    }


def title(page: Page) -> str | None:
    """The title: ``.threadtitle`` (4), the bold end of the breadcrumb (3), or the head's without the forum's name."""
    tree = page.tree
    for css in (".threadtitle", "td.navbar strong", ".navbar strong", "h1 strong", ".lastnavbit"):
        node = tree.css_first(css)
        if node is not None and (found := shown(node)):
            return found
    head = shown(tree.css_first("title")) or ""
    return head.rpartition(" - ")[0] or head or None


def reload_address(page: Page) -> str | None:
    """The thread's own link, at its title."""
    link = page.tree.css_first(
        ".threadtitle a[href], td.navbar > a[href*='showthread'], .navbar a[href*='showthread']"
    )
    return link.attributes.get("href") if link else None


def breadcrumb(page: Page) -> list[str]:
    """The boards above a thread: the links of the first breadcrumb that lead to a board, without home and index."""
    tree = page.tree
    links = tree.css("#breadcrumb .navbit a[href]") or tree.css("span.navbar a[href]")
    links = (
        links
        or tree.css("[itemtype*='BreadcrumbList'] a[href]")
        or tree.css("[itemtype*='readcrumb'] a[href]")
    )
    named = [
        (squash(link.text()), link.attributes.get("href") or "", link.attributes.get("accesskey"))
        for link in links
    ]
    named = [(text, href, key) for text, href, key in named if text]
    boards = [text for text, href, key in named if key != "1" and is_board(href)]
    return list(dict.fromkeys(boards or [text for text, _, _ in named[1:]]))


def is_board(href: str) -> bool:
    """Whether a link of a breadcrumb leads to a board and not to the front page, the index or the thread."""
    path = re.sub(r"^https?://[^/]+", "", href).split("?s=")[0].rstrip("/")
    if re.search(r"forumdisplay|[?&/]f=?\d|/?forums?/\d|\bf\d+\b", path):
        return True
    return bool(path) and not re.search(
        r"(?:index|forum|forums|portal|showthread)(?:\.php)?$|showthread|^#", path
    )


def page_numbers(page: Page) -> tuple[int | None, int | None]:
    """The page and the number of pages, as "Page 1 of 16" in front of the page links says in any language."""
    for node in page.tree.css(
        ".pagenav .vbmenu_control, .pagination .popupctrl, .pagenav td, .pagination span"
    ):
        if match := PAGE_OF.search(squash(node.text())):
            first, last = number(match[1]), number(match[2])
            if first and last and first <= last:
                return first, last
    return None, None


def poll(page: Page) -> Poll | None:
    """A poll's results: ``pollresults_table`` and ``polloption`` of 3 (rows with a count in bold), ``.poll`` of 4."""
    box = page.tree.css_first(".pollresults, .poll_results, #pollresults, form[action*='poll.php']")
    if box is None:
        return None
    question = box.css_first(".pollquestion, .blockhead, .tcat strong, .tcat span, td.tcat, .thead")
    options: list[PollOption] = []
    for row in box.css("tr, li, dl"):
        text = row.css_first("td.alt1, .polloption, label, dt")
        votes = row.css_first("td[title] strong, td strong, .votes, .pollvotes")
        if text is not None and (said := shown(text)) and text.css_first("table") is None:
            options.append(PollOption(text=said, votes=digits(shown(votes))))
    return Poll(question=shown(question), options=options) if options else None


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
