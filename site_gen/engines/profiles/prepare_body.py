"""Prepare the body of a post that a profile reads: drop chrome, mark what rules are to see."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import code, edit_mark, gates, quotes
from site_gen.clean.rule import Body, Findings, Rule, TagRule
from site_gen.clean.rules import COMMON, HIDDEN
from site_gen.dates import shown_date
from site_gen.engines.core.table import squash
from site_gen.engines.profiles.rules_by_form import BY_FORM
from site_gen.engines.profiles.schema import BodyTable, Profile
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
"""What is done to bodies that a profile reads, once quotes, code and marks are marked as such."""
LONGEST_DATE = 40  # characters of a date in the head of a quote
SPOILER = re.compile(r"spoil|collaps|toggle|expand|hidden", re.I)
BLOCKS = ("div", "blockquote", "section", "p", "table")
OPENERS = "button, input, [onclick], summary, a[href^='#'], a[href^='javascript']"


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
    """Take out what the profile calls chrome: elements by selectors, texts by what they say."""
    selectors = dict(profile.body.drop)
    if profile.post.signature:
        selectors = {"signature": profile.post.signature, **selectors}
    for name, css in selectors.items():
        for node in _inside(work, css):
            work.drop(node, name)
    if profile.body.drop_text:
        _drop_texts(frozenset(profile.body.drop_text), work)


def _drop_texts(known: frozenset[str], work: Body) -> None:
    for node in list(work.root.traverse(include_text=True)):
        if node.is_text_node and squash(node.text_content) in known:
            work.drop(node, "template")


def _mark(table: BodyTable, work: Body) -> None:
    """Mark quotes, code, gates and edit marks, and take the dates out of the heads of quotes."""
    kinds = {
        "quote": table.quote,
        "quote-author": table.quote_author,
        "code": table.code,
        "gate": table.gate,
        "edited": table.edited,
    }
    for kind, css in kinds.items():
        for node in _inside(work, css):
            node.attrs[MARK] = kind
    for node in work.each(f"[{MARK}=quote-author] *"):
        text = squash(node.text())
        if len(text) <= LONGEST_DATE and shown_date(text) and text[-1:] != ":":
            work.drop(node, "quote-date")


def _inside(work: Body, css: str | None) -> list[LexborNode]:
    """Return the elements of a selector that stand in the body and are not the body itself."""
    if not css:
        return []
    return [node for node in work.each(css) if node.mem_id != work.root.mem_id]


def _opens(node: LexborNode) -> bool:
    """Tell whether a hidden element is shown on a click.

    It is the author's then: a spoiler, not anti-copy noise.
    """
    if node.tag not in BLOCKS or node.parent is None:
        return False
    names = " ".join(near.attributes.get("class") or "" for near in (node, node.parent))
    return bool(SPOILER.search(names)) or node.parent.css_first(OPENERS) is not None
