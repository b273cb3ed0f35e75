"""Which elements are posts, by what the page states: schema.org's marks of postings, comments, questions and answers.

Microdata (https://html.spec.whatwg.org/multipage/microdata.html): an element with ``itemtype`` is a
thing, those in it with ``itemprop`` say something of it. Search engines ask forums for ``author`` >
``name``, ``datePublished`` or ``dateCreated``, and ``text``; pages that state all of them for each
post need no guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.outline import Outline
from site_gen.engines.profiles import BodyPlaces, Place, PostPlaces, Profile, ThreadPlaces, places

OPENINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
ANSWERS = frozenset({"Question", "Answer"})
COMMENTS = OPENINGS | {"Comment", "UserComments"}
# What stands in these is no thread: a list of threads, answers of the site's own, opinions of
# goods.
OTHERS = frozenset({"ItemList", "FAQPage", "Product", "Review", "LocalBusiness"})
AUTHOR = frozenset({"author", "creator"})
DATE = frozenset({"datePublished", "dateCreated", "commentTime"})
WORDS = frozenset({"text", "articleBody", "commentText"})
TITLE = frozenset({"headline", "name"})
NEARLY_ALL = 0.8  # of the posts state who, when and what


@dataclass(frozen=True)
class Marked:
    """The elements that a page marks as posts, and where the marks say that their fields stand, best place first."""

    family: Family
    author: tuple[Place, ...]
    date: tuple[Place, ...]
    body: str
    shows_date: bool  # not only to machines


@dataclass(frozen=True)
class Stated:
    """What the marks of one post hold: the elements of its author's name, date and words."""

    author: int | None
    date: int | None
    words: int | None
    title: str

    @property
    def is_whole(self) -> bool:
        """Whether all is there that makes a post."""
        return None not in (self.author, self.date, self.words)


def marked(outline: Outline) -> Marked | None:
    """What a page marks as the posts of one thread.

    ``None`` where it marks none, or not each with who, when and what.
    """
    types = {place: kind for place in range(len(outline.nodes)) if (kind := _type(outline, place))}
    kinds = ANSWERS if "Answer" in types.values() else COMMENTS
    found = [
        place
        for place, kind in types.items()
        if kind in kinds and not _is_within_another_thing(outline, place)
    ]
    if not any(types[place] in OPENINGS for place in found):
        return None  # comments on something else: an article, a product
    stated = {place: _stated(outline, place, set(found)) for place in found}
    posts = {place: one for place, one in stated.items() if one.words is not None}
    whole = sum(one.is_whole for one in posts.values())
    openings = [one.title for place, one in posts.items() if types[place] in OPENINGS and one.title]
    if not whole or whole < NEARLY_ALL * len(posts) or len(set(openings)) > 1:
        return None
    selector = ", ".join(
        f'[itemtype$="/{kind}"]' for kind in sorted({types[place] for place in found})
    )
    return Marked(
        family=Family(("*", "@", -1), selector, tuple(posts), 1.0),
        author=tuple(_places(outline, (one.author for one in posts.values()), "author")),
        date=tuple(_places(outline, (one.date for one in posts.values()))),
        body=_words(outline, posts.values()),
        shows_date=all(one.date is None or outline.letters(one.date) for one in posts.values()),
    )


def _type(outline: Outline, place: int) -> str:
    """What schema.org calls the thing that an element is, or ""."""
    return (outline.attributes[place].get("itemtype") or "").rstrip("/").rpartition("/")[2]


def _said_by(outline: Outline, place: int) -> frozenset[str]:
    """What an element says of the thing that it stands in."""
    return frozenset((outline.attributes[place].get("itemprop") or "").split())


def are_other_things(outline: Outline, places: Sequence[int]) -> bool:
    """Whether elements alike are marked as something else than posts, most of them."""
    return 2 * sum(_is_within_another_thing(outline, place) for place in places) > len(places)


def _is_within_another_thing(outline: Outline, place: int) -> bool:
    return any(_type(outline, above) in OTHERS for above in outline.above(place))


def _stated(outline: Outline, post: int, posts: set[int]) -> Stated:
    """What one post states, without what the posts in it do."""
    author = date = words = None
    title = ""
    place = post + 1
    while place < outline.end[post]:
        says = _said_by(outline, place)
        if place in posts or (_type(outline, place) and not says & AUTHOR):
            place = outline.end[place]  # another thing
            continue
        if says & AUTHOR and author is None:
            author = _name(outline, place)
        if says & DATE and date is None:
            date = place
        if says & WORDS and words is None and outline.letters(place):
            words = place
        if (
            says & TITLE
            and not title
            and not any(_said_by(outline, at) & AUTHOR for at in outline.above(place))
        ):
            title = outline.text(place) or outline.attributes[place].get("content") or ""
        place += 1
    return Stated(author, date, words, title)


def _name(outline: Outline, author: int) -> int | None:
    """The element that names an author: marked as the name, or the author's own where that is words."""
    named = [at for at in outline.below(author) if at > author and "name" in _said_by(outline, at)]
    found = named[0] if named else author
    return found if outline.letters(found) or outline.attributes[found].get("content") else None


def _places(outline: Outline, found: Iterable[int | None], within: str = "") -> list[Place]:
    """Where marked elements stand: by what they say, their words or else what only machines are told."""
    places: dict[Place, None] = {}
    for place in found:
        if place is None:
            continue
        said = outline.attributes[place].get("itemprop") or ""
        css = f'[itemprop="{said}"]'
        if within and said == "name":
            above = next(at for at in outline.above(place) if _said_by(outline, at) & AUTHOR)
            css = f'[itemprop="{outline.attributes[above].get("itemprop")}"] {css}'
        is_name_for_machines = within and not outline.letters(place)
        places[Place(css, attr="content") if is_name_for_machines else Place(css)] = None
    return list(places)


def _words(outline: Outline, posts: Iterable[Stated]) -> str:
    said = dict.fromkeys(
        outline.attributes[one.words].get("itemprop") for one in posts if one.words is not None
    )
    return ", ".join(f'[itemprop="{name}"]' for name in said)


def by_marks(found: Marked, learned: Profile | None) -> Profile:
    """A profile that reads posts where their marks stand, and the rest as it was learned."""
    date = [*found.date, *(places(learned.post.date) if learned else [])]
    author = [*found.author, *(places(learned.post.author) if learned else [])]
    profile = learned or Profile(
        name="generic",
        post=PostPlaces(each=found.family.selector, body=found.body),
        thread=ThreadPlaces(),
        body=BodyPlaces(quote_author="cite, .quote-head, .quotetitle"),
    )
    post = replace(
        profile.post,
        each=found.family.selector,
        body=found.body,
        author=list(dict.fromkeys(author)),
        date=list(dict.fromkeys(date if found.shows_date else reversed(date))),
    )
    return replace(profile, post=post)
