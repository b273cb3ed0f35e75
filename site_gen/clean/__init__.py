"""Clean: one post's raw HTML becomes portable HTML, by an ordered list of small named rules and one sanitiser, last."""

from site_gen.clean.body import Cleaned, clean_body
from site_gen.clean.rule import Body, Rule

__all__ = ["Body", "Cleaned", "Rule", "clean_body"]
