"""Which elements are posts, as the page's microdata says: schema.org's marks in the markup.

Microdata (https://html.spec.whatwg.org/multipage/microdata.html): an element with ``itemtype`` is a
thing, those in it with ``itemprop`` say something of it. Search engines ask forums for ``author`` >
``name``, ``datePublished`` or ``dateCreated``, and ``text``; pages that state all of them for each
post need no guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from site_gen.engines.generic.find_records import Family
from site_gen.engines.generic.outline import Outline
from site_gen.engines.generic.proportions import more_than
from site_gen.engines.profiles import BodyTable, Place, PostTable, Profile, places

OPENINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
ANSWERS = frozenset({"Question", "Answer"})
COMMENTS = OPENINGS | {"Comment", "UserComments"}
# What stands in these is no thread: a list of threads, a site's own answers, opinions of goods.
OTHERS = frozenset({"ItemList", "FAQPage", "Product", "Review", "LocalBusiness"})
AUTHOR = frozenset({"author", "creator"})
DATE = frozenset({"datePublished", "dateCreated", "commentTime"})
WORDS = frozenset({"text", "articleBody", "commentText"})
TITLE = frozenset({"headline", "name"})
NEARLY_ALL = 0.8  # of the posts state who, when and what


@dataclass(frozen=True)
class MicrodataPosts:
    """The elements that a page marks as posts, and the places of their fields, best place first."""

    family: Family
    author: tuple[Place, ...]
    date: tuple[Place, ...]
    body: str
    shows_date: bool  # not only to machines


@dataclass(frozen=True)
class MicrodataPost:
    """What the marks of one post hold: the elements of its author's name, date and words."""

    author: int | None
    date: int | None
    words: int | None
    title: str

    @property
    def is_whole(self) -> bool:
        """Whether all is there that makes a post."""
        return None not in (self.author, self.date, self.words)


def find_microdata(outline: Outline) -> MicrodataPosts | None:
    """Return what a page marks as the posts of one thread.

    ``None`` where it marks none, or not each with who, when and what.
    """
    types = _types_of_posts(outline)
    if OPENINGS.isdisjoint(types.values()):
        return None  # comments on something else: an article, a product
    marked = {element: _read_post(outline, element, types) for element in types}
    posts = {element: post for element, post in marked.items() if post.words is not None}
    if not _is_one_thread(posts, types):
        return None
    authors = _known(post.author for post in posts.values())
    dates = _known(post.date for post in posts.values())
    words = _known(post.words for post in posts.values())
    return MicrodataPosts(
        family=Family(("*", "@", -1), _selector_of_types(types.values()), tuple(posts), 1.0),
        author=tuple(dict.fromkeys(_author_place(outline, author) for author in authors)),
        date=tuple(dict.fromkeys(Place(_selector_of(outline, date)) for date in dates)),
        body=", ".join(dict.fromkeys(_selector_of(outline, text) for text in words)),
        shows_date=all(map(outline.letters, dates)),
    )


def _known(elements: Iterable[int | None]) -> list[int]:
    return [element for element in elements if element is not None]


def are_other_things(outline: Outline, elements: Sequence[int]) -> bool:
    """Tell whether most of some elements are marked as something else than posts."""
    return more_than(0.5, lambda element: _is_in_other_thing(outline, element), elements)


# ── Things ────────────────────────────────────────────────────────────────────────────────────────


def _types_of_posts(outline: Outline) -> dict[int, str]:
    """Return the elements that are marked as posts, with schema.org's name of each."""
    types = {
        element: kind for element in range(len(outline.nodes)) if (kind := _type(outline, element))
    }
    kinds = COMMENTS
    if "Answer" in types.values():
        kinds = ANSWERS
    return {
        element: kind
        for element, kind in types.items()
        if kind in kinds and not _is_in_other_thing(outline, element)
    }


def _type(outline: Outline, element: int) -> str:
    """Return what schema.org calls the thing that an element is, or ""."""
    return outline.attr(element, "itemtype").rstrip("/").rpartition("/")[2]


def _is_in_other_thing(outline: Outline, element: int) -> bool:
    return any(_type(outline, above) in OTHERS for above in outline.above(element))


def _is_one_thread(posts: Mapping[int, MicrodataPost], types: Mapping[int, str]) -> bool:
    """Tell whether nearly all posts are whole, and their openings have one title."""
    whole = sum(post.is_whole for post in posts.values())
    titles = {post.title for element, post in posts.items() if types[element] in OPENINGS}
    return whole > 0 and whole >= NEARLY_ALL * len(posts) and len(titles - {""}) <= 1


# ── What is said of a post ────────────────────────────────────────────────────────────────────────


def _read_post(outline: Outline, post: int, posts: Mapping[int, object]) -> MicrodataPost:
    """Return what the marks of one post hold, without what the posts in it do."""
    statements = list(_statements(outline, post, posts))
    authors = [_name_of(outline, element) for element, says in statements if says & AUTHOR]
    dates = [element for element, says in statements if says & DATE]
    texts = [element for element, says in statements if says & WORDS and outline.letters(element)]
    titles = [_title_in(outline, element) for element, says in statements if says & TITLE]
    return MicrodataPost(
        author=next(iter(_known(authors)), None),
        date=next(iter(dates), None),
        words=next(iter(texts), None),
        title=next(filter(None, titles), ""),
    )


def _statements(
    outline: Outline, post: int, posts: Mapping[int, object]
) -> Iterator[tuple[int, frozenset[str]]]:
    """Return the elements of a post, less those of other things, and what each says of it."""
    element = post + 1
    while element < outline.end[post]:
        says = _says(outline, element)
        if element in posts or (_type(outline, element) and not says & AUTHOR):
            element = outline.end[element]  # another thing
            continue
        yield element, says
        element += 1


def _says(outline: Outline, element: int) -> frozenset[str]:
    """Return what an element says of the thing that it stands in."""
    return frozenset(outline.attr(element, "itemprop").split())


def _title_in(outline: Outline, element: int) -> str:
    """Return the title that an element states, "" where it is a name of an author."""
    if any(_says(outline, above) & AUTHOR for above in outline.above(element)):
        return ""
    return outline.text(element) or outline.attr(element, "content")


def _name_of(outline: Outline, author: int) -> int | None:
    """Return the element that names an author: marked as the name, or the author's own.

    ``None`` where it has no words.
    """
    inner = outline.below(author)[1:]
    name = next((element for element in inner if "name" in _says(outline, element)), author)
    if outline.letters(name) or outline.attr(name, "content"):
        return name
    return None


# ── Places ────────────────────────────────────────────────────────────────────────────────────────


def _selector_of_types(types: Iterable[str]) -> str:
    return ", ".join(f'[itemtype$="/{kind}"]' for kind in sorted(set(types)))


def _selector_of(outline: Outline, element: int) -> str:
    return f'[itemprop="{outline.attr(element, "itemprop")}"]'


def _author_place(outline: Outline, name: int) -> Place:
    """Return the place of a name: its words, or else what only machines are told."""
    css = _selector_of(outline, name)
    if outline.attr(name, "itemprop") == "name":
        above = outline.above(name)
        author = next(element for element in above if _says(outline, element) & AUTHOR)
        css = f"{_selector_of(outline, author)} {css}"
    if outline.letters(name):
        return Place(css)
    return Place(css, attr="content")


def microdata_profile(found: MicrodataPosts, learned: Profile | None) -> Profile:
    """Return a profile that reads posts where their marks stand, and the rest as was learned."""
    profile = learned or Profile(
        name="generic",
        post=PostTable(each=found.family.selector, body=found.body),
        body=BodyTable(quote_author="cite, .quote-head, .quotetitle"),
    )
    author = [*found.author, *places(profile.post.author)]
    date = [*found.date, *places(profile.post.date)]
    if not found.shows_date:
        date.reverse()
    post = replace(
        profile.post,
        each=found.family.selector,
        body=found.body,
        author=_distinct(author),
        date=_distinct(date),
    )
    return replace(profile, post=post)


def _distinct(stated: Iterable[str | Place]) -> list[str | Place]:
    return list(dict.fromkeys(stated))
