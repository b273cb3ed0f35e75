"""Suggest a profile for a page: the one that is learned from it, as TOML that is ready to edit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, structs

from site_gen.engines.core.table import squash
from site_gen.engines.generic.learn_profile import learn_profile
from site_gen.engines.generic.outline import has_figure
from site_gen.engines.generic.toml_text import printable, quoted, toml_key, toml_value
from site_gen.engines.profiles import (
    OWN_ADDRESS,
    Place,
    Places,
    Profile,
    ThreadTable,
    described,
    places,
)
from site_gen.engines.tools.addresses import host, own_address
from site_gen.engines.tools.node import Node
from site_gen.errors import Skipped
from site_gen.load.page import Page

HEAD = """\
# A profile for sitegen, worked out from {page}.
# Put it into engines/ beside sitegen.toml, or name it with --profile. \
`sitegen inspect --profile` shows what it matches.
# Keys behind a # were not found: give them a selector where the pages show such a thing, \
or leave them.

name = {name}
"""
MARKS = """\

# Strings of the source by which this forum's pages are known, \
and how many of them a page must show.
fingerprints = {marks}
needed = {needed}
"""
NO_MARKS = """\

# No string was found by which this forum's pages are known: \
the profile is asked about pages that no other engine reads.
# fingerprints = [""]
"""
NOTHING = (
    "nothing on this page looks enough like posts to suggest a profile; "
    "try a page with more of them"
)
MOST_MARKS = 4
LONGEST_MARK = 80


def suggest(page: Page) -> str:
    """Return a TOML profile that reads the page as the generic engine does.

    Raises :class:`Skipped` where that finds no thread.
    """
    profile = None
    if page.is_html:
        profile = learn_profile(page)
    if profile is None:
        raise Skipped(NOTHING)
    head = HEAD.format(page=printable(page.name), name=quoted(_name(page)))
    return (
        head + _fingerprints(page, profile) + "".join(f"{line}\n" for line in _lines(page, profile))
    )


def _lines(page: Page, profile: Profile) -> Iterator[str]:
    """Return the lines of the tables."""
    for name in ("thread", "post", "body"):
        yield from ("", f"[{name}]")
        yield from _table(getattr(profile, name), page)
    yield from _named_selectors("body.drop", profile.body.drop)
    yield from _named_selectors("chrome", {})


def _name(page: Page) -> str:
    """Return a name for the profile: the forum's host."""
    named = (host(own_address(page, *OWN_ADDRESS)) or "").removeprefix("www.")
    return re.sub(r"[^a-z0-9.-]+", "-", named).strip("-.") or "my-forum"


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────


def _table(table: Struct, page: Page) -> Iterator[str]:
    """Return the lines of a table: what is stated, then what may be added, as comments."""
    hints = []
    for field in structs.fields(type(table)):
        value = getattr(table, field.name)
        if isinstance(value, list) and field.name != "drop_text":
            value = _useful(value, page, on_page=isinstance(table, ThreadTable))
        if field.name == "thread_id" and _names_its_value(value, page):
            why = "on this page alone: it names what it is to find"
            hints.append(f"# {field.name} = {toml_value(value)}  # {why}")
        elif value is None or value == []:
            hints.append(_empty(table, field.name))
        elif value is not False and not isinstance(value, dict):  # these are tables of their own
            yield f"{field.name} = {toml_value(value)}"
    yield from hints


def _empty(table: Struct, name: str) -> str:
    """Return a key without a value, as a comment that says what it means."""
    empty = '""'
    if name == "drop_text":
        empty = '[""]'
    return f"# {name} = {empty}  # {described(type(table), name)}"


def _useful(stated: list[str | Place], page: Page, *, on_page: bool) -> Places:
    """Return a key's places; one alone needs no list.

    ``on_page``: only the first that gives something on the page.
    """
    if on_page:
        root = page.tree.root
        useful = (place for place in places(stated) if root is not None and place.read(root))
        return next(useful, [])
    if len(stated) == 1:
        return stated[0]
    return stated


def _names_its_value(value: object, page: Page) -> bool:
    """Tell whether a selector holds the value that it finds.

    That is the number of this thread, which other pages do not have.
    """
    if not isinstance(value, Place) or page.tree.root is None:
        return False
    read = value.read(page.tree.root)
    return read is not None and read[0].isdecimal() and read[0] in value.css


def _named_selectors(table: str, named: dict[str, str]) -> Iterator[str]:
    """Return the lines of a table of names and selectors; without any, an example as a comment."""
    if named:
        yield from ("", f"[{table}]")
        yield from (f"{toml_key(name)} = {quoted(css)}" for name, css in named.items())
    else:
        yield from ("", f"# [{table}]")
        yield '# buttons = ".buttons"  # a name of your own = selector'


# ── Fingerprints ──────────────────────────────────────────────────────────────────────────────────


def _fingerprints(page: Page, profile: Profile) -> str:
    """Return the lines that say by which strings the forum's pages are known."""
    known = (mark for mark in _marks(page, profile) if 0 < len(mark) <= LONGEST_MARK)
    marks = list(dict.fromkeys(mark for mark in known if mark in page.text))[:MOST_MARKS]
    if not marks:
        return NO_MARKS
    needed = len(marks) - (len(marks) > 2)
    return MARKS.format(marks=toml_value(marks), needed=needed)


def _marks(page: Page, profile: Profile) -> Iterator[str]:
    """Return what may tell the forum: the page's maker, its site, how its posts begin."""
    generator = Node(page.tree.root).at("meta[name=generator]").attr("content")
    yield re.sub(r"[\s:]*v?\d.*", "", squash(generator))
    site = host(own_address(page, *OWN_ADDRESS))
    if site is not None:
        yield f"//{site}"
    post = profile.post
    for css in (*post.each.split(", "), post.body):
        yield _written_name(page, css)
    for place in (*places(post.author), *places(post.date)):
        yield _written_name(page, place.css)


def _written_name(page: Page, css: str) -> str:
    """Return how the source writes the class, or else the id, of most of a selector's elements."""
    nodes = [Node(node) for node in page.tree.css(css)]
    classes = [node.attr("class") for node in nodes]
    ids = [node.id for node in nodes if not has_figure(node.id)]
    for name, values in (("class", classes), ("id", ids)):
        written = Counter(
            mark
            for value in filter(None, values)
            for mark in (f'{name}="{value}"', f"{name}='{value}'")
            if mark in page.text
        )
        if written:
            return written.most_common(1)[0][0]
    return ""
