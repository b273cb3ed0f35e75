"""The pages of Discuz! 6 and 7: the thread page and the archiver.

What they share with Discuz! X (addresses, floors, edit marks, uploads, ratings) is read by its
rules.
"""

from site_gen.engines.discuz.seven.archiver import ARCHIVER
from site_gen.engines.discuz.seven.desktop import DESKTOP

SEVEN = (DESKTOP, ARCHIVER)
