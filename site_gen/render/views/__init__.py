"""What a template may see: one view for each kind of page, complete.

Rendering is a function of a view. Every address in a view (``path``, ``href``) is relative to the
site's root ("threads/56.html", "authors/7.html#p9"); the renderer makes it relative to the page it
stands on. HTML in a view (``html``, ``note``) is clean already and belongs to the page as it is;
every other string is text.
"""
