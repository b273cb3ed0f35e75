"""The pages of Discuz! X: desktop, touch, print, archiver, and a person's plain-text copy."""

from site_gen.engines.discuz.archiver import ARCHIVER
from site_gen.engines.discuz.desktop import DESKTOP
from site_gen.engines.discuz.printed import PRINT
from site_gen.engines.discuz.textcopy import TEXT_COPY
from site_gen.engines.discuz.touch import TOUCH

ENGINES = (DESKTOP, TOUCH, PRINT, ARCHIVER, TEXT_COPY)
