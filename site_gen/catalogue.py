"""The site's lists, out of the store: home, boards, people, the account of the archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_gen.config import Config
from site_gen.models import Summary
from site_gen.render.places import board_crumbs, board_path, later_page, thread_path
from site_gen.render.views import (
    AboutView,
    AuthorRow,
    AuthorsView,
    AuthorThread,
    AuthorView,
    BoardRow,
    BoardView,
    HomeView,
    Pager,
    Skip,
)
from site_gen.store import Store

SUMMARY = "id, title, board, author, author_page, first, last, posts, views, replies, locked, gaps, images"
HOME_ROWS = 12
SHOWN_SKIPS = 500
SHOWN_GAPS = 500


def summary(row: Sequence[Any]) -> Summary:
    """A row of the threads table, in the order of :data:`SUMMARY`."""
    return Summary(
        id=row[0],
        title=row[1],
        board=json.loads(row[2]),
        author=row[3],
        author_page=row[4],
        first=row[5],
        last=row[6],
        posts=row[7],
        views=row[8],
        replies=row[9],
        locked=None if row[10] is None else bool(row[10]),
        gaps=row[11],
        images=row[12],
    )


class Catalogue:
    """The lists of one site."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.names: Mapping[str, str] = config.boards.names

    # ── Boards ──

    def boards(self) -> list[BoardRow]:
        """Every board, parents before children, in the curator's order and then by name; threads of no board last."""
        counts: dict[tuple[str, ...], list[Any]] = {}
        for text, threads, posts, last in self.store.rows(
            "SELECT board, COUNT(*), SUM(posts), MAX(last) FROM threads GROUP BY board ORDER BY board"
        ):
            board = tuple(json.loads(text))
            for depth in range(1, len(board)):
                counts.setdefault(board[:depth], [0, 0, None])
            counts.setdefault(board, [0, 0, None])
            for depth in range(1, len(board) + 1) or [0]:
                total = counts[board[:depth]]
                total[0] += threads
                total[1] += posts
                total[2] = max(filter(None, (total[2], last)), default=None)
        return [
            BoardRow(
                title=self.name(board[-1]) if board else "",
                path=board_path(board),
                depth=max(0, len(board) - 1),
                threads=threads,
                posts=posts,
                last=last,
            )
            for board, (threads, posts, last) in sorted(counts.items(), key=lambda item: self._rank(item[0]))
        ]

    def name(self, board: str) -> str:
        """A board's name, as the curator wants it."""
        return self.names.get(board, board)

    def _rank(self, board: tuple[str, ...]) -> tuple[Any, ...]:
        order = self.config.boards.order
        ranks = [(order.index(name) if name in order else len(order), name) for name in board]
        return (not board, *(part for pair in ranks for part in pair))

    def board_views(self) -> Iterator[BoardView]:
        """Every page of every board that holds threads, newest threads first."""
        tree = self.boards()
        rows = {row.path: row for row in tree}
        for text, count in list(self.store.rows("SELECT board, COUNT(*) FROM threads GROUP BY board ORDER BY board")):
            yield from self._pages_of_board(json.loads(text), text, count, tree, rows[board_path(json.loads(text))])
        held = {board_path(json.loads(text)) for (text,) in self.store.rows("SELECT DISTINCT board FROM threads")}
        for board in self._parents():
            if board_path(board) not in held:
                yield from self._pages_of_board(list(board), None, 0, tree, rows[board_path(board)])

    def _parents(self) -> list[tuple[str, ...]]:
        boards = [
            tuple(json.loads(text)) for (text,) in self.store.rows("SELECT DISTINCT board FROM threads ORDER BY board")
        ]
        return sorted({board[:depth] for board in boards for depth in range(1, len(board))})

    def _pages_of_board(
        self, board: list[str], text: str | None, count: int, tree: list[BoardRow], row: BoardRow
    ) -> Iterator[BoardView]:
        pages = max(1, -(-count // self.config.list_cap))
        paths = [board_path(board, n) for n in range(1, pages + 1)]
        for number, path in enumerate(paths, 1):
            found = self.store.rows(
                f"SELECT {SUMMARY} FROM threads WHERE board = ? ORDER BY last DESC, id LIMIT ? OFFSET ?",
                text,
                self.config.list_cap,
                (number - 1) * self.config.list_cap,
            )
            yield BoardView(
                title=self.name(board[-1]) if board else None,
                path=path,
                crumbs=board_crumbs(board[:-1], self.names),
                pager=Pager(number=number, paths=paths),
                rows=[summary(r) for r in found],
                children=children_of(row, tree),
                threads=row.threads,
                posts=row.posts,
            )

    # ── People ──

    def authors_views(self) -> Iterator[AuthorsView]:
        """Every page of the list of people, most posts first."""
        total = self.store.one("SELECT COUNT(DISTINCT author_page) FROM posts")[0]
        unknown = self.store.one("SELECT COUNT(*) FROM posts WHERE author_page IS NULL")[0]
        pages = max(1, -(-total // self.config.list_cap))
        paths = ["authors/index.html", *(f"authors/index-{n}.html" for n in range(2, pages + 1))]
        started = self._started()
        rows = self.store.rows(
            "SELECT MAX(author), author_page, COUNT(*), MIN(date), MAX(date) FROM posts WHERE author_page IS NOT NULL "
            "GROUP BY author_page ORDER BY 3 DESC, 2"
        )
        for number, path in enumerate(paths, 1):
            here = [
                AuthorRow(name=name, path=page, posts=posts, started=started.get(page, 0), first=first, last=last)
                for (name, page, posts, first, last), _ in zip(rows, range(self.config.list_cap), strict=False)
            ]
            yield AuthorsView(
                path=path, pager=Pager(number=number, paths=paths), rows=here, authors=total, unknown=unknown
            )

    def _started(self) -> dict[str, int]:
        """How many threads each person began."""
        return dict(
            self.store.rows("SELECT author_page, COUNT(*) FROM threads WHERE author_page IS NOT NULL GROUP BY 1")
        )

    def author_views(self) -> Iterator[AuthorView]:
        """Every page of every person, people in the order of their pages' names, their threads newest first."""
        query = (
            "SELECT p.author_page, t.id, t.title, t.board, COUNT(*), t.author_page = p.author_page, MIN(p.date), "
            "MAX(p.date), MIN(p.n), MAX(p.author), MAX(p.author_title), MIN(CASE WHEN p.post_id IS NOT NULL THEN "
            "printf('%010d ', p.n) || p.post_id END) FROM posts p JOIN threads t ON t.id = p.thread "
            "WHERE p.author_page IS NOT NULL GROUP BY p.author_page, t.id "
            "ORDER BY p.author_page, MAX(p.date) DESC, t.id"
        )
        for page, rows in self.store.grouped(query):
            yield from self._pages_of_author(page, rows)

    def _pages_of_author(self, page: str, rows: list[Any]) -> Iterator[AuthorView]:
        cap = self.config.list_cap
        paths = [later_page(page, n) for n in range(1, -(-len(rows) // cap) + 1)]
        dates = sorted(date for row in rows for date in row[6:8] if date)
        for number, path in enumerate(paths, 1):
            yield AuthorView(
                name=rows[0][9],
                path=path,
                pager=Pager(number=number, paths=paths),
                threads=[self._author_thread(row) for row in rows[(number - 1) * cap : number * cap]],
                title=next((row[10] for row in rows if row[10]), None),
                posts=sum(row[4] for row in rows),
                started=sum(bool(row[5]) for row in rows),
                wrote_in=len(rows),
                first=dates[0] if dates else None,
                last=dates[-1] if dates else None,
            )

    def _author_thread(self, row: Sequence[Any]) -> AuthorThread:
        _, thread, title, board, posts, started, first, last, n, _, _, numbered = row
        path = thread_path(thread, (n - 1) // self.config.page_cap + 1)
        place, _, post_id = (numbered or "").partition(" ")
        anchor = f"p{post_id}" if post_id.isalnum() and int(place) == n else f"n{n}"
        return AuthorThread(
            title=title,
            href=f"{path}#{anchor}",
            board=[self.name(name) for name in json.loads(board)],
            posts=posts,
            started=bool(started),
            first=first,
            last=last,
        )

    # ── The whole ──

    def counts(self) -> dict[str, int]:
        """Threads, posts, people and gaps of the site."""
        threads, posts, gaps = self.store.one("SELECT COUNT(*), TOTAL(posts), TOTAL(gaps) FROM threads")
        authors = self.store.one("SELECT COUNT(DISTINCT author_page) FROM posts")[0]
        return {"threads": threads, "posts": int(posts), "authors": authors, "gaps": int(gaps)}

    def home(self, intro: str | None) -> HomeView:
        """The front page."""
        first, last = self.store.one("SELECT MIN(first), MAX(last) FROM threads")
        newest = self.store.rows(f"SELECT {SUMMARY} FROM threads ORDER BY last DESC, id LIMIT ?", HOME_ROWS)
        largest = self.store.rows(f"SELECT {SUMMARY} FROM threads ORDER BY posts DESC, id LIMIT ?", HOME_ROWS)
        return HomeView(
            boards=self.boards(),
            newest=[summary(row) for row in newest],
            largest=[summary(row) for row in largest],
            first=first,
            last=last,
            intro=intro,
            **self.counts(),
        )

    def about(self, intro: str | None) -> AboutView:
        """What was read, what is missing, unknown and dropped."""
        gaps: Counter[str] = Counter()
        gap_threads: list[tuple[str, str, list[str]]] = []
        for thread, title, text in self.store.rows(
            "SELECT id, title, gap_details FROM threads WHERE gaps > 0 ORDER BY id"
        ):
            details = json.loads(text)
            gaps.update(kind for kind, _ in details)
            if len(gap_threads) < SHOWN_GAPS:
                gap_threads.append((title or "", thread_path(thread), [detail for _, detail in details]))
        dropped: Counter[str] = Counter()
        for (text,) in self.store.rows("SELECT dropped FROM readings"):
            dropped.update(json.loads(text))
        counts = self.counts()
        captured = self.store.one("SELECT MIN(captured), MAX(captured) FROM readings")
        skips = self.store.rows(
            "SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path LIMIT ?", SHOWN_SKIPS
        )
        return AboutView(
            read=self.outcomes(),
            engines=dict(
                self.store.rows("SELECT engine || ' (' || view || ')', COUNT(*) FROM readings GROUP BY 1 ORDER BY 1")
            ),
            captured=captured if captured[0] else None,
            gaps=dict(sorted(gaps.items())),
            unknown={
                name: self.store.one(f"SELECT COUNT(*) FROM posts WHERE {name} IS NULL")[0]
                for name in ("author", "date")
            },
            dropped=dict(sorted(dropped.items())),
            gap_threads=gap_threads,
            skips=[Skip(path=path, reason=reason) for path, reason in skips],
            skipped=self.outcomes()["skipped"],
            threads=counts["threads"],
            posts=counts["posts"],
            authors=counts["authors"],
            intro=intro,
        )

    def outcomes(self) -> dict[str, int]:
        """Saved pages by what became of them. A page all of whose posts are published from others is *merged*."""
        pages = self.store.one("SELECT COUNT(*) FROM files WHERE key IS NOT NULL")[0]
        published = self.store.one("SELECT COUNT(DISTINCT source) FROM posts")[0]
        skipped = self.store.one("SELECT COUNT(*) FROM files WHERE reason IS NOT NULL")[0]
        return {"published": published, "merged": pages - published, "skipped": skipped}


def children_of(row: BoardRow, tree: Sequence[BoardRow]) -> list[BoardRow]:
    """The boards directly below one, out of the tree in its order."""
    start = next((i for i, other in enumerate(tree) if other.path == row.path), len(tree))
    found: list[BoardRow] = []
    for other in tree[start + 1 :]:
        if other.depth <= row.depth:
            break
        if other.depth == row.depth + 1:
            found.append(other)
    return found
