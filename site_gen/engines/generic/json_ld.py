"""The posts that a page states beside its markup, as JSON-LD (https://json-ld.org/spec/).

Pages that scripts draw often show nothing else to a reader who saved them. What is stated there, in
schema.org's words, serves twice: it is read where the markup cannot be, and it tells whether what
was found in the markup are the posts at all.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from site_gen.clean import parsed
from site_gen.engines.core.table import RawPost, squash
from site_gen.engines.tools.appstate import counted, said, statistics
from site_gen.engines.tools.values import digits, stated
from site_gen.load.page import Page

SCRIPTS = 'script[type="application/ld+json"]'
OPENINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
# These are threads if people answered.
ARTICLES = frozenset({"BlogPosting", "Article", "NewsArticle", "Report", "TechArticle"})
REPLIES = ("acceptedAnswer", "suggestedAnswer", "comment")
WORDS = ("text", "articleBody", "commentText")
DATES = ("datePublished", "dateCreated")
COUNTS = ("commentCount", "answerCount")
HOLDERS = ("@graph", "mainEntity")
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
ENTITY = re.compile(r"&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.I)
CUT = re.compile(r"(?:\.{3}|…|&hellip;|&#8230;)\s*(?:</\w+>\s*)*$")
NUMBER = re.compile(r"(\d+)(?:\.html?)?/?$")
BEGINNING = 40  # letters by which the words of a post are known again
MOST = 5_000  # posts

Thing = dict[str, Any]


@dataclass(frozen=True)
class JsonLdPost:
    """One post as a page states it: its words as HTML, and its fields as a ``Post`` takes them."""

    source: str
    fields: dict[str, Any]

    @property
    def is_cut(self) -> bool:
        """Whether the words end in dots: the beginning alone."""
        return CUT.search(self.source) is not None

    def raw(self) -> RawPost:
        """Return the post, ready to be read."""
        return RawPost(
            body=parsed(self.source),
            fields=dict(self.fields),
            date_stated=self.fields.get("date_text"),
        )


@dataclass(frozen=True)
class JsonLdThread:
    """The thread that a page states: what it says of the thread, and its posts."""

    fields: dict[str, Any]
    posts: tuple[JsonLdPost, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the posts can be published: signed, and not only beginnings of their words."""
        signed = sum("author" in post.fields for post in self.posts)
        cut = sum(post.is_cut for post in self.posts)
        return 2 * signed > len(self.posts) and 2 * cut < len(self.posts)

    def agreement(self, texts: Iterable[str]) -> float:
        """Return the share of the posts whose words begin one of the texts, or stand in it."""
        return _agreement([parsed(post.source).text() for post in self.posts], texts)


def read_json_ld(page: Page) -> JsonLdThread | None:
    """Return the thread that a page states, whether or not its words are whole.

    ``None`` without one.
    """
    for thing in _things(page):
        kinds = _kinds(thing)
        if not kinds & (OPENINGS | ARTICLES):
            continue
        posts = tuple(post for one in _with_answers(thing) if (post := _post(one)) is not None)
        if posts and (kinds & OPENINGS or len(posts) > 1):
            return JsonLdThread(_thread(thing, statistics(page)), posts)
    return None


def are_reviews(page: Page, texts: Callable[[], Sequence[str]]) -> bool:
    """Tell whether texts are what a page states as reviews of goods.

    The texts are asked for only if they matter.
    """
    reviews = [
        review
        for thing in _things(page)
        for review in _listed(thing.get("review"))
        if isinstance(review, dict)
    ]
    bodies = [said(review, "reviewBody") or said(review, "description") for review in reviews]
    known = list(filter(None, bodies))
    return bool(known) and _agreement(known, texts()) >= 0.5


def _agreement(stated_texts: Sequence[str], texts: Iterable[str]) -> float:
    shown = list(map(_letters, texts))
    beginnings = [_letters(text)[:BEGINNING] for text in stated_texts]
    known = list(filter(None, beginnings))
    if not known:
        return 1.0
    found = sum(any(beginning in text for text in shown) for beginning in known)
    return found / len(known)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


# ── Things ────────────────────────────────────────────────────────────────────────────────────────


def _things(page: Page) -> Iterator[Thing]:
    """Return what a page states, and what this holds as its main matter."""
    for script in page.tree.css(SCRIPTS):
        try:
            waiting = _listed(json.loads(script.text(), strict=False))
        except (ValueError, RecursionError):
            continue
        while waiting:
            thing = waiting.pop(0)
            if isinstance(thing, dict):
                yield thing
                waiting = [*_held(thing), *waiting]


def _held(thing: Thing) -> list[Any]:
    """Return the things that one holds; the questions of a FAQ are the site's own."""
    if "FAQPage" in _kinds(thing):
        return []
    return [held for key in HOLDERS for held in _listed(thing.get(key))]


def _kinds(thing: Thing) -> frozenset[str]:
    return frozenset(str(kind).rpartition("/")[2] for kind in _listed(thing.get("@type")))


def _listed(value: object) -> list[Any]:
    """Return the values under a key: JSON-LD leaves out the list around a single one."""
    if isinstance(value, list):
        return list(value)
    if value:
        return [value]
    return []


def _with_answers(thing: Thing) -> Iterator[Thing]:
    """Return a posting and those that answer it, each before its own answers.

    One that is stated twice comes once.
    """
    waiting: list[Thing] = [thing]
    seen: set[str] = set()
    while waiting and len(seen) < MOST:
        one = waiting.pop(0)
        known = json.dumps([one.get(key) for key in ("@id", "url", *WORDS, *DATES)], default=str)
        if known not in seen:
            seen.add(known)
            yield one
            waiting = [*_answers(one), *waiting]


def _answers(thing: Thing) -> Iterator[Thing]:
    for key in REPLIES:
        for reply in _listed(thing.get(key)):
            if isinstance(reply, dict):
                yield reply


# ── Fields ────────────────────────────────────────────────────────────────────────────────────────


def _post(thing: Thing) -> JsonLdPost | None:
    """Return a post of a thing that states words, and who or when."""
    texts = (thing.get(key) for key in WORDS)
    words = next((text for text in texts if isinstance(text, str) and squash(text)), None)
    author, date = _author(thing), _first_said(thing, DATES)
    if words is None or (author is None and date is None):
        return None
    fields = stated(
        author=author,
        date_text=date,
        id=_number(thing),
        up=_count(thing, "upvoteCount"),
        down=_count(thing, "downvoteCount"),
    )
    return JsonLdPost(as_html(words), fields)


def as_html(words: str) -> str:
    """Return words as HTML.

    Some forums state them as HTML, others as plain lines, others as escaped ones.
    """
    if MARKUP.search(words):
        return words
    if not ENTITY.search(words):
        words = html.escape(words, quote=False)
    return "<br>".join(line.strip() for line in words.strip().splitlines())


def _author(thing: Thing) -> str | None:
    for author in _listed(thing.get("author") or thing.get("creator")):
        if name := _name(author):
            return html.unescape(name)
    return None


def _name(author: object) -> str | None:
    """Return the name of an author, who is stated as a thing or by the name alone."""
    if isinstance(author, dict):
        return said(author, "name")
    if isinstance(author, str):
        return squash(author)
    return None


def _first_said(thing: Thing, keys: Sequence[str]) -> str | None:
    return next((text for key in keys if (text := said(thing, key))), None)


def _number(thing: Thing) -> str | None:
    """Return the forum's id of a reply: the number that its own address ends with."""
    if not _kinds(thing).isdisjoint(OPENINGS | ARTICLES):
        return None
    match = NUMBER.search(_first_said(thing, ("url", "@id")) or "")
    if match is None:
        return None
    return match[1]


def _count(thing: Thing, key: str) -> int | None:
    value = counted(thing, key)
    if value is not None:
        return value
    return digits(said(thing, key))


def _thread(thing: Thing, counts: dict[str, int]) -> dict[str, Any]:
    """Return what is stated of the thread.

    ``counts`` are the page's statistics, by schema.org's names of the actions.
    """
    title = _first_said(thing, ("headline", "name"))
    if title is not None:
        title = html.unescape(title)
    replies = [_count(thing, key) for key in COUNTS]
    replies += [counts.get(action) for action in ("CommentAction", "ReplyAction")]
    return stated(
        title=title,
        replies=next((count for count in replies if count is not None), None),
        views=counts.get("ViewAction"),
    )
