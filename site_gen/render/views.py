"""What a template may see: one view for each kind of page, complete, so that rendering is a function of its view.

Every address in a view (``path``, ``href``) is relative to the site's root ("threads/56.html",
"authors/7.html#p9"); the renderer makes it relative to the page it stands on. HTML in a view
(``html``, ``note``) is clean already and belongs to the page as it is; every other string is text.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from site_gen.models import Gap, Post, Summary, Thread


class Crumb(Struct, frozen=True):
    """One step of the path to a page; ``href`` is ``None`` where no page of its own exists."""

    title: str
    href: str | None = None


class Pager(Struct, frozen=True, kw_only=True):
    """Where a page stands among the pages of one list: ``paths[number - 1]`` is this page."""

    number: int
    paths: list[str]


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page shows of the site.

    ``address`` is where it will be published ("https://…/") if known; ``curated`` are the curator's
    own pages, for the navigation. ``lists`` are the paths of the lists that only some sites have:
    by date, by tag, of pictures.
    """

    title: str
    language: str = "en"
    address: str | None = None
    description: str | None = None
    curated: list[Crumb] = []
    lists: list[str] = []


class PostView(Struct, frozen=True, kw_only=True):
    """One post as it stands on a page: ``post`` with its links led to this site.

    ``anchor`` is the element id ("p391", from the forum's own post id; "n3" where it has none).
    ``floor_anchor`` is "f5" or ``None``. ``original_poster`` marks posts by the thread's first
    author. ``skipped`` is the gap in floor numbers just before this post: (first, last), or
    ``None``; ``skipped_pages`` a gap of whole pages there, where no floors tell. ``quoted_by`` are
    later posts that quote this one and ``answers`` such as answer it in a tree, as (label, href),
    the label a floor or number. ``parent`` is the post that this one answers: (label, href,
    author). ``media`` are saved pictures attached but not placed in the body. ``language`` is
    stated where it is not the thread's; ``direction`` is "auto" where the post may read in another
    direction than the page.
    """

    post: Post
    html: str
    anchor: str
    floor_anchor: str | None = None
    author_href: str | None = None
    original_poster: bool = False
    skipped: tuple[int, int] | None = None
    skipped_pages: tuple[int, int] | None = None
    quoted_by: list[tuple[str, str]] = []
    answers: list[tuple[str, str]] = []
    parent: tuple[str, str, str | None] | None = None
    media: list[PictureView] = []
    language: str | None = None
    direction: str | None = None


class PictureView(Struct, frozen=True, kw_only=True):
    """A saved picture: its path in the site, its name, its size in pixels where known."""

    path: str
    name: str
    width: int | None = None
    height: int | None = None


class Bar(Struct, frozen=True, kw_only=True):
    """A span of time with posts: its place from the left, its height, its posts, the ISO date and place of the first.

    ``here`` marks spans of which the page shows posts.
    """

    x: int
    height: int
    count: int
    first: str
    href: str
    here: bool


class Timeline(Struct, frozen=True, kw_only=True):
    """The posts of a thread over time: ``spans`` of equal kind (days to decades), the bars of those that have posts."""

    spans: int
    height: int
    bars: list[Bar]


class ThreadView(Struct, frozen=True, kw_only=True):
    """One page of one thread.

    ``thread.posts`` is empty here: ``posts`` are those of this page, ``count`` all of them.

    ``gaps`` are the thread's gaps; ``note`` a curator's note (HTML) for the head of the first page;
    ``language`` is the BCP 47 tag of the posts where it can be told, ``direction`` "rtl" or "ltr"
    with it. ``first`` and ``last`` are ISO dates over the whole thread. ``starter`` is the author
    of the first post, who wrote ``starter_posts`` of all. ``kind`` says what the page holds: a part
    of the posts, the whole thread, or only its starter's posts; ``paged``, ``whole`` and
    ``starter_page`` lead to the other ways to read a thread of several pages. ``firsts`` are the
    numbers of the first post of each page, to jump by. ``skipped_pages`` are missing after the last
    post.
    """

    thread: Thread
    path: str
    crumbs: list[Crumb]
    pager: Pager
    posts: list[PostView]
    count: int
    first: str | None = None
    last: str | None = None
    starter: str | None = None
    starter_href: str | None = None
    starter_posts: int = 0
    language: str | None = None
    direction: str | None = None
    note: str | None = None
    gaps: list[Gap] = []
    kind: Literal["page", "whole", "starter"] = "page"
    paged: str | None = None
    whole: str | None = None
    starter_page: str | None = None
    firsts: list[int] = []
    timeline: Timeline | None = None
    skipped_pages: tuple[int, int] | None = None


class BoardRow(Struct, frozen=True, kw_only=True):
    """A board in a list: its name, its page, the depth in the tree (0 outermost), counts and first and last ISO date.

    ``incomplete`` counts threads with gaps.
    """

    title: str
    path: str
    depth: int = 0
    threads: int = 0
    posts: int = 0
    first: str | None = None
    last: str | None = None
    incomplete: int = 0


class Order(Struct, frozen=True, kw_only=True):
    """An order in which a list can be read, by its name, and the first page of the list in that order."""

    name: str
    href: str


class BoardView(Struct, frozen=True, kw_only=True):
    """One page of one board's threads, in one of its ``orders``: "last" (post), "replies", "views", "started".

    ``title`` is ``None`` for threads whose board is unknown. Counts and dates are those of the
    boards inside, too.
    """

    title: str | None
    path: str
    crumbs: list[Crumb]
    pager: Pager
    rows: list[Summary]
    children: list[BoardRow] = []
    threads: int = 0
    posts: int = 0
    first: str | None = None
    last: str | None = None
    incomplete: int = 0
    order: str = "last"
    orders: list[Order] = []


class ChartYear(Struct, frozen=True, kw_only=True):
    """A year of a chart: its place from the left, the outline of its months' bars (an SVG path), posts, its page."""

    year: str
    x: int
    count: int
    bars: str
    href: str | None = None


class Chart(Struct, frozen=True, kw_only=True):
    """Posts by month, in units of its own.

    ``most`` is the ISO month with the most posts, which has ``count``.
    """

    width: int
    height: int
    years: list[ChartYear]
    most: str
    count: int


class HomeView(Struct, frozen=True, kw_only=True):
    """The front page: boards, the newest, the largest and the most viewed threads, and the counts of the whole site.

    ``boards`` are the outer ones where there are many; ``all_boards`` counts them all.
    ``on_this_day`` leads to the threads by the day of the year, ``calendar`` to those by date.
    """

    boards: list[BoardRow]
    newest: list[Summary]
    largest: list[Summary]
    threads: int
    posts: int
    authors: int
    gaps: int
    viewed: list[Summary] = []
    all_boards: int = 0
    chart: Chart | None = None
    calendar: str | None = None
    on_this_day: str | None = None
    first: str | None = None
    last: str | None = None
    intro: str | None = None


class PostRow(Struct, frozen=True, kw_only=True):
    """A post in a list: the title of its thread, its place, its ISO date, its first words, how many pictures it has.

    ``opening`` marks a thread's first post.
    """

    title: str | None
    href: str
    date: str | None
    excerpt: str = ""
    images: int = 0
    opening: bool = False


class AuthorView(Struct, frozen=True, kw_only=True):
    """One page of one author: who, how much, when, and their posts, newest first.

    An empty ``name`` cannot be seen.

    ``threads`` are the last that they began, on the first page; ``all_threads`` leads to all, where
    there are more. ``wrote_in`` counts the threads they wrote in.
    """

    name: str
    path: str
    pager: Pager
    rows: list[PostRow]
    threads: list[Summary] = []
    all_threads: str | None = None
    title: str | None = None
    posts: int = 0
    started: int = 0
    wrote_in: int = 0
    first: str | None = None
    last: str | None = None
    chart: Chart | None = None


class StartedView(Struct, frozen=True, kw_only=True):
    """One page of the threads that an author began, newest first.

    ``person`` is the path of the author's page.
    """

    name: str
    path: str
    person: str
    pager: Pager
    rows: list[Summary]
    threads: int


class AuthorRow(Struct, frozen=True, kw_only=True):
    """An author in the list of all: name, page, posts, threads started, first and last ISO date.

    ``initial`` is what the name stands under in a list by names, ``anchor`` the element id of the
    first one there.
    """

    name: str
    path: str
    posts: int
    started: int
    first: str | None = None
    last: str | None = None
    initial: str | None = None
    anchor: str | None = None


class AuthorsView(Struct, frozen=True, kw_only=True):
    """One page of the list of all authors, in one of its ``orders``: "posts" (most first) or "name".

    ``initials`` lead to the first name of each. ``unknown`` counts posts whose author no page
    states.
    """

    path: str
    pager: Pager
    rows: list[AuthorRow]
    authors: int
    unknown: int = 0
    order: str = "posts"
    orders: list[Order] = []
    initials: list[Crumb] = []


class MonthRow(Struct, frozen=True, kw_only=True):
    """A month of the calendar: its ISO name ("2012-03"), page, posts, threads begun, and how full it is (0 to 4)."""

    month: str
    path: str | None = None
    posts: int = 0
    threads: int = 0
    level: int = 0


class YearRow(Struct, frozen=True, kw_only=True):
    """A year of the calendar with its twelve months.

    ``unplaced`` counts posts whose month no page states.
    """

    year: str
    path: str
    posts: int
    threads: int
    months: list[MonthRow]
    unplaced: int = 0


class CalendarView(Struct, frozen=True, kw_only=True):
    """All years, newest first.

    ``undated`` posts have no known year; ``on_this_day`` leads to the days of any year.
    """

    years: list[YearRow]
    undated: int = 0
    chart: Chart | None = None
    on_this_day: str | None = None


class ThreadDay(Struct, frozen=True, kw_only=True):
    """A thread in a span of time: its title, the place of its first post then, its posts then, if it began then."""

    title: str | None
    href: str
    posts: int
    author: str | None = None
    begun: bool = False


class YearView(Struct, frozen=True, kw_only=True):
    """One year: its months, the threads with the most posts in it, and the years beside it as (ISO year, path)."""

    year: YearRow
    busiest: list[ThreadDay] = []
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


class DayRow(Struct, frozen=True, kw_only=True):
    """The threads of one day, or of what has no day within its month ("2012-03")."""

    day: str
    threads: list[ThreadDay]


class DayCell(Struct, frozen=True, kw_only=True):
    """A day in the calendar of a month: its posts, its place, how full it is beside the others (1 to 4)."""

    posts: int
    href: str
    level: int


class MonthView(Struct, frozen=True, kw_only=True):
    """One page of one month, day by day.

    ``cells`` hold the days of the month (1 to 31) that have posts.

    ``year`` is the path of the year's page, ``before`` and ``after`` the months beside it as (ISO
    month, path).
    """

    month: str
    path: str
    year: str
    pager: Pager
    days: list[DayRow]
    cells: dict[int, DayCell]
    posts: int
    threads: int
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


class Anniversary(Struct, frozen=True, kw_only=True):
    """A day of any year ("02-29") and the threads that began on it, oldest first.

    ``more`` are not named.
    """

    day: str
    threads: list[Summary]
    more: int = 0


class OnThisDayView(Struct, frozen=True, kw_only=True):
    """What began on each day of one month (1 to 12) in any year.

    ``paths`` are the pages of all twelve months.
    """

    month: int
    path: str
    paths: list[str]
    days: list[Anniversary]


class TagRow(Struct, frozen=True, kw_only=True):
    """A tag, its page, and how many threads bear it."""

    name: str
    path: str
    threads: int


class TagsView(Struct, frozen=True, kw_only=True):
    """One page of the list of all tags, by name."""

    path: str
    pager: Pager
    rows: list[TagRow]
    tags: int


class TagView(Struct, frozen=True, kw_only=True):
    """One page of the threads with one tag, newest post first."""

    name: str
    path: str
    pager: Pager
    rows: list[Summary]
    threads: int


class GalleryPicture(Struct, frozen=True, kw_only=True):
    """A saved picture in the gallery: its path, its description, the first post that shows it, its size in pixels."""

    path: str
    href: str
    alt: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None
    width: int | None = None
    height: int | None = None


class GalleryView(Struct, frozen=True, kw_only=True):
    """One page of the saved pictures, newest first.

    ``small`` counts icons and the like, which are left out.
    """

    path: str
    pager: Pager
    pictures: list[GalleryPicture]
    total: int
    small: int = 0


class Skip(Struct, frozen=True, kw_only=True):
    """A saved file that is not in the site, and why, in words a curator can act on."""

    path: str
    reason: str


class AboutView(Struct, frozen=True, kw_only=True):
    """What this archive is: what was read, from when, what is missing, unknown, or dropped and by which rule.

    ``read`` maps outcomes to files ("published", "merged", "skipped"); ``engines`` names to pages;
    ``gaps`` kinds to counts; ``dropped`` rules to strings; ``unknown`` field names ("author",
    "date") to the posts that do not state them. ``gap_threads`` are the threads with gaps, (title,
    href, details); ``skips`` are capped at a few hundred: ``skipped`` is the true number.
    """

    read: dict[str, int]
    engines: dict[str, int]
    captured: tuple[str, str] | None
    gaps: dict[str, int]
    unknown: dict[str, int]
    dropped: dict[str, int]
    gap_threads: list[tuple[str, str, list[str]]]
    skips: list[Skip]
    skipped: int
    threads: int
    posts: int
    authors: int
    intro: str | None = None


class CuratedView(Struct, frozen=True, kw_only=True):
    """A page the curator wrote in Markdown, already HTML."""

    title: str
    path: str
    html: str


class SearchBoard(Struct, frozen=True, kw_only=True):
    """A board to choose for a search: its name, its page's name without folder and suffix, its depth in the tree."""

    name: str
    page: str
    depth: int = 0


class SearchView(Struct, frozen=True, kw_only=True):
    """The search page: the version of the index, the boards, the first and last year of the posts if known."""

    version: str
    boards: list[SearchBoard]
    first: str | None = None
    last: str | None = None
