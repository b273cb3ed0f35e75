"""The engine of a profile: read the thread and the posts of a page by it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.profiles.bodies import RULES, prepare_body
from site_gen.engines.profiles.schema import Place, Profile, distinct, table_of
from site_gen.engines.tools.addresses import host, own_address
from site_gen.load.page import Page

NUMBERS = frozenset("floor up down views replies page pages_claimed".split())
LISTS = frozenset({"board", "tags"})
# Where markup keeps an exact date beside the one it shows, in order of trust.
EXACT = (
    "datetime",
    "content",
    "data-timestamp",
    "data-time",
    "data-date",
    "data-datetime",
    "title",
)
OWN_ADDRESS = ("link[rel=canonical]", 'meta[property="og:url"]')
LONGEST_DATE = 80
TIME_OF_DAY = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d\d(?![\d.])")
# How forums of all kinds write the address of a thread: a number in the query or in the path, with
# or without words.
THREAD_KEYS = "t|tid|topic|topic_?id|thread|thread_?id|showtopic|threadnr|discussion_?id"
THREAD_QUERY = re.compile(rf"[&;](?:{THREAD_KEYS}|id)=(\d+)(?!\d)", re.I)
THREAD_KEY = (
    r"/(?:t|d|threads?|topics?|discussions?|questions?|showthread|viewtopic|sujet|thema|posts?)"
)
THREAD_PATHS = tuple(
    re.compile(THREAD_KEY + rest, re.I)
    for rest in (
        r"[/-](\d+)(?=[/._-]|$)",
        r"/[^/]+/(\d+)(?=/|$)",
        r"[/-][^/]*?[.-]t?(\d+)(?:\.html?)?(?=/|$)",
    )
)
PAGE_PART = re.compile(
    r"(?:[/_-]page[-_/]?\d+|[?&](?:page|p|start|st|pg|sid|s|PHPSESSID)=\w*)", re.I
)


def engine_of(profile: Profile) -> Engine:
    """The engine that reads pages by a profile."""
    return Engine(
        name=profile.name,
        view=profile.view,
        fingerprints=tuple(Fingerprint(mark, (mark,)) for mark in profile.fingerprints),
        threshold=profile.needed if profile.fingerprints else 1,
        post_boxes=profile.post.each,
        split=partial(posts_of, profile),
        more_thread=partial(thread_of, profile),
        rules=RULES,
        chrome={**profile.chrome, **dict(_understood(profile))},
    )


def _understood(profile: Profile) -> Iterator[tuple[str, str]]:
    """What is read but not published as it stands (counts, floors, marks of edits), for the account of a page."""
    for name, stated in {**table_of(profile.post), **table_of(profile.thread)}.items():
        if name in NUMBERS and name not in profile.chrome:
            yield name, ", ".join(place.css for place in stated)
    for name, css in (("edit-mark", profile.body.edited), ("signature", profile.post.signature)):
        if css and name not in profile.chrome:
            yield name, css


def thread_of(profile: Profile, page: Page) -> dict[str, Any]:
    """What a page says of its thread, by a profile."""
    root = page.tree.root
    fields: dict[str, Any] = {}
    if root is None:
        return fields
    for name, stated in table_of(profile.thread).items():
        if name in LISTS:
            fields[name] = next(
                (found for place in stated if (found := _each_once(place, root))), []
            )
        elif read := _first(stated, [root]):
            fields[name] = number(_digits(read[0])) if name in NUMBERS else read[0]
    if fields.get("title") in fields.get("board", [])[-1:]:
        fields["board"].pop()
    fields["url"] = (
        page.absolute(fields["url"]) if fields.get("url") else own_address(page, *OWN_ADDRESS)
    )
    if site := host(fields["url"]):
        fields["site"] = site
    saved_as = f"?{unquote(page.name).partition('?')[2]}"  # wget keeps the query in the file's name
    if "thread_id" not in fields and (
        named := thread_id_of(fields["url"]) or thread_id_of(saved_as)
    ):
        fields["thread_id"] = named
    return fields


def thread_id_of(url: str | None) -> str | None:
    """The forum's number of a thread in the address of one of its pages, or a hash of the address less its page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # "http://["
        return None
    ways = [
        THREAD_QUERY.search(f"&{parts.query}"),
        *(pattern.search(parts.path) for pattern in THREAD_PATHS),
    ]
    if match := next((match for match in ways if match), None):
        return match[1]
    if not parts.netloc:
        return None
    plain = PAGE_PART.sub("", f"{parts.netloc.lower()}{parts.path}?{parts.query}").rstrip("/?&")
    if plain == parts.netloc.lower():
        return None
    return "h" + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Candidate:
    """An element that ``post.each`` selects, with what follows it in ``scope`` if posts run on, and what it holds."""

    scope: Sequence[LexborNode]
    known: Set[int]
    body: LexborNode | None
    signature: str | None
    fields: dict[str, Any]

    @property
    def fault(self) -> str | None:
        """Why it is no post, or ``None`` where it is one."""
        if self.body is None:
            return "`post.body` matches nothing in it"
        if not ("author" in self.fields or "date_text" in self.fields):
            return "neither `post.author` nor `post.date` matches in it"
        return "its body is empty" if _is_empty(self.body) else None


def posts_of(profile: Profile, page: Page) -> Iterator[RawPost]:
    """The posts of a page by a profile.

    An element with neither author nor date, or without words, is none.
    """
    for found in candidates(profile, page):
        if found.body is None or found.fault:
            continue
        stated = found.fields.pop("date_stated", None)
        dropped = prepare_body(profile, found.body)
        yield RawPost(
            body=found.body,
            fields=found.fields,
            date_stated=stated,
            signature=found.signature,
            dropped=dropped,
        )


def candidates(profile: Profile, page: Page) -> Iterator[Candidate]:
    """Every element that may be a post, in the page's order."""
    boxes = distinct(page.tree.css(profile.post.each))
    known = {box.mem_id for box in boxes}
    table = table_of(profile.post)
    for box in boxes:
        scope = [box, *_followers(box, known)] if profile.post.run else [box]
        yield Candidate(
            scope=scope,
            known=known,
            body=next(
                (
                    node
                    for part in scope
                    for node in part.css(profile.post.body)
                    if _owner(node, known, box)
                ),
                None,
            ),
            signature=_signature(profile.post.signature, scope),
            fields=_post_fields(table, scope, known, box),
        )


def read_field(name: str, place: Place, post: Candidate) -> str | None:
    """What one place gives for one field of a post, as the record has it."""
    read = _post_fields({name: [place]}, post.scope, post.known, post.scope[0])
    value = read.get("date_text" if name == "date" else name)
    return None if value is None else str(value)


def _post_fields(
    table: Mapping[str, Sequence[Place]],
    scope: Sequence[LexborNode],
    known: Set[int],
    box: LexborNode,
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, stated in table.items():
        if name == "date":
            fields.update(_date_fields(stated, scope, known, box))
        elif read := _first(stated, scope, known, box):
            value, _ = read
            fields[name] = number(_digits(value)) if name in NUMBERS else value
    return fields


def _date_fields(
    stated: Sequence[Place], scope: Sequence[LexborNode], known: Set[int], box: LexborNode
) -> dict[str, str | None]:
    """The date as shown, and the exact one beside it.

    An element that shows nothing yet may state it.
    """
    for place in stated:
        for part in scope:
            for node in distinct(part.css(place.css)):
                if not _owner(node, known, box):
                    continue
                value = (
                    next((value for value, _ in place.all(node)), None)
                    if place.attr or place.match
                    else squash(node.text(separator=" "))
                )
                exact = exact_date(node)
                if value or exact:
                    shown = shown_date(value) if value else None
                    full = (
                        shown is not None
                        and re.search(r"\d{4}", shown)
                        and TIME_OF_DAY.search(shown)
                    )
                    return {
                        "date_text": shown or (value or exact or "")[:LONGEST_DATE],
                        "date_stated": None
                        if full
                        else exact,  # the time as shown, where it says all
                    }
    return {}


def exact_date(node: LexborNode) -> str | None:
    """The machine-readable date of an element: ``datetime``, a ``title``, an epoch in ``data-time``."""
    attributes = node.attributes
    inner = (
        None
        if "datetime" in attributes
        else node.css_first("time[datetime], [data-time], [data-timestamp]")
    )
    for source in (attributes, inner.attributes if inner is not None else {}):
        for name in EXACT:
            value = source.get(name)
            if value and any(letter.isdigit() for letter in value):
                return value
    titles = [value for titled in node.css("[title]") if (value := titled.attributes.get("title"))]
    return next(
        (shown for title in titles if (shown := shown_date(title)) and TIME_OF_DAY.search(shown)),
        None,
    )


def _first(
    stated: Sequence[Place],
    scope: Sequence[LexborNode],
    known: Set[int] | None = None,
    box: LexborNode | None = None,
) -> tuple[str, LexborNode] | None:
    """The first value that the places have in the elements of a post, and its element."""
    for place in stated:
        for part in scope:
            for value, node in place.all(part):
                if known is None or box is None or _owner(node, known, box):
                    return value, node
    return None


def _owner(node: LexborNode, known: Set[int], box: LexborNode) -> bool:
    """Whether an element belongs to this post, and not to one that stands inside it (replies in replies)."""
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id in known:
            return above.mem_id == box.mem_id
        above = above.parent
    return True


def _is_empty(body: LexborNode) -> bool:
    """Whether a body has neither words nor anything to look at: the frame of an advert."""
    return (
        not squash(body.text())
        and body.css_first("img, iframe, video, audio, embed, object, a[href]") is None
    )


def _followers(box: LexborNode, known: Set[int]) -> Iterator[LexborNode]:
    """What follows the first element of a post, up to the next post."""
    after = box.next
    while after is not None and after.mem_id not in known:
        if after.is_element_node:
            yield after
        after = after.next


def _signature(css: str | None, scope: Sequence[LexborNode]) -> str | None:
    for part in scope if css else ():
        found = part.css_first(css or "")
        if found is not None and (text := squash(found.text(separator=" "))):
            return text
    return None


def _each_once(place: Place, root: LexborNode) -> list[str]:
    return list(dict.fromkeys(value for value, _ in place.all(root)))


def _digits(value: str) -> str | None:
    match = re.search(r"\d[\d.,'’\u00a0 ]*", value)
    return re.sub(r"\D", "", match[0]) if match else None
