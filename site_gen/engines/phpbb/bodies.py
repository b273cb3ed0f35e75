"""What phpBB alone puts into a body, and the rules that make it portable.

Sources: ``bbcode.html`` and ``attachment.html`` of prosilver and subsilver2 (phpBB 3.0 to 3.3),
``bbcode.tpl`` of subSilver (phpBB 2), and the spoilers that the custom BBCodes handed round among
phpBB's boards make.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from site_gen.clean import blocks
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule, words
from site_gen.clean.rules import FINISH, HIDDEN, INVISIBLE
from site_gen.models import Attachment

# L_WROTE of phpBB's language packs, which the head of a quote ends in; a head without it ("Quote:")
# names nobody.
WROTE = re.compile(
    r"^(?P<who>\S.*?)\s*(?:\b(?:wrote|hat geschrieben|schrieb|a écrit|escribió|escribiu|escreveu|ha scritto|schreef"
    r"|pisze|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|píše|napísal(?:\(a\)|a)?|napisao(?:/la|\(la\))?|je napisao(?:/la)?"
    r"|napisal(?:/-?a)?|a scris|írta|yazdı|skrev|kirjoitti|kirjutas|rakstīja|rašė|ha escrit|đã viết|menulis"
    r"|писал(?:\(а\)|а)?|писав(?:\(ла\)|ла)?|пише|пишет|написа|έγραψε)|写了|写道|寫了|寫道|寫|さんが書きました"
    r"|님이 작성|كتب|نوشته(?: است)?|כתב(?:/ה)?)\s*[:：]?$",
    re.I | re.S,
)
POST_LINK = re.compile(r"[?&;]p=(\d+)|#p?(\d+)$")
SMILEY_FILE = re.compile(r"(?:^|/)(?:images/)?smil(?:e|ie|ey)s?/", re.I)
FILE_LINK = 'a[href*="download/file"], a[href*="download.php"], a[href*="file.php?id="]'
FILE_PICTURE = (
    'img[src*="download/file"], img[src*="download.php"], .attach-image img, .thumbnail img'
)
SIZE = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:[KMG]i?[Bbo]\b|[КМГ]и?Б|Bytes?\b|[Oo]ctets\b|[Бб]айт|كيلو ?بايت|بايت|字节)"
)
SPOILER_LABEL = re.compile(
    r"(?:(?:spoiler|спойлер|spoil|剧透|劇透|show|hide|показать|anzeigen|afficher|mostrar)\W*)*",
    re.I,
)
ICON = re.compile(r"upload_icons|icon_topic_attach|spacer\.gif")


def quoted(box: LexborNode, cite: LexborNode | None) -> str | None:
    """Who is quoted: the name that :func:`simple_cites` noted, else what the head says before "wrote:"."""
    stated = box.attributes.get("data-author")
    match = WROTE.match(words(cite)) if cite is not None and not stated else None
    return stated or (match["who"] if match else None)


def simple_cites(body: Body) -> None:
    """Heads of quotes keep their words alone: not the links, and since 3.2 neither the arrow nor the date.

    ``blockquote > div > cite > a[href*=viewprofile]`` "wrote:" ``a[data-post-id]``
    ``.responsive-hide``
    """
    for quote in body.each("blockquote"):
        first = next(iter(quote.iter()), None)
        if first is not None and first.tag == "div":
            first.unwrap()
        cite = next((child for child in quote.iter() if child.tag == "cite"), None)
        if cite is not None:
            simplify(body, quote, cite)


def simplify(body: Body, quote: LexborNode, cite: LexborNode) -> None:
    """Note on the quote whom and what its head's links name, and unwrap them.

    A link to the post stays, empty.
    """
    for when in cite.css(".responsive-hide"):
        body.drop(when, "quote-date")
    user = cite.css_first('a[href*="viewprofile"]')
    if user is not None and words(user):
        quote.attrs["data-author"] = words(user)
    for link in cite.css("a[href]"):
        stated = link.attributes.get("data-post-id")
        match = POST_LINK.search(link.attributes.get("href") or "")
        if number := stated or (match and (match[1] or match[2])):
            quote.attrs["data-post-id"] = number
        if not stated:
            link.unwrap()
            continue
        for arrow in link.iter(include_text=True):
            body.drop(arrow, "quote-arrow")


def open_tables(body: Body) -> None:
    """Boxes of phpBB 2: a table for each quote or code, the head "NAME wrote:" in its first row, then ``td.quote``."""
    for cell in body.each("td.quote, td.code"):
        table = ancestor(cell, "table")
        if table is None:
            continue
        head = table.css_first("tr > td, tr > th")
        label = head if head is not None and head.mem_id != cell.mem_id else None
        replace_box(
            body,
            table,
            cell,
            "code" if "code" in (cell.attributes.get("class") or "") else "quote",
            label,
        )


def drop_code_heads(body: Body) -> None:
    """The head "Code: Select all" of a box of code: ``.codebox > p``, in 3.0 and 3.1 ``dl.codebox > dt``."""
    for head in body.each(".codebox > p, .codebox > dt"):
        body.drop(head, "code-head")


def open_divs(body: Body) -> None:
    """subsilver2: ``.quotetitle`` or ``.codetitle`` and, beside it, ``.quotecontent`` or ``.codecontent``."""
    for content in body.each(".quotecontent, .quotediv, .codecontent"):
        kind = "code" if "code" in (content.attributes.get("class") or "") else "quote"
        title = content.prev
        while title is not None and title.is_text_node:
            title = title.prev
        is_head = title is not None and f"{kind}title" in (title.attributes.get("class") or "")
        head = title if is_head else None
        replace_box(body, content, content, kind, head)
        if head is not None and kind == "quote":
            head.decompose()
        elif head is not None:
            body.drop(head, "code-head")


def replace_box(
    body: Body, box: LexborNode, content: LexborNode, kind: str, head: LexborNode | None
) -> None:
    """Put what prosilver makes, ``blockquote > cite`` or ``.codebox > code``, in the place of an older box."""
    outer = body.new("blockquote") if kind == "quote" else body.new("div", class_="codebox")
    if kind == "quote" and head is not None:
        outer.insert_child(body.new("cite", words(head)))
    box.insert_before(outer)
    placed = box.prev
    if placed is None:
        return
    if kind == "code":
        placed.insert_child(body.new("code"))
        placed = placed.css_first("code") or placed
    for child in content.iter(include_text=True):
        placed.insert_child(child)
    box.decompose()


def open_spoilers(body: Body) -> None:
    """Custom BBCodes for spoilers: a head with a button, beside it what a script shows.

    What they share on all boards is the ``input type=button`` (a post itself never holds one) and
    the box behind its head, hidden whole or in its first child.
    """
    for button in body.each("input[type=button], button"):
        head = button.parent
        hidden = following(head) if head is not None and head.mem_id != body.root.mem_id else None
        if head is None or hidden is None or not is_hidden(hidden):
            body.drop(button, "button")
            continue
        button.decompose()
        inner = [
            node
            for node in hidden.css("[style]")
            if HIDDEN.search(node.attributes.get("style") or "")
        ]
        details = body.new("details", class_="spoiler")
        title = words(head)
        details.insert_child(body.new("summary", "" if SPOILER_LABEL.fullmatch(title) else title))
        for node in (hidden, *inner):
            node.attrs["style"] = ""
        head.insert_before(details)
        placed = head.prev
        if placed is None:
            continue
        for child in hidden.iter(include_text=True):
            placed.insert_child(child)
        hidden.decompose()
        body.drop(head, "spoiler-head")


def is_hidden(box: LexborNode) -> bool:
    """Whether a box is a spoiler's: hidden, or holding a hidden one, or (saved opened) named as one."""
    style, name = box.attributes.get("style") or "", box.attributes.get("class") or ""
    inner = (node.attributes.get("style") or "" for node in box.css("[style]"))
    return bool(HIDDEN.search(style)) or "spoil" in name or any(map(HIDDEN.search, inner))


def following(node: LexborNode) -> LexborNode | None:
    """The element behind a node."""
    after = node.next
    while after is not None and after.is_text_node and not (after.text_content or "").strip():
        after = after.next
    return after if after is not None and not after.is_text_node else None


def take_inline_files(body: Body) -> None:
    """``.inline-attachment`` (subsilver2: ``.attachcontent``): pictures stay, their small print and files do not."""
    taken: list[Attachment] = []
    for title in body.each(".attachtitle"):
        body.drop(title, "attachment-box")
    for box in body.each(".inline-attachment, .attachcontent"):
        taken += reversed(listed_files(box, body.absolute))
        for picture in pictures_in(box):
            box.insert_before(picture)
        body.drop(box, "attachment-box")
    body.found.attachments += reversed(taken)


def pictures_in(box: LexborNode) -> list[LexborNode]:
    """The attached pictures of a box, each once."""
    found = {node.mem_id: node for node in box.css(FILE_PICTURE)}
    return [node for node in found.values() if not ICON.search(node.attributes.get("src") or "")]


def listed_files(box: LexborNode, absolute: Callable[[str], str]) -> list[Attachment]:
    """The files that a box lists, with their sizes: a picture whose ``alt`` is the name, or a link with the name.

    phpBB 2's attachment mod writes the name above the link, in ``.attachheader``.
    """
    found: dict[str, Attachment] = {}
    for entry in box.css("dl.file, dl.thumbnail, .attachtable") or [box]:
        pictures = pictures_in(entry)
        hints = [node.attributes.get("title") or "" for node in pictures]
        size = SIZE.search(" ".join([words(entry), *hints]))
        header = entry.css_first(".attachheader") or (entry.parent or entry).css_first(
            ".attachheader"
        )
        named = [
            (node.attributes.get("alt") or "", parent_link(node) or node.attributes.get("src"))
            for node in pictures
        ]
        named += [
            (words(header if header is not None else node), node.attributes.get("href"))
            for node in entry.css(FILE_LINK + ", dt a.postlink")
        ]
        for name, href in named:
            if name:
                file = Attachment(
                    name=name, href=absolute(href or "") or None, size=size[0] if size else None
                )
                found.setdefault(name, file)
    return list(found.values())


def parent_link(node: LexborNode) -> str | None:
    """The address that a picture is a link to (thumbnails)."""
    parent = node.parent
    return parent.attributes.get("href") if parent is not None and parent.tag == "a" else None


def ancestor(node: LexborNode, tag: str) -> LexborNode | None:
    """The nearest element of that name above a node."""
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent


def write_emoji(body: Body) -> None:
    """``img.emoji``: a character that phpBB (3.2 and later) shows as a picture is a character again."""
    for picture in body.each("img.emoji"):
        picture.replace_with(picture.attributes.get("alt") or "")


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.smilies`` (3.1 and later), else a picture out of the smilies' folder: its code is the alternative text."""
    del found
    classes = image.get("class", "").split()
    if "smilies" in classes or SMILEY_FILE.search(image.get("src", "")):
        return {**image, "class": "smiley"}
    return {key: value for key, value in image.items() if key != "class"}


PHPBB_RULES: tuple[Rule | TagRule, ...] = (
    Rule("inline-files", ("inline-attachment", "attachcontent"), take_inline_files),
    Rule("spoilers", ("<input", "<button"), open_spoilers),
    Rule("old-quotes", ('class="quote"', 'class="code"', "class=quote", "class=code"), open_tables),
    Rule("divs", ("quotecontent", "quotediv", "codecontent"), open_divs),
    Rule("cites", ("<blockquote", 'class="quote', "class=quote"), simple_cites),
    Rule("code-heads", ("codebox",), drop_code_heads),
    blocks.code(".codebox", lines="pre, code", needles=("codebox", 'class="code', "class=code")),
    INVISIBLE,
    blocks.quotes("blockquote", needles=("<blockquote", 'class="quote', "class=quote"), who=quoted),
    Rule("emoji", ("emoji",), write_emoji),
    TagRule("smilies", "img", name_smiley),
    *FINISH,
)
