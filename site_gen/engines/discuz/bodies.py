"""What Discuz! alone puts into a body, and the rules that make it portable.

Seen in the default templates of X2 to X3.5 (``template/default/forum/viewthread_node*.htm``,
``discuzcode.php``) and on pages served by them; shared by every view (desktop, touch, print).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, FORGET_CLASS, INVISIBLE
from site_gen.engines.discuz.quotes import QUOTES
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Attachment

STOCK_SMILEY = re.compile(r"smiley/default/(\w+)\.gif$")
PACK_SMILEY = re.compile(r"(?:smiley|smilies)/[\w-]+/[^/]+$", re.I)
PICTURE_ID = re.compile(r"aimg_\w+")
INLINE_FILE = re.compile(r"^attach_\d+")
MORE_FILES = re.compile("包含更多资源|包含更多資源")
SIZE = re.compile(r"\(?\s*([\d.]+\s*(?:Bytes|[KMG]B))", re.I)

# The stock pack (static/image/smiley/default), as the pictures look.
EMOJI = {
    "smile": "🙂", "sad": "🙁", "biggrin": "😁", "cry": "😢", "huffy": "😤", "shocked": "😲",
    "tongue": "😛", "shy": "☺️", "titter": "🤭", "sweat": "😓", "mad": "😠", "lol": "😂",
    "loveliness": "😊", "funk": "😱", "curse": "🤬", "dizzy": "😵", "shutup": "🤐", "sleepy": "😴",
    "hug": "🤗", "victory": "✌️", "time": "⏰", "kiss": "😘", "handshake": "🤝", "call": "📞",
}  # fmt: skip


def take_edit_mark(body: Body) -> None:
    """Take ``i.pstatus`` for a field: "本帖最后由 甲 于 2022-3-4 10:20 编辑"."""
    for mark in body.each(".pstatus"):
        body.found.edit_mark = words(mark)
        mark.decompose()


def note_gates(body: Body) -> None:
    """Put words in place of what was withheld.

    ``.locked`` asks to reply, to pay or for points first; ``.attach_nopermission`` hides files.
    """
    for box in body.each(".attach_nopermission, .attach_tips"):
        note_hidden_files(body, box)
    for box in body.each(".locked"):
        for button in box.css("a.viewpay, em.right"):
            body.drop(button, "buy-button")
        body.gate(box, words(box))


def note_hidden_files(body: Body, box: LexborNode) -> None:
    """Put words in place of files that a guest may not see, without the call to register."""
    for close in box.css(".atips_close"):
        body.drop(close, "close-button")
    heading = box.css_first("h3")
    if heading is not None and not MORE_FILES.search(words(heading)):
        body.drop(heading, "register-advert")
    text = words(box)
    if MORE_FILES.search(text):
        body.gate(box, text)
    else:
        body.prompt(box, text)


def drop_hidden_label(body: Body) -> None:
    """Drop ``.showhide > h4``: the label "本帖隐藏的内容" over text that this page does show."""
    for label in body.each(".showhide > h4"):
        body.drop(label, "hidden-text-label")


def drop_jammer(body: Body) -> None:
    """Drop ``font.jammer``: random characters that spoil copied text."""
    for noise in body.each(".jammer"):
        body.drop(noise, "jammer")


def drop_adverts(body: Body) -> None:
    """Drop adverts that plugins put inside a body's cell."""
    for box in body.each(".rnd_ai_pr, .a_pr, .a_pt, .a_pb, .ad_column"):
        body.drop(box, "advert")


def take_attachments(body: Body) -> None:
    """Take the names and sizes of files and pictures placed in the text."""
    taken = [*take_files(body), *take_picture_menus(body)]
    body.found.attachments += reversed(taken)


def take_files(body: Body) -> list[Attachment]:
    """Take the files placed in the text, each a link in a box with an icon and a menu."""
    taken: list[Attachment] = []
    for box in body.each("span[id^=attach_]"):
        anchor = box.css_first("a")
        if anchor is not None and INLINE_FILE.match(box.id or ""):
            href = body.absolute(Node(anchor).attr("href")) or None
            taken.append(Attachment(name=words(anchor), href=href, size=found_size(words(box))))
            body.drop(box, "attachment-box")
    return taken


def take_picture_menus(body: Body) -> list[Attachment]:
    """Take the names and sizes of pictures, which stand in menus that the page hides."""
    taken: list[Attachment] = []
    for menu in body.each(".aimg_tip, .tip"):
        aid = (menu.id or "").removesuffix("_menu")
        picture = body.root.css_first(f"img#{aid}") if PICTURE_ID.fullmatch(aid) else None
        if picture is not None:
            picture.attrs["class"] = "attached"
            taken.append(menu_attachment(body, menu, picture))
        body.drop(menu, "attachment-menu")
    return taken


def menu_attachment(body: Body, menu: LexborNode, picture: LexborNode) -> Attachment:
    """Return what the menu of a picture says of it."""
    name = menu.css_first("strong")
    return Attachment(
        name=words(name) if name is not None else None,
        href=body.absolute(picture_address(picture.attributes)),
        size=found_size(words(menu)),
    )


def note_attached(image: Attributes, found: Findings) -> Attributes:
    """Note a picture with an ``aid``, which is an upload of the post.

    The touch and print views have no menu that tells its name.
    """
    if not image.get("aid"):
        return image
    address = found.absolute(picture_address(image))
    if all(address != attachment.href for attachment in found.attachments):
        found.attachments.append(
            Attachment(name=image.get("title") or image.get("alt") or None, href=address)
        )
    return {**image, "class": "attached"}


def picture_address(image: Mapping[str, str | None]) -> str:
    """Return the address of the picture: ``none.gif`` stands in ``src`` until a script runs."""
    return image.get("zoomfile") or image.get("file") or image.get("src") or ""


def found_size(text: str) -> str | None:
    """Return the size as shown ("30.7 KB") in a line about a file."""
    return first_group(SIZE, text)


def plain_code(body: Body) -> None:
    """Make the numbered lines of ``div.blockcode`` a ``pre``.

    Line numbers and the copy button are the page's.
    """
    boxes: list[str] = []
    for box in body.each("div.blockcode"):
        for button in box.css("em"):
            body.drop(button, "copy-button")
        boxes.append(code_text(box))
        pre = body.new("pre")
        pre.insert_child(body.new("code", boxes[-1]))
        body.replace(box, pre)
    body.found.code += reversed(boxes)


def code_text(box: LexborNode) -> str:
    """Return the code of a box, which holds a list of lines or one run of text."""
    lines = [code_line(item) for item in box.css("li")] or [box.text().replace("\r", "")]
    return "\n".join(lines).strip("\n")


def code_line(item: LexborNode) -> str:
    """Return one line of a code box, which ends with a break of its own."""
    return item.text().replace("\r", "").replace("\n", "").replace("\u00a0", " ").rstrip()


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Give ``img[smilieid]`` an alternative text.

    It is the emoji of a picture of the stock pack, else the picture's name.
    """
    del found
    source = image.get("file") or image.get("src", "")
    if "smilieid" not in image and not PACK_SMILEY.search(source):
        return image
    code = f":{source.rpartition('/')[2].partition('.')[0]}:"
    alt = image.get("alt") or code
    if stock := STOCK_SMILEY.search(source):
        alt = EMOJI.get(stock[1], code)
    return {**image, "alt": alt, "class": "smiley"}


def drop_media_hints(body: Body) -> None:
    """Drop ``.media_tips``: "如果无法播放，请点击这里".

    The address it links to is the player's, and is kept as a link.
    """
    for tips in body.each(".media_tips"):
        anchor = tips.css_first("a[href]")
        if anchor is not None:
            tips.insert_before(body.new("a", href=Node(anchor).attr("href")))
        body.drop(tips, "media-hint")


DISCUZ_RULES: tuple[Rule | TagRule, ...] = (
    Rule("edit-mark", ("pstatus",), take_edit_mark),
    Rule("jammer", ("jammer",), drop_jammer),
    Rule("adverts", ("rnd_ai_pr", "a_pr", "a_pt", "a_pb", "ad_column"), drop_adverts),
    Rule("gates", ("locked", "attach_nopermission", "attach_tips"), note_gates),
    Rule("hidden-label", ("showhide",), drop_hidden_label),
    Rule("attachments", ("aimg_tip", 'id="attach_', 'class="tip'), take_attachments),
    Rule("media", ("media_tips",), drop_media_hints),
    Rule("code", ("blockcode",), plain_code),
    INVISIBLE,
    QUOTES,
    FORGET_CLASS,
    TagRule("smilies", "img", name_smiley),
    TagRule("attached-pictures", "img", note_attached),
    *FINISH,
)
