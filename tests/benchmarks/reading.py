"""What a built site costs its readers: markup, what is transferred, how soon a page is there, the search, dead links.

::

    python tests/benchmarks/reading.py SITE

SITE is a site that ``sitegen build`` has just made, its store beside it. The search is asked for
200 pieces of 2 to 6 Chinese, Japanese or Korean characters and for 200 words, drawn from the posts,
and its answers are compared with a plain scan of all posts. A *first* query is one in a browser
that has loaded nothing of the index yet. Milliseconds are of this machine; let nothing else run on
it.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from browsing import CHROMIUM, MOVED, QUIET, READY, scrolled_through, served, watch
from linking import BASES, broken_links
from scanning import ALL, Said, as_word, posts_of

QUESTIONS = 200
FIRST = 60  # questions of each kind that are asked in a fresh browser
LOADS = 7  # of a page, each in a fresh browser
HUNDRED = 100  # posts

SOLID = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
WORD = re.compile(r"(?<![^\W_])[a-z]{2,}(?![^\W_])")
ASK = """async (question) => {
  const begun = performance.now(), answer = await archiveSearch.find(question);
  await answer.next();
  return performance.now() - begun;
}"""


class Weight(NamedTuple):
    """A thread's page: its name, its posts, its bytes, those of a post's markup and those of the page beside posts."""

    name: str
    posts: int
    size: int
    a_post: float
    page: int


def main() -> int:
    """Measure, and print one figure to a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    site: Path = parser.parse_args().site.resolve()
    pages = [weight(path) for path in sorted((site / "threads").glob("*.html"))]
    markup(pages)
    links(site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for page in examples(pages):
            for_reading(browser, site, page)
        if (site / "search.html").exists():
            index(site)
            search(browser, site)
        browser.close()
    return 0


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def weight(path: Path) -> Weight:
    """Weigh a thread's page. A post's markup is all of it but the clean HTML of its body."""
    data = path.read_bytes()
    tree = LexborHTMLParser(data)
    posts = tree.css("article")
    whole = sum(len((post.html or "").encode()) for post in posts)
    bodies = sum(len((body.inner_html or "").encode()) for body in tree.css("article .b"))
    return Weight(
        path.stem, len(posts), len(data), (whole - bodies) / max(len(posts), 1), len(data) - whole
    )


def markup(pages: Sequence[Weight]) -> None:
    """Say what the pages of threads cost beyond what people wrote."""
    line("thread pages", f"{len(pages):,}")
    line("markup a post", spread([page.a_post for page in pages], "bytes"))
    line("markup a page", spread([page.page for page in pages], "bytes"))


def links(site: Path) -> None:
    """Follow every link of every page, from disk and below a path on a host."""
    for base in BASES:
        broken = broken_links(site, base)
        line("broken links", f"{len(broken)} at {base} {'; '.join(broken[:5])}".rstrip())


def examples(pages: Sequence[Weight]) -> list[Weight]:
    """The middle one and the largest of the pages of a hundred posts.

    The largest page where there is none.
    """
    full = sorted((page for page in pages if page.posts == HUNDRED), key=lambda page: page.size)
    return [full[len(full) // 2], full[-1]] if full else [max(pages, key=lambda page: page.posts)]


def for_reading(browser: Browser, site: Path, page: Weight) -> None:
    """Open a page as a reader would who was never here, several times."""
    with served(site.parent) as host:
        for base in (f"{site.as_uri()}/", f"{host}{site.name}/"):
            loads = [loaded(browser, site, base, f"threads/{page.name}.html") for _ in range(LOADS)]
            ready, moved, sizes, troubles = zip(*loads, strict=True)
            where = f"{page.posts} posts, {base.partition(':')[0]}"
            line(
                where, f"{max(sizes):,} bytes, shift {max(moved)}, DOM ready {spread(ready, 'ms')}"
            )
            if any(troubles):
                line("  troubles", "; ".join(set().union(*troubles)))


def loaded(
    browser: Browser, site: Path, base: str, path: str
) -> tuple[float, float, int, list[str]]:
    """Load a page and read it: milliseconds until it is ready, its shift, the bytes of its files, what went wrong."""
    context = browser.new_context()
    context.add_init_script(MOVED)
    troubles = watch(context)
    files: set[str] = set()
    context.on("request", lambda request: files.add(request.url))
    page = context.new_page()
    page.goto(base + path)
    moved = scrolled_through(page)
    ready = float(page.evaluate(READY))
    context.close()
    asked = {
        url.removeprefix(base) for url in files if url.startswith(base) and "/media/" not in url
    }
    return (
        ready,
        moved,
        sum((site / unquote(urlsplit(name).path)).stat().st_size for name in asked),
        troubles,
    )


# ── Search ────────────────────────────────────────────────────────────────────────────────────────


def index(site: Path) -> None:
    """Say how large the index is against the texts it is of."""
    texts = sum(len(text.encode()) for _, text in posts_of(site, str))
    blocks = sum(path.stat().st_size for path in (site / "search" / "t").rglob("*.js"))
    all_parts = sum(path.stat().st_size for path in (site / "search").rglob("*.js"))
    line("text", f"{texts:,} bytes")
    line(
        "index", f"{(all_parts - blocks) / texts:.0%} of the text, text blocks {blocks / texts:.0%}"
    )


def search(browser: Browser, site: Path) -> None:
    """Ask, compare with a plain scan, and take the time."""
    said = posts_of(site)
    chance = random.Random(7)
    address = (site / "search.html").as_uri()
    kinds: dict[str, tuple[list[str], Callable[[str], Callable[[str], bool]]]] = {
        "pieces": ([piece(run, chance) for run in drawn(SOLID, said, chance)], within),
        "words": (drawn(WORD, said, chance), as_word),
    }
    for kind, (questions, matcher) in kinds.items():
        if not questions:
            continue
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        missed = wanted = 0
        for question in questions:
            is_in = matcher(question)
            places = {place for place, text in said if is_in(text)}
            wanted += len(places)
            missed += len(places - set(page.evaluate(ALL, [question, {}])))
        line(
            f"{kind}, recall",
            f"{1 - missed / wanted:.2%} of {wanted:,} posts, {len(questions)} questions",
        )
        firsts, laters, sizes = [], [], []
        for question in questions[:FIRST]:
            first, later, size = asked(
                browser, site, address, [question, *chance.sample(questions, 3)]
            )
            firsts.append(first)
            laters += later
            sizes.append(size)
        line(f"{kind}, first query", f"{spread(firsts, 'ms')}; {spread(sizes, 'bytes')}")
        line(f"{kind}, later", spread(laters, "ms"))
        context.close()


def drawn(form: re.Pattern[str], said: Sequence[Said], chance: random.Random) -> list[str]:
    """Up to 200 different strings of a form, each from a post drawn by chance."""
    found: dict[str, None] = {}
    for post in chance.sample(said, len(said)):
        if len(found) == QUESTIONS:
            break
        if matches := form.findall(post.text):
            found[chance.choice(matches)] = None
    return list(found)


def piece(run: str, chance: random.Random) -> str:
    """Two to six neighbouring characters of a run."""
    length = chance.randint(2, min(6, len(run)))
    at = chance.randint(0, len(run) - length)
    return run[at : at + length]


def within(question: str) -> Callable[[str], bool]:
    """Whether a text holds the characters."""
    return lambda text: question in text


def asked(
    browser: Browser, site: Path, address: str, questions: Sequence[str]
) -> tuple[float, list[float], int]:
    """Ask in a fresh browser: milliseconds of the first question and of the later ones, bytes loaded for the first."""
    context = browser.new_context()
    page: Page = context.new_page()
    page.goto(address)
    files: list[str] = []
    page.on("request", lambda request: files.append(unquote(urlsplit(request.url).path)))
    first = float(page.evaluate(ASK, questions[0]))
    size = sum(Path(name).stat().st_size for name in files)
    later = [float(page.evaluate(ASK, question)) for question in questions[1:]]
    context.close()
    return first, later, size


# ── Output ────────────────────────────────────────────────────────────────────────────────────────


def spread(figures: Iterable[float], unit: str) -> str:
    """The middle and the greatest."""
    found = list(figures)
    return f"{statistics.median(found):,.0f} {unit}, at most {max(found):,.0f}"


def line(name: str, value: str) -> None:
    """One figure."""
    print(f"{name:<20}{value}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
