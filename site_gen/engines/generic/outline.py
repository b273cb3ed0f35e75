"""A page as flat lists, so that any part of it is measured in one subtraction.

Elements stand in the page's order. The elements below one are those with the numbers up to its
``end``, its texts those from ``first`` to ``last``. Sums over texts are kept as running totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from selectolax.lexbor import LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import squash
from site_gen.load.page import Page

SKIPPED = frozenset(
    "head script style template select textarea svg iframe object datalist title math canvas".split()
)
LONGEST_BUTTON = 40  # letters of a button that may show a date
CELLS = frozenset("td th tr tbody dd dt div span li ul table p section article font a".split())
LONGEST_DATE_LINE = 120
FREE = 12  # letters of a text that do not count as content: labels are short
DENSE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)  # scripts that say a word in two letters
DENSITY = 3
NO_NAME = re.compile(r"[^\w-]")
EXACT = ("datetime", "data-timestamp", "data-time", "data-date", "data-datetime")
STATED = frozenset({"datePublished", "dateCreated"})  # schema.org's names of a post's date
# Class names that differ from post to post and say nothing of structure.
VARYING = re.compile(
    r"^(?:\w*[-_]?(?:odd|even)|alt\w?|alternate|first|last|new|unread|read|online|offline|own|op|"
    r"(?:row|bg|windowbg|trow|postcolor|post_?bg)[-_]?\d*|.*\d.*)$",
    re.I,
)
NUMBERED = re.compile(r"^([A-Za-z][A-Za-z_-]*?[_-]?)\d+$")
FIGURED = re.compile(r"\d\W*[^\W\d]|[^\W\d]\W*\d|\d+\D+\d+\D+\d")
NAMED_DATE = re.compile(
    r"(?:^|[\s_-])(?:post_?)?(?:date|time|timestamp|datetime|posted|published|created)(?:$|[\s_-])",
    re.I,
)
# Words of links to a person's page, in the form that the link has.
USER_LINK = re.compile(
    r"(?:user|member|profile|author|people|person|account|membre|mitglied|nutzer|benutzer|[?&/](?:u|uid|id_user)[=/]"
    r"|/@|/u/|space[-_]uid)",
    re.I,
)
TOKEN = re.compile(r"^-?[A-Za-z_][\w-]*$")


@lru_cache(maxsize=4096)
def looks_like_date(text: str) -> bool:
    """Whether a short text shows a date.

    One without a figure, or with nothing else, is not asked about.
    """
    return FIGURED.search(text) is not None and shown_date(text) is not None


@lru_cache(maxsize=8192)
def stable(classes: str) -> tuple[str, ...]:
    """The names of a ``class`` attribute that are the same in every post, sorted."""
    return tuple(
        sorted({name for name in classes.split() if TOKEN.match(name) and not VARYING.match(name)})
    )


def length(text: str) -> int:
    """How long a text is in letters of an alphabet: those of Chinese, Japanese and Korean count for several."""
    return len(text) if text.isascii() else len(text) + (DENSITY - 1) * len(DENSE.findall(text))


def written_tag(tag: str | None) -> str | None:
    """A tag as selectors write it: Word's ``o:p`` and the tags of torn pages ("he[der") hold what CSS reads as more."""
    return NO_NAME.sub(r"\\\g<0>", tag) if tag else tag


def is_passed_over(node: LexborNode, tag: str) -> bool:
    """Whether an element shows nothing of a post.

    Buttons do where they hold its date: a tooltip opens on them.
    """
    if tag != "button":
        return tag in SKIPPED
    shown = squash(node.text())
    dated = (
        node.css_first("time, [datetime], [itemprop=datePublished], [itemprop=dateCreated]")
        is not None
    )
    return len(shown) > LONGEST_BUTTON or not (dated or looks_like_date(shown))


class Outline:
    """The elements and texts of a page, in order."""

    def __init__(self, page: Page) -> None:
        head = page.tree.css_first("title")
        self.head = squash(head.text()) if head is not None else ""  # what the page is called
        self.nodes: list[LexborNode] = []
        self.tag: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.classes: list[tuple[str, ...]] = []
        self.parent: list[int] = []
        self.nth: list[int] = []  # which of its kind (tag) among its siblings, from 1
        self.linked: list[bool] = []
        self.end: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.texts: list[str] = []
        self.owner: list[int] = []  # the element of each text
        self.dates: list[int] = []  # the elements that show a date, in order
        if page.tree.body is not None:
            self._walk(page.tree.body)
        self._close()
        self._find_dates()

    def _walk(self, root: LexborNode) -> None:
        places: dict[int, int] = {}
        counts: list[dict[str, int]] = []
        said, speaker = "", -1  # the text that goes on behind a comment, and whose it is
        for node in root.traverse(include_text=True):
            above = node.parent
            parent = places.get(above.mem_id, -1) if above is not None else -1
            if parent < 0 and node.mem_id != root.mem_id:
                continue
            if node.is_text_node:
                goes_on = parent == speaker and bool(squash(said))
                said = (said if parent == speaker else "") + (node.text_content or "")
                self._say(said, parent, goes_on=goes_on)
                speaker = parent
                continue
            if not node.is_element_node:
                continue
            said, speaker = "", -1
            tag = written_tag(node.tag)
            if not tag or is_passed_over(node, tag):
                continue
            place = places[node.mem_id] = len(self.nodes)
            attributes = node.attributes
            self.nodes.append(node)
            self.tag.append(tag)
            self.attributes.append(attributes)
            self.classes.append(stable(attributes.get("class") or ""))
            self.parent.append(parent)
            seen = counts[parent] if parent >= 0 else {}
            seen[tag] = seen.get(tag, 0) + 1
            self.nth.append(seen[tag])
            counts.append({})
            self.linked.append(tag == "a" or (parent >= 0 and self.linked[parent]))
            self.end.append(place + 1)
            self.first.append(len(self.texts))
            self.last.append(len(self.texts))

    def _say(self, said: str, owner: int, *, goes_on: bool) -> None:
        """Add a text.

        ``goes_on``: it takes in the one before, from which only a comment parts it ("Hi <!--
        -->Ann").
        """
        if not (text := squash(said)):
            return
        if goes_on:
            self.texts[-1] = text
            return
        self.texts.append(text)
        self.owner.append(owner)
        self.last[owner] = len(self.texts)

    def _close(self) -> None:
        for place in range(len(self.nodes) - 1, 0, -1):
            parent = self.parent[place]
            self.end[parent] = max(self.end[parent], self.end[place])
            self.last[parent] = max(self.last[parent], self.last[place])
        self.weights = [
            0 if self.linked[owner] else max(0, length(text) - FREE)
            for text, owner in zip(self.texts, self.owner, strict=True)
        ]
        self.weight_before = list(accumulate(self.weights, initial=0))
        self.letters_before = list(accumulate(map(len, self.texts), initial=0))

    def _find_dates(self) -> None:
        found: set[int] = set()
        for text, owner in zip(self.texts, self.owner, strict=True):
            if len(text) <= LONGEST_DATE_LINE and looks_like_date(text):
                found.add(owner)
        found.update(
            place
            for place, attributes in enumerate(self.attributes)
            if self._states_date(place, attributes)
        )
        count = [0] * (len(self.nodes) + 1)
        for place in found:
            count[place] = 1
        before = list(accumulate(count, initial=0))
        for place in range(
            len(self.nodes) - 1, -1, -1
        ):  # a date cut up by markup: <b>May 9</b>, <i>2024</i>
            pieces = self.last[place] - self.first[place]
            if (
                2 <= pieces <= 6
                and before[self.end[place]] == before[place]
                and self.letters(place) <= 60
            ):
                inner = any(child in found for child in range(place + 1, self.end[place]))
                text = self.text(place)
                if not inner and any(c.isdigit() for c in text) and looks_like_date(text):
                    found.add(place)
        self.dates = sorted(found)

    def _states_date(self, place: int, attributes: dict[str, str | None]) -> bool:
        """Whether an attribute holds an exact date: ``datetime``, an epoch, a ``title`` that shows one."""
        if not attributes:
            return self.tag[place] == "time"
        title = attributes.get("title") or ""
        if (
            8 <= len(title) <= 40
            and self.letters(place) <= 40
            and title[:40].count(":")
            and looks_like_date(title)
        ):
            return True
        if self.tag[place] == "time" or any(name in attributes for name in EXACT):
            return True
        if attributes.get("itemprop") in STATED:
            return True
        named = attributes.get("class")
        return bool(
            named
            and NAMED_DATE.search(named)
            and 6 <= self.letters(place) <= 40
            and self.last[place] - self.first[place] == 1
            and any(letter.isdigit() for letter in self.text(place))
        )

    def text(self, place: int) -> str:
        """The text of an element, white space collapsed."""
        return " ".join(self.texts[self.first[place] : self.last[place]])

    def letters(self, place: int) -> int:
        """How many letters an element shows."""
        return self.letters_before[self.last[place]] - self.letters_before[self.first[place]]

    def weight(self, place: int) -> int:
        """How much of an element's text is content by its length: long texts outside links."""
        return self.weight_before[self.last[place]] - self.weight_before[self.first[place]]

    def above(self, place: int) -> Iterator[int]:
        """The element and those it stands in, innermost first."""
        while place >= 0:
            yield place
            place = self.parent[place]

    def below(self, place: int) -> range:
        """The element and those that stand in it, in order."""
        return range(place, self.end[place])

    def bare_kind(self, place: int) -> str:
        """What an element without classes is: its tag, and where it stands among its like."""
        tag = self.tag[place]
        if tag == "a" and self.letters(place):
            match = USER_LINK.search(self.attributes[place].get("href") or "")
            if match:
                return f'a[href*="{match[0]}"]'
        return f"{tag}:{self.nth[place]}" if tag in CELLS else tag

    def kind(self, place: int) -> str:
        """What an element is: its tag and classes, or where it stands among its like."""
        classes = self.classes[place]
        return f"{self.tag[place]}.{'.'.join(classes)}" if classes else self.bare_kind(place)
