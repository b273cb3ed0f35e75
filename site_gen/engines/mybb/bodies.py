"""What the words of a post of MyBB hold: quotes, code, spoilers, smilies, the edit mark."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group

WROTE = re.compile(
    r"^(?P<who>\S.*?)\s*"
    r"(?:wrote|said|schrieb|hat geschrieben|a écrit|escribió|escribio|escreveu|ha scritto|schreef"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|skrev|kirjoitti|írta|yazdı|написал\(?а?\)?|писал\(?а?\)?"
    r"|写道|寫道|كتب)?\s*[:：]?$",
    re.I | re.S,
)
EDIT_MARKS = ".post_edit, .edited_post, [id^=edited_by_]"


def single_breaks(body: Body) -> None:
    """Let one break count for one line of code.

    ``nl2br`` writes a break *and* keeps the end of the line, which no browser shows.
    """
    for br in body.each(".codeblock br"):
        after = Node(br).next
        if after.is_text and after.lines.startswith(("\n", "\r")):
            br.decompose()


def split_cites(body: Body) -> None:
    """Drop the date of a quote's head, and give its link the words.

    The head is "(DATE)NAME Wrote:" in ``cite``, with a link to the post.
    """
    for cite in body.each("blockquote > cite"):
        for date in cite.css("span"):
            text = words(date)
            if text.startswith("(") and text.endswith(")"):
                body.drop(date, "quote-date")
        link = cite.css_first("a[href]")
        said = words(cite)
        if said and link is not None and not words(link):
            linked = body.new("cite")
            linked.insert_child(body.new("a", said, href=Node(link).attr("href")))
            body.replace(cite, linked)


def mark_quotes(body: Body) -> None:
    """Give quotes of 1.4 and 1.6 (``blockquote > cite``) the class ``mycode_quote`` of 1.8.

    The class tells our own quotes apart.
    """
    for quote in body.each("blockquote:has(> cite)"):
        quote.attrs["class"] = "mycode_quote"


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Return who is quoted: "NAME Wrote:".

    "Quote:" alone, without a link or a second word, names nobody.
    """
    del box
    if cite is None:
        return None
    said = words(cite)
    who = first_group(WROTE, said)
    if who == said.rstrip(" :："):
        return None
    return who


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark smilies, which have the class ``smilie`` or lie in ``images/smilies``.

    Other classes mean nothing after this.
    """
    del found
    classes = image.get("class", "").split()
    kept = {key: value for key, value in image.items() if key != "class"}
    if "smilie" in classes or "/smilies/" in image.get("src", ""):
        return {**kept, "class": "smiley"}
    if "attached" in classes:
        return {**kept, "class": "attached"}
    return kept


RULES: tuple[Rule | TagRule, ...] = (
    blocks.edit_mark(EDIT_MARKS, needles=("post_edit", "edited_post", "edited_by_")),
    Rule("quote-class", ("<cite", "<CITE"), mark_quotes),
    Rule("quote-heads", ("<cite", "<CITE"), split_cites),
    Rule("code-lines", ("codeblock",), single_breaks),
    blocks.code(".codeblock", lines="code", needles=("codeblock",)),
    blocks.furniture(
        "spoiler-button", ".spoiler_wrap > button, .spoiler_btn", needles=("spoiler",)
    ),
    blocks.spoilers(
        ".spoiler_wrap",
        title=".spoiler_title, .spoiler_header",
        inside=".spoiler_body, .spoiler_content",
        needles=("spoiler_wrap",),
    ),
    INVISIBLE,
    blocks.quotes(
        "blockquote.mycode_quote",
        head="blockquote.mycode_quote > cite",
        needles=("mycode_quote", "<cite"),
        who=quoted,
    ),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
