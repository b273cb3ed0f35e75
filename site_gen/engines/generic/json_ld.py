"""The posts that a page states beside its markup, in schema.org's words as JSON-LD (https://json-ld.org/spec/).

Pages that scripts draw often show nothing else to a reader who saved them. What is stated there
serves twice: it is read where the markup cannot be, and it tells whether what was found in the
markup are the posts at all.
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
from site_gen.engines.tools.values import digits
from site_gen.load.page import Page

SCRIPTS = 'script[type="application/ld+json"]'
OPENINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
ARTICLES = frozenset(
    {"BlogPosting", "Article", "NewsArticle", "Report", "TechArticle"}
)  # threads if people answered
REPLIES = ("acceptedAnswer", "suggestedAnswer", "comment")
WORDS = ("text", "articleBody", "commentText")
DATES = ("datePublished", "dateCreated")
HOLDERS = ("@graph", "mainEntity")
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
ENTITY = re.compile(r"&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.I)
CUT = re.compile(r"(?:\.{3}|…|&hellip;|&#8230;)\s*(?:</\w+>\s*)*$")
NUMBER = re.compile(r"(\d+)(?:\.html?)?/?$")
BEGINNING = 40  # letters by which the words of a post are known again
MOST = 5_000  # posts

Thing = dict[str, Any]


@dataclass(frozen=True)
class StatedPost:
    """One post as a page states it: its words as HTML, and its other fields as a ``Post`` takes them."""

    source: str
    fields: dict[str, Any]

    @property
    def is_cut(self) -> bool:
        """Whether the words end in dots: the beginning alone."""
        return CUT.search(self.source) is not None

    def raw(self) -> RawPost:
        """The post, ready to be read."""
        return RawPost(
            body=parsed(self.source),
            fields=dict(self.fields),
            date_stated=self.fields.get("date_text"),
        )


@dataclass(frozen=True)
class StatedThread:
    """The thread that a page states: what it says of the thread, and its posts."""

    fields: dict[str, Any]
    posts: tuple[StatedPost, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the posts can be published: signed, and not only the beginnings of their words."""
        signed = sum("author" in post.fields for post in self.posts)
        cut = sum(post.is_cut for post in self.posts)
        return 2 * signed > len(self.posts) and 2 * cut < len(self.posts)

    def agreement(self, texts: Iterable[str]) -> float:
        """The share of the posts whose words begin one of the texts, or stand in it."""
        return _agreement([parsed(post.source).text() for post in self.posts], texts)


def stated_thread(page: Page) -> StatedThread | None:
    """The thread that a page states, whether or not its words are whole; ``None`` without one."""
    for thing in _things(page):
        kinds = _kinds(thing)
        if not kinds & (OPENINGS | ARTICLES):
            continue
        posts = tuple(post for one in _family(thing) if (post := _post(one)) is not None)
        if posts and (kinds & OPENINGS or len(posts) > 1):
            return StatedThread(_thread(thing, statistics(page)), posts)
    return None


def are_opinions(page: Page, texts: Callable[[], Sequence[str]]) -> bool:
    """Whether texts, which are asked for if they matter, are what a page states as reviews of goods."""
    reviews = [
        review
        for thing in _things(page)
        for review in _listed(thing.get("review"))
        if isinstance(review, dict)
    ]
    bodies = [
        words
        for review in reviews
        if (words := said(review, "reviewBody") or said(review, "description"))
    ]
    return bool(bodies) and _agreement(bodies, texts()) >= 0.5


def _agreement(stated: Sequence[str], texts: Iterable[str]) -> float:
    shown = [_letters(text) for text in texts]
    beginnings = [beginning for text in stated if (beginning := _letters(text)[:BEGINNING])]
    found = sum(any(beginning in text for text in shown) for beginning in beginnings)
    return found / len(beginnings) if beginnings else 1.0


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


# ── Things ────────────────────────────────────────────────────────────────────────────────────────


def _things(page: Page) -> Iterator[Thing]:
    """What a page states, and what this holds as its main matter."""
    for script in page.tree.css(SCRIPTS):
        try:
            waiting = _listed(json.loads(script.text(), strict=False))
        except (ValueError, RecursionError):
            continue
        while waiting:
            thing = waiting.pop(0)
            if isinstance(thing, dict):
                yield thing
                held = (
                    []
                    if "FAQPage" in _kinds(thing)
                    else [one for key in HOLDERS for one in _listed(thing.get(key))]
                )
                waiting = [*held, *waiting]


def _kinds(thing: Thing) -> frozenset[str]:
    return frozenset(str(kind).rpartition("/")[2] for kind in _listed(thing.get("@type")))


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _family(thing: Thing) -> Iterator[Thing]:
    """A posting and those that answer it, each before its own answers.

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
            answers = [
                reply
                for key in REPLIES
                for reply in _listed(one.get(key))
                if isinstance(reply, dict)
            ]
            waiting = [*answers, *waiting]


# ── Fields ────────────────────────────────────────────────────────────────────────────────────────


def _post(thing: Thing) -> StatedPost | None:
    """A post of a thing that states words, and who or when."""
    words = next(
        (words for key in WORDS if isinstance(words := thing.get(key), str) and squash(words)), None
    )
    fields = {
        "author": _author(thing),
        "date_text": next((date for key in DATES if (date := said(thing, key))), None),
        "id": _number(thing),
        "up": _count(thing, "upvoteCount"),
        "down": _count(thing, "downvoteCount"),
    }
    if words is None or (fields["author"] is None and fields["date_text"] is None):
        return None
    return StatedPost(
        as_html(words), {name: value for name, value in fields.items() if value is not None}
    )


def as_html(words: str) -> str:
    """Words as HTML: they are stated as HTML by some forums, as plain lines by others, and as escaped ones."""
    if MARKUP.search(words):
        return words
    plain = words if ENTITY.search(words) else html.escape(words, quote=False)
    return "<br>".join(line.strip() for line in plain.strip().splitlines())


def _author(thing: Thing) -> str | None:
    for author in _listed(thing.get("author") or thing.get("creator")):
        name = (
            said(author, "name")
            if isinstance(author, dict)
            else squash(author)
            if isinstance(author, str)
            else None
        )
        if name:
            return html.unescape(name)
    return None


def _number(thing: Thing) -> str | None:
    """The forum's id of a reply: the number that its own address ends with."""
    address = next((address for key in ("url", "@id") if (address := said(thing, key))), "")
    match = NUMBER.search(address) if _kinds(thing).isdisjoint(OPENINGS | ARTICLES) else None
    return match[1] if match else None


def _count(thing: Thing, key: str) -> int | None:
    value = counted(thing, key)
    return value if value is not None else digits(said(thing, key))


def _thread(thing: Thing, counts: dict[str, int]) -> dict[str, Any]:
    """What is stated of the thread.

    ``counts`` are the page's statistics, by schema.org's names of the actions.
    """
    title = said(thing, "headline") or said(thing, "name")
    stated = next(
        (n for key in ("commentCount", "answerCount") if (n := _count(thing, key)) is not None),
        None,
    )
    fields = {
        "title": html.unescape(title) if title else None,
        "replies": stated
        if stated is not None
        else counts.get("CommentAction", counts.get("ReplyAction")),
        "views": counts.get("ViewAction"),
    }
    return {name: value for name, value in fields.items() if value is not None}
