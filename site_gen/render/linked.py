"""Linked data: what a thread is, for search engines, as JSON in a script (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from site_gen.render.views.site import SiteView
from site_gen.render.views.threads import ThreadView
from site_gen.text.shorten import shortened

BRIEF = 100
"""Letters of the opening post that a thread's linked data states."""

UNSAFE = [(c, f"\\u{ord(c):04x}") for c in "<>&\u2028\u2029"]


def linked_data(view: ThreadView, site: SiteView) -> Markup:
    """Return the linked data of a page of a thread, to stand inside a ``script`` element."""
    return _script_data(_described(view, site))


def _described(view: ThreadView, site: SiteView) -> dict[str, Any]:
    """Describe a thread as a DiscussionForumPosting of schema.org.

    The posts are in the page and not here again.
    """
    thread = view.thread
    known = {
        "headline": thread.title,
        "text": _opening(view),
        "author": _person(view, site),
        "datePublished": view.first,
        "commentCount": max(view.count - 1, 0),
        "articleSection": " / ".join(thread.board),
        "keywords": thread.tags,
        "inLanguage": view.language,
        "url": site.address + view.path if site.address else None,
        "isBasedOn": thread.url,
        "isPartOf": {"@type": "WebSite", "name": site.title},
    }
    stated = {name: value for name, value in known.items() if value not in (None, "", [])}
    return {"@context": "https://schema.org", "@type": "DiscussionForumPosting", **stated}


def _opening(view: ThreadView) -> str | None:
    """Return the first words of the thread, on its first page."""
    if view.pager.number != 1 or not view.posts:
        return None
    return shortened(view.posts[0].post.text, BRIEF)


def _person(view: ThreadView, site: SiteView) -> dict[str, str] | None:
    """Describe the author of the first post as a Person of schema.org."""
    if not view.starter:
        return None
    person = {"@type": "Person", "name": view.starter}
    if view.starter_href and site.address:
        person["url"] = site.address + view.starter_href
    return person


def _script_data(data: dict[str, Any]) -> Markup:
    """Write JSON that may stand inside a ``script`` element.

    Nothing in it can close the element or open a comment.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for unsafe, escape in UNSAFE:
        text = text.replace(unsafe, escape)
    return Markup(text)
