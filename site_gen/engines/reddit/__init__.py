"""Reddit, whose page was made anew twice: that of 2005 (old.reddit.com), of 2018, of 2023."""

from site_gen.engines.reddit.old import OLD
from site_gen.engines.reddit.redesign import REDESIGN
from site_gen.engines.reddit.shreddit import SHREDDIT

ENGINES = (OLD, REDESIGN, SHREDDIT)
