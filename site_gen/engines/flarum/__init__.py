"""Flarum (0.1 beta to 2): the page for readers without scripts, the drawn application, its JSON.

``#flarum-content`` (``views/frontend/content/discussion.blade.php``) has names and words only, one
page of 20; the drawn ``.PostStream-item`` (``forum/components/PostStream``, ``CommentPost``) has
ids and dates, but only of the posts around the reader; the JSON:API document in
``#flarum-json-payload`` (0.1: a call of ``app.boot`` or ``app.load``) has all facts, and a few
posts more than the page shows, which others mention. A reader who went on to another discussion
leaves both the page for readers without scripts and the JSON of the first one behind.
"""

from site_gen.engines.flarum.desktop import DESKTOP

ENGINES = (DESKTOP,)
