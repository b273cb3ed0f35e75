"""The pages of phpwind 5 to 9.

The names that a page's scripts need have been the same since version 5: ``read_tpc`` and
``read_123`` hold the bodies, ``td_`` the cells, ``alert_`` the edit marks, ``att_`` the uploads;
``tpc`` stands for the thread's first post. Floors count from the first reply.
"""

from site_gen.engines.phpwind.eight import DESKTOP
from site_gen.engines.phpwind.nine import NINE

ENGINES = (DESKTOP, NINE)
