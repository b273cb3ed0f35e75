"""vBulletin 3 (3.0 to 3.8), 4 (4.0 to 4.2) and 5/6, the archive and the print page of 3 and 4.

Templates ``postbit``, ``postbit_legacy``, ``postbit_wrapper``, ``bbcode_quote`` (3),
``postbit_legacy``, ``postbit_lastedit``, ``bbcode_quote`` (4) and ``conversation_content_item`` /
``display_contenttype_*`` (5).
"""

from site_gen.engines.vbulletin.classic import CLASSIC
from site_gen.engines.vbulletin.fifth import FIFTH
from site_gen.engines.vbulletin.plain import ARCHIVE, PRINT

ENGINES = (CLASSIC, FIFTH, ARCHIVE, PRINT)
