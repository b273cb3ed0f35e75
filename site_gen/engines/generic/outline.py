"""A page as flat lists, so that any part of it is measured in one subtraction.

Elements are numbers here, in the page's order. The elements below one are those with the numbers up
to its ``end``, its texts those from ``first_text`` up to ``text_end``. Sums over texts are kept as
running totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from selectolax.lexbor import LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import squash
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

SKIPPED = frozenset(
    "head script style template select textarea svg iframe object datalist title math "
    "canvas".split()
)
LONGEST_BUTTON = 40  # letters of a button that may show a date
DATED = "time, [datetime], [itemprop=datePublished], [itemprop=dateCreated]"
CELLS = frozenset("td th tr tbody dd dt div span li ul table p section article font a".split())
FREE = 12  # letters of a text that do not count as content: labels are short
DENSE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)  # scripts that say a word in two letters
DENSITY = 3
NO_NAME = re.compile(r"[^\w-]")

LONGEST_DATE_LINE = 120
LONGEST_DATE = 60  # letters of a date that markup cuts up
MOST_PIECES = 6  # that markup cuts a date into
LONGEST_DATE_TITLE = 40
EXACT = ("datetime", "data-timestamp", "data-time", "data-date", "data-datetime")
DATE_ITEMS = frozenset({"datePublished", "dateCreated"})  # schema.org's names of a post's date
FIGURED = re.compile(r"\d\W*[^\W\d]|[^\W\d]\W*\d|\d+\D+\d+\D+\d")
NAMED_DATE = re.compile(
    r"(?:^|[\s_-])(?:post_?)?(?:date|time|timestamp|datetime|posted|published|created)(?:$|[\s_-])",
    re.I,
)

# Class names that differ from post to post and say nothing of structure.
VARYING = re.compile(
    r"^(?:\w*[-_]?(?:odd|even)|alt\w?|alternate|first|last|new|unread|read|online|offline|own|op|"
    r"(?:row|bg|windowbg|trow|postcolor|post_?bg)[-_]?\d*|.*\d.*)$",
    re.I,
)
NUMBERED = re.compile(r"^([A-Za-z][A-Za-z_-]*?[_-]?)\d+$")
TOKEN = re.compile(r"^-?[A-Za-z_][\w-]*$")
# Words of links to a person's page, in the form that the link has.
USER_LINK = re.compile(
    r"(?:user|member|profile|author|people|person|account|membre|mitglied|nutzer|benutzer"
    r"|[?&/](?:u|uid|id_user)[=/]|/@|/u/|space[-_]uid)",
    re.I,
)


@lru_cache(maxsize=4096)
def looks_like_date(text: str) -> bool:
    """Tell whether a short text shows a date.

    One without a figure, or with nothing else, is not asked about.
    """
    return FIGURED.search(text) is not None and shown_date(text) is not None


@lru_cache(maxsize=8192)
def stable(classes: str) -> tuple[str, ...]:
    """Return the names of a ``class`` attribute that are the same in every post, sorted."""
    names = {name for name in classes.split() if TOKEN.match(name) and not VARYING.match(name)}
    return tuple(sorted(names))


def length(text: str) -> int:
    """Return how long a text is in letters of an alphabet.

    Those of Chinese, Japanese and Korean count for several.
    """
    if text.isascii():
        return len(text)
    return len(text) + (DENSITY - 1) * len(DENSE.findall(text))


def has_figure(text: str) -> bool:
    """Tell whether a figure stands in a text."""
    return any(letter.isdigit() for letter in text)


def tag_in_selectors(tag: str) -> str:
    """Return a tag as selectors write it.

    Word's ``o:p`` and the tags of torn pages ("he[der") hold what CSS reads as more.
    """
    return NO_NAME.sub(r"\\\g<0>", tag)


def is_passed_over(node: LexborNode, tag: str) -> bool:
    """Tell whether an element shows nothing of a post.

    Buttons do where they hold its date: a tooltip opens on them.
    """
    if tag != "button":
        return tag in SKIPPED
    button = Node(node)
    shown = button.text
    return len(shown) > LONGEST_BUTTON or not (button.at(DATED) or looks_like_date(shown))


class Outline:
    """The elements and texts of a page, in order."""

    def __init__(self, page: Page) -> None:
        self.head = Node(page.tree.root).at("title").text  # what the page is called
        self.nodes: list[LexborNode] = []
        self.tag: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.classes: list[tuple[str, ...]] = []
        self.parent: list[int] = []
        self.nth: list[int] = []  # which of its kind (tag) among its siblings, from 1
        self.linked: list[bool] = []
        self.end: list[int] = []
        self.first_text: list[int] = []
        self.text_end: list[int] = []
        self.texts: list[str] = []
        self.owner: list[int] = []  # the element of each text
        self.dates: list[int] = []  # the elements that show a date, in order
        self._number_of: dict[int, int] = {}  # each element's, by Lexbor's id of its node
        self._children: list[dict[str, int]] = []  # how many of each tag an element holds
        self._run, self._run_owner = "", -1  # the text that goes on behind a comment, and whose
        if page.tree.body is not None:
            self._walk(page.tree.body)
        self._close()
        self._find_dates()

    # ── Taking it down ──

    def _walk(self, root: LexborNode) -> None:
        for node in root.traverse(include_text=True):
            above = node.parent
            parent = -1
            if above is not None:
                parent = self._number_of.get(above.mem_id, -1)
            if parent < 0 and node.mem_id != root.mem_id:
                continue  # it stands in what is passed over
            if node.is_text_node:
                self._add_text(node.text_content or "", parent)
            elif node.is_element_node:
                self._run, self._run_owner = "", -1
                tag = tag_in_selectors(node.tag or "")
                if tag and not is_passed_over(node, tag):
                    self._add_element(node, tag, parent)

    def _add_element(self, node: LexborNode, tag: str, parent: int) -> None:
        element = self._number_of[node.mem_id] = len(self.nodes)
        attributes = node.attributes
        self.nodes.append(node)
        self.tag.append(tag)
        self.attributes.append(attributes)
        self.classes.append(stable(attributes.get("class") or ""))
        self.parent.append(parent)
        self._children.append({})
        if parent < 0:
            self.nth.append(1)
            self.linked.append(tag == "a")
        else:
            siblings = self._children[parent]
            siblings[tag] = siblings.get(tag, 0) + 1
            self.nth.append(siblings[tag])
            self.linked.append(tag == "a" or self.linked[parent])
        self.end.append(element + 1)
        self.first_text.append(len(self.texts))
        self.text_end.append(len(self.texts))

    def _add_text(self, content: str, owner: int) -> None:
        """Add a text, or join it to the one before, where only a comment parts them.

        For example "Hi <!-- -->Ann".
        """
        goes_on = False
        if owner == self._run_owner:
            goes_on = bool(squash(self._run))
            content = self._run + content
        self._run, self._run_owner = content, owner
        text = squash(content)
        if not text:
            return
        if goes_on:
            self.texts[-1] = text
            return
        self.texts.append(text)
        self.owner.append(owner)
        self.text_end[owner] = len(self.texts)

    def _close(self) -> None:
        """Stretch every element over those that stand in it, and sum up the texts."""
        for element in range(len(self.nodes) - 1, 0, -1):
            parent = self.parent[element]
            self.end[parent] = max(self.end[parent], self.end[element])
            self.text_end[parent] = max(self.text_end[parent], self.text_end[element])
        texts = zip(self.texts, self.owner, strict=True)
        self.weights = [self._own_weight(text, owner) for text, owner in texts]
        self.weight_before = list(accumulate(self.weights, initial=0))
        self.letters_before = list(accumulate(map(len, self.texts), initial=0))

    def _own_weight(self, text: str, owner: int) -> int:
        if self.linked[owner]:
            return 0
        return max(0, length(text) - FREE)

    # ── Dates ──

    def _find_dates(self) -> None:
        found = {
            owner
            for text, owner in zip(self.texts, self.owner, strict=True)
            if len(text) <= LONGEST_DATE_LINE and looks_like_date(text)
        }
        found.update(filter(self._states_date, range(len(self.nodes))))
        self._add_dates_in_pieces(found)
        self.dates = sorted(found)

    def _add_dates_in_pieces(self, found: set[int]) -> None:
        """Add the dates that markup cuts up: ``<b>9</b> May <i>2024</i>``."""
        count = [0] * (len(self.nodes) + 1)
        for element in found:
            count[element] = 1
        before = list(accumulate(count, initial=0))
        for element in range(len(self.nodes) - 1, -1, -1):
            pieces = self.text_end[element] - self.first_text[element]
            if (
                2 <= pieces <= MOST_PIECES
                and before[self.end[element]] == before[element]
                and self.letters(element) <= LONGEST_DATE
                and found.isdisjoint(range(element + 1, self.end[element]))
                and has_figure(self.text(element))
                and looks_like_date(self.text(element))
            ):
                found.add(element)

    def _states_date(self, element: int) -> bool:
        """Tell whether an attribute holds an exact date: ``datetime``, an epoch, a ``title``."""
        attributes = self.attributes[element]
        if self.tag[element] == "time":
            return True
        return bool(attributes) and (
            any(name in attributes for name in EXACT)
            or attributes.get("itemprop") in DATE_ITEMS
            or self._is_dated_by_title(element)
            or self._is_called_date(element)
        )

    def _is_dated_by_title(self, element: int) -> bool:
        """Tell whether the ``title`` of a short element shows a date with a time of day."""
        title = self.attr(element, "title")
        return (
            8 <= len(title) <= LONGEST_DATE_TITLE
            and self.letters(element) <= LONGEST_DATE_TITLE
            and ":" in title
            and looks_like_date(title)
        )

    def _is_called_date(self, element: int) -> bool:
        """Tell whether a short element is called a date by its class, and holds a figure."""
        named = self.attr(element, "class")
        return bool(
            named
            and NAMED_DATE.search(named)
            and 6 <= self.letters(element) <= 40
            and self.text_end[element] - self.first_text[element] == 1
            and has_figure(self.text(element))
        )

    # ── Asking ──

    def attr(self, element: int, name: str) -> str:
        """Return an attribute as it stands; "" where it is absent or empty."""
        return self.attributes[element].get(name) or ""

    def attrs(self, element: int, *names: str) -> str:
        """Return some attributes in a row, as words to look for hints in."""
        return " ".join(self.attr(element, name) for name in names)

    def text(self, element: int) -> str:
        """Return the text of an element, white space collapsed."""
        return " ".join(self.texts[self.first_text[element] : self.text_end[element]])

    def letters(self, element: int) -> int:
        """Return how many letters an element shows."""
        before = self.letters_before
        return before[self.text_end[element]] - before[self.first_text[element]]

    def weight(self, element: int) -> int:
        """Return how much of an element's text is content by its length.

        That is the text of long runs outside links.
        """
        before = self.weight_before
        return before[self.text_end[element]] - before[self.first_text[element]]

    def above(self, element: int) -> Iterator[int]:
        """Return the element and those it stands in, innermost first."""
        while element >= 0:
            yield element
            element = self.parent[element]

    def below(self, element: int) -> range:
        """Return the element and those that stand in it, in order."""
        return range(element, self.end[element])

    def holds(self, element: int, other: int) -> bool:
        """Tell whether an element is another one, or the other stands in it."""
        return element <= other < self.end[element]

    def hrefs(self, elements: Iterable[int]) -> Iterator[str]:
        """Return the addresses that those of the elements which are links lead to."""
        for element in elements:
            if self.tag[element] == "a" and (href := self.attr(element, "href")):
                yield href

    def own_name(self, element: int) -> str:
        """Return an element's ``id`` where it can name it in a selector, else "".

        It cannot with a figure in it: the number differs from page to page.
        """
        name = self.attr(element, "id")
        if has_figure(name) or not TOKEN.match(name):
            return ""
        return name

    def numbered_name(self, element: int) -> str:
        """Return what an element's ``id`` is without its number: "post_" of "post_12", else ""."""
        match = NUMBERED.match(self.attr(element, "id"))
        if match is None or not TOKEN.match(match[1]):
            return ""
        return match[1]

    def bare_kind(self, element: int) -> str:
        """Return what an element without classes is: its tag, and which of its like it is."""
        tag = self.tag[element]
        if tag == "a" and self.letters(element):
            match = USER_LINK.search(self.attr(element, "href"))
            if match:
                return f'a[href*="{match[0]}"]'
        if tag in CELLS:
            return f"{tag}:{self.nth[element]}"
        return tag

    def kind(self, element: int) -> str:
        """Return what an element is: its tag and classes, or which of its like it is."""
        classes = self.classes[element]
        if not classes:
            return self.bare_kind(element)
        return f"{self.tag[element]}.{'.'.join(classes)}"
