"""YaBB 1 Gold, YaBB 2 and its print page.

From the sources alone: ``Display.pl`` (1), ``Display.template``, ``YaBBC.pl`` and ``Printpage.pl``
(2). YaBB counts a thread's posts from 0 and knows them by nothing else: the
count is the post's anchor, and "Reply #3" is the post of that count. Addresses are
``YaBB.pl?num=THREAD/COUNT#COUNT``; YaBB 1 writes
``YaBB.pl?board=BOARD;action=display;num=THREAD;start=COUNT#COUNT``.

YaBB 2 has a class for the words (``div.message``) and for quotes (``div.quote``). YaBB 1 has
neither: a post is a table whose first cell spans two rows, the words are the ``font`` beside it,
quotes and code are tables in a table.
"""

from site_gen.engines.yabb.gold import OLD
from site_gen.engines.yabb.modern import DESKTOP
from site_gen.engines.yabb.printed import PRINT

ENGINES = (DESKTOP, OLD, PRINT)
