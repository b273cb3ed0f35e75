"""phpBB: the prosilver page of phpBB 3, its print view, and the pages made of tables (phpBB 2, subsilver2)."""

from site_gen.engines.phpbb.printed import PRINT, TABLES_PRINT
from site_gen.engines.phpbb.prosilver import DESKTOP
from site_gen.engines.phpbb.tables import TABLES

ENGINES = (DESKTOP, TABLES, PRINT, TABLES_PRINT)
