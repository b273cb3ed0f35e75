"""The rules that hold for every forum. Each is one small function; :data:`COMMON` is their order.

An engine whose bodies need rules of their own puts them before :data:`FINISH`, with
:data:`INVISIBLE` where it is safe: some engines keep a file's name in a menu that no browser shows.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from site_gen.archive.kinds import COMPANION
from site_gen.clean.codelang import keep_languages
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule
from site_gen.models import Image

HIDDEN = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$))", re.I
)
# What lazy loaders keep the real address in, in order of trust (Discuz!, phpwind, WordPress,
# XenForo, IPS, vBulletin skins).
LAZY = ("zoomfile", "file", "data-original", "data-src", "data-lazy-src", "data-url", "data-echo")
BESIDE = re.compile(
    r"(?:\./)?" + COMPANION.pattern.removesuffix("$") + "/", re.I
)  # saved into the page's own folder


def forget_gates(body: Body) -> None:
    """A page's own ``aside`` of that class is words of the author, never a note of sitegen's."""
    for aside in body.each("aside.gate"):
        del aside.attrs["class"]


def drop_scripts(body: Body) -> None:
    """What a browser runs or applies and never shows."""
    for node in body.each("script, style, noscript, template"):
        node.decompose()


def drop_invisible(body: Body) -> None:
    """Anti-copy noise and menus that a browser never shows: inline ``display:none``, ``font-size:0``."""
    for node in body.each("[style]"):
        if HIDDEN.search(node.attributes["style"] or ""):
            body.drop(node, "invisible")


def link_embeds(body: Body) -> None:
    """Players become plain links: nothing is loaded from elsewhere, and the address is what must not be lost."""
    for node in body.each("iframe, embed, object, video, audio"):
        inner = node.css_first("source[src], embed[src], a[href]")
        movie = node.css_first("param[name=movie]")
        address = node.attributes.get("src") or node.attributes.get("data")
        address = address or (movie.attributes.get("value") if movie else None)
        address = address or (
            (inner.attributes.get("src") or inner.attributes.get("href")) if inner else None
        )
        if address:
            body.replace(node, body.new("a", href=address))
        else:
            body.drop(node, "empty-embed")


def unlazy(image: Attributes, found: Findings) -> Attributes:
    """A picture's real address, out of the attribute where a lazy loader keeps it.

    A saved copy is better.
    """
    del found
    if BESIDE.match(unquote(image.get("src", ""))):
        return image
    real = next((image[name] for name in LAZY if image.get(name)), None)
    return {**image, "src": real} if real else image


def keep_picture(image: Attributes, found: Findings) -> Attributes | None:
    """A picture with its absolute address, or the saved copy.

    It is noted unless a rule gave it a class.
    """
    source = image.get("src", "").strip()
    if not source or source.startswith("data:"):
        return None
    source = source if BESIDE.match(unquote(source)) else found.absolute(source)
    kept = {"src": source}
    alt = " ".join(image.get("alt", "").split())
    if alt:
        kept["alt"] = alt
    if image.get("class") == "smiley":
        kept["class"] = "smiley"
    elif image.get("class") != "attached":
        found.images.append(Image(src=source, alt=alt or None))
    return kept


def forget_class(image: Attributes, found: Findings) -> Attributes:
    """The page's own classes mean nothing after this; ours are given by the rules that follow."""
    del found
    return {key: value for key, value in image.items() if key != "class" or value == "attached"}


OWN_GATES = Rule("own-gates", ("<aside",), forget_gates)
INVISIBLE = Rule(
    "invisible",
    ("isplay", "ISPLAY", "isibility", "ISIBILITY", "ont-size", "ONT-SIZE"),
    drop_invisible,
)
FORGET_CLASS = TagRule("forget-class", "img", forget_class)
FINISH = (
    Rule("code-languages", ("language-", "lang-", "data-lang", "brush:"), keep_languages),
    Rule("scripts", ("<script", "<style", "<noscript", "<template"), drop_scripts),
    Rule("embeds", ("<iframe", "<embed", "<object", "<video", "<audio"), link_embeds),
    TagRule("lazy-images", "img", unlazy),
    TagRule("pictures", "img", keep_picture),
)
COMMON = (INVISIBLE, FORGET_CLASS, *FINISH)
