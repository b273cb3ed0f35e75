"""Invision Power Board (IPB, IP.Board, Invision Community): 1.3 to 2.3, 3.0 to 3.4, 4 and 5.

Templates ``skin_topic`` (1, 2: ``RenderRow``), ``topicViewTemplate`` and ``post`` (3),
``postContainer`` and ``post`` (4, 5). Scripts need ``post-N`` (2), ``post_id_N`` (3),
``elComment_N`` and ``data-role`` (4, 5).
"""

from site_gen.engines.invision.fourth import FOURTH
from site_gen.engines.invision.second import SECOND
from site_gen.engines.invision.third import THIRD

ENGINES = (FOURTH, THIRD, SECOND)
