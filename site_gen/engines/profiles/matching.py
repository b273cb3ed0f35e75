"""Show what each selector of a profile matches on a page, so that its author sees what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs
from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash
from site_gen.engines.profiles.candidates import Candidate, find_candidates
from site_gen.engines.profiles.field_values import LISTS
from site_gen.engines.profiles.schema import Place, Profile, distinct, stated_places
from site_gen.load.page import Page

NOT_IN_WORDS = ("drop", "drop_text")

Posts = Sequence[tuple[int, Candidate]]
"""The posts of a page, each with the number of its element."""


@dataclass
class Match:
    """What one key matches: how often, which values, and in which elements of ``post.each`` not.

    The elements are counted from 1. ``of`` is how many posts could have it, ``None`` where it is no
    field of a post. ``places`` are the key's places, each with the number of values that came from
    it.
    """

    key: str
    places: list[tuple[str, int]]
    of: int | None = None
    values: list[str] = field(default_factory=list)
    misses: list[int] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How often the key matches."""
        return sum(times for _, times in self.places)


@dataclass
class Matches:
    """What a profile matches on a page.

    ``faults`` are the elements of ``post.each`` that are no posts, and why.
    """

    marks: list[tuple[str, bool]]
    keys: list[Match]
    faults: list[tuple[int, str]]


def matches(profile: Profile, page: Page) -> Matches:
    """Return what each key of a profile matches on a page. The page's tree stays as it is."""
    found = list(enumerate(find_candidates(profile, page), 1))
    posts = [(n, one) for n, one in found if not one.fault]
    return Matches(
        marks=[(mark, mark in page.text) for mark in profile.fingerprints],
        keys=[
            *_thread(profile, page),
            Match("post.each", [(profile.post.each, len(found))]),
            *_fields(profile, posts),
            *_signatures(profile, posts),
            *_bodies(profile, [one.body for _, one in posts if one.body is not None]),
            *_chrome(profile, page),
        ],
        faults=[(n, one.fault) for n, one in found if one.fault],
    )


# ── The thread ────────────────────────────────────────────────────────────────────────────────────


def _thread(profile: Profile, page: Page) -> Iterator[Match]:
    for name, places in stated_places(profile.thread).items():
        match = Match(f"thread.{name}", [])
        for place in places:
            used: list[str] = []
            if not match.values:
                used = _thread_values(name, place, page)
            match.places.append((place_line(place), len(used)))
            match.values += dict.fromkeys(used)
        yield match


def _thread_values(name: str, place: Place, page: Page) -> list[str]:
    """Return what a place gives for a field of the thread: all values only of a list."""
    if page.tree.root is None:
        return []
    values = place.values(page.tree.root)
    if name in LISTS:
        return values
    return values[:1]


def _chrome(profile: Profile, page: Page) -> Iterator[Match]:
    roots = [root for root in (page.tree.root,) if root is not None]
    for name, css in profile.chrome.items():
        yield _elements(f"chrome.{name}", css, roots)


# ── Posts ─────────────────────────────────────────────────────────────────────────────────────────


def _fields(profile: Profile, posts: Posts) -> Iterator[Match]:
    for name, places in stated_places(profile.post).items():
        match = Match(f"post.{name}", [], of=len(posts))
        times = dict.fromkeys(range(len(places)), 0)
        for n, post in posts:
            read = _first_read(name, places, post)
            if read is None:
                match.misses.append(n)
            else:
                k, value = read
                times[k] += 1
                match.values.append(value)
        match.places = list(zip(map(place_line, places), times.values(), strict=True))
        yield match


def _first_read(name: str, places: Sequence[Place], post: Candidate) -> tuple[int, str] | None:
    """Return the number of the first place that gives something for a field of a post, and that."""
    for k, place in enumerate(places):
        if value := post.read(name, place):
            return k, value
    return None


def _signatures(profile: Profile, posts: Posts) -> Iterator[Match]:
    css = profile.post.signature
    if css:
        values = [post.signature for _, post in posts if post.signature]
        misses = [n for n, post in posts if not post.signature]
        yield Match("post.signature", [(css, len(values))], len(posts), values, misses)


def _bodies(profile: Profile, bodies: Sequence[LexborNode]) -> Iterator[Match]:
    texts = [squash(body.text(separator=" ")) for body in bodies]
    yield Match("post.body", [(profile.post.body, len(texts))], len(bodies), texts)
    for key, css in structs.asdict(profile.body).items():
        if css and key not in NOT_IN_WORDS:
            yield _elements(f"body.{key}", css, bodies)
    for name, css in profile.body.drop.items():
        yield _elements(f"body.drop.{name}", css, bodies)
    for text in profile.body.drop_text:
        times = sum(_texts(body).count(text) for body in bodies)
        yield Match("body.drop_text", [(repr(text), times)])


def _elements(key: str, css: str, roots: Sequence[LexborNode]) -> Match:
    """Return the match of a selector below each of the roots, which are themselves none."""
    found = [
        node for root in roots for node in distinct(root.css(css)) if node.mem_id != root.mem_id
    ]
    values = [squash(node.text(separator=" ")) for node in found]
    return Match(key, [(css, len(found))], values=values)


def _texts(body: LexborNode) -> list[str]:
    nodes = body.traverse(include_text=True)
    return [squash(node.text_content) for node in nodes if node.is_text_node]


def place_line(place: Place) -> str:
    r"""Return a place in one line: ``a.name``, ``a.name @href``, ``a.name @href ~ u=(\d+)``."""
    line = place.css
    if place.attr:
        line += f" @{place.attr}"
    if place.match:
        line += f" ~ {place.match}"
    return line
