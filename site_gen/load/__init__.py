"""Load: decode the bytes of a saved page as browsers do, note how and when it was saved."""

from site_gen.load.page import Page, load_page

__all__ = ["Page", "load_page"]
