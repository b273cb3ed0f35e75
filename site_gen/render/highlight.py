"""Colours for code whose language the page stated, by Pygments, as a few classes and no styles.

Pygments tells some 80 kinds of tokens apart; a reader is served by six: comments, keywords,
strings, numbers, names that are defined, and what a diff takes away or adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)
from pygments.util import ClassNotFound

STATED = re.compile(r'<(pre|code) data-lang="([^"]*)">([^<]*)</\1>')
CAP = 30_000
"""Characters of code beyond which it stays plain.

Some lexers take time that grows with the square of it.
"""

OPTIONS = {"php": {"startinline": True}}
"""What lexers are told: posts quote PHP without its opening tag."""

KINDS: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Tag, "k"),
    (String, "s"),
    (Number, "m"),
    (Literal, "m"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Attribute, "f"),
    (Name.Decorator, "f"),
    (Generic.Deleted, "d"),
    (Generic.Inserted, "i"),
    (Generic.Heading, "k"),
    (Generic.Subheading, "k"),
)


def highlight_blocks(html: str) -> str:
    """Return a post's clean HTML with its code coloured where a language is stated and known."""
    if "data-lang=" not in html:
        return html
    return STATED.sub(_coloured, html)


def _coloured(block: re.Match[str]) -> str:
    tag, language, code = block.groups()
    if len(code) > CAP:
        return block[0]
    coloured = highlight(unescape(language), unescape(code))
    if not coloured:
        return block[0]
    return f'<{tag} data-lang="{language}" class="hl">{coloured}</{tag}>'


@lru_cache(maxsize=256)
def highlight(language: str, code: str) -> str | None:
    """Return code as HTML with ``span`` elements of one-letter classes.

    ``None`` for a language that Pygments does not know.

    What is shown is the code to the letter: a lexer that would change it is not used.
    """
    lexer = _lexer(language)
    if lexer is None:
        return None
    runs = [(_kind(token), text) for _, token, text in lexer.get_tokens_unprocessed(code)]
    if "".join(text for _, text in runs) != code:
        return None
    return "".join(
        _span(kind, (text for _, text in run))
        for kind, run in groupby(runs, key=lambda run: run[0])
    )


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    options = OPTIONS.get(language, {})
    try:
        return get_lexer_by_name(language, **options)
    except ClassNotFound:
        return None


@lru_cache(maxsize=1024)
def _kind(token: _TokenType) -> str:
    return next((kind for parent, kind in KINDS if token in parent), "")  # type: ignore[comparison-overlap]


def _span(kind: str, texts: Iterable[str]) -> str:
    text = escape("".join(texts), quote=False)
    if not kind or not text.strip():
        return text
    return f'<span class="{kind}">{text}</span>'
