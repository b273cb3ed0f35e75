"""XenForo 1 (1.0 to 1.5) and XenForo 2 (2.0 to 2.3).

Templates ``message``, ``message_user_info``, ``bb_code_tag_quote`` (1) and ``post_macros``,
``message_macros``, ``bb_code_tag_quote`` (2). The scripts of both need ``data-author`` and the
post's id, so that every skin keeps them.
"""

from site_gen.engines.xenforo.first import XENFORO_1
from site_gen.engines.xenforo.second import XENFORO_2

ENGINES = (XENFORO_2, XENFORO_1)
