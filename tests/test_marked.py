"""Microdata: pages that mark their posts with schema.org's words are read by these marks."""

from __future__ import annotations

import pytest

from tests.test_generic import NO_THREADS, PEOPLE, WORDS, page, reading, when

THING = 'itemscope itemtype="https://schema.org/{}"'


def person(name: str) -> str:
    return (
        f'<span itemprop="author" {THING.format("Person")}>'
        f'<b itemprop="name">{name}</b> <i>Level 3</i></span>'
    )


def post(n: int, kind: str, inner: str = "", says: str = "comment") -> str:
    """A post in marks alone: no class, each in other markup than the one before."""
    tag = ("p", "h3", "div")[n % 3]
    return (
        f'<div itemprop="{says}" {THING.format(kind)}><{tag}>{person(PEOPLE[n])} wrote</{tag}>'
        f'<meta itemprop="datePublished" content="{when(n).replace(" ", "T")}:00Z">'
        f'<section><div itemprop="text">{WORDS[n]}</div></section>{inner}</div>'
    )


@pytest.mark.parametrize(
    ("kind", "reply", "says"),
    [
        ("DiscussionForumPosting", "Comment", "comment"),
        ("SocialMediaPosting", "Comment", "comment"),
        ("Question", "Answer", "suggestedAnswer"),
    ],
)
def test_posts_are_read_where_their_marks_stand(kind: str, reply: str, says: str) -> None:
    replies = "".join(post(n, reply, says=says) for n in range(1, 5))
    found = reading(page(f"<main><h1>Kites in the wind</h1>{post(0, kind, replies)}</main>"))
    assert found is not None
    assert [post.author for post in found.posts] == list(PEOPLE)
    assert [post.text for post in found.posts] == list(WORDS)
    assert [post.date for post in found.posts] == [
        f"{when(n).replace(' ', 'T')}:00+00:00" for n in range(5)
    ]


def test_a_thread_of_one_post_is_read_where_it_is_marked_as_one() -> None:
    found = reading(page(f"<h1>Kites in the wind</h1>{post(0, 'DiscussionForumPosting')}"))
    assert found is not None and found.title == "Kites in the wind"
    assert [(post.author, post.text) for post in found.posts] == [(PEOPLE[0], WORDS[0])]


def test_a_deleted_comment_without_words_is_no_post() -> None:
    gone = f'<div itemprop="comment" {THING.format("Comment")}>{person("Rosa")}<i>Deleted</i></div>'
    found = reading(page(post(0, "DiscussionForumPosting", gone + post(1, "Comment"))))
    assert found is not None and len(found.posts) == 2


def listed(kind: str, *, within: str = "WebPage") -> str:
    entries = "".join(
        f'<div itemprop="itemListElement" {THING.format(kind)}><h3 itemprop="headline">'
        f'<a href="/t/{n}">Question {n}'
        f' of the meadow</a></h3>{person(PEOPLE[n])}<time itemprop="datePublished">{when(n)}</time>'
        f'<p itemprop="text">{WORDS[n]}</p></div>'
        for n in range(5)
    )
    return page(f"<h1>Outdoors</h1><div {THING.format(within)}>{entries}</div>")


MARKED = {
    "board, list of postings": listed("DiscussionForumPosting"),
    "board, list of postings as schema.org says": listed(
        "DiscussionForumPosting", within="ItemList"
    ),
    "opinions of goods": page(
        f'<div {THING.format("Product")}><h1 itemprop="name">Kite 7</h1>'
        + "".join(
            f'<div class="opinion" itemprop="review" {THING.format("Review")}>'
            f'<div class="by">{person(PEOPLE[n])}'
            f'<time itemprop="datePublished">{when(n)}</time></div>'
            f'<div itemprop="reviewBody">{WORDS[n]}</div></div>'
            for n in range(5)
        )
        + "</div>"
    ),
    "questions that a site answers itself": page(
        f'<div {THING.format("FAQPage")}><div itemprop="mainEntity" {THING.format("Question")}>'
        f'<h3 itemprop="name">Why'
        f'</h3><div itemprop="acceptedAnswer" {THING.format("Answer")}>'
        f'<p itemprop="text">{WORDS[0]}</p></div></div>'
        "</div>"
    ),
    "news without comments": page(
        f'<article {THING.format("NewsArticle")}><h1 itemprop="headline">Wind</h1>{person("Rosa")}'
        f'<time itemprop="datePublished">{when(0)}</time>'
        f'<div itemprop="articleBody">{WORDS[0]}</div></article>'
    ),
}


@pytest.mark.parametrize("kind", MARKED)
def test_marks_of_other_things_make_no_thread(kind: str) -> None:
    assert kind not in NO_THREADS
    assert reading(MARKED[kind]) is None
