"""What the words of a post of MyBB hold: quotes, code, spoilers, smilies, the edit mark."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, INVISIBLE
from site_gen.engines.tools.addresses import href

WROTE = re.compile(
    r"^(?P<who>\S.*?)\s*(?:wrote|said|schrieb|hat geschrieben|a écrit|escribió|escribio|escreveu|ha scritto|schreef"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|skrev|kirjoitti|írta|yazdı|написал\(?а?\)?|писал\(?а?\)?|写道|寫道|كتب)?\s*[:：]?$",
    re.I | re.S,
)
EDIT_MARKS = ".post_edit, .edited_post, [id^=edited_by_]"


def single_breaks(body: Body) -> None:
    """``nl2br`` writes a break *and* keeps the end of the line, which no browser shows: in code only one may count."""
    for br in body.each(".codeblock br"):
        after = br.next
        if (
            after is not None
            and after.is_text_node
            and (after.text_content or "").startswith(("\n", "\r"))
        ):
            br.decompose()


def split_cites(body: Body) -> None:
    """``cite``: "(DATE)NAME Wrote:" and a link to the post: the date is dropped, the link gets the words."""
    for cite in body.each("blockquote > cite"):
        for date in cite.css("span"):
            text = words(date)
            if text.startswith("(") and text.endswith(")"):
                body.drop(date, "quote-date")
        link = cite.css_first("a[href]")
        said = words(cite)
        if said and link is not None and not words(link):
            linked = body.new("cite")
            linked.insert_child(body.new("a", said, href=href(link) or ""))
            body.replace(cite, linked)


def mark_quotes(body: Body) -> None:
    """1.4 and 1.6: ``blockquote > cite`` without the class ``mycode_quote``.

    The class tells our own quotes apart.
    """
    for quote in body.each("blockquote:has(> cite)"):
        quote.attrs["class"] = "mycode_quote"


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: "NAME Wrote:".

    "Quote:" alone, without a link or a second word, names nobody.
    """
    del box
    said = words(cite) if cite is not None else ""
    match = WROTE.match(said)
    return match["who"] if match and (match["who"] != said.rstrip(" :：")) else None


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Smilies have the class ``smilie`` or lie in ``images/smilies``.

    Other classes mean nothing after this.
    """
    del found
    classes = image.get("class", "").split()
    kept = {key: value for key, value in image.items() if key != "class"}
    if "smilie" in classes or "/smilies/" in image.get("src", ""):
        return {**kept, "class": "smiley"}
    return {**kept, "class": "attached"} if "attached" in classes else kept


BODY_RULES: tuple[Rule | TagRule, ...] = (
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
