"""Where everything lies in the site.

No name comes from page text: only numbers, hashes and checked slugs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from site_gen.models import Post
from site_gen.render.views.site import Crumb
from site_gen.text.digest import digest

NUMBER = re.compile(r"(?=[a-z]*\d)(?!(?:com|lpt)\d$)[0-9a-z]{1,20}")
"""What a thread is called by: no device of Windows (con, com1)."""

AUTHOR = re.compile(r"\d{1,18}")
"""An author's number that a page is called by."""

WEB = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?")


def thread_name(number: str) -> str:
    """Return a thread's name in the site: its number on the forum where that is plain.

    Else a hash of it (a mail's id).
    """
    if NUMBER.fullmatch(number):
        return number
    return "m" + digest(number)[:12]


def thread_path(thread: str, number: int = 1) -> str:
    """Return page ``number`` (from 1) of a thread: "threads/56.html", "threads/56-2.html"."""
    return numbered_page(f"threads/{thread}.html", number)


def post_anchor(n: int, post_id: str | None) -> str:
    """Return a post's element id: by the forum's own id, else by its number in the thread.

    For example "p391" and "n12".
    """
    if post_id and post_id.isalnum():
        return f"p{post_id}"
    return f"n{n}"


def post_place(thread: str, n: int, post_id: str | None, page_cap: int) -> str:
    """Return the address of post ``n`` (from 1) of a thread, with ``page_cap`` posts on a page.

    For example "threads/56-2.html#p391".
    """
    return f"{thread_path(thread, (n - 1) // page_cap + 1)}#{post_anchor(n, post_id)}"


def whole_path(thread: str) -> str:
    """Return the page of all posts of a thread."""
    return f"threads/{thread}-all.html"


def starter_path(thread: str) -> str:
    """Return the page of the posts of a thread's first author."""
    return f"threads/{thread}-op.html"


def board_path(names: Sequence[str], number: int = 1, suffix: str = "") -> str:
    """Return page ``number`` of a board, by a hash of the path of names that leads to it.

    ``suffix`` names another order.
    """
    name = digest(*names)[:12] if names else "unknown"
    return numbered_page(f"boards/{name}{suffix}.html", number)


def author_path(post: Post, site: str, main_site: str) -> str | None:
    """Return the author's page: by the forum's own number, else by a hash of the name.

    Other forums' are marked.
    """
    if post.author is None:
        return None
    beside = "" if site in ("", main_site) else "-" + digest(site)[:6]
    if post.author_id and AUTHOR.fullmatch(post.author_id):
        return f"authors/{post.author_id}{beside}.html"
    return f"authors/n{digest(post.author)[:12]}{beside}.html"


def started_path(author: str) -> str:
    """Return the page of the threads that an author began, beside the author's page."""
    return f"{author.removesuffix('.html')}-threads.html"


def dates_path(span: str = "index") -> str:
    """Return the page of a year ("2012") or a month ("2012-03"); the list of all years."""
    return f"dates/{span}.html"


def anniversary_path(month: int) -> str:
    """Return the page of what began on the days of a month (1 to 12) in any year."""
    return f"dates/on-{month:02d}.html"


def tag_path(tag: str) -> str:
    """Return a tag's page, by a hash of its name."""
    return f"tags/{digest(tag)[:12]}.html"


def numbered_page(path: str, number: int) -> str:
    """Return page ``number`` of a list whose first page is ``path``: "tags/index-2.html"."""
    return path if number == 1 else f"{path.removesuffix('.html')}-{number}.html"


def later_page(path: str, number: int) -> str:
    """Return page ``number`` of one entry of a list, whose first page is ``path``.

    For example "authors/7-p2.html".
    """
    return path if number == 1 else f"{path.removesuffix('.html')}-p{number}.html"


def curated_path(stem: str) -> str:
    """Return a curator's page: by its file's name where that is a plain slug, else by a hash."""
    name = stem.lower()
    if not SLUG.fullmatch(name):
        name = digest(stem)[:12]
    return f"pages/{name}.html"


def board_crumbs(board: Sequence[str], names: Mapping[str, str]) -> list[Crumb]:
    """Return the path of boards as crumbs, with the curator's names."""
    return [
        Crumb(names.get(name, name), board_path(board[: depth + 1]))
        for depth, name in enumerate(board)
    ]


def relative_to(page: str) -> Callable[[str], str]:
    """Return the function that makes addresses below the site's root relative to ``page``.

    Web addresses stay.

    From "threads/56.html" it gives "authors/7.html" → "../authors/7.html", "threads/9.html" →
    "9.html" and "threads/56.html#p9" → "#p9".
    """
    folder, slash, _ = page.rpartition("/")
    folder += slash
    root = "../" * page.count("/")
    own = page + "#"

    def rel(path: str) -> str:
        if path.startswith(own):
            return path[len(page) :]
        if path.startswith(folder):
            return path[len(folder) :]
        if ":" in path and is_web(path):
            return path
        return root + path

    return rel


def is_web(address: str | None) -> bool:
    """Tell whether an address is http, https or mailto, so that it may be a link."""
    return address is not None and WEB.match(address) is not None
