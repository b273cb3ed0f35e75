"""Simple Machines Forum 1.1, 2.0 and 2.1: ``Display.template.php`` and ``Printpage.template.php``.

Scripts need ``subject_N``, ``msg_N`` and ``modified_N`` in every version and theme. 2.x wraps a
post in ``.post_wrapper``; 1.1 has a table in a cell of class ``windowbg``. Quotes are a
``blockquote`` with its head inside (2.1) or in a ``div.quoteheader`` before it (2.0; before a
``div.quote`` in 1.1).
"""

from site_gen.engines.smf.desktop import DESKTOP
from site_gen.engines.smf.printed import PRINT

ENGINES = (DESKTOP, PRINT)
