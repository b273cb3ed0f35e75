"""JSON-LD: what a page states beside its markup is read where that cannot be, if a thread."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.test_generic import PEOPLE, WORDS, page, reading, thread, when

EMPTY = '<div id="app">Loading…</div>'


def script(*stated: dict[str, Any]) -> str:
    things = [{"@context": "https://schema.org", **one} for one in stated]
    written = json.dumps(things).replace("</", r"<\/")
    return f'<script type="application/ld+json">{written}</script>'


def said(n: int, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "@type": kind,
        "author": {"@type": "Person", "name": PEOPLE[n % 5]},
        "datePublished": when(n).replace(" ", "T") + ":00Z",
        "text": WORDS[n % 5],
        **more,
    }


def forum(n: int = 4, **more: Any) -> dict[str, Any]:
    replies = [
        said(k, "Comment", url=f"https://meadow.example/t/7#c{k + 30}", upvoteCount=k)
        for k in range(1, n + 1)
    ]
    return said(0, "DiscussionForumPosting", headline="Kites in the wind", comment=replies, **more)


def test_a_page_that_scripts_draw_is_read_by_what_it_states() -> None:
    found = reading(page(script(forum(commentCount=9)) + EMPTY))
    assert found is not None
    assert (found.title, found.replies) == ("Kites in the wind", 9)
    assert [post.author for post in found.posts] == list(PEOPLE)
    assert [post.text for post in found.posts] == list(WORDS)
    assert [post.date for post in found.posts] == [
        f"{when(n).replace(' ', 'T')}:00+00:00" for n in range(5)
    ]
    assert [(post.id, post.up) for post in found.posts] == [
        (None, None),
        ("31", 1),
        ("32", 2),
        ("33", 3),
        ("34", 4),
    ]


def test_a_question_comes_with_its_answers_each_once() -> None:
    best, other = said(1, "Answer"), said(2, "Answer", comment=[said(3, "Comment")])
    question = said(
        0, "Question", name="Which kite?", acceptedAnswer=best, suggestedAnswer=[best, other]
    )
    found = reading(page(script({"@type": "QAPage", "mainEntity": question}) + EMPTY))
    assert found is not None and found.title == "Which kite?"
    assert [post.author for post in found.posts] == list(PEOPLE[:4])


def test_a_blogs_entry_is_a_thread_once_people_answered() -> None:
    entry = said(0, "BlogPosting", headline="Kites")
    assert reading(page(script(entry) + EMPTY)) is None
    found = reading(
        page(script({**entry, "comment": [said(1, "Comment"), said(2, "Comment")]}) + EMPTY)
    )
    assert found is not None and len(found.posts) == 3


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("<p>One <b>two</b></p><script>x()</script>", "One two"),
        ("One\n\ntwo", "One two"),
        ("It&#39;s &quot;two&quot;", 'It\'s "two"'),
        ("a < b and b > c & d", "a < b and b > c & d"),
    ],
)
def test_words_are_stated_as_html_or_as_plain_lines(words: str, text: str) -> None:
    found = reading(page(script(said(0, "DiscussionForumPosting", text=words)) + EMPTY))
    assert found is not None and [post.text for post in found.posts] == [text]
    assert "<script" not in found.posts[0].html


def test_what_the_markup_shows_is_read_there() -> None:
    """It has the words with their formatting, and often more posts than are stated."""
    found = reading(thread(WORDS).replace("<body>", f"<body>{script(forum(2))}"))
    assert found is not None
    assert [post.id for post in found.posts] == ["31", "32", "33", "34", "35"]


def test_other_things_in_the_markup_do_not_stand_for_the_posts_that_are_stated() -> None:
    aside = thread([f"Seen elsewhere, by somebody else: {words[9:]}" for words in WORDS])
    found = reading(aside.replace("<body>", f"<body>{script(forum(4))}"))
    assert found is not None and [post.text for post in found.posts] == list(WORDS)


NO_THREADS = {
    "news with comments closed": [
        {"@type": "NewsArticle", "comment": [], **said(0, "NewsArticle", commentCount=0)}
    ],
    "goods with opinions": [
        {
            "@type": "Product",
            "name": "Kite 7",
            "review": [said(n, "Review", reviewBody=WORDS[n]) for n in range(5)],
        }
    ],
    "board, a list of threads": [
        {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "item": said(n, "DiscussionForumPosting")}
                for n in range(5)
            ],
        }
    ],
    "questions that a site answers itself": [
        {
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": "Why?",
                    "acceptedAnswer": {"@type": "Answer", "text": "So"},
                }
            ],
        }
    ],
    "a thread of which only the beginning of the first post is stated": [
        said(0, "DiscussionForumPosting", text=WORDS[0][:30] + "&hellip;")
    ],
    "broken": [
        {
            "@type": ["Question", 3],
            "author": [None, 4],
            "text": ["x"],
            "comment": "y",
            "mainEntity": 5,
        }
    ],
}


@pytest.mark.parametrize("kind", NO_THREADS)
def test_other_statements_make_no_thread(kind: str) -> None:
    assert reading(page(script(*NO_THREADS[kind]) + EMPTY)) is None


def test_opinions_of_goods_in_the_markup_are_no_posts() -> None:
    assert (
        reading(
            thread(WORDS).replace("<body>", f"<body>{script(*NO_THREADS['goods with opinions'])}")
        )
        is None
    )


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 100_000, '{"@type": "Question", "mainEntity": {}}']
)
def test_statements_that_cannot_be_read_harm_nothing(text: str) -> None:
    found = reading(
        thread(WORDS).replace("<body>", f'<body><script type="application/ld+json">{text}</script>')
    )
    assert found is not None and len(found.posts) == 5
