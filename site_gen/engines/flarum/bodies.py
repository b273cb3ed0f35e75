"""The bodies of Flarum's posts: who is quoted, buttons and emoji."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.emoji import EMOJI, SMILIES


def quoted(box: LexborNode, mention: LexborNode | None) -> str | None:
    """Return who is quoted: the mention that opens the quote (extension ``flarum/mentions``)."""
    if mention is None:
        return None
    if ident := mention.attributes.get("data-id"):
        box.attrs["data-post-id"] = ident
    return words(mention).lstrip("@ ") or None


def drop_icons(body: Body) -> None:
    """Drop ``i.icon`` and scripts of players, which hold no words."""
    for icon in body.each("i.icon"):
        icon.decompose()


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    Rule("icons", ("icon",), drop_icons),
    blocks.furniture("buttons", "button, .Button", needles=("utton",)),
    blocks.code("pre", lines="code", needles=("<pre",)),
    blocks.quotes(
        "blockquote",
        head=".PostMention:first-child, cite",
        needles=("<blockquote",),
        who=quoted,
    ),
    INVISIBLE,
    SMILIES,
    *FINISH,
)
