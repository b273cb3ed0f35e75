"""The words of the project as values: what is read, kept and published.

Every struct is frozen, typed and serialisable with :mod:`msgspec`; ``Thread`` and what it holds are
the record that ``sitegen extract`` prints (DESIGN: *The record*). Unknown is ``None``, lists may be
empty, every key is always written.

The other groups are what the stages hand to each other: a ``Capture`` says how a page was saved, a
``Reading`` is what one page said, a ``Summary`` is one row of the site's lists.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# ── The record ────────────────────────────────────────────────────────────────────────────────────


GapKind = Literal["pages", "floors", "posts", "hidden", "blocked", "cut"]


class Source(Struct, frozen=True, kw_only=True):
    """One saved page of a thread: its path, the hash of its bytes, the page number it states."""

    path: str
    sha256: str
    page: int | None = None


class PollOption(Struct, frozen=True, kw_only=True):
    """One choice of a poll and its votes; ``None`` where the page hides the count."""

    text: str
    votes: int | None = None


class Poll(Struct, frozen=True, kw_only=True):
    """A poll as the page shows it; ``closed`` is ``None`` where the page does not say."""

    question: str | None = None
    options: list[PollOption] = []
    closed: bool | None = None


class Fact(Struct, frozen=True, kw_only=True):
    """A named value that a special thread states, in the page's own words."""

    name: str
    value: str


class Special(Struct, frozen=True, kw_only=True):
    """What a thread is beyond talk, with what its panel states (a reward's price)."""

    kind: Literal["debate", "reward", "activity", "trade", "paid"]
    facts: list[Fact] = []


class Gap(Struct, frozen=True, kw_only=True):
    """Something known to exist that no saved page shows.

    ``kind``: ``pages`` (numbers the pager names), ``floors`` (numbers the posts skip), ``posts``
    (fewer than claimed), ``hidden`` (text or files behind a gate), ``blocked`` (a post whose words
    were withheld), ``cut`` (half a page).
    """

    kind: GapKind
    detail: str


class Quote(Struct, frozen=True, kw_only=True):
    """An outermost quote of a body: its words without the head, who is quoted, which post."""

    author: str | None = None
    text: str = ""
    post_id: str | None = None
    url: str | None = None


class Link(Struct, frozen=True, kw_only=True):
    """A link of a body: its words and its absolute address."""

    text: str
    href: str


class Image(Struct, frozen=True, kw_only=True):
    """A picture of a body: original address, alternative text, path of the saved copy."""

    src: str
    alt: str | None = None
    local: str | None = None


class Attachment(Struct, frozen=True, kw_only=True):
    """A file attached to a post.

    ``size`` is as shown ("30.7 KB"); ``hidden`` where the page withheld the file.
    """

    name: str | None = None
    href: str | None = None
    size: str | None = None
    hidden: bool = False


class Comment(Struct, frozen=True, kw_only=True):
    """A short note under a post (Discuz! 点评)."""

    author: str | None = None
    date: str | None = None
    text: str = ""


class Rating(Struct, frozen=True, kw_only=True):
    """Points that a member gave a post (Discuz! 评分)."""

    author: str | None = None
    score: int | None = None
    reason: str | None = None


class Version(Struct, frozen=True, kw_only=True):
    """Another saved state of a post, whose words differ from the one published."""

    source: str
    captured: str | None = None
    edited: str | None = None
    text: str = ""
    html: str = ""


class Post(Struct, frozen=True, kw_only=True):
    """One post of a thread.

    ``text`` is what a reader sees in the body, ``html`` the same, clean and safe.

    ``marks`` are the labels a forum prints on a post, in its own words (a debate's side, a best
    answer, a pinned reply). ``parent`` is the id of the post that this one answers, where the forum
    keeps a tree.
    """

    n: int = 0
    id: str | None = None
    parent: str | None = None
    floor: int | None = None
    author: str | None = None
    author_id: str | None = None
    author_title: str | None = None
    date: str | None = None
    date_text: str | None = None
    date_guess: bool = False
    edited: str | None = None
    editor: str | None = None
    client: str | None = None
    location: str | None = None
    up: int | None = None
    down: int | None = None
    subject: str | None = None
    marks: list[str] = []
    text: str = ""
    html: str = ""
    quotes: list[Quote] = []
    links: list[Link] = []
    images: list[Image] = []
    attachments: list[Attachment] = []
    code: list[str] = []
    gates: list[str] = []
    signature: str | None = None
    comments: list[Comment] = []
    ratings: list[Rating] = []
    source: str = ""
    versions: list[Version] = []


class Thread(Struct, frozen=True, kw_only=True):
    """One thread, joined from every saved page of it.

    ``board`` is the path to it, outermost first.
    """

    schema: Literal["sitegen/2"] = "sitegen/2"
    id: str
    engine: str
    engine_version: str | None = None
    title: str | None = None
    board: list[str] = []
    tags: list[str] = []
    url: str | None = None
    views: int | None = None
    replies: int | None = None
    locked: bool | None = None
    captured: str | None = None
    zone: str | None = None
    sources: list[Source] = []
    pages_claimed: int | None = None
    poll: Poll | None = None
    special: Special | None = None
    gaps: list[Gap] = []
    posts: list[Post] = []


# ── What the stages hand on ───────────────────────────────────────────────────────────────────────


class Evidence(Struct, frozen=True, kw_only=True):
    """What is known of a capture from outside the page, as its container states it.

    ``url`` and ``time`` (ISO, with the offset where one is stated) say where and when it was
    captured, ``charset`` is what the server said, ``tool`` what made the capture. ``file_time`` is
    the file's own time in seconds since 1970, in the forum's zone where that is known: no more than
    a guess.
    """

    url: str | None = None
    time: str | None = None
    charset: str | None = None
    tool: str | None = None
    file_time: float | None = None


NO_EVIDENCE = Evidence()
"""Nothing is known from outside the page."""


class Capture(Struct, frozen=True, kw_only=True):
    """How and when a page was saved, as far as the file itself tells.

    ``time`` is local ISO time; ``guess`` is true where it is the file's own time and nothing better
    was found. ``tool`` is what saved it ("SingleFile", "HTTrack", "wget", "browser", "Wayback
    Machine"); ``url`` where it came from. ``zone`` is the offset of ``time``, if known: that of the
    tool's clock, which tells nothing of the forum's.
    """

    url: str | None = None
    time: str | None = None
    guess: bool = True
    tool: str | None = None
    zone: str | None = None


class Dropped(Struct, frozen=True, kw_only=True):
    """A string of a page that is not published, and the name of the rule that says why."""

    rule: str
    text: str


class Reading(Struct, frozen=True, kw_only=True):
    """What one saved page says: its part of a thread.

    The path of the file is no part of it, so that equal bytes read equal. ``site`` is the forum's
    host or ``None``; ``thread_id`` the forum's own number (or a hash, for pages without one);
    ``page`` the number this page states; ``view`` the kind of page ("desktop", "touch", "print",
    "archiver", "text"). ``zone`` is the offset of the dates ("+08:00"), where the forum's page
    itself states it. ``uses_file_time`` tells that a date was resolved against the file's time
    alone.
    """

    engine: str
    view: str
    engine_version: str | None = None
    site: str | None = None
    site_name: str | None = None
    thread_id: str
    title: str | None = None
    board: list[str] = []
    board_id: str | None = None
    tags: list[str] = []
    url: str | None = None
    views: int | None = None
    replies: int | None = None
    locked: bool | None = None
    page: int | None = None
    pages_claimed: int | None = None
    poll: Poll | None = None
    special: Special | None = None
    zone: str | None = None
    capture: Capture = Capture()
    cut: bool = False
    uses_file_time: bool = False
    charset: str = "utf-8"
    dropped: list[Dropped] = []
    posts: list[Post] = []


class Summary(Struct, frozen=True, kw_only=True):
    """One row of the site's lists: a thread without its posts.

    ``first`` and ``last`` are ISO dates of its posts.
    """

    id: str
    title: str | None
    board: list[str]
    author: str | None
    author_page: str | None
    first: str | None
    last: str | None
    posts: int
    views: int | None
    replies: int | None
    locked: bool | None
    gaps: int
    images: int
