"""Emoji and smilies of forums that are applications: pictures of class ``emoji``."""

from __future__ import annotations

from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule
from site_gen.engines.core.table import squash


def write_emoji(body: Body) -> None:
    """Write the character for ``img.emoji`` whose alternative text it is."""
    for image in body.each("img.emoji"):
        alt = squash(image.attributes.get("alt"))
        if alt and not alt.isascii():
            image.replace_with(alt)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """Mark ``img.emoji`` whose alternative text is a code (":wave:") as a smiley.

    Other classes of a page mean nothing.
    """
    del found
    kept = {key: value for key, value in image.items() if key != "class" or value == "attached"}
    if "emoji" in image.get("class", "").split():
        kept["class"] = "smiley"
    return kept


EMOJI = Rule("emoji", ("emoji",), write_emoji)
SMILIES = TagRule("smilies", "img", name_smiley)
