"""Rules for bodies that no table describes: what forums of all kinds put among an author's words, told by its form."""

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
    r"(?:edited|modified|bearbeitet|geändert|modifié|modification|editado|modificato|bewerkt|edytowan\w*|ändrad|"
    r"отредактирован\w*|изменено|редактировал\w*)\b.*\b(?:by|von|par|por|da|door|przez|av|пользователем|раз\w*)\b"
    r"|\[?\s*本帖最[后後]由.*[编編][辑輯])",
    re.I | re.S,
)
EDIT_WORDS = ("dited", "odified", "earbeitet", "eändert", "odifi", "ditado", "ewerkt", "dytowan", "ndrad",
              "редактир", "змен", "编辑", "編輯")  # fmt: skip
LOGIN = re.compile(r"log-?_?in|signin|sign-in|anmelden|connexion|logging", re.I)
REGISTER = re.compile(r"register|registrer|sign-?_?up|signup|join|inscri|注册|註冊", re.I)
LONGEST_PROMPT = 160
SIGNATURE_LINES = (
    "_" * 17,
    "_" * 18,
)  # what phpBB 2 and vBulletin write between the words and the signature
COPIES = re.compile(r"copy|select", re.I)
TOOLS = "a, em, span, button, i, small, div"
LONGEST_TOOL = 30
LONGEST_CODE_HEAD = 40


def take_edit_marks(body: Body) -> None:
    """The line that says who edited a post and when, wherever in the body it stands by itself."""
    for node in body.each("*"):
        said = _short(node, LONGEST_MARK)
        if not said or node.mem_id == body.root.mem_id or not EDITED.match(said):
            continue
        if shown_date(said) and not _is_quoted(node, body.root):
            body.found.edit_mark = said
            node.decompose()


def take_login_prompts(body: Body) -> None:
    """What asks a guest to log in or to register, with a link for each of both: the outermost element of that."""
    if not _asks(body.root):
        return
    prompts = {
        node.mem_id
        for node in body.each("*")
        if node.mem_id != body.root.mem_id and _is_prompt(node)
    }
    outermost = {
        node.mem_id for node in body.each("*") if prompts.isdisjoint(_above(node, body.root))
    } & prompts
    for node in body.each("*"):
        if node.mem_id in outermost:
            body.prompt(node, words(node))


def take_signatures(body: Body) -> None:
    """What stands below the line of underscores that forums write above a signature, to the end of its element."""
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
    """Whether a text is such a line by itself, between two breaks."""
    near = (text.prev, text.next)
    return words(text) in SIGNATURE_LINES and all(
        node is not None and node.tag == "br" for node in near
    )


def take_code_tools(body: Body) -> None:
    """The button that copies or selects code, with the line above the code that it stands in: "Code: [Select]"."""
    tools = [node for node in body.each(TOOLS) if _copies(node) and _short(node, LONGEST_TOOL)]
    taken = {one.mem_id: one for node in tools for one in (_code_head(node, body.root) or node,)}
    for one in taken.values():
        if taken.keys().isdisjoint(_above(one, body.root)):
            one.insert_before(" ")  # what it parted stays apart
            body.drop(one, "code-tools")


def _code_head(tool: LexborNode, root: LexborNode) -> LexborNode | None:
    """The line above code that a tool stands in."""
    line = tool.parent
    return line if line is not None and line.mem_id != root.mem_id and _heads_code(line) else None


def _copies(node: LexborNode) -> bool:
    """Whether an element acts on a click, and what it does is to copy or to select: authors write no such thing."""
    attributes = node.attributes
    href = (attributes.get("href") or "#") if node.tag == "a" and "name" not in attributes else ""
    works = "onclick" in attributes or href == "#" or href.startswith("javascript:")
    return (
        works
        and COPIES.search(f"{attributes.get('onclick')} {href} {attributes.get('class')}")
        is not None
    )


def _heads_code(line: LexborNode) -> bool:
    """Whether a short line stands right above code."""
    after = line.next
    while after is not None and not after.is_element_node:
        after = after.next
    code = after is not None and (
        after.tag in ("pre", "code") or after.css_first("pre, code") is not None
    )
    return code and line.css_first("pre, code") is None and bool(_short(line, LONGEST_CODE_HEAD))


def take_quote_arrows(body: Body) -> None:
    """The arrow in a quote that leads to the quoted post."""
    for node in body.each("blockquote a"):
        said = words(node)
        if (
            0 < len(said) <= 2
            and not any(letter.isalnum() for letter in said)
            and node.css_first("img") is None
        ):
            body.drop(node, "quote-link")


def _is_prompt(node: LexborNode) -> bool:
    return bool(_short(node, LONGEST_PROMPT)) and _asks(node)


def _short(node: LexborNode, longest: int) -> str:
    """The words of an element that holds few.

    Those of long ones are not put in order, which takes time.
    """
    raw = node.text()
    return said if len(raw) < 8 * longest and len(said := words(node)) <= longest else ""


def _asks(node: LexborNode) -> bool:
    """Whether there are links to log in and to register."""
    links = [" ".join(filter(None, link.attributes.values())) for link in node.css("a")]
    return any(map(LOGIN.search, links)) and any(map(REGISTER.search, links))


def _above(node: LexborNode, root: LexborNode) -> Iterator[int]:
    """The elements that an element of a body stands in, below the body's root."""
    above = node.parent
    while above is not None and above.mem_id != root.mem_id:
        yield above.mem_id
        above = above.parent


def _is_quoted(node: LexborNode, root: LexborNode) -> bool:
    quotes = {quote.mem_id for quote in root.css("blockquote")}
    return not quotes.isdisjoint(_above(node, root))


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
