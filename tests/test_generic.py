"""The generic engine: unknown forums are read, what is no thread is left, nothing is lost."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.engines.core.driver import read
from site_gen.engines.generic import GENERIC
from site_gen.errors import Skipped
from site_gen.load import load_page
from site_gen.models import Evidence, Reading

PEOPLE = ("Rosa", "Old Tom", "mira_k", "Jens Holm", "wicker99")
WORDS = (
    "The western ridge is best in April, before the grass grows tall.",
    "I went there twice and the wind dropped at noon both times.",
    "Take the longer line, it holds far better in a gust.",
    "My brother flew his from the old quarry, which I would not do again.",
    "There is a bus at nine, and the last one back leaves at six.",
)


def reading(markup: str, name: str = "page.html") -> Reading | None:
    """What the generic engine reads on a page."""
    try:
        return read(load_page(markup.encode(), name, Evidence(file_time=1e9)), (), GENERIC)[1]
    except Skipped:
        return None


def page(body: str, title: str = "Kites in the wind - Meadow Talk") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    )


def when(n: int) -> str:
    return f"2012-04-{n + 1:02} 09:{30 + n % 30}"


# ── Threads ───────────────────────────────────────────────────────────────────────────────────────


def thread(bodies: Sequence[str], people: Sequence[str] = PEOPLE) -> str:
    """A thread in markup of its own: a panel of the author on the left, words on the right."""
    posts = "".join(
        f'<div class="entry" id="e{n + 31}"><div class="side"><b class="nick">'
        f'<a href="/people/{who}">{who}</a></b>'
        f"<p>Posts: {n * 7 + 3}</p><p>Joined: 2009-0{n % 9 + 1}-11</p></div>"
        f'<div class="main"><span class="when">{when(n)}</span><h4>Re: Kites in the wind</h4>'
        f'<div class="said">{words}</div><a href="/answer?thread=7&amp;to={n + 31}">Answer</a>'
        f"</div></div>"
        for n, (who, words) in enumerate(zip(cycle(people), bodies, strict=False))
    )
    return page(f'<h1><a href="/">Meadow Talk</a></h1><h2>Kites in the wind</h2>{posts}')


def test_a_thread_of_an_unknown_forum_is_read_with_who_when_and_what() -> None:
    found = reading(thread(WORDS))
    assert found is not None
    assert [post.author for post in found.posts] == list(PEOPLE)
    assert [post.text for post in found.posts] == list(WORDS)
    assert [post.date for post in found.posts] == [when(n).replace(" ", "T") for n in range(5)]
    assert [post.id for post in found.posts] == ["31", "32", "33", "34", "35"]


def test_the_title_is_neither_the_sites_name_nor_a_posts_subject() -> None:
    found = reading(thread(WORDS))
    assert found is not None and found.title == "Kites in the wind"


def test_the_number_of_the_thread_is_read_from_the_links_of_its_posts() -> None:
    found = reading(thread(WORDS))
    assert found is not None and found.thread_id == "7"


def test_posts_in_few_letters_of_a_dense_script_are_words_too() -> None:
    words = ("西边的山坡四月最好。", "中午风就停了，去过两次。", "线要放长一点。", "末班车六点。")
    found = reading(thread(words))
    assert found is not None and [post.text for post in found.posts] == list(words)


def test_a_title_within_the_date_states_it_in_full() -> None:
    shown = [
        f'<span class="when"><i title="{when(n)}">{n + 1} days ago</i></span>'
        for n in range(len(WORDS))
    ]
    markup = thread(WORDS)
    for n, date in enumerate(shown):
        markup = markup.replace(f'<span class="when">{when(n)}</span>', date)
    found = reading(markup)
    assert found is not None
    assert [post.date for post in found.posts] == [
        when(n).replace(" ", "T") for n in range(len(WORDS))
    ]


def test_the_line_that_says_who_edited_a_post_is_a_field() -> None:
    mark = "<div>Last edited by Rosa on 2012-04-03 10:15; edited 2 times in total</div>"
    found = reading(thread([WORDS[0] + mark, *WORDS[1:]]))
    assert found is not None
    assert (found.posts[0].text, found.posts[0].edited) == (WORDS[0], "2012-04-03T10:15")


def test_an_authors_own_edit_note_stays_in_the_words() -> None:
    note = "<div>Edit 2012-04-03: solved, it was the line.</div>"
    found = reading(thread([WORDS[0] + note, *WORDS[1:]]))
    assert found is not None and "solved, it was the line" in found.posts[0].text


def test_what_asks_guests_to_log_in_is_a_prompt_and_no_words() -> None:
    prompt = (
        '<div>You must <a href="/login">log in</a> or <a href="/register">register</a> to see '
        "pictures.</div>"
    )
    found = reading(thread([prompt + WORDS[0], *WORDS[1:]]))
    assert found is not None
    assert found.posts[0].text == WORDS[0]
    assert found.posts[0].gates == ["You must log in or register to see pictures."]


def test_a_button_that_several_posts_show_is_no_words() -> None:
    quote = (
        '<blockquote>The wind.<div class="more"><a role="button">Click to expand...</a></div>'
        "</blockquote>"
    )
    found = reading(thread([quote + words for words in WORDS]))
    assert found is not None
    assert [post.text for post in found.posts] == [f"The wind. {words}" for words in WORDS]


COPYING = {
    '<div><p>Code: <a href="#" onclick="selectCode(this)">Select all</a></p>'
    "<pre>a = 1</pre></div>": "a = 1",
    '<div>Code: <a href="javascript:copy()">[Copy]</a></div><code>a = 1</code>': "a = 1",
    '<div><b>Code</b> <a class="select">Select</a> <a class="grow">Expand</a></div>'
    "<code>a = 1</code>": "a = 1",
    '<div><pre>a = 1</pre><em onclick="copycode(this)">Copy the code</em></div>': "a = 1",
    '<p>Read my <a href="#select-a-kite">select kites</a> list above the code, it is long.</p>'
    "<pre>a = 1</pre>": "Read my select kites list above the code, it is long. a = 1",
}


@pytest.mark.parametrize(("code", "text"), COPYING.items())
def test_what_copies_code_is_no_words(code: str, text: str) -> None:
    found = reading(thread([WORDS[0] + code, *WORDS[1:]]))
    assert found is not None and found.posts[0].text == f"{WORDS[0]} {text}"


@pytest.mark.parametrize(
    ("more", "text"),
    [
        (f"<br>{'_' * 17}<br>Fly high.<br><i>Land low.</i>", ""),
        (f"<br>{'_' * 9}<br>Under a line of my own.", f" {'_' * 9} Under a line of my own."),
        (f" {'_' * 17} fill this in<br>It is a form.", f" {'_' * 17} fill this in It is a form."),
    ],
)
def test_a_signature_stands_below_the_line_that_the_forum_draws(more: str, text: str) -> None:
    found = reading(thread([WORDS[0] + more, *WORDS[1:]]))
    assert found is not None and found.posts[0].text == f"{WORDS[0]}{text}"


def test_the_arrow_in_a_quote_is_no_words() -> None:
    quote = '<blockquote><cite>Rosa wrote: <a href="#e31">↑</a></cite>The wind.</blockquote>'
    found = reading(thread([WORDS[0], quote + WORDS[1], *WORDS[2:]]))
    assert found is not None and found.posts[1].text == f"Rosa wrote: The wind. {WORDS[1]}"


def test_an_opening_post_of_another_kind_than_the_replies_is_the_first() -> None:
    replies = "".join(
        f'<li class="reply"><a class="author" href="/people/{who}">{who}</a> '
        f"<time>{when(n + 1)}</time>"
        f'<div class="copy">{words}</div></li>'
        for n, (who, words) in enumerate(zip(PEOPLE[1:], WORDS[1:], strict=True))
    )
    question = (
        '<section class="question"><h1>Kites in the wind</h1><p class="info">Asked by '
        f'<a class="author" href="/people/Rosa">Rosa</a> <time>{when(0)}</time></p>'
        f'<div class="asked">{WORDS[0]} {WORDS[0]}</div>'
        "</section>"
    )
    found = reading(page(f"<main>{question}<ol>{replies}</ol></main>"))
    assert found is not None
    assert [post.author for post in found.posts] == list(PEOPLE)
    assert found.posts[0].text == f"{WORDS[0]} {WORDS[0]}"


def test_a_head_that_repeats_title_author_and_date_is_no_opening_post() -> None:
    title = (
        "Kites in the wind and how to hold them when it turns, with a list of every line and knot "
        "we know of"
    )
    head = (
        f'<div class="head"><h1>{title}</h1><a class="author" href="/people/Rosa">Rosa</a> '
        f"<time>{when(0)}</time></div>"
    )
    found = reading(
        thread(WORDS)
        .replace("<h2>Kites in the wind</h2>", head)
        .replace("Kites in the wind -", f"{title} -")
    )
    assert found is not None and [post.text for post in found.posts] == list(WORDS)


def beside(first: int) -> str:
    """A page whose opening post has no element of its own, or whose head repeats the first post."""
    replies = "".join(
        f'<li><div class="reply"><a class="author" href="/people/{who}">{who}</a> '
        f"<time>{when(n)}</time>"
        f'<div class="copy">{words}</div></div></li>'
        for n, (who, words) in enumerate(zip(PEOPLE[first:], WORDS[first:], strict=True), first)
    )
    return page(
        f'<main><h1>Kites in the wind</h1><p class="asked">Asked by <a class="author" '
        f'href="/people/Rosa">Rosa</a> '
        f"<time>{when(0)}</time></p><div "
        f'class="question">{"Is it the wind or the line? " * 4}</div>'
        f'<div class="answers"><ol>{replies}</ol></div></main>'
    )


def test_an_opening_post_whose_parts_stand_beside_the_replies_is_the_first() -> None:
    found = reading(beside(1))
    assert found is not None
    assert [post.author for post in found.posts] == list(PEOPLE)
    assert [post.text for post in found.posts[1:]] == list(WORDS[1:])
    assert (found.posts[0].date, found.posts[0].text[:27]) == (
        "2012-04-01T09:30",
        "Is it the wind or the line?",
    )


def test_a_notice_under_a_head_that_repeats_the_first_post_is_no_post() -> None:
    found = reading(beside(0))
    assert found is not None and [post.text for post in found.posts] == list(WORDS)


def test_links_beside_the_path_are_no_boards() -> None:
    path = (
        '<ul class="breadcrumbs"><li><a href="/">Meadow Talk</a></li><li>'
        '<a href="/board/2">Outdoors</a></li>'
        '<li><a href="/search">Search</a></li></ul>'
    )
    found = reading(thread(WORDS).replace("<body>", f"<body>{path}"))
    assert found is not None and found.board == ["Meadow Talk", "Outdoors"]


def test_the_pages_of_a_thread_have_one_number() -> None:
    """Where posts name no thread, the links to its other pages do."""
    pager = "".join(
        f'<a href="view.php?id=19{more}">{n}</a> '
        for n, more in enumerate(("", "&amp;p=2", "&amp;p=3"), 1)
    )
    bare = thread(WORDS).replace("thread=7", "post=1")
    found = reading(bare.replace("</h2>", f"</h2>{pager}"))
    assert found is not None and found.thread_id == "19"


def test_words_that_comments_part_are_one_text() -> None:
    """React, drawing pages on a server, puts empty comments between words that templates join."""
    found = reading(thread([words.replace(" ", "<!-- --> <!-- -->") for words in WORDS]))
    assert found is not None and [post.text for post in found.posts] == list(WORDS)


def test_a_line_break_parts_texts_that_a_comment_does_not() -> None:
    found = reading(thread([f"{words}<br> <!-- -->{WORDS[0]}" for words in WORDS[1:]]))
    assert found is not None
    assert [post.text for post in found.posts] == [f"{words} {WORDS[0]}" for words in WORDS[1:]]


def test_a_date_is_read_in_a_button_that_shows_it_in_full_on_a_touch() -> None:
    markup = thread(WORDS)
    for n in range(len(WORDS)):
        stated = f'<span itemprop="datePublished" content="{when(n)}">13 years ago</span>'
        markup = markup.replace(
            f'<span class="when">{when(n)}</span>', f'<button aria-label="when">{stated}</button>'
        )
    found = reading(markup)
    assert found is not None
    assert [post.date for post in found.posts] == [
        when(n).replace(" ", "T") for n in range(len(WORDS))
    ]


def test_who_speaks_is_the_author_also_among_the_words() -> None:
    """Some forums write all of a post in one element: "<b>Ann</b> says:", the date, the words."""
    posts = "".join(
        f'<div class="entry"><div class="content"><div class="no">{n + 1}</div>'
        f"<b>{who}</b> Says:<br>"
        f"<i>{when(n)}</i><br>{words}<br></div></div>"
        for n, (who, words) in enumerate(zip(PEOPLE, WORDS, strict=True))
    )
    found = reading(page(f"<h1>Kites in the wind</h1>{posts}"))
    assert found is not None
    assert [post.author for post in found.posts] == list(PEOPLE)
    assert [post.floor for post in found.posts] == [1, 2, 3, 4, 5]


def test_numbers_that_authors_count_are_their_words() -> None:
    found = reading(thread([f"{words}<p>{n}</p>" for n, words in enumerate(WORDS, 1)]))
    assert found is not None
    assert [post.text for post in found.posts] == [
        f"{words} {n}" for n, words in enumerate(WORDS, 1)
    ]
    assert {post.floor for post in found.posts} == {None}


def test_a_guest_without_a_page_has_a_name_too() -> None:
    posts = thread(WORDS)
    for who in ("Rosa", "mira_k"):
        posts = posts.replace(f'<a href="/people/{who}">{who}</a>', who)
    found = reading(posts.replace(' class="nick"', ""))
    assert found is not None and [post.author for post in found.posts] == list(PEOPLE)


def test_a_name_in_figures_beside_a_mark_of_presence_is_the_name_alone() -> None:
    markup = thread(WORDS, ("Rosa", "1024", "mira_k"))
    found = reading(markup.replace("</a></b>", "</a> <i>online</i></b>"))
    assert found is not None and [post.author for post in found.posts] == [
        "Rosa",
        "1024",
        "mira_k",
        "Rosa",
        "1024",
    ]


def test_the_last_page_of_three_knows_its_thread_by_the_links_to_the_others() -> None:
    pager = (
        '<p><a href="view.php?id=19">1</a> <a href="view.php?id=19&amp;p=2">2</a> '
        "<strong>3</strong></p>"
    )
    found = reading(thread(WORDS).replace("thread=7", "post=1").replace("</h2>", f"</h2>{pager}"))
    assert found is not None and found.thread_id == "19"


SAID = st.lists(
    st.sampled_from(
        [
            "Thanks",
            "Thanks!",
            "+1",
            "Me too",
            "Yes, on Sunday",
            "5",
            "Rosa",
            "Posts: 3",
            "Edit: solved",
        ]
    )
    | st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, min_size=2, max_size=8))
def test_no_words_of_an_author_are_lost(said: list[list[str]]) -> None:
    """Several people may write the same: it is no template while one post of six is without it."""
    said = [*said, ["No kite for me"]]
    words = list(islice(cycle(WORDS), len(said)))
    for line in ("<br>{}", "<p>{}</p>", "<div>{}</div>"):
        bodies = [
            head + "".join(line.format(html.escape(one)) for one in more)
            for head, more in zip(words, said, strict=True)
        ]
        found = reading(thread(bodies))
        assert found is not None
        assert [post.text for post in found.posts] == [
            " ".join([head, *more]) for head, more in zip(words, said, strict=True)
        ]


# ── Pages that are no threads ─────────────────────────────────────────────────────────────────────


def rows(cells: str, n: int = 12) -> str:
    """Rows of a table.

    ``{n}``, ``{who}``, ``{words}`` and ``{when}`` in the cells are filled in.
    """
    return "".join(
        cells.format(
            n=k,
            who=PEOPLE[k % 5],
            words=WORDS[k % 5],
            when=when(k),
            title=f"Question {k} of the meadow",
        )
        for k in range(n)
    )


NO_THREADS = {
    "board, rows of a table": page(
        "<h1>Outdoors</h1><table>"
        + rows(
            '<tr class="row"><td><a class="topictitle" href="/viewtopic.php?t={n}">{title}</a>'
            "<br>by "
            '<a href="/member.php?u={n}">{who}</a></td><td>{n}</td>'
            '<td>{when} by <a href="/member.php?u=3">{who}</a>'
            "</td></tr>"
        )
        + "</table>"
    ),
    "board, list with a preview of each first post": page(
        "<h1>Outdoors</h1><ul>"
        + rows(
            '<li class="structItem"><h3><a href="/threads/q.{n}/">{title}</a></h3>'
            '<a class="username" '
            'href="/members/{n}">{who}</a> <time datetime="2012-04-01">{when}</time><p>{words}</p>'
            "</li>"
        )
        + "</ul>"
    ),
    "members": page(
        "<h1>Members</h1>"
        + rows(
            '<div class="member"><a class="username" href="/members/{n}">{who}</a>'
            "<span>Joined: {when}</span>"
            "<p>Messages: {n}</p><p>{words}</p></div>"
        )
    ),
    "members in a table": page(
        "<table>"
        + rows(
            '<tr><td>{n}</td><td><a href="/profile.php?id={n}">{who}</a></td><td>Member</td>'
            "<td>{n}</td><td>{when}</td>"
            "</tr>"
        )
        + "</table>"
    ),
    "search results": page(
        "<h1>Search results</h1>"
        + rows(
            '<div class="search post"><h3><a href="/viewtopic.php?p={n}#p{n}">{title}</a></h3>'
            '<dl class="postprofile">'
            '<dt>by <a href="/member.php?u={n}">{who}</a></dt><dd>{when}</dd></dl>'
            '<div class="content">{words}</div>'
            "</div>"
        ),
        "Search results - Meadow Talk",
    ),
    "latest posts of a board, each from another thread": page(
        "<h1>What's new</h1>"
        + rows(
            '<div class="item"><div class="who">'
            '<a href="/people/{n}">{who}</a> in <a href="/topic/{n}-q">{title}</a>'
            '</div><span class="date">{when}</span><div class="text">{words}</div></div>'
        )
    ),
    "blog's front page": page(
        rows(
            '<article><h2><a href="/2012/04/entry-{n}/">{title}</a></h2>'
            '<p class="meta">Posted on {when} by '
            '<span class="author">{who}</span></p><div class="entry">{words} {words}</div>'
            '<a href="/2012/04/entry-{n}/">Read more</a></article>',
            8,
        ),
        "Meadow Blog",
    ),
    "shop": page(
        rows(
            '<div class="product"><a href="/shop/kite-{n}"><img src="k.jpg" alt=""></a><h4>'
            '<a href="/shop/kite-{n}">'
            'Kite {n}</a></h4><span class="brand">{who}</span><span>In stock from {when}</span>'
            "<p>{words}</p></div>"
        ),
        "Kites - Meadow Shop",
    ),
    "news with dates": page(
        rows(
            '<li><a href="/news/{n}">{title}</a> <span class="date">{when}</span> '
            "<span>{words}</span></li>"
        )
    ),
    "login": page(
        "<form><h1>Log in</h1><label>Name <input></label><p>Last visit: 2012-04-01 09:30</p></form>"
    ),
    "error": page(
        "<h1>Not found</h1><p>The thread you asked for does not exist. 2012-04-01 09:30</p>"
    ),
    "profile with fields": page(
        "<h1>Rosa</h1><dl><dt>Joined</dt><dd>2009-01-11</dd><dt>Last seen</dt>"
        "<dd>2012-04-01 09:30</dd>"
        "<dt>About me</dt><dd>I fly kites on the western ridge whenever the wind allows it.</dd>"
        "</dl>"
    ),
    "calendar": page(
        "<table>"
        + rows("<tr><td>{when}</td><td><a href='/event/{n}'>{title}</a></td><td>{who}</td></tr>")
        + "</table>"
    ),
    "commits": page(
        rows(
            '<li class="commit"><p><a href="/commit/{n}abc">{words}</a></p>'
            '<a class="author" href="/u/{who}">{who}</a> '
            "committed on <time datetime='2012-04-01T09:30:00Z'>{when}</time></li>"
        )
    ),
    "changelog": page(
        "<h1>Changes</h1>" + rows("<h2>1.{n} ({when})</h2><ul><li>{words}</li></ul>")
    ),
}


@pytest.mark.parametrize("kind", NO_THREADS)
def test_a_page_that_is_no_thread_yields_nothing(kind: str) -> None:
    assert reading(NO_THREADS[kind]) is None
