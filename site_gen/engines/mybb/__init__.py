"""MyBB 1.4 to 1.8: the thread page, the archive ("lite") and the print view.

The templates of a post are ``postbit`` and ``postbit_classic``. Scripts need ``post_N``, ``pid_N``
(the body) and ``edited_by_N`` in every theme. 1.8 puts a post into ``div.post``, 1.4 and 1.6 into a
table of that id. The archive is ``inc/functions_archive.php``, the print view ``printthread``.
"""

from site_gen.engines.mybb.desktop import DESKTOP
from site_gen.engines.mybb.lite import ARCHIVE
from site_gen.engines.mybb.printed import PRINT

ENGINES = (DESKTOP, ARCHIVE, PRINT)
