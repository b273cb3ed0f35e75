"""Load: find the saved pages, decode their bytes as browsers do, note how and when they were saved."""

from site_gen.load.page import Page, load_page
from site_gen.load.walk import Found, walk

__all__ = ["Found", "Page", "load_page", "walk"]
