"""One body through its rules and the sanitiser."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bs4 import BeautifulSoup
from msgspec import Struct

from site_gen.clean.rule import Body, Rule
from site_gen.clean.sanitise import sanitise, text_of
from site_gen.models import Attachment, Dropped, Image, Link, Quote


class Cleaned(Struct, frozen=True, kw_only=True):
    """A body after cleaning: ``html`` is safe and portable, ``text`` what a reader sees; the rest is what the rules found."""

    html: str
    text: str
    edit_mark: str | None = None
    gates: list[str] = []
    quotes: list[Quote] = []
    code: list[str] = []
    links: list[Link] = []
    images: list[Image] = []
    attachments: list[Attachment] = []
    dropped: list[Dropped] = []


def clean_body(raw: str, rules: Sequence[Rule], absolute: Callable[[str], str] = str) -> Cleaned:
    """Run the rules that have work to do on one body's raw HTML, in order, then sanitise.

    ``raw`` is the inner HTML of the body. A body in which no rule has work is not even parsed: half of all posts are
    plain text, and a rule's needles say so at the cost of a substring search.
    """
    due = [rule for rule in rules if any(needle in raw for needle in rule.needles)]
    if not due:
        html = sanitise(raw)
        return Cleaned(html=html, text=text_of(html))
    body = Body(BeautifulSoup(raw, "html.parser"), absolute)
    for rule in due:
        rule.apply(body)
    html = sanitise(str(body.soup))
    return Cleaned(
        html=html,
        text=text_of(html),
        edit_mark=body.edit_mark,
        gates=body.gates,
        quotes=body.quotes,
        code=body.code,
        links=body.links,
        images=body.images,
        attachments=body.attachments,
        dropped=body.dropped,
    )
