"""bbPress: how the bodies of posts are cleaned, in the plugin and in the old program."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Body, Rule, TagRule
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.core.table import squash
from site_gen.engines.tools.addresses import href
from site_gen.engines.tools.emoji import EMOJI, SMILIES
from site_gen.engines.tools.values import first_node
from site_gen.models import Quote

PERMALINK = re.compile(r"#post-(\d+)")
HEAD_MARK = re.compile(r"\s+(?:said|wrote|schrieb|a écrit|escribió)\s*:?\s*$|\s*:\s*$")


def note_quotes(body: Body) -> None:
    """``blockquote``, with the name in ``.d4p-bbp-quote-title`` or ``.bbp-quote-title`` of the quoting plugins."""
    found: list[Quote] = []
    for box in body.each("blockquote"):
        head = first_node(box, "[class*=quote-title]", "cite")
        if head is not None and head.tag != "cite":
            cite = body.new("cite", squash(head.text()))
            body.replace(head, cite)
        box.attrs["class"] = "quote"
        if is_nested(box, body.root):
            continue
        cite_now = box.css_first("cite")
        said = squash(cite_now.text(separator=" ")) if cite_now is not None else ""
        text = squash(box.text(separator=" ")).removeprefix(said).strip()
        link = href(cite_now.css_first("a")) if cite_now is not None else None
        post = PERMALINK.search(link or "")
        found.append(
            Quote(
                author=HEAD_MARK.sub("", said) or None, text=text, post_id=post[1] if post else None
            )
        )
    body.found.quotes += reversed(found)


def is_nested(box: LexborNode, root: LexborNode) -> bool:
    """Whether a quote stands in another one."""
    above = box.parent
    while above is not None and above.mem_id != root.mem_id:
        if above.tag == "blockquote":
            return True
        above = above.parent
    return False


BODY_RULES: tuple[Rule | TagRule, ...] = (
    EMOJI,
    blocks.edit_mark(".bbp-reply-revision-log, .bbp-topic-revision-log", needles=("revision-log",)),
    blocks.furniture("attachments", ".bbp-attachments", needles=("bbp-attachments",)),
    blocks.furniture("signatures", ".bbp-signature, .bbp-reply-signature", needles=("signature",)),
    blocks.furniture(
        "post-tools",
        ".bbp-admin-links, .bbp-meta, .sharedaddy, form",
        needles=("bbp-", "share", "<form"),
    ),
    blocks.code("pre", lines="code", needles=("<pre",)),
    blocks.spoilers(
        ".bbp-spoiler, .su-spoiler",
        title=".spoiler-title, .su-spoiler-title",
        inside=".spoiler-content, .su-spoiler-content",
        needles=("spoiler",),
    ),
    Rule("quotes", ("<blockquote",), note_quotes),
    INVISIBLE,
    SMILIES,
    *FINISH,
)
