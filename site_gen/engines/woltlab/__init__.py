"""The forums of WoltLab: Suite Forum (3 to 6) and Burning Board (2 to 4).

Burning Board 2 has templates of its own; from 3 and Lite 2 on, all pages are made alike.
"""

from site_gen.engines.woltlab.burningboard import DESKTOP as BURNING_BOARD
from site_gen.engines.woltlab.suite import DESKTOP as SUITE

ENGINES = (BURNING_BOARD, SUITE)
