"""Pages that stand before a site and ask who reads: what was saved is the question, not the thread.

No engine reads anything on them; this one says what they are. It asks for a tag that no ordinary
page has (a post that quotes it has it escaped) and for words of the same service; scripts that a
service puts into ordinary pages are none.
"""

from __future__ import annotations

from typing import NamedTuple

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.load.page import Page


class Service(NamedTuple):
    """What asks the question: its name, tags that only its page has, words that stand there too."""

    name: str
    tags: tuple[str, ...]
    words: tuple[str, ...]


SERVICES = (
    Service(
        "Anubis",
        ('<script id="anubis_challenge"', '<script id="anubis_version"'),
        ("/x/cmd/anubis/static/",),
    ),
    Service(
        "Cloudflare",
        (
            "<title>Just a moment...</title>",
            "<title>Attention Required! | Cloudflare</title>",
            '<span id="challenge-error-text"',
            '<div id="cf-error-details"',
        ),
        ("_cf_chl_opt", "jschl_answer", "cf-browser-verification", "cf-error-details", "cf_chl_"),
    ),
    Service(
        "DDoS-Guard",
        ("<title>DDOS-GUARD</title>", "<title>DDoS-Guard</title>"),
        ("/.well-known/ddos-guard/",),
    ),
    Service(
        "Sucuri",
        (
            "<title>You are being redirected...</title>",
            "<title>Sucuri WebSite Firewall - Access Denied</title>",
        ),
        ("sucuri_cloudproxy", "sucuri.net"),
    ),
    Service(
        "Imperva",
        ('<iframe id="main-iframe" src="/_Incapsula_Resource',),
        ("Incapsula incident ID",),
    ),
    Service("AWS WAF", ('<div id="challenge-container"',), ("gokuProps", "AwsWafIntegration.")),
    Service(
        "DataDome",
        ('<p id="cmsg"', '<script data-cfasync="false">var dd='),
        ("captcha-delivery.com",),
    ),
    Service("PerimeterX", ('<div id="px-captcha"',), ("window._pxAppId",)),
    Service("Aliyun", ("<script>var arg1='", "<script>\nvar arg1='"), ("acw_sc__v2",)),
    Service(
        "Reddit",
        ("<title>Blocked</title>",),
        ("blocked by network security", "whoa there, pardner!"),
    ),
)


def refuse(page: Page) -> str | None:
    """Say what was saved, of which service, and what to do."""
    for name, tags, words in SERVICES:
        if any(tag in page.text for tag in tags) and any(word in page.text for word in words):
            return (
                f"a challenge page ({name}) was saved instead of the thread: "
                "open the thread in a browser, wait until its posts are shown, and save it again"
            )
    return None


CHALLENGE = Engine(
    name="challenge",
    view="skipped",
    fingerprints=(
        *(Fingerprint(f"{service.name}'s page", service.tags, 2) for service in SERVICES),
        *(Fingerprint(f"{service.name}'s words", service.words, 1) for service in SERVICES),
    ),
    threshold=3,
    split=lambda _: (),
    refuse=refuse,
)

ENGINES = (CHALLENGE,)
