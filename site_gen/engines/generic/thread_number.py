"""Which thread a page belongs to, where its address is not known: the number that its own links name.

The links of a post (quote, reply, report, permalink) name their thread, and so do the links to the
thread's other pages. A number that another thread has is named once or twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.outline import Outline
from site_gen.engines.profiles import THREAD_KEYS, Place, Places, thread_id_of
from site_gen.engines.profiles.reading import PAGE_PART
from site_gen.load.page import Page

CHECKED = 30  # posts whose links are read
MOST_POSTS = 0.7  # of them must name the thread
FEWEST_LINKS = 3  # different ones, where the posts name none
OTHER_PAGE = 2  # what a link to another page of a thread counts
# "?tid=7", "&amp;topic=7", "read.php?tid-7.html", "action-quote-fid-2-tid-7-pid-9"
NAMED = re.compile(rf"(?<![a-z_])((?:{THREAD_KEYS})[=-])(\d+)(?!\d)", re.I)
PLAIN = re.compile(r'^[^"\\]+$')


def thread_number(page: Page, outline: Outline, family: Family) -> Places:
    """Where the number of the page's thread stands, or nothing where its links do not agree."""
    return _in_posts(outline, family) or _in_page(page, outline)


def _in_posts(outline: Outline, family: Family) -> Places:
    """The key and number that the links of nearly every post name."""
    checked = family.places[:CHECKED]
    named: Counter[tuple[str, str]] = Counter()
    for place in checked:
        links = " ".join(_addresses(outline, outline.below(place)))
        named.update({(match[1], match[2]) for match in NAMED.finditer(links)})
    numbers = Counter(
        {key: times for key, times in named.items() if times >= MOST_POSTS * len(checked)}
    )
    if len(checked) < 2 or len({number for _, number in numbers}) != 1:
        return []
    (key, number), _ = numbers.most_common(1)[0]
    within = f":is({family.selector})" if "," in family.selector else family.selector
    any_thread, this_one = (f'{within} a[href*="{key}{rest}"]' for rest in ("", number))
    first = next(
        (match[2] for match in NAMED.finditer(_posts_links(outline, family)) if match[1] == key),
        None,
    )
    return Place(any_thread if first == number else this_one, "href", rf"(?<![A-Za-z_]){key}(\d+)")


def _posts_links(outline: Outline, family: Family) -> str:
    return " ".join(
        address for place in family.places for address in _addresses(outline, outline.below(place))
    )


def _in_page(page: Page, outline: Outline) -> Places:
    """The number that several different links of the page name, and far more than name any other thread."""
    links = sorted(
        {
            address.partition("#")[0]
            for address in _addresses(outline, range(len(outline.nodes)))
            if PLAIN.match(address)
        }
    )
    named: Counter[tuple[str, str]] = Counter()
    for one in links:
        if (key := _key_and_number(one)) is not None:
            named[key] += OTHER_PAGE if PAGE_PART.search(one) else 1
    clear = {number: times for (key, number), times in named.items() if not key}
    named.update({(key, number): clear.get(number, 0) for key, number in named if key})
    most = Counter(
        {number: max(named[key] for key in named if key[1] == number) for _, number in named}
    ).most_common(2)
    if not most or most[0][1] < FEWEST_LINKS or (len(most) > 1 and 2 * most[1][1] > most[0][1]):
        return []
    number = most[0][0]
    address = min(
        (one for one in links if thread_id_of(one) == number), key=lambda one: (len(one), one)
    )
    before = re.split(rf"(?<!\d){number}(?!\d)", address.partition("#")[0])[0]
    css = (
        f'a[href^="{before}"]'
        if page.tree.css_first(f'a[href^="{before}{number}"]') is not None
        else ""
    )
    found = page.tree.css_first(css) if css else None
    if found is None or thread_id_of(found.attributes.get("href")) != number:
        css = f'a[href^="{before}{number}"]'
    return Place(css, "href", rf"^{re.escape(before)}(\d+)")


def _key_and_number(address: str) -> tuple[str, str] | None:
    """The number that an address may name a thread by, and what else may have such numbers.

    That is "" where a key says that it is a thread's ("?t=7"), else the page that answers
    ("profile.php?id=7").
    """
    number = thread_id_of(address) or ""
    if not number.isdecimal():
        return None
    keys = NAMED.search(address)
    return ("" if keys and keys[2] == number else re.split(rf"\d*{number}|\?", address)[0]), number


def _addresses(outline: Outline, places: range) -> Iterator[str]:
    return (
        href
        for at in places
        if outline.tag[at] == "a" and (href := outline.attributes[at].get("href"))
    )
