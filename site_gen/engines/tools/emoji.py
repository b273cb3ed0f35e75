"""Emoji and smilies of forums that are applications: pictures of class ``emoji``."""

from __future__ import annotations

from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule
from site_gen.engines.core.table import squash


def write_emoji(body: Body) -> None:
    """``img.emoji`` whose alternative text is the character: the character."""
    for image in body.each("img.emoji"):
        alt = squash(image.attributes.get("alt"))
        if alt and not alt.isascii():
            image.replace_with(alt)


def name_smiley(image: Attributes, found: Findings) -> Attributes:
    """``img.emoji`` whose alternative text is a code (":wave:"): a smiley.

    Other classes of a page mean nothing.
    """
    del found
    classes = image.get("class", "").split()
    kept = {key: value for key, value in image.items() if key != "class" or value == "attached"}
    return {**kept, "class": "smiley"} if "emoji" in classes else kept


EMOJI = Rule("emoji", ("emoji",), write_emoji)
SMILIES = TagRule("smilies", "img", name_smiley)
