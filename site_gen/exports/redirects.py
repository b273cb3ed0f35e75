"""Old addresses of the forum to their places in the site: for 404.html, and as tables for hosts that redirect.

The engines' own patterns (``Engine.addresses``) say how a forum writes its addresses.
``redirects/index.js`` hands them to 404.html as regular expressions of JavaScript, with the number
of shards; ``redirects/<n>.js`` hold the places. A key is ``t12`` (a thread's number), ``p391`` (a
post's id) or ``u/path?query`` (an address that no pattern reads); its shard is :func:`shard_of`,
which ``missing.js`` works out in the same way.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import quote, urlsplit

from site_gen.engines.registry import ALL
from site_gen.exports import Made
from site_gen.render.places import thread_path
from site_gen.store.store import Store
from site_gen.threads.addresses import target_of

SHARD_KEYS = 1_500
CAPS = {"netlify": 10_000, "cloudflare": 2_000}
"""Lines that a host's ``_redirects`` may have: Netlify advises against more, Cloudflare reads no more."""

FORMS = 8
PLAIN = re.compile(r"[\w/][\w/.@+=?&:;,%!$'()*-]*", re.A)
PARAMETERS = ("default", "hostnames", "include", "volatile")
"""What nginx takes for something else than a key of a map."""

NUMBER = re.compile(r"\d+")

KEYS = """
SELECT 't' || number AS key, engine || ':' || id AS place, id != number AS later FROM threads
UNION ALL
SELECT 'u' || old_path(url, number, engine) AS key, id, 0 FROM threads WHERE old_path(url, number, engine) IS NOT NULL
UNION ALL
SELECT 'p' || p.post_id, CASE WHEN p.n > :cap THEN t.id || '-' || ((p.n - 1) / :cap + 1) ELSE t.id END, t.id != t.number
FROM posts p JOIN threads t ON t.id = p.thread
WHERE p.post_id IS NOT NULL AND p.post_id NOT GLOB '*[^0-9A-Za-z]*' AND (p.n > :cap OR t.engine IN (:engines))
"""


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
    """The files that 404.html needs, as (path, content)."""
    store.db.create_function("old_path", 3, unread_path, deterministic=True)
    store.db.create_function("shard", 2, shard_of, deterministic=True)
    keys = KEYS.replace(":engines", ", ".join(f"'{name}'" for name in sorted(posts_alone())))
    cap = {"cap": page_cap}
    most = store.one("SELECT (SELECT COUNT(*) FROM threads) + (SELECT COUNT(*) FROM posts)")[0]
    shards = 1 << max(0, -(-most // SHARD_KEYS) - 1).bit_length()
    table = {"patterns": patterns(engines_of(store)), "shards": shards}
    yield "redirects/index.js", f"var sitegenAddresses = {script_data(table)};\n".encode()
    rows = store.db.execute(
        f"SELECT shard(key, {shards}) AS part, key, place FROM ({keys}) ORDER BY part, key, later, place",
        cap,
    )
    for part, found in groupby(rows, key=lambda row: row[0]):
        places = {
            key: places_of(key, [row[2] for row in same])
            for key, same in groupby(found, key=lambda row: row[1])
        }
        yield f"redirects/{part}.js", f"sitegenPlaces({part}, {script_data(places)});\n".encode()


def places_of(key: str, places: Sequence[str]) -> str:
    """The places of one key, best first.

    A thread's engine is named only where there are several of one number.
    """
    if key[0] == "t" and len(places) == 1:
        return places[0].partition(":")[2]
    return " ".join(dict.fromkeys(places))


def shard_of(key: str, shards: int) -> int:
    """The shard of a key. missing.js has the same function."""
    state = 0
    for unit in key:
        state = (state * 31 + ord(unit)) % 65_521
    return state % shards


def unread_path(url: str | None, number: str, engine: str) -> str | None:
    """Path and query of a thread's own address, where the engines' patterns do not read its number from it."""
    if not url:
        return None
    target = target_of(url, engine)
    return None if target and target.number == number else path_of(url)


def path_of(url: str) -> str | None:
    """Path and query of an address as a browser writes them.

    ``None`` for the root and for broken addresses.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = quote(parts.path, safe="%/:@!$&'()*+,;=~")
    query = quote(parts.query, safe="%/:@!$&'()*+,;=~?")
    return None if path in ("", "/") and not query else path + (f"?{query}" if query else "")


# ── The engines' patterns ─────────────────────────────────────────────────────────────────────────


def engines_of(store: Store) -> list[str]:
    """The engines of the archive's threads, most threads first."""
    return [
        row[0]
        for row in store.rows(
            "SELECT engine FROM threads GROUP BY engine ORDER BY COUNT(*) DESC, engine"
        )
    ]


def posts_alone() -> set[str]:
    """The engines that write addresses which name a post and no thread."""
    return {
        engine.name for engine in ALL if any("thread" not in p.groupindex for p in engine.addresses)
    }


def known_patterns(first: Sequence[str]) -> dict[re.Pattern[str], list[str]]:
    """Every pattern with the engines that have it, in the order they are tried.

    Those of the engines named ``first`` come first, of each engine those that name a thread before
    others.
    """
    order = {name: n for n, name in enumerate(first)}
    every = [(engine.name, pattern) for engine in ALL for pattern in engine.addresses]
    every.sort(
        key=lambda entry: (order.get(entry[0], len(order)), "thread" not in entry[1].groupindex)
    )
    found: dict[re.Pattern[str], list[str]] = {}
    for name, pattern in every:
        names = found.setdefault(pattern, [])
        if name not in names:
            names.append(name)
    return found


def patterns(first: Sequence[str]) -> list[list[object]]:
    """The patterns for JavaScript: source, flags, names of engines."""
    return [
        [javascript(pattern), "i" if pattern.flags & re.I else "", names]
        for pattern, names in known_patterns(first).items()
    ]


def javascript(pattern: re.Pattern[str]) -> str:
    """A pattern in JavaScript's spelling: only named groups are written otherwise."""
    return re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", pattern.pattern.replace("(?P<", "(?<"))


def script_data(data: object) -> str:
    """JSON that may stand in a script."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


# ── Tables for hosts ──────────────────────────────────────────────────────────────────────────────


def tables(store: Store, hosts: Iterable[str], base: str) -> Iterator[tuple[str, bytes]]:
    """The redirect tables that the curator asked for.

    ``base`` is the path of the site on its host ("/", "/old/").
    """
    for host in hosts:
        if host == "nginx":
            yield "redirects/nginx.conf", "\n".join(nginx(store, base)).encode() + b"\n"
        else:
            yield "_redirects", "\n".join(host_lines(store, host, base)).encode() + b"\n"


def nginx(store: Store, base: str) -> Iterator[str]:
    """Maps for nginx: a request's address to a thread's number by the engines' patterns, the number to its page."""
    yield "# Old addresses of the forum. In the http block: include this file. In the server block, say:"
    yield "#     if ($sitegen_place) { return 301 $sitegen_place; }"
    yield "map_hash_bucket_size 512;"
    yield "map_hash_max_size 65536;"
    yield 'map $request_uri $sitegen_address {\n    default "$request_uri?";\n    "~\\?" $request_uri;\n}'
    yield "map $sitegen_address $sitegen_key {\n    default $request_uri;"
    engines = engines_of(store)
    for pattern, names in known_patterns(engines).items():
        if "thread" in pattern.groupindex and not set(names).isdisjoint(engines):
            yield f"    {nginx_key(pattern)} $sitegen_number;"
    yield "}\nmap $sitegen_key $sitegen_place {"
    store.db.create_function("old_path", 3, unread_path, deterministic=True)
    seen: set[str] = set()
    for thread, number, url in store.rows(
        "SELECT id, number, old_path(url, number, engine) FROM threads ORDER BY id != number, id"
    ):
        for key in (number, url):
            if key and key not in seen and PLAIN.fullmatch(key) and key not in PARAMETERS:
                seen.add(key)
                yield f"    {quoted(key)} {quoted(base + thread_path(thread))};"
    yield "}"


def nginx_key(pattern: re.Pattern[str]) -> str:
    """A pattern as a key of nginx' ``map``, with the number as its one named group."""
    source = pattern.pattern.replace("(?P<thread>", "(?<sitegen_number>")
    source = re.sub(r"\(\?P<\w+>", "(?:", source)
    return quoted(("~*" if pattern.flags & re.I else "~") + source)


def quoted(text: str) -> str:
    """A string of nginx' configuration."""
    return '"' + text.replace("\\\\", "\\\\\\\\").replace('"', '\\"') + '"'


def host_lines(store: Store, host: str, base: str) -> Iterator[str]:
    """The lines of ``_redirects``: each known form of each thread's address, up to the host's cap."""
    lines = dict(known_addresses(store, queries=host == "netlify"))
    shown = list(lines.items())[: CAPS[host]]
    yield "# Old addresses of the forum to their pages."
    if len(shown) < len(lines):
        yield f"# {len(shown):,} of {len(lines):,}: {host} takes no more. The others are found by 404.html."
    for address, place in shown:
        path, _, query = (
            address.replace(":", "%3A").replace("*", "%2A").partition("?")
        )  # they are placeholders there
        yield " ".join(
            [path, *query.split("&"), base + place, "301"] if query else [path, base + place, "301"]
        )


def known_addresses(store: Store, *, queries: bool) -> Iterator[tuple[str, str]]:
    """Old paths with their places: each thread's own address, then the forms that addresses of its forum have."""
    forms = {
        site: address_forms(store, site)
        for (site,) in list(store.rows("SELECT DISTINCT site FROM threads"))
    }
    for thread, number, site, url in store.rows(
        "SELECT id, number, site, url FROM threads ORDER BY id != number, CAST(number AS INTEGER), id"
    ):
        own = [path_of(url)] if url else []
        for path in dict.fromkeys(
            [*own, *(form.replace("{}", quote(number)) for form in forms[site])]
        ):
            if path and (queries or "?" not in path):
                yield path, thread_path(thread)


def address_forms(store: Store, site: str) -> list[str]:
    """How addresses of one forum look, with {} for the thread's number: those seen for two numbers or more.

    Other numbers in a form must be 0 or 1: the first page of a thread.
    """
    seen: dict[str, set[str]] = {}
    known = "SELECT url, number FROM threads WHERE site = ? AND url IS NOT NULL"
    linked = (
        "SELECT DISTINCT href, number FROM refs WHERE site = ? AND post_id IS NULL AND number != ''"
    )
    for url, number in (*store.rows(known, site), *store.rows(linked, site)):
        path = path_of(url)
        if path and number.isdecimal() and Counter(NUMBER.findall(path))[number] == 1:
            form = re.sub(rf"(?<!\d){number}(?!\d)", "{}", path)
            if set(NUMBER.findall(form)) <= {"0", "1"}:
                seen.setdefault(form, set()).add(number)
    common = sorted(
        (form for form, numbers in seen.items() if len(numbers) > 1),
        key=lambda f: (-len(seen[f]), f),
    )
    return common[:FORMS]
