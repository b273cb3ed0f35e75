"""What robots read of a site: the sitemap, robots.txt, and the mark that GitHub asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.exports import Made
from site_gen.render.machine import robots, sitemaps

ANEW = re.compile(r"threads/.*-(?:all|op)\.html|boards/.*-by-.*|authors/by-.*")
"""The whole thread, its starter's posts, a list in another order."""


def sitemap_files(made: Made) -> Iterator[tuple[str, bytes]]:
    """Yield ``.nojekyll``, ``robots.txt`` and, where the site's address is known, its sitemaps."""
    yield ".nojekyll", b""
    yield "robots.txt", robots(made.site.address)
    if made.site.address:
        yield from sitemaps(made.site.address, sorted(filter(is_listed, made.pages)))


def is_listed(path: str) -> bool:
    """Tell whether a page belongs into the sitemap.

    Those that show the posts or rows of other pages anew do not.
    """
    return path.endswith(".html") and path != "404.html" and not ANEW.fullmatch(path)
