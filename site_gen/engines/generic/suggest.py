"""Write the profile that was learned from a page as TOML, ready to edit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, structs

from site_gen.engines.core.table import squash
from site_gen.engines.generic.learn_profile import learn
from site_gen.engines.profiles import OWN_ADDRESS, Place, Profile, ThreadPlaces, described, places
from site_gen.engines.tools.addresses import host, own_address
from site_gen.errors import Skipped
from site_gen.load.page import Page

HEAD = """\
# A profile for sitegen, worked out from {page}.
# Put it into engines/ beside sitegen.toml, or name it with --profile. `sitegen inspect --profile` shows what it matches.
# Keys behind a # were not found: give them a selector where the pages show such a thing, or leave them.

name = {name}
"""
MARKS = """\

# Strings of the source by which this forum's pages are known, and how many of them a page must show.
fingerprints = {marks}
needed = {needed}
"""
NO_MARKS = """\

# No string was found by which this forum's pages are known: the profile is asked about pages that no other engine reads.
# fingerprints = [""]
"""
MOST_MARKS = 4
LONGEST_MARK = 80


def suggest(page: Page) -> str:
    """A TOML profile that reads the page as the generic engine does.

    Raises :class:`Skipped` where that finds no thread.
    """
    learned = learn(page) if page.is_html else None
    if learned is None:
        raise Skipped(
            "nothing on this page looks enough like posts to suggest a profile; try a page with more of them"
        )
    profile = learned.profile
    marks = list(_marks(page, profile))
    stated = (
        MARKS.format(marks=_value(marks), needed=len(marks) - (len(marks) > 2))
        if marks
        else NO_MARKS
    )
    return (
        HEAD.format(page=_printable(page.name), name=quoted(_name(page)))
        + stated
        + "".join(
            f"\n[{name}]\n" + "".join(f"{line}\n" for line in _table(getattr(profile, name), page))
            for name in ("thread", "post", "body")
        )
        + "".join(f"{line}\n" for line in _names("body.drop", profile.body.drop))
        + "".join(f"{line}\n" for line in _names("chrome", {}))
    )


def _name(page: Page) -> str:
    """A name for the profile: the forum's host."""
    named = (host(own_address(page, *OWN_ADDRESS)) or "").removeprefix("www.")
    return re.sub(r"[^a-z0-9.-]+", "-", named).strip("-.") or "my-forum"


def _table(struct: Struct, page: Page) -> Iterator[str]:
    """The lines of a table: what is stated, then what may be added, as comments."""
    hints = []
    for field in structs.fields(type(struct)):
        value = getattr(struct, field.name)
        if isinstance(value, list) and field.name != "drop_text":
            value = _useful(value, page, on_page=isinstance(struct, ThreadPlaces))
        if isinstance(value, dict):
            continue  # a table of its own
        if field.name == "thread_id" and isinstance(value, Place) and _names_its_value(value, page):
            hints.append(
                f"# {field.name} = {_value(value)}  # on this page alone: it names what it is to find"
            )
        elif value not in ([], None, False):
            yield f"{field.name} = {_value(value)}"
        elif isinstance(value, list) or value is None:
            empty = '[""]' if field.name == "drop_text" else '""'
            hints.append(f"# {field.name} = {empty}  # {described(type(struct), field.name)}")
    yield from hints


def _useful(stated: list[str | Place], page: Page, *, on_page: bool) -> object:
    """A key's places; one alone needs no list.

    ``on_page``: only the first that gives something on the page.
    """
    root = page.tree.root
    if on_page:
        return next(
            (place for place in places(stated) if root is not None and place.read(root)), []
        )
    return stated[0] if len(stated) == 1 else stated


def _names_its_value(place: Place, page: Page) -> bool:
    """Whether a selector holds the value that it finds: the number of this thread, which other pages do not have."""
    read = place.read(page.tree.root) if page.tree.root is not None else None
    return read is not None and read[0].isdecimal() and read[0] in place.css


def _names(table: str, named: dict[str, str]) -> Iterator[str]:
    """The lines of a table of names and selectors; without any, an example as a comment."""
    yield from ("", f"[{table}]" if named else f"# [{table}]")
    yield from (f"{_key(name)} = {quoted(css)}" for name, css in named.items())
    if not named:
        yield '# buttons = ".buttons"  # a name of your own = selector'


def _value(value: object) -> str:
    if value is True:
        return "true"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Place):
        return _place(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(part) for part in value)}]"
    raise TypeError(f"no TOML for {value!r}")


def _place(place: Place) -> str:
    if place.attr is None and place.match is None:
        return quoted(place.css)
    stated = [
        (name, getattr(place, name))
        for name in ("css", "attr", "match")
        if getattr(place, name) is not None
    ]
    return "{ " + ", ".join(f"{name} = {quoted(value)}" for name, value in stated) + " }"


def _printable(text: str) -> str:
    """A file's name as a comment can hold it: names may have line breaks, control characters, bytes that are no UTF-8."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def quoted(text: str) -> str:
    """A TOML string: a literal one where that can say it, so that selectors and patterns stay readable."""
    if "'" not in text and text.isprintable() and ('"' in text or "\\" in text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in escaped)
        + '"'
    )


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.A) else quoted(name)


def _marks(page: Page, profile: Profile) -> Iterator[str]:
    """Strings of the source that tell the forum: what made the page, where it stood, how its posts begin."""
    found: dict[str, None] = {}
    generator = page.tree.css_first("meta[name=generator]")
    said = squash(generator.attributes.get("content")) if generator is not None else ""
    site = host(own_address(page, *OWN_ADDRESS))
    selectors = (
        *profile.post.each.split(", "),
        profile.post.body,
        *(place.css for place in (*places(profile.post.author), *places(profile.post.date))),
    )
    for mark in (
        re.sub(r"[\s:]*v?\d.*", "", said),
        f"//{site}" if site else "",
        *(_opening(page, css) for css in selectors),
    ):
        if mark and len(mark) <= LONGEST_MARK and mark in page.text:
            found[mark] = None
    yield from list(found)[:MOST_MARKS]


def _opening(page: Page, css: str) -> str:
    """How the source writes the class, or else the id, of a selector's elements: as most of them have it."""
    nodes = page.tree.css(css)
    for name in ("class", "id"):
        written = Counter(
            mark
            for node in nodes
            if (value := node.attributes.get(name))
            and not (name == "id" and any(map(str.isdigit, value)))
            for mark in (f'{name}="{value}"', f"{name}='{value}'")
            if mark in page.text
        )
        if written:
            return written.most_common(1)[0][0]
    return ""
