"""Rules for bodies that no table describes: a forum's own among an author's words, by its form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body, Rule, words
from site_gen.dates import shown_date

LONGEST_MARK = 160
# A mark names the editor and the date: "Last edited by Ann on …; edited 2 times", "Edited May 9,
# 2024 by Ann", "本帖最后由 甲 于 2022-3-4 10:20 编辑". Who writes "Edit: solved" does not.
EDITED = re.compile(
    r"^(?:\W*(?:this post (?:was|has been) |post )?(?:last |zuletzt |dernière )?"
    r"(?:edited|modified|bearbeitet|geändert|modifié|modification|editado|modificato|bewerkt"
    r"|edytowan\w*|ändrad|отредактирован\w*|изменено|редактировал\w*)\b.*"
    r"\b(?:by|von|par|por|da|door|przez|av|пользователем|раз\w*)\b"
    r"|\[?\s*本帖最[后後]由.*[编編][辑輯])",
    re.I | re.S,
)
EDIT_WORDS = ("dited", "odified", "earbeitet", "eändert", "odifi", "ditado", "ewerkt", "dytowan",
              "ndrad", "редактир", "змен", "编辑", "編輯")  # fmt: skip
LOGIN = re.compile(r"log-?_?in|signin|sign-in|anmelden|connexion|logging", re.I)
REGISTER = re.compile(r"register|registrer|sign-?_?up|signup|join|inscri|注册|註冊", re.I)
LONGEST_PROMPT = 160
# What phpBB 2 and vBulletin write between the words and the signature.
SIGNATURE_LINES = ("_" * 17, "_" * 18)
COPIES = re.compile(r"copy|select", re.I)
TOOLS = "a, em, span, button, i, small, div"
LONGEST_TOOL = 30
LONGEST_CODE_HEAD = 40
CODE_TAGS = ("pre", "code")
CODE = "pre, code"


def take_edit_marks(body: Body) -> None:
    """Take the line that says who edited a post and when, wherever it stands by itself."""
    for node in body.each("*"):
        text = _short(node, LONGEST_MARK)
        if not text or node.mem_id == body.root.mem_id or not EDITED.match(text):
            continue
        if shown_date(text) and not _is_quoted(node, body.root):
            body.found.edit_mark = text
            node.decompose()


def take_signatures(body: Body) -> None:
    """Drop what stands below the forum's line of underscores, to the end of its element.

    Forums write the line above a signature.
    """
    lines = [
        node
        for node in body.root.traverse(include_text=True)
        if node.is_text_node and _is_signature_line(node)
    ]
    for line in lines[-1:]:
        below: LexborNode | None = line
        while below is not None:
            after = below.next
            body.drop(below, "signature")
            below = after


def _is_signature_line(text: LexborNode) -> bool:
    """Tell whether a text is such a line by itself, between two breaks."""
    return words(text) in SIGNATURE_LINES and _is_break(text.prev) and _is_break(text.next)


def _is_break(node: LexborNode | None) -> bool:
    return node is not None and node.tag == "br"


def take_quote_arrows(body: Body) -> None:
    """Drop the arrow in a quote that leads to the quoted post."""
    for node in body.each("blockquote a"):
        text = words(node)
        is_sign = 0 < len(text) <= 2 and not any(letter.isalnum() for letter in text)
        if is_sign and node.css_first("img") is None:
            body.drop(node, "quote-link")


# ── Prompts ───────────────────────────────────────────────────────────────────────────────────────


def take_login_prompts(body: Body) -> None:
    """Take what asks a guest to log in or to register: the outermost element with links to both."""
    if not _asks(body.root):
        return
    prompts = {
        node.mem_id
        for node in body.each("*")
        if node.mem_id != body.root.mem_id and _is_prompt(node)
    }
    outermost = {
        node.mem_id
        for node in body.each("*")
        if node.mem_id in prompts and prompts.isdisjoint(_above(node, body.root))
    }
    for node in body.each("*"):
        if node.mem_id in outermost:
            body.prompt(node, words(node))


def _is_prompt(node: LexborNode) -> bool:
    return bool(_short(node, LONGEST_PROMPT)) and _asks(node)


def _asks(node: LexborNode) -> bool:
    """Tell whether there are links to log in and to register."""
    links = [" ".join(filter(None, link.attributes.values())) for link in node.css("a")]
    return any(map(LOGIN.search, links)) and any(map(REGISTER.search, links))


# ── Tools of code ─────────────────────────────────────────────────────────────────────────────────


def take_code_tools(body: Body) -> None:
    """Drop the button that copies or selects code, with the line above code that it stands in.

    For example "Code: [Select]".
    """
    tools = [node for node in body.each(TOOLS) if _copies(node) and _short(node, LONGEST_TOOL)]
    heads = [_code_head(node, body.root) or node for node in tools]
    taken = {node.mem_id: node for node in heads}
    for node in taken.values():
        if taken.keys().isdisjoint(_above(node, body.root)):
            node.insert_before(" ")  # what it parted stays apart
            body.drop(node, "code-tools")


def _code_head(tool: LexborNode, root: LexborNode) -> LexborNode | None:
    """Return the line above code that a tool stands in."""
    line = tool.parent
    if line is None or line.mem_id == root.mem_id or not _heads_code(line):
        return None
    return line


def _copies(node: LexborNode) -> bool:
    """Tell whether an element acts on a click, and what it does is to copy or to select.

    Authors write no such thing.
    """
    attributes = node.attributes
    href = ""
    if node.tag == "a" and "name" not in attributes:
        href = attributes.get("href") or "#"
    if not ("onclick" in attributes or href == "#" or href.startswith("javascript:")):
        return False
    names = f"{attributes.get('onclick')} {href} {attributes.get('class')}"
    return COPIES.search(names) is not None


def _heads_code(line: LexborNode) -> bool:
    """Tell whether a short line stands right above code."""
    if not _is_code(_next_element(line)) or line.css_first(CODE) is not None:
        return False
    return bool(_short(line, LONGEST_CODE_HEAD))


def _next_element(node: LexborNode) -> LexborNode | None:
    after = node.next
    while after is not None and not after.is_element_node:
        after = after.next
    return after


def _is_code(node: LexborNode | None) -> bool:
    """Tell whether an element is code or holds some."""
    if node is None:
        return False
    return node.tag in CODE_TAGS or node.css_first(CODE) is not None


# ── Elements ──────────────────────────────────────────────────────────────────────────────────────


def _short(node: LexborNode, longest: int) -> str:
    """Return the words of an element that holds few, else "".

    Those of long ones are not put in order, which takes time.
    """
    if len(node.text()) >= 8 * longest:
        return ""
    text = words(node)
    if len(text) > longest:
        return ""
    return text


def _above(node: LexborNode, root: LexborNode) -> Iterator[int]:
    """Return the elements that an element of a body stands in, below the body's root."""
    above = node.parent
    while above is not None and above.mem_id != root.mem_id:
        yield above.mem_id
        above = above.parent


def _is_quoted(node: LexborNode, root: LexborNode) -> bool:
    quoted = {quote.mem_id for quote in root.css("blockquote")}
    return not quoted.isdisjoint(_above(node, root))


BY_FORM = (
    Rule("edit-mark", EDIT_WORDS, take_edit_marks),
    Rule("signature", ("_" * 17,), take_signatures),
    Rule("code-tools", ("onclick", "javascript:", 'href="#"', "<a class="), take_code_tools),
    Rule("quote-link", ("↑", "»", "→", "⇒", "↩", "↵", "#"), take_quote_arrows),
    Rule(
        "login-prompt",
        ("ogin", "ogging", "ignin", "sign-in", "nmelden", "onnexion"),
        take_login_prompts,
    ),
)
"""What is done to every body that is read by a profile, its own or one that was learned."""
