"""Write the profile that was learned from a page as TOML, ready to edit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from site_gen.engines.base import squash
from site_gen.engines.generic.learn import learn
from site_gen.engines.generic.whole import whole
from site_gen.engines.profiles import Place, PostPlaces, Profile, ThreadPlaces, address_of, host_of, places
from site_gen.errors import Skipped
from site_gen.load.page import Page

HEAD = """\
# A profile for sitegen, worked out from {page}.
# Put it into engines/ beside sitegen.toml, or name it with --profile. `sitegen inspect` shows what it reads.
"""
ATTRIBUTE = re.compile(r"""<[a-z]+ [^>]*?(?:class|id)=(?:"[^"<>]+"|'[^'<>]+')""")
MOST_MARKS = 3


def suggest(page: Page) -> str:
    """A TOML profile that reads the page as the generic engine does. Raises :class:`Skipped` where that finds no thread."""
    learned = learn(page)
    if learned is None:
        raise Skipped("no thread found: nothing on this page looks enough like posts to suggest a profile")
    profile = learned.profile
    marks = _marks(page, profile)
    name = re.sub(r"[^a-z0-9.-]+", "-", (host_of(address_of(whole(page))) or "my-forum").removeprefix("www.")).strip(
        "-."
    )
    lines = [
        HEAD.format(page=" ".join(page.name.split())),
        f"name = {_quoted(name or 'my-forum')}",
        f"fingerprints = {_value(marks)}  # strings of the source that tell this forum: use ones that all its pages have",
        f"needed = {max(1, len(marks))}",
        "",
        "[thread]",
        *_table(profile.thread, ThreadPlaces),
        "",
        "[post]",
        *_table(profile.post, PostPlaces),
        "",
        "[body]",
        *(f"{key} = {_quoted(value)}" for key, value in _stated(profile.body) if isinstance(value, str)),
    ]
    if profile.body.drop_text:
        lines.append(f"drop_text = {_value(profile.body.drop_text)}")
    if profile.body.drop:
        lines += ["", "[body.drop]", *(f"{_key(name)} = {_quoted(css)}" for name, css in profile.body.drop.items())]
    return "\n".join(lines) + "\n"


def _table(struct: Struct, kind: type[Struct]) -> Iterator[str]:
    """The lines of a table: what is stated, then what may be added, as comments."""
    stated = dict(_stated(struct))
    for key, value in stated.items():
        yield f"{key} = {_value(value)}"
    for field in msgspec.structs.fields(kind):
        if field.name not in stated and field.name != "run":
            yield f'# {field.name} = ""'


def _stated(struct: Struct) -> Iterator[tuple[str, object]]:
    for field in msgspec.structs.fields(type(struct)):
        value = getattr(struct, field.name)
        if value not in ([], {}, None, False):
            yield field.name, value


def _value(value: object) -> str:
    if value is True:
        return "true"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Place):
        return _place(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(part) for part in value)}]"
    raise TypeError(f"no TOML for {value!r}")


def _place(place: Place) -> str:
    if place.attr is None and place.match is None:
        return _quoted(place.css)
    stated = [(name, getattr(place, name)) for name in ("css", "attr", "match") if getattr(place, name) is not None]
    return "{" + ", ".join(f"{name} = {_quoted(value)}" for name, value in stated) + "}"


def _quoted(text: str) -> str:
    """A TOML string: a literal one where that can say it, so that selectors and patterns stay readable."""
    if "'" not in text and "\n" not in text and text.isprintable() and ('"' in text or "\\" in text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.A) else _quoted(name)


def _marks(page: Page, profile: Profile) -> list[str]:
    """Strings of the source that tell the forum: how the posts and their words begin, and what made the page."""
    found: list[str] = []
    generator = page.tree.css_first("meta[name=generator]")
    if generator is not None and (said := squash(generator.attributes.get("content"))) and said in page.text:
        found.append(said.split(" ")[0] if said.split(" ")[0] in page.text else said)
    for css in (
        profile.post.each.split(", ")[-1],
        profile.post.body,
        *(place.css for place in places(profile.post.author)),
    ):
        node = page.tree.css_first(css)
        names = (node.attributes.get("class") or "") if node is not None else ""
        for quote in ('"', "'"):
            mark = f"class={quote}{names}{quote}"
            if names and mark in page.text and mark not in found:
                found.append(mark)
    return found[:MOST_MARKS]
