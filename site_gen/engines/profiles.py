"""Profiles: an engine's table in TOML, for a forum that nobody knows, written by the owner of an archive.

A profile says where the fields of a thread and of its posts stand, as CSS selectors. Most fields take one place or a
list of places in order of trust; a place is a selector, or a table ``{css = "…", attr = "…", match = "…"}``.
:func:`load_profile` makes an :class:`~site_gen.engines.base.Engine` of a file; the generic engine writes such a profile
for a page it has worked out, and reads the page with it, so that both see the same.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Meta, Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from site_gen.clean.blocks import code, edit_mark, gates, quotes
from site_gen.clean.rule import Body, Findings, Rule, TagRule
from site_gen.clean.rules import COMMON, HIDDEN
from site_gen.dates import shown_date
from site_gen.engines.base import Engine, Fingerprint, RawPost, number, squash
from site_gen.errors import ConfigError
from site_gen.load.page import Page
from site_gen.models import Dropped

NUMBERS = frozenset("floor up down views replies page pages_claimed".split())
LISTS = frozenset({"board", "tags"})
# Where markup keeps an exact date beside the one it shows, in order of trust.
EXACT = ("datetime", "content", "data-timestamp", "data-time", "data-date", "data-datetime", "title")
MARK = "data-sitegen"
RULES: tuple[Rule | TagRule, ...] = (
    edit_mark(f"[{MARK}=edited]", needles=(f'{MARK}="edited"',)),
    gates(f"[{MARK}=gate]", needles=(f'{MARK}="gate"',)),
    code(f"[{MARK}=code]", needles=(f'{MARK}="code"',)),
    quotes(f"[{MARK}=quote]", head=f"[{MARK}=quote-author]", needles=(f'{MARK}="quote"',)),
    *COMMON,
)
"""What is done to bodies that were read by a profile, once their quotes, code and marks are marked as such."""
PROBE = LexborHTMLParser("<p>")
LONGEST_DATE = 80
SPOILER = re.compile(r"spoil|collaps|toggle|expand|hidden", re.I)
# How forums of all kinds write the address of a thread: a number in the query or in the path, with or without words.
THREAD_QUERY = re.compile(
    r"[&;](?:t|tid|topic|topic_?id|thread|thread_?id|showtopic|threadnr|discussion_?id|id)=(\d+)(?!\d)",
    re.I,
)
THREAD_KEY = r"/(?:t|d|threads?|topics?|discussions?|questions?|showthread|viewtopic|sujet|thema|posts?)"
THREAD_PATHS = tuple(
    re.compile(THREAD_KEY + rest, re.I)
    for rest in (r"[/-](\d+)(?=[/._-]|$)", r"/[^/]+/(\d+)(?=/|$)", r"[/-][^/]*?[.-]t?(\d+)(?:\.html?)?/?$")
)
PAGE_PART = re.compile(r"(?:[/_-]page[-_/]?\d+|[?&](?:page|p|start|st|pg|sid|s|PHPSESSID)=\w*)", re.I)


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a field stands: a selector, perhaps an attribute, perhaps a pattern whose first group is the value."""

    css: str
    attr: str | None = None
    match: str | None = None

    def read(self, node: LexborNode) -> tuple[str, LexborNode] | None:
        """The first value that the place has below ``node``, and the element it comes from."""
        return next(self.all(node), None)

    def all(self, node: LexborNode) -> Iterator[tuple[str, LexborNode]]:
        """Every value of the place below ``node``, in the page's order, with its element."""
        for found in distinct(node.css(self.css)):
            stated = found.attributes.get(self.attr) if self.attr else found.text(separator=" ")
            value = squash(stated)
            if self.match is not None:
                match = re.search(self.match, value)
                value = squash(match[min(1, match.re.groups)]) if match else ""
            if value:
                yield value, found


Places = str | Place | list[str | Place]


class ThreadPlaces(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[thread]`` table."""

    title: Annotated[Places, Meta(description="The thread's title.")] = []
    board: Annotated[
        Places, Meta(description="The path to the thread, outermost board first: every match is one.")
    ] = []
    thread_id: Annotated[
        Places, Meta(description="The forum's own id of the thread. Default: one made of its title.")
    ] = []
    url: Annotated[Places, Meta(description="The thread's address.")] = []
    site_name: Annotated[Places, Meta(description="The forum's name.")] = []
    views: Annotated[Places, Meta(description="How often the thread was read, as the page claims.")] = []
    replies: Annotated[Places, Meta(description="How many replies the thread has, as the page claims.")] = []
    tags: Annotated[Places, Meta(description="The thread's tags: every match is one.")] = []
    page: Annotated[Places, Meta(description="The number of this page of the thread.")] = []
    pages_claimed: Annotated[Places, Meta(description="How many pages the thread has, as the page claims.")] = []


class PostPlaces(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[post]`` table."""

    each: Annotated[str, Meta(min_length=1, description="Selector of the posts. Required.")]
    body: Annotated[str, Meta(min_length=1, description="Selector of a post's words, within the post. Required.")]
    run: Annotated[
        bool,
        Meta(description="`true` where `each` selects only a post's first element, and what follows it belongs to it."),
    ] = False
    author: Annotated[Places, Meta(description="Who wrote it.")] = []
    date: Annotated[
        Places, Meta(description="When, as shown. A `datetime`, `title` or `data-time` of the element is used as well.")
    ] = []
    id: Annotated[Places, Meta(description="The forum's own id of the post.")] = []
    floor: Annotated[Places, Meta(description="The post's number in the thread.")] = []
    author_id: Annotated[Places, Meta(description="The forum's own id of the author.")] = []
    author_title: Annotated[Places, Meta(description="The author's rank or title.")] = []
    location: Annotated[Places, Meta(description="Where the author says to be.")] = []
    subject: Annotated[Places, Meta(description="The post's own subject.")] = []
    parent: Annotated[Places, Meta(description="The id of the post that this one answers.")] = []
    up: Annotated[Places, Meta(description="Votes for it.")] = []
    down: Annotated[Places, Meta(description="Votes against it.")] = []
    signature: Annotated[str | None, Meta(description="Selector of the author's signature.")] = None


class BodyPlaces(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[body]`` table: what stands in the words of a post."""

    quote: Annotated[str, Meta(description="Selector of quotes.")] = "blockquote"
    quote_author: Annotated[str, Meta(description="Selector of the line that names who is quoted, within a quote.")] = (
        "cite"
    )
    code: Annotated[str, Meta(description="Selector of code.")] = "pre"
    edited: Annotated[str | None, Meta(description="Selector of the mark that says when a post was edited.")] = None
    gate: Annotated[
        str | None, Meta(description="Selector of what stands in place of words that guests may not read.")
    ] = None
    drop: Annotated[
        dict[str, str], Meta(description="Chrome to take out of bodies: a name of your own = selector.")
    ] = {}
    drop_text: Annotated[
        list[str],
        Meta(description="Texts of the template to take out of bodies, each all that stands between two tags."),
    ] = []


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole profile."""

    name: Annotated[
        str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$", description="Name of the engine, in the record. Required.")
    ]
    post: Annotated[PostPlaces, Meta(description="Where posts and their fields stand. Required.")]
    view: Annotated[str, Meta(pattern=r"^[a-z]+$", description="The kind of page (`desktop`, `touch`, `print`).")] = (
        "desktop"
    )
    fingerprints: Annotated[
        list[str],
        Meta(description="Strings of the page's source that tell the forum. None: only `--profile` asks for it."),
    ] = []
    needed: Annotated[int, Meta(ge=1, description="How many of the fingerprints a page must show.")] = 1
    thread: Annotated[ThreadPlaces, Meta(description="Where the fields of the thread stand.")] = ThreadPlaces()
    body: Annotated[BodyPlaces, Meta(description="What stands in bodies.")] = BodyPlaces()
    chrome: Annotated[
        dict[str, str], Meta(description="Furniture outside bodies, for the account: a name of your own = selector.")
    ] = {}


# ── Reading a profile ─────────────────────────────────────────────────────────────────────────────────────────────


def load_profile(path: Path) -> Engine:
    """Read and check a profile. Raises :class:`ConfigError` naming file, line, key and mend."""
    return engine_of(read_profile(path))


def find_profiles(folder: Path) -> list[Path]:
    """The profiles that lie in ``engines/`` of the folder that holds sitegen.toml, by name."""
    return sorted((folder / "engines").glob("*.toml"))


def read_profile(path: Path) -> Profile:
    """The profile that a file holds, checked. Raises :class:`ConfigError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    return parse_profile(text, str(path))


def parse_profile(text: str, name: str) -> Profile:
    """The profile that a TOML text says; ``name`` is what errors call it."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}") from error
    _check_keys(name, text, raw)
    try:
        profile = msgspec.convert(raw, Profile)
    except msgspec.ValidationError as error:
        said, _, key = str(error).partition(" - at `$")
        key = key.strip(".`")
        raise ConfigError(f"{name}{_line(text, key)}: {said}" + (f" (key `{key}`)" if key else "")) from error
    for key, place in _places(profile):
        _check_place(f"{name}{_line(text, key)}", key, place)
    return profile


def _check_keys(name: str, text: str, raw: dict[str, Any]) -> None:
    tables: dict[str, type[Struct]] = {"thread": ThreadPlaces, "post": PostPlaces, "body": BodyPlaces}
    every: dict[str, type[Struct]] = {"": Profile, **tables}
    for prefix, kind in every.items():
        table = raw.get(prefix, {}) if prefix else raw
        known = [field.name for field in msgspec.structs.fields(kind)]
        for key in table if isinstance(table, dict) else ():
            if key in known:
                continue
            dotted = f"{prefix}.{key}".lstrip(".")
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean `{f'{prefix}.{near[0]}'.lstrip('.')}`?" if near else f"known keys: {', '.join(known)}"
            raise ConfigError(f"{name}{_line(text, dotted)}: unknown key `{dotted}`; {hint}")


def _places(profile: Profile) -> Iterator[tuple[str, Place]]:
    """Every place of a profile with its key."""
    for prefix in ("thread", "post", "body"):
        table = getattr(profile, prefix)
        for field in msgspec.structs.fields(type(table)):
            value = getattr(table, field.name)
            if isinstance(value, dict):
                yield from ((f"{prefix}.{field.name}.{key}", Place(css)) for key, css in value.items())
            elif isinstance(value, (str, Place, list)):
                yield from ((f"{prefix}.{field.name}", place) for place in places(value))
    yield from ((f"chrome.{key}", Place(css)) for key, css in profile.chrome.items())


def _check_place(name: str, key: str, place: Place) -> None:
    try:
        PROBE.css(place.css)
    except SelectolaxError as error:
        raise ConfigError(f"{name}: `{key}` is not a valid CSS selector: {place.css!r}") from error
    try:
        re.compile(place.match or "")
    except re.error as error:
        raise ConfigError(f"{name}: `{key}` has an invalid pattern {place.match!r} ({error})") from error


def _line(text: str, key: str) -> str:
    """``:12`` where the key stands in line 12 of a TOML text, "" where it cannot be told."""
    *tables, last = re.sub(r"\[.*", "", key).split(".")
    table = ""
    for n, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = header[1]
            if f"{table}" == ".".join([*tables, last]):
                return f":{n}"
        elif (stated := re.match(r"""\s*["']?([\w.-]+?)["']?\s*=""", line)) and (
            f"{table}.{stated[1]}".lstrip(".") == ".".join([*tables, last])
        ):
            return f":{n}"
    return _line(text, ".".join(tables)) if tables else ""


# ── An engine of a profile ────────────────────────────────────────────────────────────────────────────────────────


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
        chrome={"signature": profile.post.signature, **profile.chrome} if profile.post.signature else profile.chrome,
    )


def _prepare(profile: Profile, body: LexborNode) -> list[Dropped]:
    """Take a profile's chrome out of a body, and mark what :data:`RULES` are to see in it."""
    found = Findings()
    work = Body(body, found)
    _drop_chrome(profile, work)
    _mark(profile.body, work)
    for node in work.each("[style]"):
        if HIDDEN.search(node.attributes["style"] or "") and _opens(node):
            del node.attrs["style"]
    return found.dropped


def _drop_chrome(profile: Profile, work: Body) -> None:
    """Take out what the profile calls chrome: elements by their selectors, texts by what they say."""
    signature = {"signature": profile.post.signature} if profile.post.signature else {}
    for name, css in {**signature, **profile.body.drop}.items():
        for node in _inside(work, css):
            work.drop(node, name)
    known = frozenset(profile.body.drop_text)
    for node in list(work.root.traverse(include_text=True)) if known else ():
        if node.is_text_node and squash(node.text_content) in known:
            work.drop(node, "template")


def _mark(stated: BodyPlaces, work: Body) -> None:
    """Mark quotes, code, gates and edit marks, and take the dates out of the heads of quotes."""
    kinds = {
        "quote": stated.quote,
        "quote-author": stated.quote_author,
        "code": stated.code,
        "gate": stated.gate,
        "edited": stated.edited,
    }
    for kind, css in kinds.items():
        for node in _inside(work, css):
            node.attrs[MARK] = kind
    for node in work.each(f"[{MARK}=quote-author] *"):
        said = squash(node.text())
        if len(said) <= LONGEST_DATE // 2 and shown_date(said) and said[-1:] != ":":
            work.drop(node, "quote-date")


def _inside(work: Body, css: str | None) -> list[LexborNode]:
    """The elements of a selector that stand in the body and are not the body itself."""
    return [node for node in work.each(css) if node.mem_id != work.root.mem_id] if css else []


def _opens(node: LexborNode) -> bool:
    """Whether a hidden element is shown on a click, and so is the author's: a spoiler, not anti-copy noise."""
    if node.tag not in ("div", "blockquote", "section", "p", "table") or node.parent is None:
        return False
    names = " ".join(near.attributes.get("class") or "" for near in (node, node.parent))
    buttons = node.parent.css_first("button, input, [onclick], summary, a[href^='#'], a[href^='javascript']")
    return bool(SPOILER.search(names)) or buttons is not None


def thread_of(profile: Profile, page: Page) -> dict[str, Any]:
    """What a page says of its thread, by a profile."""
    root = page.tree.root
    fields: dict[str, Any] = {}
    if root is None:
        return fields
    for name, stated in table_of(profile.thread).items():
        if name in LISTS:
            fields[name] = next((found for place in stated if (found := _each_once(place, root))), [])
        elif read := _first(stated, [root]):
            fields[name] = number(_digits(read[0])) if name in NUMBERS else read[0]
    if fields.get("title") in fields.get("board", [])[-1:]:
        fields["board"].pop()
    fields["url"] = page.absolute(fields["url"]) if fields.get("url") else address_of(page)
    if host := host_of(fields["url"]):
        fields["site"] = host
    saved_as = f"?{unquote(page.name).partition('?')[2]}"  # wget keeps the query in the file's name
    if "thread_id" not in fields and (named := thread_id_of(fields["url"]) or thread_id_of(saved_as)):
        fields["thread_id"] = named
    return fields


def address_of(page: Page) -> str | None:
    """The address that a page states for itself, or that it was saved from."""
    for css, attr in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = page.tree.css_first(css)
        stated = page.absolute(node.attributes.get(attr) or "") if node is not None else ""
        if host_of(stated):
            return stated
    return page.capture.url


def thread_id_of(url: str | None) -> str | None:
    """The forum's number of a thread in the address of one of its pages, or a hash of the address less its page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # "http://["
        return None
    ways = [THREAD_QUERY.search(f"&{parts.query}"), *(pattern.search(parts.path) for pattern in THREAD_PATHS)]
    if match := next((match for match in ways if match), None):
        return match[1]
    if not parts.netloc:
        return None
    plain = PAGE_PART.sub("", f"{parts.netloc.lower()}{parts.path}?{parts.query}").rstrip("/?&")
    if plain == parts.netloc.lower():
        return None
    return "h" + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def posts_of(profile: Profile, page: Page) -> Iterator[RawPost]:
    """The posts of a page by a profile. An element with neither author nor date, or without words, is none."""
    boxes = distinct(page.tree.css(profile.post.each))
    known = {box.mem_id for box in boxes}
    table = table_of(profile.post)
    for box in boxes:
        scope = [box, *_followers(box, known)] if profile.post.run else [box]
        body = next((node for part in scope for node in part.css(profile.post.body) if _owner(node, known, box)), None)
        fields = _post_fields(table, scope, known, box)
        if body is None or not ("author" in fields or "date_text" in fields) or _is_empty(body):
            continue
        stated = fields.pop("date_stated", None)
        signature = _signature(profile.post.signature, scope)
        dropped = _prepare(profile, body)
        yield RawPost(body=body, fields=fields, date_stated=stated, signature=signature, dropped=dropped)


def places(stated: Places) -> list[Place]:
    """What a key holds, as a list of places."""
    return [
        Place(place) if isinstance(place, str) else place
        for place in (stated if isinstance(stated, list) else [stated])
    ]


def table_of(struct: Struct) -> dict[str, list[Place]]:
    """The fields of a table that are stated, each with its places."""
    names = [field.name for field in msgspec.structs.fields(type(struct))]
    table = {name: getattr(struct, name) for name in names if name not in ("each", "body", "run", "signature")}
    return {name: places(stated) for name, stated in table.items() if stated}


def distinct(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Elements, each once: Lexbor gives one once for every part of a selector list that it matches."""
    return list({node.mem_id: node for node in nodes}.values())


def host_of(url: str | None) -> str | None:
    """The host of an address, in lower case."""
    try:
        return (urlsplit(url).hostname if url else None) or None
    except ValueError:
        return None


def _post_fields(
    table: Mapping[str, Sequence[Place]], scope: Sequence[LexborNode], known: set[int], box: LexborNode
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
    stated: Sequence[Place], scope: Sequence[LexborNode], known: set[int], box: LexborNode
) -> dict[str, str | None]:
    """The date as shown, and the exact one beside it; an element that shows nothing yet may state it."""
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
                    full = shown is not None and re.search(r"\d{4}", shown) and re.search(r"\d[:.h]\d\d", shown)
                    return {
                        "date_text": shown or (value or exact or "")[:LONGEST_DATE],
                        "date_stated": None if full else exact,  # the time as shown, where it says all
                    }
    return {}


def exact_date(node: LexborNode) -> str | None:
    """The machine-readable date of an element: ``datetime``, a ``title``, an epoch in ``data-time``."""
    attributes = node.attributes
    inner = None if "datetime" in attributes else node.css_first("time[datetime], [data-time], [data-timestamp]")
    for source in (attributes, inner.attributes if inner is not None else {}):
        for name in EXACT:
            value = source.get(name)
            if value and any(letter.isdigit() for letter in value):
                return value
    return None


def _first(
    stated: Sequence[Place],
    scope: Sequence[LexborNode],
    known: set[int] | None = None,
    box: LexborNode | None = None,
) -> tuple[str, LexborNode] | None:
    """The first value that the places have in the elements of a post, and its element."""
    for place in stated:
        for part in scope:
            for value, node in place.all(part):
                if known is None or box is None or _owner(node, known, box):
                    return value, node
    return None


def _owner(node: LexborNode, known: set[int], box: LexborNode) -> bool:
    """Whether an element belongs to this post, and not to one that stands inside it (replies in replies)."""
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id in known:
            return above.mem_id == box.mem_id
        above = above.parent
    return True


def _is_empty(body: LexborNode) -> bool:
    """Whether a body has neither words nor anything to look at: the frame of an advert."""
    return not squash(body.text()) and body.css_first("img, iframe, video, audio, embed, object, a[href]") is None


def _followers(box: LexborNode, known: set[int]) -> Iterator[LexborNode]:
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
