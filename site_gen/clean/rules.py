"""The rules that hold for every forum. Each is one function of a :class:`Body`; :data:`COMMON` is their order.

An engine whose bodies need rules of their own puts them before :data:`FINISH`, with :data:`INVISIBLE_RULE` where it is safe:
some engines keep a file's name in a menu that no browser shows.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from site_gen.clean.rule import Body, Rule, words
from site_gen.load.walk import COMPANION
from site_gen.models import Image, Link

INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$))", re.I)
# What lazy loaders keep the real address in, in order of trust (Discuz!, phpwind, WordPress, XenForo, IPS, vBulletin skins).
LAZY = ("zoomfile", "file", "data-original", "data-src", "data-lazy-src", "data-url", "data-echo")
EMBEDS = ["iframe", "embed", "object", "video", "audio"]
BESIDE = re.compile(r"(?:\./)?" + COMPANION.pattern.removesuffix("$") + "/", re.I)  # saved into the page's own folder
SESSION = re.compile(r"(?<=[?&])(?:sid|s|PHPSESSID)=[0-9a-f]{20,40}(?:&|$)", re.I)


def drop_invisible(body: Body) -> None:
    """Anti-copy noise and menus that a browser never shows: inline ``display:none``, ``font-size:0``."""
    for tag in body.soup.find_all(style=INVISIBLE):
        if not tag.decomposed:
            body.drop(tag, "invisible")


def unlazy_images(body: Body) -> None:
    """A picture's real address out of the attribute where a lazy loader keeps it."""
    for image in body.soup.find_all("img"):
        real = next((value for name in LAZY if (value := image.get(name))), None)
        if real:
            image["src"] = str(real)


def link_embeds(body: Body) -> None:
    """Players become plain links: nothing is loaded from elsewhere, and the address is what must not be lost."""
    for tag in body.soup.find_all(EMBEDS):
        if tag.decomposed:
            continue
        source = tag.find("source")
        address = tag.get("src") or tag.get("data") or (source.get("src") if isinstance(source, Tag) else None)
        if not address:
            address = next((param.get("value") for param in tag.find_all("param", attrs={"name": "movie"})), None)
        if address:
            tag.replace_with(body.new("a", str(address), href=str(address)))
        else:
            body.drop(tag, "empty-embed")


def absolute_links(body: Body) -> None:
    """Every link with its absolute address, session ids removed; what is no address of the web loses its link."""
    for anchor in body.soup.find_all("a"):
        href = SESSION.sub("", body.absolute(str(anchor.get("href") or ""))).rstrip("?&")
        if urlsplit_scheme(href) in ("http", "https", "mailto", "ftp"):
            anchor["href"] = href
            body.links.append(Link(text=words(anchor), href=href))
        elif anchor.has_attr("href"):
            del anchor["href"]


def absolute_images(body: Body) -> None:
    """Every picture of the body with its absolute address (or the saved one beside the page), noted once each."""
    for image in body.soup.find_all("img"):
        if image.get("class") not in ("smiley", "attached"):
            del image["class"]
        source = str(image.get("src") or "").strip()
        if not source or source.startswith("data:"):
            image.decompose()
            continue
        image["src"] = source if BESIDE.match(unquote(source)) else body.absolute(source)
        if image.get("class") in (None, []):
            alt = " ".join(str(image.get("alt") or "").split()) or None
            body.images.append(Image(src=str(image["src"]), alt=alt))


def urlsplit_scheme(address: str) -> str:
    """The scheme of an address in lower case; "" where there is none or the address is broken."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


INVISIBLE_RULE = Rule("invisible", ("display", "visibility", "font-size"), drop_invisible)
FINISH = (
    Rule("embeds", ("<iframe", "<embed", "<object", "<video", "<audio"), link_embeds),
    Rule("lazy-images", ("zoomfile=", " file=", "data-"), unlazy_images),
    Rule("links", ("<a ",), absolute_links),
    Rule("images", ("<img",), absolute_images),
)
COMMON = (INVISIBLE_RULE, *FINISH)
