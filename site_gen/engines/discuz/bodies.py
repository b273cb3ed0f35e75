"""What Discuz! alone puts into a body, and the rules that make it portable.

Seen in the default templates of X2 to X3.5 (``template/default/forum/viewthread_node*.htm``, ``discuzcode.php``) and on pages
served by them; shared by every view (desktop, touch, print).
"""

from __future__ import annotations

import re

from bs4 import NavigableString, Tag

from site_gen.clean.rule import Body, Rule, words
from site_gen.clean.rules import FINISH, INVISIBLE_RULE
from site_gen.models import Attachment, Quote

FINDPOST = re.compile(r"(?:[?&]pid=|#pid)(\d+)")
# "甲 发表于 2022-9-10 15:15": the name, the engine's word, a date; the word differs by language, the date tells it apart.
QUOTE_HEAD = re.compile(r"^(?P<author>.{1,60}?)\s+(?:\S{1,20}\s+){1,2}\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d\d(?:\s*[AP]M)?", re.S)
QUOTE_LABEL = re.compile(r"^\s*引用[:：]\s*")
STOCK_SMILEY = re.compile(r"smiley/default/(\w+)\.gif$")
PACK_SMILEY = re.compile(r"(?:smiley|smilies)/[\w-]+/[^/]+$", re.I)
MORE_FILES = re.compile("包含更多资源|包含更多資源")
SIZE = re.compile(r"\(?\s*([\d.]+\s*(?:Bytes|[KMG]B))", re.I)

# The stock pack (static/image/smiley/default), as the pictures look.
EMOJI = {
    "smile": "🙂", "sad": "🙁", "biggrin": "😁", "cry": "😢", "huffy": "😤", "shocked": "😲", "tongue": "😛", "shy": "☺️",
    "titter": "🤭", "sweat": "😓", "mad": "😠", "lol": "😂", "loveliness": "😊", "funk": "😱", "curse": "🤬", "dizzy": "😵",
    "shutup": "🤐", "sleepy": "😴", "hug": "🤗", "victory": "✌️", "time": "⏰", "kiss": "😘", "handshake": "🤝", "call": "📞",
}  # fmt: skip


def take_edit_mark(body: Body) -> None:
    """``i.pstatus``: "本帖最后由 甲 于 2022-3-4 10:20 编辑" is a field, not text."""
    for mark in body.soup.select("i.pstatus, .pstatus"):
        if body.edit_mark is None:
            body.edit_mark = words(mark)
        mark.decompose()


def note_gates(body: Body) -> None:
    """Text that stands where content was withheld: ``.locked`` (reply, pay or points first), ``.attach_nopermission``."""
    for box in body.soup.select(".attach_nopermission, .attach_tips"):
        if box.decomposed:
            continue
        for close in box.select(".atips_close"):
            body.drop(close, "close-button")
        heading = box.find("h3")
        if isinstance(heading, Tag) and not MORE_FILES.search(words(heading)):
            body.drop(heading, "register-advert")
        text = words(box)
        body.gate(box, text, "gate" if MORE_FILES.search(text) else "prompt")
    for box in body.soup.select(".locked"):
        for button in box.select("a.viewpay, em.right"):
            body.drop(button, "buy-button")
        body.gate(box, words(box))


def drop_hidden_label(body: Body) -> None:
    """``.showhide > h4``: the label "本帖隐藏的内容" over text that this page does show."""
    for label in body.soup.select(".showhide > h4"):
        body.drop(label, "hidden-text-label")


def drop_jammer(body: Body) -> None:
    """``font.jammer``: random characters that spoil copied text."""
    for noise in body.soup.select(".jammer"):
        body.drop(noise, "jammer")


def drop_adverts(body: Body) -> None:
    """Adverts that plugins put inside a body's cell."""
    for box in body.soup.select(".rnd_ai_pr, .a_pr, .a_pt, .a_pb, .ad_column"):
        if not box.decomposed:
            body.drop(box, "advert")


def take_attachments(body: Body) -> None:
    """Files and pictures placed in the text: the name and size stand in a menu that the page hides."""
    for menu in body.soup.select(".aimg_tip, .tip"):
        if menu.decomposed:
            continue
        aid = str(menu.get("id") or "").removesuffix("_menu")
        target = body.soup.find(id=aid) if aid else None
        if isinstance(target, Tag) and target.name == "img":
            target["class"] = "attached"
            name = menu.find("strong")
            body.attachments.append(
                Attachment(
                    name=words(name) if isinstance(name, Tag) else None,
                    href=body.absolute(picture_address(target)),
                    size=found_size(words(menu)),
                )
            )
        body.drop(menu, "attachment-menu")
    for box in body.soup.select("span[id^=attach_]"):
        anchor = box.find("a")
        if isinstance(anchor, Tag):
            href = body.absolute(str(anchor.get("href") or "")) or None
            body.attachments.append(Attachment(name=words(anchor), href=href, size=found_size(words(box))))
        body.drop(box, "attachment-box")


def mark_attached(body: Body) -> None:
    """A picture with an ``aid`` is an upload of the post (touch and print views show no menu for it)."""
    known = {a.href for a in body.attachments}
    for image in body.soup.select("img[aid]"):
        address = body.absolute(picture_address(image))
        if "attached" not in (image.get("class") or []) and address not in known:
            name = str(image.get("title") or image.get("alt") or "") or None
            body.attachments.append(Attachment(name=name, href=address))
        image["class"] = "attached"


def picture_address(image: Tag) -> str:
    """Where the picture really is: ``none.gif`` stands in ``src`` until a script runs."""
    return str(image.get("zoomfile") or image.get("file") or image.get("src") or "")


def found_size(text: str) -> str | None:
    """The size as shown ("30.7 KB") in a line about a file."""
    match = SIZE.search(text)
    return match[1] if match else None


def plain_code(body: Body) -> None:
    """``div.blockcode``: numbered lines become ``pre``; the line numbers and the copy button are the page's, not the text's."""
    for box in body.soup.select("div.blockcode"):
        if box.decomposed:
            continue
        for button in box.select("em[onclick], em"):
            body.drop(button, "copy-button")
        lines = code_lines(box) if box.find("li") else box.get_text().replace("\r", "").strip("\n").split("\n")
        text = "\n".join(lines)
        body.code.append(text)
        pre = body.new("pre")
        pre.append(body.new("code", text))
        box.replace_with(pre)


def code_lines(box: Tag) -> list[str]:
    """The lines of a code box; ``<li>`` is often left open, so that each line holds those after it."""
    lines: list[str] = []
    for item in box.find_all("li"):
        parts: list[str] = []
        for node in item.descendants:
            if isinstance(node, Tag) and node.name == "li":
                break
            if isinstance(node, NavigableString):
                parts.append(str(node))
        lines.append("".join(parts).replace("\r", "").replace("\n", "").replace("\u00a0", " ").rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return lines


def portable_quotes(body: Body) -> None:
    """``div.quote > blockquote``: who is quoted, from which post, and the words; nested quotes stay where they are."""
    for box in body.soup.select("div.quote, blockquote.quote"):
        if box.decomposed:
            continue
        quote = box if box.name == "blockquote" else box.find("blockquote")
        if not isinstance(quote, Tag):
            note_unquoted(body, box)
            continue
        outermost = box.find_parent("blockquote") is None
        strip_label(body, quote)
        head = quote_head(quote)
        author, post_id, url = read_head(body, head)
        if head is not None:
            cite = body.new("cite")
            head.insert_before(cite)
            cite.append(head.extract())
            lead = cite.find_next_sibling()
            if lead is not None and lead.name == "br":
                lead.decompose()
        if outermost:
            text = " ".join(quote.get_text(" ").split())
            said = " ".join(cite.get_text(" ").split()) if head is not None else ""
            body.quotes.append(Quote(author=author, text=text.removeprefix(said).strip(), post_id=post_id, url=url))
        quote["class"] = "quote"
        if box is not quote:
            box.unwrap()


def note_unquoted(body: Body, box: Tag) -> None:
    """The touch view frames a moderator's notice like a quote: "提示: 该帖被管理员或版主屏蔽"."""
    body.gate(box, words(box))


def strip_label(body: Body, quote: Tag) -> None:
    """The touch view of X3.1 to X3.4 begins every quote with the word 引用."""
    first = next((s for s in quote.find_all(string=True) if s.strip()), None)
    if first is not None and (match := QUOTE_LABEL.match(first)):
        first.replace_with(first[match.end() :])


def quote_head(quote: Tag) -> Tag | None:
    """The line "甲 发表于 …" of a quote: a ``font`` or a link to the post, first in the quote."""
    first = next((child for child in quote.children if isinstance(child, Tag) or str(child).strip()), None)
    if not isinstance(first, Tag) or first.name not in ("font", "a", "cite", "strong", "b"):
        return None
    is_link = first.find("a", href=FINDPOST) or (first.name == "a" and FINDPOST.search(str(first.get("href") or "")))
    return first if is_link or QUOTE_HEAD.match(words(first)) else None


def read_head(body: Body, head: Tag | None) -> tuple[str | None, str | None, str | None]:
    """Author, post id and address that a quote's head states."""
    if head is None:
        return None, None, None
    anchor = head if head.name == "a" else head.find("a", href=True)
    url = body.absolute(str(anchor.get("href"))) if isinstance(anchor, Tag) and anchor.get("href") else None
    found = FINDPOST.search(url or "")
    match = QUOTE_HEAD.match(words(head))
    return (match["author"] if match else None), (found[1] if found else None), url


def name_smilies(body: Body) -> None:
    """``img[smilieid]``: its emoji where it is of the stock pack, else its name, as the picture's alternative text."""
    for image in body.soup.find_all("img"):
        source = str(image.get("file") or image.get("src") or "")
        if not (image.has_attr("smilieid") or PACK_SMILEY.search(source)):
            continue
        stock = STOCK_SMILEY.search(source)
        code = source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        image["alt"] = EMOJI.get(stock[1], f":{code}:") if stock else str(image.get("alt") or "") or f":{code}:"
        image["class"] = "smiley"


def drop_media_hints(body: Body) -> None:
    """``.media_tips``: "如果无法播放，请点击这里"; the address it links to is the player's, and is kept as a link."""
    for tips in body.soup.select(".media_tips"):
        anchor = tips.find("a", href=True)
        if isinstance(anchor, Tag):
            tips.insert_before(body.new("a", class_="media", href=str(anchor["href"])))
        body.drop(tips, "media-hint")


QUOTES = Rule("quotes", ("quote",), portable_quotes)
DISCUZ_RULES = (
    Rule("edit-mark", ("pstatus",), take_edit_mark),
    Rule("jammer", ("jammer",), drop_jammer),
    Rule("adverts", ("rnd_ai_pr", "a_pr", "a_pt", "a_pb", "ad_column"), drop_adverts),
    Rule("gates", ("locked", "attach_nopermission", "attach_tips"), note_gates),
    Rule("hidden-label", ("showhide",), drop_hidden_label),
    Rule("attachments", ("aimg_", "attach_", 'class="tip', "class=tip"), take_attachments),
    Rule("attached-pictures", (" aid=",), mark_attached),
    Rule("media", ("media_tips",), drop_media_hints),
    Rule("code", ("blockcode",), plain_code),
    Rule("smilies", ("smilieid", "smiley/", "smilies/"), name_smilies),
    INVISIBLE_RULE,
    QUOTES,
    *FINISH,
)
