"""Quora (as drawn by its script since 2020): a question and the answers that were loaded.

Class names are noise, but the hooks of the site's own tests stay: an answer is
``.dom_annotate_question_answer_item_…`` with ``.spacing_log_answer_header`` and
``.puppeteer_test_answer_content``. A long answer stands there twice, as the beginning with a button
and whole but hidden; where only the beginning was loaded, the button is a gate. Exact times and
counts are in the state that the page keeps for its script: strings of JSON in strings of a script,
for the first answers only.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from site_gen.clean import parsed
from site_gen.clean.blocks import code, furniture, quotes
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import address_and_site
from site_gen.engines.tools.appstate import State, counted, html_of, objects, state
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.engines.tools.values import first_group, in_utc, meta
from site_gen.load.page import Page

ANSWERS = "[class*=dom_annotate_question_answer_item]"
CONTENT = ".puppeteer_test_answer_content"
TEXT = ".qu-userSelect--text"
MORE = ".puppeteer_test_read_more_button"
QUESTION = ".puppeteer_test_question_title"
STAMP = "a.answer_timestamp"
PERSON = re.compile(r"/profile/([^/?#]+)")
LAST_OF_PATH = re.compile(r"([^/]+)$")
PUSHED = re.compile(r"\.push\((?=\")")
AGO = re.compile(r"^\d+\s?\w{1,2}$")  # "3y", "7mo", "2d"


def split(page: Page) -> Iterator[RawPost]:
    """Yield the question, then its answers as they stand.

    Answers to related questions are of other threads.
    """
    found = Node(page.tree.root).all(ANSWERS)
    boxes = [box for box in found if box.at(CONTENT) and not is_related(box)]
    words = title(page)
    if not boxes or not words:
        return
    ident = thread_id(page)
    known = answers_in(page)
    yield RawPost(body=parsed(f"<p>{html.escape(words)}</p>"), fields={"id": ident})
    for box in boxes:
        yield answer(box, ident, known)


def answer(box: Node, question: str | None, known: dict[str, State]) -> RawPost:
    """Make a post of an answer's box and of what the state knows of answers."""
    stamp = box.at(STAMP)
    address = path_of(stamp.attr("href"))
    facts = known.get(address, {})
    texts = box.all(f"{CONTENT} {TEXT}")
    more = box.at(f"{CONTENT} {MORE}")
    author = next((link for link in box.all('a[href*="/profile/"]') if link.text), NOTHING)
    return RawPost(
        body=(texts[-1] if texts else box.at(CONTENT)).raw,
        fields={
            "id": first_group(LAST_OF_PATH, address),
            "parent": question,
            "subject": first_asked(box),
            "author": author.text or None,
            "author_id": first_group(PERSON, author.attr("href")),
            "author_title": credential(box),
            "up": counted(facts, "numUpvotes") if facts else upvotes(box),
            "gates": [more.text] if more and len(texts) < 2 else [],
            **when(stamp.text),
        },
        date_stated=moment(facts, "creationTime"),
    )


def is_related(box: Node) -> bool:
    """Tell whether an answer is to another question, which then stands above it ("Related")."""
    return bool(box.at(QUESTION))


def first_asked(box: Node) -> str | None:
    """Return the question that an answer was written to, where it was merged into this one.

    A line says so: "Originally Answered: …".
    """
    line = box.at(".spacing_log_originally_answered_banner")
    if line.raw is None:
        return None
    return squash(line.raw.text(separator=" ")).strip(" ·") or None


def path_of(address: str) -> str:
    """Return the path of an answer's address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def when(shown: str) -> dict[str, Any]:
    """Return what a time as shown says.

    When an answer was written ("3y", "Dec 31, 2024"), or edited ("Updated 7mo").
    """
    if not shown or AGO.match(shown) or parse_absolute(shown):
        return {"date_text": shown or None}
    return {"edited": shown}


def credential(box: Node) -> str | None:
    """Return what an author says of oneself, before the counts of answers and views."""
    line = box.at(".spacing_log_answer_header .qu-truncateLines--1").text
    return line.partition(" · ")[0] or None


def upvotes(box: Node) -> int | None:
    """Return the number on the first button with one; a hidden number beside it keeps its width."""
    keeper = box.at(".puppeteer_test_button_text .qu-visibility--hidden")
    return number(keeper.next.text)


def answers_in(page: Page) -> dict[str, State]:
    """Return the answers in the page's state, by the paths of their addresses."""
    found: dict[str, State] = {}
    for entry in state_of(page):
        address = html_of(entry, "permaUrl")
        if entry.get("__typename") == "Answer" and address:
            found[address] = entry
    return found


def states_of(page: Page, slug: str | None) -> list[State]:
    """Return what the page's state says of a question, by the words of its address."""
    questions = (entry for entry in state_of(page) if entry.get("__typename") == "Question")
    return [entry for entry in questions if (html_of(entry, "slug") or "") == slug]


def state_of(page: Page) -> Iterator[State]:
    """Yield every object of the page's state."""
    decoder = json.JSONDecoder()
    for start in PUSHED.finditer(page.text):
        try:
            said, _ = decoder.raw_decode(page.text, start.end())
        except ValueError:
            continue
        yield from objects(state(said))


def moment(facts: State, key: str) -> str | None:
    """Return a time of the state, which counts microseconds since 1970, in UTC."""
    value = counted(facts, key) or 0
    return in_utc(value // 1_000_000) if 0 < value < 4_000_000_000_000_000 else None


def title(page: Page) -> str | None:
    """Return the question."""
    heads = Node(page.tree.root).all(QUESTION)
    own = next((head for head in heads if not is_inside_answer(head)), NOTHING)
    return own.text or meta(page, 'meta[property="og:title"]')


def is_inside_answer(head: Node) -> bool:
    """Tell whether a title stands in an answer, or in a list of related questions."""
    return bool(head.up("[class*=dom_annotate]"))


def thread_id(page: Page) -> str | None:
    """Return the question's words in its address."""
    address = meta(page, 'meta[property="og:url"]') or page.capture.url or ""
    return unquote(path_of(address)).strip("/").rpartition("/")[2] or None


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, number of answers and address."""
    ident = thread_id(page)
    own = states_of(page, ident)
    counts = (counted(entry, "answerCount") for entry in own)
    return {
        "title": title(page),
        "replies": next((count for count in counts if count is not None), None),
        "locked": any(entry.get("isLocked") is True for entry in own) or None,
        "thread_id": ident,
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str:
    """Say that no answers are on the page, or that its script had drawn nothing yet."""
    if page.tree.css_first(QUESTION) is not None:
        return "a question without answers on the page"
    return (
        "a page of Quora saved before its script had drawn any answer: save it again in a browser"
    )


QUORA = Engine(
    name="quora",
    view="desktop",
    fingerprints=(
        Fingerprint("answers", ("dom_annotate_question_answer_item_",), 3),
        Fingerprint("answers' words", ("puppeteer_test_answer_content",), 2),
        Fingerprint("the script's state", ("window.ansFrontendGlobals",), 3),
        Fingerprint("titles", ("puppeteer_test_question_title", "puppeteer_test_question_main"), 1),
        Fingerprint("the site's server of files", (".quoracdn.net/",), 2),
    ),
    threshold=5,
    split=split,
    rules=(
        furniture("read-more", MORE, needles=("puppeteer_test_read_more_button",)),
        quotes("blockquote", needles=("<blockquote",)),
        code("pre", needles=("<pre",)),
        *COMMON,
    ),
    more_thread=more_thread,
    refuse=refuse,
    post_boxes=ANSWERS,
    chrome={
        "related-answers": f"{ANSWERS}:has({QUESTION})",
        "advert": f"{ANSWERS}:not(:has({CONTENT}))",
        "related-questions": "[class*=dom_annotate_related_questions]",
        "byline": f".spacing_log_answer_header, {ANSWERS} a[href*='/profile/']",
        "post-tools": "button, .puppeteer_test_button_text",
        "site-footer": "#onetrust-consent-sdk, footer",
    },
)

ENGINES = (QUORA,)
