"""Read any page with any engine's table, into a :class:`~site_gen.models.Reading`."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import Cleaned, Findings, clean_body
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.dates import Clock, editor_in, read_date
from site_gen.engines.core.recognition import RIVAL, recognise, strength
from site_gen.engines.core.table import Engine, RawPost, read_fields
from site_gen.errors import Skipped
from site_gen.load.page import Page
from site_gen.models import Attachment, Dropped, Post, Reading

NOTHING = Cleaned("", "", Findings())


def read(
    page: Page, engines: Sequence[Engine], last: Engine | None = None
) -> tuple[Engine, Reading]:
    """Read the page with the engine that made it.

    Raises :class:`Skipped` with the reason where it holds no thread.

    Where the evidence is for several engines, the next one is tried if the first finds no posts, or
    is nearly as likely; of two readings the one that holds together better is kept. An engine that
    fails is passed over. ``last`` reads what no engine knows, and skins so much a forum's own that
    its engine finds no posts in them.
    """
    tries = _Tries(page)
    for whole in (False, True):
        found = recognise(page, engines, whole=whole)
        for engine, marks in found:
            if tries.is_due(engine, strength(engine, marks) >= RIVAL * strength(*found[0])):
                tries.ask(engine)
        if tries.best is not None:
            return tries.best[1:]
    if last is not None and not tries.refused:
        tries.ask(last)
    if tries.best is None:
        raise Skipped(tries.reason)
    return tries.best[1:]


class _Tries:
    """The engines that were asked to read a page, and the best of their readings."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: set[Engine] = set()
        self.best: tuple[float, Engine, Reading] | None = None
        self.refused: str | None = None  # an engine knows the page, and that it holds no thread
        self.failed: str | None = None

    @property
    def reason(self) -> str:
        """Why the page holds no thread."""
        unknown = "no thread found: no known forum software made this page"
        return self.refused or self.failed or unknown

    def is_due(self, engine: Engine, is_rival: bool) -> bool:
        """Tell whether the engine is to be asked: nobody has read the page yet, or a rival has."""
        if engine in self.asked:
            return False
        return self.best is None or (is_rival and engine.name != self.best[1].name)

    def ask(self, engine: Engine) -> None:
        """Have an engine read the page, and keep its reading if it is the best so far."""
        page = replace(self.page) if self.asked else self.page  # reading changes the tree
        self.asked.add(engine)
        try:
            reading = read_with(engine, page)
            if reading is None:
                self._note_refusal(engine, page)
            elif self.best is None or coherence(reading) > self.best[0]:
                self.best = coherence(reading), engine, reading
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            said = f"the {engine.title} engine failed ({what}); please report it"
            self.failed = self.failed or said

    def _note_refusal(self, engine: Engine, page: Page) -> None:
        """Keep what an engine that found no posts says of the page, unless another said it."""
        if engine.refuse and not self.refused:
            self.refused = engine.refuse(page)
        if engine.fingerprints and not self.failed:
            self.failed = f"a {engine.name} page without posts"


def coherence(reading: Reading) -> float:
    """Return how well a reading holds together, from 0 to 1.

    It does if its posts say who, when and what, and stand in rising order.
    """
    posts = reading.posts
    said = sum(map(_said, posts))
    floors = [post.floor for post in posts if post.floor is not None]
    is_rising = all(one < other for one, other in pairwise(floors))
    share = said / (3 * len(posts))
    return share if is_rising else share * 0.9


def _said(post: Post) -> int:
    """Return how many of who, when and what a post says."""
    is_dated = post.date is not None or post.date_text is not None
    return (post.author is not None) + is_dated + bool(post.html)


def read_with(engine: Engine, page: Page) -> Reading | None:
    """Return what one engine reads of a page, whose tree changes by it.

    ``None`` where it finds no posts.
    """
    posts, uses_file_time, dropped = _posts(engine, page)
    if not posts:
        return None
    return _reading(engine, page, posts, uses_file_time, dropped)


def _reading(
    engine: Engine, page: Page, posts: list[Post], uses_file_time: bool, dropped: list[Dropped]
) -> Reading:
    fields = _thread_fields(engine, page)
    capture = fields.pop("capture", page.capture)
    thread_id = fields.pop("thread_id", None) or _hashed_id(fields.get("title"), posts)
    return Reading(
        engine=engine.name,
        view=engine.view,
        capture=capture,
        charset=page.charset,
        thread_id=thread_id,
        cut=page.is_cut,
        uses_file_time=uses_file_time,
        dropped=dropped,
        posts=posts,
        **fields,
    )


def _thread_fields(engine: Engine, page: Page) -> dict[str, Any]:
    """Return what the page states of its thread, as keyword arguments for a ``Reading``."""
    fields: dict[str, Any] = {}
    if engine.thread and page.is_html:
        fields = read_fields(engine.thread, page.tree.root)
    if engine.more_thread:
        fields.update(engine.more_thread(page))
    return fields


def _posts(engine: Engine, page: Page) -> tuple[list[Post], bool, list[Dropped]]:
    """Return the page's posts, whether a file's time dates some of them, and what was dropped."""
    clock = Clock.of(page)
    posts: list[Post] = []
    dropped: list[Dropped] = []
    for n, raw in enumerate(raw_posts(engine, page), 1):
        cleaned = clean_body(raw.body, engine.rules, page.absolute) if raw.body else NOTHING
        dropped += [*raw.dropped, *cleaned.found.dropped]
        posts.append(_post(n, raw, cleaned, clock))
    may_use_file_time = clock.guess and page.capture.guess
    return posts, may_use_file_time and any(post.date_guess for post in posts), dropped


def raw_posts(engine: Engine, page: Page) -> Iterator[RawPost]:
    """Yield the posts of a page as the engine's table finds them, in reading order."""
    if engine.split:
        yield from engine.split(page)
        return
    for node in page.tree.css(engine.posts):
        more = engine.more_post(node, page) if engine.more_post else {}
        if more is None:
            continue
        fields = {**read_fields(engine.post, node), **more}
        yield RawPost(
            body=node.css_first(engine.body),
            date_stated=fields.pop("date_stated", None),
            signature=_signature(engine, node),
            fields=fields,
        )


def _signature(engine: Engine, node: LexborNode) -> str | None:
    found = node.css_first(engine.signature) if engine.signature else None
    if found is None:
        return None
    return text_of(sanitise(found.inner_html or "")) or None


def _post(n: int, raw: RawPost, cleaned: Cleaned, clock: Clock) -> Post:
    fields = dict(raw.fields)
    date, guess = read_date(raw.date_stated or fields.get("date_text"), clock)
    if raw.date_stated and date is None:
        date, guess = read_date(fields.get("date_text"), clock)
    gates, prompts = fields.pop("gates", []), fields.pop("prompts", [])
    attachments: list[Attachment] = fields.pop("attachments", [])
    code = fields.pop("code", [])
    return Post(
        n=n,
        date=date,
        date_guess=guess,
        html="\n".join([cleaned.html, *(gate_note(gate) for gate in gates)]).strip(),
        text=cleaned.text,
        gates=[*cleaned.found.gates, *gates, *prompts],
        quotes=cleaned.found.quotes,
        links=cleaned.found.links,
        images=cleaned.found.images,
        attachments=_distinct([*cleaned.found.attachments, *attachments]),
        code=[*cleaned.found.code, *code],
        signature=raw.signature,
        **{**_edited(cleaned.found.edit_mark, fields, clock), **fields},
    )


def gate_note(text: str) -> str:
    """Return the note for a gate that stands outside a body, to be put after it."""
    return f'<aside class="gate">{html.escape(text, quote=False)}</aside>'


def _edited(mark: str | None, fields: dict[str, Any], clock: Clock) -> dict[str, Any]:
    """Return when and by whom a post was last edited, from its mark.

    For example "本帖最后由 甲 于 2022-3-4 10:20 编辑".
    """
    if mark is None or "edited" in fields:
        return {}
    date, _ = read_date(mark, clock)
    return {"edited": date or mark, "editor": editor_in(mark)}


def _distinct(attachments: list[Attachment]) -> list[Attachment]:
    """Return each attachment once: one placed in the text is often listed below it again."""
    seen: dict[tuple[str | None, str | None], Attachment] = {}
    for attachment in attachments:
        address, name = attachment.href or None, attachment.name
        if address:
            name = None
        seen.setdefault((address, name), attachment)
    return list(seen.values())


def _hashed_id(title: str | None, posts: Sequence[Post]) -> str:
    """Make an id for a thread whose pages state none.

    The same title and first date give the same id.
    """
    first = posts[0]
    text = "" if title else first.text[:200]
    seed = "\n".join([title or "", first.date or first.date_text or "", text])
    return "h" + hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:12]
