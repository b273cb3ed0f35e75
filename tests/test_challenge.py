"""Pages that were saved before the site let the reader in."""

from __future__ import annotations

import pytest

from site_gen.engines.core.driver import read
from site_gen.engines.generic import GENERIC
from site_gen.engines.registry import ENGINES
from site_gen.errors import Skipped
from site_gen.load import load_page

ANUBIS = """<!doctype html><html><head><title>Making sure you&#39;re not a bot!</title>
<script id="anubis_version" type="application/json">"1.2.0"</script></head><body><main><h1 id="title">One moment</h1>
<img src="/.within.website/x/cmd/anubis/static/img/pensive.webp"><p id="status">Loading...</p></main></body></html>"""
CLOUDFLARE = """<!DOCTYPE html><html><head><title>Einen Moment</title></head><body><div class="main-wrapper"><noscript>
<div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript></div>
<script>(function(){window._cf_chl_opt = {cvId: '3', cZone: 'quay.example'};}());</script></body></html>"""
BLOCKED = """<!doctype html><html><head><title>Blocked</title></head><body>
<p>You've been blocked by network security.</p>
</body></html>"""
POST = """<div class="entry" id="e{0}"><a class="who" href="/user/{0}">person {0}</a> <time>2024-05-0{0} 10:00</time>
<div class="words">Words number {0}, which say that there is &lt;title&gt;Just a moment...&lt;/title&gt; and
<code>window._cf_chl_opt, cf-browser-verification, id="challenge-error-text"</code> in what I have saved.</div></div>"""


@pytest.mark.parametrize(
    ("source", "service"), [(ANUBIS, "Anubis"), (CLOUDFLARE, "Cloudflare"), (BLOCKED, "Reddit")]
)
def test_a_challenge_page_is_skipped_with_what_to_do(source: str, service: str) -> None:
    page = load_page(source.encode(), "thread.html")
    with pytest.raises(
        Skipped, match=rf"a challenge page \({service}\) was saved .* save it again"
    ):
        read(page, ENGINES, GENERIC)


def test_a_thread_about_challenge_pages_is_a_thread() -> None:
    posts = "".join(POST.format(n) for n in range(1, 6))
    page = load_page(
        f"<!doctype html><html><body><h1>Saved wrongly</h1>{posts}</body></html>".encode(),
        "thread.html",
    )
    _, reading = read(page, ENGINES, GENERIC)
    assert len(reading.posts) == 5
