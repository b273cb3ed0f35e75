"""NodeBB (0.5 to 4), in the themes Persona, Lavender, Harmony.

Templates: ``templates/topic.tpl``, ``partials/topic/post.tpl``. A theme may change everything but
the ``component`` attributes and the ``data`` of a post, which NodeBB's scripts need:
``[component=post]`` with ``data-pid``, ``data-uid``, ``data-index``, ``data-username``,
``data-timestamp``. The page also holds what the scripts draw from, as JSON in ``#ajaxify-data``:
counts, and the posts that came with the page, of which a page scrolled far and then saved has lost
the markup. A reader who went on to another topic leaves the JSON of the first one behind.
"""

from site_gen.engines.nodebb.desktop import DESKTOP

ENGINES = (DESKTOP,)
