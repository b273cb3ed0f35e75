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
from site_gen.models import Attachment, Quote

FINDPOST = re.compile(r"(?:[?&]pid=|#pid)(\d+)")
# "甲 发表于 2022-9-10 15:15": the name, the engine's word, a date; the word differs by language,
# the date tells it apart.
QUOTE_HEAD = re.compile(
    r"^(?P<author>.{1,60}?)\s+(?:\S{1,20}\s+){1,2}\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d\d(?:\s*[AP]M)?",
    re.S,
)
QUOTE_LABEL = re.compile(r"^\s*引用[:：]\s*")
STOCK_SMILEY = re.compile(r"smiley/default/(\w+)\.gif$")
PACK_SMILEY = re.compile(r"(?:smiley|smilies)/[\w-]+/[^/]+$", re.I)
PICTURE_ID = re.compile(r"aimg_\w+")
INLINE_FILE = re.compile(r"^attach_\d+")
MORE_FILES = re.compile("包含更多资源|包含更多資源")
SIZE = re.compile(r"\(?\s*([\d.]+\s*(?:Bytes|[KMG]B))", re.I)

# The stock pack (static/image/smiley/default), as the pictures look.
EMOJI = {
    "smile": "🙂", "sad": "🙁", "biggrin": "😁", "cry": "😢", "huffy": "😤", "shocked": "😲", "tongue": "😛",
    "shy": "☺️", "titter": "🤭", "sweat": "😓", "mad": "😠", "lol": "😂", "loveliness": "😊", "funk": "😱",
    "curse": "🤬", "dizzy": "😵", "shutup": "🤐", "sleepy": "😴", "hug": "🤗", "victory": "✌️", "time": "⏰",
    "kiss": "😘", "handshake": "🤝", "call": "📞",
}  # fmt: skip


def take_edit_mark(body: Body) -> None:
    """``i.pstatus``: "本帖最后由 甲 于 2022-3-4 10:20 编辑" is a field, not text."""
    for mark in body.each(".pstatus"):
        body.found.edit_mark = words(mark)
        mark.decompose()


def note_gates(body: Body) -> None:
    """Words in place of what was withheld: ``.locked`` (reply, pay or points first), ``.attach_nopermission``."""
    for box in body.each(".attach_nopermission, .attach_tips"):
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
    for box in body.each(".locked"):
        for button in box.css("a.viewpay, em.right"):
            body.drop(button, "buy-button")
        body.gate(box, words(box))


def drop_hidden_label(body: Body) -> None:
    """``.showhide > h4``: the label "本帖隐藏的内容" over text that this page does show."""
    for label in body.each(".showhide > h4"):
        body.drop(label, "hidden-text-label")


def drop_jammer(body: Body) -> None:
    """``font.jammer``: random characters that spoil copied text."""
    for noise in body.each(".jammer"):
        body.drop(noise, "jammer")


def drop_adverts(body: Body) -> None:
    """Adverts that plugins put inside a body's cell."""
    for box in body.each(".rnd_ai_pr, .a_pr, .a_pt, .a_pb, .ad_column"):
        body.drop(box, "advert")


def take_attachments(body: Body) -> None:
    """Files and pictures placed in the text: the name and size stand in a menu that the page hides."""
    taken: list[Attachment] = []
    for box in body.each("span[id^=attach_]"):
        if INLINE_FILE.match(box.id or "") and (anchor := box.css_first("a")):
            href = body.absolute(anchor.attributes.get("href") or "") or None
            taken.append(Attachment(name=words(anchor), href=href, size=found_size(words(box))))
            body.drop(box, "attachment-box")
    for menu in body.each(".aimg_tip, .tip"):
        aid = (menu.id or "").removesuffix("_menu")
        picture = body.root.css_first(f"img#{aid}") if PICTURE_ID.fullmatch(aid) else None
        if picture is not None:
            picture.attrs["class"] = "attached"
            name = menu.css_first("strong")
            href = body.absolute(picture_address(picture.attributes))
            taken.append(
                Attachment(
                    name=words(name) if name else None, href=href, size=found_size(words(menu))
                )
            )
        body.drop(menu, "attachment-menu")
    body.found.attachments += reversed(taken)


def note_attached(image: Attributes, found: Findings) -> Attributes:
    """A picture with an ``aid`` is an upload of the post, also where no menu tells its name (touch and print views)."""
    if not image.get("aid"):
        return image
    address = found.absolute(picture_address(image))
    if all(address != attachment.href for attachment in found.attachments):
        found.attachments.append(
            Attachment(name=image.get("title") or image.get("alt") or None, href=address)
        )
    return {**image, "class": "attached"}


def picture_address(image: Mapping[str, str | None]) -> str:
    """Where the picture really is: ``none.gif`` stands in ``src`` until a script runs."""
    return image.get("zoomfile") or image.get("file") or image.get("src") or ""


def found_size(text: str) -> str | None:
    """The size as shown ("30.7 KB") in a line about a file."""
    match = SIZE.search(text)
    return match[1] if match else None


def plain_code(body: Body) -> None:
    """``div.blockcode``: numbered lines become ``pre``.

    Line numbers and the copy button are the page's.
    """
    boxes: list[str] = []
    for box in body.each("div.blockcode"):
        for button in box.css("em"):
            body.drop(button, "copy-button")
        items = box.css("li")
        text = "\n".join(map(code_line, items)) if items else box.text().replace("\r", "")
        boxes.append(text.strip("\n"))
        pre = body.new("pre")
        pre.insert_child(body.new("code", boxes[-1]))
        body.replace(box, pre)
    body.found.code += reversed(boxes)


def code_line(item: LexborNode) -> str:
    """One line of a code box, which ends with a break of its own."""
    return item.text().replace("\r", "").replace("\n", "").replace("\u00a0", " ").rstrip()


def portable_quotes(body: Body) -> None:
    """``div.quote > blockquote``: who is quoted, from which post, and the words.

    Nested quotes stay where they are.
    """
    quotes: list[Quote] = []
    for box in body.each("div.quote, blockquote.quote"):
        quote = box if box.tag == "blockquote" else box.css_first("blockquote")
        if (
            quote is None
        ):  # the touch view frames a moderator's notice like a quote: "提示: 该帖被管理员或版主屏蔽"
            body.gate(box, words(box))
            continue
        strip_label(quote)
        head = quote_head(quote)
        said = words(head) if head else ""
        author, post_id, url = read_head(body, head, said) if head else (None, None, None)
        if not is_nested(quote, body.root):
            text = words(quote).removeprefix(said).strip()
            quotes.append(Quote(author=author, text=text, post_id=post_id, url=url))
        if head is not None:
            cite_head(body, head)
        quote.attrs["class"] = "quote"
        if box.tag != "blockquote":
            box.unwrap()
    body.found.quotes += reversed(quotes)


def is_nested(quote: LexborNode, root: LexborNode) -> bool:
    """Whether a quote of the body stands inside another."""
    parent = quote.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.tag == "blockquote":
            return True
        parent = parent.parent
    return False


def strip_label(quote: LexborNode) -> None:
    """The touch view of X3.1 to X3.4 begins every quote with the word 引用."""
    first = next(iter(quote.iter(include_text=True)), None)
    if (
        first is not None
        and first.is_text_node
        and (match := QUOTE_LABEL.match(first.text_content or ""))
    ):
        first.replace_with((first.text_content or "")[match.end() :])


def quote_head(quote: LexborNode) -> LexborNode | None:
    """The line "甲 发表于 …" of a quote: a ``font`` or a link to the post, first in the quote."""
    first = next(
        (
            n
            for n in quote.iter(include_text=True)
            if not n.is_text_node or (n.text_content or "").strip()
        ),
        None,
    )
    if first is None or first.tag not in ("font", "a", "cite", "strong", "b"):
        return None
    link = first if first.tag == "a" else first.css_first("a[href]")
    is_link = link is not None and FINDPOST.search(link.attributes.get("href") or "")
    return first if is_link or QUOTE_HEAD.match(words(first)) else None


def read_head(body: Body, head: LexborNode, said: str) -> tuple[str | None, str | None, str | None]:
    """Author, post id and address that a quote's head, which says these words, states."""
    anchor = head if head.tag == "a" else head.css_first("a[href]")
    url = body.absolute(anchor.attributes.get("href") or "") or None if anchor else None
    found = FINDPOST.search(url or "")
    match = QUOTE_HEAD.match(said)
    return (match["author"] if match else None), (found[1] if found else None), url


def cite_head(body: Body, head: LexborNode) -> None:
    """The head of a quote as its ``cite``, without the break behind it."""
    after = head.next
    if after is not None and after.tag == "br":
        after.decompose()
    if head.tag != "cite":
        cite = body.new("cite")
        cite.insert_child(head)
        body.replace(head, cite)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img[smilieid]``: its emoji where it is of the stock pack, else its name, as the picture's alternative text."""
    del found
    source = image.get("file") or image.get("src", "")
    if "smilieid" not in image and not PACK_SMILEY.search(source):
        return image
    stock = STOCK_SMILEY.search(source)
    code = f":{source.rpartition('/')[2].partition('.')[0]}:"
    return {
        **image,
        "alt": EMOJI.get(stock[1], code) if stock else image.get("alt") or code,
        "class": "smiley",
    }


def drop_media_hints(body: Body) -> None:
    """``.media_tips``: "如果无法播放，请点击这里".

    The address it links to is the player's, and is kept as a link.
    """
    for tips in body.each(".media_tips"):
        anchor = tips.css_first("a[href]")
        if anchor is not None:
            tips.insert_before(body.new("a", href=anchor.attributes["href"] or ""))
        body.drop(tips, "media-hint")


QUOTES = Rule("quotes", ("quote",), portable_quotes)
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
