"""What a profile says of bodies: take its chrome out, and mark what the rules common to all forums are to see."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import code, edit_mark, gates, quotes
from site_gen.clean.rule import Body, Findings, Rule, TagRule
from site_gen.clean.rules import COMMON, HIDDEN
from site_gen.dates import shown_date
from site_gen.engines.core.table import squash
from site_gen.engines.profiles.forms import BY_FORM
from site_gen.engines.profiles.schema import BodyPlaces, Profile
from site_gen.models import Dropped

MARK = "data-sitegen"
RULES: tuple[Rule | TagRule, ...] = (
    edit_mark(f"[{MARK}=edited]", needles=(f'{MARK}="edited"',)),
    gates(f"[{MARK}=gate]", needles=(f'{MARK}="gate"',)),
    code(f"[{MARK}=code]", needles=(f'{MARK}="code"',)),
    quotes(f"[{MARK}=quote]", head=f"[{MARK}=quote-author]", needles=(f'{MARK}="quote"',)),
    *BY_FORM,
    *COMMON,
)
"""What is done to bodies that were read by a profile, once their quotes, code and marks are marked as such."""
LONGEST_DATE = 40  # characters of a date in the head of a quote
SPOILER = re.compile(r"spoil|collaps|toggle|expand|hidden", re.I)


def prepare_body(profile: Profile, body: LexborNode) -> list[Dropped]:
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
        if len(said) <= LONGEST_DATE and shown_date(said) and said[-1:] != ":":
            work.drop(node, "quote-date")


def _inside(work: Body, css: str | None) -> list[LexborNode]:
    """The elements of a selector that stand in the body and are not the body itself."""
    return [node for node in work.each(css) if node.mem_id != work.root.mem_id] if css else []


def _opens(node: LexborNode) -> bool:
    """Whether a hidden element is shown on a click, and so is the author's: a spoiler, not anti-copy noise."""
    if node.tag not in ("div", "blockquote", "section", "p", "table") or node.parent is None:
        return False
    names = " ".join(near.attributes.get("class") or "" for near in (node, node.parent))
    buttons = node.parent.css_first(
        "button, input, [onclick], summary, a[href^='#'], a[href^='javascript']"
    )
    return bool(SPOILER.search(names)) or buttons is not None
