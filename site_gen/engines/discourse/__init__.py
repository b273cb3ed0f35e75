"""Discourse (1.0 to 2026): the page for crawlers, the drawn application, and its JSON.

Three places of one file may hold the posts: ``.crawler-post`` (``app/views/topics/show.html.erb``;
in a ``noscript`` for readers without scripts or, for crawlers, the page itself),
``article[data-post-id]`` (the application, in a page that a browser saved; it holds the posts
around the reader only) and the topic in ``#data-preloaded`` (serialisers ``TopicViewSerializer``
and ``PostSerializer``). A post is read from all of them: its words from the markup, where pictures
may be saved copies, its facts from the JSON. A reader who went on to another topic leaves the JSON
and the crawlers' markup of the first one behind; these are then set aside.
"""

from site_gen.engines.discourse.desktop import DESKTOP

ENGINES = (DESKTOP,)
