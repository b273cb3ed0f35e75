"""Account for every visible string of a page: published with a thread, or dropped by a named rule.

This is what ``sitegen inspect`` shows and what the tests hold every page of the corpus to. It reads
the page once more, whole, because a build has no use for the furniture of a forum.

A string is published if some field of the reading holds it, white space aside. Where cleaning took
marks out of the middle of a text (the ``>`` of a quoted mail) or a part of it is a field of its own
(a signature), the string is looked at line by line, and a line is published if a field holds its
words in their order, close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import groupby

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, squash
from site_gen.load.page import Page
from site_gen.models import Dropped, Post, Reading

UNSEEN = frozenset(
    "head script style noscript template title select textarea option iframe object".split()
)
# What is left when no rule names a string: it stands outside every post, or inside one (then the
# engine missed something).
OUTSIDE, INSIDE = "page-furniture", "unrecognised-in-post"
# A word, or a character of the scripts that write words together.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
FEWEST = 3  # words that tell a line: a "#1" is not published because some post says "1"


def dropped_strings(page: Page, engine: Engine, reading: Reading) -> list[Dropped]:
    """Return every visible string that is not published, with its rule, in the page's order."""
    if not page.is_html:
        return list(reading.dropped)
    missing = lru_cache(None)(Published(reading).missing)  # furniture says the same in every post
    rules = chrome_rules(page, engine)
    found = list(reading.dropped)
    for node, named, in_post in visible_strings(page, engine, rules):
        rule = named or (INSIDE if in_post else OUTSIDE)
        texts = missing(node.text_content or "")
        found += [Dropped(rule=rule, text=text) for text in texts]
    return found


class Published:
    """What of a page reaches the site or was dropped by a rule of its bodies, to be searched."""

    def __init__(self, reading: Reading) -> None:
        dropped = [drop.text for drop in reading.dropped]
        self.reading = reading
        self.letters = "\n".join([published_words(reading), *map(letters, dropped)])

    @cached_property
    def words(self) -> list[str]:
        """The words of all fields in order, an empty one between two fields."""
        fields = [*published_fields(self.reading), *(drop.text for drop in self.reading.dropped)]
        return [word for text in fields for word in (*WORD.findall(text), "")]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands in :attr:`words`."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found

    def missing(self, text: str) -> list[str]:
        """Return what of a string is neither published nor dropped: all or some of its lines."""
        if letters(text) in self.letters:
            return []
        lines = [squash(line) for line in text.split("\n") if WORD.search(line)] or [squash(text)]
        runs = ((held, " ".join(run)) for held, run in groupby(lines, key=self.holds))
        return [run for held, run in runs if not held]

    def holds(self, line: str) -> bool:
        """Tell whether a field holds a line's words in their order, with few others between."""
        if letters(line) in self.letters:
            return True
        words = WORD.findall(line)
        return len(words) >= FEWEST and any(
            self.follow(words, place) for place in self.places.get(words[0], ())
        )

    def follow(self, words: list[str], place: int) -> bool:
        """Tell whether words follow one another from a place on."""
        end = place + len(words) + len(words) // 4
        for word in words[1:]:
            place += 1
            while place < end and self.words[place] not in (word, ""):
                place += 1
            if place >= end or self.words[place] != word:
                return False
        return True


def published_words(reading: Reading) -> str:
    """Return everything of a reading that reaches the site, as one run of letters to look in."""
    return "\n".join(letters(part) for part in published_fields(reading))


def published_fields(reading: Reading) -> list[str]:
    """Return the texts of a reading that reach the site."""
    parts: list[str | None] = [reading.title, *reading.board, *reading.tags, reading.site_name]
    parts += [str(number) for number in (reading.views, reading.replies) if number is not None]
    for post in reading.posts:
        parts += post_words(post)
    if reading.poll:
        parts += [option.text for option in reading.poll.options]
    if reading.special:
        parts += [f"{fact.name} {fact.value}" for fact in reading.special.facts]
    return [part for part in parts if part]


def post_words(post: Post) -> Iterator[str | None]:
    """Yield the words of one post, its body and its small print."""
    yield from (
        post.text,
        post.author,
        post.author_title,
        post.date_text,
        post.client,
        post.location,
        post.subject,
    )
    yield from (post.signature, *post.gates, *post.code, *post.marks)
    yield from (attachment.name for attachment in post.attachments)
    for comment in post.comments:
        yield from (comment.author, comment.text)
    for rating in post.ratings:
        yield from (rating.author, rating.reason)


def letters(text: str | None) -> str:
    """Return a text without its white space: markup and cleaning may break lines differently."""
    return re.sub(r"\s+", "", text or "")


def chrome_rules(page: Page, engine: Engine) -> dict[int, str]:
    """Return the elements that the engine's table calls chrome, with the rule's name."""
    return {
        node.mem_id: rule
        for rule, css in reversed(list(engine.chrome.items()))
        for node in page.tree.css(css)
    }


def visible_strings(
    page: Page, engine: Engine, rules: dict[int, str]
) -> Iterator[tuple[LexborNode, str | None, bool]]:
    """Yield the text nodes that a browser shows.

    With each come the nearest rule above it and whether it stands in a post.
    """
    boxes = page.tree.css(engine.post_boxes) if engine.post_boxes else []
    posts = {node.mem_id for node in boxes}
    body = page.tree.body
    if body is None:
        return
    rule: str | None = None
    in_post = False
    open_nodes = [(iter([body]), rule, in_post)]
    while open_nodes:
        children, rule, in_post = open_nodes[-1]
        child = next(children, None)
        if child is None:
            open_nodes.pop()
        elif child.is_text_node:
            if squash(child.text_content):
                yield child, rule, in_post
        elif child.tag not in UNSEEN:
            inner = child.iter(include_text=True)
            own_rule = rules.get(child.mem_id, rule)
            open_nodes.append((inner, own_rule, in_post or child.mem_id in posts))
