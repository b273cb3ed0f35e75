"""The allow-list: what HTML may leave sitegen. Runs once, last, on every body.

nh3 (ammonia, html5ever) parses like a browser and writes what it kept anew, so its output is
well-formed; the text of a post is read off that output. A second pass is not the identity on
hostile input, hence *once*.
"""

from __future__ import annotations

import html
import re

import nh3

BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|cite|dd|details|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|"
    "summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
TAGS = {
    *"a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details div dl dt em figcaption".split(),
    *"figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub".split(),
    *"summary sup table tbody td tfoot th thead tr u ul var aside audio video source".split(),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "code": {"data-lang"},
    "pre": {"data-lang"},
    "*": {"dir", "lang"},
}
CLASSES = {
    "blockquote": {"quote"},
    "aside": {"attached", "gate"},
    "span": {"missing"},
    "img": {"smiley"},
    "details": {"spoiler"},
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    clean_content_tags={
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "select",
        "textarea",
        "svg",
        "math",
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

GATE = re.compile(r'<aside class="(?:attached|gate)">.*?</aside>', re.S)
BREAK = re.compile(rf'</?(?:{BLOCKS})(?:\s[^>"]*(?:"[^"]*"[^>"]*)*)?>')
TAG = re.compile(r'</?[a-z][^>"]*(?:"[^"]*"[^>"]*)*>')


def sanitise(dirty: str) -> str:
    """Portable, safe HTML: only allowed elements, attributes, classes and address schemes."""
    return CLEANER.clean(dirty).strip()


def text_of(clean: str) -> str:
    """What a reader sees in sanitised HTML, white space collapsed.

    Notes about hidden content are left out.
    """
    if "<" in clean:
        if "<aside" in clean:
            clean = GATE.sub(" ", clean)
        clean = TAG.sub("", BREAK.sub(" ", clean))
    return " ".join(html.unescape(clean).replace("\u200b", " ").replace("\ufeff", " ").split())
