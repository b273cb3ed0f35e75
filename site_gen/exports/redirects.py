"""Old addresses of the forum to their places in the site.

They are for 404.html, and for hosts that redirect, as tables.

The engines' own patterns (``Engine.addresses``) say how a forum writes its addresses.
``redirects/index.js`` hands them to 404.html as regular expressions of JavaScript, with the number
of shards; ``redirects/<n>.js`` hold the places. A key is ``t12`` (a thread's number), ``p391`` (a
post's id) or ``u/path?query`` (an address that no pattern reads); its shard is :func:`shard_of`,
which ``missing.js`` works out in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote, urlsplit

from site_gen.engines.registry import ALL
from site_gen.exports import Made
from site_gen.render.places import thread_path
from site_gen.store import addresses
from site_gen.store.addresses import Addressed
from site_gen.store.store import Store
from site_gen.threads.addresses import target_of

SHARD_KEYS = 1_500
CAPS = {"netlify": 10_000, "cloudflare": 2_000}
"""Lines that a host's ``_redirects`` may have.

Netlify advises against more, Cloudflare reads no more.
"""

FORMS = 8
PLAIN = re.compile(r"[\w/][\w/.@+=?&:;,%!$'()*-]*", re.A)
PARAMETERS = ("default", "hostnames", "include", "volatile")
"""What nginx takes for something else than a key of a map."""

NUMBER = re.compile(r"\d+")

NGINX_HEAD = (
    "# Old addresses of the forum. In the http block: include this file. In the server block, say:",
    "#     if ($sitegen_place) { return 301 $sitegen_place; }",
    "map_hash_bucket_size 512;",
    "map_hash_max_size 65536;",
    "map $request_uri $sitegen_address {",
    '    default "$request_uri?";',
    '    "~\\?" $request_uri;',
    "}",
    "map $sitegen_address $sitegen_key {",
    "    default $request_uri;",
)


def lookup_files(made: Made) -> Iterator[tuple[str, bytes]]:
    """Yield the files that 404.html needs."""
    yield from lookup(made.store, made.config.page_cap)


def table_files(made: Made) -> Iterator[tuple[str, bytes]]:
    """Yield the redirect tables that the curator asked for."""
    yield from tables(made.store, made.config.redirects, base_of(made.site.address))


def base_of(address: str | None) -> str:
    """Return the path of a site on its host, with slashes at both ends."""
    return urlsplit(address or "").path.rstrip("/") + "/"


def lookup(store: Store, page_cap: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files that 404.html needs, as (path, content)."""
    keys = addresses.count_threads_and_posts(store)
    shards = 1 << max(0, -(-keys // SHARD_KEYS) - 1).bit_length()
    table = {"patterns": patterns(addresses.engines(store)), "shards": shards}
    yield "redirects/index.js", f"var sitegenAddresses = {script_data(table)};\n".encode()
    every = addresses.places(store, page_cap, posts_alone(), shards, shard_of, unread_path)
    for shard, of_shard in groupby(every, key=attrgetter("shard")):
        places = {
            key: places_of(key, [found.place for found in of_key])
            for key, of_key in groupby(of_shard, key=attrgetter("key"))
        }
        script = f"sitegenPlaces({shard}, {script_data(places)});\n"
        yield f"redirects/{shard}.js", script.encode()


def places_of(key: str, places: Sequence[str]) -> str:
    """Return the places of one key, best first.

    A thread's engine is named only where there are several of one number.
    """
    if key[0] == "t" and len(places) == 1:
        return places[0].partition(":")[2]
    return " ".join(dict.fromkeys(places))


def shard_of(key: str, shards: int) -> int:
    """Return the shard of a key. missing.js has the same function."""
    state = 0
    for unit in key:
        state = (state * 31 + ord(unit)) % 65_521
    return state % shards


def unread_path(url: str | None, number: str, engine: str) -> str | None:
    """Return path and query of a thread's own address, where that is the only way to find it.

    ``None`` where the engines' patterns read its number from the address.
    """
    if not url:
        return None
    target = target_of(url, engine)
    if target and target.number == number:
        return None
    return path_of(url)


def path_of(url: str) -> str | None:
    """Return path and query of an address as a browser writes them.

    ``None`` for the root and for broken addresses.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = quote(parts.path, safe="%/:@!$&'()*+,;=~")
    query = quote(parts.query, safe="%/:@!$&'()*+,;=~?")
    if query:
        return f"{path}?{query}"
    return None if path in ("", "/") else path


# ── The engines' patterns ─────────────────────────────────────────────────────────────────────────


def posts_alone() -> set[str]:
    """Return the engines that write addresses which name a post and no thread."""
    return {
        engine.name for engine in ALL if any("thread" not in p.groupindex for p in engine.addresses)
    }


def known_patterns(first: Sequence[str]) -> dict[re.Pattern[str], list[str]]:
    """Return every pattern with the engines that have it, in the order they are tried.

    Those of the engines named ``first`` come first, of each engine those that name a thread before
    others.
    """
    order = {name: n for n, name in enumerate(first)}

    def rank(entry: tuple[str, re.Pattern[str]]) -> tuple[int, bool]:
        name, pattern = entry
        return order.get(name, len(order)), "thread" not in pattern.groupindex

    every = [(engine.name, pattern) for engine in ALL for pattern in engine.addresses]
    found: dict[re.Pattern[str], list[str]] = {}
    for name, pattern in sorted(every, key=rank):
        names = found.setdefault(pattern, [])
        if name not in names:
            names.append(name)
    return found


def patterns(first: Sequence[str]) -> list[list[object]]:
    """Return the patterns for JavaScript: source, flags, names of engines."""
    return [
        [javascript(pattern), _flags(pattern, "i"), names]
        for pattern, names in known_patterns(first).items()
    ]


def _flags(pattern: re.Pattern[str], any_case: str) -> str:
    """Return the sign ``any_case`` for a pattern that tells no case, else ""."""
    return any_case if pattern.flags & re.I else ""


def javascript(pattern: re.Pattern[str]) -> str:
    """Return a pattern in JavaScript's spelling: only named groups are written otherwise."""
    return re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", pattern.pattern.replace("(?P<", "(?<"))


def script_data(data: object) -> str:
    """Return JSON that may stand in a script."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


# ── Tables for hosts ──────────────────────────────────────────────────────────────────────────────


def tables(store: Store, hosts: Iterable[str], base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the redirect tables that the curator asked for.

    ``base`` is the path of the site on its host ("/", "/old/").
    """
    for host in hosts:
        if host == "nginx":
            yield "redirects/nginx.conf", "\n".join(nginx(store, base)).encode() + b"\n"
        else:
            yield "_redirects", "\n".join(host_lines(store, host, base)).encode() + b"\n"


def nginx(store: Store, base: str) -> Iterator[str]:
    """Yield the lines of maps for nginx.

    They lead a request's address to a thread's number by the engines' patterns, the number to the
    thread's page.
    """
    yield from NGINX_HEAD
    engines = addresses.engines(store)
    for pattern, names in known_patterns(engines).items():
        if "thread" in pattern.groupindex and not set(names).isdisjoint(engines):
            yield f"    {nginx_key(pattern)} $sitegen_number;"
    yield "}\nmap $sitegen_key $sitegen_place {"
    seen: set[str] = set()
    for thread in addresses.threads_by_id(store):
        old_path = unread_path(thread.url, thread.number, thread.engine)
        for key in (thread.number, old_path):
            if key and key not in seen and is_nginx_key(key):
                seen.add(key)
                yield f"    {quoted(key)} {quoted(base + thread_path(thread.id))};"
    yield "}"


def is_nginx_key(text: str) -> bool:
    """Tell whether a text may be a key of nginx' ``map`` as it is."""
    return text not in PARAMETERS and PLAIN.fullmatch(text) is not None


def nginx_key(pattern: re.Pattern[str]) -> str:
    """Return a pattern as a key of nginx' ``map``, with the number as its one named group."""
    source = pattern.pattern.replace("(?P<thread>", "(?<sitegen_number>")
    source = re.sub(r"\(\?P<\w+>", "(?:", source)
    return quoted(f"~{_flags(pattern, '*')}{source}")


def quoted(text: str) -> str:
    """Return a string of nginx' configuration."""
    return '"' + text.replace("\\\\", "\\\\\\\\").replace('"', '\\"') + '"'


def host_lines(store: Store, host: str, base: str) -> Iterator[str]:
    """Yield the lines of ``_redirects``, up to the host's cap.

    There is one for each known form of each thread's address.
    """
    lines = dict(known_addresses(store, queries=host == "netlify"))
    shown = list(lines.items())[: CAPS[host]]
    yield "# Old addresses of the forum to their pages."
    if len(shown) < len(lines):
        kept = f"{len(shown):,} of {len(lines):,}"
        yield f"# {kept}: {host} takes no more. The others are found by 404.html."
    for address, place in shown:
        plain = address.replace(":", "%3A").replace("*", "%2A")  # they are placeholders there
        path, _, query = plain.partition("?")
        asked = query.split("&") if query else []
        yield " ".join([path, *asked, base + place, "301"])


def known_addresses(store: Store, *, queries: bool) -> Iterator[tuple[str, str]]:
    """Yield old paths with their places, with or without those that have a query.

    First each thread's own address, then the forms that addresses of its forum have.
    """
    forms = {site: address_forms(store, site) for site in addresses.sites(store)}
    for thread in addresses.threads_by_number(store):
        for path in dict.fromkeys(_paths(thread, forms[thread.site])):
            if path and (queries or "?" not in path):
                yield path, thread_path(thread.id)


def _paths(thread: Addressed, forms: Iterable[str]) -> Iterator[str | None]:
    if thread.url:
        yield path_of(thread.url)
    number = quote(thread.number)
    for form in forms:
        yield form.replace("{}", number)


def address_forms(store: Store, site: str) -> list[str]:
    """Return how addresses of one forum look, those seen for two numbers or more, most first.

    A form has {} for the thread's number, for example "/thread-{}-1-1.html".
    """
    seen: dict[str, set[str]] = {}
    for address in addresses.seen_addresses(store, site):
        form = form_of(path_of(address.url), address.number)
        if form is not None:
            seen.setdefault(form, set()).add(address.number)
    common = [form for form, numbers in seen.items() if len(numbers) > 1]
    return sorted(common, key=lambda form: (-len(seen[form]), form))[:FORMS]


def form_of(path: str | None, number: str) -> str | None:
    """Return a path with {} for the thread's number, ``None`` where that is not told for sure.

    Other numbers in it must be 0 or 1: the first page of a thread.
    """
    if not path or not number.isdecimal() or NUMBER.findall(path).count(number) != 1:
        return None
    form = re.sub(rf"(?<!\d){number}(?!\d)", "{}", path)
    return form if set(NUMBER.findall(form)) <= {"0", "1"} else None
