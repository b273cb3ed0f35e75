"""The bodies of Discourse's posts: quotes, spoilers, films, buttons and emoji."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Body, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.tools.emoji import EMOJI, SMILIES


def quoted(box: LexborNode, title: LexborNode | None) -> str | None:
    """Return who is quoted: ``data-username``, else the name in the head ("NAME:").

    A head with a link names another topic, not a person.
    """
    named = squash(box.attributes.get("data-username"))
    if not named and title is not None and title.css_first("a") is None:
        named = name_in(words(title))
    return named or None


def name_in(head: str) -> str:
    """Return the name in the head of a quote ("NAME:")."""
    return head.removesuffix(":").strip() if head.endswith(":") else ""


def fold_spoilers(body: Body) -> None:
    """Fold blurred words: ``.spoiler``, ``.spoiled`` (plugin ``spoiler-alert``), without a head."""
    for box in body.each(".spoiler, .spoiled, .spoiler-blurred"):
        details = body.new("details", class_="spoiler")
        details.insert_child(body.new("summary"))
        for child in box.iter(include_text=True):
            details.insert_child(child)
        body.replace(box, details)


def drop_site_icons(body: Body) -> None:
    """Drop the mark of the site that a previewed link leads to: ``.onebox img.site-icon``."""
    for icon in body.each("img.site-icon, .quote .title img.avatar"):
        icon.decompose()


def link_videos(body: Body) -> None:
    """Link the film that the script would load: ``.video-placeholder-container``."""
    for box in body.each("[data-video-src]"):
        body.replace(box, body.new("a", href=box.attributes.get("data-video-src") or ""))


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    blocks.furniture("click-counts", ".badge-notification.clicks, .clicks", needles=("clicks",)),
    blocks.furniture(
        "picture-facts", ".lightbox-wrapper .meta, a.lightbox .meta", needles=("lightbox",)
    ),
    blocks.furniture("polls", ".poll, .poll-outer", needles=("poll",)),
    blocks.furniture(
        "buttons",
        ".codeblock-button-wrapper, .quote-controls, button",
        needles=("button", "controls"),
    ),
    Rule("site-icons", ("site-icon", "avatar"), drop_site_icons),
    Rule("videos", ("data-video-src",), link_videos),
    blocks.code("pre", lines="code", needles=("<pre",)),
    blocks.quotes("aside.quote", head=".title", body="blockquote", needles=("quote",), who=quoted),
    Rule("spoilers", ("spoile",), fold_spoilers),
    INVISIBLE,
    SMILIES,
    *FINISH,
)
