"""The posts of Discourse as the page's JSON has them (``PostSerializer``)."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import parsed
from site_gen.clean.rule import words
from site_gen.engines.tools.appstate import State, counted, html_of, parts, said
from site_gen.engines.tools.values import stated, written
from site_gen.load.page import Page

LIKE = 2  # PostActionType.types[:like]


def stored_post(post: State, page: Page) -> dict[str, Any] | None:
    """Return what the JSON says of a post."""
    place, cooked = counted(post, "post_number"), html_of(post, "cooked")
    if place is None or cooked is None:
        return None
    created = said(post, "created_at")
    return stated(
        id=said(post, "id"),
        floor=place,
        author=said(post, "username"),
        author_id=said(post, "user_id"),
        author_title=said(post, "user_title"),
        date_text=created,
        date_stated=created,
        edited=edited(post, page),
        up=likes(post),
        answers=counted(post, "reply_to_post_number"),
        action=said(post, "action_code"),
        marks=["Solution"] if post.get("accepted_answer") is True else None,
        **body_or_gate(post, parsed(cooked)),
    )


def body_or_gate(post: State, body: LexborNode) -> dict[str, Any]:
    """Return the body of a post; what stands in place of a hidden one is a gate."""
    if not (post.get("hidden") or post.get("cooked_hidden")):
        return {"body": body}
    gate = words(body)
    return {"gates": [gate]} if gate else {}


def edited(post: State, page: Page) -> str | None:
    """Return when a post was last edited: one of the first version was not."""
    if (counted(post, "version") or 1) <= 1:
        return None
    return written(page, said(post, "updated_at"))


def likes(post: State) -> int:
    """Return how many people like a post, or answered it with any sign."""
    actions = [entry for entry in parts(post, "actions_summary") if entry.get("id") == LIKE]
    liked = counted(actions[0], "count") if actions else None
    return liked or counted(post, "reaction_users_count") or 0
