"""The language of a code box, where the page says it: an attribute of the box, or the words at its head.

Nothing is guessed from the code itself. The name is kept as ``data-lang`` of the ``code`` (or
``pre``) element; the site colours what it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import Body, words

# highlight.js and CommonMark ("language-x"), Prism and Discourse ("lang-x"), SyntaxHighlighter
# ("brush: x").
STATED = re.compile(
    r"(?:^|\s)(?:language-|lang-|brush:\s*)([a-z0-9][a-z0-9+#._-]{0,19})(?=[\s;]|$)", re.I
)
NAME = re.compile(r"[a-z0-9][a-z0-9+#._-]{0,19}")
ATTRIBUTES = ("data-lang", "data-language", "data-code-language", "data-syntax")
"""XenForo and WoltLab; Prism; others. An attribute ``lang`` is the language of people."""

NO_LANGUAGE = {
    "auto",
    "code",
    "general",
    "generic",
    "none",
    "nohighlight",
    "plain",
    "plaintext",
    "rich",
    "text",
    "txt",
}
"""What editors write where nobody chose a language."""

# "PHP Code:" (vBulletin, MyBB), "Code: (php)" (SMF with GeSHi), "Python:" (XenForo).
HEAD = re.compile(
    r"(?:code\s*)?[:：]?\s*\(?\s*([a-z][a-z0-9+#.]{0,19})\s*\)?\s*(?:(?:source)?\s*code)?\s*[:：]?",
    re.I,
)
HEADS_INSIDE = "[class*=itle], [class*=ead], [class*=escription], dt, legend"
HEAD_CLASS = re.compile("code|head|title|description", re.I)
LONGEST_HEAD = 40
HEADS = {
    *"bash c c# c++ cpp css delphi diff go haskell html ini java javascript js json kotlin lua pascal perl php".split(),
    *"powershell python ruby rust scala shell sql swift typescript vb vb.net xml yaml".split(),
}
ALIASES = {"c#": "csharp", "c++": "cpp", "vb": "vbnet", "vb.net": "vbnet"}


def stated_language(box: LexborNode) -> str | None:
    """The language that a code box, what it holds or the line above it names: "python".

    ``None`` where none does.
    """
    stated = next(
        (name for node in (box, *box.css("pre, code")) for name in _attributes(node)), None
    )
    if stated is not None:
        return None if stated in NO_LANGUAGE else ALIASES.get(stated, stated)
    return next(filter(None, map(_named, _heads(box))), None)


def keep_languages(body: Body) -> None:
    """Note the language of each ``pre`` and ``code`` whose classes say it, before they are taken away."""
    for node in body.each("pre, code"):
        name = next(_attributes(node), None)
        if "data-lang" in node.attributes:
            del node.attrs["data-lang"]
        if name is not None and name not in NO_LANGUAGE:
            (node.css_first("code") or node).attrs["data-lang"] = ALIASES.get(name, name)


def _attributes(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    for name in ATTRIBUTES:
        if NAME.fullmatch(value := (attributes.get(name) or "").strip().lower()):
            yield value
    if match := STATED.search(attributes.get("class") or ""):
        yield match[1].lower()


def _heads(box: LexborNode) -> Iterator[str]:
    """The short lines at the head of a box: within it, and the element before it if its class says what it is."""
    before = box.prev
    while before is not None and before.tag == "-text" and not words(before):
        before = before.prev
    own = before is not None and HEAD_CLASS.search(before.attributes.get("class") or "")
    for node in (*box.css(HEADS_INSIDE), *([before] if before is not None and own else [])):
        if node.tag not in ("pre", "code") and len(text := words(node)) <= LONGEST_HEAD:
            yield text


def _named(head: str) -> str | None:
    match = HEAD.fullmatch(re.sub(r"\s*\[[^]]*\]", "", head).strip())
    name = match[1].lower() if match else ""
    return ALIASES.get(name, name) if name in HEADS else None
