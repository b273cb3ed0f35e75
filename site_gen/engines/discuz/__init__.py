"""The pages of Discuz! X (desktop, touch, print, archiver, plain-text copy) and of 6 and 7."""

from site_gen.engines.discuz.archiver import ARCHIVER
from site_gen.engines.discuz.desktop import DESKTOP
from site_gen.engines.discuz.printed import PRINT
from site_gen.engines.discuz.seven import SEVEN
from site_gen.engines.discuz.textcopy import TEXT_COPY
from site_gen.engines.discuz.touch import TOUCH

ENGINES = (DESKTOP, TOUCH, PRINT, ARCHIVER, TEXT_COPY, *SEVEN)
