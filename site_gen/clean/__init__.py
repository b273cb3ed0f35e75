"""Clean: one post's raw HTML becomes portable HTML, by an ordered list of small named rules and one sanitiser, last."""

from site_gen.clean.body import Cleaned, clean_body, parsed
from site_gen.clean.rule import Attributes, Body, Findings, Rule, TagRule

__all__ = ["Attributes", "Body", "Cleaned", "Findings", "Rule", "TagRule", "clean_body", "parsed"]
