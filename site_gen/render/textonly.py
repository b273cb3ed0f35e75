"""A page's HTML without pictures, for themes.

Pictures become links with their words; drawings, scripts and controls go.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

TAG = re.compile(r"<(/?)(a|img)\b((?:[^>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
REMOVED = re.compile(
    r"<(svg|script|button|form|fieldset|template|dialog|meter)\b.*?</\1>|</?noscript>", re.S
)
EMPTIED = re.compile(r"<(nav|div|p)\b[^>]*>\s*</\1>")
"""What held nothing but a drawing or controls."""


def textonly(html: str, picture: str) -> Markup:
    """Return clean HTML without pictures.

    ``picture`` is the word that stands where one was, beside its description.
    """
    within_link = False

    def change(tag: re.Match[str]) -> str:
        nonlocal within_link
        closing, name, attributes = tag.groups()
        if name == "a":
            within_link = not closing
            return tag[0]
        return _words(dict(ATTRIBUTE.findall(attributes)), escape(picture), within_link)

    return Markup(TAG.sub(change, EMPTIED.sub("", REMOVED.sub("", html))))


def _words(attributes: dict[str, str], picture: str, within_link: bool) -> str:
    """Return what stands for a picture: "[picture: a red kite]".

    It leads to the picture unless a link holds it already.
    """
    described = attributes.get("alt", "").strip().replace("<", "&lt;").replace(">", "&gt;")
    words = f"[{picture}: {described}]" if described else f"[{picture}]"
    source = attributes.get("src", "")
    if within_link or not source or source.startswith("data:"):
        return words
    return f'<a href="{source}">{words}</a>'
