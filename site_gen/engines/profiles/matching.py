"""Show what each selector of a profile matches on a page, so that its author sees what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs
from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import squash
from site_gen.engines.profiles.reading import LISTS, Candidate, candidates, read_field
from site_gen.engines.profiles.schema import Place, Profile, distinct, table_of
from site_gen.load.page import Page

NOT_IN_WORDS = ("drop", "drop_text")


@dataclass
class Match:
    """What one key matches: how often, which values, and in which elements of ``post.each`` (1-based) nothing.

    ``of`` is how many posts could have it, ``None`` where it is no field of a post. ``places`` are
    the key's places, each with the number of values that came from it.
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
    """What each key of a profile matches on a page. The page's tree stays as it is."""
    found = list(candidates(profile, page))
    posts = [(n, one) for n, one in enumerate(found, 1) if not one.fault]
    each = Match("post.each", [(profile.post.each, len(found))])
    return Matches(
        marks=[(mark, mark in page.text) for mark in profile.fingerprints],
        keys=[
            *_thread(profile, page),
            each,
            *_fields(profile, posts),
            *_bodies(profile, posts),
            *(
                _elements(f"chrome.{name}", css, [page.tree.root])
                for name, css in profile.chrome.items()
            ),
        ],
        faults=[(n, one.fault) for n, one in enumerate(found, 1) if one.fault],
    )


def _thread(profile: Profile, page: Page) -> Iterator[Match]:
    root = page.tree.root
    for name, places in table_of(profile.thread).items():
        match = Match(f"thread.{name}", [])
        for place in places:
            values = [value for value, _ in place.all(root)] if root is not None else []
            used = [] if match.values else values if name in LISTS else values[:1]
            match.places.append((said(place), len(used)))
            match.values += dict.fromkeys(used)
        yield match


def _fields(profile: Profile, posts: Sequence[tuple[int, Candidate]]) -> Iterator[Match]:
    for name, places in table_of(profile.post).items():
        times = [0] * len(places)
        match = Match(f"post.{name}", [], of=len(posts))
        for n, post in posts:
            read = (
                (k, value)
                for k, place in enumerate(places)
                if (value := read_field(name, place, post))
            )
            k, value = next(read, (None, ""))
            if k is None:
                match.misses.append(n)
            else:
                times[k] += 1
                match.values.append(value)
        match.places = list(zip(map(said, places), times, strict=True))
        yield match
    if profile.post.signature:
        signed = [(n, post.signature) for n, post in posts]
        values = [signature for _, signature in signed if signature]
        misses = [n for n, signature in signed if not signature]
        yield Match(
            "post.signature", [(profile.post.signature, len(values))], len(posts), values, misses
        )


def _bodies(profile: Profile, posts: Sequence[tuple[int, Candidate]]) -> Iterator[Match]:
    bodies = [post.body for _, post in posts]
    texts = [squash(body.text(separator=" ")) for body in bodies if body is not None]
    yield Match("post.body", [(profile.post.body, len(texts))], len(posts), texts)
    for key in structs.fields(type(profile.body)):
        css = getattr(profile.body, key.name)
        if css and key.name not in NOT_IN_WORDS:
            yield _elements(f"body.{key.name}", css, bodies)
    for name, css in profile.body.drop.items():
        yield _elements(f"body.drop.{name}", css, bodies)
    for text in profile.body.drop_text:
        times = sum(
            squash(node.text_content) == text for body in bodies if body for node in _texts(body)
        )
        yield Match("body.drop_text", [(repr(text), times)])


def _elements(key: str, css: str, roots: Sequence[LexborNode | None]) -> Match:
    """The elements of a selector below each of the roots, which are themselves none."""
    found = [
        node
        for root in roots
        if root is not None
        for node in distinct(root.css(css))
        if node.mem_id != root.mem_id
    ]
    return Match(
        key, [(css, len(found))], values=[squash(node.text(separator=" ")) for node in found]
    )


def _texts(body: LexborNode) -> Iterator[LexborNode]:
    return (node for node in body.traverse(include_text=True) if node.is_text_node)


def said(place: Place) -> str:
    r"""A place in one line: ``a.name``, ``a.name @href``, ``a.name @href ~ u=(\d+)``."""
    attr, match = (
        (f" @{place.attr}" if place.attr else ""),
        (f" ~ {place.match}" if place.match else ""),
    )
    return f"{place.css}{attr}{match}"
