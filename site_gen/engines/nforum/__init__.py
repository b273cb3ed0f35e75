"""nForum, the web face of KBS bulletin boards, and its page for phones."""

from site_gen.engines.nforum.desktop import DESKTOP
from site_gen.engines.nforum.touch import TOUCH

ENGINES = (DESKTOP, TOUCH)
