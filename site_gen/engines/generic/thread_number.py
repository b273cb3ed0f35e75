"""Find the number of the thread, where the page's address is not known: its own links name it.

The links of a post (quote, reply, report, permalink) name their thread, and so do the links to the
thread's other pages. A number that another thread has is named once or twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.outline import Outline
from site_gen.engines.profiles import PAGE_PART, THREAD_KEYS, Place, Places, thread_id_of
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

CHECKED = 30  # posts whose links are read
MOST_POSTS = 0.7  # of them must name the thread
FEWEST_LINKS = 3  # different ones, where the posts name none
OTHER_PAGE = 2  # what a link to another page of a thread counts
FAR_MORE = 2  # times as often as any other thread's
# "?tid=7", "&amp;topic=7", "read.php?tid-7.html", "action-quote-fid-2-tid-7-pid-9"
NAMED = re.compile(rf"(?<![a-z_])((?:{THREAD_KEYS})[=-])(\d+)(?!\d)", re.I)
PLAIN = re.compile(r'^[^"\\]+$')

Named = tuple[str, str]
"""What an address names a thread by: the key, or what stands before the number, and the number."""


def thread_number_places(page: Page, outline: Outline, family: Family) -> Places:
    """Return where the number of the page's thread stands; nothing where its links disagree."""
    return _in_posts(outline, family) or _in_page(page, outline)


# ── In the posts ──────────────────────────────────────────────────────────────────────────────────


def _in_posts(outline: Outline, family: Family) -> Places:
    """Return the place of the number that the links of nearly every post name."""
    named = _named_by_posts(outline, family)
    if named is None:
        return []
    key, number = named
    rest = number
    if _first_number(outline, family, key) == number:
        rest = ""  # any thread's: the first that is named is this one
    css = f'{_within(family)} a[href*="{key}{rest}"]'
    return Place(css, "href", rf"(?<![A-Za-z_]){key}(\d+)")


def _named_by_posts(outline: Outline, family: Family) -> Named | None:
    """Return the key and the number that most posts name, if they name one number alone."""
    checked = family.elements[:CHECKED]
    times: Counter[Named] = Counter()
    for element in checked:
        links = " ".join(outline.hrefs(outline.below(element)))
        times.update({(match[1], match[2]) for match in NAMED.finditer(links)})
    most = Counter({named: n for named, n in times.items() if n >= MOST_POSTS * len(checked)})
    if len(checked) < 2 or len({number for _, number in most}) != 1:
        return None
    return most.most_common(1)[0][0]


def _first_number(outline: Outline, family: Family, key: str) -> str | None:
    """Return the number that the first link of the posts with a key names."""
    links = " ".join(
        href for element in family.elements for href in outline.hrefs(outline.below(element))
    )
    return next((match[2] for match in NAMED.finditer(links) if match[1] == key), None)


def _within(family: Family) -> str:
    if "," in family.selector:
        return f":is({family.selector})"
    return family.selector


# ── In the page ───────────────────────────────────────────────────────────────────────────────────


def _in_page(page: Page, outline: Outline) -> Places:
    """Return the place of the number that several different links of the page name.

    They name it far more often than any other thread's.
    """
    hrefs = outline.hrefs(range(len(outline.nodes)))
    links = sorted({href.partition("#")[0] for href in hrefs if PLAIN.match(href)})
    number = _number_most_named(links)
    if number is None:
        return []
    naming = [link for link in links if thread_id_of(link) == number]
    shortest = min(naming, key=lambda link: (len(link), link))
    before = re.split(rf"(?<!\d){number}(?!\d)", shortest.partition("#")[0])[0]
    css = _first_link(page, before, number)
    return Place(css, "href", rf"^{re.escape(before)}(\d+)")


def _first_link(page: Page, before: str, number: str) -> str:
    """Return a selector of links whose first names the number: of any thread's if that will do."""
    this_one, any_thread = f'a[href^="{before}{number}"]', f'a[href^="{before}"]'
    root = Node(page.tree.root)
    if root.at(this_one):
        first = root.at(any_thread)
        if first and thread_id_of(first.attr("href")) == number:
            return any_thread
    return this_one


def _number_most_named(links: Iterable[str]) -> str | None:
    times = _times_by_number(links).most_common(2)
    if not times or times[0][1] < FEWEST_LINKS:
        return None
    if len(times) > 1 and FAR_MORE * times[1][1] > times[0][1]:
        return None
    return times[0][0]


def _times_by_number(links: Iterable[str]) -> Counter[str]:
    """Return how often each number is named, by the key that names it most often."""
    named: Counter[Named] = Counter()
    for link in links:
        name = _named_by(link)
        if name is not None:
            named[name] += 1
            if PAGE_PART.search(link):
                named[name] += OTHER_PAGE - 1
    clear = {number: n for (key, number), n in named.items() if not key}
    most: Counter[str] = Counter()
    for (key, number), n in named.items():
        if key:
            n += clear.get(number, 0)
        most[number] = max(most[number], n)
    return most


def _named_by(address: str) -> Named | None:
    """Return the number that an address may name a thread by, and what else may have such numbers.

    That is "" where a key says that it is a thread's ("?t=7"), else the page that answers
    ("profile.php?id=7").
    """
    number = thread_id_of(address) or ""
    if not number.isdecimal():
        return None
    keys = NAMED.search(address)
    if keys is not None and keys[2] == number:
        return "", number
    return re.split(rf"\d*{number}|\?", address)[0], number
