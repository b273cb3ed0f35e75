"""What phpwind alone puts into a body, and the rules that make it portable."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from site_gen.clean.blocks import edit_mark, furniture
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.engines.phpwind.common import SIZE
from site_gen.engines.phpwind.quotes import QUOTES
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Attachment

HIDDEN = re.compile("设定了隐藏|設定了隱藏|设定了加密|没有登录|出售内容|出售的内容|购买后显示")
PLAYER = re.compile(r"player\('[^']*',\s*'([^']+)'")
SMILEY = re.compile(r"(?:post/smile|images/emotion)/[\w-]+/[^/]+$|post/smile/[^/]+$")
GATES = "blockquote.blockquote, .quoteTips, .content_hidden, .content_sell, [id^=hidden_]"


def note_gates(body: Body) -> None:
    """Note what hides words from a reader who has not answered, paid or logged in.

    Source: ``require/bbscode.php``.
    """
    for box in body.each(GATES):
        for label in box.css("h6"):
            if label.next is not None and words(box) != words(label):
                body.drop(label, "hidden-text-label")
        text = words(box)
        if HIDDEN.search(text) and len(text) < 200:
            body.gate(box, text)


def plain_code(body: Body) -> None:
    """Make code a ``pre`` with its lines, without the copy button.

    It stands in ``div#code1 > ol > li`` up to 8, in ``pre[data-role=code]`` in 9.
    """
    found: list[str] = []
    for box in body.each("div[id^=code], pre[data-role=code]"):
        text = code_text(box)
        found.append(text)
        pre = body.new("pre")
        pre.insert_child(body.new("code", text))
        body.replace(enclosing_table(Node(box)) or box, pre)
    body.found.code += reversed(found)


def code_text(box: LexborNode) -> str:
    """Return the code of a box, which holds a list of lines or one run of text."""
    lines = [item.text().replace("\n", "") for item in box.css("li")] or [box.text()]
    return "\n".join(lines).replace("\r", "").replace("\u00a0", " ").strip("\n")


def enclosing_table(box: Node) -> LexborNode | None:
    """Return the table that version 8 puts around code and its button, if code is all it holds."""
    cell = box.parent
    if cell.tag != "td":
        return None
    table = cell.parent
    while table.tag in ("tr", "tbody"):
        table = table.parent
    if table.tag != "table":
        return None
    return table.raw


def link_players(body: Body) -> None:
    """Make a button that starts a player a link to what it plays."""
    for button in body.each("[onclick*='player(']"):
        if address := first_group(PLAYER, Node(button).attr("onclick")):
            body.replace(button, body.new("a", words(button), href=address))


def note_files(body: Body) -> None:
    """Note uploads placed in the text: a link to ``job.php?action=download``.

    The size stands in its title.
    """
    taken: list[Attachment] = []
    for box in body.each("span[id^=att_] > div, span[id^=att_] .pw_menu"):
        body.drop(box, "attachment-menu")
    for link in body.each("a[href*='job.php?action'], a[href*='bbs/attach/download']"):
        address = Node(link).attr("href")
        if "download" in address:
            size = first_group(SIZE, Node(link).attr("title"))
            href = body.absolute(address)
            taken.append(Attachment(name=words(link) or None, href=href, size=size))
    body.found.attachments += reversed(taken)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Give a smiley the name of its file, since it has no words of its own.

    Smilies are pictures of ``images/post/smile/`` and ``images/emotion/``.
    """
    del found
    source = image.get("src", "")
    if not SMILEY.search(source):
        return image
    return {**image, "alt": f":{source.rpartition('/')[2].partition('.')[0]}:", "class": "smiley"}


RULES: tuple[Rule | TagRule, ...] = (
    edit_mark("[id^=alert_]", needles=("alert_",)),
    INVISIBLE,
    Rule("players", ("player(",), link_players),
    furniture("advert", "[id^=ads_], .ads", needles=("ads",)),
    furniture("inside-title", ".inside_title", needles=("inside_title",)),
    Rule(
        "gates",
        ("blockquote", "quoteTips", "content_hidden", "content_sell", "hidden_"),
        note_gates,
    ),
    Rule("code", ('id="code', "data-role"), plain_code),
    QUOTES,
    Rule("files", ("job.php", "attach/download"), note_files),
    FORGET_CLASS,
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
