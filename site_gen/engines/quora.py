"""Quora (as drawn by its script since 2020): a question and the answers that were loaded when the page was saved.

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
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.blocks import code, furniture, quotes
from site_gen.clean.rules import COMMON
from site_gen.dates import parse_absolute
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.tools.addresses import address_and_site, href
from site_gen.engines.tools.appstate import State, counted, html_of, state
from site_gen.engines.tools.values import first_group, meta, shown
from site_gen.load.page import Page

ANSWERS = "[class*=dom_annotate_question_answer_item]"
CONTENT = ".puppeteer_test_answer_content"
TEXT = ".qu-userSelect--text"
MORE = ".puppeteer_test_read_more_button"
ANSWER = re.compile(r"^/(?:unanswered/)?([^/?#]+)/answers?/([^/?#]+)")
PUSHED = re.compile(r"\.push\((?=\")")
AGO = re.compile(r"^\d+\s?\w{1,2}$")  # "3y", "7mo", "2d"


def split(page: Page) -> Iterator[RawPost]:
    """The question, then its answers as they stand.

    Answers to related questions are of other threads.
    """
    boxes = [
        box
        for box in page.tree.css(ANSWERS)
        if box.css_first(CONTENT) is not None and not is_related(box)
    ]
    words = title(page)
    if not boxes or not words:
        return
    ident = thread_id(page)
    known = answers_in(page)
    yield RawPost(body=parsed(f"<p>{html.escape(words)}</p>"), fields={"id": ident})
    for box in boxes:
        address = path_of(href(box.css_first("a.answer_timestamp")))
        facts = known.get(address, {})
        texts = box.css(f"{CONTENT} {TEXT}")
        more = box.css_first(f"{CONTENT} {MORE}")
        author = next(
            (link for link in box.css('a[href*="/profile/"]') if squash(link.text())), None
        )
        yield RawPost(
            body=texts[-1] if texts else box.css_first(CONTENT),
            fields={
                "id": first_group(re.compile(r"([^/]+)$"), address),
                "parent": ident,
                "subject": first_asked(box),
                "author": shown(author),
                "author_id": first_group(re.compile(r"/profile/([^/?#]+)"), href(author)),
                "author_title": credential(box),
                "up": counted(facts, "numUpvotes") if facts else upvotes(box),
                "gates": [squash(more.text())] if more is not None and len(texts) < 2 else [],
                **when(box.css_first("a.answer_timestamp")),
            },
            date_stated=moment(facts, "creationTime"),
        )


def is_related(box: LexborNode) -> bool:
    """Whether an answer is to another question, which then stands above it ("Related")."""
    return box.css_first(".puppeteer_test_question_title") is not None


def first_asked(box: LexborNode) -> str | None:
    """The question that an answer was written to, where it was merged into this one ("Originally Answered: …")."""
    line = box.css_first(".spacing_log_originally_answered_banner")
    return squash(line.text(separator=" ")).strip(" ·") or None if line is not None else None


def path_of(address: str | None) -> str:
    """The path of an answer's address."""
    try:
        return urlsplit(address or "").path
    except ValueError:
        return ""


def when(stamp: LexborNode | None) -> dict[str, Any]:
    """What a time as shown says: when an answer was written ("3y", "Dec 31, 2024"), or edited ("Updated 7mo")."""
    words = shown(stamp)
    if words is None or AGO.match(words) or parse_absolute(words):
        return {"date_text": words}
    return {"edited": words}


def credential(box: LexborNode) -> str | None:
    """What an author says of oneself, before the counts of answers and views."""
    line = shown(box.css_first(".spacing_log_answer_header .qu-truncateLines--1"))
    return (line or "").partition(" · ")[0] or None


def upvotes(box: LexborNode) -> int | None:
    """The number on the first button with one; a hidden number beside it keeps its width."""
    keeper = box.css_first(".puppeteer_test_button_text .qu-visibility--hidden")
    return number(shown(keeper.next)) if keeper is not None and keeper.next is not None else None


def answers_in(page: Page) -> dict[str, State]:
    """The answers in the page's state, by the paths of their addresses."""
    found: dict[str, State] = {}
    for entry in state_of(page):
        address = html_of(entry, "permaUrl")
        if entry.get("__typename") == "Answer" and address:
            found[address] = entry
    return found


def state_of(page: Page) -> Iterator[State]:
    """Every object of the page's state."""
    decoder = json.JSONDecoder()
    for start in PUSHED.finditer(page.text):
        try:
            said, _ = decoder.raw_decode(page.text, start.end())
        except ValueError:
            continue
        waiting: list[Any] = [state(said)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                yield value
            waiting += (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, list)
                else ()
            )


def moment(facts: State, key: str) -> str | None:
    """A time of the state, microseconds since 1970, in UTC."""
    value = counted(facts, key)
    if value is None or not 0 < value < 4_000_000_000_000_000:
        return None
    return datetime.fromtimestamp(value // 1_000_000, UTC).isoformat()


def title(page: Page) -> str | None:
    """The question."""
    heads = page.tree.css(".puppeteer_test_question_title")
    own = next((head for head in heads if not inside_answer(head)), None)
    return shown(own) or meta(page, 'meta[property="og:title"]')


def inside_answer(node: LexborNode) -> bool:
    """Whether an element stands in an answer, or in a list of related questions."""
    around = node.parent
    while around is not None:
        if "dom_annotate" in (around.attributes.get("class") or ""):
            return True
        around = around.parent
    return False


def thread_id(page: Page) -> str | None:
    """The question's words in its address."""
    address = meta(page, 'meta[property="og:url"]') or page.capture.url or ""
    return unquote(path_of(address)).strip("/").rpartition("/")[2] or None


def more_thread(page: Page) -> dict[str, Any]:
    """Title, number of answers and address."""
    ident = thread_id(page)
    questions = [entry for entry in state_of(page) if entry.get("__typename") == "Question"]
    own = [entry for entry in questions if (html_of(entry, "slug") or "") == ident]
    return {
        "title": title(page),
        "replies": next(
            (count for entry in own if (count := counted(entry, "answerCount")) is not None), None
        ),
        "locked": True if any(entry.get("isLocked") is True for entry in own) else None,
        "thread_id": ident,
        **address_and_site(page, 'meta[property="og:url"]', "link[rel=canonical]"),
    }


def refuse(page: Page) -> str:
    """A page that was saved before its script had drawn anything, or no question's page."""
    if page.tree.css_first(".puppeteer_test_question_title") is not None:
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
        "related-answers": f"{ANSWERS}:has(.puppeteer_test_question_title)",
        "advert": f"{ANSWERS}:not(:has({CONTENT}))",
        "related-questions": "[class*=dom_annotate_related_questions]",
        "byline": f".spacing_log_answer_header, {ANSWERS} a[href*='/profile/']",
        "post-tools": "button, .puppeteer_test_button_text",
        "site-footer": "#onetrust-consent-sdk, footer",
    },
)

ENGINES = (QUORA,)
